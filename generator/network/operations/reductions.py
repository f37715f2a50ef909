"""Operations on whole rows or columns: sums, means, shares, and softmax."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from generator.network import bounds, enclosure, shapes
from generator.network.bounds import Bound, Extent
from generator.network.enclosure import divided
from generator.network.formula import (
    ANYWHERE,
    LARGEST,
    CellWork,
    Domain,
    Operation,
    Picture,
    Slip,
    SpreadsheetCell,
    Symbol,
    Written,
    over_a_wave,
    word_over_a_wave,
)
from generator.network.number import Matrix, Number, Shape
from generator.network.operations.functions import sympy
from generator.network.operations.spreadsheets import column_cells, over, row_cells
from generator.network.operations.writing import column_of, row_of, sum_of
from generator.network.rules import EnclosedColumns, OfMatrices, Rule, transposed, unchanged


def reduction(
    name: str,
    symbol: Symbol,
    *,
    shape: Callable[..., Shape],
    value: Rule,
    closed_form: Rule,
    written: Written,
    spreadsheet: Callable[[SpreadsheetCell], str],
    bound: Bound,
    slips: tuple[Slip, ...],
    domain: Domain = ANYWHERE,
    picture: Picture = Picture.FUNCTION,
) -> Operation:
    """An operation without settings, drawn as a function behind a wave unless `picture` says otherwise."""
    return Operation(
        name=name,
        symbol=symbol,
        takes=(),
        picture=picture,
        shape=shape,
        domain=domain,
        value=value,
        closed_form=closed_form,
        written=written,
        spreadsheet=spreadsheet,
        bound=bound,
        slips=slips,
        adds=True,
        options=None,
        ties=None,
    )


def _sum_of_rows(matrix: Matrix) -> Matrix:
    return tuple((sum(row),) for row in matrix)


def _mean_of_rows(matrix: Matrix) -> Matrix:
    share = Fraction(1, len(matrix[0]))
    return tuple((sum(row) * share,) for row in matrix)


def _square_sum_of_rows(matrix: Matrix) -> Matrix:
    return tuple((sum(cell * cell for cell in row),) for row in matrix)


def _mean_square_of_rows(matrix: Matrix) -> Matrix:
    share = Fraction(1, len(matrix[0]))
    return tuple((total * share,) for (total,) in _square_sum_of_rows(matrix))


def _unbiased_square_of_rows(matrix: Matrix) -> Matrix:
    """The squares divided by one less than their number; a single number has none, and ZeroDivisionError says so."""
    share = Fraction(1, len(matrix[0]) - 1)
    return tuple((total * share,) for (total,) in _square_sum_of_rows(matrix))


def _largest_of_rows(matrix: Matrix) -> Matrix:
    return tuple((max(row),) for row in matrix)


def _downwards(rule: Callable[[Matrix], Matrix]) -> Callable[[Matrix], Matrix]:
    return lambda matrix: transposed(rule(transposed(matrix)))


def _mean_text(cells: list[str]) -> str:
    return f"({sum_of(cells)})/{len(cells)}"


def _mean_square_text(work: CellWork, places: Sequence[tuple[int, int]]) -> str:
    return f"({' + '.join(f'{work.factor_at(0, *place)}²' for place in places)})/{len(places)}"


_SUM_WRITTEN = Slip("the sum was written instead of the mean", OfMatrices(_sum_of_rows))
_LARGEST_WRITTEN = Slip("the largest was written instead of the mean", OfMatrices(_largest_of_rows))

sum_of_rows = reduction(
    "sum of each row",
    word_over_a_wave("sum"),
    shape=shapes.one_column,
    value=OfMatrices(_sum_of_rows),
    closed_form=OfMatrices(_sum_of_rows),
    written=Written(lambda work: sum_of(row_of(work))),
    spreadsheet=over("SUM", row_cells),
    bound=bounds.summed(lambda operands: operands[0][1]),
    slips=(Slip("the mean was written instead of the sum", OfMatrices(_mean_of_rows)),),
)
sum_of_columns = reduction(
    "sum of each column",
    word_over_a_wave("sum"),
    shape=shapes.one_row,
    value=OfMatrices(_downwards(_sum_of_rows)),
    closed_form=OfMatrices(_downwards(_sum_of_rows)),
    written=Written(lambda work: sum_of(column_of(work))),
    spreadsheet=over("SUM", column_cells),
    bound=bounds.summed(lambda operands: operands[0][0]),
    slips=(Slip("the mean was written instead of the sum", OfMatrices(_downwards(_mean_of_rows))),),
)
mean_of_rows = reduction(
    "mean of each row",
    word_over_a_wave("mean"),
    shape=shapes.one_column,
    value=OfMatrices(_mean_of_rows),
    closed_form=OfMatrices(_mean_of_rows),
    written=Written(lambda work: _mean_text(row_of(work))),
    spreadsheet=over("AVERAGE", row_cells),
    bound=bounds.shared(lambda operands, _settings: operands[0][1]),
    slips=(_SUM_WRITTEN, _LARGEST_WRITTEN),
)
mean_of_columns = reduction(
    "mean of each column",
    word_over_a_wave("mean"),
    shape=shapes.one_row,
    value=OfMatrices(_downwards(_mean_of_rows)),
    closed_form=OfMatrices(_downwards(_mean_of_rows)),
    written=Written(lambda work: _mean_text(column_of(work))),
    spreadsheet=over("AVERAGE", column_cells),
    bound=bounds.shared(lambda operands, _settings: operands[0][0]),
    slips=(
        Slip(_SUM_WRITTEN.name, OfMatrices(_downwards(_sum_of_rows))),
        Slip(_LARGEST_WRITTEN.name, OfMatrices(_downwards(_largest_of_rows))),
    ),
)


def _mean_square_extent(along: int) -> Bound:
    def extent(extents: Sequence[Extent], operands: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
        square = bounds.times((extents[0], extents[0]))
        return Extent(square.limit, square.places, square.divisor * operands[0][along], negative=False)

    return extent


mean_square_of_rows = reduction(
    "mean of the squares of each row",
    word_over_a_wave("mean of squares"),
    shape=shapes.one_column,
    value=OfMatrices(_mean_square_of_rows),
    closed_form=OfMatrices(_mean_square_of_rows),
    written=Written(
        lambda work: _mean_square_text(work, [(work.row, column) for column in range(len(work.values(0)[0]))])
    ),
    spreadsheet=lambda cell: f"SUMSQ({','.join(row_cells(cell))})/{cell.shape(0)[1]}",
    bound=_mean_square_extent(1),
    slips=(
        Slip("the squares were not divided by their number", OfMatrices(_square_sum_of_rows)),
        Slip("divided by one less than their number", OfMatrices(_unbiased_square_of_rows)),
        Slip("the numbers were not squared", OfMatrices(_mean_of_rows)),
    ),
)
mean_square_of_columns = reduction(
    "mean of the squares of each column",
    word_over_a_wave("mean of squares"),
    shape=shapes.one_row,
    value=OfMatrices(_downwards(_mean_square_of_rows)),
    closed_form=OfMatrices(_downwards(_mean_square_of_rows)),
    written=Written(lambda work: _mean_square_text(work, [(row, work.column) for row in range(len(work.values(0)))])),
    spreadsheet=lambda cell: f"SUMSQ({','.join(column_cells(cell))})/{cell.shape(0)[0]}",
    bound=_mean_square_extent(0),
    slips=(
        Slip(
            "the squares were not divided by their number",
            OfMatrices(_downwards(_square_sum_of_rows)),
        ),
        Slip("divided by one less than their number", OfMatrices(_downwards(_unbiased_square_of_rows))),
        Slip("the numbers were not squared", OfMatrices(_downwards(_mean_of_rows))),
    ),
)


def _softmax_text(work: CellWork) -> str:
    powers = [f"e^{work.factor_at(0, row, work.column)}" for row in range(len(work.values(0)))]
    return f"{powers[work.row]}/({' + '.join(powers)})"


def _softmax_closed(matrix: Any) -> Any:
    powers = tuple(tuple(sympy().exp(cell) for cell in row) for row in matrix)
    totals = [sum(column) for column in zip(*powers, strict=True)]
    return tuple(tuple(power / total for power, total in zip(row, totals, strict=True)) for row in powers)


def _largest_marked(matrix: Matrix) -> Matrix:
    largest = [column.index(max(column)) for column in zip(*matrix, strict=True)]
    return tuple(tuple(int(place == row) for place in largest) for row in range(len(matrix)))


def _column_shares(matrix: Matrix) -> Matrix:
    totals = [sum(column) for column in zip(*matrix, strict=True)]
    shares: Any = [[divided(cell, total) for cell, total in zip(row, totals, strict=True)] for row in matrix]
    return tuple(map(tuple, shares))


softmax = reduction(
    "softmax",
    over_a_wave("softmax"),
    shape=shapes.same,
    value=EnclosedColumns(enclosure.softmax),
    closed_form=OfMatrices(_softmax_closed),
    written=Written(_softmax_text),
    spreadsheet=lambda cell: f"EXP({cell.at(0)})/({'+'.join(f'EXP({power})' for power in column_cells(cell))})",
    bound=bounds.within(1, negative=False),
    slips=(
        Slip("the softmax was not applied", OfMatrices(unchanged)),
        Slip("the largest was marked with a 1 instead of a softmax", OfMatrices(_largest_marked)),
        Slip("divided by the sum without powers", OfMatrices(_column_shares)),
    ),
)


def _row_shares(matrix: Matrix) -> Matrix:
    return transposed(_column_shares(transposed(matrix)))  # type: ignore[no-any-return]


column_shares = reduction(
    "share of each column",
    word_over_a_wave("÷ column sum"),
    shape=shapes.same,
    value=OfMatrices(_column_shares),
    closed_form=OfMatrices(_column_shares),
    written=Written(lambda work: f"{work.factor(0)}/({sum_of(column_of(work))})"),
    spreadsheet=lambda cell: f"{cell.at(0)}/SUM({','.join(column_cells(cell))})",
    bound=lambda extents, operands, _settings: Extent(
        1, 0, operands[0][0] * max(extents[0].limit, 1), negative=extents[0].negative
    ),
    slips=(
        Slip("divided by the sum of the row", OfMatrices(_row_shares)),
        Slip("not divided by the sum", OfMatrices(unchanged)),
    ),
    domain=Domain(LARGEST, lambda matrix: all(sum(column) != 0 for column in zip(*matrix, strict=True))),
)


def _cumulated(matrix: Matrix) -> Matrix:
    """In each column, the sum of the cells from the lowest row up to this one."""
    rows: list[tuple[Number, ...]] = []
    for row in reversed(matrix):
        rows.append(tuple(cell + below for cell, below in zip(row, rows[-1], strict=True)) if rows else tuple(row))
    return tuple(reversed(rows))


def _cumulated_downwards(matrix: Matrix) -> Matrix:
    return _cumulated(matrix[::-1])[::-1]


cumulated = reduction(
    "sum from the last row upwards",
    word_over_a_wave("add upwards"),
    shape=shapes.same,
    value=OfMatrices(_cumulated),
    closed_form=OfMatrices(_cumulated),
    written=Written(lambda work: sum_of(column_of(work)[work.row :])),
    spreadsheet=lambda cell: f"SUM({','.join(column_cells(cell)[cell.row :])})",
    bound=bounds.summed(lambda operands: operands[0][0]),
    slips=(
        Slip("added from the first row downwards", OfMatrices(_cumulated_downwards)),
        Slip("not added up", OfMatrices(unchanged)),
    ),
)
