"""Handing out: every student of the roster gets a worksheet once, and what was issued never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.assignment import Assignment, Task
from generator.errors import ByhandError
from generator.files import whole_file
from generator.graph import Blueprint
from generator.instance import draw_instance
from generator.numbers import Values
from generator.roster import Student
from generator.stream import student_seed
from generator.worksheet import IssuedExercise, Worksheet, issued_line, make_worksheet, read_issued

MOST_TRIES = 100


@dataclass(frozen=True)
class Record:
    """What has been issued: each student's worksheet, in the order it was handed out."""

    worksheets: Mapping[str, Worksheet]

    @property
    def ids(self) -> frozenset[str]:
        """The ids in use."""
        return frozenset(worksheet.id for worksheet in self.worksheets.values())


def read_record(assignment: Assignment) -> Record:
    """The record of an assignment, empty when nothing was issued."""
    return Record({worksheet.student: worksheet for worksheet in read_issued(assignment.issued_file)})


def issue_missing(
    assignment: Assignment, students: Iterable[Student], done: Callable[[int], None] = lambda _count: None
) -> Record:
    """Issue a worksheet to each student who has none, record all of them, and return the record.

    `done` is told of every student looked at. The record is written whole before anything is printed from it, so an
    interrupted run is completed by the next one with the same numbers.
    """
    record = read_record(assignment)
    issued = dict(record.worksheets)
    used = set(record.ids)
    missing = []
    for student in students:
        if student.id in issued:
            done(1)
        else:
            missing.append(student)
    if missing:
        secret = assignment.secret()
        blueprints = {task.id: task.exercise.blueprint(task.parameters) for task in assignment.tasks}
        for student in missing:
            worksheet = _issue(assignment, secret, blueprints, student, used)
            used.add(worksheet.id)
            issued[student.id] = worksheet
            done(1)
        _write_record(assignment.issued_file, issued.values())
    return Record(issued)


def _issue(
    assignment: Assignment, secret: str, blueprints: Mapping[str, Blueprint], student: Student, used: set[str]
) -> Worksheet:
    """The student's worksheet; drawn again in the rare case that its id is taken, since ids must tell sheets apart."""
    for attempt in range(MOST_TRIES):
        salt = f"{student.id}\0{attempt}" if attempt else student.id
        exercises = tuple(_draw(assignment, secret, task, blueprints[task.id], salt) for task in assignment.tasks)
        worksheet = make_worksheet(secret, student.id, student.name, exercises)
        if worksheet.id not in used:
            return worksheet
    raise ByhandError(
        f"{student.id}: no free worksheet id in {MOST_TRIES} tries; pin fewer givens or change the secret"
    )


def _draw(assignment: Assignment, secret: str, task: Task, blueprint: Blueprint, student: str) -> IssuedExercise:
    seed = student_seed(secret, assignment.title, student, task.id)
    values = draw_instance(blueprint, seed, task.given).values
    given: dict[str, Values] = {grid.name: values[grid.name] for grid in blueprint.givens}
    return IssuedExercise(task.id, task.exercise.name, task.parameters, given)


def _write_record(path: Path, worksheets: Iterable[Worksheet]) -> None:
    with whole_file(path) as file:
        for worksheet in worksheets:
            file.write(issued_line(worksheet).encode())
