"""From figures to pages: figures stand on shelves, shelves on pages, under a head and over a legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.graph import Blueprint, Grid, Role, Step
from generator.layout.decorate import Decorator
from generator.layout.figure import Figure
from generator.layout.operands import tints
from generator.layout.steps import NARROWEST, Words
from generator.layout.tiles import Cutter
from generator.sheet import Box, Field, FieldKind, Ink, LegendEntry, Page
from generator.theme import MILLIMETRE

MARGIN = 12 * MILLIMETRE
"""White around the page."""
HEAD = 57.0
"""Height of the head, in points."""
FOOT = 20.0
"""Height of the legend."""
BESIDE_FIGURES = 26.0
BETWEEN_SHELVES = 15.0
WIDEST_BETWEEN = 34.0
UNDER_WORDS = 7.0
_NEARLY_EMPTY = 0.42
"""A page that is filled less than this is not wanted."""
NARROWEST_ASIDE = 115.0
"""No column of words beside a figure is narrower than this."""


@dataclass(frozen=True)
class Piece:
    """A figure with the words over it, or aside."""

    figure: Figure
    steps: tuple[Step, ...]
    told: frozenset[int]
    room: float
    aside: bool

    @cached_property
    def words(self) -> Words:
        """The steps: in a column aside, across the page over a wide figure, or as wide as a narrow one."""
        width = self.figure.extent.width
        if self.aside:
            return Words(self.steps, self.told, self.room - width - BESIDE_FIGURES)
        alone = width > 0.6 * self.room or len(self.steps) > 3
        return Words(self.steps, self.told, self.room if alone else max(width, NARROWEST + 20))

    @cached_property
    def width(self) -> float:
        """The width of both."""
        return self.room if self.aside else max(self.figure.extent.width, self.words.width)

    @cached_property
    def height(self) -> float:
        """The height of both."""
        figure = self.figure.extent.height
        return max(figure, self.words.height) if self.aside else figure + self.words.height + UNDER_WORDS


@dataclass(frozen=True)
class Shelf:
    """Pieces side by side."""

    pieces: tuple[Piece, ...]

    @property
    def height(self) -> float:
        """The height of the tallest."""
        return max(piece.height for piece in self.pieces)

    @property
    def width(self) -> float:
        """The width of all with the least space between them."""
        return sum(piece.width for piece in self.pieces) + BESIDE_FIGURES * (len(self.pieces) - 1)


@dataclass(frozen=True)
class Format:
    """A page's size and the room its figures have on it."""

    size: tuple[float, float]

    @property
    def room(self) -> Box:
        """The part of the page between head and foot."""
        width, height = self.size
        top = MARGIN + HEAD
        return Box(MARGIN, top, width - 2 * MARGIN, height - MARGIN - FOOT - top)


@dataclass(frozen=True)
class Plan:
    """An exercise laid out one way: its shelves on pages of one format, to be compared with other ways."""

    cutter: Cutter
    format: Format
    pages: tuple[tuple[Shelf, ...], ...]

    @property
    def sound(self) -> bool:
        """Whether everything is within its page."""
        room = self.format.room
        return all(
            shelf.width <= room.width + 0.01 and shelf.height <= room.height + 0.01 for page in self.pages for shelf in page
        )

    @property
    def fullness(self) -> float:
        """How full the emptiest page is."""
        return min(_filled(page) / self.format.room.height for page in self.pages)

    @property
    def cost(self) -> tuple[bool, int]:
        """What counts most: unsound, then how many pages, a nearly empty one counting twice."""
        wasteful = len(self.pages) > 1 and self.fullness < _NEARLY_EMPTY
        return (not self.sound, len(self.pages) + wasteful)

    @property
    def merit(self) -> tuple[float, ...]:
        """What counts among plans of the same cost: large cells, then full pages."""
        grain = self.cutter.grain
        return (grain.width * grain.height, self.fullness)


