"""The question pages of a booklet: the words of all steps one below the other, and the numbers that are given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator.layout import margins
from generator.layout.drawing.decorator import Decorator
from generator.layout.figure import Figure
from generator.layout.lines import line_of, wrap
from generator.layout.operands import tints
from generator.layout.planner import GRAINS
from generator.layout.slides.staging import alone, places_of, together, widths_of
from generator.layout.tiles import Cutter, Grain
from generator.network.blueprint import Blueprint, Step
from generator.sheet.boxes import Box, Disc, Page, Passage, Reading, Text
from generator.sheet.theme import INSTRUCTION, STEP_TITLE

_SIZES = (1.45, 1.3, 1.15, 1.0)
"""How many times larger than on the usual sheet the words may be, largest first."""
_GRAINS = (Grain(14.0, 11.2, 15.4), Grain(12.0, 9.6, 13.2), *GRAINS)
"""Sizes of cells: those of an enlarged sheet first."""
_HALF = 0.5
"""A page of which less is filled is turned by a quarter: few words and numbers look lost on an upright one."""
_DISC = 14.0
_INDENT = 21.0
_LINE = 10.6
_TITLE = 12.5
_BETWEEN = 6.0
_OVER_GRIDS = 16.0


@dataclass(frozen=True)
class Questions:
    """The question pages of an exercise on paper of a size; the first may have the teacher's `instructions`."""

    blueprint: Blueprint
    exercise: int
    size: tuple[float, float]
    instructions: bool

    def pages(self) -> Iterator[Page]:
        """One page with the largest words and cells that fit, turned if it would be half empty.

        If nothing fits, the grids are on a page that follows.
        """
        room = margins.room(self.size, self.instructions)
        for times in _SIZES:
            words, bottom = self._words(room, times)
            for cutter, figure in self._given:
                y = bottom + _OVER_GRIDS - _BETWEEN
                bottom_of_grids = y + figure.extent.height
                if figure.extent.width <= room.width and bottom_of_grids <= room.bottom:
                    if self._is_upright and bottom_of_grids < room.y + _HALF * room.height:
                        yield from replace(self, size=(self.size[1], self.size[0])).pages()
                        return
                    yield self._page(True, words, cutter, self._moved(figure, room.x, y))
                    return
        cutter, figure = self._given[-1]
        yield self._page(True, self._words(room, _SIZES[-1])[0], cutter, Figure())
        yield self._page(False, [], cutter, self._moved(figure, room.x, margins.room(self.size).y))

    @property
    def _is_upright(self) -> bool:
        return self.size[0] < self.size[1]

    @cached_property
    def _given(self) -> list[tuple[Cutter, Figure]]:
        """The given grids in rows, in cells of each size."""
        found = []
        for grain in _GRAINS:
            cutter = Cutter.of(self.blueprint, grain)
            figures = alone(cutter, [grid.name for grid in self.blueprint.drawn])
            found.append((cutter, _in_rows(figures, margins.room(self.size).width)))
        return found

    def _moved(self, figure: Figure, x: float, y: float) -> Figure:
        return together([figure], [(x - figure.extent.x, y - figure.extent.y)])

    def _words(self, room: Box, times: float) -> tuple[list[Passage], float]:
        """The words of the steps in a size, and where they end."""
        passages: list[Passage] = []
        y = room.y
        for step in self.blueprint.steps:
            texts = list(_step(step, room.x, y, room.width, times))
            passages += (Passage(Reading.WORDS if row else Reading.TITLE, ink) for row, ink in enumerate(texts))
            y = max(ink.box.bottom for some in texts for ink in some) + _BETWEEN * times
        return passages, y

    def _page(self, first: bool, words: Sequence[Passage], cutter: Cutter, figure: Figure) -> Page:
        drawn = Decorator(cutter, self.exercise, tints(self.blueprint), {})
        tiles = drawn.tiles(figure)
        roles = {cell.role for passage in tiles for cell in passage.cells}
        legend = Passage(Reading.WORDS, tuple(margins.legend(self.size, roles, ())))
        fields = tuple(margins.head(self.size, first, self.instructions))
        passages = (*words, *tiles, legend)
        return Page(self.size, self.exercise, cutter.grain.digits, passages, tuple(drawn.drawing(figure)), fields)


def _in_rows(figures: Sequence[Figure], widest: float) -> Figure:
    """The figures in as few rows as they need, as evenly long as they can be: none is alone in the last."""
    rows = together(figures, places_of(figures, widest))
    narrower = (together(figures, places_of(figures, wide)) for wide in widths_of(figures) if wide < widest)
    return next((even for even in narrower if even.extent.height <= rows.extent.height), rows)


def _step(step: Step, x: float, y: float, wide: float, times: float) -> Iterator[tuple[Text | Disc, ...]]:
    """A step's number and title, and its instruction below."""
    left, room = x + _INDENT * times, wide - _INDENT * times
    title, style = (replace(one, size=one.size * times) for one in (STEP_TITLE, INSTRUCTION))
    disc = Disc(Box(x, y, _DISC * times, _DISC * times), step.number)
    yield disc, Text(Box(left, y + times, room, _TITLE * times), line_of(step.title), title)
    if step.instruction:
        top, high = y + (1 + _TITLE) * times, _LINE * times
        lines = enumerate(wrap(step.instruction, style, room))
        yield tuple(Text(Box(left, top + row * high, room, high), line, style) for row, line in lines)
