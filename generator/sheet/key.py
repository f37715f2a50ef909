"""The worked key: the working of every cell becomes the list that follows a filled key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from generator.network.blueprint import Blueprint, Grid
from generator.network.covers import Spot
from generator.network.formula import Picture
from generator.network.number import POINT, Values, printed, with_point
from generator.network.working import Work, working
from generator.sheet.filling import Listing, ListItem, Section

MOST_CELLS = 30
"""Of larger grids one row is worked out as an example."""
AND_SO_ON = ListItem("⋮")
_SEPARATORS = (" = ", " ≈ ", " → ")


def worked_listing(
    exercise: int,
    blueprint: Blueprint,
    values: Mapping[str, Values],
    asked: Mapping[str, tuple[Spot, ...]],
    title: str,
    point: str = POINT,
) -> Listing:
    """The working of an exercise, grid by grid in the order of the sheet; its numbers have a decimal `point`.

    Of what is printed only that has a working which shows a hidden cell at work.
    """
    sections = []
    for name, works in groupby(working(blueprint, values), key=lambda work: work.grid):
        grid = blueprint.by_name[name]
        shown = [work for work in works if _is_asked(blueprint, grid, asked, (work.row - 1, work.column - 1))]
        items = tuple(_items(grid, shown, values[name], point))
        if items:
            step = blueprint.step_of[name]
            repeats = not grid.block or grid.block.casefold() == step.title.casefold()
            heading = step.title if repeats else f"{step.title}, {grid.block}"
            sections.append(Section(step.number, heading, name, items))
    return Listing(exercise, title, tuple(sections))


def _is_asked(blueprint: Blueprint, grid: Grid, asked: Mapping[str, tuple[Spot, ...]], spot: Spot) -> bool:
    """Whether a cell is to be filled, or is worked out from a hidden cell of a drawn grid."""
    assert grid.formula is not None
    reads_hidden = any(name in asked for name in grid.formula.grids() if not blueprint.by_name[name].computed)
    return spot in asked.get(grid.name, ()) or reads_hidden


def _items(grid: Grid, works: Sequence[Work], values: Values, point: str) -> Iterator[ListItem]:
    """A line for each cell, or for those of the first row; none where a grid only repeats another."""
    results = [printed(values[work.row - 1][work.column - 1]) for work in works]
    if all(work.text == result for work, result in zip(works, results, strict=True)):
        return
    rows, columns = grid.shape
    assert grid.formula is not None
    whole = grid.cells <= MOST_CELLS and grid.formula.picture is not Picture.LOOK_UP
    shown = works if whole else works[:columns]
    for work, result in zip(shown, results, strict=False):
        label = f"{work.row}, {work.column}" if rows > 1 < columns else str(max(work.row, work.column))
        text = with_point(_without(work.text, result), point)
        yield ListItem(text, label if grid.cells > 1 else "", with_point(result, point))
    if len(shown) < len(works):
        yield AND_SO_ON


def _without(text: str, result: str) -> str:
    """The working up to its result."""
    found = next((text.removesuffix(result) for sign in _SEPARATORS if text.endswith(sign + result)), None)
    return "" if found is None else found
