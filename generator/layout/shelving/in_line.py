"""Words on a page with many left edges look crooked: those of a figure take the edge of others where they can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, compress
from typing import NamedTuple

from generator.layout.shelving.at_cells import Workplace, kept_clear
from generator.layout.shelving.lettering import Piece
from generator.layout.shelving.one_column import ASTRAY, NEAR
from generator.layout.shelving.order import are_in_order
from generator.layout.shelving.places import taken_in
from generator.layout.steps import BETWEEN_WORDS, NARROWEST_LINES, Placed
from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Box, is_clear

ASKEW = 24.0
"""Left edges that are no farther apart than this nearly meet, in points."""
FARTHEST_ASIDE = 130.0
"""Words are moved no farther to the side than this to share a left edge."""


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
    def right(self) -> float:
        """How far its figure was moved to the right to be where it is on the page."""
        return self.x - self.piece.extent.x

    @property
    def down(self) -> float:
        """How far its figure was moved down."""
        return self.y - self.piece.extent.y

    @property
    def words(self) -> Iterator[Placed]:
        """All its words, where they are on the page."""
        yield from (placed.moved(self.x, self.y - self.piece.top) for placed in self.piece.over.placed)
        yield from self.own

    @property
    def own(self) -> Iterator[Placed]:
        """Those that have places of their own."""
        yield from (placed.moved(self.right, self.down) for placed in self.piece.own)

    def with_own(self, own: Iterable[Placed]) -> PlacedPiece:
        """The same with its own words elsewhere; its figure stays where it is."""
        piece = replace(self.piece, own=tuple(own))
        return PlacedPiece(piece, self.right + piece.extent.x, self.down + piece.extent.y)


def lined_up(blueprint: Blueprint, places: Iterable[PlacedPiece], room: Box) -> list[PlacedPiece]:
    """The pieces of a page, in order, with the words of as many as can be at the left edges of words of others."""
    page = _Page(blueprint, list(places), room)
    for number in range(len(page.pieces)):
        page.line_up(number)
    return page.pieces


def _edge(placed: Placed) -> float:
    return round(placed.x, 1)


def _are_in_order(pieces: Iterable[PlacedPiece]) -> bool:
    return are_in_order(list(chain.from_iterable(place.words for place in pieces)))


@dataclass(frozen=True)
class _Page:
    """The pieces on a page, whose words are moved one piece after another."""

    blueprint: Blueprint
    pieces: list[PlacedPiece]
    room: Box

    def line_up(self, number: int) -> None:
        """Move words of a piece that are alone at their left edge to the nearest of others at which they may be."""
        for edge in sorted({_edge(placed) for placed in self.pieces[number].own}):
            edges = [_edge(words) for place in self.pieces for words in place.words]
            group = [_edge(placed) == edge for placed in self.pieces[number].own]
            if edges.count(edge) > sum(group):
                continue
            for other in sorted({*edges} - {edge}, key=lambda other: abs(other - edge)):
                if abs(other - edge) <= FARTHEST_ASIDE and self._move(number, group, other - edge):
                    break

    def _move(self, number: int, group: Sequence[bool], right: float) -> bool:
        """Move some words of a piece to the side, if they have room there, near enough to their cells and in order."""
        place = self.pieces[number]
        rest = [placed for placed, moves in zip(place.piece.own, group, strict=True) if not moves]
        moved = list(self._set(place, list(compress(place.piece.own, group)), right))
        taken = [*taken_in(place.piece.figure), *map(kept_clear, rest)]
        if len(moved) < sum(group) or not all(is_clear(placed.box.edges, taken) for placed in moved):
            return False
        others = [other.box.edges for other in (*self.pieces[:number], *self.pieces[number + 1 :])]
        on_page = [placed.box.moved(place.right, place.down) for placed in moved]
        if not all(self.room.holds(box) and is_clear(box.edges, others) for box in on_page):
            return False
        found = place.with_own(sorted([*rest, *moved], key=lambda placed: placed.words.step.number))
        pieces = [*self.pieces[:number], found, *self.pieces[number + 1 :]]
        if _are_in_order(self.pieces) and not _are_in_order(pieces):
            return False
        self.pieces[number] = found
        return True

    def _set(self, place: PlacedPiece, group: Sequence[Placed], right: float) -> Iterator[Placed]:
        """Words moved to the side, as wide as there is room, each below the one before; only those near enough."""
        top = place.piece.extent.y
        for placed in group:
            x = placed.x + right
            words = placed.words.within(self.room.right - place.right - x)
            if words.width < NARROWEST_LINES:
                return
            moved = Placed(words, x, max(top, placed.y))
            top = moved.box.bottom + BETWEEN_WORDS
            at = Workplace.of(self.blueprint, place.piece.figure, placed.words.step)
            far = at.distance(*moved.box.edges)
            if abs(right) <= ASKEW or far <= max(NEAR, at.distance(*placed.box.edges) + ASTRAY):
                yield moved
