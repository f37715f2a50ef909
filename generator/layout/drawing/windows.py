"""Windows: the parts of a matrix that cells of a result are worked out from, outlined where both are in a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.layout.figure import Figure, Tile
from generator.network.blueprint import Blueprint
from generator.network.formula import Formula, Picture
from generator.sheet.boxes import Box, Frame, FrameKind


@dataclass(frozen=True)
class Window:
    """Some rows and columns of a grid; `top` and `left` are negative where it starts on a ring of zeros."""

    top: int
    left: int
    rows: int
    columns: int

    def on(self, tile: Tile) -> Box:
        """The box around its cells on a tile that shows the whole grid upright."""
        wide, high = tile.box.width / tile.columns, tile.box.height / tile.rows
        return Box(tile.box.x + self.left * wide, tile.box.y + self.top * high, self.columns * wide, self.rows * high)


def windows(figure: Figure, blueprint: Blueprint) -> Iterator[Frame]:
    """The outlines of a figure: the first place of a kernel with the cell it gives, and what is pooled together."""
    for result in figure.tiles:
        grid = None if result.copy else blueprint.computed_by_name.get(result.grid)
        if grid and grid.formula.picture in _WINDOWS:
            formula = grid.formula
            source = next(formula.grids())
            for tile in figure.tiles:
                if tile.grid == source and tile.part.is_whole_grid:
                    yield from _WINDOWS[formula.picture](formula, tile, result)


def _under_the_kernel(formula: Formula, image: Tile, result: Tile) -> Iterator[Frame]:
    """The first window of an image, and its result."""
    padding = setting(formula, "padding")
    rows, columns = formula.operands[1].shape
    yield Frame(Window(-padding, -padding, rows, columns).on(image), FrameKind.WINDOW)
    yield Frame(Window(0, 0, 1, 1).on(result), FrameKind.WINDOW)


def _pooled(formula: Formula, whole: Tile, result: Tile) -> Iterator[Frame]:
    """Every window that becomes one cell."""
    size = setting(formula, "size")
    for row in range(result.rows):
        for column in range(result.columns):
            yield Frame(Window(size * row, size * column, size, size).on(whole), FrameKind.POOLED)


_WINDOWS: Mapping[Picture, Callable[[Formula, Tile, Tile], Iterator[Frame]]] = MappingProxyType(
    {Picture.WINDOW: _under_the_kernel, Picture.POOLING: _pooled}
)


def setting(formula: Formula, name: str) -> int:
    """The whole number that an operation takes under this name."""
    return int(formula.settings[formula.operation.takes.index(name)])
