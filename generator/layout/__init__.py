"""The layout: from Blueprints to a Sheet, pages of positioned boxes that every copy of a class shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.graph import Blueprint
from generator.layout.arrange import Arranger, Limits
from generator.layout.pages import Format, Plan, Setter, plan
from generator.layout.tiles import Cutter, Grain
from generator.sheet import Paper, Sheet, SheetExercise

__all__ = ["Paper", "lay_out"]

GRAINS = (
    Grain(10.0, 8.0, 11.0),
    Grain(9.2, 7.2, 10.0),
    Grain(8.4, 6.6, 9.5),
    Grain(8.0, 6.2, 9.0),
    Grain(7.5, 6.0, 8.5),
)
"""Sizes of cells, largest first: width and height in millimetres, digits in points."""
FEWEST_BLOCKS, MOST_BLOCKS = 1, 5


def lay_out(exercises: Sequence[tuple[str, Blueprint]], paper: Paper) -> Sheet:
    """The Sheet of one worksheet: (exercise id, Blueprint) in order. Each exercise starts on a page of its own."""
    pages = [
        page
        for number, (_, blueprint) in enumerate(exercises)
        for page in Setter(best_plan(blueprint, paper), number).pages()
    ]
    heads = (
        SheetExercise(id, blueprint.title, sum(grid.cells for grid in blueprint.blanks)) for id, blueprint in exercises
    )
    return Sheet(tuple(heads), tuple(pages))


def best_plan(blueprint: Blueprint, paper: Paper) -> Plan:
    """The best of all ways to lay out an exercise."""
    return max(_plans(blueprint, paper), key=lambda plan: plan.merit)


def _plans(blueprint: Blueprint, paper: Paper) -> Iterator[Plan]:
    short, long = paper.size
    blocks = len({grid.block for grid in blueprint.grids if grid.block})
    for page in (Format((short, long)), Format((long, short))):
        for grain in GRAINS:
            cutter = Cutter(blueprint, grain)
            for most in range(1, max(1, blocks) + 1):
                limits = Limits(page.room.width, page.room.height - 50, most)
                yield plan(cutter, Arranger(cutter, limits).figures(), page)
