"""The links of a figure: arrows, waves, signs and lanes from what a grid is worked out from to the grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.layout.figure import BEFORE_WAVES, Joint, Link, Note, Tile
from generator.network.blueprint import Grid, Role
from generator.sheet.boxes import Align, Arrow, Box, Ink, Stroke, Text, Wave
from generator.sheet.measure import span_width
from generator.sheet.theme import CONDITION, FUNCTION, GREY, SIGN
from generator.type.notation import Span, spans_of_word
from generator.type.shaping import width

LEADING = 1.25
"""Height of a line of text, relative to its size."""
UNDER_WAVE = 2.0
"""From the middle of a wave to the name of its function below it."""


def link_ink(tile: Tile, grid: Grid, link: Link) -> Iterator[Ink]:
    """What leads to a tile of this grid."""
    backward = grid.role is Role.GRADIENT
    if link.joint is Joint.LANE:
        yield from _lane(tile, link)
    elif link.above:
        yield from _above(tile, link, backward)
    else:
        yield from _left(tile, grid, link, backward)


def _left(tile: Tile, grid: Grid, link: Link, backward: bool) -> Iterator[Ink]:
    box, high = tile.box, tile.box.height / tile.rows
    start, end = box.x - tile.left * bool(tile.note is not Note.LEFT) - link.gap, box.x - tile.left
    if link.within:
        start, end = box.x - tile.left, box.x - tile.left + link.gap
    middle = (start + end) / 2
    if link.joint is not Joint.WAVE and link.text and not link.over:
        style = SIGN if link.text[0] in "+−×·÷()=" else CONDITION
        wide, line = width(link.text, style.face, style.size), style.size * LEADING
        left = middle - wide / 2 if link.joint is Joint.SIGN else start + 4
        yield Text(Box(left, box.y + box.height / 2 - line / 2, wide, line), (Span(link.text),), style)
    if link.joint is Joint.SIGN:
        return
    rows: Sequence[float] = range(tile.rows)
    if link.joint is Joint.ARROWS and grid.row_headings:  # one arrow to all of them
        rows = [(tile.rows - 1) / 2]
    name = spans_of_word(link.text if link.joint is Joint.WAVE or link.over else "")
    wide, line = span_width(name, FUNCTION), FUNCTION.size * LEADING
    beside = wide < link.gap - 2 * tile.left  # clear of the names of grids
    # Nothing beyond a low cell is kept clear for the name of its function, which then lifts the wave.
    lift = max(high / 2 + UNDER_WAVE + line - high, 0.0) if name and beside and len(rows) == 1 else 0.0
    for row in rows:
        y = box.y + (row + 0.5) * high - lift
        if link.joint is Joint.WAVE:
            yield _wave(middle, y)
        else:
            yield Arrow((end - min(link.gap, 20) + 4, y), (end - 2.5, y), backward)
    if name:
        y = box.y - line - 1.7
        if beside:
            y = box.y + (high - line / 2 if len(rows) > 1 else high / 2 + UNDER_WAVE - lift)
        yield Text(Box(middle - wide / 2, y, wide, line), name, FUNCTION, Align.CENTRE)


def _above(tile: Tile, link: Link, backward: bool) -> Iterator[Ink]:
    box, wide = tile.box, tile.box.width / tile.columns
    start, end = box.y - link.gap, box.y - tile.top
    middle = (start + end) / 2
    centre = box.x + wide / 2
    match link.joint:
        case Joint.SIGN:
            text, high = width(link.text, SIGN.face, SIGN.size), SIGN.size * LEADING
            place = Box(box.x + (box.width - text) / 2, middle - high / 2, text, high)
            yield Text(place, (Span(link.text),), SIGN, Align.CENTRE)
            return
        case Joint.WAVE:
            for column in range(tile.columns):
                yield _wave(centre + column * wide, middle)
        case Joint.ARROWS:
            for column in range(tile.columns):
                x = centre + column * wide
                yield Arrow((x, start + 1.5), (x, end - 2.4), backward)
    if link.text:  # beside the column
        name = spans_of_word(link.text)
        text, high = span_width(name, FUNCTION), FUNCTION.size * LEADING
        yield Text(Box(box.x - BEFORE_WAVES - text, middle - high / 2, text, high), name, FUNCTION)


def _lane(tile: Tile, link: Link) -> Iterator[Ink]:
    """Up from something lower at the left, and then to the row."""
    y = tile.box.y + (link.row + 0.5) * tile.box.height / tile.rows
    start = tile.box.x - link.gap
    yield Stroke((start, y + link.drop - 2.5), (start, y), GREY)
    yield Arrow((start, y), (tile.box.x - 2.5, y))


def _wave(x: float, y: float) -> Wave:
    """The sign of a function, around a point."""
    return Wave(Box(x - 5.5, y - 2, 11, 4))
