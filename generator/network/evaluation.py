"""The values of formulas: from the key's numbers, or from the cells a student typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.network.formula import Formula
from generator.network.number import Values
from generator.network.operand import Expression, Operand
from generator.network.rounding import Rounded, Rounding
from generator.network.rules import USUAL_PRECISION, numbers

Grids = Mapping[str, Any]
"""Values by the names of grids."""


def evaluate(expression: Expression, grids: Grids, precision: int = USUAL_PRECISION) -> Any:
    """The expression's rows before any rounding: numbers, or enclosures to a precision; Undefined outside a domain."""
    if isinstance(expression, Operand):
        return expression.values(grids)
    assert isinstance(expression, Formula)
    operation, settings = expression.operation, expression.settings
    operands = [evaluate(operand, grids, precision) for operand in expression.operands]
    if expression.exact or not expression.nested:
        operation.domain.check(operands, settings)
    return part_of(expression.part, operation.value.values(operands, settings, precision))


def work_out(formula: Formula, rounding: Rounding | None, grids: Grids) -> Values:
    """The values of a grid that this formula fills; Undefined where there are none."""
    if rounding is None:
        return evaluate(formula, grids)  # type: ignore[no-any-return]
    return numbers(rounded_cells(formula, rounding, grids))


def rounds_clearly(formula: Formula, rounding: Rounding | None, grids: Grids) -> bool:
    """Whether the rounding is so far from an edge that every pocket calculator agrees."""
    return rounding is None or all(cell.clear for row in rounded_cells(formula, rounding, grids) for cell in row)


def rounded_cells(formula: Formula, rounding: Rounding, grids: Grids) -> tuple[tuple[Rounded, ...], ...]:
    """The rounded cells of a grid that this formula fills, each with whether it rounds clearly."""
    if not formula.nested or formula.exact:
        operands = [evaluate(operand, grids) for operand in formula.operands]
        formula.operation.domain.check(operands, formula.settings)
        rows = formula.operation.value.rounded(operands, formula.settings, rounding)
        return part_of(formula.part, rows)  # type: ignore[no-any-return]
    high, wide = formula.shape

    def decide(row: int, column: int) -> Rounded:
        return rounding.decide(lambda precision: evaluate(formula, grids, precision)[row][column])

    return tuple(tuple(decide(row, column) for column in range(wide)) for row in range(high))  # fmt: skip


def part_of(part: tuple[int, int] | None, rows: Any) -> Any:
    """The columns of a result that a formula uses; all where it has no `part`."""
    return rows if part is None else tuple([row[part[0] : part[1]] for row in rows])
