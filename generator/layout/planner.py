"""The best plan of an exercise: every way to lay it out is tried, and the largest cells that a way has room for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from generator.layout.planning.drafts import Drafts
from generator.layout.planning.growth import Growth, grown
from generator.layout.planning.ways import Way, in_stacks, ways_in_rows
from generator.layout.shelving.evening import evened, with_lower_pages
from generator.layout.shelving.lettering import WordsPlace
from generator.layout.shelving.plan import Cost, Plan, is_flawed
from generator.layout.shelving.shelves import Shelving
from generator.layout.tiles import Cutter, Grain
from generator.network.blueprint import Blueprint

GRAINS = (
    Grain(10.0, 8.0, 11.0),
    Grain(9.2, 7.2, 10.0),
    Grain(8.4, 6.6, 9.5),
    Grain(8.0, 6.2, 9.0),
    Grain(7.5, 6.0, 8.5),
)
"""Sizes of cells, largest first: width and height in millimetres, digits in points."""
FINEST = Grain(7.5, 6.0, 8.0)
"""The smallest digits, for numbers so long that pages could not be filled evenly, or blocks drawn alike, otherwise."""
SLENDER = 1.15
"""How many times as high as wide cells may be where this makes a page as full as others."""
ONE_PAGE = Cost(unsound=False, worth=1, pages=1)
"""The cost of a plan of a single page on which everything has room."""
CROWDED = 0.9
"""A page that the smallest cells fill more than this has little room for larger ones, unless figures are stacked."""
_LOWERED = 5
"""How many times figures are made lower, to be broken elsewhere, while the pages are filled unevenly or half empty."""


@dataclass
class Planner:
    """Lays out one exercise on paper of a size in many ways; the words of its steps may be in all of some `places`."""

    blueprint: Blueprint
    paper: tuple[float, float]
    instructions: bool
    places: Sequence[WordsPlace] = tuple(WordsPlace)

    @cached_property
    def drafts(self) -> Drafts:
        """The plans made so far."""
        return Drafts(self.blueprint)

    def best(self) -> Plan:
        """The plan with the fewest pages and, among those, the one of most merit, with cells as large as can be."""
        *_, smallest = cutters = tuple(Cutter.of_each(self.blueprint, GRAINS))
        ways = list(ways_in_rows(self.blueprint, self.paper, self.instructions, self.places))
        tried = self.tried(ways, smallest)
        if not any(plan.sound for _, plan in tried):  # long words over a figure that leaves too little room for them
            ways += [way.with_more_room_for_words() for way in ways]
            tried = self.tried(ways, smallest)
        least = _least(tried)
        if least > ONE_PAGE or all(plan.fullness > CROWDED for _, plan in tried if plan.cost == ONE_PAGE):
            stacked = list(in_stacks(self.blueprint, ways))
            ways, tried = ways + stacked, tried + self.tried(stacked, smallest)
            least = _least(tried)
        finest = Cutter.of(self.blueprint, FINEST)
        if is_flawed(least):
            tried = self._mended(ways, tried, (smallest, finest))
            least = _least(tried)
        rivals = [(way, plan) for way, plan in _distinct(tried) if plan.cost == least]
        if not any(plan.is_regular for _, plan in rivals):
            rivals += [(way, plan) for way, plan in _distinct(self.tried(ways, finest)) if plan.cost == least]
        return Growth(self.drafts, cutters, least).best(rivals).going_on().aligned(self.drafts.setter)

    def tried(self, ways: Sequence[Way], cutter: Cutter) -> list[tuple[Way, Plan]]:
        """The plans of some ways, but for those whose figures alone need more pages than another way costs."""
        plans: dict[int, Plan] = {}
        least = Cost(unsound=True, worth=inf, pages=0)
        fewest = [self.drafts.fewest_pages(way, cutter) for way in ways]
        for number in sorted(range(len(ways)), key=fewest.__getitem__):
            if (False, fewest[number]) > (least.unsound, least.worth):
                break
            plans[number] = self.drafts.plan(ways[number], cutter)
            least = min(least, plans[number].cost)
        return [(ways[number], plans[number]) for number in sorted(plans)]

    def _mended(
        self, ways: Sequence[Way], tried: Sequence[tuple[Way, Plan]], cutters: Sequence[Cutter]
    ) -> list[tuple[Way, Plan]]:
        """More plans, where all that were tried have flaws: with smaller digits, lower figures, and pages evened."""
        found = [*tried, *self.tried(ways, cutters[-1])]
        found += self._evened(found)
        for _ in range(_LOWERED):
            least = _least(found)
            if not is_flawed(least) and not all(plan.is_hollow for _, plan in found if plan.cost == least):
                break
            ways = [way.with_more_room_for_words() for way in ways]
            lower = [
                pair for cutter in cutters for pair in self.tried(ways, cutter) if pair[1].cost.pages <= least.worth
            ]
            found += [*lower, *self._evened(lower)]
        return found

    def _evened(self, tried: Sequence[tuple[Way, Plan]]) -> Iterator[tuple[Way, Plan]]:
        """The uneven plans with the cells of their lowest pages taller, where this makes them even."""
        uneven = {(id(rival), way.shelving): (way, rival) for way, rival in tried if rival.sound and rival.is_uneven}
        for way, rival in uneven.values():  # ways that come to the same share a plan
            taller = [self.drafts.pieces(way, each) for each in grown(rival.cutter, SLENDER)]
            found = (evened(lower, taller) for lower in (rival, *with_lower_pages(rival)))
            yield from ((way, each) for each in found if not each.is_uneven)


def _least(tried: Sequence[tuple[Way, Plan]]) -> Cost:
    return min(plan.cost for _, plan in tried)


def _distinct(tried: Sequence[tuple[Way, Plan]]) -> Iterable[tuple[Way, Plan]]:
    """The first way to each plan with each shelving, which larger cells may part from others."""
    first: dict[tuple[int, Shelving], tuple[Way, Plan]] = {}
    for way, plan in tried:
        first.setdefault((id(plan), way.shelving), (way, plan))
    return first.values()
