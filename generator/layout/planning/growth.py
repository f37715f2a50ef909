"""Which of the plans that cost the least becomes best when its cells grow as far as its pages have room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from math import inf

from generator.layout.planning.drafts import Drafts
from generator.layout.planning.outlook import grows, most_merit, most_merit_of_taller, promise, widens
from generator.layout.planning.ways import Way
from generator.layout.shelving.lettering import WordsPlace
from generator.layout.shelving.plan import Cost, Plan, is_flawed
from generator.layout.tiles import Cutter

SCALES = (1.4, 1.32, 1.25, 1.18, 1.12, 1.06)
"""How many times a figure of the largest cells is enlarged, to cells of 14 mm at most."""
TALLER = 0.3
"""Millimetres by which cells grow in height while the pages allow it."""


@dataclass(frozen=True)
class Growth:
    """The growth of the rivals of one exercise: no plan may cost more than they do, or need more pages."""

    drafts: Drafts
    cutters: Sequence[Cutter]
    cost: Cost

    def best(self, rivals: Sequence[tuple[Way, Plan]]) -> Plan:
        """The rival of least cost and most merit when its cells are as large as can be; the first of equal ones.

        The likeliest are tried first, as others then often have no chance. Cells of the next smaller size may become
        so much taller that they are better.
        """
        best: tuple[Cost, float, int, Plan] | None = None
        for number, (way, rival) in sorted(enumerate(rivals), key=lambda each: -promise(each[1][1], each[1][0].words)):
            least = -inf if best is None or is_flawed(best[0]) else -best[1]
            wide = self._widest(way, rival, least)
            if wide:
                grown = self._taller(*wide, least)
                candidate = grown.cost, -grown.merit, number, grown
                best = min(best, candidate) if best else candidate
        assert best is not None
        _, _, number, found = best
        ways = [rivals[number][0]]
        if ways[0].words is not WordsPlace.AT_CELLS:  # in smaller cells their words may have room there
            at_cells = [pair for pair in rivals if pair[0].words is WordsPlace.AT_CELLS]
            ways += [way for way, _ in sorted(at_cells, key=lambda pair: -pair[1].merit)[:1]]
        smaller = (self._smaller_but_taller(way, found) for way in ways if found.format.scale == 1)
        return min((found, *filter(None, smaller)), key=lambda each: (each.cost, -each.merit))

    def _smaller_but_taller(self, way: Way, found: Plan) -> Plan | None:
        """The plan of a way with cells less wide than those that were found; None if it costs more."""
        width = found.cutter.grain.width
        smaller = next((cutter for cutter in self.cutters if cutter.grain.width < width), None)
        if smaller is None or self.drafts.plan(way, smaller).cost > self.cost:
            return None
        return self._taller(way, self.drafts.plan(way, smaller), found.merit)

    def _widest(self, way: Way, plan: Plan, least: float) -> tuple[Way, Plan] | None:
        """The plan with the largest cells that cost no more, and the way to it; None if it must have less merit."""
        sizes = [(scale, self.cutters[0]) for scale in SCALES]
        sizes += [(1.0, cutter) for cutter in self.cutters if cutter.grain.width > plan.cutter.grain.width]
        promising = [
            (way.enlarged(scale), cutter)
            for scale, cutter in sizes
            if most_merit(plan, way.words, cutter.grain.width * scale) >= least
        ]
        found = self._largest(promising, (way, plan), widens)
        return found if found[1] is not plan or most_merit(plan, way.words, plan.cutter.grain.width) >= least else None

    def _taller(self, way: Way, plan: Plan, least: float) -> Plan:
        """The plan with cells as tall as they can be at this cost, if it can have so much merit; else as it is."""
        promising = [
            (way, taller)
            for taller in grown(plan.cutter)
            if most_merit_of_taller(plan, way.words, taller.grain.height) >= least
        ]
        _, tallest = self._largest(promising, (way, plan), grows)
        return tallest

    def _largest(
        self, sizes: Sequence[tuple[Way, Cutter]], found: tuple[Way, Plan], growth: Callable[[Plan, bool], float]
    ) -> tuple[Way, Plan]:
        """The plan with the largest of some cells that have room, as smaller ones do, from one on that was found.

        Blocks that are alike on shelves stay so.
        How large they are likely to become is tried first, with all words at their cells; then what is near it.
        """
        moving, regular = found[0].words is WordsPlace.AT_CELLS, found[1].is_regular
        while sizes:
            height = found[1].height * growth(found[1], moving)
            place = sum(cutter.grain.height * way.page.scale > height for way, cutter in sizes[:-1])
            way, cutter = sizes[place]
            if self._has_room(way, cutter, regular):
                found, sizes = (way, self.drafts.plan(way, cutter)), sizes[:place]
            else:
                sizes, moving = sizes[place + 1 :], False
        return found

    def _has_room(self, way: Way, cutter: Cutter, regular: bool) -> bool:
        """Whether a way with cells of a size costs no more than the rivals, on no more pages, with blocks alike."""
        if self.drafts.fewest_pages(way, cutter) > self.cost.pages:
            return False
        found = self.drafts.plan(way, cutter)
        fits = found.cost <= self.cost and found.cost.pages <= self.cost.pages
        return fits and (found.is_regular or not regular)


def grown(cutter: Cutter, most: float = 1.0) -> list[Cutter]:
    """The cutters of cells that are taller, the tallest first, up to so many times their width."""
    width, height, _ = astuple(cutter.grain)
    steps = int((most * width - height) / TALLER + 0.01)
    return [cutter.with_height(round(height + step * TALLER, 2)) for step in range(steps, 0, -1)]
