"""The arithmetic on a slide: the first cells of each grid, as many as can be read from the back of a room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from generator.layout.lines import wrap
from generator.layout.slides.cards import enlarged
from generator.layout.slides.setter import Slide
from generator.sheet.boxes import Box, Passage, Reading, Text
from generator.sheet.filling import WorkedCell, WorkedGrid
from generator.sheet.measure import span_width
from generator.sheet.theme import BLUE, LABEL, TextStyle
from generator.type.notation import Span, spans_of_line, spans_of_name
from generator.type.shaping import Face

_STYLE = TextStyle(Face.REGULAR, 10)
_RESULT = TextStyle(Face.BOLD, 10, BLUE)
_LABEL = TextStyle(LABEL.face, 10)
_LINE = 14.5
_AFTER_LABEL = 8.0
_BETWEEN_COLUMNS = 22.0
MOST_LINES = 6
"""Nobody reads more on a slide."""
_AND_SO_ON = "…"
_SPACE = 3.0
"""Before a result, and before the sign that a grid goes on."""


@dataclass(frozen=True)
class _Entry:
    """A cell's arithmetic in lines, its result, and the name of the grid if it is the grid's first.

    After the last that is shown the grid `goes_on` with arithmetic that is not.
    """

    name: str
    lines: tuple[tuple[Span, ...], ...]
    result: str
    goes_on: bool = False


def jot(slide: Slide, sections: Sequence[WorkedGrid]) -> tuple[Passage, ...]:
    """The arithmetic of a slide's grids, set in its room: in one column, or in two below a wide figure."""
    if slide.room is None or not sections:
        return ()
    setter = _Setter(slide, sections)
    return tuple(setter.passages())


class _Setter:
    """Sets the arithmetic of one slide."""

    def __init__(self, slide: Slide, sections: Sequence[WorkedGrid]) -> None:
        assert slide.room is not None
        self._room = slide.room
        self._sections = sections
        self._card = slide.card
        self._line = _LINE * slide.card
        self._rows = int(self._room.height // self._line)
        names = (span_width(spans_of_name(section.grid), self._style(_LABEL)) for section in sections)
        self._names = max(names) + _AFTER_LABEL * slide.card
        wide = self._room.width > self._room.height * 3
        self._columns = 2 if wide else 1
        self._width = (self._room.width - _BETWEEN_COLUMNS * slide.card * (self._columns - 1)) / self._columns

    def _style(self, style: TextStyle) -> TextStyle:
        return enlarged(style, self._card)

    def passages(self) -> Iterator[Passage]:
        """A passage for each cell."""
        column, row = 0, 0
        for entry in self._chosen():
            if row + len(entry.lines) > self._rows and column + 1 < self._columns:
                column, row = column + 1, 0
            x = self._room.x + column * (self._width + _BETWEEN_COLUMNS * self._card)
            yield Passage(Reading.WORDS, tuple(self._texts(entry, x, self._room.y + row * self._line)))
            row += len(entry.lines)

    def _chosen(self) -> list[_Entry]:
        """The first cells of each grid: as many of each as have room, and at least one of the first grids."""
        most = max(len(section.cells) for section in self._sections)
        for each in range(most, 0, -1):
            entries = [entry for section in self._sections for entry in self._entries(section, each)]
            if self._fits(entries):
                return entries
        first = [entry for section in self._sections for entry in self._entries(section, 1)]
        while len(first) > 1 and not self._fits(first):
            first.pop()
        return first

    def _fits(self, entries: Sequence[_Entry]) -> bool:
        if sum(len(entry.lines) for entry in entries) > MOST_LINES * self._columns:
            return False
        column, row = 0, 0
        for entry in entries:
            if row + len(entry.lines) > self._rows and row:
                column, row = column + 1, 0
            row += len(entry.lines)
            if row > self._rows or column >= self._columns:
                return False
        return True

    def _entries(self, section: WorkedGrid, most: int) -> Iterator[_Entry]:
        """The arithmetic of a grid's first cells; what is said once is not said again."""
        items = list({(cell.arithmetic, cell.result): cell for cell in section.cells if cell.arithmetic}.values())
        for number, item in enumerate(items[:most], start=1):
            goes_on = number == most < len(items)
            yield _Entry(section.grid if number == 1 else "", self._lines(item, goes_on), item.result, goes_on)

    def _lines(self, item: WorkedCell, goes_on: bool) -> tuple[tuple[Span, ...], ...]:
        """The arithmetic in lines, the last of which leaves room for the result; its sign is before it on that line."""
        room, style = self._width - self._names, self._style(_STYLE)
        lines = wrap(item.arithmetic, style, room, spans_of_line)
        result = fsum(self._wide((Span(text),), _RESULT) for text in (item.result, _AND_SO_ON if goes_on else ""))
        if self._wide(lines[-1], _STYLE) + result > room:
            terms, _, sign = item.arithmetic.rpartition(" ")
            lines = [*wrap(terms, style, room, spans_of_line), spans_of_line(sign)]
        return tuple(lines)

    def _wide(self, spans: tuple[Span, ...], style: TextStyle) -> float:
        """How much of a line these take, with the space after them."""
        wide = span_width(spans, self._style(style))
        return wide + _SPACE * self._card if wide else 0.0

    def _texts(self, entry: _Entry, x: float, y: float) -> Iterator[Text]:
        right = x + self._width
        if entry.name:
            yield self._text(spans_of_name(entry.name), _LABEL, x, y, self._names)
        x += self._names
        for row, line in enumerate(entry.lines):
            if line:
                yield self._text(line, _STYLE, x, y + row * self._line, right - x)
        x, y = x + self._wide(entry.lines[-1], _STYLE), y + (len(entry.lines) - 1) * self._line
        if entry.result:
            yield self._text((Span(entry.result),), _RESULT, x, y, right - x)
        if entry.goes_on:
            x += self._wide((Span(entry.result),), _RESULT)
            yield self._text((Span(_AND_SO_ON),), _STYLE, x, y, right - x)

    def _text(self, spans: tuple[Span, ...], style: TextStyle, x: float, y: float, room: float) -> Text:
        """A piece of a line, set smaller if it cannot be broken and is wider than the room."""
        own = self._style(style)
        return Text(Box(x, y, min(room, span_width(spans, own)), self._line), spans, own)
