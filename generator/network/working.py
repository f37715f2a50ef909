"""The working of a key: the arithmetic of every computed cell, written out from the same formulas that fill it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.network import rounding
from generator.network.blueprint import Blueprint, ComputedGrid
from generator.network.enclosure import Enclosure
from generator.network.evaluation import evaluate
from generator.network.formula import Formula
from generator.network.number import Number, Values, decimal_places, printed, show_number
from generator.network.operand import Operand
from generator.network.rounding import Rounding
from generator.network.rules import USUAL_PRECISION, Settings

Grids = Mapping[str, Values]

DIGITS_BEFORE_ROUNDING = 3
"""How many decimals beyond the asked ones an unrounded value shows."""


class Work(NamedTuple):
    """The working of one cell (row and column counted from 1): `1·2 + (−1)·1 + 1·3 − 5 = −1`."""

    grid: str
    row: int
    column: int
    text: str


def working(blueprint: Blueprint, values: Grids) -> Iterator[Work]:
    """The working of every computed cell, in the order of the sheet."""
    for grid in blueprint.computed:
        for row in range(grid.shape[0]):
            for column in range(grid.shape[1]):
                yield Work(grid.name, row + 1, column + 1, cell_work(grid, row, column, values))


def cell_work(grid: ComputedGrid, row: int, column: int, values: Grids) -> str:
    """The working of one cell of a computed grid; row and column from 0."""
    formula = grid.formula
    arithmetic = cell_arithmetic(grid, row, column, values)
    shown = printed(values[grid.name][row][column])
    if formula.operation.written.leads != "=":
        return f"{arithmetic} {formula.operation.written.leads} {shown}"
    if grid.rounding and (exact := _before_rounding(formula, grid.rounding, row, column, values)) != shown:
        return f"{exact} ≈ {shown}" if exact == arithmetic else f"{arithmetic} = {exact} ≈ {shown}"
    return arithmetic if arithmetic == shown else f"{arithmetic} = {shown}"


def cell_arithmetic(grid: ComputedGrid, row: int, column: int, values: Grids) -> str:
    """The working of one cell of a computed grid up to its result; row and column from 0."""
    return _cell(grid, row, column, values).written()


def rule_applies(grid: ComputedGrid, row: int, column: int, values: Grids) -> bool:
    """Whether the rule that says a grid's working does so for a cell; row and column from 0."""
    cell = _cell(grid, row, column, values)
    return cell.formula.operation.written.applies(cell)


@dataclass(frozen=True)
class _Cell:
    """A cell of a formula's whole result, as its operation writes it: the `CellWork` of these values."""

    formula: Formula
    row: int
    column: int
    grids: Grids

    @property
    def settings(self) -> Settings:
        return self.formula.settings

    def written(self) -> str:
        return self.formula.operation.written.of(self)

    def text(self, operand: int) -> str:
        inner = self.formula.operands[operand]
        if isinstance(inner, Formula):
            cell, leads = _Cell(inner, *self._place(inner), self.grids), inner.operation.written.leads
            # What only compares is not yet a number to go on with.
            return cell.written() if leads == "=" else f"[{cell.written()} {leads} {cell.result()}]"
        return self.number(operand, *self._place(inner))

    def factor(self, operand: int) -> str:
        inner = self.formula.operands[operand]
        if isinstance(inner, Formula):
            text = self.text(operand)
            loose = inner.operation.symbol.binds < self.formula.operation.symbol.binds
            return f"({text})" if loose else text
        return self.factor_at(operand, *self._place(inner))

    def number(self, operand: int, row: int, column: int) -> str:
        return printed(self.values(operand)[row][column])

    def factor_at(self, operand: int, row: int, column: int) -> str:
        value = self.values(operand)[row][column]
        return f"({printed(value)})" if value < 0 or decimal_places(value) is None else printed(value)

    def values(self, operand: int) -> Any:
        return evaluate(self.formula.operands[operand], self.grids)

    def label(self, operand: int) -> str:
        inner = self.formula.operands[operand]
        return inner.grid if isinstance(inner, Operand) else ""

    def setting(self, place: int) -> str:
        return printed(self.formula.settings[place])

    def result(self) -> str:
        return printed(evaluate(self.formula, self.grids)[self.row][self.column])

    def constant(self, operand: int, row: int, column: int) -> Number | None:
        inner = self.formula.operands[operand]
        if isinstance(inner, Formula):
            return None
        part, row, column = inner.part_at(row, column)
        if part.constant:
            return part.constant[row][column]
        return 0 if part.place(row, column) is None else None

    def _place(self, inner: Operand | Formula) -> tuple[int, int]:
        """The place of this cell in an operand, whose single row, column or cell is used for all."""
        rows, columns = inner.shape
        return (self.row if rows > 1 else 0), (self.column if columns > 1 else 0)


def _cell(grid: ComputedGrid, row: int, column: int, values: Grids) -> _Cell:
    return _Cell(grid.formula, row, column + (grid.formula.part or (0, 0))[0], values)


def _before_rounding(formula: Formula, asked: Rounding, row: int, column: int, values: Grids) -> str:
    """The value that is rounded, exact where it ends soon, or else its first digits and an ellipsis."""
    value = evaluate(formula, values, asked.decimals + USUAL_PRECISION)[row][column]
    places = asked.decimals + DIGITS_BEFORE_ROUNDING
    if isinstance(value, Enclosure):
        value = rounding.round_half_away(value.low, asked.decimals + 9)
        if decimal_places(value) in range(asked.decimals + 1):
            return printed(value)
    else:
        ends = decimal_places(value)
        if ends is not None and ends <= places:
            return printed(value)
    whole, _, digits = show_number(rounding.cut_off(value, places)).replace("-", "−").partition(".")
    return f"{whole}.{digits.ljust(places, '0')}…"
