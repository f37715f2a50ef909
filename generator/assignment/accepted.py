"""A teacher's marking decisions, from assignment.toml: cells, or answers in them, that earn full credit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.assignment.fields import text_in
from generator.assignment.naming import find_student
from generator.assignment.record import Record
from generator.assignment.roster import Student
from generator.assignment.schema import keys_of
from generator.errors import ByhandError, Said, say
from generator.network.blueprint import Blueprint


@dataclass(frozen=True)
class Accept:
    """Full credit in the cells of a grid: for `value`, as a student might type it, or for everybody if it is None.

    `row` and `column` count from 1; None means all of them. `student` limits it to one student.
    """

    exercise: str
    grid: str
    row: int | None
    column: int | None
    value: str | None
    student: str | None

    def covers(self, exercise: str, grid: str, row: int, column: int) -> bool:
        """Whether it applies to this cell."""
        here = (self.exercise, self.grid) == (exercise, grid)
        return here and self.row in (None, row) and self.column in (None, column)


def read_accepts(entries: Any, exercises: Mapping[str, Blueprint], where: str) -> tuple[Accept, ...]:
    """The [[accept]] entries; ByhandError, starting with `where`, for an entry without a cell on the sheet."""
    if not isinstance(entries, list):
        raise ByhandError(
            "{where}: accept must be a list of tables; write [[accept]] above the lines of each entry", where=where
        )
    numbered = enumerate(entries, start=1)
    return tuple(_accept(entry, exercises, f"{where}, accept {number}") for number, entry in numbered)


def about_students(
    accepts: Sequence[Accept], roster: Sequence[Student], record: Record
) -> tuple[tuple[Accept, ...], tuple[Said, ...]]:
    """The decisions with the ids of their students, and a problem for each that may be about nobody or several."""
    found: list[Accept] = []
    problems: list[Said] = []
    for number, accept in enumerate(accepts, start=1):
        if accept.student is None:
            found.append(accept)
            continue
        try:
            found.append(replace(accept, student=find_student(roster, record, accept.student).id))
        except ByhandError as error:
            problems.append(say("assignment.toml, accept {number}: {fault}", number=number, fault=error.said))
    return tuple(found), tuple(problems)


def _accept(entry: Any, exercises: Mapping[str, Blueprint], where: str) -> Accept:
    known = keys_of("accept")
    if not isinstance(entry, dict) or not set(entry) <= known or "grid" not in entry:
        raise ByhandError(
            "{where}: expected grid and, optionally, {keys}", where=where, keys=", ".join(sorted(known - {"grid"}))
        )
    exercise = str(entry.get("exercise", next(iter(exercises)) if len(exercises) == 1 else ""))
    if exercise not in exercises:
        raise ByhandError(
            "{where}: no exercise {exercise!r}; set exercise to one of {known}",
            where=where,
            exercise=exercise[:40],
            known=", ".join(exercises),
        )
    blanks = {grid.name: grid for grid in exercises[exercise].asked}
    name = str(entry["grid"])
    if name not in blanks:
        raise ByhandError(
            "{where}: {exercise} has no blank grid {name!r}; choose one of {known}",
            where=where,
            exercise=exercise,
            name=name[:40],
            known=", ".join(blanks),
        )
    rows, columns = blanks[name].shape
    return Accept(
        exercise,
        name,
        _index(entry, "row", rows, where),
        _index(entry, "column", columns, where),
        text_in(entry, "value", where) if "value" in entry else None,
        text_in(entry, "student", where) if "student" in entry else None,
    )


def _index(entry: Mapping[str, Any], key: str, most: int, where: str) -> int | None:
    index = entry.get(key)
    if index is not None and not (type(index) is int and 1 <= index <= most):
        raise ByhandError(
            "{where}: {key} must be a whole number from 1 to {most}, not {index}",
            where=where,
            key=key,
            most=most,
            index=str(index)[:20],
        )
    return index
