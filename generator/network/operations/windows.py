"""Operations on images: convolution, the largest or the mean of each window, and all cells in one column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from generator.network import bounds, shapes
from generator.network.bounds import Bound, Extent
from generator.network.formula import (
    ANYWHERE,
    NO_SYMBOL,
    Binds,
    CellWork,
    Operation,
    Picture,
    Slip,
    SlipKind,
    SpreadsheetCell,
    Symbol,
    Written,
    over_a_wave,
    word_over_a_wave,
)
from generator.network.number import Matrix, Number, Shape
from generator.network.operations.spreadsheets import over, products
from generator.network.operations.writing import sum_of
from generator.network.rules import OfMatrices, transposed


def _padded(image: Matrix, padding: int) -> Matrix:
    wide = len(image[0]) + 2 * padding
    empty = ((0,) * wide,) * padding
    return (*empty, *((0,) * padding + tuple(row) + (0,) * padding for row in image), *empty)


def _convolved(image: Matrix, kernel: Matrix, stride: int, padding: int) -> Matrix:
    """Each window of the image times the kernel, cell by cell, added; the kernel is not flipped."""
    whole = _padded(image, padding)
    high, wide = len(kernel), len(kernel[0])
    return tuple(
        tuple(
            sum(kernel[r][c] * whole[top + r][left + c] for r in range(high) for c in range(wide))
            for left in range(0, len(whole[0]) - wide + 1, stride)
        )
        for top in range(0, len(whole) - high + 1, stride)
    )


def _convolution_text(work: CellWork) -> str:
    stride, padding = work.settings
    image, kernel = work.values(0), work.values(1)
    terms = []
    for r in range(len(kernel)):
        for c in range(len(kernel[0])):
            row, column = work.row * stride + r - padding, work.column * stride + c - padding
            if 0 <= row < len(image) and 0 <= column < len(image[0]) and kernel[r][c]:
                terms.append(f"{work.factor_at(1, r, c)}·{work.factor_at(0, row, column)}")
    return sum_of(terms or ["0"])


def _without_stride(image: Matrix, kernel: Matrix, stride: int, padding: int) -> Matrix:
    right = _convolved(image, kernel, stride, padding)
    dense = _convolved(image, kernel, 1, padding)
    return tuple(row[: len(right[0])] for row in dense[: len(right)])


def _without_padding(image: Matrix, kernel: Matrix, stride: int, padding: int) -> Matrix:
    """The windows of the image without padding, as far as there are any; 0 elsewhere."""
    right, bare = _convolved(image, kernel, stride, padding), _convolved(image, kernel, stride, 0)
    return tuple(
        tuple(bare[r][c] if r < len(bare) and c < len(bare[0]) else 0 for c in range(len(right[0])))
        for r in range(len(right))
    )


def _with_kernel(changed: Callable[[Matrix], Matrix]) -> OfMatrices:
    return OfMatrices(lambda image, kernel, *settings: _convolved(image, changed(kernel), *settings))


def _is_square(matrix: Matrix) -> bool:
    return len(matrix) == len(matrix[0])


def _window_times_kernel(cell: SpreadsheetCell) -> str:
    stride, padding = cell.settings
    (high, wide), (kernel_high, kernel_wide) = cell.shape(0), cell.shape(1)
    factors = []
    for r in range(kernel_high):
        for c in range(kernel_wide):
            row, column = cell.row * stride + r - padding, cell.column * stride + c - padding
            if 0 <= row < high and 0 <= column < wide:
                factors.append((cell.cell(1, r, c), cell.cell(0, row, column)))
    return products(factors)


convolution = Operation(
    name="convolution",
    symbol=Symbol("*", "{} * {}", Binds.FUNCTION, ()),
    takes=("stride", "padding"),
    picture=Picture.WINDOW,
    shape=shapes.window,
    domain=ANYWHERE,
    value=OfMatrices(_convolved),
    closed_form=OfMatrices(_convolved),
    written=Written(_convolution_text),
    spreadsheet=_window_times_kernel,
    bound=lambda extents, operands, _settings: bounds.times(extents, operands[1][0] * operands[1][1]),
    slips=(
        Slip("the kernel was flipped", _with_kernel(lambda kernel: tuple(row[::-1] for row in kernel[::-1]))),
        Slip(
            "the kernel was transposed",
            _with_kernel(lambda kernel: transposed(kernel) if _is_square(kernel) else kernel),
        ),
        Slip("the stride was ignored", OfMatrices(_without_stride)),
        Slip("the padding was forgotten", OfMatrices(_without_padding)),
    ),
    adds=True,
    options=None,
    ties=None,
)


def _with_bias(rule: OfMatrices) -> OfMatrices:
    """What a rule makes of an image and a kernel, plus the kernel's bias in every cell."""
    return OfMatrices(
        lambda image, kernel, bias, *settings: tuple(
            tuple(cell + bias[0][0] for cell in row) for row in rule.of(image, kernel, *settings)
        )
    )


