"""Handing out: every student of the roster gets a worksheet once, and what was issued never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from generator.assignment.description import Assignment
from generator.assignment.record import Record, read_record
from generator.assignment.roster import Student
from generator.assignment.worksheet import IssuedExercise, Worksheet, issued_line, make_worksheet
from generator.errors import ByhandError
from generator.execution import HERE, Crew
from generator.files import whole_file
from generator.network.instance import draw_instance
from generator.network.stream import student_seed

MOST_TRIES = 100

Exercises = tuple[IssuedExercise, ...]
"""The exercises of one worksheet."""


@dataclass(frozen=True)
class DrawOrder:
    """A piece of work: the exercises with what is pinned in them, and each student's seeds, one for an exercise."""

    exercises: Exercises
    seeds: tuple[tuple[int, ...], ...]


def draw(order: DrawOrder) -> tuple[Exercises, ...]:
    """Each student's exercises with the numbers drawn."""
    return tuple(
        tuple(_drawn(exercise, seed) for exercise, seed in zip(order.exercises, seeds, strict=True))
        for seeds in order.seeds
    )


def _drawn(exercise: IssuedExercise, seed: int) -> IssuedExercise:
    values = draw_instance(exercise.blueprint, seed, exercise.given).values
    return replace(exercise, given={grid.name: values[grid.name] for grid in exercise.blueprint.drawn})


def issue_missing(
    assignment: Assignment,
    students: Sequence[Student],
    done: Callable[[int], None] = lambda _count: None,
    crew: Crew = HERE,
) -> Record:
    """Issue a worksheet to each student who has none, record all of them, and return the record.

    `done` is told of every student looked at. The record is written whole before anything is printed from it, so an
    interrupted run is completed by the next one with the same numbers.
    """
    record = read_record(assignment.issued_file)
    missing = [student for student in students if student.id not in record]
    done(len(students) - len(missing))
    if missing:
        issuing = _Issuing(assignment, assignment.secret())
        with whole_file(assignment.issued_file) as file:
            record.copy_to(file)
            for worksheet in issuing.worksheets(missing, set(record.ids), crew):
                file.write(issued_line(worksheet).encode())
                done(1)
    return read_record(assignment.issued_file)


@dataclass(frozen=True)
class _Issuing:
    """An assignment whose worksheets are made. The secret stays here: workers are told seeds only."""

    assignment: Assignment
    secret: str

    def worksheets(self, students: Sequence[Student], used: set[str], crew: Crew) -> Iterator[Worksheet]:
        """A worksheet for each student, in their order, with ids that are not in use."""
        drawn = chain.from_iterable(crew.work(students, self.order, draw))
        for student, exercises in zip(students, drawn, strict=True):
            worksheet = self._with_free_id(student, exercises, used)
            used.add(worksheet.id)
            yield worksheet

    def order(self, students: tuple[Student, ...], attempt: int = 0) -> DrawOrder:
        """The work of drawing for these students."""
        tasks, secret = self.assignment.tasks, self.secret
        exercises = tuple(IssuedExercise(task.id, task.exercise.name, task.parameters, task.given) for task in tasks)
        salts = (f"{student.id}\0{attempt}" if attempt else student.id for student in students)
        return DrawOrder(
            exercises,
            tuple(
                tuple(student_seed(secret, self.assignment.title, salt, task.id) for task in tasks) for salt in salts
            ),
        )

    def _with_free_id(self, student: Student, exercises: Exercises, used: set[str]) -> Worksheet:
        """The student's worksheet; drawn again in the rare case that its id is taken: ids must tell sheets apart."""
        for attempt in range(1, MOST_TRIES + 1):
            worksheet = make_worksheet(self.secret, student.id, student.name, exercises)
            if worksheet.id not in used:
                return worksheet
            (exercises,) = draw(self.order((student,), attempt))
        raise ByhandError(
            f"{student.id}: no free worksheet id in {MOST_TRIES} tries; pin fewer givens or change the secret"
        )
