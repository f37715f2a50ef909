"""Grids in cells of their own size: where a line of arithmetic is broken, and how large a grid becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain
from math import fsum

from generator.layout.soundness import LEAST_TEXT
from generator.sheet.filling import WorkedCell, WorkedGrid
from generator.sheet.measure import span_width
from generator.sheet.theme import LIST, RESULT, TextStyle
from generator.type.notation import Span, spans_of_line

LEADING = 1.3
"""The height of a line, relative to its size."""
ACROSS, DOWN = 4.5, 2.0
"""Clear space beside and above the lines of a cell, in points."""
NARROW = 2.0
"""Clear space beside a number alone."""
SMALLEST = 1.5
"""The least width of a cell with a number, relative to the size of type."""
LARGEST = 3.0
"""Cells of a grid are alike if none is wider than this, relative to the size of type: words are not."""
BETWEEN_BANDS = 4.0
EASY_LINES = 2
"""A cell of more lines is crowded; there is none on a filled sheet."""
MOST_LINES = 3
"""A cell of more lines is hard to read: its grid has fewer columns side by side instead."""
_BREAK = re.compile(r" (?=[+−=≈→<>≤≥](?: |$))|(?<=[,:]) ")
"""Where a line may be broken: before the sign of a term or of a result, and in lists."""
_EM = replace(LIST, size=1.0)
_SPACE = span_width((Span(" "),), _EM)


@dataclass(frozen=True)
class WorkedPart:
    """What stays together in a line: some arithmetic, its result, and the widths of both in type of size 1.

    The `style` of a result says whether it was to be found or is printed on the sheet.
    """

    spans: tuple[Span, ...]
    wide: float
    result: str = ""
    result_wide: float = 0.0
    style: TextStyle = RESULT

    @cached_property
    def whole(self) -> float:
        """The width of both, with the space between them."""
        return self.wide + self.result_wide + (_SPACE if self.wide and self.result else 0.0)

    @property
    def start_of_result(self) -> float:
        """How far from its start the result is."""
        return self.whole - self.result_wide


@dataclass(frozen=True)
class CellLine:
    """The pieces of a line."""

    pieces: tuple[WorkedPart, ...]

    @cached_property
    def wide(self) -> float:
        """Its width in type of size 1."""
        return fsum(piece.whole for piece in self.pieces) + _SPACE * (len(self.pieces) - 1)

    def placed(self) -> Iterator[tuple[float, WorkedPart]]:
        """Each piece, and where it starts."""
        start = 0.0
        for piece in self.pieces:
            yield start, piece
            start += piece.whole + _SPACE


def is_empty(lines: Sequence[CellLine]) -> bool:
    """Whether a cell holds nothing."""
    return not any(piece.spans or piece.result for line in lines for piece in line.pieces)


@lru_cache(maxsize=1 << 13)
def pieces_of(cell: WorkedCell) -> tuple[WorkedPart, ...]:
    """The pieces of a cell's arithmetic; the last is the result, with the sign before it."""
    *terms, sign = _BREAK.split(cell.arithmetic)
    found = [WorkedPart(spans, span_width(spans, _EM)) for spans in map(spans_of_line, terms)]
    spans, style = (Span(sign),) if sign else (), RESULT if cell.asked else LIST
    wide = span_width((Span(cell.result),), replace(style, size=1.0))
    return (*found, WorkedPart(spans, span_width(spans, _EM), cell.result, wide, style))


@lru_cache(maxsize=1 << 13)
def unbroken(cell: WorkedCell) -> CellLine:
    """A cell in a single line."""
    return CellLine(pieces_of(cell))


@lru_cache(maxsize=1 << 13)
def broken(cell: WorkedCell, room: float) -> tuple[CellLine, ...]:
    """The lines of a cell, no wider than the room in type of size 1; a piece that is wider has a line of its own."""
    if unbroken(cell).wide <= room:
        return (unbroken(cell),)
    lines: list[list[WorkedPart]] = [[]]
    for piece in pieces_of(cell):
        if lines[-1] and CellLine((*lines[-1], piece)).wide > room:
            lines.append([])
        lines[-1].append(piece)
    return tuple(CellLine(tuple(line)) for line in lines)


def least_area(grid: WorkedGrid) -> float:
    """The area that a grid's arithmetic takes at least, in the smallest type; cheap to find."""
    wide = 0.0 if grid.rule else fsum(unbroken(cell).wide for cell in grid.cells)
    return wide * LEAST_TEXT * LEAST_TEXT * LEADING


