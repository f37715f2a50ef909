"""Draws what is on a page of working: titles of steps, rules, and grids whose cells hold their arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import fsum

from generator.layout.additions.worked_grids import ACROSS, BETWEEN_BANDS, LEADING, Band, Block, CellLine, is_empty
from generator.network.blueprint import Role
from generator.sheet.boxes import Box, Dark, Disc, Frame, FrameKind, Ink, Passage, Reading, Text, Tint
from generator.sheet.filling import WorkedGrid
from generator.sheet.measure import span_width
from generator.sheet.theme import CAPTION, LABEL, LIST, RULE, STEP_TITLE, TextStyle
from generator.type.notation import Span, spans_of_line, spans_of_name

_NAME = 1.27
"""Height of the name over a grid, or of the line of a rule, relative to its type."""
_HEADING = 1.55
_DISC = 1.33
"""Height of the title of a step, and of the disc before it, relative to the type of the title."""
_AFTER_DISC = 5.0
_LARGER = 1.05
"""Titles and names grow along with the type of the arithmetic, and are a little larger."""
_AFTER_NAMES = 4.0
_BEFORE_NAMES = 4.0
"""Clear space around the name of a grid that is beside it."""
_FRAMES = {Role.WEIGHT: FrameKind.WEIGHT, Role.GRADIENT: FrameKind.BACKWARD, Role.TARGET: FrameKind.TARGET}


def _listed(grids: Sequence[WorkedGrid]) -> tuple[Span, ...]:
    """The names of grids with commas between them."""
    spans = [span for grid in grids for span in (Span(", "), *spans_of_name(grid.grid))]
    return (*spans[1:], Span(":"))


@lru_cache(maxsize=64)
def _scaled(style: TextStyle, size: float) -> TextStyle:
    """The style of a title or a name beside arithmetic of a size."""
    return replace(style, size=max(style.size, size * _LARGER))


@dataclass(frozen=True)
class RowSetter:
    """Draws parts of rows in a size of type, and says how large they are; `titles` is how those of steps are read."""

    size: float
    titles: Reading = Reading.SUBTITLE

    def _scaled(self, style: TextStyle) -> TextStyle:
        return _scaled(style, self.size)

    @cached_property
    def name_height(self) -> float:
        """Height of the name over a grid, or of the line of a rule."""
        return self._scaled(LABEL).size * _NAME + 0.7

    @cached_property
    def heading_height(self) -> float:
        """Height of the title of a step."""
        return self._scaled(STEP_TITLE).size * _HEADING

    @property
    def _disc(self) -> float:
        return self._scaled(STEP_TITLE).size * _DISC

    def heading_width(self, grid: WorkedGrid) -> float:
        """The width of the title of the grid's step."""
        return self._disc + _AFTER_DISC + span_width(spans_of_line(grid.title), self._scaled(STEP_TITLE))

    def name_width(self, grid: WorkedGrid) -> float:
        """The width of the name before a grid, with the space around it."""
        return _BEFORE_NAMES + self._wide(spans_of_name(grid.grid), LABEL) + _AFTER_NAMES

    def rule_width(self, grids: Sequence[WorkedGrid]) -> float:
        """The width of the line that says the rule of some grids."""
        return self._wide(_listed(grids), LABEL) + _AFTER_NAMES + self._wide((Span(grids[0].rule),), RULE)

    def block_width(self, block: Block) -> float:
        """The width of a grid with its name, and its rule if it has any."""
        over = self.rule_width([block.grid]) if block.grid.rule else self._wide(spans_of_name(block.grid.grid), LABEL)
        return max(block.width, over)

    def _wide(self, spans: tuple[Span, ...], style: TextStyle) -> float:
        return span_width(spans, self._scaled(style))

    def _text(self, spans: tuple[Span, ...], style: TextStyle, x: float, y: float) -> Text:
        return Text(Box(x, y, self._wide(spans, style), self.name_height), spans, self._scaled(style))

    def heading(self, grid: WorkedGrid, x: float, y: float) -> Passage:
        """The number and the title of the step that fills a grid."""
        spans, style = spans_of_line(grid.title), self._scaled(STEP_TITLE)
        text = Box(x + self._disc + _AFTER_DISC, y, span_width(spans, style), self._disc)
        ink = Disc(Box(x, y, self._disc, self._disc), grid.step), Text(text, spans, style)
        return Passage(self.titles, ink)

    def number(self, grid: WorkedGrid, x: float, y: float) -> Passage:
        """The number alone of a step that goes on in a row where others start."""
        return Passage(Reading.WORDS, (Disc(Box(x, y, self._disc, self._disc), grid.step),))

    def rule(self, grids: Sequence[WorkedGrid], x: float, y: float) -> Passage:
        """The line that says the rule of some grids."""
        named = self._text(_listed(grids), LABEL, x, y)
        return Passage(
            Reading.WORDS, (named, self._text((Span(grids[0].rule),), RULE, named.box.right + _AFTER_NAMES, y))
        )

    def named_grid(self, block: Block, x: float, y: float) -> Iterator[Passage]:
        """The grid, in one band, with its name before its first row: a passage for each row."""
        (band,) = block.bands
        left = x - self.name_width(block.grid) + _BEFORE_NAMES
        name = self._text(spans_of_name(block.grid.grid), LABEL, left, y + (band.heights[0] - self.name_height) / 2)
        yield from self._band(block.grid.role, band, x, y, (name,))

    def grid(self, block: Block, x: float, y: float) -> Iterator[Passage]:
        """The grid under its name and its rule, if it has any: a passage for each row."""
        if not block.bands:
            yield self.rule([block.grid], x, y)
            return
        top = y + self.name_height
        for number, band in enumerate(block.bands):
            start = tuple(self._over(block, x, y)) if number == 0 else ()
            yield from self._band(block.grid.role, band, x, top, start)
            top += fsum(band.heights) + BETWEEN_BANDS

    def _over(self, block: Block, x: float, y: float) -> Iterator[Ink]:
        """What is over a grid."""
        grid = block.grid
        name = self._text(_listed([grid]) if grid.rule else spans_of_name(grid.grid), LABEL, x, y)
        yield name
        if grid.rule:
            yield self._text((Span(grid.rule),), RULE, name.box.right + _AFTER_NAMES, y)
        else:
            yield from self._numbers(block, name.box.right + _AFTER_NAMES, y)

    def _numbers(self, block: Block, x: float, y: float) -> Iterator[Ink]:
        """Which columns each band holds, if there are several."""
        if len(block.bands) > 1:
            ranges = (_columns(band) for band in block.bands)
            spans = (Span(" / ".join(ranges)),)
            yield self._text(spans, CAPTION, x, y)

    def _band(self, role: Role, band: Band, x: float, y: float, start: tuple[Ink, ...]) -> Iterator[Passage]:
        frame = Frame(Box(x, y, band.width, fsum(band.heights)), _FRAMES.get(role, FrameKind.PLAIN))
        for number, (row, height) in enumerate(zip(band.rows, band.heights, strict=True), start=1):
            grounds: list[Ink] = []
            texts: list[Ink] = []
            left = x
            for lines, wide in zip(row, band.widths, strict=True):
                box = Box(left, y, wide, height)
                grounds.append(Dark(box) if is_empty(lines) else Tint(box, role))
                texts += self._cell(lines, box)
                left += wide
            # The frame is drawn over all grounds, so with the last row.
            last = (frame,) if number == len(band.rows) else ()
            yield Passage(Reading.WORDS, (*(start if number == 1 else ()), *grounds, *texts, *last))
            y += height

    def _cell(self, lines: Sequence[CellLine], box: Box) -> Iterator[Ink]:
        """The lines of a cell: centred if there is a single one, else from the left."""
        high = self.size * LEADING
        style = replace(LIST, size=self.size)
        y = box.y + (box.height - high * len(lines)) / 2
        for line in lines:
            left = box.x + (ACROSS if len(lines) > 1 else (box.width - line.wide * self.size) / 2)
            for start, piece in line.placed():
                x = left + start * self.size
                if piece.spans:
                    yield Text(Box(x, y, piece.wide * self.size, high), piece.spans, style)
                if piece.result:
                    end = Box(x + piece.start_of_result * self.size, y, piece.result_wide * self.size, high)
                    yield Text(end, (Span(piece.result),), replace(piece.style, size=self.size))
            y += high


def _columns(band: Band) -> str:
    first, last = band.first + 1, band.first + len(band.widths)
    return f"{first}–{last}" if last > first else str(first)
