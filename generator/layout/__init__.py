"""The layout: from Blueprints to a Sheet, pages of positioned boxes that every copy of a class shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from generator.layout.arrange import Arranger, Limits
from generator.layout.pages import Setter
from generator.layout.shelves import Format, Plan, plan
from generator.layout.tiles import Cutter, Grain
from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Chapter, Paper, Sheet

__all__ = ["Paper", "lay_out"]

GRAINS = (
    Grain(10.0, 8.0, 11.0),
    Grain(9.2, 7.2, 10.0),
    Grain(8.4, 6.6, 9.5),
    Grain(8.0, 6.2, 9.0),
    Grain(7.5, 6.0, 8.5),
)
"""Sizes of cells, largest first: width and height in millimetres, digits in points."""
TALLER = 0.3
"""Millimetres by which cells grow in height while the pages allow it."""
_ROOM_FOR_WORDS = 50.0
"""The least room kept over a figure for its words, in points."""


def lay_out(exercises: Sequence[tuple[str, Blueprint]], paper: Paper, instructions: bool = False) -> Sheet:
    """The Sheet of one worksheet: (exercise id, Blueprint) in order. Each exercise starts on a page of its own.

    With `instructions` the first page leaves room for the teacher's own.
    """
    pages = [
        page
        for number, (_, blueprint) in enumerate(exercises)
        for page in Setter(best_plan(blueprint, paper, instructions and not number), number).pages()
    ]
    heads = (Chapter(name, blueprint.title, blueprint.cells) for name, blueprint in exercises)
    return Sheet(tuple(heads), tuple(pages))


@dataclass(frozen=True)
class Way:
    """One way to lay out an exercise: the page, the blocks to a figure, and the words over figures or aside."""

    page: Format
    blocks: int
    aside: bool

    def plan(self, cutter: Cutter) -> Plan:
        """The exercise laid out this way, with tiles from this cutter."""
        limits = Limits(
            self.page.room.width, self.page.room.height - (0 if self.aside else _ROOM_FOR_WORDS), self.blocks
        )
        return plan(cutter, Arranger(cutter, limits).figures(), self.page, self.aside)


def best_plan(blueprint: Blueprint, paper: Paper, instructions: bool = False) -> Plan:
    """The plan with the fewest pages and, among those, with the largest and then the tallest cells."""
    *larger, smallest = (Cutter.of(blueprint, grain) for grain in GRAINS)
    first = [(way, way.plan(smallest)) for way in _ways(blueprint, paper, instructions)]
    least = min(plan.cost for _, plan in first)
    plans = (_grown(way, plan, larger) for way, plan in first if plan.cost == least)
    return max(plans, key=lambda plan: plan.merit)


def _ways(blueprint: Blueprint, paper: Paper, instructions: bool) -> Iterator[Way]:
    """All blocks in one figure, half of them, a third ...: figures of the same size fill pages evenly."""
    short, long = paper.size
    blocks = len({grid.block for grid in blueprint.grids if grid.block})
    shares = sorted({ceil(blocks / figures) for figures in range(1, blocks + 1)}) or [1]
    for page in (Format((short, long), instructions), Format((long, short), instructions)):
        for share in shares:
            for aside in (False, True):
                yield Way(page, share, aside)


def _grown(way: Way, plan: Plan, larger: Sequence[Cutter]) -> Plan:
    """The plan with the largest cells that cost no more, made as tall as they can be at that cost."""
    cost = plan.cost
    plan = next((found for cutter in larger if (found := way.plan(cutter)).cost <= cost), plan)
    while (grain := plan.cutter.grain).height + TALLER <= grain.width:
        higher = way.plan(plan.cutter.with_height(round(grain.height + TALLER, 2)))
        if higher.cost > cost:
            break
        plan = higher
    return plan
