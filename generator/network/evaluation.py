"""The values of formulas: from the key's numbers, or from the cells a student typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from generator.network.formula import Expression, Formula, Operand
from generator.network.number import Values
from generator.network.rounding import Rounded, Rounding
from generator.network.rules import USUAL_PRECISION, Rule, Settings

Grids = Mapping[str, Any]
"""Values under the names of grids."""


def evaluate(expression: Expression, grids: Grids, precision: int = USUAL_PRECISION) -> Any:
    """The expression's rows before any rounding: numbers, or enclosures to a precision; Undefined outside a domain."""
    if isinstance(expression, Operand):
        return expression.values(grids)
    assert isinstance(expression, Formula)
    operation, settings = expression.operation, expression.settings
    operands = [evaluate(operand, grids, precision) for operand in expression.operands]
    if expression.exact or all(isinstance(operand, Operand) for operand in expression.operands):
        operation.domain.check(operands, settings)
    return _part(operation.value.values(operands, settings, precision), expression.part)


def work_out(formula: Formula, rounding: Rounding | None, grids: Grids) -> Values:
    """The values of a grid that this formula fills; Undefined where there are none."""
    if rounding is None:
        return evaluate(formula, grids)  # type: ignore[no-any-return]
    return tuple([tuple([cell.value for cell in row]) for row in rounded_cells(formula, rounding, grids)])


def rounds_clearly(formula: Formula, rounding: Rounding | None, grids: Grids) -> bool:
    """Whether the rounding is so far from an edge that every pocket calculator agrees."""
    return rounding is None or all(cell.clear for row in rounded_cells(formula, rounding, grids) for cell in row)


def rounded_cells(formula: Formula, rounding: Rounding, grids: Grids) -> tuple[tuple[Rounded, ...], ...]:
    """The cells of a grid that this formula fills, rounded, and whether clearly so."""
    if all(isinstance(operand, Operand) for operand in formula.operands):
        operands = [operand.values(grids) for operand in formula.operands if isinstance(operand, Operand)]
        formula.operation.domain.check(operands, formula.settings)
        rows = formula.operation.value.rounded(operands, formula.settings, rounding)
        return _part(rows, formula.part)  # type: ignore[no-any-return]
    high, wide = formula.shape

    def decide(row: int, column: int) -> Rounded:
        return rounding.decide(lambda precision: evaluate(formula, grids, precision)[row][column])

    return tuple(tuple(decide(row, column) for column in range(wide)) for row in range(high))  # fmt: skip


def rule_of(formula: Formula, rounding: Rounding | None) -> Callable[..., Any]:
    """What makes the formula's values of those of its operands alone, for a program of them; no domain is asked."""
    rule = formula.operation.value
    if rounding is not None:
        return partial(_rounded, rule, formula.settings, rounding, formula.part)
    return partial(_exact, rule, formula.settings, formula.part)


def _rounded(rule: Rule, settings: Settings, rounding: Rounding, part: tuple[int, int] | None, *operands: Any) -> Any:
    rows = rule.rounded(operands, settings, rounding)
    return _part(tuple([tuple([cell.value for cell in row]) for row in rows]), part)


def _exact(rule: Rule, settings: Settings, part: tuple[int, int] | None, *operands: Any) -> Any:
    return _part(rule.values(operands, settings), part)


def _part(rows: Any, part: tuple[int, int] | None) -> Any:
    return rows if part is None else tuple(row[part[0] : part[1]] for row in rows)
