"""The words of a figure: each step's disc, title and instruction, wrapped in columns above the cells it fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, pairwise
from math import ceil

from generator.layout.lines import wrap
from generator.network.blueprint import Step
from generator.sheet.boxes import Box, Disc, Passage, Reading, Text
from generator.sheet.measure import span_width
from generator.sheet.theme import INSTRUCTION, STEP_TITLE
from generator.type.notation import Span, spans_of_word

_DISC = 14.0
"""Diameter of a step's disc."""
_INDENT = 20.0
"""From the left edge of a disc to the text next to it."""
_TITLE_LINE = 12.0
_LINE = 10.3
_BETWEEN = 5.0
_GUTTER = 16.0
NARROWEST = 150.0
"""No column of instructions is narrower than this."""


@dataclass(frozen=True)
class StepWords:
    """The steps over a figure, set in columns of a width; those `explained` before show a title marked `continued`."""

    steps: tuple[Step, ...]
    explained: frozenset[int]
    width: float
    continued: str = ""

    @cached_property
    def columns(self) -> int:
        """How many columns the steps are set in."""
        narrowest = NARROWEST
        if all(step.number in self.explained for step in self.steps):
            narrowest = _INDENT + max(span_width(self._title(step), STEP_TITLE) for step in self.steps)
        most = max(1, int((self.width + _GUTTER) // (narrowest + _GUTTER)))
        rows = ceil(len(self.steps) / most)
        return ceil(len(self.steps) / rows)

    @property
    def column_width(self) -> float:
        """The width of a column."""
        return (self.width - _GUTTER * (self.columns - 1)) / self.columns

    @property
    def height(self) -> float:
        """The height of all the words."""
        return max((self._stacked(column) for column in self._set), default=0.0)

    @cached_property
    def _set(self) -> tuple[tuple[Step, ...], ...]:
        """The steps in columns, read downwards first, broken where the tallest column is lowest."""
        inner = range(1, len(self.steps))
        breaks = [(0, *places, len(self.steps)) for places in combinations(inner, self.columns - 1)]
        ways = (tuple(self.steps[a:b] for a, b in pairwise(places)) for places in breaks)
        return min(ways, key=lambda way: max(map(self._stacked, way)))

    def _stacked(self, column: tuple[Step, ...]) -> float:
        return sum(map(self._height, column)) + _BETWEEN * (len(column) - 1)

    def _title(self, step: Step) -> tuple[Span, ...]:
        return _joined(f"{step.title} {self.continued}" if step.number in self.explained else step.title)

    def _lines(self, step: Step) -> Sequence[tuple[Span, ...]]:
        return (
            []
            if step.number in self.explained or not step.instruction
            else _wrapped(step.instruction, self.column_width - _INDENT)
        )

    def _height(self, step: Step) -> float:
        return max(_DISC, _TITLE_LINE + _LINE * len(self._lines(step)))

    def passages(self, x: float, y: float) -> list[tuple[Step, tuple[Passage, ...]]]:
        """Each step's title and instruction, set from a corner on."""
        passages = []
        room = self.column_width - _INDENT
        for column, steps in enumerate(self._set):
            left, top = x + column * (self.column_width + _GUTTER), y
            for step in steps:
                disc = Disc(Box(left, top, _DISC, _DISC), step.number)
                title = Text(Box(left + _INDENT, top + 1, room, _TITLE_LINE), self._title(step), STEP_TITLE)
                lines = [
                    Text(Box(left + _INDENT, top + 1 + _TITLE_LINE + number * _LINE, room, _LINE), line, INSTRUCTION)
                    for number, line in enumerate(self._lines(step))
                ]
                words = [Passage(Reading.WORDS, tuple(lines))] if lines else []
                passages.append((step, (Passage(Reading.TITLE, (disc, title)), *words)))
                top += self._height(step) + _BETWEEN
        return passages


@lru_cache(maxsize=512)
def _wrapped(instruction: str, room: float) -> tuple[tuple[Span, ...], ...]:
    return tuple(wrap(instruction, INSTRUCTION, room))


def _joined(title: str) -> tuple[Span, ...]:
    spans: tuple[Span, ...] = ()
    for word in title.split():
        spans += ((Span(" "),) if spans else ()) + spans_of_word(word)
    return spans
