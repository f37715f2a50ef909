"""Cutting tiles: how large a grid is on the sheet, and the room that its name, caption and headings take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from generator.layout.cell_widths import CellNeeds
from generator.layout.figure import Note, Tile
from generator.layout.operands import column_classes
from generator.network.blueprint import Blueprint, Grid
from generator.network.operand import Part
from generator.sheet.boxes import Box
from generator.sheet.measure import span_width
from generator.sheet.theme import CAPTION, HEADING, LABEL, MILLIMETRE
from generator.sheet.views import is_drawn, size_of
from generator.type.notation import Span, spans_of_name
from generator.type.shaping import width as width_of_text

STRIP = 10.5
"""Height of the strip above a tile that holds its name."""
HEADING_STRIP = 8.5
"""Height of the strip that holds column headings, and the least width of that with row headings."""
BESIDE_ROWS = 3.0
"""From row headings to their rows."""
BLOCK_STRIP = 14.0
"""Height of the strip that holds the title of a repeating block."""
CAPTION_LINE = 1.1 * CAPTION.size
"""Height of a line of a caption at the right of a tile."""
ROW_OF_ONES = 12.0
"""The most height of a row of ones under a matrix."""
DISC_ROOM = 13.0
"""Width of a small disc next to a name."""
UNIFORM = 1.1
"""Cells share one width as long as the widest needs no more than this multiple of the usual width."""


@dataclass(frozen=True)
class Grain:
    """A size of cells: the least width and the height in millimetres, and the digits in points."""

    width: float
    height: float
    digits: float


class Inscription(NamedTuple):
    """What is written around a tile: its margins at the left, above and at the right, and the least size with these.

    A tile that is less wide or high than that has a wider margin at the right, or one at the bottom.
    """

    left: float
    top: float
    right: float = 0.0
    wide: float = 0.0
    high: float = 0.0

    @staticmethod
    def of(grid: Grid, part: Part, note: Note, copy: bool) -> Inscription:
        """The inscription of a part of a grid with its name at this side."""
        wide = max((width_of_text(heading, HEADING.face, HEADING.size) for heading in grid.row_headings), default=0.0)
        left = max(HEADING_STRIP, wide + BESIDE_ROWS) if grid.row_headings else 0.0
        top = HEADING_STRIP if grid.headings and not is_drawn(grid) and not part.transposed else 0.0
        match note:
            case Note.LEFT:
                name = span_width(label_of(part, grid), LABEL)
                return Inscription(left + max(name, 0 if copy or not grid.asked else DISC_ROOM) + 5, top)
            case Note.RIGHT:
                name = span_width(label_of(part, grid), LABEL)
                words = [] if copy else grid.caption.split()
                caption = max((span_width(spans_of_name(word), CAPTION) for word in words), default=0.0)
                right = max(name + (0 if copy else DISC_ROOM), caption) + 5
                return Inscription(left, top, right, high=1 + STRIP + len(words) * CAPTION_LINE)
            case Note.ABOVE:
                return Inscription(left, top + STRIP, wide=above_width(grid, part, copy))
        return Inscription(left, top)

    def margins(self, box: Box) -> tuple[float, float, float, float]:
        """The margins of a tile in a box: left, top, right and bottom."""
        return self.left, self.top, self.right or max(0.0, self.wide - box.width), max(0.0, self.high - box.height)


@dataclass(frozen=True)
class Cutter:
    """Cuts the tiles of one exercise at one size of cells.

    `widths` are those of each grid's cells; grids in the same columns share one. What is written around tiles is
    measured once for cells of all sizes.
    """

    blueprint: Blueprint
    grain: Grain
    widths: Mapping[str, float]
    _inscriptions: dict[tuple[Part, Note, bool], Inscription]

    @staticmethod
    def of(blueprint: Blueprint, grain: Grain) -> Cutter:
        """The cutter for an exercise, which works out the widths."""
        return next(Cutter.of_each(blueprint, (grain,)))

    @staticmethod
    def of_each(blueprint: Blueprint, grains: Iterable[Grain]) -> Iterator[Cutter]:
        """The cutters for an exercise at each of some sizes."""
        needs, classes = CellNeeds.of(blueprint), column_classes(blueprint)
        inscriptions: dict[tuple[Part, Note, bool], Inscription] = {}
        for grain in grains:
            widths = needs.widths(grain.digits)
            least = grain.width * MILLIMETRE
            usual = max(need for need in (least, *widths.values()) if need <= UNIFORM * least)
            together = {name: max(usual, *(widths[one] for one in names)) for name, names in classes.items()}
            yield Cutter(blueprint, grain, together, inscriptions)

    def with_height(self, height: float) -> Cutter:
        """A cutter of taller or shorter cells; their widths, which depend on the digits alone, are kept."""
        return replace(self, grain=replace(self.grain, height=height))

    @property
    def height(self) -> float:
        """The height of a cell in points."""
        return self.grain.height * MILLIMETRE

    def grid(self, name: str) -> Grid:
        """The grid of this name."""
        return self.blueprint.by_name[name]

    def cut(
        self,
        part: Part,
        x: float,
        y: float,
        width: float = 0.0,
        copy: bool = False,
        note: Note = Note.ABOVE,
        block: bool = False,
    ) -> Tile:
        """A tile at a place; `width` is that of its cells, `block` makes room for a block's title over it."""
        if not part.grid:
            box = Box(x, y, part.columns * (width or self.grain.width * MILLIMETRE), part.rows * self.height)
            return Tile(part, box, note=Note.NONE)
        grid = self.grid(part.grid)
        box = Box(x, y, part.columns * (width or self.widths[part.grid]), part.rows * self.height)
        box = size_of(grid, box)
        left, top, right, bottom = self._inscription(grid, part, note, copy).margins(box)
        top += BLOCK_STRIP if block else 0
        return Tile(part, box, copy, note, left, top, right, bottom)

    def _inscription(self, grid: Grid, part: Part, note: Note, copy: bool) -> Inscription:
        key = part, note, copy
        found = self._inscriptions.get(key)
        if found is None:
            found = self._inscriptions[key] = Inscription.of(grid, part, note, copy)
        return found

    def ones(self, part: Part, x: float, y: float, width: float = 0.0) -> Tile:
        """The row of ones under a matrix; nobody writes in it, so that it may be low."""
        wide, high = part.columns * (width or self.grain.width * MILLIMETRE), part.rows * min(self.height, ROW_OF_ONES)
        return Tile(part, Box(x, y, wide, high), note=Note.NONE)


