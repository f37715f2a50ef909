"""Hints: the arithmetic of a cell without its result, or for a hidden number a printed result that it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from generator.assignment.worksheet import IssuedTask
from generator.errors import ByhandError
from generator.network.blueprint import ComputedGrid, DrawnGrid, Grid
from generator.network.covers import Spot
from generator.network.number import Values, printed
from generator.network.working import cell_arithmetic
from grader.marking.answer_form import answer_form
from grader.reports.hidden_numbers import UNKNOWN, results_of


def arithmetic(task: IssuedTask, grid: Grid, spot: Spot, own: Mapping[str, Values]) -> str:
    """The hint for a cell, on the student's own numbers; empty where there is nothing to work out."""
    if isinstance(grid, DrawnGrid):
        for shown in results_of(task, grid, spot):
            row, column = shown.spot
            return f"{shown.arithmetic} = {printed(task.values[shown.grid.name][row][column])}"
        return ""
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
