"""Where the words of a step may be: around its cells, clear of all that a figure has drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import TypeAlias

from generator.layout.figure import BEFORE_WAVES, CLEARANCE, Figure, Joint, Link, Tile
from generator.layout.steps import StepWords
from generator.layout.tiles import BLOCK_STRIP
from generator.sheet.boxes import Box, Edges, is_clear, within
from generator.sheet.theme import BLOCK_TITLE, FUNCTION
from generator.type.shaping import width

APART = 9.0
"""From cells to the words beside them."""
OVER = 3.0
"""From words to the cells below them."""

Corner: TypeAlias = tuple[StepWords, float, float]
"""Words of some width, and where their corner may be."""


def taken_in(figure: Figure) -> list[Edges]:
    """The edges of all in a figure that words keep clear of."""
    rooms = [tile.edges for tile in figure.tiles]
    taken = [(x - CLEARANCE, y - CLEARANCE, right + CLEARANCE, low + CLEARANCE) for x, y, right, low in rooms]
    taken += [_box_of(figure, link).edges for link in figure.links]
    taken += [_title_of(block, figure.tiles[first]).edges for block, first in figure.blocks]
    return taken


def _box_of(figure: Figure, link: Link) -> Box:
    """The gap before a tile, with the name of a function over it or next to it."""
    tile = figure.tiles[link.tile]
    box = tile.box
    if link.above:
        name = width(link.text, FUNCTION.face, FUNCTION.size) + BEFORE_WAVES
        left = 4.0 if link.joint is Joint.SIGN else max(4.0, name)
        return Box(box.x - left, box.y - link.gap - tile.top, box.width + left + 4, link.gap)
    if link.joint is Joint.LANE:
        return Box(box.x - link.gap - APART, box.y, link.gap + APART, link.drop + box.height / tile.rows)
    left = 0.0 if link.within else tile.left
    return Box(box.x - left - link.gap, box.y - 12, link.gap + left, box.height + 12)


def _title_of(block: str, first: Tile) -> Box:
    return Box(first.box.x, first.room.y, width(block, BLOCK_TITLE.face, BLOCK_TITLE.size), BLOCK_STRIP)


def beside_cells(
    taken: Sequence[Edges], cells: Sequence[Box], narrow: Sequence[StepWords], extent: Box
) -> Iterator[Corner]:
    """Places to try, no higher or lower than the figure: beside what is in the rows of the cells, over and under them.

    Each is the corner of words that are as narrow as their lines.
    """
    highest, lowest = extent.y, extent.bottom
    for words in narrow if cells else ():
        high, wide = words.height, words.width
        bands: dict[float, tuple[float, float]] = {}  # cells side by side share theirs
        for x, top, end, bottom in (cell.edges for cell in cells):
            for y in (top, top + (bottom - top - high) / 2, bottom - high):
                if highest <= y and y + high <= lowest:
                    if y not in bands:
                        bands[y] = _band(taken, y, y + high)
                    left, right = bands[y]
                    yield words, (right if right > end else end) + APART - CLEARANCE, y
                    yield words, (left if left < x else x) - APART + CLEARANCE - wide, y
                    yield words, end + APART, y
            over, under = top - high - OVER - CLEARANCE, bottom + OVER + CLEARANCE
            if highest <= over and over + high <= lowest:
                yield words, x, over
                yield words, end - wide, over
            if highest <= under and under + high <= lowest:
                yield words, x, under


def _band(taken: Sequence[Edges], top: float, bottom: float) -> tuple[float, float]:
    """The left edge and the right one of all that reaches between two heights."""
    first, last = inf, -inf
    for left, high, right, low in taken:
        if high < bottom and top < low:
            first = left if left < first else first
            last = right if right > last else last
    return first, last


def beside_leads(
    taken: Sequence[Edges], cells: Sequence[Box], narrow: Sequence[StepWords], extent: Box
) -> Iterator[Corner]:
    """Where there is no such place: over the rows of the cells, next to what leads down to them."""
    for words in narrow:
        for cell in cells:
            over = cell.y - words.height - OVER - CLEARANCE
            if extent.y <= over and over + words.height <= extent.bottom:
                column = cell.x, over, cell.right, over + words.height
                leads = within([column, *(edges for edges in taken if not is_clear(edges, (column,)))])
                yield words, leads.right + APART - CLEARANCE, over
                yield words, leads.x - APART + CLEARANCE - words.width, over
