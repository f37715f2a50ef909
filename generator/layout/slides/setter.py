"""From a Blueprint to slides for a projector: pages of 16:9, one for each turn, that fill the sheet step by step.

Slides that fill the same figures keep them in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.layout.drawing.decorator import Decorator
from generator.layout.figure import Figure
from generator.layout.lines import line_of
from generator.layout.operands import tints
from generator.layout.reading import in_order
from generator.layout.slides.cards import (
    BESIDE_DISC,
    CARD,
    DISC,
    FOOT,
    FOOT_LINE,
    LINE,
    MARGIN,
    TITLE,
    TITLE_LINE,
    WORDS,
    enlarged,
    lines_of,
    scaled,
)
from generator.layout.slides.staging import places_of, together
from generator.layout.slides.stretches import GRAIN, Arrangement, arrangements
from generator.network.blueprint import Blueprint
from generator.network.turns import Turn
from generator.sheet.boxes import Align, Box, Disc, Page, Passage, Reading, Text
from generator.type.notation import Span

WIDTH = 960.0
"""How wide a slide is painted, in points."""


@dataclass(frozen=True)
class Slide:
    """A slide: the turn it shows, the grids filled so far, its page, and the room for arithmetic on it, if any.

    Lengths of words are `card` times those on a card of size 1.
    """

    turn: Turn
    done: frozenset[str]
    page: Page
    room: Box | None
    card: float


def lay_out_slides(blueprint: Blueprint) -> tuple[Slide, ...]:
    """The slides of an exercise in the order of working, with cells as large as they can be."""
    return tuple(_slides(min(arrangements(blueprint), key=lambda way: way.cost)))


def _slides(way: Arrangement) -> Iterator[Slide]:
    number = 0
    for stretch in way.stretches:
        frame = stretch.frame
        x, y = frame.corner
        places = [(x + right, y + down) for right, down in places_of(stretch.stages[-1], frame.widest)]
        for turn, stage in zip(stretch.turns, stretch.stages, strict=True):
            page = _page(way, turn, number, together(stage, places), frame.card)
            yield Slide(turn, way.done[number], page, frame.room, frame.card)
            number += 1


def _page(way: Arrangement, turn: Turn, number: int, figure: Figure, card: float) -> Page:
    drawn = Decorator(way.cutter, number, tints(way.blueprint), {})
    words = [(turn.step, tuple(_words(turn, card)))]
    passages = in_order(
        way.blueprint, figure, words, drawn.blocks(figure, card * (CARD.width - MARGIN)), drawn.tiles(figure)
    )
    box = scaled(Box(MARGIN, CARD.height - MARGIN - FOOT_LINE, CARD.width - 2 * MARGIN, FOOT_LINE), card)
    name = Text(box, line_of(way.blueprint.title), enlarged(FOOT, card))
    count = Text(box, (Span(f"{number + 1} / {len(way.turns)}"),), enlarged(FOOT, card), Align.RIGHT)
    return Page(
        size=(CARD.width * card, CARD.height * card),
        exercise=number,
        digits=GRAIN.digits,
        passages=(Passage(Reading.NAME, (name,)), *passages),
        drawing=(*drawn.drawing(figure), count),
        fields=(),
        scale=WIDTH / CARD.width / card,
    )


def _words(turn: Turn, card: float) -> Iterator[Passage]:
    """The step's number and title, with the block it is in, and what to do in a few words."""
    left = MARGIN + DISC + BESIDE_DISC
    room = CARD.width - MARGIN - left
    step, title = turn.step, turn.step.title
    if turn.block and turn.block.casefold() != title.casefold():
        title = f"{title} · {turn.block}"
    disc = Disc(scaled(Box(MARGIN, MARGIN, DISC, DISC), card), step.number)
    named = Text(scaled(Box(left, MARGIN, room, DISC), card), line_of(title), enlarged(TITLE, card))
    yield Passage(Reading.TITLE, (disc, named))
    boxes = (Box(left, MARGIN + TITLE_LINE + row * LINE, room, LINE) for row in range(len(lines_of(step))))
    lines = [
        Text(scaled(box, card), line, enlarged(WORDS, card)) for box, line in zip(boxes, lines_of(step), strict=True)
    ]
    if lines:
        yield Passage(Reading.WORDS, tuple(lines))
