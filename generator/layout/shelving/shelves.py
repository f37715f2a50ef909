"""Pieces on shelves and shelves on pages: side by side, in stacks where that saves room, and pages evenly filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise
from math import fsum

from generator.layout.shelving.lettering import BESIDE_FIGURES, Piece

BETWEEN_SHELVES = 15.0
"""Clear space between shelves, and between pieces on top of each other, in points."""
WIDEST_BETWEEN = 90.0
"""The most clear space between shelves that are spread over a page."""
MOST_STACKED = 6
"""How many pieces are put on top of each other at most."""


@dataclass(frozen=True)
class Stack:
    """Pieces on top of each other."""

    pieces: tuple[Piece, ...]

    @cached_property
    def height(self) -> float:
        """The height of all."""
        return fsum(piece.height for piece in self.pieces) + BETWEEN_SHELVES * (len(self.pieces) - 1)

    @cached_property
    def width(self) -> float:
        """The width of the widest."""
        return max(piece.width for piece in self.pieces)

    @property
    def lead(self) -> float:
        """How far words stick out to the left of cells."""
        return max(piece.lead for piece in self.pieces)


@dataclass(frozen=True)
class Shelf:
    """Stacks side by side, most often of a single piece."""

    stacks: tuple[Stack, ...]

    @property
    def pieces(self) -> Iterator[Piece]:
        """The pieces in the order they are worked on."""
        return (piece for stack in self.stacks for piece in stack.pieces)

    @property
    def parts(self) -> Sequence[Shelf]:
        """The pieces of a single stack, which have nothing beside them, on shelves of their own; else the shelf."""
        return (self,) if len(self.stacks) > 1 else tuple(Shelf((Stack((piece,)),)) for piece in self.pieces)

    @cached_property
    def height(self) -> float:
        """The height of the tallest."""
        return max(stack.height for stack in self.stacks)

    @cached_property
    def width(self) -> float:
        """The width of all with the least space between them."""
        return fsum(stack.width for stack in self.stacks) + BESIDE_FIGURES * (len(self.stacks) - 1)


def filled(shelves: Sequence[Shelf]) -> float:
    """The height that shelves take with the least space between them."""
    return fsum(shelf.height for shelf in shelves) + BETWEEN_SHELVES * (len(shelves) - 1)


def between(shelves: Sequence[Shelf], room: float) -> float:
    """The clear space between shelves that are spread over a page's height."""
    spare = room - fsum(shelf.height for shelf in shelves)
    return min(WIDEST_BETWEEN, max(BETWEEN_SHELVES, spare / (len(shelves) + 1)))


def spread(shelves: Sequence[Shelf], gap: float) -> float:
    """The height that shelves take with this space between them."""
    return fsum(shelf.height for shelf in shelves) + gap * (len(shelves) - 1)


def even_gaps(pages: Sequence[Sequence[Shelf]], room: float) -> list[float]:
    """The clear space between the shelves of each page: one that has more room comes as near to a fuller one as can be.

    The height that all are meant to have is that of the page that takes most, or what the emptiest takes if it is
    spread out.
    """
    least = max(map(filled, pages))
    meant = max(least, min(spread(page, between(page, room)) for page in pages))
    gaps = ((meant - spread(page, 0)) / max(1, len(page) - 1) for page in pages)
    return [min(WIDEST_BETWEEN, max(BETWEEN_SHELVES, gap)) for gap in gaps]


class Shelving(Enum):
    """How pieces are set on shelves: as many as each has room for, or whole blocks; side by side or in stacks."""

    ROWS = "rows"
    ROWS_OF_BLOCKS = "rows of blocks"
    STACKS_OF_BLOCKS = "stacks of blocks"
    STACKS = "stacks"

    @property
    def stacks(self) -> bool:
        """Whether pieces are put on top of each other."""
        return self in (Shelving.STACKS, Shelving.STACKS_OF_BLOCKS)

    @property
    def blocks(self) -> bool:
        """Whether a shelf has whole blocks, or parts of a single one."""
        return self in (Shelving.ROWS_OF_BLOCKS, Shelving.STACKS_OF_BLOCKS)


def side_by_side(pieces: Sequence[Piece], width: float) -> list[Shelf]:
    """Shelves of pieces side by side, as many on each as its width has room for."""
    shelves: list[Shelf] = []
    for piece in pieces:
        wider = Shelf((*shelves[-1].stacks, Stack((piece,)))) if shelves else None
        if wider and wider.width <= width:
            shelves[-1] = wider
        else:
            shelves.append(Shelf((Stack((piece,)),)))
    return shelves


