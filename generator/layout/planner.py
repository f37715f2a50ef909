"""The best plan of an exercise: every way to lay it out is tried, and the largest cells that a way has room for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property
from itertools import product
from math import ceil, inf
from typing import TypeVar

from generator.layout.arrange import ArrangedFigures
from generator.layout.limits import Limits
from generator.layout.shelving.evening import evened, with_lower_pages
from generator.layout.shelving.lettering import Lettering, Piece, WordsPlace
from generator.layout.shelving.plan import Cost, Format, Plan, fewest_pages, plan
from generator.layout.shelving.shelves import Shelving
from generator.layout.steps import StepSetter
from generator.layout.tiles import Cutter, Grain
from generator.network.blueprint import Blueprint
from generator.network.draft import CONTINUED

Size = TypeVar("Size")

GRAINS = (
    Grain(10.0, 8.0, 11.0),
    Grain(9.2, 7.2, 10.0),
    Grain(8.4, 6.6, 9.5),
    Grain(8.0, 6.2, 9.0),
    Grain(7.5, 6.0, 8.5),
)
"""Sizes of cells, largest first: width and height in millimetres, digits in points."""
FINEST = Grain(7.5, 6.0, 8.0)
"""The smallest digits, for numbers so long that their cells would be too wide otherwise to fill pages evenly."""
SCALES = (1.4, 1.32, 1.25, 1.18, 1.12, 1.06)
"""How many times a figure of the largest cells is enlarged, to cells of 14 mm at most."""
TALLER = 0.3
"""Millimetres by which cells grow in height while the pages allow it."""
SLENDER = 1.15
"""How many times as high as wide cells may be where this makes a page as full as others."""
ONE_PAGE = (False, 1, 1)
"""The cost of a plan of a single page on which everything has room."""
CROWDED = 0.9
"""A page that the smallest cells fill more than this has little room for larger ones, unless figures are stacked."""
_LOWERED = 4
"""How many times figures are made lower, to be broken elsewhere, while the pages are filled unevenly."""
_ROOM_FOR_WORDS = 50.0
"""The least room kept over a figure for its words, in points."""


@dataclass(frozen=True)
class Way:
    """One way to lay out an exercise: the page, the blocks to a figure, the place of the words, and the shelving."""

    page: Format
    blocks: int
    words: WordsPlace
    room_for_words: float
    shelving: Shelving = Shelving.ROWS

    @property
    def limits(self) -> Limits:
        """The room that a figure may take."""
        return Limits(self.page.room.width, self.page.room.height - self.room_for_words, self.blocks)

    def with_more_room_for_words(self) -> Way:
        """The same way, with lower figures."""
        return replace(self, room_for_words=self.room_for_words + _ROOM_FOR_WORDS)

    def shelved(self, shelving: Shelving) -> Way:
        """The same way, with shelves filled otherwise."""
        return replace(self, shelving=shelving)

    def enlarged(self, scale: float) -> Way:
        """The same way, with all figures enlarged."""
        return replace(self, page=replace(self.page, scale=scale))


@dataclass
class Search:
    """Finds the largest size that has room: first where it was found before, as rivals often end alike."""

    place: int

    def first(self, sizes: Sequence[Size], has_room: Callable[[Size], bool]) -> int:
        """The place of the first size, from the largest on, that has room, as smaller ones do; else their number."""
        if not self._ends_alike(self.place, sizes, has_room):
            self.place = bisect_left(sizes, True, key=has_room)
        return self.place

    @staticmethod
    def _ends_alike(place: int, sizes: Sequence[Size], has_room: Callable[[Size], bool]) -> bool:
        """Whether the size at this place has room, and the one before it has not."""
        if place > len(sizes) or (place and has_room(sizes[place - 1])):
            return False
        return place == len(sizes) or has_room(sizes[place])


@dataclass
class Planner:
    """Lays out one exercise on paper of a size in many ways; figures that several ways share are arranged once."""

    blueprint: Blueprint
    paper: tuple[float, float]
    instructions: bool
    _arranged: dict[Grain, list[ArrangedFigures]] = field(default_factory=dict)
    _fewest: dict[tuple[ArrangedFigures, Format], int] = field(default_factory=dict)
    _pieces: dict[tuple[ArrangedFigures, float, WordsPlace], Sequence[Piece]] = field(default_factory=dict)
    _plans: dict[tuple[ArrangedFigures, Format, WordsPlace, Shelving], Plan] = field(default_factory=dict)

    def best(self) -> Plan:
        """The plan with the fewest pages and, among those, the one of most merit, with cells as large as can be."""
        *_, smallest = cutters = tuple(Cutter.of_each(self.blueprint, GRAINS))
        ways = list(self._ways())
        tried = self._tried(ways, smallest)
        if not any(plan.sound for _, plan in tried):  # long words over a figure that leaves too little room for them
            ways += [way.with_more_room_for_words() for way in ways]
            tried = self._tried(ways, smallest)
        least = _least(tried)
        if least > ONE_PAGE or all(plan.fullness > CROWDED for _, plan in tried if plan.cost == ONE_PAGE):
            shelvings = (Shelving.STACKS, *((Shelving.STACKS_OF_BLOCKS,) if self._has_blocks else ()))
            stacked = [way.shelved(each) for each in shelvings for way in ways]
            ways, tried = ways + stacked, tried + self._tried(stacked, smallest)
            least = _least(tried)
        if _is_flawed(least):
            tried = self._mended(ways, tried, (smallest, Cutter.of(self.blueprint, FINEST)))
            least = _least(tried)
        widths = Search(len(SCALES) + len(cutters) - 1)
        rivals = [self._widest(way, plan, cutters, widths) for way, plan in _distinct(tried) if plan.cost == least]
        return self._tallest(rivals, least, cutters).going_on().aligned(self._setter)

    def _tried(self, ways: Sequence[Way], cutter: Cutter) -> list[tuple[Way, Plan]]:
        """The plans of some ways, but for those whose figures alone need more pages than another way costs."""
        plans: dict[Way, Plan] = {}
        least: Cost = (True, inf, 0)
        for way in sorted(ways, key=lambda way: self._fewest_pages(way, cutter)):
            if (False, self._fewest_pages(way, cutter)) > least[:2]:
                break
            plans[way] = self._plan(way, cutter)
            least = min(least, plans[way].cost)
        return [(way, plans[way]) for way in ways if way in plans]

    def _fewest_pages(self, way: Way, cutter: Cutter) -> int:
        """How many pages the figures of a way need without words, which take longer to find places for."""
        if way.shelving.stacks:  # what has room in stacks takes as long to find
            return 1
        arrangement = self._arrangement(cutter, way.limits)
        key = arrangement, way.page
        found = self._fewest.get(key)
        if found is None:
            found = self._fewest[key] = fewest_pages(arrangement.figures, way.page.room)
        return found

    def _mended(
        self, ways: Sequence[Way], tried: Sequence[tuple[Way, Plan]], cutters: Sequence[Cutter]
    ) -> list[tuple[Way, Plan]]:
        """More plans, where all that were tried have flaws: with smaller digits, lower figures, and pages evened."""
        found = [*tried, *self._tried(ways, cutters[-1])]
        found += self._evened(found)
        for _ in range(_LOWERED):
            least = _least(found)
            if not _is_flawed(least):
                break
            ways = [way.with_more_room_for_words() for way in ways]
            lower = [pair for cutter in cutters for pair in self._tried(ways, cutter) if pair[1].cost[2] <= least[1]]
            found += [*lower, *self._evened(lower)]
        return found

    def _evened(self, tried: Sequence[tuple[Way, Plan]]) -> Iterator[tuple[Way, Plan]]:
        """The uneven plans with the cells of their lowest pages taller, where this makes them even."""
        uneven = {id(rival): (way, rival) for way, rival in tried if rival.sound and rival.is_uneven}
        for way, rival in uneven.values():  # ways that come to the same share a plan
            taller = [self._pieces_of(way, each) for each in _grown(rival.cutter, SLENDER)]
            found = (evened(lower, taller) for lower in (rival, *with_lower_pages(rival)))
            yield from ((way, each) for each in found if not each.is_uneven)

    def _pieces_of(self, way: Way, cutter: Cutter) -> Sequence[Piece]:
        return self._lettered(self._arrangement(cutter, way.limits), way)

    @cached_property
    def _setter(self) -> StepSetter:
        return StepSetter(self.blueprint.worded(CONTINUED))

    def _ways(self) -> Iterator[Way]:
        """All blocks in one figure, half of them, a third ...: figures of the same size fill pages evenly."""
        short, long = self.paper
        blocks = len({grid.block for grid in self.blueprint.grids if grid.block})
        shares = sorted({ceil(blocks / figures) for figures in range(1, blocks + 1)}) or [1]
        shelvings = (Shelving.ROWS, *((Shelving.ROWS_OF_BLOCKS,) if self._has_blocks else ()))
        for size, share, words, shelving in product(((short, long), (long, short)), shares, WordsPlace, shelvings):
            room = _ROOM_FOR_WORDS if words is WordsPlace.OVER else 0.0
            yield Way(Format(size, self.instructions, self.blueprint.common), share, words, room, shelving)

    @property
    def _has_blocks(self) -> bool:
        """Whether blocks may be torn: those that repeat have several steps."""
        steps = {(grid.block, self.blueprint.step_of[grid.name].number) for grid in self.blueprint.computed}
        blocks = {block for block, _ in steps if block}
        return 0 < len(blocks) < len([block for block, _ in steps if block])

    def _plan(self, way: Way, cutter: Cutter) -> Plan:
        arrangement = self._arrangement(cutter, way.limits)
        key = arrangement, way.page, way.words, way.shelving
        found = self._plans.get(key)
        if found is None:
            found = self._plans[key] = plan(cutter, self._lettered(arrangement, way), way.page, way.shelving)
        return found

    def _lettered(self, arrangement: ArrangedFigures, way: Way) -> Sequence[Piece]:
        """The figures with their words."""
        width = way.page.room.width
        key = arrangement, width, way.words
        found = self._pieces.get(key)
        if found is None:
            lettering = Lettering(self.blueprint, self._setter, width, way.words)
            found = self._pieces[key] = tuple(lettering.pieces(arrangement.figures))
        return found

    def _arrangement(self, cutter: Cutter, limits: Limits) -> ArrangedFigures:
        """The figures within these limits, which are often the same as within others."""
        known = self._arranged.setdefault(cutter.grain, [])
        for arrangement in known:
            if arrangement.gauge.decides_like(limits):
                return arrangement
        known.append(ArrangedFigures.of(cutter, limits))
        return known[-1]

    def _widest(self, way: Way, plan: Plan, cutters: Sequence[Cutter], search: Search) -> tuple[Way, Plan]:
        """The plan with the largest cells that cost no more, and the way to it."""
        sizes = [(way.enlarged(scale), cutters[0]) for scale in SCALES] + [(way, cutter) for cutter in cutters]
        best = search.first(sizes, lambda size: self._has_room(*size, plan.cost))
        return (sizes[best][0], self._plan(*sizes[best])) if best < len(sizes) else (way, plan)

    def _tallest(self, rivals: Sequence[tuple[Way, Plan]], cost: Cost, cutters: Sequence[Cutter]) -> Plan:
        """The rival of least cost and most merit when its cells are as tall as can be; the first of equal ones.

        The likeliest are tried first, as others then often have no chance. Cells of the next smaller size may become
        so much taller that they are better.
        """
        best: tuple[Cost, float, int, Plan] | None = None
        for number, (way, rival) in sorted(enumerate(rivals), key=lambda each: -each[1][1].merit):
            if best is None or _is_flawed(best[0]) or rival.most_merit(way.words) >= -best[1]:
                grown = self._taller(way, rival, cost)
                candidate = grown.cost, -grown.merit, number, grown
                best = min(best, candidate) if best else candidate
        assert best is not None
        _, _, number, found = best
        ways = [rivals[number][0]]
        if ways[0].words is not WordsPlace.AT_CELLS:  # in smaller cells their words may have room there
            at_cells = [pair for pair in rivals if pair[0].words is WordsPlace.AT_CELLS]
            ways += [way for way, _ in sorted(at_cells, key=lambda pair: -pair[1].merit)[:1]]
        smaller = (self._smaller(way, found.cutter.grain.width, cost, cutters) for way in ways)
        return min((found, *filter(None, smaller)), key=lambda each: (each.cost, -each.merit))

    def _smaller(self, way: Way, width: float, cost: Cost, cutters: Sequence[Cutter]) -> Plan | None:
        """The plan with cells less wide than this and as tall as can be, unless the way is enlarged or costs more."""
        smaller = next((cutter for cutter in cutters if cutter.grain.width < width and way.page.scale == 1), None)
        if smaller is None or self._plan(way, smaller).cost > cost:
            return None
        return self._taller(way, self._plan(way, smaller), cost)

    def _taller(self, way: Way, plan: Plan, cost: Cost) -> Plan:
        """The plan with cells as tall as they can be at this cost."""
        grown = _grown(plan.cutter)
        best = bisect_left(grown, True, key=lambda taller: self._has_room(way, taller, cost))
        return self._plan(way, grown[best]) if best < len(grown) else plan

    def _has_room(self, way: Way, cutter: Cutter, cost: Cost) -> bool:
        """Whether a way with cells of a size costs no more than this, on no more pages."""
        if self._fewest_pages(way, cutter) > cost[2]:
            return False
        found = self._plan(way, cutter).cost
        return found <= cost and found[2] <= cost[2]


def _grown(cutter: Cutter, most: float = 1.0) -> list[Cutter]:
    """The cutters of cells that are taller, the tallest first, up to so many times their width."""
    width, height, _ = astuple(cutter.grain)
    steps = int((most * width - height) / TALLER + 0.01)
    return [cutter.with_height(round(height + step * TALLER, 2)) for step in range(steps, 0, -1)]


def _is_flawed(cost: Cost) -> bool:
    """Whether a plan costs more than its pages."""
    return cost[1] > cost[2]


def _least(tried: Sequence[tuple[Way, Plan]]) -> Cost:
    return min(plan.cost for _, plan in tried)


def _distinct(tried: Sequence[tuple[Way, Plan]]) -> Iterable[tuple[Way, Plan]]:
    """The first way to each plan; those that come to the same share one."""
    first: dict[int, tuple[Way, Plan]] = {}
    for pair in tried:
        first.setdefault(id(pair[1]), pair)
    return first.values()