convolution_with_bias = replace(
    convolution,
    name="convolution with bias",
    symbol=Symbol("*", "{} * {} + {}", Binds.SUM, ()),
    shape=lambda image, kernel, _bias, *settings: shapes.window(image, kernel, *settings),
    value=_with_bias(OfMatrices(_convolved)),
    closed_form=_with_bias(OfMatrices(_convolved)),
    written=Written(lambda work: sum_of([_convolution_text(work), work.number(2, 0, 0)])),
    spreadsheet=lambda cell: f"{_window_times_kernel(cell)}+{cell.cell(2, 0, 0)}",
    bound=lambda extents, operands, settings: bounds.sum_of(
        (convolution.bound(extents[:2], operands[:2], settings), extents[2]), negative=True
    ),
    slips=(
        *(replace(slip, value=_with_bias(OfMatrices(slip.value.of))) for slip in convolution.slips),
        Slip(
            "the bias was left out",
            OfMatrices(lambda image, kernel, _bias, *settings: _convolved(image, kernel, *settings)),
            SlipKind.NOT_DONE,
        ),
    ),
)
"""A bias is one cell, added to every window."""


def _pooled(of: Callable[[Sequence[Number]], Number]) -> Callable[[Matrix, int], Matrix]:
    """One number for each window of a size; windows do not overlap."""

    def rule(matrix: Matrix, size: int) -> Matrix:
        return tuple(
            tuple(
                of([matrix[top + r][left + c] for r in range(size) for c in range(size)])
                for left in range(0, len(matrix[0]), size)
            )
            for top in range(0, len(matrix), size)
        )

    return rule


def _mean(cells: Sequence[Number]) -> Number:
    return sum(cells) * Fraction(1, len(cells))


def _window_cells(work: CellWork) -> list[str]:
    (size,) = work.settings
    return [work.number(0, work.row * size + r, work.column * size + c) for r in range(size) for c in range(size)]


def _window_addresses(cell: SpreadsheetCell) -> list[str]:
    (size,) = cell.settings
    return [cell.cell(0, cell.row * size + r, cell.column * size + c) for r in range(size) for c in range(size)]


def _pooling(
    name: str,
    symbol: Symbol,
    of: Callable[[Sequence[Number]], Number],
    written: Written,
    spreadsheet: Callable[[SpreadsheetCell], str],
    bound: Bound,
    slips: tuple[Slip, ...],
    adds: bool,
) -> Operation:
    return Operation(
        name=name,
        symbol=symbol,
        takes=("size",),
        picture=Picture.POOLING,
        shape=shapes.pooled,
        domain=ANYWHERE,
        value=OfMatrices(_pooled(of)),
        closed_form=OfMatrices(_pooled(of)),
        written=written,
        spreadsheet=spreadsheet,
        bound=bound,
        slips=slips,
        adds=adds,
        options=None,
        ties=None,
    )


max_pooling = _pooling(
    "max pooling",
    over_a_wave("max"),
    max,
    Written(lambda work: f"max({', '.join(_window_cells(work))})"),
    over("MAX", _window_addresses),
    bounds.of_first,
    (
        Slip("the mean was written instead of the largest", OfMatrices(_pooled(_mean))),
        Slip("the smallest was written instead of the largest", OfMatrices(_pooled(min))),
    ),
    adds=False,
)
mean_pooling = _pooling(
    "mean pooling",
    word_over_a_wave("mean"),
    _mean,
    Written(lambda work: f"({sum_of(_window_cells(work))})/{work.settings[0] ** 2}"),
    over("AVERAGE", _window_addresses),
    bounds.shared(lambda _operands, settings: settings[0] ** 2),
    (
        Slip("the sum was written instead of the mean", OfMatrices(_pooled(sum))),
        Slip("the largest was written instead of the mean", OfMatrices(_pooled(max))),
    ),
    adds=True,
)


def _flattened(*parts: Matrix) -> Matrix:
    return tuple((cell,) for part in parts for row in part for cell in row)


def _flattened_by_columns(*parts: Matrix) -> Matrix:
    return tuple((cell,) for part in parts for column in zip(*part, strict=True) for cell in column)


def _flat_cell(work: CellWork) -> str:
    return work.result()


def _cell_in_line(cell: SpreadsheetCell) -> str:
    operand, place = 0, cell.row
    while place >= cell.shape(operand)[0] * cell.shape(operand)[1]:
        place -= cell.shape(operand)[0] * cell.shape(operand)[1]
        operand += 1
    return cell.cell(operand, *divmod(place, cell.shape(operand)[1]))


def _widest(extents: Sequence[Extent], _operands: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
    return bounds.widest(extents)


flattened = Operation(
    name="flattened",
    symbol=NO_SYMBOL,
    takes=(),
    picture=Picture.GATHERED,
    shape=shapes.flattened,
    domain=ANYWHERE,
    value=OfMatrices(_flattened),
    closed_form=OfMatrices(_flattened),
    written=Written(_flat_cell),
    spreadsheet=_cell_in_line,
    bound=_widest,
    slips=(
        Slip("read column by column", OfMatrices(_flattened_by_columns)),
        Slip("the parts were read in the other order", OfMatrices(lambda *parts: _flattened(*reversed(parts)))),
    ),
    adds=False,
    options=None,
    ties=None,
)
"""All cells of all operands in one column: one operand after the other, row by row."""