@dataclass(frozen=True)
class Assortment:
    """All shelves that pieces can be set on, no wider than `width`, no higher than `height`."""

    pieces: Sequence[Piece]
    width: float
    height: float
    shelving: Shelving

    def on_fewest_pages(self, height: float) -> list[Shelf]:
        """The shelves that fill the fewest pages of a height, and of these the last one least."""
        best: dict[int, tuple[int, float, int, tuple[int, ...]]] = {0: (1, -BETWEEN_SHELVES, 0, ())}
        for start, shelves in enumerate(self._shelves):
            pages, used, _, _ = best[start]
            for end, high, starts in shelves:
                together = used + BETWEEN_SHELVES + high
                option = (pages, together) if together <= height else (pages + 1, high)
                if end not in best or option < best[end][:2]:
                    best[end] = *option, start, starts
        found: list[Shelf] = []
        end = len(self.pieces)
        while end:
            _, _, start, starts = best[end]
            shelf = Shelf(tuple(Stack(tuple(self.pieces[a:b])) for a, b in pairwise((*starts, end))))
            found += reversed(shelf.parts)
            end = start
        return found[::-1]

    @cached_property
    def _sizes(self) -> list[tuple[float, float]]:
        return [(piece.width, piece.height) for piece in self.pieces]

    @cached_property
    def _shelves(self) -> list[list[tuple[int, float, tuple[int, ...]]]]:
        """The shelves that begin with each piece."""
        return [
            [
                (end, *shelf)
                for end, shelf in self._lowest(start).items()
                if end == start + 1 or not (self.shelving.blocks and tears(self.pieces, start, end))
            ]
            for start in range(len(self.pieces))
        ]

    def _lowest(self, start: int) -> dict[int, tuple[float, tuple[int, ...]]]:
        """The lowest shelf from a piece to each of those it can end before: its height, and where its stacks start."""
        found: dict[int, tuple[float, tuple[int, ...]]] = {start + 1: (self._sizes[start][1], (start,))}
        for most in self._heights(start):
            starts, before, (wide, high), lowest = [start], 0.0, self._sizes[start], 0.0
            if high > most:
                continue
            for end in range(start + 1, len(self.pieces)):
                width, height = self._sizes[end]
                higher = high + BETWEEN_SHELVES + height
                if self.shelving.stacks and higher <= most:
                    wide, high = max(wide, width), higher
                else:
                    before, lowest = before + wide + BESIDE_FIGURES, max(lowest, high)
                    wide, high = width, height
                    starts.append(end)
                if before + wide > self.width or high > most:
                    break
                found.setdefault(end + 1, (max(lowest, high), tuple(starts)))
        return found

    def _heights(self, start: int) -> list[float]:
        """The heights of the stacks that a shelf may hold, from the lowest to the highest."""
        if not self.shelving.stacks:
            return [self.height]
        found = set()
        for first in range(start, min(len(self._sizes), start + MOST_STACKED)):
            high = -BETWEEN_SHELVES
            for _, height in self._sizes[first : first + MOST_STACKED]:
                high += BETWEEN_SHELVES + height
                if high > self.height:
                    break
                found.add(round(high, 1))
        return sorted(high + 0.05 for high in found)


def tears(pieces: Sequence[Piece], start: int, end: int) -> bool:
    """Whether a shelf with these pieces has several blocks and not the whole of each."""
    shared = [not set(one.blocks).isdisjoint(other.blocks) for one, other in pairwise(pieces[start:end])]
    whole = all(
        set(pieces[cut - 1].blocks).isdisjoint(pieces[cut].blocks) for cut in (start, end) if 0 < cut < len(pieces)
    )
    return not whole and not all(shared)


def even_pages(shelves: Sequence[Shelf], room: float, reserved: float = 0.0) -> list[tuple[Shelf, ...]]:
    """The fewest pages, and of all ways to break them the one whose emptiest page is fullest.

    On every page but the first a height is `reserved`.
    """
    best: dict[int, tuple[int, float, list[tuple[Shelf, ...]]]] = {0: (0, 0.0, [])}
    for start in range(len(shelves)):
        count, waste, pages = best[start]
        high = reserved if start else 0.0
        for end in range(start + 1, len(shelves) + 1):
            high += shelves[end - 1].height
            full = high + BETWEEN_SHELVES * (end - start - 1)
            if full > room and end > start + 1:
                break
            option = count + 1, waste + (max(0.0, room - full) / room) ** 2
            if end not in best or option < best[end][:2]:
                best[end] = *option, [*pages, tuple(shelves[start:end])]
    return best[len(shelves)][2]
