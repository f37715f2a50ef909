"""From a figure to a page: tiles become cells, outlines and labels, and links become arrows, waves and signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.layout.drawing.links import LEADING, link_ink
from generator.layout.drawing.windows import windows
from generator.layout.figure import Figure, Link, Note, Tile
from generator.layout.tiles import BESIDE_ROWS, CAPTION_LINE, HEADING_STRIP, Cutter, label_of
from generator.network.blueprint import Grid, Role, View
from generator.network.number import POINT, printed
from generator.network.operand import identity
from generator.sheet.boxes import (
    Align,
    Box,
    Cell,
    Dark,
    Disc,
    Frame,
    FrameKind,
    Ink,
    Passage,
    Reading,
    Text,
)
from generator.sheet.measure import span_width
from generator.sheet.theme import (
    BLOCK_TITLE,
    CAPTION,
    HEADING,
    LABEL,
    LABEL_BACKWARD,
    PLAIN_ONE,
    TextStyle,
)
from generator.sheet.views import is_drawn, view_of
from generator.type.notation import Span
from generator.type.shaping import width

DISC_RADIUS = 5.2


@dataclass(frozen=True)
class Decorator:
    """Draws the figures of one exercise. `discs` are the numbers of steps to show next to the names of grids."""

    cutter: Cutter
    exercise: int
    tints: Mapping[str, tuple[Role, ...]]
    discs: Mapping[str, tuple[int, ...]]

    def tiles(self, figure: Figure) -> list[Passage]:
        """Each tile with the signs and functions that lead to it."""
        return [
            self._passage(
                tile,
                [link for link in figure.links if link.tile == number],
                adjoined=any(tile.adjoins(other) for other in figure.tiles if other.grid),
            )
            for number, tile in enumerate(figure.tiles)
        ]

    def blocks(self, figure: Figure, right: float) -> list[Passage]:
        """The titles of the repeating blocks, which may be wider than their first tile: none ends beyond `right`."""
        return [
            Passage(Reading.SUBTITLE, (_block_title(block, figure.tiles[first], right),))
            for block, first in figure.blocks
        ]

    def drawing(self, figure: Figure) -> Iterator[Ink]:
        """The ink around the tiles: outlines, arrows and waves."""
        for tile in figure.tiles:
            if not tile.grid and min(tile.rows, tile.columns) > 1:  # an identity is a matrix too
                yield Frame(tile.box, FrameKind.PLAIN)
        for outline in figure.outlines:
            if any(is_drawn(self.cutter.grid(figure.tiles[i].grid)) for i in outline):
                continue
            yield Frame(figure.box(outline), self._frame_kind([figure.tiles[i] for i in outline]))
        for tile in figure.tiles:
            if tile.grid:
                yield from self._dark(tile)
            if tile.rings:
                yield Frame(tile.ringed, FrameKind.COPY)
        yield from windows(figure, self.cutter.blueprint)
        for link in figure.links:
            yield from (ink for ink in self._between(figure.tiles[link.tile], link) if not isinstance(ink, Text))

    def _passage(self, tile: Tile, links: Sequence[Link], adjoined: bool) -> Passage:
        if not tile.grid:
            return Passage(Reading.WORDS, (*_name_of_identity(tile), *self._constants(tile)))
        grid = self.cutter.grid(tile.grid)
        leading = (ink for link in links for ink in self._between(tile, link) if isinstance(ink, Text))
        ink = (*leading, *self._labels(tile, adjoined), *_ring(tile))
        if is_drawn(grid):
            return Passage(Reading.GRID, ink, view=view_of(tile.box, self.exercise, grid, self.cutter.blueprint))
        return Passage(
            Reading.GRID,
            ink,
            tuple(self._cells_of(tile, grid)),
            tile.columns,
            tuple(_headings(tile, grid)) if _is_upright(tile, grid) else (),
            tuple(_row_headings(tile, grid)) if _is_upright(tile, grid) else (),
        )

    def _between(self, tile: Tile, link: Link) -> Iterator[Ink]:
        return link_ink(tile, self.cutter.grid(tile.grid), link)

    def _dark(self, tile: Tile) -> Iterator[Dark]:
        """The cells that hold nothing: those beside a diagonal, and those that the grid leaves out."""
        dark = self.cutter.grid(tile.grid).dark
        wide, high = tile.box.width / tile.columns, tile.box.height / tile.rows
        for r in range(tile.rows):
            for c in range(tile.columns):
                place = tile.part.place(r, c)
                if place is None or place in dark:
                    yield Dark(Box(tile.box.x + c * wide, tile.box.y + r * high, wide, high))

    def _cells_of(self, tile: Tile, grid: Grid) -> Iterator[Cell]:
        wide, high = tile.box.width / tile.columns, tile.box.height / tile.rows
        tint = self.tints.get(grid.name)
        for r in range(tile.rows):
            for c in range(tile.columns):
                place = tile.part.place(r, c)
                if place is None or place in grid.dark:
                    continue
                row, column = place
                box = Box(tile.box.x + c * wide, tile.box.y + r * high, wide, high)
                role = tint[column] if tint else grid.role
                words, covered = grid.view is View.WORDS, grid.name in self.cutter.blueprint.covered
                yield Cell(
                    box, self.exercise, grid.name, row, column, role, grid.asked, tile.copy, words, covered, tile.struck
                )

    def _constants(self, tile: Tile) -> Iterator[Text]:
        point = self.cutter.blueprint.worded(POINT)
        wide = tile.box.width / tile.columns
        high = tile.box.height / tile.rows
        for r in range(tile.rows):
            for c in range(tile.columns):
                box = Box(tile.box.x + c * wide, tile.box.y + r * high, wide, high)
                yield Text(
                    _middle(box, PLAIN_ONE), (Span(printed(tile.part.constant[r][c], point)),), PLAIN_ONE, Align.CENTRE
                )

    def _frame_kind(self, tiles: Sequence[Tile]) -> FrameKind:
        roles = {self.cutter.grid(tile.grid).role for tile in tiles if tile.grid}
        covered = self.cutter.blueprint.covered
        asked = any(tile.grid in covered or self.cutter.grid(tile.grid).asked for tile in tiles if tile.grid)
        if any(tile.copy for tile in tiles) and asked:
            return FrameKind.COPY
        if Role.WEIGHT in roles:
            return FrameKind.WEIGHT
        if roles == {Role.GRADIENT}:
            return FrameKind.BACKWARD
        return FrameKind.TARGET if roles == {Role.TARGET} else FrameKind.PLAIN

    def _style(self, grid: Grid) -> TextStyle:
        return LABEL_BACKWARD if grid.role is Role.GRADIENT else LABEL

    def _labels(self, tile: Tile, adjoined: bool) -> Iterator[Ink]:
        """Name, discs and caption; a name is no wider than its tile where another tile is `adjoined` at the right."""
        grid = self.cutter.grid(tile.grid)
        spans = label_of(tile.part, grid)
        style = self._style(grid)
        wide, line = span_width(spans, style), style.size * LEADING
        box = tile.box
        heading = HEADING_STRIP if grid.headings and _is_upright(tile, grid) else 0.0
        discs = () if tile.copy else self.discs.get(grid.name, ())
        match tile.note:
            case Note.ABOVE:
                y = box.y - heading - tile.raised - line - 1.4
                yield Text(Box(box.x, y, min(wide, box.width - 0.5) if adjoined else wide, line), spans, style)
                x = box.x + wide + 2.5
                for number in discs:
                    yield _small_disc(x, y + line / 2, number)
                    x += 2 * DISC_RADIUS + 2.5
                yield from self._beside_name(tile, grid, x, y + line)
            case Note.LEFT:
                yield Text(Box(box.x - wide - 4, box.y + 2, wide, line), spans, style, Align.RIGHT)
                for number in discs:
                    yield _small_disc(box.x - 4 - 2 * DISC_RADIUS, box.y + 2 + line + DISC_RADIUS + 1, number)
            case Note.RIGHT:
                yield Text(Box(box.right + 3.5, box.y + 1, wide, line), spans, style)
                for number in discs:
                    yield _small_disc(box.right + 3.5 + wide + 2, box.y + 1 + line / 2, number)
                if not tile.copy:
                    yield from _caption_lines(grid.caption, box.right + 3.5, box.y + 1 + line)

    def _beside_name(self, tile: Tile, grid: Grid, x: float, bottom: float) -> Iterator[Text]:
        line = CAPTION.size * LEADING
        if grid.caption and not tile.copy:
            yield Text(
                Box(x, bottom - line, width(grid.caption, CAPTION.face, CAPTION.size), line),
                (Span(grid.caption),),
                CAPTION,
            )


def _ring(tile: Tile) -> Iterator[Text]:
    """The zeros around an image."""
    wide, high = tile.box.width / tile.columns, tile.box.height / tile.rows
    for row in range(-tile.rings, tile.rows + tile.rings):
        for column in range(-tile.rings, tile.columns + tile.rings):
            if not (0 <= row < tile.rows and 0 <= column < tile.columns):
                box = Box(tile.box.x + column * wide, tile.box.y + row * high, wide, high)
                yield Text(_middle(box, PLAIN_ONE), (Span("0"),), PLAIN_ONE, Align.CENTRE)


def _name_of_identity(tile: Tile) -> Iterator[Text]:
    """The I over a printed identity."""
    if tile.rows > 1 and tile.part.constant == identity(tile.rows).parts[0].constant:
        line = LABEL.size * LEADING
        yield Text(Box(tile.box.x, tile.box.y - line - 1.4, tile.box.width, line), (Span("I"),), LABEL)


def _block_title(block: str, first: Tile, right: float) -> Text:
    wide, high = width(block, BLOCK_TITLE.face, BLOCK_TITLE.size), BLOCK_TITLE.size * LEADING
    return Text(Box(min(first.box.x, right - wide), first.room.y, wide, high), (Span(block),), BLOCK_TITLE)


def _middle(box: Box, style: TextStyle) -> Box:
    high = style.size * LEADING
    return Box(box.x, box.y + (box.height - high) / 2, box.width, high)


def _small_disc(x: float, y: float, number: int) -> Disc:
    return Disc(Box(x, y - DISC_RADIUS, 2 * DISC_RADIUS, 2 * DISC_RADIUS), number)


def _is_upright(tile: Tile, grid: Grid) -> bool:
    """Whether its cells are in rows and columns that headings can be beside."""
    return not is_drawn(grid) and not tile.transposed


def _headings(tile: Tile, grid: Grid) -> Iterator[Text]:
    wide, line = tile.box.width / tile.columns, HEADING.size * LEADING
    for column, heading in enumerate(grid.headings[tile.part.left : tile.part.left + tile.columns]):
        box = Box(tile.box.x + column * wide, tile.box.y - line, wide, line)
        yield Text(box, (Span(heading),), HEADING, Align.CENTRE)


def _row_headings(tile: Tile, grid: Grid) -> Iterator[Text]:
    high, line = tile.box.height / tile.rows, HEADING.size * LEADING
    for row, heading in enumerate(grid.row_headings[tile.part.top : tile.part.top + tile.rows]):
        text = width(heading, HEADING.face, HEADING.size)
        y = tile.box.y + (row + 0.5) * high - line / 2
        yield Text(Box(tile.box.x - text - BESIDE_ROWS, y, text, line), (Span(heading),), HEADING, Align.RIGHT)


def _caption_lines(caption: str, x: float, y: float) -> Iterator[Text]:
    for row, word in enumerate(caption.split()):
        wide = width(word, CAPTION.face, CAPTION.size)
        yield Text(Box(x, y + row * CAPTION_LINE, wide, CAPTION_LINE), (Span(word),), CAPTION)
