"""From figures to a plan: figures with their words are set on shelves, and shelves on as few pages as they need."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from math import inf
from typing import TypeAlias

from generator.layout import margins
from generator.layout.at_cells import at_cells
from generator.layout.figure import Figure
from generator.layout.steps import NARROWEST, Columns, Placed, StepSetter
from generator.layout.tiles import Cutter
from generator.network.blueprint import Blueprint, Step
from generator.sheet.boxes import Box, around

BESIDE_FIGURES = 26.0
"""Clear space between figures on a shelf, and between a figure and words aside, in points."""
BETWEEN_SHELVES = 15.0
UNDER_WORDS = 7.0
NEARLY_EMPTY = 0.42
"""A page that is filled less than this counts as nearly empty."""
FULLEST = 1.001
"""No page that everything fits on is fuller than this."""
NEARNESS = 0.6
"""How much better a plan is when all words are at their cells."""
NARROWEST_ASIDE = 115.0
"""No column of words next to a figure is narrower than this."""

Cost: TypeAlias = tuple[bool, int]
"""Whether anything does not fit on its page, and how many pages there are."""


class WordsPlace(Enum):
    """Where the words of a figure's steps are: in columns over it, in a column aside, or each at its cells."""

    OVER = "over"
    ASIDE = "aside"
    AT_CELLS = "at cells"


@dataclass(frozen=True)
class Piece:
    """A figure with its words: in columns `over` it, and in places of their `own`, from the figure's origin."""

    figure: Figure
    steps: tuple[Step, ...]
    over: Columns
    own: tuple[Placed, ...]

    @cached_property
    def extent(self) -> Box:
        """The box around the figure and the words in places of their own."""
        return around([self.figure.extent, *(placed.box for placed in self.own)])

    @cached_property
    def width(self) -> float:
        """The width of all."""
        return max(self.extent.width, self.over.width if self.over.steps else 0.0)

    @cached_property
    def top(self) -> float:
        """The height that the words over the figure take."""
        return self.over.height + UNDER_WORDS if self.over.steps else 0.0

    @cached_property
    def height(self) -> float:
        """The height of all."""
        return self.top + self.extent.height


@dataclass(frozen=True)
class Lettering:
    """Gives figures their words: a step's instruction goes with its first figure, its title with each."""

    blueprint: Blueprint
    setter: StepSetter
    room: float
    wording: WordsPlace

    def pieces(self, figures: Sequence[Figure]) -> Iterator[Piece]:
        """The figures with the words of their steps."""
        explained: set[int] = set()
        for figure in figures:
            steps = self._steps(figure, explained)
            yield self._piece(figure, steps, frozenset(explained))
            explained |= {step.number for step in steps}

    def _steps(self, figure: Figure, explained: Container[int]) -> tuple[Step, ...]:
        """The steps that a figure needs: those of its grids, and those without grids that come before them."""
        blueprint = self.blueprint
        numbers = {blueprint.step_of[name].number for name in figure.names()}
        numbers |= {step.number for step in blueprint.steps if not step.grids and step.number + 1 in numbers}
        if len(numbers) > 1:
            numbers -= {number for number in self._given if number in explained}
        if not numbers:
            numbers = {blueprint.step_of[tile.grid].number for tile in figure.tiles if tile.grid}
        return tuple(step for step in blueprint.steps if step.number in numbers)

    @cached_property
    def _given(self) -> tuple[int, ...]:
        """The numbers of the steps that fill nothing."""
        grids = self.blueprint.by_name
        return tuple(
            step.number for step in self.blueprint.steps if not any(grids[name].computed for name in step.grids)
        )

    def _piece(self, figure: Figure, steps: tuple[Step, ...], explained: frozenset[int]) -> Piece:
        match self.wording:
            case WordsPlace.ASIDE:
                space = self.room - figure.extent.width - BESIDE_FIGURES
                if space >= NARROWEST_ASIDE and (space < 0.5 * self.room or len(steps) > 3):
                    return self._aside(figure, steps, explained)
            case WordsPlace.AT_CELLS:
                new = [step for step in steps if step.number not in explained]
                own = at_cells(figure, new, self.setter, self.room) if len(new) > 1 else ()
                if own:
                    placed = {words.words.step.number for words in own}
                    rest = tuple(step for step in new if step.number not in placed)
                    return Piece(figure, steps, self.setter.columns(rest, explained, self.room), own)
            case WordsPlace.OVER:
                pass
        return Piece(figure, steps, self._over(figure, steps, explained), ())

    def _aside(self, figure: Figure, steps: tuple[Step, ...], explained: frozenset[int]) -> Piece:
        """The words in a column at the right; what has appeared before is repeated where it takes no extra room."""
        width = self.room - figure.extent.width - BESIDE_FIGURES
        column = self.setter.columns(steps, frozenset(), width)
        if column.height > figure.extent.height:
            column = self.setter.columns(steps, explained, width)
        x, y = figure.extent.right + BESIDE_FIGURES, figure.extent.y
        return Piece(figure, steps, self.setter.columns((), explained, 0), tuple(w.moved(x, y) for w in column.placed))

    def _over(self, figure: Figure, steps: tuple[Step, ...], explained: frozenset[int]) -> Columns:
        """The words across the page over a wide figure, or as wide as a narrow one."""
        width = figure.extent.width
        if width > 0.6 * self.room or len(steps) > 3:
            return self.setter.columns(steps, explained, self.room)
        bare = all(step.number in explained or not step.instruction for step in steps)
        return self.setter.columns(steps, explained, width if bare else max(width, NARROWEST + 20))