def plan(cutter: Cutter, figures: Sequence[Figure], page: Format, aside: bool) -> Plan:
    """Set the figures on shelves and the shelves on as few pages as they need, evenly filled.

    With `aside` the words stand to the right of a figure where there is room.
    """
    room = page.room
    pieces = _pieces(cutter.blueprint, figures, room.width, aside)
    shelves: list[Shelf] = []
    for piece in pieces:
        wider = Shelf((*shelves[-1].pieces, piece)) if shelves else None
        if wider and wider.width <= room.width:
            shelves[-1] = wider
        else:
            shelves.append(Shelf((piece,)))
    return Plan(cutter, page, tuple(_even_pages(shelves, room.height)))


def _pieces(blueprint: Blueprint, figures: Sequence[Figure], room: float, aside: bool) -> Iterator[Piece]:
    """A step's instruction stands over its first figure, and over every figure that takes several steps."""
    told: set[int] = set()
    given = [step for step in blueprint.steps if all(blueprint.by_name[name].given for name in step.grids)]
    wordless = [step for step in blueprint.steps if not step.grids]
    for figure in figures:
        numbers = {blueprint.step_of[name].number for name in figure.names()}
        numbers |= {step.number for step in wordless if step.number + 1 in numbers}
        numbers -= {step.number for step in given if step.number in told and len(numbers) > 1}
        if not numbers:
            numbers = {blueprint.step_of[tile.grid].number for tile in figure.tiles if tile.grid}
        steps = tuple(step for step in blueprint.steps if step.number in numbers)
        space = room - figure.extent.width - BESIDE_FIGURES
        fits = NARROWEST_ASIDE <= space and (space < 0.5 * room or len(steps) > 3)
        yield Piece(figure, steps, frozenset(told), room, aside and fits)
        told |= numbers


def _filled(shelves: Sequence[Shelf]) -> float:
    return sum(shelf.height for shelf in shelves) + BETWEEN_SHELVES * (len(shelves) - 1)


def _even_pages(shelves: Sequence[Shelf], room: float) -> list[tuple[Shelf, ...]]:
    """The fewest pages, and of all ways to break them the one whose emptiest page is fullest."""
    best: dict[int, tuple[int, float, list[tuple[Shelf, ...]]]] = {0: (0, 0.0, [])}
    for end in range(1, len(shelves) + 1):
        options = []
        for start in range(end):
            page = tuple(shelves[start:end])
            if len(page) == 1 or _filled(page) <= room:
                count, waste, pages = best[start]
                options.append((count + 1, waste + (max(0.0, room - _filled(page)) / room) ** 2, [*pages, page]))
        best[end] = min(options, key=lambda option: option[:2])
    return best[len(shelves)][2]


