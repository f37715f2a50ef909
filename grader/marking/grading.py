"""Grading a class: the assignment, its record and what was handed in become a report for every student.

A student is marked once, by whoever does the work, and whatever else is to be made of the marks is made there and then.
In this process a class takes no more memory than its names, scores and numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Generic

from generator.assignment.accepted import about_students
from generator.assignment.agreement import check_exercises
from generator.assignment.description import Assignment
from generator.assignment.issued_lines import read_issued_lines
from generator.assignment.printed import WITHDRAWN, withdrawn_worksheets
from generator.assignment.record import Record, read_record
from generator.assignment.roster import Student
from generator.assignment.worksheet import Worksheet
from generator.errors import ByhandError, Said, say
from generator.execution import HERE, Crew
from generator.spool import Spool
from grader.answers.arrival.commits import Push
from grader.answers.arrival.receipts import Receipt, ReceiptDesk
from grader.answers.collecting import Collection, collect
from grader.answers.concerns import Problem
from grader.answers.counting import in_order_of_text
from grader.answers.files import HandedFile, handed_files
from grader.marking.concerns import note_on
from grader.marking.copied.comparison import Comparison, CopiedWork
from grader.marking.copied.sheet_numbers import Cells, shared
from grader.marking.lateness import times_to_find_out
from grader.marking.pieces import Made, Making, Marked, Marker, MarkOrder, mark_one, mark_piece
from grader.marking.report import ShortReport


@dataclass(frozen=True)
class Graded(Generic[Made]):
    """The reports in the order of the roster, who may have copied whose sheet, and what else to look at.

    Of each of those who handed in, `made` is what was made of the marks, in the same order; `cells` are those marked.
    """

    assignment: Assignment
    record: Record
    reports: tuple[ShortReport, ...]
    cells: Mapping[str, Cells]
    made: Spool[Made]
    copies: tuple[CopiedWork, ...]
    problems: tuple[Problem, ...]

    @property
    def handed_in(self) -> tuple[str, ...]:
        """The ids of those of whom there is anything that was marked."""
        return tuple(report.student.id for report in self.reports if report.handed_in)


def grade_class(
    assignment: Assignment,
    submissions: Iterable[Path],
    making: Making[Made],
    crew: Crew = HERE,
    done: Callable[[int], None] = lambda _count: None,
    pushes: Sequence[Push] = (),
    keep_in: Path | None = None,
) -> Graded[Made]:
    """Mark everything at these paths; ByhandError when there is nothing to mark it against.

    `pushes` are those that a service took, the earliest first: they say when files of a git checkout came. What
    memory should not hold is kept in files without names in `keep_in`, by default the system's temporary folder.
    """
    return grade_files(assignment, handed_files(submissions), making, crew, done, pushes, keep_in)


def grade_files(
    assignment: Assignment,
    handed: Iterable[HandedFile | ByhandError],
    making: Making[Made],
    crew: Crew = HERE,
    done: Callable[[int], None] = lambda _count: None,
    pushes: Sequence[Push] = (),
    keep_in: Path | None = None,
) -> Graded[Made]:
    """Mark these files; ByhandError when there is nothing to mark them against.

    `done` is called with 1 for every student marked.
    """
    roster = assignment.students()
    record = read_record(assignment.issued_file, assignment.blueprints)
    record.verify(assignment.known_secret())
    check_exercises(assignment, record, [student.id for student in roster])
    if not record:
        raise ByhandError(
            "{file}: no worksheet was issued; run `byhand generate {folder}` first",
            file=assignment.issued_file,
            folder=assignment.folder,
        )
    accepts, unknown = about_students(assignment.accepts, roster, record)
    assignment = replace(assignment, accepts=accepts)
    deadline = assignment.deadline
    desk = ReceiptDesk(deadline.zone if deadline else None, pushes)
    collection = collect(handed, record, roster, desk, keep_in, withdrawn_worksheets(assignment.folder))
    marker = Marker(assignment, making)
    spool: Spool[Made] = Spool(keep_in)
    marked = _Marked(spool)

    def piece(students: tuple[Student, ...]) -> tuple[MarkOrder, ...]:
        return tuple(_order(record, collection, student) for student in students)

    for one in chain.from_iterable(crew.work(roster, piece, mark_piece, marker)):
        marked.take_in(one)
        done(1)
    copies = marked.copies(record, lambda: _withdrawn(assignment))
    for copy in copies:
        order = _order(record, collection, marked.reports[copy.student].student, copy)
        marked.replace(mark_one(marker, order))
    problems = (
        *in_order_of_text((*collection.problems, *marked.problems)),
        *_changed_exercises(record, marked.changed),
        *map(Problem, times_to_find_out(deadline, roster, marked.receipts)),
        *map(Problem, unknown),
        *marked.concerns(),
        *(_about(copy.student, note_on(copy)) for copy in copies),
    )
    return Graded(assignment, record, tuple(marked.reports.values()), marked.cells, marked.made, copies, problems)


def _withdrawn(assignment: Assignment) -> Iterator[Worksheet]:
    """The sheets that others were handed out for, as far as their exercises are still known."""
    for line in read_issued_lines(assignment.folder / WITHDRAWN / "issued.jsonl"):
        with suppress(ByhandError):
            yield line.worksheet(assignment.blueprints)


def _order(record: Record, collection: Collection, student: Student, copy: CopiedWork | None = None) -> MarkOrder:
    line = record.line(student.id) if student.id in record.places else None
    return MarkOrder(student, line, collection.of(student.id), copy)


class _Marked(Generic[Made]):
    """What was found about students so far; what was made of the marks is kept on the disk."""

    def __init__(self, made: Spool[Made]) -> None:
        self.reports: dict[str, ShortReport] = {}
        self.receipts: dict[str, Receipt] = {}
        self.changed: dict[str, tuple[str, ...]] = {}
        self.cells: dict[str, Cells] = {}
        self.problems: list[Problem] = []
        self.made = made
        self._places: dict[str, int] = {}
        self._comparison = Comparison()

    def take_in(self, marked: Marked) -> None:
        """Add a student."""
        student = marked.report.student.id
        self.reports[student] = marked.report
        self.problems += marked.problems
        if marked.changed:
            self.changed[student] = marked.changed
        if marked.numbers and marked.receipt:
            self.receipts[student] = marked.receipt
            self.cells[student] = shared(marked.numbers.cells)
            self._comparison.take_in(marked.numbers)
            self._places[student] = len(self.made)
            self.made.append(marked.made)

    def replace(self, marked: Marked) -> None:
        """Put what was found about a student who was marked again in the place of what was found before."""
        student = marked.report.student.id
        self.reports[student] = marked.report
        self.made.replace(self._places[student], marked.made)

    def concerns(self) -> Iterator[Problem]:
        """What a person has to look at, student by student."""
        for student, report in self.reports.items():
            yield from (_about(student, each) for each in report.concerns)

    def copies(self, record: Record, withdrawn: Callable[[], Iterable[Worksheet]]) -> tuple[CopiedWork, ...]:
        """Who may have copied; where students share a sheet, the same slip gives the same wrong numbers."""
        found = self._comparison.copies(tuple(record), record.__getitem__, withdrawn)
        return tuple(copy for copy in found if record[copy.student].key() != record[copy.source].key())


def _about(student: str, remark: Said) -> Problem:
    """A remark on a student's sheet, for the teacher."""
    return Problem(say("{student}: {remark}", student=student, remark=remark), student)


def _changed_exercises(record: Record, changed: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """A problem for each exercise of a sheet that computes something else today than when it was handed out."""
    for student in record:
        for exercise in changed.get(student, ()):
            said = say(
                "{student}: exercise {exercise} was changed after this sheet was handed out; "
                "its key is what the exercise says today: use the version of then, or hand out a new sheet",
                student=student,
                exercise=exercise,
            )
            yield Problem(said, student)
