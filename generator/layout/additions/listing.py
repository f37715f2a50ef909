"""Lists that follow a copy's pages, such as remarks that found no room: sections set in columns of equal height.

The lines differ from copy to copy, so this is done for each; widths are measured once and scaled with the type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, fsum

from generator.layout import margins
from generator.layout.lines import wrap
from generator.sheet.boxes import Box, Disc, Ink, Page, Passage, Reading, Sheet, Text, added_page
from generator.sheet.filling import Listing, ListItem, Section
from generator.sheet.measure import span_width
from generator.sheet.theme import LABEL, LIST, STEP_TITLE, TITLE_OF_LIST, TONES
from generator.type.notation import Span, spans_of_line, spans_of_name

LIST_EM, LABEL_EM = replace(LIST, size=1.0), replace(LABEL, size=1.0)
_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0)
"""Sizes of type, largest first; the largest that needs no more pages is taken."""
_LEADING = 1.42
_GUTTER = 20.0
_WIDEST = 34.0
"""The widest that a line may be before it is broken, in ems."""
_TITLE = 22.0
"""Height of the list's title at the head of a page."""
_HEADING = 17.0
_OVER_GRID = 3.5
"""Clear space over the first line of a grid."""
_DISC = 12.0


def listing_pages(listing: Listing, sheet: Sheet) -> tuple[Page, ...]:
    """The pages of a list, as large as those of its exercise and under the same head; none for an empty list."""
    if not listing.sections:
        return ()
    empty = added_page(sheet, listing.exercise)
    measures = Measures(listing)
    setter = min((ListColumns(measures, empty.size, size) for size in _SIZES), key=lambda columns: columns.pages)
    return tuple(replace(empty, passages=passages) for passages in setter.passages())


@dataclass(frozen=True)
class SetLine:
    """A line of a list: what opens it (a step's heading, or a grid's name), and its spans.

    A line that `keeps` the next one with it is never at the foot of a column.
    """

    section: Section
    height: float
    item: ListItem | None = None
    spans: tuple[Span, ...] = ()
    wide: float = 0.0
    starts: bool = False
    keeps: bool = False


@dataclass(frozen=True)
class Measures:
    """A list with the widths of its parts in type of size 1: each is measured once, whatever the final size."""

    listing: Listing

    @cached_property
    def names(self) -> float:
        """Width of the names of grids."""
        return max(span_width(spans_of_name(section.grid), LABEL_EM) for section in self.listing.sections)

    @cached_property
    def lines(self) -> tuple[tuple[tuple[tuple[Span, ...], float], ...], ...]:
        """For each item of each section, its spans and their width."""
        return tuple(tuple(map(_measured, section.items)) for section in self.listing.sections)

    @cached_property
    def widest(self) -> float:
        """Width of the widest line."""
        return max(text for section in self.lines for _, text in section)


def _measured(item: ListItem) -> tuple[tuple[Span, ...], float]:
    spans = spans_of_line(item.text)
    return spans, span_width(spans, LIST_EM)