def label_of(part: Part, grid: Grid) -> tuple[Span, ...]:
    """The name of a part of a grid as it is written, `E[1–2, 3]` in general.

    `x` with a small 2 is the second column of X, and `k` with a small 01 the first number of the column k0.
    """
    if part.whole or part.diagonal:
        return spans_of_name(part.grid, part.transposed)
    rows, columns = (part.columns, part.rows) if part.transposed else (part.rows, part.columns)
    if columns == 1 and not part.top and len(part.grid) == 1:
        spans: tuple[Span, ...] = (Span(part.grid.lower()), Span(str(part.left + 1), -1))
    elif grid.shape[1] == 1 and rows == 1:
        spans = spans_of_name(f"{part.grid}{part.top + 1}")
    else:
        places = ", ".join(map(_range, (part.top, part.left), (rows, columns)))
        spans = (*spans_of_name(part.grid), Span(f"[{places}]"))
    return (*spans, Span("T", 1)) if part.transposed else spans


def _range(start: int, count: int) -> str:
    return str(start + 1) if count == 1 else f"{start + 1}–{start + count}"


def above_width(grid: Grid, part: Part, copy: bool) -> float:
    """The width of what is written above a tile: name, caption and a small disc."""
    name = span_width(label_of(part, grid), LABEL)
    caption = span_width(spans_of_name(" " + grid.caption), CAPTION) if grid.caption and not copy else 0
    return name + caption + (0 if copy or not grid.asked else DISC_ROOM)
