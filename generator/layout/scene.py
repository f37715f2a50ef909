"""The scene that a placing rule works in: the cutter of tiles, the cells drawn already, and the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.layout.figure import Figure, Note, Tile
from generator.layout.limits import Room
from generator.layout.tiles import Cutter
from generator.light import light
from generator.network.blueprint import ComputedGrid
from generator.network.operand import Operand, Part

DOWN = 11.5
"""Length of the gap that an arrow, a wave or a sign crosses downwards."""
ACROSS = 22.0
"""Length of the gap that arrows and waves cross to the right."""
BAND = 3.5
"""Clear space between two bands of rows, in addition to the text over them."""
UNDER_SENTENCE = 3.0
"""Clear space between the words of a sentence, which are printed, and the columns to be copied under them."""
BLOCK_GAP = 12.0
"""Clear space between two repeating blocks."""


@light(frozen=True)
class Scene:
    """The moment at which a group of grids is placed, after the `finished` figures.

    `room` is the greatest width of a figure.
    """

    cutter: Cutter
    room: Room
    finished: Sequence[Figure]
    block: str

    @property
    def before(self) -> Figure | None:
        """The figure before the one that is worked on."""
        return self.finished[-1] if self.finished else None

    def opens_block(self, figure: Figure) -> bool:
        """Whether the next tile is the first of a block, and gets its title."""
        return bool(self.block) and self.block not in [block for block, _ in figure.blocks]

    def cut(
        self,
        figure: Figure,
        part: Part,
        x: float,
        y: float,
        width: float = 0.0,
        note: Note = Note.ABOVE,
    ) -> Tile:
        """A tile for an operand: a drawn grid itself if it is not in a figure yet, else a copy."""
        copy = bool(part.grid) and (
            isinstance(self.cutter.grid(part.grid), ComputedGrid)
            or any(drawn.shows_of(part) for drawn in (*self.finished, figure))
        )
        return self.cutter.cut(part, x, y, width, copy, note, self.opens_block(figure))

    def matrix(self, figure: Figure, operand: Operand, x: float, y: float, width: float = 0.0) -> list[Tile]:
        """The tiles of an operand from a corner on. Where grids are stacked, their names are at the left."""
        grids = sum(bool(part.grid) for part in operand.parts)
        note = Note.LEFT if grids > 1 and not operand.across else Note.ABOVE
        tiles: list[Tile] = []
        for part in operand.parts:
            under = bool(tiles) and not operand.across and not part.grid
            tile = self.cutter.ones(part, x, y, width) if under else self.cut(figure, part, x, y, width, note)
            if operand.across:
                x = tile.box.right
            else:
                y = tile.box.bottom
                if tiles and tile.top:  # only the first carries the text above a matrix
                    tile = replace(tile, top=0.0)
            tiles.append(tile)
        return tiles

    def add(self, figure: Figure, tiles: Sequence[Tile]) -> tuple[int, ...]:
        """Add a matrix to the figure, and the title of its block where it is the first of one."""
        opens = self.opens_block(figure)
        numbers = figure.add(*tiles)
        if opens:
            figure.blocks.append((self.block, numbers[0]))
        grids = tuple(number for number in numbers if figure.tiles[number].grid)
        across = len(grids) > 1 and len({figure.tiles[number].box.y for number in grids}) == 1
        figure.outlines += [grids] if across else [(number,) for number in grids]
        return numbers

    def results(
        self, group: Sequence[ComputedGrid], x: float, y: float, width: float = 0.0, note: Note | None = None
    ) -> list[Tile]:
        """The tiles of the blank grids to be filled, side by side. A captioned column has its name at the right."""
        tiles = []
        for grid in group:
            beside = Note.RIGHT if grid.caption and grid.shape[1] == 1 else Note.ABOVE
            tile = self.cutter.cut(Part(*grid.shape, grid.name), x, y, width, note=note or beside)
            tiles.append(tile)
            x = tile.box.right
        return tiles

    @property
    def row(self) -> float:
        """The height of a row."""
        return self.cutter.height


def operand_of(group: Sequence[ComputedGrid]) -> Operand:
    """A group of grids side by side, as an operand."""
    return Operand(tuple(Part(*grid.shape, grid.name) for grid in group))


def top_of(tiles: Sequence[Tile]) -> float:
    """The height of the text over the tiles."""
    return max(tile.top for tile in tiles)


def width_of(tiles: Sequence[Tile]) -> float:
    """From the left edge of the first to the right edge of the last."""
    return tiles[-1].box.right - tiles[0].box.x
