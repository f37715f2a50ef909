"""The operations behind Python's operators: the matrix product, and sums, products and quotients cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from operator import mul
from typing import Any

from generator.network import bounds, shapes
from generator.network.bounds import Extent
from generator.network.enclosure import divided
from generator.network.formula import (
    ANYWHERE,
    LARGEST,
    Binds,
    CellWork,
    Domain,
    Operation,
    Picture,
    Slip,
    SlipKind,
    SpreadsheetCell,
    Symbol,
    Written,
)
from generator.network.number import Matrix, Number, Shape, minus, plus, quotient, times
from generator.network.operations.spreadsheets import products
from generator.network.operations.writing import subtrahend, sum_of
from generator.network.rules import OfCells, OfMatrices, spread, transposed, unchanged


def matrix_product(left: Matrix, right: Matrix) -> Matrix:
    """Rows times columns. Fractions are brought to one denominator first: ints multiply ten times as fast."""
    left_whole, over = _whole(left)
    right_whole, under = _whole(right)
    columns = tuple(zip(*right_whole, strict=True))
    whole = tuple([tuple([sum(map(mul, row, column)) for column in columns]) for row in left_whole])
    if over == under == 1:
        return whole
    return tuple([tuple([quotient(cell, over * under) for cell in row]) for row in whole])


def _whole(matrix: Matrix) -> tuple[tuple[tuple[int, ...], ...], int]:
    """The matrix times the least number that makes every cell whole, and that number."""
    factor = lcm(*[cell.denominator for row in matrix for cell in row])
    if factor == 1:
        return matrix, 1  # type: ignore[return-value]
    return tuple([tuple([cell.numerator * (factor // cell.denominator) for cell in row]) for row in matrix]), factor


def _is_square(shape: Shape) -> bool:
    rows, columns = shape
    return rows == columns > 1


def _are_vectors(left: Shape, right: Shape) -> bool:
    """Whether they are a row of several numbers and a column."""
    return left[0] == right[1] == 1 < left[1]


def _added_up(left: Matrix, right: Matrix) -> Matrix:
    """Of a row and a column the sum of all numbers."""
    return ((sum(left[0]) + sum(cell for (cell,) in right),),)


def _negative(left: Matrix, right: Matrix) -> Matrix:
    return tuple(tuple(-cell for cell in row) for row in matrix_product(left, right))


def _terms(work: CellWork) -> str:
    """The products of a row and a column, added."""
    terms = []
    for place in range(len(work.values(1))):
        left, right = work.constant(0, work.row, place), work.constant(1, place, work.column)
        if right == 1:
            terms.append(work.number(0, work.row, place))
        elif left == 1:
            terms.append(work.number(1, place, work.column))
        elif 0 not in (left, right):
            terms.append(f"{work.factor_at(0, work.row, place)}·{work.factor_at(1, place, work.column)}")
    return sum_of(terms or ["0"])


def _row_times_column(cell: SpreadsheetCell) -> str:
    places = range(cell.shape(1)[0])
    return products([(cell.cell(0, cell.row, place), cell.cell(1, place, cell.column)) for place in places])


product = Operation(
    name="product",
    symbol=Symbol("×", "{} × {}", Binds.PRODUCT, ()),
    takes=(),
    picture=Picture.CROSSING,
    shape=shapes.product,
    domain=ANYWHERE,
    value=OfMatrices(matrix_product),
    closed_form=OfMatrices(matrix_product),
    written=Written(_terms),
    spreadsheet=_row_times_column,
    bound=bounds.of_products(lambda operands: operands[0][1]),
    slips=(
        Slip(
            "rows and columns of the left matrix were swapped",
            OfMatrices(lambda left, right: matrix_product(transposed(left), right)),
            where=lambda left, _right: _is_square(left),
        ),
        Slip(
            "rows and columns of the upper matrix were swapped",
            OfMatrices(lambda left, right: matrix_product(left, transposed(right))),
            where=lambda _left, right: _is_square(right),
        ),
        Slip("all numbers were added up, not multiplied", OfMatrices(_added_up), where=_are_vectors),
        Slip(
            "the column was read from below",
            OfMatrices(lambda left, right: matrix_product(left, right[::-1])),
            where=_are_vectors,
        ),
        Slip("the sign is the wrong way round", OfMatrices(_negative)),
    ),
    adds=True,
    options=None,
    ties=None,
)


def _clipped(rule: Callable[..., Matrix]) -> OfMatrices:
    """The rule with the negative cells of its result set to 0."""
    return OfMatrices(lambda *operands: tuple(tuple(max(cell, 0) for cell in row) for row in rule(*operands)))


product_then_relu = replace(
    product,
    name="product with ReLU",
    symbol=Symbol("ReLU", "ReLU({} × {})", Binds.FUNCTION, ()),
    value=_clipped(matrix_product),
    closed_form=_clipped(matrix_product),
    written=Written(lambda work: f"ReLU({_terms(work)})"),
    spreadsheet=lambda cell: f"MAX(0,{_row_times_column(cell)})",
    bound=lambda extents, operands, settings: replace(product.bound(extents, operands, settings), negative=False),
    slips=(
        Slip("the ReLU was not applied: a negative value was kept", OfMatrices(matrix_product)),
        *(replace(slip, value=_clipped(slip.value.of)) for slip in product.slips),
    ),
)
"""A layer that applies ReLU at once, without writing down the sums."""


def _left_alone(name: str, kind: SlipKind, place: int) -> Slip:
    """The operand at this place alone is written, where it has the shape of the result."""
    return Slip(
        name,
        OfMatrices(lambda *operands: unchanged(operands[place])),
        kind,
        where=lambda *shapes_of: shapes_of[place] == shapes.alike(*shapes_of),
    )


add = Operation(
    name="sum",
    symbol=Symbol("+", "{} + {}", Binds.SUM, ()),
    takes=(),
    picture=Picture.CELLWISE,
    shape=shapes.alike,
    domain=ANYWHERE,
    value=OfCells(plus),
    closed_form=OfCells(plus),
    written=Written(lambda work: sum_of([work.text(0), work.text(1)])),
    spreadsheet=lambda cell: f"{cell.at(0)}+{cell.at(1)}",
    bound=bounds.added,
    slips=(
        Slip("subtracted instead of added", OfCells(minus)),
        *(_left_alone("a summand was left out", SlipKind.OMITTED, place) for place in (0, 1)),
    ),
    adds=True,
    options=None,
    ties=None,
)
subtract = Operation(
    name="difference",
    symbol=Symbol("−", "{} − {}", Binds.SUM, ()),
    takes=(),
    picture=Picture.CELLWISE,
    shape=shapes.alike,
    domain=ANYWHERE,
    value=OfCells(minus),
    closed_form=OfCells(minus),
    written=Written(lambda work: f"{work.text(0)} − {subtrahend(work.text(1))}"),
    spreadsheet=lambda cell: f"{cell.at(0)}-{cell.at(1)}",
    bound=bounds.subtracted,
    slips=(
        Slip("subtracted the wrong way round", OfCells(lambda a, b: b - a), SlipKind.TURNED),
        Slip("added instead of subtracted", OfCells(plus)),
    ),
    adds=True,
    options=None,
    ties=None,
)


_OTHER_FACTORS = (Fraction(1, 100), Fraction(1, 10), Fraction(1, 2), 2, 10)
"""What students take for a factor that they remember wrongly, such as a learning rate."""


_OTHER_FACTOR = "another factor was used"


def _has_factor(*operands: Shape) -> bool:
    """Whether one operand is a single number, for all cells of the other."""
    return (1, 1) in operands


def _factor_first(operands: Sequence[Matrix]) -> list[Matrix]:
    """The operand that is a single number, then the other."""
    return sorted(operands, key=lambda rows: len(rows) * len(rows[0]) > 1)


def _with_factor(other: Number) -> OfMatrices:
    """The operand that is multiplied, times another factor."""

    def rule(*operands: Matrix) -> Matrix:
        _, multiplied = _factor_first(operands)
        return tuple([tuple([times(other, cell) for cell in row]) for row in multiplied])

    return OfMatrices(rule)


def _times_more(by: Number) -> OfMatrices:
    """So many times the product, but not without a factor: that has a name of its own."""

    def rule(*operands: Matrix) -> Matrix:
        (((factor,),), multiplied) = _factor_first(operands)
        other = times(by, factor)
        other = factor if other == 1 else other
        return tuple([tuple([times(other, cell) for cell in row]) for row in multiplied])

    return OfMatrices(rule)


multiply = Operation(
    name="product cell by cell",
    symbol=Symbol("×", "{} × {}", Binds.PRODUCT, ()),
    takes=(),
    picture=Picture.CELLWISE,
    shape=shapes.alike,
    domain=ANYWHERE,
    value=OfCells(times),
    closed_form=OfCells(times),
    written=Written(lambda work: f"{work.factor(0)}·{work.factor(1)}"),
    spreadsheet=lambda cell: f"{cell.at(0)}*{cell.at(1)}",
    bound=bounds.of_products(lambda _operands: 1),
    slips=(
        Slip("added instead of multiplied", OfCells(plus)),
        *(_left_alone("the factor was left out", SlipKind.FACTOR_OMITTED, place) for place in (1, 0)),
        *(Slip(_OTHER_FACTOR, _with_factor(other), where=_has_factor) for other in _OTHER_FACTORS),
        *(Slip(_OTHER_FACTOR, _times_more(by), where=_has_factor) for by in (Fraction(1, 2), 2)),
    ),
    adds=False,
    options=None,
    ties=None,
)


def _by_the_row(left: Any, right: Any) -> Any:
    """Each row divided by the number that belongs to a column."""
    return tuple([tuple(map(divided, *rows)) for rows in zip(*spread((left, transposed(right))), strict=True)])


def _over(extents: Sequence[Extent], _shapes: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
    dividend, divisor = extents
    if divisor.exact:
        times, over = divisor.exact.denominator, abs(divisor.exact.numerator)
        negative = dividend.negative or divisor.negative
        return Extent(dividend.limit * times, dividend.places, dividend.divisor * over, negative)
    return Extent(dividend.limit, bounds.UNENDING, 1, dividend.negative or divisor.negative)


divide = Operation(
    name="quotient",
    symbol=Symbol("÷", "{} ÷ {}", Binds.PRODUCT, ()),
    takes=(),
    picture=Picture.CELLWISE,
    shape=shapes.alike,
    domain=Domain(LARGEST, lambda _dividend, divisor: all(all(row) for row in divisor)),
    value=OfCells(divided),
    closed_form=OfCells(lambda a, b: a / b),
    written=Written(lambda work: f"{work.factor(0)}/{work.factor(1)}"),
    spreadsheet=lambda cell: f"{cell.at(0)}/{cell.at(1)}",
    bound=_over,
    slips=(
        Slip("multiplied instead of divided", OfCells(mul)),
        Slip("divided the wrong way round", OfCells(lambda a, b: divided(b, a))),
        _left_alone("the divisor was left out", SlipKind.NOT_DONE, 0),
        Slip(
            "divided by the number of the row instead of the column",
            OfMatrices(_by_the_row),
            where=lambda left, right: right == (1, left[0]) and _is_square(left),
        ),
    ),
    adds=False,
    options=None,
    ties=None,
)
