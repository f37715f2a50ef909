"""Operations on the sizes of layers: how large an image is after each convolution and each pooling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from generator.network import shapes
from generator.network.bounds import Extent
from generator.network.enclosure import divided
from generator.network.formula import (
    ANYWHERE,
    Binds,
    CellWork,
    Operation,
    Picture,
    Slip,
    SpreadsheetCell,
    Symbol,
    Written,
)
from generator.network.number import Matrix, Shape
from generator.network.rules import OfMatrices

_POOLED = 2
"""Pooling takes windows of 2 × 2."""


def _lengths(lost: int, pooled: int) -> OfMatrices:
    """For each kernel the side after its convolution, then after pooling; a kernel of side k takes k − `lost` away."""

    def rule(image: Matrix, kernels: Matrix) -> Matrix:
        side: Any = image[0][0]
        sides: list[tuple[Any]] = []
        for (kernel,) in kernels:
            convolved = side - kernel + lost
            side = divided(convolved, pooled)
            sides += [(convolved,), (side,)]
        return tuple(sides)

    return OfMatrices(rule)


def _length_text(work: CellWork) -> str:
    layer, pools = divmod(work.row, 2)
    sides = _lengths(1, _POOLED).of(work.values(0), work.values(1))
    if pools:
        return f"{sides[work.row - 1][0]}/{_POOLED}"
    before = sides[work.row - 1][0] if layer else work.values(0)[0][0]
    return f"{before} − {work.number(1, layer, 0)} + 1"


def _side(cell: SpreadsheetCell, row: int) -> str:
    """The side after a convolution or, in odd rows, a pooling, from the sides before it."""
    before = _side(cell, row - 1) if row else cell.cell(0, 0, 0)
    return f"({before})/{_POOLED}" if row % 2 else f"{before}-{cell.cell(1, row // 2, 0)}+1"


def _extent(extents: Sequence[Extent], _operands: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
    return replace(extents[0], exact=None)


side_lengths = Operation(
    name="side lengths",
    symbol=Symbol("−", "{} − {} + 1", Binds.SUM, ()),
    takes=(),
    picture=Picture.CHOICE,
    shape=shapes.side_lengths,
    domain=ANYWHERE,
    value=_lengths(1, _POOLED),
    closed_form=_lengths(1, _POOLED),
    written=Written(_length_text),
    spreadsheet=lambda cell: _side(cell, cell.row),
    bound=_extent,
    slips=(
        Slip("the 1 was not added", _lengths(0, _POOLED)),
        Slip("1 was subtracted instead of added", _lengths(-1, _POOLED)),
        Slip("pooling did not halve the side", _lengths(1, 1)),
    ),
    adds=False,
    options=None,
    ties=None,
)
"""The side of an image after each convolution (kernels of these sides, stride 1) and the 2 × 2 pooling after it."""
