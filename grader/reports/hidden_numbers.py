"""Printed results that a hidden number leads to: from their arithmetic a student can infer it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.assignment.worksheet import IssuedTask
from generator.network.blueprint import ComputedGrid, Grid
from generator.network.covers import Spot
from generator.network.number import Values
from generator.network.working import cell_arithmetic

UNKNOWN = "?"
_MARKERS = (86_243, 44_497)
"""Numbers that no sheet has: what is written with one of them shows where a hidden number goes in."""


class PrintedResult(NamedTuple):
    """A printed cell, row and column from 0, and its arithmetic up to the result with a ? as the hidden number."""

    grid: ComputedGrid
    spot: Spot
    arithmetic: str


def results_of(task: IssuedTask, hidden: Grid, spot: Spot) -> Iterator[PrintedResult]:
    """The printed cells in whose arithmetic a hidden number is written."""
    for grid in task.blueprint.computed:
        if hidden.name not in grid.formula.grids():
            continue
        asked = task.spots.get(grid.name, ())
        for row in range(grid.shape[0]):
            for column in range(grid.shape[1]):
                written = {_with_unknown(grid, (row, column), hidden, spot, marker, task) for marker in _MARKERS}
                # Where both markers leave the same text, nothing in it was worked out from the hidden number.
                if len(written) == 1 and (row, column) not in asked and UNKNOWN in (text := written.pop()):
                    yield PrintedResult(grid, (row, column), text)


def _with_unknown(grid: ComputedGrid, cell: Spot, hidden: Grid, spot: Spot, marker: int, task: IssuedTask) -> str:
    """The arithmetic of a cell with a marker as the hidden number, which then becomes a question mark."""
    marked: Values = tuple(
        tuple(marker if (row, column) == spot else value for column, value in enumerate(values))
        for row, values in enumerate(task.values[hidden.name])
    )  # type: ignore[assignment]  # hidden numbers are drawn, so they are no words
    return cell_arithmetic(grid, *cell, {**task.values, hidden.name: marked}).replace(str(marker), UNKNOWN)
