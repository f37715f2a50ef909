"""The values of an instance in sympy, the authority on a key, and the closed forms behind rounded cells.

sympy takes a third of a second to load, so nothing else in `generator` imports this module before it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from generator.network.blueprint import Blueprint, DrawnGrid, View
from generator.network.formula import Formula
from generator.network.number import Values
from generator.network.operand import Expression, Operand


def matrix(values: Values) -> sympy.Matrix:
    """The values of a grid of numbers as a sympy Matrix of rationals; ValueError for words."""
    return sympy.Matrix([[_rational(cell) for cell in row] for row in values])


def closed_form(blueprint: Blueprint, values: Mapping[str, Values], grid: str) -> sympy.Matrix:
    """A computed grid's cells before rounding, such as 1/(1+exp(-2)), worked out from the grids it reads.

    ValueError for a grid that is drawn or that holds words.
    """
    asked = blueprint.by_name[grid]
    if isinstance(asked, DrawnGrid):
        raise ValueError(f"{blueprint.exercise}: {grid} is drawn, not computed; ask for a computed grid")
    if asked.view is View.WORDS:
        raise ValueError(f"{blueprint.exercise}: {grid} holds words, not numbers; ask for a grid of numbers")
    return sympy.Matrix(_unrounded(asked.formula, values))


def _rational(cell: Any) -> sympy.Rational:
    # Never sympify: it would evaluate text.
    if isinstance(cell, str):
        raise ValueError(f"{cell[:20]!r} is a word, not a number")
    return sympy.Rational(cell.numerator, cell.denominator)


def _unrounded(expression: Expression, values: Mapping[str, Values]) -> Any:
    """The rows of sympy expressions, nothing rounded on the way."""
    if isinstance(expression, Operand):
        rows = expression.values(values)
        return tuple(tuple(cell if isinstance(cell, str) else _rational(cell) for cell in row) for row in rows)
    assert isinstance(expression, Formula)
    operands = [_unrounded(operand, values) for operand in expression.operands]
    rows = expression.operation.closed_form.values(operands, expression.settings)
    return rows if expression.part is None else tuple(row[slice(*expression.part)] for row in rows)