@dataclass(frozen=True)
class Setter:
    """Sets a plan into pages."""

    plan: Plan
    exercise: int

    @cached_property
    def decorator(self) -> Decorator:
        """Draws this exercise's figures."""
        blueprint = self.plan.cutter.blueprint
        return Decorator(self.plan.cutter, self.exercise, tints(blueprint), frozenset())

    def pages(self, first_of_exercise: bool = True) -> Iterator[Page]:
        """The pages, first to last."""
        for number, shelves in enumerate(self.plan.pages):
            yield self._page(shelves, first_of_exercise and number == 0)

    def _page(self, shelves: Sequence[Shelf], first: bool) -> Page:
        room = self.plan.format.room
        ink: list[Ink] = []
        cells, graphs = [], []
        spare = room.height - sum(shelf.height for shelf in shelves)
        gap = min(WIDEST_BETWEEN, spare / max(1, len(shelves)))
        y = room.y
        for shelf in shelves:
            free = room.width - sum(piece.width for piece in shelf.pieces)
            x, apart = room.x, free / max(1, len(shelf.pieces) - 1) if len(shelf.pieces) > 1 else 0
            for piece in shelf.pieces:
                top = y
                if piece.aside:
                    ink += piece.words.ink(x + piece.figure.extent.width + BESIDE_FIGURES, top)
                else:
                    ink += piece.words.ink(x, top)
                    top += piece.words.height + UNDER_WORDS
                figure, marked = self._moved(piece, x, top)
                drawn = Decorator(self.plan.cutter, self.exercise, self.decorator.tints, marked)
                ink += drawn.ink(figure)
                cells += drawn.cells(figure)
                graphs += drawn.graphs(figure)
                x += piece.width + apart
            y += shelf.height + gap
        ink += self._legend(shelves)
        return Page(
            self.plan.format.size,
            self.exercise,
            self.plan.cutter.grain.digits,
            tuple(ink),
            tuple(cells),
            tuple(graphs),
            tuple(head(self.plan.format.size, first)),
        )

    def _moved(self, piece: Piece, x: float, y: float) -> tuple[Figure, frozenset[str]]:
        extent = piece.figure.extent
        indent = 0.0 if piece.aside else (piece.width - extent.width) / 2
        figure = piece.figure.twin()
        figure.tiles = [tile.moved(x + indent - extent.x, y - extent.y) for tile in figure.tiles]
        return figure, _marked(self.plan.cutter.blueprint, figure) if len(piece.steps) > 1 else frozenset()

    def _legend(self, shelves: Sequence[Shelf]) -> Iterator[LegendEntry]:
        """The tints of the page, what is to be filled and what may be copied."""
        grids: list[Grid] = []
        roles: set[Role] = set()
        copied = False
        for shelf in shelves:
            for piece in shelf.pieces:
                for tile in piece.figure.tiles:
                    if tile.grid:
                        grids.append(self.plan.cutter.grid(tile.grid))
                        roles |= {grids[-1].role, *self.decorator.tints.get(tile.grid, ())}
                        copied |= tile.copy and not grids[-1].given
        keys: list[Role | str] = [*(role for role in Role if role in roles - {Role.LINEAR}), "blank", *(["copy"] if copied else [])]
        width, height = self.plan.format.size
        shares = [1.5 if key == "copy" else 1.0 for key in keys]
        each = min(80.0, (width - 2 * MARGIN) / sum(shares))
        x = MARGIN
        for key, share in zip(keys, shares, strict=True):
            yield LegendEntry(Box(x, height - MARGIN - 9, share * each, 9), key)
            x += share * each


def _marked(blueprint: Blueprint, figure: Figure) -> frozenset[str]:
    """The grids that carry a small disc: the first blank one of each step in each block."""
    found: dict[tuple[str, int], str] = {}
    for grid in blueprint.blanks:
        if grid.name in figure.names():
            found.setdefault((grid.block, blueprint.step_of[grid.name].number), grid.name)
    return frozenset(found.values())


def head(size: tuple[float, float], first: bool) -> Iterator[Field]:
    """The head of a page: title and course at the left, worksheet and code at the right, name and score below."""
    width, _ = size
    right = width - MARGIN
    code = 46.0
    yield Field(Box(right - code, MARGIN, code, code), FieldKind.CODE)
    side = right - code - 8
    yield Field(Box(side - 90, MARGIN + 2, 90, 12), FieldKind.WORKSHEET)
    yield Field(Box(side - 90, MARGIN + 15, 90, 11), FieldKind.PAGE)
    yield Field(Box(MARGIN, MARGIN - 1, side - 98 - MARGIN, 19), FieldKind.TITLE)
    yield Field(Box(MARGIN, MARGIN + 18, side - 98 - MARGIN, 11), FieldKind.SUBTITLE)
    yield Field(Box(MARGIN, MARGIN + 32, 250, 16), FieldKind.NAME)
    yield Field(Box(MARGIN + 256, MARGIN + 30, 50, 20), FieldKind.KEY)
    if first:
        yield Field(Box(side - 98, MARGIN + 30, 98, 20), FieldKind.SCORE)
