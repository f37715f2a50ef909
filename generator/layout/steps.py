"""The words of steps: a disc, a title and an instruction wrapped to a width, alone or in columns over a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations, pairwise
from math import ceil, fsum

from generator.layout.lines import measured
from generator.light import light
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
BETWEEN_WORDS = 5.0
"""Clear space between the words of two steps in a column."""
_GUTTER = 16.0
NARROWEST = 150.0
"""No column of instructions is narrower than this."""

NARROWEST_LINES = 105.0
"""Nor are the words of a step at its cells."""
WIDTHS = (NARROWEST_LINES, 125.0, 155.0, 200.0)
"""The widths tried for the words of a step at its cells, in points."""


@dataclass(frozen=True)
class StepWords:
    """The words of one step, no wider than `width`: its title, and its instruction if it is `explained` here."""

    step: Step
    width: float
    explained: bool = True
    continued: str = ""

    @cached_property
    def title(self) -> tuple[Span, ...]:
        """The title, marked `continued` where the instruction has appeared before."""
        return _joined(self.step.title if self.explained else f"{self.step.title} {self.continued}")

    @cached_property
    def lines(self) -> Sequence[tuple[Span, ...]]:
        """The lines of the instruction."""
        if not self.explained or not self.step.own:
            return ()
        return measured(self.step.own, INSTRUCTION).lines(self.width - _INDENT)

    @cached_property
    def height(self) -> float:
        """The height of title and instruction."""
        return max(_DISC, _TITLE_LINE + _LINE * len(self.lines))

    @cached_property
    def least_width(self) -> float:
        """The width of disc and title."""
        return _INDENT + span_width(self.title, STEP_TITLE)

    @cached_property
    def used_width(self) -> float:
        """The width of the longest line."""
        return max(self.least_width, *(_INDENT + span_width(line, INSTRUCTION) for line in self.lines), 0.0)

    def within(self, width: float) -> StepWords:
        """The same words, no wider than this."""
        return self if self.width <= width else replace(self, width=width)

    def passages(self, x: float, y: float) -> tuple[Passage, ...]:
        """Title and instruction, set from a corner on."""
        room = self.width - _INDENT
        disc = Disc(Box(x, y, _DISC, _DISC), self.step.number)
        title = Text(Box(x + _INDENT, y + 1, room, _TITLE_LINE), self.title, STEP_TITLE)
        lines = tuple(
            Text(Box(x + _INDENT, y + 1 + _TITLE_LINE + number * _LINE, room, _LINE), line, INSTRUCTION)
            for number, line in enumerate(self.lines)
        )
        words = (Passage(Reading.WORDS, lines),) if lines else ()
        return (Passage(Reading.TITLE, (disc, title)), *words)


@light(frozen=True)
class Placed:
    """The words of a step, and the corner they are set from."""

    words: StepWords
    x: float
    y: float

    @cached_property
    def box(self) -> Box:
        """The box around them."""
        return Box(self.x, self.y, self.words.width, self.words.height)

    def moved(self, right: float, down: float) -> Placed:
        """The same words elsewhere."""
        return Placed(self.words, self.x + right, self.y + down)


@dataclass(frozen=True)
class Columns:
    """Steps in columns across a width; those `explained` before show a title marked `continued`."""

    steps: tuple[Step, ...]
    explained: frozenset[int]
    width: float
    continued: str = ""

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """The words of each step, in columns that are read downwards first and start at (0, 0)."""
        found = []
        for number, column in enumerate(self._set):
            y = 0.0
            for step in column:
                words = self._words[step.number]
                found.append(Placed(words, number * (self._column_width + _GUTTER), y))
                y += words.height + BETWEEN_WORDS
        return tuple(found)

    @cached_property
    def height(self) -> float:
        """The height of all the words."""
        return max((placed.box.bottom for placed in self.placed), default=0.0)

    @cached_property
    def used_width(self) -> float:
        """The width that the words take of the width they may take."""
        return max((placed.x + placed.words.used_width for placed in self.placed), default=0.0)

    @cached_property
    def _count(self) -> int:
        """How many columns the steps are set in."""
        narrowest = NARROWEST
        if all(step.number in self.explained for step in self.steps):
            narrowest = max(StepWords(step, 0, False, self.continued).least_width for step in self.steps)
        most = max(1, int((self.width + _GUTTER) // (narrowest + _GUTTER)))
        rows = ceil(len(self.steps) / most)
        return ceil(len(self.steps) / rows)

    @cached_property
    def _column_width(self) -> float:
        return (self.width - _GUTTER * (self._count - 1)) / self._count

    @cached_property
    def _words(self) -> Mapping[int, StepWords]:
        """The words of each step, by its number."""
        return {
            step.number: StepWords(step, self._column_width, step.number not in self.explained, self.continued)
            for step in self.steps
        }

    @cached_property
    def _set(self) -> tuple[tuple[Step, ...], ...]:
        """The steps in columns, broken where the tallest column is lowest."""
        if not self.steps:
            return ()
        inner = range(1, len(self.steps))
        breaks = [(0, *places, len(self.steps)) for places in combinations(inner, self._count - 1)]
        ways = (tuple(self.steps[a:b] for a, b in pairwise(places)) for places in breaks)
        return min(ways, key=lambda way: max(map(self._stacked, way)))

    def _stacked(self, column: tuple[Step, ...]) -> float:
        return fsum(self._words[step.number].height for step in column) + BETWEEN_WORDS * (len(column) - 1)


@dataclass(frozen=True)
class StepSetter:
    """Sets the words of an exercise's steps; ways to lay it out that set the same words share what was measured."""

    continued: str
    _columns: dict[tuple[tuple[int, ...], frozenset[int], float], Columns] = field(default_factory=dict)
    _narrow: dict[tuple[int, int | None], Sequence[StepWords]] = field(default_factory=dict)

    def columns(self, steps: tuple[Step, ...], explained: frozenset[int], width: float) -> Columns:
        """The steps in columns across a width."""
        key = tuple(step.number for step in steps), explained, width
        if key not in self._columns:
            self._columns[key] = Columns(steps, explained, width, self.continued)
        return self._columns[key]

    def narrow(self, step: Step, most: int | None = None) -> Sequence[StepWords]:
        """The words of a step in columns of each of some widths, or of the `most` first, no wider than their lines."""
        key = step.number, most
        if key not in self._narrow:
            widest = (StepWords(step, width) for width in WIDTHS)
            words = (StepWords(step, min(wide.width, wide.used_width + 0.5)) for wide in widest)
            found = [each for each in words if each.least_width <= each.width + 0.5]
            self._narrow[key] = list({each.width: each for each in found[:most]}.values())
        return self._narrow[key]


def _joined(title: str) -> tuple[Span, ...]:
    spans: tuple[Span, ...] = ()
    for word in title.split():
        spans += ((Span(" "),) if spans else ()) + spans_of_word(word)
    return spans
