"""Words on a page whose left edges nearly meet look crooked: those of different pieces share an edge if they can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from generator.layout.shelving.at_cells import kept_clear
from generator.layout.shelving.lettering import Piece
from generator.layout.shelving.places import taken_in
from generator.layout.steps import Placed
from generator.sheet.boxes import Box

ASKEW = 24.0
"""Left edges that are no farther apart than this nearly meet, in points."""


class PlacedPiece(NamedTuple):
    """A piece, and its corner on a page: that of its figure, below the words over it."""

    piece: Piece
    x: float
    y: float

    @property
    def box(self) -> Box:
        """What it takes of the page."""
        return Box(self.x, self.y - self.piece.top, self.piece.width, self.piece.height)

    @property
    def edges(self) -> Iterator[float]:
        """The left edges of its words on the page."""
        yield from (self.x + placed.x for placed in self.piece.over.placed)
        yield from map(self.left_of, self.piece.own)

    def left_of(self, words: Placed) -> float:
        """The left edge of some words that have a place of their own."""
        return self.x - self.piece.extent.x + words.x

    def with_words(self, words: Placed, moved: Placed) -> PlacedPiece:
        """The same with some words elsewhere; its figure stays where it is."""
        piece = replace(self.piece, own=tuple(moved if other is words else other for other in self.piece.own))
        return PlacedPiece(piece, self.x + piece.extent.x - self.piece.extent.x, self.y)


def lined_up(places: Iterable[PlacedPiece], room: Box) -> list[PlacedPiece]:
    """The pieces of a page, in order; words take the left edge of words of a piece before that they nearly meet."""
    found = list(places)
    edges: list[float] = []
    for number in range(len(found)):
        others = [other.box for other in (*found[:number], *found[number + 1 :])]
        for words in found[number].piece.own:
            left = found[number].left_of(words)
            nearest = min(edges, key=partial(_distance, left), default=left)
            if 0 < _distance(left, nearest) <= ASKEW:
                found[number] = _with_moved(found[number], words, nearest - left, others, room)
        edges += found[number].edges
    return found


def _distance(one: float, other: float) -> float:
    return abs(one - other)


def _with_moved(place: PlacedPiece, words: Placed, right: float, others: Sequence[Box], room: Box) -> PlacedPiece:
    """The place with some words moved to the side, unless they would meet something there."""
    moved = words.moved(right, 0)
    rest = (kept_clear(other) for other in place.piece.own if other is not words)
    found = place.with_words(words, moved)
    within = room.x <= found.box.x + 0.01 and found.box.right <= room.right + 0.01
    if within and moved.box.is_clear_of((*taken_in(place.piece.figure), *rest)) and found.box.is_clear_of(others):
        return found
    return place
