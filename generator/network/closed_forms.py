"""The values of an instance as sympy's: the authority on what a key says, and the closed forms behind rounded cells.

sympy takes a third of a second to load, so nothing else in `generator` imports this module before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy

from generator.network import operations as op
from generator.network.blueprint import Blueprint, Formula, Kind
from generator.network.number import Values
from generator.network.operations import Operation


def matrix(values: Values) -> sympy.Matrix:
    """The values of a grid of numbers as a sympy Matrix of rationals; ValueError for words."""
    return sympy.Matrix([[_rational(cell) for cell in row] for row in values])


def closed_form(blueprint: Blueprint, values: Mapping[str, Values], grid: str) -> sympy.Matrix:
    """What a blank grid's cells are before they are rounded, such as 1/(1+exp(-2)), from the grids that it reads.

    ValueError for a grid that is given or that holds words.
    """
    asked = blueprint.by_name[grid]
    if asked.formula is None:
        raise ValueError(f"{blueprint.exercise}: {grid} is given; nothing is worked out for it")
    if asked.kind is Kind.WORD:
        raise ValueError(f"{blueprint.exercise}: {grid} holds words, not numbers")
    return sympy.Matrix(_unrounded(asked.formula, values))


def _rational(cell: Any) -> sympy.Rational:
    # Never sympify: it would evaluate text.
    if isinstance(cell, str):
        raise ValueError(f"{cell[:20]!r} is a word, not a number")
    return sympy.Rational(cell.numerator, cell.denominator)


def _unrounded(formula: Formula, values: Mapping[str, Values]) -> Any:
    """The formula's rows of sympy expressions, nothing rounded on the way."""
    if formula.grid:
        return tuple(
            tuple(cell if isinstance(cell, str) else _rational(cell) for cell in row) for row in values[formula.grid]
        )
    operands = tuple(_unrounded(operand, values) for operand in formula.operands)
    if formula.operation in _UNROUNDED:
        return _UNROUNDED[formula.operation](operands[0])
    return formula.operation.rule(*operands, *formula.settings)


def _softmax(rows: Any) -> Any:
    powers = [[sympy.exp(cell) for cell in row] for row in rows]
    totals = [sum(column) for column in zip(*powers, strict=True)]
    return tuple(tuple(power / total for power, total in zip(row, totals, strict=True)) for row in powers)


def _each(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda rows: tuple(tuple(function(cell) for cell in row) for row in rows)


_UNROUNDED: Mapping[Operation, Callable[[Any], Any]] = {
    op.ROUND: lambda rows: rows,
    op.SIGMOID: _each(lambda cell: 1 / (1 + sympy.exp(-cell))),
    op.TANH: _each(sympy.tanh),
    op.SOFTMAX: _softmax,
}
