"""Grading a class: the assignment, its record and what was handed in become one Report for every student."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.assignment import Assignment
from generator.errors import ByhandError
from generator.roster import Student, read_roster
from generator.worksheet import Worksheet, read_issued
from grader.collecting import Collection, collect
from grader.files import handed_files
from grader.marking import mark
from grader.report import Report, scores_of


@dataclass(frozen=True)
class Graded:
    """The reports in the order of the roster, and the problems that need a person."""

    reports: tuple[Report, ...]
    problems: tuple[str, ...]


def grade_class(assignment: Assignment, submissions: Iterable[Path]) -> Graded:
    """Mark everything at these paths; ByhandError when there is nothing to mark it against."""
    roster = read_roster(assignment.roster_file)
    worksheets = {worksheet.student: worksheet for worksheet in read_issued(assignment.issued_file)}
    if not worksheets:
        raise ByhandError(
            f"{assignment.issued_file}: no worksheet was issued; run `byhand generate {assignment.folder}` first"
        )
    collection = collect(handed_files(submissions), tuple(worksheets.values()), roster)
    return Graded(
        tuple(report_of(assignment, student, worksheets.get(student.id), collection) for student in roster),
        collection.problems,
    )


def report_of(assignment: Assignment, student: Student, worksheet: Worksheet | None, collection: Collection) -> Report:
    """The report of one student, who may have handed in nothing or have no worksheet."""
    notes = collection.notes.get(student.id, ())
    if worksheet is None:
        return Report(student, "", (), notes=("no worksheet was issued", *notes))
    submission = collection.submissions.get(student.id)
    cells = cell_counts(worksheet)
    if submission is None:
        return Report(student, worksheet.id, scores_of(assignment, cells, ()), notes=("nothing handed in", *notes))
    marks = mark(worksheet, submission, assignment.follow_through)
    return Report(student, worksheet.id, scores_of(assignment, cells, marks), submission.file, marks, notes)


def cell_counts(worksheet: Worksheet) -> Mapping[str, int]:
    """The number of blank cells of each exercise."""
    return {exercise.id: sum(grid.cells for grid in exercise.blueprint.blanks) for exercise in worksheet.exercises}
