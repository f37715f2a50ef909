"""Pieces of work: what a worker is given to mark some students, and what it gives back.

A student is marked once, and whatever else is to be made of the marks is made at once, while the worksheet and the
report are in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from generator.assignment.description import Assignment
from generator.assignment.issued_lines import IssuedLine
from generator.assignment.roster import Student
from generator.assignment.worksheet import Worksheet
from generator.spool import packed
from grader.answers.arrival.receipts import Receipt
from grader.answers.concerns import Problem
from grader.answers.counting import Counted, Handed, counted, in_order_of_text
from grader.marking.copied.comparison import CopiedWork
from grader.marking.copied.sheet_numbers import SheetNumbers, numbers_of
from grader.marking.report import Report, ShortReport
from grader.marking.student_report import report_of, with_copied, without_worksheet

Made = TypeVar("Made")
Making: TypeAlias = Callable[[Worksheet, Report], Made]
"""What else is to be made of the marks of a student who handed in; it is sent to workers."""


def nothing_else(_worksheet: Worksheet, _report: Report) -> None:
    """Make nothing else of the marks."""


def report_itself(_worksheet: Worksheet, report: Report) -> Report:
    """Keep the report with all its marks."""
    return report


class MarkOrder(NamedTuple):
    """A student to be marked: the recorded sheet, if there is one, what was handed in, and whether it was copied."""

    student: Student
    line: IssuedLine | None
    handed: Handed
    copy: CopiedWork | None = None


@dataclass(frozen=True)
class Marker(Generic[Made]):
    """The tools of the work: an assignment, and what else is to be made of the marks."""

    assignment: Assignment
    making: Making[Made]


class Marked(NamedTuple):
    """What is found about one student, and the exercises that were changed after the sheet was handed out.

    Only where something was handed in are there a receipt, numbers, and what was made of the marks, packed.
    """

    report: ShortReport
    problems: tuple[Problem, ...] = ()
    changed: tuple[str, ...] = ()
    receipt: Receipt | None = None
    numbers: SheetNumbers | None = None
    made: bytes = b""


def mark_piece(marker: Marker[Made], orders: tuple[MarkOrder, ...]) -> tuple[Marked, ...]:
    """What is found about every student of a piece, in order."""
    return tuple(mark_one(marker, order) for order in orders)


def mark_one(marker: Marker[Made], order: MarkOrder) -> Marked:
    """What is found about a student."""
    assignment, student, handed, copy = marker.assignment, order.student, order.handed, order.copy
    if order.line is None:
        nothing = Counted(None, Receipt(), in_order_of_text(handed.notes))
        return Marked(without_worksheet(student, nothing).short)
    worksheet = order.line.worksheet(assignment.blueprints)
    found = counted(handed, worksheet)
    copied = copy.exercises if copy else ()
    report = report_of(assignment, student, worksheet, found, handed.unread, copied)
    if copy:
        report = with_copied(assignment, report, copy)
    changed = tuple(task.id for task in worksheet.tasks if task.changed)
    if not report.handed_in:
        return Marked(report.short, found.problems, changed)
    made = packed(marker.making(worksheet, report))
    return Marked(report.short, found.problems, changed, found.receipt, numbers_of(report), made)
