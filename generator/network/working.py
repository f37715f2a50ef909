"""The working of a key: the arithmetic of every blank cell, written out from the same formulas that fill it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.network import operations as op
from generator.network import rounding
from generator.network.blueprint import Blueprint, Formula, Grid, evaluate
from generator.network.number import Number, Values, decimal_places, printed, show_number
from generator.network.operations import Operation

Grids = Mapping[str, Values]
Writer = Callable[[Formula, int, int, Grids], str]

DIGITS_BEFORE_ROUNDING = 3
"""How many places beyond the asked ones an unrounded value is shown with."""


@dataclass(frozen=True)
class Work:
    """The working of one cell (row and column counted from 1): `1·2 + (−1)·1 + 1·3 − 5 = −1`."""

    grid: str
    row: int
    column: int
    text: str


def working(blueprint: Blueprint, values: Grids) -> Iterator[Work]:
    """The working of every blank cell, in the order of the sheet."""
    for grid in blueprint.blanks:
        for row in range(grid.shape[0]):
            for column in range(grid.shape[1]):
                yield Work(grid.name, row + 1, column + 1, _cell_work(grid, row, column, values))


def _cell_work(grid: Grid, row: int, column: int, values: Grids) -> str:
    assert grid.formula is not None
    arithmetic = _write(grid.formula, row, column, values)
    result = values[grid.name][row][column]
    shown = printed(result)
    if grid.formula.operation in _CHOOSING:
        return f"{arithmetic} → {shown}"
    if grid.formula.operation.is_clear and (exact := _before_rounding(grid.formula, row, column, values)) != shown:
        return f"{exact} ≈ {shown}" if exact == arithmetic else f"{arithmetic} = {exact} ≈ {shown}"
    return arithmetic if arithmetic == shown else f"{arithmetic} = {shown}"


def _write(formula: Formula, row: int, column: int, values: Grids) -> str:
    """The arithmetic of one cell of a formula."""
    writer = _WRITERS.get(formula.operation, _value)
    return writer(formula, row, column, values)


def _value(formula: Formula, row: int, column: int, values: Grids) -> str:
    """Operations that only move cells around (and grids themselves) show the cell they end up with."""
    return printed(evaluate(formula, values)[row][column])


def _factor(value: Number) -> str:
    return f"({printed(value)})" if value < 0 or decimal_places(value) is None else printed(value)


def _sum(terms: list[str]) -> str:
    """Terms joined with plus, or minus where a term brings its own sign."""
    text = terms[0]
    for term in terms[1:]:
        text += f" − {term[1:]}" if term.startswith("−") else f" + {term}"
    return text


def _product(formula: Formula, row: int, column: int, values: Grids) -> str:
    left, right = formula.operands
    cells = evaluate(left, values)[row]
    terms = []
    for place, cell in enumerate(cells):
        if _is_one(right, place, column):
            terms.append(printed(cell))
        else:
            terms.append(f"{_factor(cell)}·{_factor(evaluate(right, values)[place][column])}")
    return _sum(terms)


def _is_one(formula: Formula, row: int, column: int) -> bool:
    """Whether a cell is the constant 1 that a bias is multiplied with, and so need not be written."""
    if formula.operation is op.TRANSPOSE:
        return _is_one(formula.operands[0], column, row)
    if formula.operation is op.STACK:
        for part in formula.operands:
            if row < part.shape[0]:
                return _is_one(part, row, column)
            row -= part.shape[0]
    return formula.operation is op.ONES


def _columns(formula: Formula, row: int, column: int, values: Grids) -> str:
    return _write(formula.operands[0], row, formula.settings[0] + column, values)


def _add(formula: Formula, row: int, column: int, values: Grids) -> str:
    return _sum([_write(operand, row, column, values) for operand in formula.operands])


def _subtract(formula: Formula, row: int, column: int, values: Grids) -> str:
    left, right = formula.operands
    subtrahend = _write(right, row, column, values)
    if subtrahend.startswith("−"):
        subtrahend = f"({subtrahend})"
    return f"{_write(left, row, column, values)} − {subtrahend}"


def _multiply(formula: Formula, row: int, column: int, values: Grids) -> str:
    return "·".join(_factor(evaluate(operand, values)[row][column]) for operand in formula.operands)


def _scale(formula: Formula, row: int, column: int, values: Grids) -> str:
    return f"{_factor(formula.settings[0])}·{_factor(evaluate(formula.operands[0], values)[row][column])}"


def _relu(formula: Formula, row: int, column: int, values: Grids) -> str:
    return f"ReLU({_write(formula.operands[0], row, column, values)})"


def _mask(formula: Formula, row: int, column: int, values: Grids) -> str:
    gate = evaluate(formula.operands[1], values)[row][column]
    return f"{printed(gate)} {'>' if gate > 0 else '≤'} 0"


def _sigmoid(formula: Formula, row: int, column: int, values: Grids) -> str:
    z = evaluate(formula.operands[0], values)[row][column]
    return f"σ({printed(z)}) = 1/(1+e^{_factor(-z)})"


def _tanh(formula: Formula, row: int, column: int, values: Grids) -> str:
    return f"tanh({_write(formula.operands[0], row, column, values)})"


def _softmax(formula: Formula, row: int, column: int, values: Grids) -> str:
    powers = [f"e^{_factor(cells[column])}" for cells in evaluate(formula.operands[0], values)]
    return f"{powers[row]}/({' + '.join(powers)})"


def _round(formula: Formula, row: int, column: int, values: Grids) -> str:
    return _write(formula.operands[0], row, column, values)


def _mean(formula: Formula, row: int, _column: int, values: Grids) -> str:
    cells = evaluate(formula.operands[0], values)[row]
    return f"({_sum([printed(cell) for cell in cells])})/{len(cells)}"


def _lookup(formula: Formula, row: int, column: int, values: Grids) -> str:
    word = evaluate(formula.operands[2], values)[0][column]
    place = evaluate(formula.operands[1], values)[0].index(word)
    return f"{word}: {formula.operands[0].grid}[{row + 1}, {place + 1}]"


def _nearest(formula: Formula, _row: int, _column: int, values: Grids) -> str:
    scores = evaluate(formula.operands[0], values)[0]
    return f"max({', '.join(map(printed, scores))}): {scores.index(max(scores)) + 1}"


_WRITERS: Mapping[Operation, Writer] = {
    op.PRODUCT: _product,
    op.COLUMNS: _columns,
    op.ADD: _add,
    op.SUBTRACT: _subtract,
    op.MULTIPLY: _multiply,
    op.SCALE: _scale,
    op.RELU: _relu,
    op.MASK: _mask,
    op.SIGMOID: _sigmoid,
    op.TANH: _tanh,
    op.SOFTMAX: _softmax,
    op.ROUND: _round,
    op.MEAN: _mean,
    op.LOOKUP: _lookup,
    op.NEAREST: _nearest,
}


_CHOOSING = (op.MASK, op.LOOKUP, op.NEAREST)
"""Operations that choose rather than calculate: an arrow, not an equals sign, leads to their result."""


def _before_rounding(formula: Formula, row: int, column: int, values: Grids) -> str:
    """The value that is rounded, exact where it ends soon, or else its first digits and an ellipsis."""
    (decimals,) = formula.settings
    if formula.operation is op.ROUND:
        value = evaluate(formula.operands[0], values)[row][column]
        places = decimal_places(value)
        if places is not None and places <= decimals + DIGITS_BEFORE_ROUNDING:
            return printed(value)
    else:
        finer: Any = formula.operation.rule(*(evaluate(o, values) for o in formula.operands), decimals + 9)
        value = finer[row][column]
        if decimal_places(value) in range(decimals + 1):
            return printed(value)
    places = decimals + DIGITS_BEFORE_ROUNDING
    whole, _, digits = show_number(rounding.cut_off(value, places)).replace("-", "−").partition(".")
    return f"{whole}.{digits.ljust(places, '0')}…"
