"""The table of matrix operations: for each its symbol, shape rule, exact rule and usual slips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.network import rounding, rules, shapes
from generator.network.number import Matrix, Shape


@dataclass(frozen=True)
class Slip:
    """A usual mistake: what a student sees it called, and the rule that is applied when it is made."""

    name: str
    rule: Callable[..., Any]


@dataclass(frozen=True)
class Operation:
    """A matrix operation.

    `shape(*shapes, *settings)` gives the result's shape or raises ValueError; `rule(*matrices, *settings)` its values.
    `is_clear(*matrices, *settings)`, for an operation that rounds, tells whether every calculator would round alike.
    `options(*matrices, *settings)`, for an operation that chooses, gives the texts to choose from, in order: the answer
    may also be given as the number of one, counted from 1.
    """

    name: str
    symbol: str
    shape: Callable[..., Shape]
    rule: Callable[..., Any]
    slips: tuple[Slip, ...] = ()
    is_clear: Callable[..., bool] | None = None
    options: Callable[..., tuple[str, ...]] | None = None


_round = rules.each(lambda cell, decimals: rounding.round_half_away(cell, decimals).value)
_sigmoid = rules.each(lambda cell, decimals: rounding.sigmoid(cell, decimals).value)
_tanh = rules.each(lambda cell, decimals: rounding.tanh(cell, decimals).value)
_CUT_OFF = "cut off instead of rounded"


def _negative(left: Matrix, right: Matrix) -> Matrix:
    return rules.each(lambda cell: -cell)(rules.matrix_product(left, right))


GRID = Operation("grid", "", lambda *shape: shape, rule=rules.unchanged)
ONES = Operation(
    "ones",
    "1",
    lambda rows, columns: (rows, columns),
    rules.constant(1),
    slips=(Slip("the bias was left out", rules.constant(0)),),
)
STACK = Operation("stack", "", shapes.stacked, rules.stacked)
BESIDE = Operation("beside", "", shapes.side_by_side, rules.side_by_side)
COLUMNS = Operation("columns", "", shapes.columns, rules.columns)
TRANSPOSE = Operation(
    "transpose",
    "ᵀ",
    shapes.transposed,
    rules.transposed,
    slips=(Slip("the matrix was not transposed", rules.transposed_if_square),),
)
PRODUCT = Operation(
    "product",
    "×",
    shapes.product,
    rules.matrix_product,
    slips=(
        Slip(
            "rows and columns of the left matrix were swapped",
            rules.if_square(lambda left, right: rules.matrix_product(rules.transposed(left), right), which=0),
        ),
        Slip(
            "rows and columns of the upper matrix were swapped",
            rules.if_square(lambda left, right: rules.matrix_product(left, rules.transposed(right)), which=1),
        ),
        Slip("the sign is the wrong way round", _negative),
    ),
)
ADD = Operation(
    "add",
    "+",
    shapes.same,
    rules.pairwise(lambda a, b: a + b),
    slips=(Slip("subtracted instead of added", rules.pairwise(lambda a, b: a - b)),),
)
SUBTRACT = Operation(
    "subtract",
    "−",
    shapes.same,
    rules.pairwise(lambda a, b: a - b),
    slips=(
        Slip("subtracted the wrong way round", rules.pairwise(lambda a, b: b - a)),
        Slip("added instead of subtracted", rules.pairwise(lambda a, b: a + b)),
    ),
)
MULTIPLY = Operation(
    "multiply",
    "×",
    shapes.same,
    rules.pairwise(lambda a, b: a * b),
    slips=(Slip("added instead of multiplied", rules.pairwise(lambda a, b: a + b)),),
)
SCALE = Operation(
    "scale",
    "·",
    shapes.same,
    rules.each(lambda cell, factor: factor * cell),
    slips=(Slip("the factor was left out", rules.unchanged),),
)
RELU = Operation(
    "relu",
    "ReLU",
    shapes.same,
    rules.each(lambda cell: max(cell, 0)),
    slips=(
        Slip("the ReLU was not applied: a negative value was kept", rules.unchanged),
        Slip("the minus sign was dropped instead of the negative value", rules.each(abs)),
    ),
)
MASK = Operation(
    "mask",
    "where",
    shapes.same,
    rules.pairwise(lambda value, gate: value if gate > 0 else 0),
    slips=(Slip("the mask was ignored", lambda values, _gates: values),),
)
ROUND = Operation(
    "round",
    "≈",
    shapes.same,
    _round,
    slips=(Slip(_CUT_OFF, rules.each(rounding.cut_off)), Slip("not rounded", rules.unchanged)),
    is_clear=rules.all_clear(rounding.round_half_away),
)
SIGMOID = Operation(
    "sigmoid",
    "σ",
    shapes.same,
    _sigmoid,
    slips=(
        Slip(_CUT_OFF, rules.cut_off_after(rounding.sigmoid)),
        Slip("tanh was taken for σ", _tanh),
        Slip("σ was not applied", rules.unchanged),
    ),
    is_clear=rules.all_clear(rounding.sigmoid),
)
TANH = Operation(
    "tanh",
    "tanh",
    shapes.same,
    _tanh,
    slips=(
        Slip(_CUT_OFF, rules.cut_off_after(rounding.tanh)),
        Slip("σ was taken for tanh", _sigmoid),
        Slip("tanh was not applied", rules.unchanged),
    ),
    is_clear=rules.all_clear(rounding.tanh),
)
SOFTMAX = Operation(
    "softmax",
    "softmax",
    shapes.same,
    rules.softmax_of_columns,
    slips=(Slip(_CUT_OFF, rules.softmax_cut_off), Slip("the softmax was not applied", rules.unchanged)),
    is_clear=rules.softmax_is_clear,
)
WITH_SELF_LOOPS = Operation(
    "with self-loops",
    "",
    shapes.square,
    rules.with_self_loops,
    slips=(
        Slip("the self-loops were left out: no 1 on the diagonal", rules.unchanged),
        Slip("edges were entered in one direction only", rules.one_direction),
        Slip(
            "edges were entered in one direction only",
            lambda graph: rules.transposed(rules.one_direction(rules.transposed(graph))),
        ),
    ),
)
KEEP = Operation(
    "keep",
    "",
    shapes.kept,
    rules.kept_columns,
    slips=(Slip("every column was copied", lambda matrix, _chosen: matrix),),
)
LOOKUP = Operation(
    "look up",
    "",
    shapes.lookup,
    rules.looked_up(0),
    slips=(
        Slip("the column to the right was read", rules.looked_up(1)),
        Slip("the column to the left was read", rules.looked_up(-1)),
    ),
)
MEAN = Operation(
    "mean",
    "mean",
    shapes.one_column,
    rules.mean_of_columns,
    slips=(
        Slip("the sum was written instead of the mean", rules.sum_of_columns),
        Slip("the largest was written instead of the mean", lambda matrix: tuple((max(row),) for row in matrix)),
    ),
)
NEAREST = Operation(
    "nearest",
    "argmax",
    shapes.nearest,
    rules.with_score(max),
    slips=(Slip("the smallest was chosen instead of the largest", rules.with_score(min)),),
    options=rules.phrases,
)
