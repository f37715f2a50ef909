"""How wide cells have to be: the extents of a grid's numbers, as `bounds` follows them, set in type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.network import bounds
from generator.network.blueprint import Blueprint, DrawnGrid, Grid, View
from generator.network.bounds import Extent
from generator.network.number import decimal_places
from generator.network.sources import OneOf
from generator.sheet.bars import least_width_of_bars
from generator.sheet.theme import EDGE, WORD
from generator.type.shaping import Face, width

_USUAL_LIMIT = 20
"""Exercises keep their numbers about this small (design: |v| <= 20)."""


def text_of(extent: Extent) -> str:
    """The widest number of this kind as it is printed."""
    sign = "−" if extent.negative else ""
    divided = decimal_places(Fraction(1, extent.divisor))
    if divided is None:
        return f"{sign}{_eights(extent.limit * extent.divisor)}/{extent.divisor}"
    places = extent.places + divided
    return sign + _eights(extent.limit) + ("." + "8" * places if places else "")


def _eights(number: int) -> str:
    """As many digits, all of the widest kind."""
    return "8" * len(str(number))


@dataclass(frozen=True)
class CellNeeds:
    """What each grid's cells need room for: a number, as it is printed, or something else of a width in points."""

    numbers: Mapping[str, str]
    others: Mapping[str, float]

    @staticmethod
    def of(blueprint: Blueprint) -> CellNeeds:
        """What the cells of an exercise need."""
        extents: dict[str, Extent] = {}
        others = {}
        for grid in blueprint.grids:
            if grid.view is View.WORDS:
                others[grid.name] = _words_need(grid, blueprint.by_name)
            else:
                extents[grid.name] = _of_grid(grid, extents)
            if grid.view is View.BARS:
                others[grid.name] = least_width_of_bars(1)
        return CellNeeds({name: text_of(extent) for name, extent in extents.items()}, others)

    def widths(self, digits: float) -> dict[str, float]:
        """The width each grid's cells need for digits of this size, in points."""
        numbers = {name: width(text, Face.REGULAR, digits) + 2 * EDGE for name, text in self.numbers.items()}
        return {**numbers, **self.others}


def _words_need(grid: Grid, grids: Mapping[str, Grid]) -> float:
    if isinstance(grid, DrawnGrid):
        assert isinstance(grid.source, OneOf), grid.name
        words = {str(cell) for content in grid.source.contents for row in content for cell in row}
        return max(width(word, WORD.face, WORD.size) for word in words) + 2 * EDGE
    sentences = [grids[name] for name in grid.formula.grids() if grids[name].view is View.WORDS]
    return max(sentence.shape[1] * (_words_need(sentence, grids) + 2 * EDGE) for sentence in sentences)


def _of_grid(grid: Grid, known: Mapping[str, Extent]) -> Extent:
    if isinstance(grid, DrawnGrid):
        numbers = grid.source.choices(0, 0)
        return bounds.widest([bounds.of_number(number) for number in numbers])
    extent = grid.formula.extent(known)
    ends = decimal_places(Fraction(1, extent.divisor))
    written = bounds.UNENDING if ends is None else extent.places + ends
    places = min(written, grid.rounding.decimals) if grid.rounding else extent.places
    divisor = 1 if grid.rounding else extent.divisor
    return replace(extent, limit=min(extent.limit, _USUAL_LIMIT), places=places, divisor=divisor)
