"""From figures to a plan: the pieces of an exercise on pages of one format, to be compared with other plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from math import fsum, inf
from types import MappingProxyType
from typing import TypeAlias

from generator.layout import margins
from generator.layout.figure import Figure
from generator.layout.shelving.lettering import Piece, WordsPlace, bare, going_on
from generator.layout.shelving.one_column import aligned
from generator.layout.shelving.sequence import in_sequence
from generator.layout.shelving.shelves import (
    BETWEEN_SHELVES,
    Assortment,
    Shelf,
    Shelving,
    Stack,
    even_gaps,
    even_pages,
    filled,
    shared_blocks,
    side_by_side,
    spread,
    tears,
)
from generator.layout.steps import StepSetter
from generator.layout.tiles import Cutter
from generator.network.blueprint import Blueprint
from generator.network.formula import Picture
from generator.sheet.boxes import Box, Text

NEARLY_EMPTY = 0.42
"""A page that is filled less than this counts as nearly empty."""
FULLEST = 1.001
"""No page that everything fits on is fuller than this."""
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
TARGETS = (1.0, 0.9, 0.8, 0.7, 0.6)
"""How full pages of stacks are meant to be: less than full pages may be filled more evenly."""
UNEVENNESS = 2.0
"""How much worse a plan is for each part of a page that its pages differ by beyond what they may."""
NEARNESS = 0.6
"""How much better a plan is when all words are at their cells."""
ASIDE = 0.5
"""How near to their cells words in a column aside are: in the rows of some, and far from others."""
NEAREST: Mapping[WordsPlace, float] = MappingProxyType(
    {WordsPlace.OVER: 0, WordsPlace.ASIDE: ASIDE, WordsPlace.AT_CELLS: 1}
)
"""How near to their cells the words of a plan are at most."""


Cost: TypeAlias = tuple[bool, float, int]


@dataclass(frozen=True)
class Format:
    """A page's size, what is said to all steps over its figures, and how many times these are enlarged on it."""

    size: tuple[float, float]
    instructions: bool = False
    common: str = ""
    scale: float = 1.0

    @cached_property
    def said(self) -> tuple[Text, ...]:
        """The lines of what is said to all steps."""
        return margins.common(self.size, self.common, self.instructions)

    @cached_property
    def room(self) -> Box:
        """The part of the page for figures, as large as it is to those that are enlarged afterwards."""
        room, taken = margins.room(self.size, self.instructions), margins.under_common(self.said)
        return Box(room.x, room.y + taken, room.width / self.scale, (room.height - taken) / self.scale)


@dataclass(frozen=True, eq=False)
class Plan:
    """An exercise laid out one way: its shelves on pages of one format, to be compared with other ways."""

    cutter: Cutter
    format: Format
    pages: tuple[tuple[Shelf, ...], ...]

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
        return (not self.sound, len(self.pages) + flaws, len(self.pages))

    @property
    def _is_ragged(self) -> bool:
        """Whether a row holds more puzzles than one before it."""
        counts = [len(tuple(shelf.pieces)) for page in self.pages for shelf in page]
        return bool(self.cutter.blueprint.common) and counts != sorted(counts, reverse=True)

    @cached_property
    def _table(self) -> Piece | None:
        """The table that other figures are looked up in."""
        return table_of(
            self.cutter.blueprint, [piece for page in self.pages for shelf in page for piece in shelf.pieces]
        )

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

    @property
    def is_uneven(self) -> bool:
        """Whether some pages are much fuller than others, or much narrower than the room."""
        narrow = any(max(shelf.width for shelf in page) < NARROWEST * self.format.room.width for page in self.pages)
        return self._unevenness > MOST_UNEVEN or (narrow and len(self.pages) > 1)

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
        grain = self.cutter.grain
        pieces = [piece for page in self.pages for shelf in page for piece in shelf.pieces]
        words = sum(len(piece.own) + len(piece.over.steps) for piece in pieces)
        near = fsum(len(piece.own) * (ASIDE if piece.aside else 1) for piece in pieces) / max(1, words)
        size: float = grain.width * grain.height * self.format.scale**2
        even = max(0.0, 1 - UNEVENNESS * max(0.0, self._unevenness - MOST_UNEVEN))
        torn = TORN ** (bool(self._torn) + self._torn) * BROKEN ** any(piece.figure.broken for piece in pieces)
        orderly = 1.0 if self._is_in_sequence else DISORDERED
        return size * self.fullness * even * (1 + NEARNESS * near) * float(torn) * orderly

    def most_merit(self, wording: WordsPlace) -> float:
        """What the merit cannot exceed with cells as wide as these, which become no taller than they are wide.

        Shelves that tear blocks go on doing so, or become like those of whole blocks, which are a rival of their own.
        """
        if not self.sound:  # what is higher than its page has no limit
            return inf
        size: float = self.cutter.grain.width**2 * self.format.scale**2
        return size * FULLEST * (1 + NEARNESS * NEAREST[wording]) * (TORN if self._torn else 1)

    @cached_property
    def _is_in_sequence(self) -> bool:
        """Whether the words on each page come in the order of the steps; puzzles may be worked on in any order."""
        return bool(self.cutter.blueprint.common) or all(map(in_sequence, self.pages))

    @cached_property
    def _torn(self) -> float:
        """The part of the shelves that have parts of several blocks."""
        shelves = [tuple(shelf.pieces) for page in self.pages for shelf in page]
        pieces = [piece for shelf in shelves for piece in shelf]
        ends = [0, *accumulate(map(len, shelves))]
        shared = shared_blocks(pieces)
        return fsum(tears(shared, start, end) for start, end in pairwise(ends)) / len(shelves)


def plan(cutter: Cutter, pieces: Sequence[Piece], page: Format, shelving: Shelving) -> Plan:
    """Set the figures with their words on shelves, and the shelves on as few pages as they need, evenly filled."""
    room = page.room
    if shelving is Shelving.ROWS:
        shelves = side_by_side(pieces, room.width)
        table = table_of(cutter.blueprint, pieces)
        reserved = table.bare_copy.height + BETWEEN_SHELVES if table else 0.0
        broken = (tuple(even_pages(shelves, room.height, reserve)) for reserve in dict.fromkeys((reserved, 0.0)))
        return min((Plan(cutter, page, pages) for pages in broken), key=lambda plan: plan.cost)
    assortment = Assortment(pieces, room.width, room.height, shelving)
    targets = TARGETS if shelving.stacks else TARGETS[:1]
    ways = (assortment.on_fewest_pages(room.height * target) for target in targets)
    plans = (Plan(cutter, page, tuple(even_pages(way, room.height))) for way in ways)
    first = next(plans)
    return min((first, *plans), key=lambda plan: plan.cost) if first.is_uneven else first


def fewest_pages(figures: Sequence[Figure], room: Box) -> int:
    """The pages that figures need side by side on shelves: with their words they need no fewer."""
    shelves = Assortment([bare(figure) for figure in figures], room.width, room.height, Shelving.ROWS)
    return len(even_pages(shelves.on_fewest_pages(room.height), room.height))


def table_of(blueprint: Blueprint, pieces: Sequence[Piece]) -> Piece | None:
    """The piece with the table that figures are looked up in, if there is one."""
    formulas = [grid.formula for grid in blueprint.computed]
    tables = {next(formula.grids()) for formula in formulas if formula.picture is Picture.LOOK_UP}
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
