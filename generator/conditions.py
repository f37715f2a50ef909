"""Conditions that make an instance good to work by hand: each a sentence for the teacher and a test on the values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from generator.graph import Condition, Formula
from generator.numbers import Number, Values


def _cells(formulas: tuple[Formula, ...], test: Callable[[list[Number]], bool], sentence: str) -> Condition:
    names = tuple(name for formula in formulas for name in formula.grids())

    def holds(values: Mapping[str, Values]) -> bool:
        return test([cell for name in names for row in values[name] for cell in row if not isinstance(cell, str)])

    return Condition(sentence.format(grids=", ".join(names)), names, holds)


def small(limit: int, *grids: Formula) -> Condition:
    """No cell beyond the limit, in either direction."""
    return _cells(
        grids,
        lambda cells: all(-limit <= cell <= limit for cell in cells),
        f"{{grids}}: every cell between -{limit} and {limit}",
    )


def clips_and_passes(grid: Formula) -> Condition:
    """A ReLU on this grid clips at least one cell and passes at least one; a single cell is passed."""
    if grid.shape == (1, 1):
        return _cells((grid,), lambda cells: cells[0] > 0, "{grids}: the ReLU passes its only cell")
    return _cells(
        (grid,), lambda cells: min(cells) < 0 < max(cells), "{grids}: the ReLU clips something and passes something"
    )


def not_all_zero(*grids: Formula) -> Condition:
    """At least one cell is not 0."""
    return _cells(grids, any, "{grids}: not everything is 0")


def spread(*gates: Formula) -> Condition:
    """Of many gate cells some are near 0, some near 1 and some between; of a few, not all are alike."""

    def test(cells: list[Number]) -> bool:
        near_zero = any(cell < Fraction(1, 5) for cell in cells)
        near_one = any(cell > Fraction(4, 5) for cell in cells)
        between = any(Fraction(1, 5) <= cell <= Fraction(4, 5) for cell in cells)
        return near_zero and near_one and between if len(cells) >= 6 else near_zero + near_one + between > 1

    return _cells(gates, test, "{grids}: some gates near 0, some near 1, some between")
