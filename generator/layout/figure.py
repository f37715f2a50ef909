"""A figure in the making: its tiles, the links between them, and whether a place is still free.

Coordinates are points from an origin of the figure's own; the pages move it to its final place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from math import inf
from typing import NamedTuple

from generator.light import light
from generator.network.operand import Operand, Part
from generator.sheet.boxes import Box, Edges, around, is_clear, within

CLEARANCE = 3.0
"""Clear space around everything in a figure, in points."""
BEFORE_WAVES = 3.0
"""Clear space between the name of a function and the column in which its waves lead down."""


class Note(Enum):
    """Where a tile's name is written."""

    ABOVE = "above"
    LEFT = "left"
    RIGHT = "right"
    NONE = "none"


@light(frozen=True)
class Tile:
    """A part of a matrix in a figure: a grid or a slice of one, a copy of these, or plain numbers.

    Margins make room for what is written around it; the name can be `raised` over a header or over the `rings` of
    zeros that lie around an image. In a `struck` copy each 0 is crossed out.
    """

    part: Part
    box: Box
    copy: bool = False
    note: Note = Note.ABOVE
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    downward: bool = False
    raised: float = 0.0
    rings: int = 0
    struck: bool = False

    @property
    def grid(self) -> str:
        """The grid it shows; empty for plain numbers."""
        return self.part.grid

    @property
    def rows(self) -> int:
        """Rows as drawn."""
        return self.part.rows

    @property
    def columns(self) -> int:
        """Columns as drawn."""
        return self.part.columns

    @property
    def transposed(self) -> bool:
        """Whether its grid's rows are drawn as columns."""
        return self.part.transposed

    @cached_property
    def room(self) -> Box:
        """The box with the margins."""
        return self.box.grown(self.left, self.top + self.raised, self.right, self.bottom)

    @cached_property
    def edges(self) -> Edges:
        """The edges of its room."""
        left, top = self.box.x - self.left, self.box.y - (self.top + self.raised)
        right = left + (self.box.width + self.left + self.right)
        return left, top, right, top + (self.box.height + (self.top + self.raised) + self.bottom)

    @property
    def ringed(self) -> Box:
        """The box with its rings of zeros."""
        if not self.rings:
            return self.box
        wide, high = self.rings * self.box.width / self.columns, self.rings * self.box.height / self.rows
        return self.box.grown(wide, high, wide, high)

    def with_rings(self, rings: int) -> Tile:
        """The same tile, with rings of zeros around it."""
        if not rings:
            return self
        tile = replace(self, rings=rings)
        wide, high = self.box.x - tile.ringed.x, self.box.y - tile.ringed.y
        return replace(
            tile, left=self.left + wide, right=self.right + wide, bottom=self.bottom + high, raised=self.raised + high
        )

    def adjoins(self, other: Tile) -> bool:
        """Whether the other begins at its right edge, in the same rows."""
        return abs(other.box.x - self.box.right) < 0.01 and abs(other.box.y - self.box.y) < 0.01

    def moved(self, right: float, down: float) -> Tile:
        """The same tile elsewhere."""
        if not right and not down:
            return self
        return Tile(
            self.part,
            self.box.moved(right, down),
            self.copy,
            self.note,
            self.left,
            self.top,
            self.right,
            self.bottom,
            self.downward,
            self.raised,
            self.rings,
            self.struck,
        )


class Joint(Enum):
    """What fills the gap before a tile."""

    ARROWS = "arrows"
    WAVE = "wave"
    SIGN = "sign"
    LANE = "lane"
    """A line from something lower at the left that turns towards a row."""


class Link(NamedTuple):
    """A sign, a function's wave or arrows, in the gap to the left of a tile or above it.

    The first sign of a figure is `within` the tile's margin, as nothing before it makes room. The text of arrows is
    beside those that lead down, and among those to the right (`over`) where it is done to all that is before them. A
    lane leads to a `row` from a place that is the gap to the left and a `drop` lower.
    """

    tile: int
    joint: Joint
    above: bool
    gap: float
    text: str = ""
    within: bool = False
    over: bool = False
    row: int = 0
    drop: float = 0.0


