"""The command `status`: who has which sheet, who has handed in, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from generator.assignment.agreement import removed, renamed
from generator.assignment.description import Assignment, read_assignment
from generator.assignment.grades import GRADES_FILE, read_grades
from generator.assignment.record import Record, read_record
from generator.assignment.roster import Student
from generator.commands.terminal import columns_of


class StatusLine(NamedTuple):
    """What the list says about a student."""

    student: str
    name: str
    worksheet: str
    handed_in: str
    score: str
    note: str


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--marks", type=click.Path(path_type=Path), help="Where the marks are; FOLDER/marks by default.")
def status(folder: Path, marks: Path | None) -> None:
    """List who has which sheet, who has handed in, and what to look at."""
    assignment = read_assignment(folder)
    students = assignment.students()
    record = read_record(assignment.issued_file, assignment.blueprints)
    graded = read_grades((marks or folder / "marks") / GRADES_FILE)
    nothing = assignment.words("nothing handed in")
    lines = [_line(student, record, graded.get(student.id, {}), nothing) for student in students]
    for text in _in_columns(lines):
        click.echo(text)
    issued = sum(bool(line.worksheet) for line in lines)
    handed = sum(bool(line.handed_in) for line in lines)
    click.echo(f"\n{assignment.title}: {len(lines)} students, {issued} with a sheet, {handed} handed in")
    for hint in _hints(assignment, record, students, bool(graded)):
        click.echo(hint)


def _line(student: Student, record: Record, grade: Mapping[str, str], nothing: str) -> StatusLine:
    place = record.places.get(student.id)
    worksheet = place.worksheet if place else ""
    handed = grade.get("file", "")
    score = f"{grade.get('score', '')} of {grade.get('points', '')}" if handed else ""
    name = student.name if student.name != student.id else ""
    note = grade.get("note", "")
    return StatusLine(student.id, name, worksheet, handed, score, "" if note == nothing else note)


def _in_columns(lines: Sequence[StatusLine]) -> Iterator[str]:
    """The list, with its columns as wide as their contents."""
    titles = StatusLine("student", "name", "worksheet", "handed in", "score", "look at")
    widths = [max(columns_of(row[place]) for row in (titles, *lines)) for place in range(len(titles))]
    for row in (titles, *lines):
        cells = (cell + " " * (width - columns_of(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _hints(assignment: Assignment, record: Record, students: Sequence[Student], marked: bool) -> Iterator[str]:
    """What a person should do next."""
    folder = assignment.folder
    missing = [student.id for student in students if student.id not in record.places]
    if missing or renamed(record, students) or removed(record, students):
        yield f"The roster has changed since sheets were handed out, or none were: run byhand generate {folder}"
    if not marked:
        yield f"Nothing is marked yet: when answer sheets have come back, run byhand grade {folder} SUBMISSIONS"
