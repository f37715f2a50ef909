"""The formulas of a live key: how a spreadsheet works out each computed cell from the cells before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from generator.network.blueprint import ComputedGrid
from generator.network.formula import Formula
from generator.network.number import Shape
from generator.network.operand import Operand
from generator.network.operations.spreadsheets import literal
from generator.network.rounding import Rounding
from generator.network.rules import Settings

Address: TypeAlias = Callable[[str, int, int], str]
"""Where the cell of a grid is: its name, and row and column from 0."""


def formula_of(grid: ComputedGrid, row: int, column: int, address: Address) -> str:
    """The spreadsheet formula of one cell of a computed grid; row and column from 0."""
    formula = grid.formula
    inner = _Cell(formula, row, column + (formula.part or (0, 0))[0], address).formula()
    return f"={_rounded(inner, grid.rounding)}"


def _rounded(formula: str, rounding: Rounding | None) -> str:
    if rounding is None:
        return formula
    return f"{'TRUNC' if rounding.cut else 'ROUND'}({formula},{rounding.decimals})"


@dataclass(frozen=True)
class _Cell:
    """A cell of a formula's whole result: the `SpreadsheetCell` that its operation asks."""

    of: Formula
    row: int
    column: int
    address: Address

    @property
    def settings(self) -> Settings:
        return self.of.settings

    def formula(self) -> str:
        return self.of.operation.spreadsheet(self)

    def shape(self, operand: int) -> Shape:
        return self.of.operands[operand].shape

    def at(self, operand: int) -> str:
        inner = self.of.operands[operand]
        rows, columns = inner.shape
        row, column = (self.row if rows > 1 else 0), (self.column if columns > 1 else 0)
        if isinstance(inner, Formula):
            return f"({_Cell(inner, row, column, self.address).formula()})"
        return self._cell_of(inner, row, column)

    def cell(self, operand: int, row: int, column: int) -> str:
        inner = self.of.operands[operand]
        assert isinstance(inner, Operand), "only operations cell by cell take formulas"
        return self._cell_of(inner, row, column)

    def _cell_of(self, operand: Operand, row: int, column: int) -> str:
        part, row, column = operand.part_at(row, column)
        if part.constant:
            return literal(part.constant[row][column])
        place = part.place(row, column)
        return self.address(part.grid, *place) if place else "0"
