"""A plan: the pieces of an exercise on pages of one format, to be compared with other plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from math import fsum
from typing import NamedTuple

from generator.layout.shelving.format import Format
from generator.layout.shelving.lettering import Piece, going_on
from generator.layout.shelving.one_column import aligned
from generator.layout.shelving.regularity import are_alike
from generator.layout.shelving.sequence import in_sequence
from generator.layout.shelving.shelves import (
    BETWEEN_SHELVES,
    Shelf,
    Stack,
    even_gaps,
    filled,
    shared_blocks,
    spread,
    tears,
)
from generator.layout.steps import StepSetter
from generator.layout.tiles import Cutter
from generator.network.blueprint import Blueprint
from generator.network.formula import Picture

NEARLY_EMPTY = 0.42
"""A page that is filled less than this counts as nearly empty."""
HOLLOW = 0.5
"""Where less than this part of a page is filled, a wide band over or under the figures is empty."""
MOST_UNEVEN = 0.195
"""How much the heights of pages may differ, as a part of the room's height."""
NARROWEST = 0.5
"""What is less wide than this part of the room leaves much of a page empty at both sides."""
UNEVEN, TABLELESS = 2.01, 1.02
"""What it costs, in pages, that pages are filled unevenly, and that one lacks the table that it is looked up in."""
RAGGED = 0.5
"""What it costs, in pages, that a row holds more puzzles than one before it: they grow, so that fewer have room."""
TORN = 0.4
"""How much worse a plan is when any shelf has parts of several blocks, and again when every shelf has."""
BROKEN = 0.8
"""How much worse a plan is when any expression goes on in another row, though that may leave room for larger cells."""
DISORDERED = 0.6
"""How much worse a plan is when any of its pages has words of a step before those of an earlier one."""
IRREGULAR = 0.6
"""How much worse a plan is when blocks of as many grids are not all on shelves in the same way."""
UNEVENNESS = 2.0
"""How much worse a plan is for each part of a page that its pages differ by beyond what they may."""
NEARNESS = 0.6
"""How much better a plan is when all words are at their cells."""
ASIDE = 0.5
"""How near to their cells words in a column aside are: in the rows of some, and far from others."""


class Cost(NamedTuple):
    """What plans are compared by: soundness first, then the pages that they are worth, then those that they have."""

    unsound: bool
    worth: float
    pages: int


