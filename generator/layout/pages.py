"""From a plan to pages: every figure is moved to its place and drawn, under a head and over a legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import fsum

from generator.layout import margins
from generator.layout.drawing.decorator import Decorator
from generator.layout.enlarge import Lens
from generator.layout.figure import Figure, Note
from generator.layout.operands import tints
from generator.layout.reading import in_order
from generator.layout.shelving.in_line import PlacedPiece, lined_up
from generator.layout.shelving.lettering import BESIDE_FIGURES, Piece
from generator.layout.shelving.plan import Plan
from generator.layout.shelving.shelves import BETWEEN_SHELVES, WIDEST_BETWEEN, Shelf, Stack, spread
from generator.layout.tiles import above_width
from generator.network.blueprint import Blueprint, Grid, Place, Role, Step
from generator.sheet.boxes import Bars, Ink, LegendEntry, Page, Passage, Reading

WIDEST_ACROSS = 0.2
"""The most clear space between two figures side by side, as a part of the page's width."""
ABOVE = 0.4
"""The part of the space left over that is above the figures: what is centred looks too low."""

MOST_BELOW = 0.24
"""No more than this part of the page's height is left over below the figures, if it can be above them."""


@dataclass(frozen=True)
class Setter:
    """Sets the plan of one exercise into pages."""

    plan: Plan
    exercise: int

    @cached_property
    def _tints(self) -> dict[str, tuple[Role, ...]]:
        return tints(self.plan.cutter.blueprint)

    def pages(self) -> Iterator[Page]:
        """The pages, first to last."""
        size, room, blueprint = self.plan.format.size, self.plan.format.room, self.plan.cutter.blueprint
        for number, (shelves, gap) in enumerate(zip(self.plan.pages, self.plan.gaps, strict=True)):
            passages: list[Passage] = []
            drawing: list[Ink] = []
            for piece, x, y in lined_up(blueprint, self._places(shelves, gap), room):
                figure, drawn = self._drawn(piece, x, y)
                words = self._words(piece, x, y)
                passages += in_order(blueprint, figure, words, drawn.blocks(figure, room.right), drawn.tiles(figure))
                drawing += drawn.drawing(figure)
            if self.plan.format.scale > 1:
                lens = Lens(self.plan.format.scale, room.x, room.y)
                passages, drawing = [*map(lens.passage, passages)], [*map(lens.ink, drawing)]
            if self.plan.format.said:
                passages.insert(0, Passage(Reading.WORDS, self.plan.format.said))
            rounded = {cell.grid for passage in passages for cell in passage.cells} & blueprint.rounded
            if rounded:
                said = (rounded & blueprint.carried and blueprint.go_on) or blueprint.halves
                passages.append(Passage(Reading.WORDS, margins.note(size, said)))
            passages.append(Passage(Reading.WORDS, tuple(self._legend(passages))))
            fields = tuple(margins.head(size, number == 0, self.plan.format.instructions))
            digits = self.plan.cutter.grain.digits * self.plan.format.scale
            yield Page(size, self.exercise, digits, tuple(passages), tuple(drawing), fields)

    def _legend(self, passages: Sequence[Passage]) -> Iterator[LegendEntry]:
        cells = [cell for passage in passages for cell in passage.cells]
        views = [passage.view for passage in passages if passage.view]
        grids = {cell.grid for cell in cells} | {view.grid for view in views if not isinstance(view, Bars)}
        roles = {cell.role for cell in cells} | {self.plan.cutter.grid(grid).role for grid in grids}
        found = {
            "blank": any(cell.asked and not cell.copy for cell in cells),
            "hidden": any(cell.covered for cell in cells),
            "copy": any(cell.copy and (cell.asked or cell.covered) for cell in cells),
        }
        return margins.legend(self.plan.format.size, roles, [kind for kind, there in found.items() if there])

    def _places(self, shelves: Sequence[Shelf], gap: float) -> Iterator[PlacedPiece]:
        """The corner of each figure: shelves from the top down, a `gap` between them, stacks spread over the width.

        Shelves share the left edge of their cells, if there is room, and those of as many stacks their columns.
        """
        room = self.plan.format.room
        left_over = max(0.0, room.height - spread(shelves, gap))
        y = room.y + min(left_over / 2, max(ABOVE * left_over, left_over - MOST_BELOW * room.height))
        lead = max(shelf.stacks[0].lead for shelf in shelves)
        rows = [self._columns(shelf, shelves, lead) for shelf in shelves]
        wide = max(row[-1] for row in rows)
        if wide > room.width + 0.01:  # cells share an edge only where words that stick out leave room for it
            lead = 0.0
            rows = [self._columns(shelf, shelves, lead) for shelf in shelves]
            wide = max(row[-1] for row in rows)
        start = room.x + (room.width - wide) / 2
        for shelf, columns in zip(shelves, rows, strict=True):
            for number, stack in enumerate(shelf.stacks):
                x = start + columns[number] + (0.0 if number else max(0.0, lead - stack.lead))
                loose = (shelf.height - stack.height) / max(1, len(stack.pieces) - 1)
                top = y + _level_with_others(shelf, stack)
                for piece in stack.pieces:
                    yield PlacedPiece(piece, x, top + piece.top)
                    top += piece.height + BETWEEN_SHELVES + min(WIDEST_BETWEEN - BETWEEN_SHELVES, loose)
            y += shelf.height + gap

    def _columns(self, shelf: Shelf, shelves: Sequence[Shelf], lead: float) -> list[float]:
        """From the left edge of a shelf to that of each of its stacks, and to the right edge of the last.

        The first has its cells `lead` to the right of the edge.
        """
        room, count = self.plan.format.room.width, len(shelf.stacks)
        alike = [_widths(other, lead) for other in shelves if len(other.stacks) == count]
        widths = [max(column) for column in zip(*alike, strict=True)]
        if fsum(widths) + BESIDE_FIGURES * (count - 1) > room:
            widths = _widths(shelf, lead)
        gap = min(max(BESIDE_FIGURES, (room - fsum(widths)) / max(1, count - 1)), WIDEST_ACROSS * room)
        *starts, end = accumulate((width + gap for width in widths), initial=0.0)
        return [*starts, end - gap]

    def _words(self, piece: Piece, x: float, y: float) -> Iterator[tuple[Step, tuple[Passage, ...]]]:
        """The words over the figure, and those in places of their own."""
        for placed in piece.over.placed:
            yield placed.words.step, placed.words.passages(x + placed.x, y - piece.top + placed.y)
        for placed in piece.own:
            right, down = x - piece.extent.x, y - piece.extent.y
            yield placed.words.step, placed.words.passages(placed.x + right, placed.y + down)

    def _drawn(self, piece: Piece, x: float, y: float) -> tuple[Figure, Decorator]:
        """The figure moved to its place, and the decorator that draws it."""
        right, down = x - piece.extent.x, y - piece.extent.y
        figure = piece.figure.twin()
        figure.tiles = [tile.moved(right, down) for tile in figure.tiles]
        blueprint = self.plan.cutter.blueprint
        discs = {} if piece.is_headed and blueprint.covers else _discs(blueprint, figure)
        return figure, Decorator(self.plan.cutter, self.exercise, self._tints, discs)


