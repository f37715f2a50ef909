"""Draws what is on a page of working: titles of steps, rules, and grids whose cells hold their arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.layout.additions.worked_grids import ACROSS, BETWEEN_BANDS, LEADING, Band, Block, CellLine
from generator.network.blueprint import Role
from generator.sheet.boxes import Box, Disc, Frame, FrameKind, Ink, Passage, Reading, Text, Tint
from generator.sheet.filling import WorkedGrid
from generator.sheet.measure import span_width
from generator.sheet.theme import CAPTION, LABEL, LIST, RULE, STEP_TITLE
from generator.type.notation import Span, spans_of_line, spans_of_name

NAME = 11.5
"""Height of the name over a grid, or of the line of a rule."""
_DISC = 12.0
_AFTER_DISC = 5.0
_AFTER_NAMES = 4.0
_FRAMES = {Role.WEIGHT: FrameKind.WEIGHT, Role.GRADIENT: FrameKind.BACKWARD, Role.TARGET: FrameKind.TARGET}


def heading_width(grid: WorkedGrid) -> float:
    """The width of the title of the grid's step."""
    return _DISC + _AFTER_DISC + span_width(spans_of_line(grid.title), STEP_TITLE)


def rule_width(grids: Sequence[WorkedGrid]) -> float:
    """The width of the line that says the rule of some grids."""
    return span_width(_listed(grids), LABEL) + _AFTER_NAMES + span_width((Span(grids[0].rule),), RULE)


def _listed(grids: Sequence[WorkedGrid]) -> tuple[Span, ...]:
    """The names of grids with commas between them."""
    spans = [span for grid in grids for span in (Span(", "), *spans_of_name(grid.grid))]
    return (*spans[1:], Span(":"))


@dataclass(frozen=True)
class RowSetter:
    """Draws parts of rows in a size of type."""

    size: float

    def heading(self, grid: WorkedGrid, x: float, y: float) -> Passage:
        """The number and the title of the step that fills a grid."""
        spans = spans_of_line(grid.title)
        text = Box(x + _DISC + _AFTER_DISC, y, span_width(spans, STEP_TITLE), _DISC)
        ink = Disc(Box(x, y, _DISC, _DISC), grid.step), Text(text, spans, STEP_TITLE)
        return Passage(Reading.SUBTITLE, ink)

    def number(self, grid: WorkedGrid, x: float, y: float) -> Passage:
        """The number alone of a step that goes on in a row where others start."""
        return Passage(Reading.WORDS, (Disc(Box(x, y, _DISC, _DISC), grid.step),))

    def rule(self, grids: Sequence[WorkedGrid], x: float, y: float) -> Passage:
        """The line that says the rule of some grids."""
        spans, words = _listed(grids), (Span(grids[0].rule),)
        named = Box(x, y, span_width(spans, LABEL), NAME)
        said = Box(named.right + _AFTER_NAMES, y, span_width(words, RULE), NAME)
        return Passage(Reading.WORDS, (Text(named, spans, LABEL), Text(said, words, RULE)))

    def grid(self, block: Block, x: float, y: float) -> Iterator[Passage]:
        """The grid under its name: a passage for each row."""
        spans = spans_of_name(block.grid.grid)
        name = Text(Box(x, y, span_width(spans, LABEL), NAME), spans, LABEL)
        top = y + NAME
        for number, band in enumerate(block.bands):
            start: tuple[Ink, ...] = ()
            if number == 0:
                start = (name, *self._numbers(block, x + name.box.width + _AFTER_NAMES, y))
            yield from self._band(block.grid.role, band, x, top, start)
            top += sum(band.heights) + BETWEEN_BANDS

    def _numbers(self, block: Block, x: float, y: float) -> Iterator[Ink]:
        """Which columns each band holds, if there are several."""
        if len(block.bands) > 1:
            ranges = (_columns(band) for band in block.bands)
            spans = (Span(" / ".join(ranges)),)
            yield Text(Box(x, y, span_width(spans, CAPTION), NAME), spans, CAPTION)

    def _band(self, role: Role, band: Band, x: float, y: float, start: tuple[Ink, ...]) -> Iterator[Passage]:
        frame = Frame(Box(x, y, band.width, sum(band.heights)), _FRAMES.get(role, FrameKind.PLAIN))
        for number, (row, height) in enumerate(zip(band.rows, band.heights, strict=True), start=1):
            grounds: list[Ink] = []
            texts: list[Ink] = []
            left = x
            for lines, wide in zip(row, band.widths, strict=True):
                box = Box(left, y, wide, height)
                grounds.append(Tint(box, role))
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
