"""Handing out: every student on the roster gets one worksheet, and what was issued never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.assignment.description import Assignment, Task
from generator.assignment.record import Record, read_record
from generator.assignment.roster import Student
from generator.assignment.worksheet import IssuedTask, Worksheet, make_worksheet
from generator.errors import ByhandError
from generator.execution import HERE, Crew
from generator.files import whole_file
from generator.network.instance import Instance, draw_instance
from generator.network.stream import student_seed

MOST_TRIES = 100

Drawn = tuple[Instance, ...]
"""The numbers of one worksheet: an instance for each task."""


@dataclass(frozen=True)
class DrawOrder:
    """A piece of work: each student's seeds, one per task."""

    seeds: tuple[tuple[int, ...], ...]


def draw(tasks: Sequence[Task], order: DrawOrder) -> tuple[Drawn, ...]:
    """Each student's numbers for these tasks."""
    return tuple(
        tuple(draw_instance(task.blueprint, seed, task.given) for task, seed in zip(tasks, seeds, strict=True))
        for seeds in order.seeds
    )


def issue_missing(
    assignment: Assignment,
    students: Sequence[Student],
    done: Callable[[int], None] = lambda _count: None,
    crew: Crew = HERE,
) -> Record:
    """Issue a worksheet to each student who has none, record all of them, and return the record.

    `done` is called with the number of students processed. The record is written completely before anything is printed
    from it, so the next run completes an interrupted one with the same numbers.
    """
    record = read_record(assignment.issued_file, assignment.blueprints)
    missing = [student for student in students if student.id not in record]
    done(len(students) - len(missing))
    if missing:
        issuing = _Issuing(assignment, assignment.secret())
        with whole_file(assignment.issued_file) as file:
            record.copy_to(file)
            for worksheet in issuing.worksheets(missing, set(record.ids), crew):
                file.write(worksheet.line().encode())
                done(1)
    return read_record(assignment.issued_file, assignment.blueprints)


@dataclass(frozen=True)
class _Issuing:
    """Makes the worksheets of an assignment. The secret stays in this process: workers receive only seeds."""

    assignment: Assignment
    secret: str

    def worksheets(self, students: Sequence[Student], used: set[str], crew: Crew) -> Iterator[Worksheet]:
        """A worksheet for each student, in order, with ids that are not in use yet."""
        drawn = chain.from_iterable(crew.work(students, self.order, draw, self.assignment.tasks))
        for student, instances in zip(students, drawn, strict=True):
            worksheet = self._with_free_id(student, instances, used)
            used.add(worksheet.id)
            yield worksheet

    def order(self, students: tuple[Student, ...], attempt: int = 0) -> DrawOrder:
        """The work of drawing for these students."""
        key, tasks, secret = self.assignment.key, self.assignment.tasks, self.secret
        salts = (f"{student.id}\0{attempt}" if attempt else student.id for student in students)
        return DrawOrder(tuple(tuple(student_seed(secret, key, salt, task.id) for task in tasks) for salt in salts))

    def _with_free_id(self, student: Student, instances: Drawn, used: set[str]) -> Worksheet:
        """The student's worksheet, drawn again in the rare case that its id is taken, as ids must be unique."""
        tasks = self.assignment.tasks
        for attempt in range(1, MOST_TRIES + 1):
            issued = (
                IssuedTask.of(task.id, task.blueprint, instance)
                for task, instance in zip(tasks, instances, strict=True)
            )
            worksheet = make_worksheet(self.secret, student.id, student.name, tuple(issued))
            if worksheet.id not in used:
                return worksheet
            (instances,) = draw(tasks, self.order((student,), attempt))
        raise ByhandError(
            f"{student.id}: no unused worksheet id in {MOST_TRIES} tries; pin fewer grids or change the secret"
        )
