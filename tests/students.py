"""Students that the tests of grading invent: each takes a worksheet and hands in a Submission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from generator.assignment.worksheet import IssuedTask, Worksheet, make_worksheet
from generator.catalogue import find_exercise
from generator.network.blueprint import Blueprint, Grid
from generator.network.evaluation import work_out
from generator.network.instance import draw_instance
from generator.network.number import Value, Values, show_value
from grader.answers.submission import Line, Submission
from grader.marking.marks import Mark, Verdict

Place = tuple[str, int, int]
"""A grid of the only exercise, and row and column from 1."""


@lru_cache(maxsize=512)
def worksheet_of(exercise: str, seed: int, **parameters: int) -> Worksheet:
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
        Line(exercise, grid.name, row): tuple(
            (typed or {}).get((grid.name, row, column), show_value(value))
            for column, value in enumerate(cells, start=1)
        )
        for grid in blueprint_of(worksheet).asked
        for row, cells in enumerate(values[grid.name], start=1)
    }
    return Submission("ada.csv", worksheet.id, lines)


def carrying_on(
    worksheet: Worksheet, slip: Callable[[Grid, Values], Values] = lambda _grid, values: values
) -> Mapping[str, Values]:
    """What a student writes who works everything out from the own cells; `slip` may spoil a grid once worked out."""
    values: dict[str, Values] = dict(worksheet.tasks[0].given)
    for grid in blueprint_of(worksheet).computed:
        assert grid.formula is not None
        values[grid.name] = slip(grid, work_out(grid.formula, grid.rounding, values))
    return values


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