@dataclass(frozen=True)
class ListColumns:
    """A list set in a size of type, in as many columns as its lines leave room for."""

    measures: Measures
    size_of_page: tuple[float, float]
    size: float

    @property
    def room(self) -> Box:
        """The part of the page below the list's title."""
        room = margins.room(self.size_of_page)
        return Box(room.x, room.y + _TITLE, room.width, room.height + margins.foot(self.size_of_page) - _TITLE)

    @property
    def _names(self) -> float:
        return self.measures.names * self.size + 8

    @property
    def _widest(self) -> float:
        """Width of the widest line, broken where it is very wide."""
        return self._names + min(self.measures.widest, _WIDEST) * self.size

    @cached_property
    def count(self) -> int:
        """How many columns a page has."""
        return max(1, int((self.room.width + _GUTTER) / (self._widest + _GUTTER)))

    @property
    def width(self) -> float:
        """The width of a column."""
        return (self.room.width - _GUTTER * (self.count - 1)) / self.count

    @cached_property
    def lines(self) -> tuple[SetLine, ...]:
        """All lines, in order."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[SetLine]:
        high = self.size * _LEADING
        room = self.width - self._names
        step = None
        for section, measured in zip(self.measures.listing.sections, self.measures.lines, strict=True):
            if (section.step, section.title) != step:
                step = section.step, section.title
                yield SetLine(section, _HEADING + (high - 8) / 2, keeps=True)
            for number, (item, (spans, text)) in enumerate(zip(section.items, measured, strict=True)):
                extra = _OVER_GRID if number == 0 else 0
                # Neither the first nor the last line of a grid is left alone.
                keeps = number + 1 < len(section.items) and number in (0, len(section.items) - 2)
                if text * self.size <= room:
                    yield SetLine(section, high + extra, item, spans, text * self.size, number == 0, keeps)
                    continue
                style = replace(LIST, size=self.size)
                for part, broken in enumerate(wrap(item.text, style, room, spans_of_line)):
                    yield SetLine(section, high + extra * (part == 0), item, broken, room, number + part == 0)

    @cached_property
    def pages(self) -> int:
        """How many pages it needs."""
        return ceil(len(self._flow(self.room.height)) / self.count)

    def _flow(self, height: float) -> list[list[SetLine]]:
        """Lines in columns of a height."""
        columns: list[list[SetLine]] = [[]]
        used = 0.0
        for number, line in enumerate(self.lines):
            need, last = line.height, number
            while self.lines[last].keeps:
                last += 1
                need += self.lines[last].height
            if used + need > height and columns[-1]:
                columns.append([])
                used = 0.0
            columns[-1].append(line)
            used += line.height
        return columns

    def _balanced(self) -> list[list[SetLine]]:
        """The lowest columns that need no more pages: every page is as full as the others."""
        most = self.pages * self.count
        low, high = fsum(line.height for line in self.lines) / most, self.room.height
        while high - low > self.size:
            middle = (low + high) / 2
            low, high = (low, middle) if len(self._flow(middle)) <= most else (middle, high)
        return self._flow(high)

    def passages(self) -> Iterator[tuple[Passage, ...]]:
        """The passages of each page."""
        columns = self._balanced()
        room = margins.room(self.size_of_page)
        for start in range(0, len(columns), self.count):
            title = Text(Box(room.x, room.y - 2, room.width, 14), (Span(self.measures.listing.title),), TITLE_OF_LIST)
            passages = [Passage(Reading.TITLE, (title,))]
            for place, column in enumerate(columns[start : start + self.count]):
                passages += self._column(column, room.x + place * (self.width + _GUTTER))
            yield tuple(passages)

    def _column(self, lines: Sequence[SetLine], x: float) -> Iterator[Passage]:
        y = self.room.y
        for number, line in enumerate(lines):
            if line.item is None:
                heading = _heading(line.section, x, y + line.height - _HEADING, self.width)
                yield Passage(Reading.SUBTITLE, tuple(heading))
            else:
                # A column that continues a grid repeats its name.
                named = line.starts or number == 0
                high = self.size * _LEADING
                box = Box(x, y + line.height - high, self.width, high)
                yield Passage(Reading.WORDS, tuple(self._line(line, line.item, box, named)))
            y += line.height

    def _line(self, line: SetLine, item: ListItem, box: Box, named: bool) -> Iterator[Ink]:
        x = box.x
        if named:
            style = replace(LABEL, size=self.size)
            yield Text(Box(x, box.y, self._names, box.height), spans_of_name(line.section.grid), style)
        style = replace(LIST, size=self.size, colour=TONES[item.tone])
        yield Text(Box(x + self._names, box.y, line.wide, box.height), line.spans, style)


def _heading(section: Section, x: float, y: float, width: float) -> Iterator[Ink]:
    yield Disc(Box(x, y + 3, _DISC, _DISC), section.step)
    spans = spans_of_line(section.title)
    yield Text(Box(x + _DISC + 5, y + 3, width - _DISC - 5, _DISC), spans, STEP_TITLE)