def _level_with_others(shelf: Shelf, stack: Stack) -> float:
    """How much lower a figure without words is, to be level with those beside it that have some over them."""
    if len(stack.pieces) > 1 or stack.pieces[0].worded:
        return 0.0
    lower = max(piece.top for piece in shelf.pieces)
    return lower if stack.height + lower <= shelf.height + 0.01 else 0.0


def _widths(shelf: Shelf, lead: float) -> list[float]:
    """The widths of the stacks on a shelf, the first with its cells `lead` to the right of its edge."""
    first, *others = shelf.stacks
    return [first.width + max(0.0, lead - first.lead), *(stack.width for stack in others)]


def _discs(blueprint: Blueprint, figure: Figure) -> dict[str, tuple[int, ...]]:
    """The numbers of the steps next to grids: at the first blank one of each step in each block, and of those aside.

    A block that is a single step shows its number at every grid, as other blocks show theirs. A step that fills no
    grid shares the one that the next step fills.
    """
    names = set(figure.names())
    found: dict[tuple[str, int], list[Grid]] = {}
    for grid in blueprint.asked:
        if grid.name in names:
            found.setdefault((grid.block, blueprint.step_of[grid.name].number), []).append(grid)
    blocks = Counter(block for block, _ in found)
    wordless = {step.number for step in blueprint.steps if not step.grids}
    return {
        _with_room(blueprint, figure, grid.name): ((number - 1, number) if number - 1 in wordless else (number,))
        for (block, number), grids in found.items()
        for before, grid in zip((None, *grids), grids, strict=False)
        if _begins(grid, before) or (block and blocks[block] == 1)
    }


def _begins(grid: Grid, before: Grid | None) -> bool:
    """Whether a grid is the first of its step, or the first of those that are aside."""
    return before is None or (grid.place is Place.ASIDE and before.place is not Place.ASIDE)


def _with_room(blueprint: Blueprint, figure: Figure, name: str) -> str:
    """The grid itself, or the last of those that adjoin it if its name leaves no room for a disc before the next."""
    tile = next(tile for tile in figure.tiles if tile.grid == name and not tile.copy)
    if tile.note is Note.ABOVE and above_width(blueprint.by_name[name], tile.part, copy=False) > tile.box.width:
        for other in figure.tiles:
            if other.grid and not other.copy and tile.adjoins(other):
                return _with_room(blueprint, figure, other.grid)
    return name
