"""Which of a student's submissions counts, and what a person should know about it and about the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import IntEnum
from typing import NamedTuple, TypeVar

from generator.assignment.worksheet import Worksheet
from generator.errors import Said, say
from grader.answers.arrival.order import in_order
from grader.answers.arrival.receipts import Receipt, last_of
from grader.answers.concerns import Problem, concerns
from grader.answers.fitting import fitted
from grader.answers.merging import Attempt, Merged, merged
from grader.answers.submission import Submission

_Told = TypeVar("_Told", Said, Problem)


class Certainty(IntEnum):
    """How certain it is that a file is a student's own."""

    AMONG_OTHERS = 0
    BY_WORKSHEET = 1
    BY_NAME = 2


class Handed(NamedTuple):
    """What one student handed in, as it was read; `notes` are about the files.

    `unread` says that there was nothing but files that cannot be read.
    """

    attempts: tuple[tuple[Certainty, Attempt], ...] = ()
    notes: tuple[Said, ...] = ()
    unread: bool = False


class Counted(NamedTuple):
    """The submission that counts, if there is one, and when it came; `notes` are all about this student.

    `problems` are what was found here that a person should know.
    """

    submission: Submission | None
    receipt: Receipt
    notes: tuple[Said, ...]
    problems: tuple[Problem, ...] = ()


def counted(handed: Handed, worksheet: Worksheet) -> Counted:
    """Find the submission that counts, fitted to the student's worksheet."""
    if not handed.attempts:
        return Counted(None, Receipt(), in_order_of_text(handed.notes))
    fitting = [
        (certainty, replace(attempt, submission=fitted(attempt.submission, worksheet)))
        for certainty, attempt in handed.attempts
    ]
    filled = [pair for pair in fitting if pair[1].submission.filled] or fitting
    best = max(certainty for certainty, _ in filled)
    whole = merged([attempt for certainty, attempt in filled if certainty == best], in_order)
    others = [attempt for certainty, attempt in filled if certainty < best]
    return _with_remarks(handed, whole, others, worksheet)


def _with_remarks(handed: Handed, whole: Merged, others: Iterable[Attempt], worksheet: Worksheet) -> Counted:
    submission = whole.submission
    student = worksheet.student
    foreign = [
        say(
            "{file}: has the worksheet id of {student}, whose own file is {own}, and other answers; "
            "it does not count; ask who handed it in",
            file=attempt.name,
            student=student,
            own=submission.file,
        )
        for attempt in others
        if attempt.submission.typed != submission.typed
    ]
    remarks = (*submission.remarks, *concerns(submission, worksheet))
    about = (*(say("{student}: {remark}", student=student, remark=remark) for remark in whole.said), *foreign)
    return Counted(
        submission,
        last_of([attempt.receipt for attempt in whole.attempts]),
        in_order_of_text((*handed.notes, *whole.said, *foreign, *remarks)),
        (*(Problem(said, student) for said in about), *map(Problem, remarks)),
    )


def in_order_of_text(said: Iterable[_Told]) -> tuple[_Told, ...]:
    """Each of these once, so that the order of files makes no difference."""
    return tuple(sorted(set(said), key=str))
