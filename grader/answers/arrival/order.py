"""Which of a student's files was handed in last: by what the learning platform wrote, or by the order of commits."""

from __future__ import annotations

from collections.abc import Sequence

from grader.answers.arrival.commits import commit_number
from grader.answers.arrival.platforms import stamp_of
from grader.answers.merging import Attempt


def in_order(attempts: Sequence[Attempt]) -> Sequence[Attempt] | None:
    """The attempts from the first to the last; None if nobody who knows says so.

    The time of a file is not asked: it is that of a download, a checkout or the student's own clock.
    """
    for place in (_by_platform, _by_commit):
        numbers = [place(attempt) for attempt in attempts]
        known = [number for number in numbers if number is not None]
        kinds = {kind for kind, _ in known}
        if len(known) == len(attempts) == len(set(known)) and len(kinds) == 1:
            return [attempt for _, attempt in sorted(zip(known, attempts, strict=True), key=lambda pair: pair[0])]
    return None


def _by_platform(attempt: Attempt) -> tuple[str, int] | None:
    stamp = stamp_of(attempt.name)
    return None if stamp is None or stamp.number is None else (stamp.platform, stamp.number)


def _by_commit(attempt: Attempt) -> tuple[str, int] | None:
    path, root = attempt.file.path, attempt.file.root
    number = commit_number(root, path) if path and root else None
    return None if number is None else (str(root), number)
