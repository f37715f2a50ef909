"""Where everything on a page goes in a spreadsheet: cells that are aligned on paper share a row or a column."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.sheet.boxes import Box, Cell, Dark, Page, Passage, Reading, Text, around
from generator.sheet.theme import PLAIN_ONE

_SAME = 0.5
"""Edges closer than this many points are the same edge."""


class Position(NamedTuple):
    """A row and a column of a spreadsheet, from 0."""

    row: int
    column: int

    def moved(self, down: int, right: int) -> Position:
        """The place so many rows below and columns to the right."""
        return Position(self.row + down, self.column + right)


@dataclass(frozen=True)
class Lattice:
    """The lattice of a page: each grid keeps its shape, one spreadsheet cell for each of its cells.

    A column is as wide as the narrowest cell of the page, a row as high as the lowest; wider cells take one column too.
    So grids that do not overlap on paper do not overlap here. Over every band of grids one more row is left free for
    their names.
    """

    page: Page

    @cached_property
    def cells(self) -> Mapping[Position, Cell]:
        """Every cell of the page."""
        return {self._inside(grid, cell.box): cell for grid in self._grids for cell in grid.cells}

    @cached_property
    def dark(self) -> frozenset[Position]:
        """The cells that hold nothing."""
        darks = [ink.box for ink in self.page.drawing if isinstance(ink, Dark)]
        return frozenset(
            self._inside(grid, box)
            for grid in self._grids
            for box in darks
            if around([cell.box for cell in grid.cells]).holds(box, _SAME)
        )

    @cached_property
    def constants(self) -> Mapping[Position, str]:
        """Printed numbers that are no cells: rows and columns of ones, and the zeros around an image."""
        return {place: _written(text) for place, text in self._texts() if text.style == PLAIN_ONE}

    @cached_property
    def labels(self) -> Mapping[Position, str]:
        """The names of grids, headings, and signs between grids, where a place is free for them."""
        taken = {*self.cells, *self.dark, *self.constants}
        labels: dict[Position, str] = {}
        for place, text in self._texts():
            if text.style == PLAIN_ONE:
                continue
            near = (place, place.moved(0, -1), place.moved(-1, 0), place.moved(1, -1))
            free = next((one for one in near if min(one) >= 0 and one not in taken), None)
            if free:
                taken.add(free)
                labels[free] = _written(text)
        return labels

    @cached_property
    def rows(self) -> int:
        """The number of rows."""
        return 1 + max(place.row for place in self._all)

    @cached_property
    def columns(self) -> int:
        """The number of columns."""
        return 1 + max(place.column for place in self._all)

    @cached_property
    def _all(self) -> frozenset[Position]:
        return frozenset((*self.cells, *self.dark, *self.constants, *self.labels))

    def _texts(self) -> Iterator[tuple[Position, Text]]:
        """The texts at grids and where they want to go: headings first, which have only one place."""
        for grid in self._grids:
            corner = self._corner_of(grid)
            yield from ((corner.moved(-1, number), text) for number, text in enumerate(grid.headings))
            yield from ((corner.moved(number, -1), text) for number, text in enumerate(grid.row_headings))
        for passage in self.page.passages:
            for text in passage.ink:
                if isinstance(text, Text):
                    if passage.cells:
                        yield self._inside(passage, text.box), text
                    elif passage.reading is Reading.WORDS and text.style == PLAIN_ONE:
                        yield self._at(*self._corner_of_text(text.box)), text

    @cached_property
    def _grids(self) -> tuple[Passage, ...]:
        return tuple(passage for passage in self.page.passages if passage.cells)

    @cached_property
    def _unit(self) -> tuple[float, float]:
        """The narrowest width and the lowest height of a cell."""
        cells = self.page.cells
        return min(cell.box.width for cell in cells), min(cell.box.height for cell in cells)

    @cached_property
    def _start(self) -> tuple[float, float]:
        cells = self.page.cells
        return min(cell.box.x for cell in cells), min(cell.box.y for cell in cells)

    @cached_property
    def _bands(self) -> tuple[float, ...]:
        """The upper edges of the grids, from the top down."""
        edges: list[float] = []
        for y in sorted(around([cell.box for cell in grid.cells]).y for grid in self._grids):
            if not edges or y > edges[-1] + _SAME:
                edges.append(y)
        return tuple(edges)

    def _at(self, x: float, y: float) -> Position:
        """The place of a cell with this upper left corner; one row and one column more are left free for names."""
        (left, top), (width, height) = self._start, self._unit
        row = round((y - top) / height) + bisect(self._bands, y + _SAME)
        return Position(max(0, row), max(0, 1 + round((x - left) / width)))

    def _corner_of(self, grid: Passage) -> Position:
        whole = around([cell.box for cell in grid.cells])
        return self._at(whole.x, whole.y)

    def _inside(self, grid: Passage, box: Box) -> Position:
        """The place of a box at a grid, counted in the grid's own cells from its first one."""
        whole, cell = around([cell.box for cell in grid.cells]), grid.cells[0].box
        down = round((box.y + box.height / 2 - whole.y) / cell.height - 0.5)
        right = round((box.x + min(box.width, cell.width) / 2 - whole.x) / cell.width - 0.5)
        return self._corner_of(grid).moved(down, right)

    def _corner_of_text(self, box: Box) -> tuple[float, float]:
        """The upper left corner of the cell in whose middle a number is printed; a row of ones is lower than cells."""
        return box.x, box.y + max(0.0, box.height - self._unit[1]) / 2


def _written(text: Text) -> str:
    return "".join(span.text for span in text.spans)
