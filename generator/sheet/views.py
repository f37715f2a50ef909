"""Drawn views: what is drawn in place of a grid's cells, as ink or in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.network.blueprint import Blueprint, DrawnGrid, Grid, View
from generator.network.formula import Picture
from generator.network.number import POINT, Values
from generator.sheet.bars import (
    bars_in,
    height_of_bars,
    intervals_of,
    least_width_of_bars,
    outlines_of,
    ticks_of,
    words_of_intervals,
    words_of_ticks,
)
from generator.sheet.boxes import Bars, Box, DrawnView, Graph, Ink
from generator.sheet.graphs import graph_of, size_of_network, words_of_graph
from generator.sheet.heading import Wording
from generator.sheet.theme import WORD


def is_drawn(grid: Grid) -> bool:
    """Whether a drawing takes the place of the grid's cells."""
    return grid.view in (View.GRAPH, View.DIRECTED, View.NETWORK, View.BARS)


def size_of(grid: Grid, cells: Box) -> Box:
    """The box of a grid that is shown in this view, from the same corner as the box that its cells would take."""
    match grid.view:
        case View.NETWORK:
            return Box(cells.x, cells.y, *size_of_network(grid))
        case View.BARS:
            rows, columns = grid.shape
            wide = max(cells.width, least_width_of_bars(columns))
            return Box(cells.x, cells.y, wide, height_of_bars(cells.height / rows))
    return cells


def view_of(box: Box, exercise: int, grid: Grid, blueprint: Blueprint) -> DrawnView:
    """The drawing of a grid in a box."""
    if grid.view is not View.BARS:
        return graph_of(box, exercise, grid, _numbered(grid))
    bounds = words = ""
    for reader in blueprint.computed:
        if reader.formula.picture is Picture.INTERVAL and grid.name in reader.formula.grids():
            bounds, words, _ = reader.formula.grids()
    point = blueprint.worded(POINT)
    return Bars(box, exercise, grid.name, bounds, words, bars_in(box, grid.shape[1]), WORD.size, point)


def _numbered(grid: Grid) -> bool:
    """Whether the lines of a network carry numbers: there may be others than 0 and 1."""
    return isinstance(grid, DrawnGrid) and bool(set(grid.source.choices(0, 0)) - {0, 1})


def ink_on_bars(bars: Bars, values: Mapping[str, Values], solved: bool) -> Iterator[Ink]:
    """What a copy with these values draws on bars; `solved` ones show the intervals too."""
    if solved and bars.bounds:
        yield from intervals_of(bars, values)
    yield from ticks_of(bars, values[bars.grid])


def described(view: DrawnView, values: Mapping[str, Values], wording: Wording, solved: bool) -> str:
    """A drawing in words, for those who cannot see it."""
    if isinstance(view, Graph):
        return wording.graph.format(edges=words_of_graph(view, values[view.grid]))
    ticks = words_of_ticks(view, values)
    if not (solved and view.bounds):
        return wording.bars.format(ticks=ticks)
    return wording.intervals.format(ticks=ticks, intervals=words_of_intervals(view, values))


__all__ = ["described", "ink_on_bars", "is_drawn", "outlines_of", "size_of", "view_of"]
