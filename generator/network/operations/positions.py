"""Positional encoding: sines and cosines of each position, one wave for every two rows."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from generator.network import bounds, enclosure
from generator.network.formula import (
    CellWork,
    Domain,
    Operation,
    Picture,
    Slip,
    SpreadsheetCell,
    Written,
    over_a_wave,
)
from generator.network.operations.functions import LARGEST_ANGLE, sympy
from generator.network.rules import EnclosedColumns, OfMatrices


def _angle(row: int, position: Any, size: int, base: int, precision: int) -> Any:
    """The position divided by base^(2i/size), where i is half of the row, rounded down."""
    if position == 0:
        return 0  # exactly: the sine and cosine of 0 are on the edge of being cut off
    exponent = Fraction(-2 * (row // 2), size)
    return position * enclosure.power(base)(exponent, precision)


def _waves(column: tuple[Any, ...], size: int, base: int, precision: int) -> tuple[enclosure.Enclosed, ...]:
    waves = (enclosure.sine, enclosure.cosine)
    angles = (_angle(row, column[0], size, base, precision) for row in range(size))
    return tuple(waves[row % 2](angle, precision) for row, angle in enumerate(angles))


def _other_waves(column: tuple[Any, ...], size: int, base: int, precision: int) -> tuple[enclosure.Enclosed, ...]:
    waves = (enclosure.cosine, enclosure.sine)
    angles = (_angle(row, column[0], size, base, precision) for row in range(size))
    return tuple(waves[row % 2](angle, precision) for row, angle in enumerate(angles))


def _closed_waves(positions: Any, size: int, base: int) -> Any:
    waves = (sympy().sin, sympy().cos)
    return tuple(
        tuple(waves[row % 2](x / base ** sympy().Rational(2 * (row // 2), size)) for x in positions[0])
        for row in range(size)
    )


def _wave_text(work: CellWork) -> str:
    size, base = work.settings
    i = work.row // 2
    under = f"/{base}^({2 * i}/{size})" if i else ""
    return f"{('sin', 'cos')[work.row % 2]}({work.number(0, 0, work.column)}{under})"


def _wave_formula(cell: SpreadsheetCell) -> str:
    size, base = cell.settings
    wave, slower = ("SIN", "COS")[cell.row % 2], 2 * (cell.row // 2)
    return f"{wave}({cell.cell(0, 0, cell.column)}/{base}^({slower}/{size}))"


positional_encoding = Operation(
    name="positional encoding",
    symbol=over_a_wave("sin, cos"),
    takes=("size", "base"),
    picture=Picture.FUNCTION,
    shape=lambda positions, size, _base: (size, positions[1]),
    domain=Domain(LARGEST_ANGLE, lambda *_: True),
    value=EnclosedColumns(_waves),
    closed_form=OfMatrices(_closed_waves),
    written=Written(_wave_text),
    spreadsheet=_wave_formula,
    bound=bounds.within(1, negative=True),
    slips=(Slip("sine and cosine were exchanged", EnclosedColumns(_other_waves)),),
    adds=False,
    options=None,
    ties=None,
)
"""For each position, sines and cosines of ever slower waves: row 2i holds the sine, row 2i+1 the cosine."""