@dataclass(frozen=True)
class Shelf:
    """Pieces side by side."""

    pieces: tuple[Piece, ...]

    @cached_property
    def height(self) -> float:
        """The height of the tallest."""
        return max(piece.height for piece in self.pieces)

    @cached_property
    def width(self) -> float:
        """The width of all with the least space between them."""
        return sum(piece.width for piece in self.pieces) + BESIDE_FIGURES * (len(self.pieces) - 1)


@dataclass(frozen=True)
class Format:
    """A page's size, and how many times its figures are enlarged when they are drawn on it."""

    size: tuple[float, float]
    instructions: bool = False
    scale: float = 1.0

    @cached_property
    def room(self) -> Box:
        """The part of the page between head and foot, as large as it is to figures that are enlarged afterwards."""
        room = margins.room(self.size, self.instructions)
        return Box(room.x, room.y, room.width / self.scale, room.height / self.scale)


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

    @cached_property
    def cost(self) -> Cost:
        """The first thing to compare: soundness, then the number of pages, with a nearly empty one counted twice."""
        wasteful = len(self.pages) > 1 and self.fullness < NEARLY_EMPTY
        return (not self.sound, len(self.pages) + wasteful)

    @cached_property
    def merit(self) -> float:
        """The thing to compare among plans of the same cost: large cells on full pages, and words at their cells."""
        grain = self.cutter.grain
        pieces = [piece for page in self.pages for shelf in page for piece in shelf.pieces]
        words = sum(len(piece.own) + len(piece.over.steps) for piece in pieces)
        near = sum(len(piece.own) for piece in pieces) / max(1, words)
        return grain.width * grain.height * self.format.scale**2 * self.fullness * (1 + NEARNESS * near)

    def most_merit(self, wording: WordsPlace) -> float:
        """What the merit cannot exceed with cells as wide as these, which become no taller than they are wide."""
        if not self.sound:  # what is higher than its page has no limit
            return inf
        near = 0 if wording is WordsPlace.OVER else 1
        return self.cutter.grain.width**2 * self.format.scale**2 * FULLEST * (1 + NEARNESS * near)


def plan(cutter: Cutter, setter: StepSetter, figures: Sequence[Figure], page: Format, wording: WordsPlace) -> Plan:
    """Set the figures on shelves and the shelves on as few pages as they need, evenly filled."""
    room = page.room
    shelves: list[Shelf] = []
    for piece in Lettering(cutter.blueprint, setter, room.width, wording).pieces(figures):
        wider = Shelf((*shelves[-1].pieces, piece)) if shelves else None
        if wider and wider.width <= room.width:
            shelves[-1] = wider
        else:
            shelves.append(Shelf((piece,)))
    return Plan(cutter, page, tuple(_even_pages(shelves, room.height)))


def _filled(shelves: Sequence[Shelf]) -> float:
    return sum(shelf.height for shelf in shelves) + BETWEEN_SHELVES * (len(shelves) - 1)


def _even_pages(shelves: Sequence[Shelf], room: float) -> list[tuple[Shelf, ...]]:
    """The fewest pages, and of all ways to break them the one whose emptiest page is fullest."""
    best: dict[int, tuple[int, float, list[tuple[Shelf, ...]]]] = {0: (0, 0.0, [])}
    for start in range(len(shelves)):
        count, waste, pages = best[start]
        high = 0.0
        for end in range(start + 1, len(shelves) + 1):
            high += shelves[end - 1].height
            filled = high + BETWEEN_SHELVES * (end - start - 1)
            if filled > room and end > start + 1:
                break
            option = count + 1, waste + (max(0.0, room - filled) / room) ** 2
            if end not in best or option < best[end][:2]:
                best[end] = *option, [*pages, tuple(shelves[start:end])]
    return best[len(shelves)][2]
