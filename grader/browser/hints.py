"""Hints: the arithmetic of a cell without its result, or for a hidden number a printed result that it leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from generator.assignment.worksheet import IssuedTask
from generator.errors import ByhandError
from generator.network.blueprint import ComputedGrid, DrawnGrid, Grid
from generator.network.covers import Spot
from generator.network.number import Values, printed
from generator.network.working import cell_arithmetic
from grader.marking.answer_form import answer_form

UNKNOWN = "?"
_MARKERS = (86_243, 44_497)
"""Numbers that no sheet has: what is written with one of them shows where a hidden number goes in."""


def arithmetic(task: IssuedTask, grid: Grid, spot: Spot, own: Mapping[str, Values]) -> str:
    """The hint for a cell, on the student's own numbers; empty where there is nothing to work out."""
    if isinstance(grid, DrawnGrid):
        return next(_leading_to_print(task, grid, spot), "")
    for values in (own, task.values):
        # On numbers of the student's own, there may be nothing to work out: then those of the key help more.
        with suppress(ArithmeticError, ValueError, LookupError, ByhandError):
            text = _without_result(grid, spot, {**values, grid.name: task.values[grid.name]})
            return f"{text} = {UNKNOWN}" if text else ""
    return ""


def _without_result(grid: ComputedGrid, spot: Spot, values: Mapping[str, Values]) -> str:
    """The arithmetic of a cell; empty where the result is all there is to write."""
    right = values[grid.name][spot[0]][spot[1]]
    text = cell_arithmetic(grid, *spot, values)
    if options := answer_form(grid, values).options:
        text = text.removesuffix(f": {options.index(str(right)) + 1}")
    return "" if text == printed(right) else text


def _leading_to_print(task: IssuedTask, hidden: Grid, spot: Spot) -> Iterator[str]:
    """Printed results with their arithmetic, in which a hidden number is a question mark."""
    for grid in task.blueprint.computed:
        if hidden.name not in grid.formula.grids():
            continue
        asked = task.spots.get(grid.name, ())
        for row in range(grid.shape[0]):
            for column in range(grid.shape[1]):
                written = {_with_unknown(grid, (row, column), hidden, spot, marker, task) for marker in _MARKERS}
                # Where both markers leave the same text, nothing in it was worked out from the hidden number.
                if len(written) == 1 and (row, column) not in asked and UNKNOWN in (text := written.pop()):
                    yield f"{text} = {printed(task.values[grid.name][row][column])}"


def _with_unknown(grid: ComputedGrid, cell: Spot, hidden: Grid, spot: Spot, marker: int, task: IssuedTask) -> str:
    """The arithmetic of a cell with a marker as the hidden number, which then becomes a question mark."""
    marked: Values = tuple(
        tuple(marker if (row, column) == spot else value for column, value in enumerate(values))
        for row, values in enumerate(task.values[hidden.name])
    )  # type: ignore[assignment]  # hidden numbers are drawn, so they are no words
    return cell_arithmetic(grid, *cell, {**task.values, hidden.name: marked}).replace(str(marker), UNKNOWN)
