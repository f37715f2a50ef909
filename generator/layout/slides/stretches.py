"""An exercise arranged for slides: figures that fit on cards, and the stretches of work in which they are filled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby
from math import fsum

from generator.layout.arrange import Arranger
from generator.layout.figure import Figure
from generator.layout.limits import Gauge, Limits
from generator.layout.slides.cards import MOST_LINES, CardFit, frame_for, lines_of, parted, room_under
from generator.layout.slides.staging import alone, so_far
from generator.layout.tiles import Cutter, Grain
from generator.network.blueprint import Blueprint
from generator.network.formula import Formula, Picture
from generator.network.turns import Turn, turns

GRAIN = Grain(10.0, 8.0, 11.0)
_SIZES = (1.0, 1.3, 1.6, 2.0, 2.3, 2.6)
"""The sizes of cards that figures are arranged for."""
LARGE = 1.3
"""On cards up to this size cells are large enough; more slides with still larger ones are no gain."""
STEEP = 5
"""The power of a card's size for which its slide counts."""
SILENT = (Picture.LOOK_UP, Picture.GATHERED)
"""Results that are copied: there is no arithmetic to show."""


def arrangements(blueprint: Blueprint) -> Iterator[Arrangement]:
    """The figures arranged for cards of each size, with the arithmetic beside or below them."""
    cutter = Cutter.of(blueprint, GRAIN)
    blocks = len({grid.block for grid in blueprint.grids if grid.block}) or 1
    for size in _SIZES:
        for parts in parted(room_under(MOST_LINES)):
            for share in sorted({1, blocks}):
                limits = Limits(size * parts.figures.width, size * parts.figures.height, share)
                yield Arrangement(cutter, tuple(Arranger(cutter, Gauge.of(limits)).figures()))


@dataclass(frozen=True)
class Stretch:
    """Turns in a row that fill the same figures: the figures as they are at each turn, and their frame."""

    turns: tuple[Turn, ...]
    stages: tuple[tuple[Figure, ...], ...]
    frame: CardFit


@dataclass(frozen=True)
class Arrangement:
    """One way to arrange an exercise for slides."""

    cutter: Cutter
    figures: tuple[Figure, ...]

    @property
    def blueprint(self) -> Blueprint:
        """The exercise."""
        return self.cutter.blueprint

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The turns, each of which has a slide; what a turn fills in several figures has one for each."""
        return tuple(part for turn in turns(self.blueprint) for part in self._parts(turn))

    def _parts(self, turn: Turn) -> Iterator[Turn]:
        """The turn, parted where it goes on in a figure that has no room beside those before it in large cells."""
        grids: tuple[str, ...] = ()
        places: tuple[int, ...] = ()
        for place, some in groupby(turn.grids, key=lambda name: self._place_of[name]):
            if places and place not in places and not self._are_large((*places, place), turn):
                yield replace(turn, grids=grids)
                grids, places = (), ()
            grids, places = (*grids, *some), (*places, place)
        yield replace(turn, grids=grids)

    def _are_large(self, places: Collection[int], turn: Turn) -> bool:
        """Whether these figures have large cells together."""
        figures = [self.figures[place] for place in sorted(set(places))]
        return frame_for(figures, len(lines_of(turn.step)), True).card <= LARGE

    @cached_property
    def _place_of(self) -> Mapping[str, int]:
        """The figure that each grid is in, by its number."""
        return {name: place for place, figure in enumerate(self.figures) for name in figure.names()}

    @cached_property
    def done(self) -> tuple[frozenset[str], ...]:
        """The grids that are filled after each turn."""
        return tuple(accumulate((frozenset(turn.grids) for turn in self.turns), frozenset.union))

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches in the order of working."""
        groups = groupby(range(len(self.turns)), key=self._figures_of)
        return tuple(
            self._stretch(tuple(numbers), [self.figures[place] for place in places]) for places, numbers in groups
        )

    @property
    def cost(self) -> float:
        """The cards together, in which a large one counts for much more than its area: small cards have large cells.

        Of ways with cells that are large enough, the one with fewer slides costs less, and then that of smaller cards.
        """
        cards = [stretch.frame.card for stretch in self.stretches for _ in stretch.turns]
        return fsum(max(LARGE, card) ** STEEP + card for card in cards)

    def _figures_of(self, number: int) -> tuple[int, ...]:
        """The figures that a turn fills, with the tables that it reads from; none where grids are only given.

        A turn of words alone is set in front of the figures of the next.
        """
        turn = self.turns[number]
        if not turn.grids and not turn.step.grids and number + 1 < len(self.turns):
            return self._figures_of(number + 1)
        read = {grid for formula in self._formulas([turn]) for grid in formula.grids()}
        return tuple(
            place
            for place, figure in enumerate(self.figures)
            if not set(turn.grids).isdisjoint(figure.names())
            or (self._is_table(figure) and not read.isdisjoint(figure.names()))
        )

    def _is_table(self, figure: Figure) -> bool:
        """Whether nothing is filled in a figure."""
        return not any(name in self.blueprint.computed_by_name for name in figure.names())

    def _formulas(self, some: Sequence[Turn]) -> list[Formula]:
        return [self.blueprint.computed_by_name[name].formula for turn in some for name in turn.grids]

    def _stretch(self, numbers: Sequence[int], figures: Sequence[Figure]) -> Stretch:
        some = tuple(self.turns[number] for number in numbers)
        copied = alone(self.cutter, self._gathered(some, figures), copies=True)
        given = alone(self.cutter, () if figures else [name for turn in some for name in turn.step.grids])
        stages = tuple((*copied, *given, *(self._stage(figure, number) for figure in figures)) for number in numbers)
        speaks = any(formula.picture not in SILENT for formula in self._formulas(some))
        lines = max(len(lines_of(turn.step)) for turn in some)
        return Stretch(some, stages, frame_for(stages[-1], lines, speaks))

    def _gathered(self, some: Sequence[Turn], figures: Sequence[Figure]) -> list[str]:
        """The grids that cells are collected from, where they are not in the figures."""
        there = {tile.grid for figure in figures for tile in figure.tiles}
        gathering = (formula for formula in self._formulas(some) if formula.picture is Picture.GATHERED)
        return [name for formula in gathering for name in dict.fromkeys(formula.grids()) if name not in there]

    def _stage(self, figure: Figure, number: int) -> Figure:
        """A figure after a turn. A table is shown whole; if a turn fills nothing, what the next one reads is shown."""
        if self._is_table(figure):
            return figure
        due = () if self.turns[number].grids else self.turns[number + 1].grids
        return so_far(figure, self.blueprint, self.done[number], due)
