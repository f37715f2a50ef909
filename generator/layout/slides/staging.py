"""What of a figure is on the board at some point of the work: the results so far and what they are worked out from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from math import fsum

from generator.layout.figure import Figure, Joint, Link, Tile
from generator.layout.tiles import Cutter
from generator.network.blueprint import Blueprint
from generator.network.operand import Part

BETWEEN = 20.0
"""Clear space between figures, or between the grids that are given, in points."""


def so_far(figure: Figure, blueprint: Blueprint, done: Collection[str], due: Collection[str] = ()) -> Figure:
    """The figure when these grids are filled and perhaps others due: nothing that is only needed later is in it."""
    kept = [number for number in range(len(figure.tiles)) if _is_shown(figure, number, blueprint, done, due)]
    place = {number: new for new, number in enumerate(kept)}
    links = zip(figure.links, _results_of_links(figure), strict=True)
    outlines = ([place[number] for number in outline if number in place] for outline in figure.outlines)
    return Figure(
        [figure.tiles[number] for number in kept],
        [link._replace(tile=place[link.tile]) for link, result in links if link.tile in place and result in place],
        outlines=[tuple(outline) for outline in outlines if outline],
        # The title of the slide names the block, unless there are several.
        blocks=[(block, place[first]) for block, first in figure.blocks if first in place and len(figure.blocks) > 1],
    )


def _is_shown(figure: Figure, number: int, blueprint: Blueprint, done: Collection[str], due: Collection[str]) -> bool:
    """Whether a tile is a result so far, or is read for one in this figure. Ones belong to the result after them."""
    tile = figure.tiles[number]
    if _is_result(tile, blueprint):
        return tile.grid in done
    results = [other.grid for other in figure.tiles if _is_result(other, blueprint)]
    readers = [name for name in results if tile.grid and tile.grid in _read(blueprint, name)]
    following = [other.grid for other in figure.tiles[number:] if _is_result(other, blueprint)]
    return any(name in done or name in due for name in readers or following[:1] or results[-1:])


def _is_result(tile: Tile, blueprint: Blueprint) -> bool:
    return not tile.copy and tile.grid in blueprint.computed_by_name


def _read(blueprint: Blueprint, name: str) -> tuple[str, ...]:
    grid = blueprint.computed_by_name.get(name)
    return tuple(grid.formula.grids()) if grid else ()


def _results_of_links(figure: Figure) -> Iterator[int]:
    """The tile of the result that each link leads to: a sign belongs to the arrows or the wave that come after it."""
    for number, link in enumerate(figure.links):
        leading: Sequence[Link] = [other for other in figure.links[number:] if other.joint is not Joint.SIGN]
        yield leading[0].tile if leading else link.tile


def widths_of(figures: Sequence[Figure]) -> tuple[float, ...]:
    """Every width of a row that some of these figures, one after another, take."""
    wide = [figure.extent.width for figure in figures]
    runs = {fsum(wide[start:end]) + BETWEEN * (end - start - 1) for start, end in combinations(range(len(wide) + 1), 2)}
    return tuple(sorted(width for width in runs if width >= max(wide)))


def places_of(figures: Sequence[Figure], widest: float) -> tuple[tuple[float, float], ...]:
    """How far to move each figure, right and down, so that they are in rows of this width from the top left."""
    found: list[tuple[float, float]] = []
    x = y = high = 0.0
    for figure in figures:
        extent = figure.extent
        if x and x + extent.width > widest + 0.01:
            x, y, high = 0.0, y + high + BETWEEN, 0.0
        found.append((x - extent.x, y - extent.y))
        x += extent.width + BETWEEN
        high = max(high, extent.height)
    return tuple(found)


def together(figures: Sequence[Figure], places: Sequence[tuple[float, float]]) -> Figure:
    """Several figures as one, each moved so far right and down."""
    whole = Figure()
    for figure, (right, down) in zip(figures, places, strict=True):
        start = len(whole.tiles)
        whole.tiles += [tile.moved(right, down) for tile in figure.tiles]
        whole.links += [link._replace(tile=link.tile + start) for link in figure.links]
        whole.outlines += [tuple(number + start for number in outline) for outline in figure.outlines]
        whole.blocks += [(block, first + start) for block, first in figure.blocks]
    return whole


def alone(cutter: Cutter, names: Sequence[str], copies: bool = False) -> tuple[Figure, ...]:
    """Each of these grids, or a copy of it, as a figure of its own."""
    found = []
    for name in names:
        figure = Figure()
        figure.outlines.append(figure.add(cutter.cut(Part(*cutter.grid(name).shape, name), 0, 0, copy=copies)))
        found.append(figure)
    return tuple(found)
