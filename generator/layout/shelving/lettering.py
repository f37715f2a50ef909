"""The words of the steps at their figures: what is explained, and where its words are."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from generator.layout.figure import Figure
from generator.layout.shelving.aside import lowered
from generator.layout.shelving.at_cells import at_cells, in_the_corner
from generator.layout.steps import NARROWEST, Columns, Placed, StepSetter
from generator.light import light
from generator.network.blueprint import Blueprint, Step
from generator.network.draft import CONTINUED
from generator.sheet.boxes import Box, around

BESIDE_FIGURES = 26.0
"""Clear space between figures side by side, and between a figure and words aside, in points."""
UNDER_WORDS = 7.0
NARROWEST_ASIDE = 115.0
"""No column of words next to a figure is narrower than this."""
WIDEST_ASIDE = 240.0
"""Nor is one wider, so that its lines are easy to read."""
_NO_WORDS = Columns((), frozenset(), 0.0)
"""What is over a figure without words there."""


class WordsPlace(Enum):
    """Where the words of a figure's steps are: in columns over it, in a column aside, or each at its cells."""

    OVER = "over"
    ASIDE = "aside"
    AT_CELLS = "at cells"


@light(frozen=True)
class Piece:
    """A figure with its words: in columns `over` it, and in places of their `own`, from the figure's origin.

    Those of their own are `aside` in a column, or else at the cells of their steps.
    """

    figure: Figure
    steps: tuple[Step, ...]
    over: Columns
    own: tuple[Placed, ...]
    aside: bool = False

    @cached_property
    def worded(self) -> frozenset[int]:
        """The numbers of the steps whose words are on it."""
        return frozenset(step.number for step in (*self.over.steps, *(placed.words.step for placed in self.own)))

    @property
    def is_headed(self) -> bool:
        """Whether it is a single step with its words: in a puzzle its disc need not be at the cells too."""
        return len(self.steps) == 1 and self.steps[0].number in self.worded

    @cached_property
    def bare_copy(self) -> Piece:
        """The same without words, as a copy."""
        figure = self.figure.twin()
        figure.tiles = [replace(tile, copy=True) for tile in figure.tiles]
        return bare(figure)

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """The repeating blocks that are in it."""
        return tuple(block for block, _ in self.figure.blocks)

    @cached_property
    def extent(self) -> Box:
        """The box around the figure and the words in places of their own."""
        extent = self.figure.extent
        return around([extent, *(placed.box for placed in self.own)]) if self.own else extent

    @property
    def lead(self) -> float:
        """How far names and words stick out to the left of its cells."""
        return min(tile.box.x for tile in self.figure.tiles if tile.grid) - self.extent.x

    @property
    def width(self) -> float:
        """The width of all."""
        return max(self.extent.width, self.over.used_width if self.over.steps else 0.0)

    @property
    def top(self) -> float:
        """The height that the words over the figure take."""
        return self.over.height + UNDER_WORDS if self.over.steps else 0.0

    @cached_property
    def height(self) -> float:
        """The height of all."""
        return self.top + self.extent.height


def bare(figure: Figure) -> Piece:
    """A figure without words."""
    return Piece(figure, (), _NO_WORDS, ())


@dataclass(frozen=True)
class Lettering:
    """Gives figures their words: a step is explained at its first figure; elsewhere its disc is at its cells."""

    blueprint: Blueprint
    setter: StepSetter
    room: float
    wording: WordsPlace

    def pieces(self, figures: Sequence[Figure]) -> Iterator[Piece]:
        """The figures with the words of their steps."""
        explained: set[int] = set()
        for figure in figures:
            steps = self._steps(figure, explained)
            yield self._piece(figure, steps, tuple(step for step in steps if step.number not in explained))
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
        return tuple(
            step.number
            for step in self.blueprint.steps
            if not any(name in self.blueprint.computed_by_name for name in step.grids)
        )

    def _piece(self, figure: Figure, steps: tuple[Step, ...], new: tuple[Step, ...]) -> Piece:
        match self.wording:
            case WordsPlace.ASIDE:
                said = len(new) > 1 or any(step.own for step in new)
                if said and self._space_beside(figure) >= NARROWEST_ASIDE:
                    return self._aside(figure, steps, new)
            case WordsPlace.AT_CELLS if len(new) > 1:
                own = at_cells(self.blueprint, figure, new, self.setter, self.room)
                if own:
                    placed = {words.words.step.number for words in own}
                    rest = tuple(step for step in new if step.number not in placed)
                    return Piece(figure, steps, self._columns(rest, self.room), own)
            case WordsPlace.AT_CELLS | WordsPlace.OVER:
                own = in_the_corner(figure, new, self.setter) if len(new) == 1 else ()
                if own:
                    return Piece(figure, steps, _NO_WORDS, own)
        return Piece(figure, steps, self._over(figure, new), ())

    def _aside(self, figure: Figure, steps: tuple[Step, ...], new: tuple[Step, ...]) -> Piece:
        """The words in a column at the right; what has appeared before is repeated where it takes no extra room."""
        width = min(self._space_beside(figure), WIDEST_ASIDE)
        column = self._columns(steps, width)
        if column.height > figure.extent.height:
            column = self._columns(new, width)
        own = lowered(self.blueprint, figure, column.placed, figure.extent.right + BESIDE_FIGURES)
        return Piece(figure, steps, _NO_WORDS, own, True)

    def _space_beside(self, figure: Figure) -> float:
        """The width that is left for a column of words next to a figure."""
        return self.room - figure.extent.width - BESIDE_FIGURES

    def _over(self, figure: Figure, new: tuple[Step, ...]) -> Columns:
        """The words across the page over a wide figure, or as wide as a narrow one."""
        if not new:
            return _NO_WORDS
        width = figure.extent.width
        if width > 0.6 * self.room or len(new) > 3:
            return self._columns(new, self.room)
        bare = not any(step.own for step in new)
        return self._columns(new, width if bare else max(width, NARROWEST + 20))

    def _columns(self, steps: tuple[Step, ...], width: float) -> Columns:
        return self.setter.columns(steps, frozenset(), width)


def going_on(blueprint: Blueprint, piece: Piece, titled: Container[int]) -> Piece:
    """The piece with the title of its only step, marked as going on, unless it has its words or is `titled` already.

    The titles of several steps would be in a heap, far from their cells; there the discs at the cells say enough.
    """
    if len(piece.steps) != 1 or piece.worded or piece.steps[0].number in titled:
        return piece
    numbers = frozenset(step.number for step in piece.steps)
    return replace(piece, over=Columns(piece.steps, numbers, piece.extent.width, blueprint.worded(CONTINUED)))
