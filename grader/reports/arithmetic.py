"""The arithmetic of a mistaken cell: as it is right, and as the slip that was named leads to what was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from generator.assignment.worksheet import IssuedTask
from generator.errors import ByhandError
from generator.network.blueprint import ComputedGrid, DrawnGrid
from generator.network.evaluation import work_out
from generator.network.formula import Formula
from generator.network.number import arithmetic_with_point
from generator.network.operand import Operand
from generator.network.working import cell_work
from grader.answers.typed import read_typed
from grader.marking.guesses import guesses
from grader.marking.marks import Mark
from grader.reports.hidden_numbers import results_of

_SIGNS = (" = ", " ≈ ", " → ")


class Arithmetic(NamedTuple):
    """The working of a cell, or of a printed result that a hidden number leads to; empty where nothing is calculated.

    `yours` is also empty unless a slip explains it.
    """

    right: str
    yours: str


def arithmetic_of(task: IssuedTask, first: Mark, point: str) -> Arithmetic:
    """The working of the first mistake of an exercise: before it, the student's own numbers are those of the key."""
    grid, spot = task.blueprint.by_name[first.cell.grid], (first.cell.row - 1, first.cell.column - 1)
    if isinstance(grid, DrawnGrid):
        shown = next(results_of(task, grid, spot), None)
        return Arithmetic(_calculated(cell_work(shown.grid, *shown.spot, task.values), point) if shown else "", "")
    right = cell_work(grid, *spot, task.values)
    return Arithmetic(_calculated(right, point), _calculated(_yours(task, grid, first), point))


def _yours(task: IssuedTask, grid: ComputedGrid, first: Mark) -> str:
    """The working with the named slip, if it is one of what is read or rounded: other slips are not written out."""
    row, column = first.cell.row - 1, first.cell.column - 1
    for guess in guesses(task.blueprint, grid.name) if first.slip else ():
        if guess.slip == first.slip and not guess.before and _same_operations(guess.formula, grid.formula):
            try:
                made = work_out(guess.formula, guess.rounding, task.values)
                if made[row][column] == read_typed(first.typed).number:
                    slipped = replace(grid, formula=guess.formula, rounding=guess.rounding)
                    return cell_work(slipped, row, column, {**task.values, grid.name: made})
            except (ArithmeticError, ValueError, LookupError, ByhandError):
                continue  # with this slip there is no value, so it is not what was done
    return ""


def _same_operations(one: Formula | Operand, other: Formula | Operand) -> bool:
    if not isinstance(one, Formula) or not isinstance(other, Formula):
        return isinstance(one, Operand) and isinstance(other, Operand)
    return one.operation is other.operation and all(map(_same_operations, one.operands, other.operands))


def _calculated(work: str, point: str) -> str:
    return arithmetic_with_point(work, point) if any(sign in work for sign in _SIGNS) else ""
