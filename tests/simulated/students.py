"""Students that the tests of grading invent: each takes a worksheet and hands in a Submission."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache

import pytest

from generator.assignment.worksheet import IssuedTask, Worksheet, make_worksheet
from generator.catalogue import OURS, find_exercise
from generator.network.blueprint import Blueprint, Grid
from generator.network.evaluation import work_out
from generator.network.instance import draw_instance
from generator.network.number import Value, Values, show_value
from grader.answers.submission import Line, Submission
from grader.marking.marks import Mark, Verdict

Place = tuple[str, int, int]
"""A grid of the only exercise, and row and column from 1."""


EXERCISES = tuple(OURS.all())
NAMES = tuple(each.name for each in EXERCISES)
FIRST = ("lstm", "backpropagation", "gcn", "vector-database")
"""The exercises of the source posts, which are held to the strictest figures."""
THOROUGH = (*FIRST, "gru", "deep-mlp", "workbook-linear-layer")
"""Between them they have every kind of grid, cover and step; what takes long is tried on all others in the slow set."""


def thoroughly(names: Sequence[str] = NAMES) -> pytest.MarkDecorator:
    """Parametrizes a test with the name of every exercise; all but the thorough ones are slow."""
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(
                name,
                id=name,
                marks=() if name in THOROUGH else pytest.mark.slow,
            )
            for name in names
        ],
    )


@lru_cache(maxsize=512)
def worksheet_of(exercise: str, seed: int, **parameters: int | str) -> Worksheet:
    """A worksheet with one exercise."""
    blueprint = find_exercise(exercise).blueprint(parameters)
    issued = IssuedTask.of(exercise, blueprint, draw_instance(blueprint, seed))
    return make_worksheet("secret", "ada", "Ada Lovelace", (issued,))


def blueprint_of(worksheet: Worksheet) -> Blueprint:
    return worksheet.tasks[0].blueprint


def key_of(worksheet: Worksheet) -> Mapping[str, Values]:
    return worksheet.key()[0]


def handed_in(
    worksheet: Worksheet, values: Mapping[str, Values], typed: Mapping[Place, str] | None = None
) -> Submission:
    """These values on the sheet, but these texts in these cells."""
    exercise = worksheet.tasks[0].id
    lines = {
        Line(exercise, name, row + 1): tuple(
            (typed or {}).get((name, row + 1, column + 1), show_value(value)) if (row, column) in spots else ""
            for column, value in enumerate(values[name][row])
        )
        for name, spots in worksheet.tasks[0].spots.items()
        for row, _ in spots
    }
    return Submission("ada.csv", worksheet.id, lines)


def carrying_on(
    worksheet: Worksheet, slip: Callable[[Grid, Values], Values] = lambda _grid, values: values
) -> Mapping[str, Values]:
    """What a student writes who works everything out from their own cells; `slip` may spoil a grid once worked out.

    What is printed stays as it is; a number found for a hidden cell is used nowhere, as its results are printed.
    """
    (task,), key = worksheet.tasks, key_of(worksheet)
    values: dict[str, Values] = dict(task.given)
    for grid in task.blueprint.computed:
        own = slip(grid, work_out(grid.formula, grid.rounding, values))
        values[grid.name] = own if grid.asked else _where(task.spots.get(grid.name, ()), own, key[grid.name])
    found = {grid.name: slip(grid, key[grid.name]) for grid in task.blueprint.drawn if grid.name in task.spots}
    return values | found


def _where(spots: Collection[tuple[int, int]], own: Values, printed: Values) -> Values:
    """The student's own cells where some are asked, what is printed elsewhere."""
    return tuple(
        tuple(
            mine if (row, column) in spots else theirs for column, (mine, theirs) in enumerate(zip(*rows, strict=True))
        )
        for row, rows in enumerate(zip(own, printed, strict=True))
    )  # type: ignore[return-value]


def replaced(values: Values, row: int, column: int, value: Value) -> Values:
    """The grid with another value in one cell; row and column from 1."""
    return tuple(
        tuple(value if (r, c) == (row, column) else cell for c, cell in enumerate(cells, start=1))
        for r, cells in enumerate(values, start=1)
    )  # type: ignore[return-value]


def verdicts(marks: tuple[Mark, ...]) -> dict[Place, Verdict]:
    return {(mark.cell.grid, mark.cell.row, mark.cell.column): mark.verdict for mark in marks}


def lost(marks: tuple[Mark, ...]) -> list[Place]:
    """The cells that did not get full credit."""
    return [(mark.cell.grid, mark.cell.row, mark.cell.column) for mark in marks if mark.credit != 1]
