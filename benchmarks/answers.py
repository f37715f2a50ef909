"""The answers of a class: sheets that were issued are filled in, right or wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import TypeAlias

from benchmarks.marks import SLIPS, carried_forward, filled
from generator.assignment.record import read_record
from generator.assignment.worksheet import IssuedTask
from generator.catalogue import Blueprints
from generator.network.number import Values

Answering: TypeAlias = Callable[[int, IssuedTask], Mapping[str, Values]]
"""What the student with this number, from 0, types for a task: the values of every grid."""

GUESSED = range(-9, 10)


def half_carried_on(number: int, task: IssuedTask) -> Mapping[str, Values]:
    """Every second student carries a mistake in the first cell of one grid forward; the others are right."""
    return carried_forward(task, SLIPS[task.id]) if number % 2 else task.values


def all_wrong(number: int, task: IssuedTask) -> Mapping[str, Values]:
    """Any numbers but the right ones."""
    chance = Random(number)  # noqa: S311 - the same in each run
    return {
        name: tuple(
            tuple(chance.choice([guess for guess in GUESSED if guess != value]) for value in row) for row in rows
        )
        for name, rows in task.values.items()
    }


def fill_in(homework: Path, answering: Answering = half_carried_on) -> None:
    """Fill in the answer sheets of an assignment."""
    record = read_record(homework / "issued.jsonl", Blueprints())
    for number, (student, worksheet) in enumerate(record.items()):
        values = {task.id: answering(number, task) for task in worksheet.tasks}
        (homework / "answers" / f"{student}.csv").write_text(filled(worksheet, values), encoding="utf-8")