@dataclass
class Figure:
    """Tiles, the links between them, and the matrices they form.

    `matrices` gives the tiles of an operand that is used again, `below` the tiles that a result is placed under as
    their product. `blocks` are the repeating blocks, each with its first tile; `adopted` is set when the figure has
    taken in the one before it, `broken` when an expression in it goes on in another row.
    """

    tiles: list[Tile] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    matrices: dict[Operand, tuple[int, ...]] = field(default_factory=dict)
    below: dict[int, tuple[int, ...]] = field(default_factory=dict)
    outlines: list[tuple[int, ...]] = field(default_factory=list)
    blocks: list[tuple[str, int]] = field(default_factory=list)
    adopted: bool = False
    broken: bool = False

    def twin(self) -> Figure:
        """A copy to try things on."""
        return Figure(
            list(self.tiles),
            list(self.links),
            dict(self.matrices),
            dict(self.below),
            list(self.outlines),
            list(self.blocks),
            self.adopted,
            self.broken,
        )

    def finished(self) -> FinishedFigure:
        """The same, when nothing is to be added any more."""
        return FinishedFigure(**vars(self))

    @property
    def extent(self) -> Box:
        """The box around everything, margins included."""
        return within([tile.edges for tile in self.tiles])

    @property
    def height_of_rows(self) -> float:
        """The height that rows of cells take of it: what grows with them."""
        height, low = 0.0, -inf
        for top, bottom in sorted((tile.box.y, tile.box.bottom) for tile in self.tiles):
            height += max(0.0, bottom - max(top, low))
            low = max(low, bottom)
        return height

    def find(self, name: str) -> int | None:
        """The tile that shows this grid upright: the grid itself before any copy of it."""
        found = [i for i, tile in enumerate(self.tiles) if tile.part.grid == name and tile.part.is_whole_grid]
        return min(found, key=lambda i: self.tiles[i].copy, default=None)

    def box(self, tiles: Iterable[int]) -> Box:
        """The box around some tiles, without margins."""
        return around([self.tiles[i].box for i in tiles])

    def free(self, edges: Edges) -> bool:
        """Whether the place between these edges is free."""
        return is_clear(edges, [tile.edges for tile in self.tiles])

    def fits(self, tile: Tile) -> bool:
        """Whether the tile, with its margins and a little clear space, fits where it is."""
        left, top, right, bottom = tile.edges
        return self.free((left - CLEARANCE, top, right, bottom))

    def add(self, *tiles: Tile) -> tuple[int, ...]:
        """Add tiles that form one matrix, and return their numbers."""
        start = len(self.tiles)
        self.tiles += tiles
        return tuple(range(start, len(self.tiles)))

    def absorb(self, other: Figure, right: float, down: float) -> bool:
        """Take in another figure, moved by these distances; False, and nothing changes, if it does not fit there."""
        moved = [tile.moved(right, down) for tile in other.tiles]
        if not all(self.fits(tile) for tile in moved):
            return False
        start = len(self.tiles)
        self.broken |= other.broken
        self.tiles += moved
        self.links += [link._replace(tile=link.tile + start) for link in other.links]
        self.outlines += [tuple(i + start for i in outline) for outline in other.outlines]
        self.matrices |= {key: tuple(i + start for i in numbers) for key, numbers in other.matrices.items()}
        self.below |= {number + start: tuple(i + start for i in tops) for number, tops in other.below.items()}
        return True

    def right_of(self, top: float, bottom: float) -> float:
        """The right edge of everything that reaches into these rows."""
        edges = [tile.edges for tile in self.tiles]
        return max((right for _, high, right, low in edges if high < bottom and top < low), default=0.0)

    def push_down(self, below: float, by: float) -> None:
        """Move everything that starts at or below a height further down."""
        self.tiles = [tile.moved(0, by) if tile.box.y >= below - 0.01 else tile for tile in self.tiles]

    def shown(self) -> Iterator[tuple[str, int, int]]:
        """The cells in it that are not copies: grid, row and column."""
        for tile in self.tiles:
            if tile.grid and not tile.copy:
                yield from tile.part.cells()

    def shows_of(self, part: Part) -> bool:
        """Whether any cell of the part is in it, copies excluded."""
        return any(tile.part.shares_cells(part) for tile in self.tiles if tile.part.grid == part.grid and not tile.copy)

    def names(self) -> list[str]:
        """The grids in it, copies excluded, in the order they were placed."""
        return list(dict.fromkeys([tile.part.grid for tile in self.tiles if tile.part.grid and not tile.copy]))


class FinishedFigure(Figure):
    """A figure to which nothing is added any more: it is measured once."""

    @cached_property
    def extent(self) -> Box:
        """The box around everything, margins included."""
        return super().extent

    @cached_property
    def height_of_rows(self) -> float:
        """The height that rows of cells take of it: what grows with them."""
        return super().height_of_rows
