"""From figures to a plan: figures with their words are set on shelves, and shelves on as few pages as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.layout import margins
from generator.layout.figure import Figure
from generator.layout.steps import NARROWEST, StepWords
from generator.layout.tiles import Cutter
from generator.network.blueprint import Blueprint, Step
from generator.network.draft import CONTINUED
from generator.sheet.boxes import Box

BESIDE_FIGURES = 26.0
"""Clear space between figures on a shelf, and between a figure and words aside, in points."""
BETWEEN_SHELVES = 15.0
UNDER_WORDS = 7.0
NEARLY_EMPTY = 0.42
"""A page that is filled less than this counts as nearly empty."""
NARROWEST_ASIDE = 115.0
"""No column of words next to a figure is narrower than this."""


@dataclass(frozen=True)
class Piece:
    """A figure with the words over it, or aside."""

    figure: Figure
    steps: tuple[Step, ...]
    explained: frozenset[int]
    room: float
    aside: bool
    continued: str = ""

    @cached_property
    def words(self) -> StepWords:
        """The steps: in a column aside, across the page over a wide figure, or as wide as a narrow one.

        Instructions that have appeared before are repeated where that takes no extra room.
        """
        width = self.figure.extent.width
        if self.aside:
            room = self.room - width - BESIDE_FIGURES
            again = StepWords(self.steps, frozenset(), room)
            return again if again.height <= self.figure.extent.height else self._words(room)
        alone = width > 0.6 * self.room or len(self.steps) > 3
        bare = all(step.number in self.explained or not step.instruction for step in self.steps)
        return self._words(self.room if alone else width if bare else max(width, NARROWEST + 20))

    def _words(self, width: float) -> StepWords:
        return StepWords(self.steps, self.explained, width, self.continued)

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
    instructions: bool = False

    @cached_property
    def room(self) -> Box:
        """The part of the page between head and foot."""
        return margins.room(self.size, self.instructions)


@dataclass(frozen=True)
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

    @property
    def fullness(self) -> float:
        """How full the emptiest page is."""
        return min(_filled(page) / self.format.room.height for page in self.pages)

    @property
    def cost(self) -> tuple[bool, int]:
        """The first thing to compare: soundness, then the number of pages, with a nearly empty one counted twice."""
        wasteful = len(self.pages) > 1 and self.fullness < NEARLY_EMPTY
        return (not self.sound, len(self.pages) + wasteful)

    @property
    def merit(self) -> float:
        """The thing to compare among plans of the same cost: large cells on full pages."""
        grain = self.cutter.grain
        return grain.width * grain.height * self.fullness


def plan(cutter: Cutter, figures: Sequence[Figure], page: Format, aside: bool) -> Plan:
    """Set the figures on shelves and the shelves on as few pages as they need, evenly filled.

    With `aside` the words are to the right of a figure where there is room.
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
    """The figures with their steps: a step's instruction appears with its first figure, its title with each."""
    explained: set[int] = set()
    given = [step for step in blueprint.steps if not any(blueprint.by_name[name].computed for name in step.grids)]
    wordless = [step for step in blueprint.steps if not step.grids]
    for figure in figures:
        numbers = {blueprint.step_of[name].number for name in figure.names()}
        numbers |= {step.number for step in wordless if step.number + 1 in numbers}
        numbers -= {step.number for step in given if step.number in explained and len(numbers) > 1}
        if not numbers:
            numbers = {blueprint.step_of[tile.grid].number for tile in figure.tiles if tile.grid}
        steps = tuple(step for step in blueprint.steps if step.number in numbers)
        space = room - figure.extent.width - BESIDE_FIGURES
        fits = space >= NARROWEST_ASIDE and (space < 0.5 * room or len(steps) > 3)
        yield Piece(figure, steps, frozenset(explained), room, aside and fits, blueprint.worded(CONTINUED))
        explained |= numbers


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
