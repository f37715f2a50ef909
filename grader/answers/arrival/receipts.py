"""When work was handed in, by those who know: the learning platform, or the service that took a push.

The time of a commit is the student's own clock, and that of a file says nothing: neither makes anybody late. Names of
files are believed only where a platform gave them: all files of an archive, or of a folder of several students, have
its stamp. In the folder of one student, names are the student's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from grader.answers.arrival.commits import Push, arrivals, is_complete, last_commit
from grader.answers.arrival.platforms import Stamp, stamp_of
from grader.answers.files import HandedFile


class Receipt(NamedTuple):
    """When a submission came: `received` is None if nobody who knows says so.

    `marked_late` is what a platform says that gives no time, None if it says nothing; `by_clock` is the time of the
    commit, by the clock of whoever made it.
    """

    received: datetime | None = None
    marked_late: bool | None = None
    by_clock: datetime | None = None


def last_of(receipts: Sequence[Receipt]) -> Receipt:
    """The receipt for a submission that is made of several: that of the last of them, if it is known of all."""
    times = [receipt.received for receipt in receipts if receipt.received]
    marks = [receipt.marked_late for receipt in receipts if receipt.marked_late is not None]
    clocks = [receipt.by_clock for receipt in receipts if receipt.by_clock]
    return Receipt(
        received=max(times) if len(times) == len(receipts) else None,
        marked_late=any(marks) if any(marks) or len(marks) == len(receipts) else None,
        by_clock=max(clocks, default=None),
    )


class ReceiptDesk:
    """Finds out when submissions came; without a zone there is no deadline, and only the marks of platforms are read.

    `zone` is that of platforms which write their own time without one.
    """

    def __init__(self, zone: tzinfo | None = None, pushes: Sequence[Push] = ()) -> None:
        self._zone = zone
        self._pushes = pushes
        self._platforms: dict[str, set[str]] = {}
        self._students: dict[str, set[str]] = {}
        self._checkouts: dict[Path, Mapping[str, datetime] | None] = {}

    def note(self, name: str, students: Iterable[str]) -> None:
        """Take note of the stamp of a file that was handed in, and of the students whom its name names."""
        stamp = stamp_of(name)
        self._platforms.setdefault(_source(name), set()).add(stamp.platform if stamp else "")
        self._students.setdefault(_source(name), set()).update(students)

    def receipt_for(self, file: HandedFile) -> Receipt:
        """The receipt for a file, once all files were noted."""
        stamp = self._stamp(file.name)
        if file.received:
            return Receipt(file.received)
        if stamp:
            time = stamp.time.replace(tzinfo=self._zone) if stamp.time and self._zone else None
            return Receipt(time, stamp.late)
        return self._by_commit(file) if self._zone and file.path and file.root else Receipt()

    def _stamp(self, name: str) -> Stamp | None:
        """The stamp, unless it may be the student's invention."""
        source = _source(name)
        by_platform = source.lower().endswith(".zip") or len(self._students.get(source, ())) > 1
        return stamp_of(name) if by_platform and len(self._platforms.get(source, ())) == 1 else None

    def _by_commit(self, file: HandedFile) -> Receipt:
        assert file.path
        assert file.root
        if file.root not in self._checkouts:
            known = arrivals(file.root, self._pushes) if is_complete(file.root) else None
            self._checkouts[file.root] = known
        arrived = self._checkouts[file.root]
        commit = None if arrived is None else last_commit(file.root, file.path)
        if arrived is None or commit is None:
            return Receipt()
        return Receipt(arrived.get(commit.id), by_clock=commit.time)


def _source(name: str) -> str:
    """The archive or folder that a file came in; empty for loose files."""
    parts = PurePosixPath(name).parts
    return parts[0] if len(parts) > 1 else ""
