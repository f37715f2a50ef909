"""The table of matrix operations: for each its symbol, shape rule, exact rule and usual slips.

An exact rule takes the operands' matrices, then the operation's settings (the number of decimals, say). Rules are
written for any exact number type: int and Fraction in daily work, sympy's Rational when the tests ask the authority.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import mul
from typing import Any

from generator import rounding
from generator.numbers import Matrix, Number, Shape


@dataclass(frozen=True)
class Slip:
    """A usual mistake: what a student sees it called, and the rule that is applied when it is made."""

    name: str
    rule: Callable[..., Matrix]


@dataclass(frozen=True)
class Operation:
    """A matrix operation.

    `shape(*shapes, *settings)` gives the result's shape or raises ValueError; `rule(*matrices, *settings)` its values.
    `is_clear(*matrices, *settings)`, for an operation that rounds, tells whether every calculator would round alike.
    """

    name: str
    symbol: str
    shape: Callable[..., Shape]
    rule: Callable[..., Any]
    slips: tuple[Slip, ...] = ()
    is_clear: Callable[..., bool] | None = None


# Shapes


def _same(first: Shape, *rest: Any) -> Shape:
    for other in rest:
        if isinstance(other, tuple) and other != first:
            raise ValueError(f"{first} does not fit {other}")
    return first


def _product(left: Shape, right: Shape) -> Shape:
    if left[1] != right[0]:
        raise ValueError(f"{left} @ {right}: the left has {left[1]} columns, the right {right[0]} rows")
    return left[0], right[1]


def _stacked(*parts: Shape) -> Shape:
    if len({columns for _, columns in parts}) > 1:
        raise ValueError(f"cannot stack {parts}: the numbers of columns differ")
    return sum(rows for rows, _ in parts), parts[0][1]


def _beside(*parts: Shape) -> Shape:
    if len({rows for rows, _ in parts}) > 1:
        raise ValueError(f"cannot set {parts} side by side: the numbers of rows differ")
    return parts[0][0], sum(columns for _, columns in parts)


def _columns(whole: Shape, start: int, stop: int) -> Shape:
    if not 0 <= start < stop <= whole[1]:
        raise ValueError(f"{whole} has no columns {start} to {stop}")
    return whole[0], stop - start


# Exact rules


def constant(number: Number) -> Callable[[int, int], Matrix]:
    """The rule that fills a shape with one number."""
    return lambda rows, columns: ((number,) * columns,) * rows


def each(function: Callable[..., Number]) -> Callable[..., Matrix]:
    """The rule that applies a function of one cell to every cell."""
    return lambda matrix, *settings: tuple(tuple(function(cell, *settings) for cell in row) for row in matrix)


def pairwise(function: Callable[[Number, Number], Number]) -> Callable[[Matrix, Matrix], Matrix]:
    """The rule that applies a function of two cells to every pair of cells in the same place."""
    return lambda left, right: tuple(tuple(map(function, *rows)) for rows in zip(left, right, strict=True))


def matrix_product(left: Matrix, right: Matrix) -> Matrix:
    """Rows times columns."""
    columns = tuple(zip(*right, strict=True))
    return tuple(tuple(sum(map(mul, row, column)) for column in columns) for row in left)


def transposed(matrix: Matrix) -> Matrix:
    """Rows become columns."""
    return tuple(zip(*matrix, strict=True))


def stacked(*parts: Matrix) -> Matrix:
    """One on top of the other."""
    return tuple(row for part in parts for row in part)


def side_by_side(*parts: Matrix) -> Matrix:
    """One beside the other."""
    return tuple(tuple(cell for row in rows for cell in row) for rows in zip(*parts, strict=True))


def softmax_of_columns(matrix: Matrix, decimals: int) -> Matrix:
    """Each column's softmax, rounded."""
    return transposed(
        tuple(
            tuple(entry.value for entry in rounding.softmax(column, decimals)) for column in zip(*matrix, strict=True)
        )
    )


def _all_clear(function: Callable[[Number, int], rounding.Rounded]) -> Callable[[Matrix, int], bool]:
    return lambda matrix, decimals: all(function(cell, decimals).clear for row in matrix for cell in row)


def _softmax_is_clear(matrix: Matrix, decimals: int) -> bool:
    return all(entry.clear for column in zip(*matrix, strict=True) for entry in rounding.softmax(column, decimals))


