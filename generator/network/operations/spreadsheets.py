"""How a spreadsheet works out a cell: the pieces that the formulas of operations are put together from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.network.formula import SpreadsheetCell
from generator.network.number import Number, show_number


def literal(number: Number) -> str:
    """A number as spreadsheets read it, in brackets where a sign or a fraction would be misread."""
    text = show_number(number)
    return text if text.replace(".", "").isdigit() else f"({text})"


def call(name: str) -> Callable[[SpreadsheetCell], str]:
    """A spreadsheet's own function of the first operand's cell."""
    return lambda cell: f"{name}({cell.at(0)})"


def same_cell(cell: SpreadsheetCell) -> str:
    """The first operand's cell, copied."""
    return cell.at(0)


def column_cells(cell: SpreadsheetCell, operand: int = 0) -> list[str]:
    """The operand's cells in the column of the result."""
    return [cell.cell(operand, row, cell.column) for row in range(cell.shape(operand)[0])]


def row_cells(cell: SpreadsheetCell) -> list[str]:
    """The first operand's cells in the row of the result."""
    return [cell.cell(0, cell.row, place) for place in range(cell.shape(0)[1])]


def over(name: str, cells: Callable[[SpreadsheetCell], Sequence[str]]) -> Callable[[SpreadsheetCell], str]:
    """A spreadsheet's own function of many cells, such as SUM."""
    return lambda cell: f"{name}({','.join(cells(cell))})"


def products(factors: Sequence[tuple[str, str]]) -> str:
    """Products added up; a factor of 1 is not written, nor a product with 0."""
    terms = [
        left if right == "1" else right if left == "1" else f"{left}*{right}"
        for left, right in factors
        if "0" not in (left, right)
    ]
    return "+".join(terms) or "0"


def first_of(cases: Sequence[tuple[str, str]], otherwise: str) -> str:
    """The value of the first condition that holds."""
    text = otherwise
    for condition, value in reversed(cases):
        text = f"IF({condition},{value},{text})"
    return text
