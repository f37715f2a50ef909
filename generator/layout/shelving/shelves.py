"""Pieces on shelves and shelves on pages: side by side, in stacks where that saves room, and pages evenly filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import accumulate, pairwise, starmap, takewhile
from math import fsum, inf
from typing import TypeAlias

from generator.layout.shelving.lettering import BESIDE_FIGURES, Piece
from generator.light import light

BETWEEN_SHELVES = 15.0
"""Clear space between shelves, and between pieces on top of each other, in points."""
WIDEST_BETWEEN = 90.0
"""The most clear space between shelves that are spread over a page."""
MOST_STACKED = 6
"""How many pieces are put on top of each other at most."""


@light(frozen=True)
class Stack:
    """Pieces on top of each other."""

    pieces: tuple[Piece, ...]

    @property
    def height(self) -> float:
        """The height of all."""
        return fsum(piece.height for piece in self.pieces) + BETWEEN_SHELVES * (len(self.pieces) - 1)

    @property
    def width(self) -> float:
        """The width of the widest."""
        return max(piece.width for piece in self.pieces)

    @property
    def lead(self) -> float:
        """How far words stick out to the left of cells."""
        return max(piece.lead for piece in self.pieces)


@dataclass(frozen=True, eq=False)
class Shelf:
    """Stacks side by side, most often of a single piece."""

    stacks: tuple[Stack, ...]

    @property
    def pieces(self) -> Iterator[Piece]:
        """The pieces in the order they are worked on."""
        return (piece for stack in self.stacks for piece in stack.pieces)

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


def spread(shelves: Sequence[Shelf], gap: float) -> float:
    """The height that shelves take with this space between them."""
    return fsum(shelf.height for shelf in shelves) + gap * (len(shelves) - 1)


def even_gaps(pages: Sequence[Sequence[Shelf]], room: float) -> list[float]:
    """The clear space between the shelves of each page: one that has more room comes as near to a fuller one as can be.

    The height that all are meant to have is that of the page that takes most, or what the emptiest takes if it is
    spread out.
    """
    heights = [(spread(page, 0), len(page)) for page in pages]
    least = max(high + BETWEEN_SHELVES * (count - 1) for high, count in heights)
    spread_out = min(high + _clear((room - high) / (count + 1)) * (count - 1) for high, count in heights)
    meant = max(least, spread_out)
    return [_clear((meant - high) / max(1, count - 1)) for high, count in heights]


def _clear(gap: float) -> float:
    """The clear space between shelves that comes nearest to a gap."""
    return min(WIDEST_BETWEEN, max(BETWEEN_SHELVES, gap))


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


_ShelfEnd: TypeAlias = tuple[int, float, tuple[int, ...]]
"""The piece that a shelf ends before, its height, and where its stacks start."""


@dataclass(frozen=True)
class Assortment:
    """All shelves that pieces can be set on, no wider than `width`, no higher than `height`.

    Each is made once: pages that have it share it.
    """

    pieces: Sequence[Piece]
    width: float
    height: float
    _begun: dict[Shelving, Sequence[Sequence[_ShelfEnd]]] = field(default_factory=dict)
    _made: dict[tuple[int, ...], Shelf] = field(default_factory=dict)

    def side_by_side(self) -> list[Shelf]:
        """The shelves of pieces side by side with as many on each as its width has room for."""
        shelves: list[list[int]] = []
        widths: list[float] = []
        for number, (width, _) in enumerate(self._sizes):
            widths.append(width)
            if shelves and fsum(widths) + BESIDE_FIGURES * (len(widths) - 1) <= self.width:
                shelves[-1].append(number + 1)
            else:
                shelves.append([number, number + 1])
                widths = [width]
        return [self._shelf(tuple(cuts)) for cuts in shelves]

    def on_fewest_pages(self, shelving: Shelving, height: float) -> list[Shelf]:
        """The shelves that fill the fewest pages of a height, and of these the last one least."""
        best: dict[int, tuple[tuple[int, float], int, tuple[int, ...]]] = {0: ((1, -BETWEEN_SHELVES), 0, ())}
        for start, shelves in enumerate(self._beginning(shelving)):
            (pages, used), _, _ = best[start]
            for end, high, starts in shelves:
                together = used + BETWEEN_SHELVES + high
                option = (pages, together) if together <= height else (pages + 1, high)
                if end not in best or option < best[end][0]:
                    best[end] = option, start, starts
        found: list[Shelf] = []
        end = len(self.pieces)
        while end:
            _, start, starts = best[end]
            found += reversed(self._parts((*starts, end)))
            end = start
        return found[::-1]

    def _parts(self, cuts: tuple[int, ...]) -> Sequence[Shelf]:
        """The shelf whose stacks begin and end at some pieces; one for each piece of a stack with nothing beside it."""
        if len(cuts) > 2:
            return (self._shelf(cuts),)
        return [self._shelf((number, number + 1)) for number in range(*cuts)]

    def _shelf(self, cuts: tuple[int, ...]) -> Shelf:
        """The shelf whose stacks begin and end at some pieces."""
        found = self._made.get(cuts)
        if found is None:
            found = self._made[cuts] = Shelf(tuple(Stack(tuple(self.pieces[a:b])) for a, b in pairwise(cuts)))
        return found

    @cached_property
    def _sizes(self) -> list[tuple[float, float]]:
        return [(piece.width, piece.height) for piece in self.pieces]

    @cached_property
    def _shared(self) -> list[bool]:
        return shared_blocks(self.pieces)

    def _beginning(self, shelving: Shelving) -> Sequence[Sequence[_ShelfEnd]]:
        """The shelves that begin with each piece."""
        if shelving not in self._begun:
            lowest = self._in_stacks if shelving.stacks else self._in_rows
            self._begun[shelving] = list(starmap(self._untorn, enumerate(lowest))) if shelving.blocks else lowest
        return self._begun[shelving]

    def _untorn(self, start: int, shelves: Sequence[_ShelfEnd]) -> Sequence[_ShelfEnd]:
        """Those of the shelves that begin with a piece that tear no blocks, or hold nothing else."""
        return [shelf for shelf in shelves if shelf[0] == start + 1 or not tears(self._shared, start, shelf[0])]

    @cached_property
    def _in_rows(self) -> Sequence[Sequence[_ShelfEnd]]:
        """The lowest shelves of pieces side by side."""
        return [self._lowest(start, [self.height], stacks=False) for start in range(len(self.pieces))]

    @cached_property
    def _in_stacks(self) -> Sequence[Sequence[_ShelfEnd]]:
        """The lowest shelves of stacks."""
        return [self._lowest(start, self._heights(start), stacks=True) for start in range(len(self.pieces))]

    def _lowest(self, start: int, heights: Sequence[float], stacks: bool) -> Sequence[_ShelfEnd]:
        """The lowest shelf from a piece to each of those it can end before, with stacks no higher than one of these."""
        sizes, room = self._sizes, self.width
        found: dict[int, tuple[float, tuple[int, ...]]] = {start + 1: (sizes[start][1], (start,))}
        needed = sizes[start][1]
        for most in heights:
            if most < needed:  # as no stack becomes higher, the shelf is the same as the one before
                continue
            starts, before, (wide, high), lowest, needed = [start], 0.0, sizes[start], 0.0, inf
            for end in range(start + 1, len(sizes)):
                width, height = sizes[end]
                higher = high + BETWEEN_SHELVES + height
                if stacks and higher <= most:
                    wide, high = width if width > wide else wide, higher
                else:
                    needed = higher if higher < needed else needed
                    before, lowest = before + wide + BESIDE_FIGURES, high if high > lowest else lowest
                    wide, high = width, height
                    starts.append(end)
                if high > most:
                    needed = high if high < needed else needed
                    break
                if before + wide > room:
                    break
                if end + 1 not in found:
                    found[end + 1] = high if high > lowest else lowest, tuple(starts)
        return [(end, *shelf) for end, shelf in found.items()]

    def _heights(self, start: int) -> list[float]:
        """The heights of the stacks that a shelf may hold, from the lowest to the highest."""
        return sorted({high + 0.05 for first in self._stacks[start : start + MOST_STACKED] for high in first})

    @cached_property
    def _stacks(self) -> list[list[float]]:
        """The heights of the stacks that begin with each piece."""
        heights = [height for _, height in self._sizes]
        found = []
        for first in range(len(heights)):
            stacks = accumulate(
                heights[first : first + MOST_STACKED], lambda high, height: high + BETWEEN_SHELVES + height
            )
            found.append([round(high, 1) for high in takewhile(lambda high: high <= self.height, stacks)])
        return found


def shared_blocks(pieces: Sequence[Piece]) -> list[bool]:
    """Whether each piece but the last has a block that the next one has too."""
    return [not set(one.blocks).isdisjoint(other.blocks) for one, other in pairwise(pieces)]


def tears(shared: Sequence[bool], start: int, end: int) -> bool:
    """Whether a shelf from one piece to another has several blocks and not the whole of each.

    What is `shared` says which pieces have a block in common with the next one.
    """
    whole = not (start > 0 and shared[start - 1]) and not (end <= len(shared) and shared[end - 1])
    return not whole and not all(shared[start : end - 1])


def even_pages(shelves: Sequence[Shelf], room: float, reserved: float = 0.0) -> list[tuple[Shelf, ...]]:
    """The fewest pages, and of all ways to break them the most even: the squares of their empty shares add up to least.

    On every page but the first a height is `reserved`.
    """
    best: dict[int, tuple[tuple[int, float], int]] = {0: ((0, 0.0), 0)}
    heights = [shelf.height for shelf in shelves]
    for start in range(len(shelves)):
        (count, waste), _ = best[start]
        high = reserved if start else 0.0
        for end in range(start + 1, len(shelves) + 1):
            high += heights[end - 1]
            full = high + BETWEEN_SHELVES * (end - start - 1)
            if full > room and end > start + 1:
                break
            option = count + 1, waste + (max(0.0, room - full) / room) ** 2
            if end not in best or option < best[end][0]:
                best[end] = option, start
    pages: list[tuple[Shelf, ...]] = []
    end = len(shelves)
    while end:
        _, start = best[end]
        pages.append(tuple(shelves[start:end]))
        end = start
    return pages[::-1]
