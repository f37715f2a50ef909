"""Which of a student's files was handed in last: by what the learning platform wrote, or by the order of commits."""

from __future__ import annotations

from collections.abc import Sequence

from grader.answers.arrival.commits import commit_number
from grader.answers.arrival.platforms import stamp_of
from grader.answers.files import HandedFile
from grader.answers.merging import Attempt, Turn


def turns_of(file: HandedFile) -> tuple[Turn | None, ...]:
    """The file's place among others, by the platform and by the commits.

    The time of a file is not asked: it is that of a download, a checkout or the student's own clock.
    """
    return _by_platform(file), _by_commit(file)


def in_order(attempts: Sequence[Attempt]) -> Sequence[Attempt] | None:
    """The attempts from the first to the last; None if nobody who knows says so."""
    for turns in zip(*(attempt.turns for attempt in attempts), strict=True):
        known = [turn for turn in turns if turn is not None]
        counts = {who for who, _ in known}
        if len(known) == len(attempts) == len(set(known)) and len(counts) == 1:
            return [attempt for _, attempt in sorted(zip(known, attempts, strict=True), key=lambda pair: pair[0])]
    return None


def _by_platform(file: HandedFile) -> Turn | None:
    stamp = stamp_of(file.name)
    return None if stamp is None or stamp.number is None else (stamp.platform, stamp.number)


def _by_commit(file: HandedFile) -> Turn | None:
    number = commit_number(file.root, file.path) if file.path and file.root else None
    return None if number is None else (str(file.root), number)