@dataclass(frozen=True, eq=False)
class Plan:
    """An exercise laid out one way: its shelves on pages of one format, to be compared with other ways."""

    cutter: Cutter
    format: Format
    pages: tuple[tuple[Shelf, ...], ...]

    @property
    def height(self) -> float:
        """The height of a cell as it is printed, in millimetres."""
        return self.cutter.grain.height * self.format.scale

    @property
    def size(self) -> float:
        """The area of a cell as it is printed, in square millimetres."""
        grain = self.cutter.grain
        size: float = grain.width * grain.height * self.format.scale**2
        return size

    @property
    def sound(self) -> bool:
        """Whether everything fits on its page."""
        room = self.format.room
        return all(
            shelf.width <= room.width + 0.01 and shelf.height <= room.height + 0.01
            for page in self.pages
            for shelf in page
        )

    def going_on(self) -> Plan:
        """The same plan; where there is room, later pages repeat the table they need and the titles of their steps."""
        first, *others = self.pages
        pages = (first, *map(self._going_on, others))
        return replace(self, pages=pages) if self.is_uneven or self._differ(pages) <= MOST_UNEVEN else self._with_tables

    def aligned(self, setter: StepSetter) -> Plan:
        """The same plan; words at cells share their left edges where they can."""
        pages = tuple(
            tuple(
                Shelf(
                    tuple(
                        Stack(tuple(self._aligned(piece, setter) for piece in stack.pieces)) for stack in shelf.stacks
                    )
                )
                for shelf in page
            )
            for page in self.pages
        )
        return replace(self, pages=pages)

    def _aligned(self, piece: Piece, setter: StepSetter) -> Piece:
        if piece.aside or len(piece.own) < 2:
            return piece
        return replace(piece, own=aligned(self.cutter.blueprint, piece.figure, piece.own, setter))

    def _going_on(self, page: tuple[Shelf, ...]) -> tuple[Shelf, ...]:
        page = self._with_table(page)
        titled: set[int] = set()
        better = tuple(_titled(self.cutter.blueprint, shelf, titled) for shelf in page)
        fits = all(new.width <= old.width for new, old in zip(better, page, strict=True))
        return better if fits and filled(better) <= self.format.room.height else page

    @property
    def _with_tables(self) -> Plan:
        """The same plan; later pages have the table that they need, where there is room."""
        if not self._table:
            return self
        first, *others = self.pages
        return replace(self, pages=(first, *map(self._with_table, others)))

    def _with_table(self, page: tuple[Shelf, ...]) -> tuple[Shelf, ...]:
        """A later page with the table that it needs, if it has room for that."""
        if self._table and self._needs_table(page) and self._has_room_for_table(page):
            return (Shelf((Stack((self._table.bare_copy,)),)), *page)
        return page

    @property
    def fullness(self) -> float:
        """How full the emptiest page is."""
        return min(filled(page) / self.format.room.height for page in self.pages)

    @cached_property
    def cost(self) -> Cost:
        """The first thing to compare: soundness, then the number of pages, with a nearly empty one counted twice.

        Pages that are filled unevenly, or lack the table they need, cost more; of two at one price the shorter wins.
        """
        wasteful = len(self.pages) > 1 and self.fullness < NEARLY_EMPTY
        tableless = sum(not self._has_room_for_table(page) and self._needs_table(page) for page in self.pages[1:])
        flaws = wasteful + UNEVEN * self.is_uneven + TABLELESS * tableless + RAGGED * self._is_ragged
        return Cost(not self.sound, len(self.pages) + flaws, len(self.pages))

    @property
    def _is_ragged(self) -> bool:
        """Whether a row holds more puzzles than one before it."""
        counts = [len(tuple(shelf.pieces)) for page in self.pages for shelf in page]
        return bool(self.cutter.blueprint.common) and counts != sorted(counts, reverse=True)

    @cached_property
    def _table(self) -> Piece | None:
        """The table that other figures are looked up in."""
        pieces = (piece for page in self.pages for shelf in page for piece in shelf.pieces)
        return table_of(self.cutter.blueprint, pieces)

    def _needs_table(self, page: tuple[Shelf, ...]) -> bool:
        names = {name for shelf in page for piece in shelf.pieces for name in piece.figure.names()}
        filled = [grid for grid in self.cutter.blueprint.computed if grid.asked and grid.name in names]
        return any(grid.formula.picture is Picture.LOOK_UP for grid in filled)

    def _has_room_for_table(self, page: tuple[Shelf, ...]) -> bool:
        if self._table is None or self._table in (piece for shelf in page for piece in shelf.pieces):
            return True
        return filled(page) + BETWEEN_SHELVES + self._table.bare_copy.height <= self.format.room.height

    @property
    def gaps(self) -> Sequence[float]:
        """The clear space between the shelves of each page."""
        return self._even_gaps(self.pages)

    def _even_gaps(self, pages: Sequence[Sequence[Shelf]]) -> Sequence[float]:
        return even_gaps(pages, self.format.room.height)

    @cached_property
    def is_uneven(self) -> bool:
        """Whether some pages are much fuller than others, or much narrower than the room."""
        narrow = any(max(shelf.width for shelf in page) < NARROWEST * self.format.room.width for page in self.pages)
        return self._unevenness > MOST_UNEVEN or (narrow and len(self.pages) > 1)

    @property
    def is_hollow(self) -> bool:
        """Whether some page has a wide empty band, however its shelves are spread."""
        heights = (spread(page, gap) for page, gap in zip(self.pages, self.gaps, strict=True))
        return min(heights) < HOLLOW * self.format.room.height

    @cached_property
    def _unevenness(self) -> float:
        """How much the heights of pages differ, as a part of the room's height."""
        return self._differ(self._with_tables.pages)

    def _differ(self, pages: Sequence[Sequence[Shelf]]) -> float:
        heights = [spread(page, gap) for page, gap in zip(pages, self._even_gaps(pages), strict=True)]
        return (max(heights) - min(heights)) / self.format.room.height

    @cached_property
    def merit(self) -> float:
        """What to compare among plans of one cost: large cells on full and even pages, and words at their cells."""
        pieces = [piece for page in self.pages for shelf in page for piece in shelf.pieces]
        even = max(0.0, 1 - UNEVENNESS * max(0.0, self._unevenness - MOST_UNEVEN))
        torn = TORN ** (bool(self.torn) + self.torn) * BROKEN ** any(piece.figure.broken for piece in pieces)
        orderly = 1.0 if self._is_in_sequence else DISORDERED
        regular = 1.0 if self.is_regular else IRREGULAR
        return self.size * self.fullness * even * (1 + NEARNESS * self.nearness) * float(torn) * orderly * regular

    @cached_property
    def nearness(self) -> float:
        """How near words are to their cells: 1 where all are at them."""
        pieces = [piece for page in self.pages for shelf in page for piece in shelf.pieces]
        words = sum(len(piece.own) + len(piece.over.steps) for piece in pieces)
        return fsum(len(piece.own) * (ASIDE if piece.aside else 1) for piece in pieces) / max(1, words)

    @cached_property
    def _is_in_sequence(self) -> bool:
        """Whether the words on each page come in the order of the steps; puzzles may be worked on in any order."""
        return bool(self.cutter.blueprint.common) or all(map(in_sequence, self.pages))

    @cached_property
    def is_regular(self) -> bool:
        """Whether blocks of as many grids are all on shelves in the same way."""
        return are_alike(self.cutter.blueprint, (shelf for page in self.pages for shelf in page))

    @cached_property
    def torn(self) -> float:
        """The part of the shelves that have parts of several blocks."""
        shelves = [tuple(shelf.pieces) for page in self.pages for shelf in page]
        pieces = [piece for shelf in shelves for piece in shelf]
        ends = [0, *accumulate(map(len, shelves))]
        shared = shared_blocks(pieces)
        return fsum(tears(shared, start, end) for start, end in pairwise(ends)) / len(shelves)


def is_flawed(cost: Cost) -> bool:
    """Whether a plan costs more than its pages."""
    return cost.worth > cost.pages


def table_of(blueprint: Blueprint, pieces: Iterable[Piece]) -> Piece | None:
    """The piece with the table that figures are looked up in, if there is one."""
    tables = blueprint.tables
    return next((piece for piece in pieces if not tables.isdisjoint(piece.figure.names())), None) if tables else None


def _titled(blueprint: Blueprint, shelf: Shelf, titled: set[int]) -> Shelf:
    """The shelf with a title at the first piece of each step that is not `titled` on its page yet."""
    stacks = []
    for stack in shelf.stacks:
        pieces: list[Piece] = []
        for piece in stack.pieces:
            pieces.append(going_on(blueprint, piece, titled))
            titled |= pieces[-1].worded
        stacks.append(Stack(tuple(pieces)))
    return Shelf(tuple(stacks))
