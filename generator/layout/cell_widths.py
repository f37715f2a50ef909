"""How wide the numbers of a grid can get: an interpreter of formulas that follows decimals, divisors and size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from generator.network import operations as op
from generator.network.blueprint import Blueprint, Formula, Grid, Kind
from generator.network.number import decimal_places
from generator.network.sources import Integers, OneOf, Tenths
from generator.sheet.theme import EDGE, WORD
from generator.type.shaping import Face, width

_USUAL_LIMIT = 20
"""Exercises keep their numbers about this small (design: |v| <= 20)."""


@dataclass(frozen=True)
class Extent:
    """The largest absolute value, the decimals, the divisor and the sign that a grid's numbers can have."""

    limit: int
    places: int
    divisor: int = 1
    negative: bool = True

    def text(self) -> str:
        """The widest number of this kind as it is printed."""
        sign = "−" if self.negative else ""
        if decimal_places(Fraction(1, self.divisor)) is None:
            return f"{sign}{_eights(self.limit * self.divisor)}/{self.divisor}"
        places = self.places + (decimal_places(Fraction(1, self.divisor)) or 0)
        return sign + _eights(self.limit) + ("." + "8" * places if places else "")


def _eights(number: int) -> str:
    """As many digits, all of the widest kind."""
    return "8" * len(str(number))


def cell_needs(blueprint: Blueprint, digits: float) -> dict[str, float]:
    """The width each grid's cells need for digits of this size, in points."""
    extents: dict[str, Extent] = {}
    needs = {}
    for grid in blueprint.grids:
        if grid.kind is Kind.WORD:
            needs[grid.name] = _words_need(grid, blueprint.by_name)
        else:
            extents[grid.name] = _of_grid(grid, extents)
            needs[grid.name] = width(extents[grid.name].text(), Face.REGULAR, digits) + 2 * EDGE
    return needs


def _words_need(grid: Grid, grids: Mapping[str, Grid]) -> float:
    if isinstance(grid.source, OneOf):
        words = {str(cell) for content in grid.source.contents for row in content for cell in row}
        return max(width(word, WORD.face, WORD.size) for word in words) + 2 * EDGE
    assert grid.formula is not None
    sentences = [grids[name] for name in grid.formula.grids() if grids[name].kind is Kind.WORD]
    return max(sentence.shape[1] * (_words_need(sentence, grids) + 2 * EDGE) for sentence in sentences)


def _of_grid(grid: Grid, known: Mapping[str, Extent]) -> Extent:
    if grid.formula is not None:
        extent = _of(grid.formula, known)
        return replace(extent, limit=min(extent.limit, _USUAL_LIMIT))
    match grid.source:
        case Integers(least, greatest):
            return Extent(max(abs(least), abs(greatest)), 0, negative=least < 0)
        case Tenths(least, greatest):
            return Extent(max(abs(least), abs(greatest)) // 10, 1, negative=least < 0)
    return Extent(1, 0, negative=False)


def _of(formula: Formula, known: Mapping[str, Extent]) -> Extent:  # noqa: C901, PLR0911 - one case an operation
    if formula.grid:
        return known.get(formula.grid, Extent(0, 0, negative=False))
    parts = [_of(operand, known) for operand in formula.operands]
    match formula.operation:
        case op.ONES | op.WITH_SELF_LOOPS:
            return Extent(1, 0, negative=False)
        case op.SIGMOID | op.TANH | op.SOFTMAX:
            return Extent(1, formula.settings[0], negative=formula.operation is op.TANH)
        case op.RELU:
            return replace(parts[0], negative=False)
        case op.ROUND:
            return replace(parts[0], places=min(parts[0].places, formula.settings[0]))
        case op.PRODUCT:
            inner = formula.operands[0].shape[1]
            return _times(parts, inner)
        case op.MULTIPLY:
            return _times(parts, 1)
        case op.SCALE:
            factor = Fraction(formula.settings[0])
            whole = -(-abs(factor.numerator) // factor.denominator)
            places = parts[0].places + (decimal_places(factor) or 0)
            return replace(parts[0], limit=parts[0].limit * max(1, whole), places=places)
        case op.ADD | op.SUBTRACT:
            negative = formula.operation is op.SUBTRACT or any(part.negative for part in parts)
            return replace(_widest(parts), limit=sum(part.limit for part in parts), negative=negative)
        case op.MEAN:
            return replace(parts[0], divisor=parts[0].divisor * formula.operands[0].shape[1])
        case op.MASK | op.KEEP | op.COLUMNS | op.LOOKUP:
            return parts[0]
    return _widest(parts)


def _times(parts: list[Extent], terms: int) -> Extent:
    left, right = parts
    return Extent(
        terms * left.limit * right.limit,
        left.places + right.places,
        left.divisor * right.divisor,
        left.negative or right.negative,
    )


def _widest(parts: list[Extent]) -> Extent:
    return Extent(
        max(part.limit for part in parts),
        max(part.places for part in parts),
        lcm(*(part.divisor for part in parts)),
        any(part.negative for part in parts),
    )
