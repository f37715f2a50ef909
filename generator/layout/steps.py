"""The words of a figure: each step's disc, title and instruction, wrapped into columns above the cells it fills."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from generator.graph import Step
from generator.layout.notation import spans_of_word, wrap
from generator.sheet import Box, Disc, Ink, Span, Text
from generator.theme import INSTRUCTION, STEP_TITLE

DISC = 14.0
"""Diameter of a step's disc."""
INDENT = 20.0
"""From the left edge of a disc to the text beside it."""
TITLE_LINE = 12.5
LINE = 11.0
BETWEEN = 6.0
GUTTER = 16.0
NARROWEST = 150.0
"""No column of instructions is narrower than this."""


@dataclass(frozen=True)
class Words:
    """The steps over a figure, set into columns of a width; those `told` before show no instruction again."""

    steps: tuple[Step, ...]
    told: frozenset[int]
    width: float

    @property
    def columns(self) -> int:
        """How many columns the steps stand in."""
        most = max(1, int((self.width + GUTTER) // (NARROWEST + GUTTER)))
        rows = ceil(len(self.steps) / most)
        return ceil(len(self.steps) / rows)

    @property
    def column_width(self) -> float:
        """The width of a column."""
        return (self.width - GUTTER * (self.columns - 1)) / self.columns

    @property
    def height(self) -> float:
        """The height of all the words."""
        return sum(max(map(self._height, row)) for row in self._rows()) + BETWEEN * (len(self._rows()) - 1)

    def _rows(self) -> list[tuple[Step, ...]]:
        return [self.steps[start : start + self.columns] for start in range(0, len(self.steps), self.columns)]

    def _lines(self, step: Step) -> list[tuple[Span, ...]]:
        return wrap(step.instruction, INSTRUCTION, self.column_width - INDENT) if step.number not in self.told else []

    def _height(self, step: Step) -> float:
        return max(DISC, TITLE_LINE + LINE * len(self._lines(step)))

    def ink(self, x: float, y: float) -> list[Ink]:
        """The words from a corner on."""
        ink: list[Ink] = []
        for row in self._rows():
            for column, step in enumerate(row):
                left = x + column * (self.column_width + GUTTER)
                ink.append(Disc(Box(left, y, DISC, DISC), step.number))
                room = self.column_width - INDENT
                ink.append(Text(Box(left + INDENT, y + 1, room, TITLE_LINE), _joined(step.title), STEP_TITLE))
                for number, line in enumerate(self._lines(step)):
                    box = Box(left + INDENT, y + 1 + TITLE_LINE + number * LINE, room, LINE)
                    ink.append(Text(box, line, INSTRUCTION))
            y += max(map(self._height, row)) + BETWEEN
        return ink


def _joined(title: str) -> tuple[Span, ...]:
    spans: tuple[Span, ...] = ()
    for word in title.split():
        spans += ((Span(" "),) if spans else ()) + spans_of_word(word)
    return spans

