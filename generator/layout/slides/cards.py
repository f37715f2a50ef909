"""The card that a slide is laid out on: its margins and words, the room for figures and that for arithmetic.

A card is small and painted large. It grows for large figures and shrinks for small ones, and its words along with it,
so that they look the same on every slide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.layout.figure import Figure
from generator.layout.lines import wrap
from generator.layout.slides.staging import places_of, together, widths_of
from generator.network.blueprint import Step
from generator.sheet.boxes import Box
from generator.sheet.theme import GREY, TextStyle
from generator.type.notation import Span
from generator.type.shaping import Face

CARD = Box(0.0, 0.0, 453.6, 255.15)
"""A card of size 1; all lengths here are those on it."""
SMALLEST = 0.7
"""The smallest card: cells that are larger than on it look coarse."""
MARGIN = 15.0
DISC = 17.0
BESIDE_DISC = 6.0
TITLE = TextStyle(Face.BOLD, 15)
TITLE_LINE = 19.0
WORDS = TextStyle(Face.REGULAR, 9.5)
LINE = 12.5
MOST_LINES = 2
"""An instruction is cut after a sentence, if that keeps it to so many lines."""
FOOT = TextStyle(Face.REGULAR, 7, GREY)
FOOT_LINE = 9.0
_UNDER_WORDS = 8.0
_OVER_FOOT = 4.0
_COLUMN = 150.0
"""The width of the column of arithmetic beside a figure."""
_BAND = 62.0
"""The height of the arithmetic below a wide figure."""
_GAP = 14.0


class CardFit(NamedTuple):
    """How figures fit on a card: its size, the corner they start at, the room for arithmetic, and their widest row.

    Boxes and lengths are those of a card of this size.
    """

    card: float
    corner: tuple[float, float]
    room: Box | None
    widest: float


class Parts(NamedTuple):
    """The room on a card for figures, and that for arithmetic."""

    figures: Box
    arithmetic: Box | None


def room_under(lines: int) -> Box:
    """The room on a card under a title and so many lines of instruction."""
    over = MARGIN + TITLE_LINE + lines * LINE + _UNDER_WORDS
    return Box(MARGIN, over, CARD.width - 2 * MARGIN, CARD.height - over - MARGIN - FOOT_LINE - _OVER_FOOT)


def parted(room: Box) -> tuple[Parts, ...]:
    """The ways to part the room: arithmetic beside the figures, or below."""
    left, upper = room.width - _COLUMN - _GAP, room.height - _BAND - _GAP
    return (
        Parts(Box(room.x, room.y, left, room.height), Box(room.x + left + _GAP, room.y, _COLUMN, room.height)),
        Parts(Box(room.x, room.y, room.width, upper), Box(room.x, room.y + upper + _GAP, room.width, _BAND)),
    )


def frame_for(figures: Sequence[Figure], lines: int, with_arithmetic: bool) -> CardFit:
    """The frame with the smallest card on which figures fit under so many lines."""
    room = room_under(lines)
    ways = parted(room) if with_arithmetic else (Parts(room, None),)
    extents = ((wide, together(figures, places_of(figures, wide)).extent) for wide in widths_of(figures))
    frames = [_frame(extent, parts, wide) for wide, extent in extents for parts in ways]
    return min(frames, key=lambda frame: frame.card, default=CardFit(1.0, (room.x, room.y), None, 0.0))


def _frame(extent: Box, parts: Parts, widest: float) -> CardFit:
    """The frame for figures of this extent, with the figures and the arithmetic together in the middle."""
    card = max(SMALLEST, extent.width / parts.figures.width, extent.height / parts.figures.height)
    room = scaled(parts.figures, card)
    right, down = (room.width - extent.width) / 2, (room.height - extent.height) / 2
    x, y = room.x + right, room.y + down
    if parts.arithmetic is None:
        return CardFit(card, (x, y), None, widest)
    words = scaled(parts.arithmetic, card)
    if words.x > room.right:  # aside: level with the figures
        left = words.x - right
        return CardFit(card, (x, y), Box(left, y, words.right - left, words.bottom - y), widest)
    left = min(x, words.right - _COLUMN * card)
    return CardFit(card, (x, y), Box(left, words.y - down, words.right - left, words.height), widest)


def lines_of(step: Step) -> list[tuple[Span, ...]]:
    """The first sentences of a step's instruction, as many as have room in a few lines, and at least one."""
    sentences = step.instruction.removesuffix(".").split(". ") if step.instruction else []
    room = CARD.width - 2 * MARGIN - DISC - BESIDE_DISC
    kept: list[tuple[Span, ...]] = []
    for count in range(1, len(sentences) + 1):
        lines = wrap(f"{'. '.join(sentences[:count])}.", WORDS, room)
        if kept and len(lines) > MOST_LINES:
            break
        kept = lines
    return kept


def enlarged(style: TextStyle, times: float) -> TextStyle:
    """The style in another size."""
    return replace(style, size=style.size * times)


def scaled(box: Box, times: float) -> Box:
    """The box on a card of another size."""
    return Box(box.x * times, box.y * times, box.width * times, box.height * times)
