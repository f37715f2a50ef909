"""Agreement of assignment.toml and roster with the record: what was handed out holds, and what parts is reported."""

from __future__ import annotations

import json
import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from generator.assignment.description import Assignment, Task
from generator.assignment.given import show_given
from generator.assignment.record import Record
from generator.assignment.roster import Student
from generator.assignment.worksheet import DrawnAs
from generator.errors import ByhandError, Said, first_few, say
from generator.network.blueprint import Blueprint
from generator.network.parameters import spell_setting

MOST_NAMED = 3
EVERYBODY = "all"
"""What --reissue takes instead of a student."""


class Renamed(NamedTuple):
    """A student whose name in the roster is no longer the one in the record."""

    student: str
    before: str
    now: str


def renamed(record: Record, students: Iterable[Student]) -> tuple[Renamed, ...]:
    """The students who have a sheet under another name; a name is not part of a worksheet's id."""
    places = record.places
    return tuple(
        Renamed(student.id, places[student.id].name, student.name)
        for student in students
        if student.id in places and places[student.id].name != student.name
    )


def removed(record: Record, roster: Iterable[Student]) -> tuple[str, ...]:
    """The students who have a sheet but are no longer in the roster."""
    present = {student.id for student in roster}
    return tuple(student for student in record.places if student not in present)


def check_exercises(assignment: Assignment, record: Record, students: Collection[str]) -> None:
    """Raise ByhandError if these students were given other exercises, or other parameters, than the assignment has."""
    found: dict[str, list[str]] = {}
    for student in students:
        if student in record.places:
            found.setdefault(record.places[student].outline, []).append(student)
    for outline, concerned in found.items():
        if difference := _difference(assignment, json.loads(outline)):
            raise _refusal(assignment, difference, concerned)


def check_pinned(assignment: Assignment, record: Record, students: Iterable[str]) -> None:
    """Raise ByhandError if these students were given other numbers than those that the assignment pins today."""
    for task in assignment.tasks:
        pinned = {name: show_given(values) for name, values in task.given.items()}
        concerned = [
            student
            for student in students
            if pinned and student in record.places and not _holds(record.line(student).numbers(task.id), pinned)
        ]
        if concerned:
            difference = say("exercise {task} pins other numbers ({grids}) than", task=task.id, grids=", ".join(pinned))
            raise _refusal(assignment, difference, concerned)


def check_drawn_alike(assignment: Assignment, record: Record, students: Iterable[str]) -> None:
    """Raise ByhandError if grids were pinned for these students that no longer are, or if they share other sheets.

    Students added to the class would get numbers of another kind than those who have a sheet.
    """
    now = assignment.drawn_as
    found: dict[str, list[str]] = {}
    for student in students:
        if student in record.places:
            found.setdefault(record.places[student].drawn_as, []).append(student)
    for text, concerned in found.items():
        before = DrawnAs(**json.loads(text))
        for task, names in before.pinned.items():
            if lost := [name for name in names if name not in now.pinned.get(task, ())]:
                difference = say("exercise {task} no longer pins {grids} as on", task=task, grids=", ".join(lost))
                raise _refusal(assignment, difference, concerned)
        if before.variants not in (None, now.variants):
            raise _other_variants(assignment, before.variants, concerned)


def _other_variants(assignment: Assignment, before: int | None, students: Sequence[str]) -> ByhandError:
    """What is said where a class was to share another number of sheets than it was given."""
    was = say("variants = {count}", count=before) if before else say("no line variants")
    return ByhandError(
        "{file}: variants is not as it was when sheets were handed out ({count}: {named}), which never change: there "
        "was {was}. Put that back, or make a new assignment with byhand new",
        file=assignment.folder / "assignment.toml",
        count=len(students),
        named=first_few(students, MOST_NAMED),
        was=was,
    )


def _holds(given: Mapping[str, Any], pinned: Mapping[str, Any]) -> bool:
    return all(given.get(name) == values for name, values in pinned.items())


def _refusal(assignment: Assignment, difference: Said, students: Sequence[str]) -> ByhandError:
    whom = students[0] if len(students) == 1 else EVERYBODY
    return ByhandError(
        "{file}: {difference} the sheets handed out ({count}: {named}), which never change; put it back as it was, or "
        "make a new assignment with byhand new, or hand out other sheets instead of these: byhand generate {folder} "
        "--reissue {whom}",
        file=assignment.folder / "assignment.toml",
        difference=difference,
        count=len(students),
        named=first_few(students, MOST_NAMED),
        folder=shlex.quote(str(assignment.folder)),
        whom=whom,
    )


def _difference(assignment: Assignment, handed_out: Sequence[tuple[str, str, Mapping[str, Any]]]) -> Said | None:
    """What the assignment says otherwise than an outline, as the beginning of a sentence; None if nothing."""
    before, now = [entry[0] for entry in handed_out], [task.id for task in assignment.tasks]
    if before != now:
        return say("the exercises are {now}, not {before} as on", now=", ".join(now), before=", ".join(before))
    for task, (_, name, parameters) in zip(assignment.tasks, handed_out, strict=True):
        if task.blueprint.exercise != name:
            now_named = task.blueprint.exercise
            return say("the exercise {task} is {now}, not {before} as on", task=task.id, now=now_named, before=name)
        try:
            recorded = assignment.blueprints.named(name, parameters)
        except ByhandError as error:
            return say("exercise {task} no longer allows what it had ({fault}) on", task=task.id, fault=error.said)
        if recorded.parameters != task.blueprint.parameters:
            return _changed_parameters(task, recorded)
    return None


def _changed_parameters(task: Task, recorded: Blueprint) -> Said:
    now = task.blueprint.parameters
    names = [name for name in now if now[name] != recorded.parameters.get(name)]
    changed, before = (
        ", ".join(f"{name} = {spell_setting(where[name])}" for name in names) for where in (now, recorded.parameters)
    )
    return say("exercise {task} has {now}, not {before} as on", task=task.id, now=changed, before=before)