def _cut_off_after(function: Callable[[Number, int], rounding.Rounded]) -> Callable[[Matrix, int], Matrix]:
    """The slip of cutting off: six more places stand for the unrounded value."""
    return each(lambda cell, decimals: rounding.cut_off(function(cell, decimals + 6).value, decimals))


def _softmax_cut_off(matrix: Matrix, decimals: int) -> Matrix:
    return each(rounding.cut_off)(softmax_of_columns(matrix, decimals + 6), decimals)


def _if_shapes_allow(rule: Callable[[Matrix, Matrix], Matrix]) -> Callable[[Matrix, Matrix], Matrix]:
    """A slip with a transposed operand, which only a square matrix allows; otherwise the slip is no slip."""

    def guarded(left: Matrix, right: Matrix) -> Matrix:
        return rule(left, right) if len(left) == len(left[0]) else matrix_product(left, right)

    return guarded


_round = each(lambda cell, decimals: rounding.round_half_away(cell, decimals).value)
_sigmoid = each(lambda cell, decimals: rounding.sigmoid(cell, decimals).value)
_tanh = each(lambda cell, decimals: rounding.tanh(cell, decimals).value)
_CUT_OFF = "cut off instead of rounded"

GRID = Operation("grid", "", lambda *shape: shape, rule=lambda values: values)
ONES = Operation(
    "ones", "1", lambda rows, columns: (rows, columns), constant(1), slips=(Slip("the bias was left out", constant(0)),)
)
STACK = Operation("stack", "", _stacked, stacked)
BESIDE = Operation("beside", "", _beside, side_by_side)
COLUMNS = Operation("columns", "", _columns, lambda matrix, start, stop: tuple(row[start:stop] for row in matrix))
TRANSPOSE = Operation("transpose", "ᵀ", lambda shape: shape[::-1], transposed)
PRODUCT = Operation(
    "product",
    "×",
    _product,
    matrix_product,
    slips=(
        Slip(
            "rows and columns of the left matrix were swapped",
            _if_shapes_allow(lambda left, right: matrix_product(transposed(left), right)),
        ),
    ),
)
ADD = Operation(
    "add",
    "+",
    _same,
    pairwise(lambda a, b: a + b),
    slips=(Slip("subtracted instead of added", pairwise(lambda a, b: a - b)),),
)
SUBTRACT = Operation(
    "subtract",
    "−",
    _same,
    pairwise(lambda a, b: a - b),
    slips=(
        Slip("subtracted the wrong way round", pairwise(lambda a, b: b - a)),
        Slip("added instead of subtracted", pairwise(lambda a, b: a + b)),
    ),
)
MULTIPLY = Operation(
    "multiply",
    "×",
    _same,
    pairwise(lambda a, b: a * b),
    slips=(Slip("added instead of multiplied", pairwise(lambda a, b: a + b)),),
)
SCALE = Operation("scale", "·", _same, each(lambda cell, factor: factor * cell))
RELU = Operation(
    "relu",
    "ReLU",
    _same,
    each(lambda cell: max(cell, 0)),
    slips=(Slip("the ReLU was not applied", lambda matrix: matrix),),
)
MASK = Operation(
    "mask",
    "where > 0",
    _same,
    pairwise(lambda value, gate: value if gate > 0 else 0),
    slips=(Slip("the mask was ignored", lambda values, _gates: values),),
)
ROUND = Operation(
    "round",
    "≈",
    _same,
    _round,
    slips=(Slip(_CUT_OFF, each(rounding.cut_off)),),
    is_clear=_all_clear(rounding.round_half_away),
)
SIGMOID = Operation(
    "sigmoid",
    "σ",
    _same,
    _sigmoid,
    slips=(Slip(_CUT_OFF, _cut_off_after(rounding.sigmoid)), Slip("tanh was taken for σ", _tanh)),
    is_clear=_all_clear(rounding.sigmoid),
)
TANH = Operation(
    "tanh",
    "tanh",
    _same,
    _tanh,
    slips=(Slip(_CUT_OFF, _cut_off_after(rounding.tanh)), Slip("σ was taken for tanh", _sigmoid)),
    is_clear=_all_clear(rounding.tanh),
)
SOFTMAX = Operation(
    "softmax",
    "softmax",
    _same,
    softmax_of_columns,
    slips=(Slip(_CUT_OFF, _softmax_cut_off),),
    is_clear=_softmax_is_clear,
)