@dataclass(frozen=True)
class Band:
    """Some columns of a grid, set in a size of type: the lines of each cell and the width of each column.

    Rows can be higher than their lines need, to be level with those of a grid beside this one.
    """

    size: float
    first: int
    widths: tuple[float, ...]
    rows: tuple[tuple[tuple[CellLine, ...], ...], ...]
    level: tuple[float, ...] = ()

    @staticmethod
    def of(rows: Sequence[Sequence[WorkedCell]], first: int, size: float, room: float) -> Band:
        """The columns from the `first` on, as narrow as the room asks for.

        What broken lines leave of the room goes to columns with crowded cells.
        """
        columns = tuple(zip(*rows, strict=True))
        natural = [max(unbroken(cell).wide for cell in column) for column in columns]
        room = (room - 2 * ACROSS * len(columns)) / size
        most = _fair_share(natural, room)
        lines = [_broken(column, min(wide, most)) for column, wide in zip(columns, natural, strict=True)]
        left = room - fsum(map(_widest, lines))
        for place, column in enumerate(columns):
            if EASY_LINES < max(map(len, lines[place])) <= MOST_LINES and left > 0:
                before = _widest(lines[place])
                lines[place] = _broken(column, before + left)
                left -= _widest(lines[place]) - before
        widths = tuple(_widest(column) * size + 2 * ACROSS for column in lines)
        return Band(size, first, widths, tuple(zip(*lines, strict=True)))

    @staticmethod
    def of_numbers(rows: Sequence[Sequence[WorkedCell]], first: int, size: float) -> Band:
        """The columns from the `first` on, of numbers or words alone."""
        lines = tuple(tuple((unbroken(cell),) for cell in row) for row in rows)
        natural = [max(SMALLEST, *(line.wide for (line,) in column)) for column in zip(*lines, strict=True)]
        if max(natural) <= LARGEST:
            natural = [max(natural)] * len(natural)
        return Band(size, first, tuple(wide * size + 2 * NARROW for wide in natural), lines)

    @cached_property
    def most_lines(self) -> int:
        """The most lines that a cell has."""
        return max(len(cell) for row in self.rows for cell in row)

    @cached_property
    def width(self) -> float:
        """Its width in points."""
        return fsum(self.widths)

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """The height of each row in points."""
        return self.level or self.natural_heights

    @cached_property
    def natural_heights(self) -> tuple[float, ...]:
        """The height that each row needs."""
        return tuple(max(map(len, row)) * self.size * LEADING + 2 * DOWN for row in self.rows)

    def widened(self, width: float) -> Band:
        """The same columns, together as wide as this."""
        more = (width - self.width) / len(self.widths)
        return replace(self, widths=tuple(wide + more for wide in self.widths))


def _broken(column: Sequence[WorkedCell], room: float) -> tuple[tuple[CellLine, ...], ...]:
    """The lines of each cell of a column."""
    return tuple(broken(cell, room + 1e-6) for cell in column)


def _widest(column: Sequence[Sequence[CellLine]]) -> float:
    """The width of a column's widest line in type of size 1."""
    return max(line.wide for line in chain(*column))


def _fair_share(natural: Sequence[float], room: float) -> float:
    """The width that wide columns are cut down to, so that all fit into the room; narrower ones keep theirs."""
    for place, wide in enumerate(sorted(natural)):
        share = room / (len(natural) - place)
        if wide > share:
            return share
        room -= wide
    return max(natural)


@dataclass(frozen=True)
class Block:
    """A grid in one band, or in several below each other where its cells are too wide for one; or a rule alone."""

    grid: WorkedGrid
    bands: tuple[Band, ...]

    @cached_property
    def width(self) -> float:
        """Its width without the name over it."""
        return max((band.width for band in self.bands), default=0.0)

    @cached_property
    def height(self) -> float:
        """Its height without the name over it."""
        return fsum(fsum(band.heights) for band in self.bands) + BETWEEN_BANDS * max(0, len(self.bands) - 1)

    @cached_property
    def most_lines(self) -> int:
        """The most lines that a cell has."""
        return max((band.most_lines for band in self.bands), default=0)

    def levelled(self, heights: Mapping[int, tuple[float, ...]]) -> Block:
        """The same grid with rows of these heights, by their number; one in several bands stays as it is."""
        if len(self.bands) != 1 or heights[len(self.bands[0].rows)] == self.bands[0].heights:
            return self
        return replace(self, bands=(replace(self.bands[0], level=heights[len(self.bands[0].rows)]),))

    def widened(self, width: float) -> Block:
        """The same grid in wider cells, if it holds arithmetic."""
        if not self.grid.is_worked:
            return self
        return replace(self, bands=tuple(band.widened(band.width / self.width * width) for band in self.bands))


def level(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with rows at the same heights, where they have equally many."""
    highest: dict[int, tuple[float, ...]] = {}
    for block in blocks:
        if len(block.bands) == 1:
            heights = block.bands[0].natural_heights
            highest[len(heights)] = tuple(map(max, heights, highest.get(len(heights), heights)))
    return tuple(block.levelled(highest) for block in blocks)


@lru_cache(maxsize=1 << 10)
def fitted(grid: WorkedGrid, size: float, room: float) -> Block | None:
    """The grid in one band no wider than the room; None if a cell would have too many lines."""
    if not grid.rows:
        return Block(grid, ())
    band = _band(grid.is_worked, grid.rows, 0, size, room)
    return Block(grid, (band,)) if _fits(band, room) else None


def folded(grid: WorkedGrid, size: float, room: float) -> Block:
    """The grid in as few bands as the room allows."""
    columns = len(grid.rows[0])
    for count in range(1, columns + 1):
        each = -(-columns // count)
        starts = range(0, columns, each)
        bands = tuple(
            _band(grid.is_worked, [row[start : start + each] for row in grid.rows], start, size, room)
            for start in starts
        )
        if all(_fits(band, room) for band in bands):
            break
    return Block(grid, bands)


def _fits(band: Band, room: float) -> bool:
    return band.width <= room + 0.01 and band.most_lines <= MOST_LINES


def _band(worked: bool, rows: Sequence[Sequence[WorkedCell]], first: int, size: float, room: float) -> Band:
    return Band.of(rows, first, size, room) if worked else Band.of_numbers(rows, first, size)
