"""From a plan to pages: every figure is moved to its place and drawn, under a head and over a legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.layout import margins
from generator.layout.decorate import Decorator
from generator.layout.enlarge import Lens
from generator.layout.figure import Figure
from generator.layout.operands import tints
from generator.layout.reading import in_order
from generator.layout.shelves import BETWEEN_SHELVES, Piece, Plan, Shelf
from generator.network.blueprint import Blueprint, Role, Step
from generator.sheet.boxes import Ink, LegendEntry, Page, Passage, Reading

WIDEST_BETWEEN = 90.0
"""The most clear space between two shelves, in points."""
WIDEST_ACROSS = 0.2
"""The most clear space between two figures side by side, as a part of the page's width."""
ABOVE = 0.4
"""The part of the space left over that is above the figures: what is centred looks too low."""


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
        size, blueprint = self.plan.format.size, self.plan.cutter.blueprint
        for number, shelves in enumerate(self.plan.pages):
            passages: list[Passage] = []
            drawing: list[Ink] = []
            for piece, x, y in self._places(shelves):
                figure, drawn = self._drawn(piece, x, y)
                words = self._words(piece, x, y)
                passages += in_order(blueprint, figure, words, drawn.blocks(figure), drawn.tiles(figure))
                drawing += drawn.drawing(figure)
            lens = Lens(self.plan.format.scale, self.plan.format.room.x, self.plan.format.room.y)
            passages, drawing = [*map(lens.passage, passages)], [*map(lens.ink, drawing)]
            if any(blueprint.by_name[cell.grid].rounds_halves for passage in passages for cell in passage.cells):
                passages.append(Passage(Reading.WORDS, margins.note(size, blueprint.halves)))
            passages.append(Passage(Reading.WORDS, tuple(self._legend(passages))))
            fields = tuple(margins.head(size, number == 0, self.plan.format.instructions))
            digits = self.plan.cutter.grain.digits * lens.factor
            yield Page(size, self.exercise, digits, tuple(passages), tuple(drawing), fields)

    def _legend(self, passages: Sequence[Passage]) -> Iterator[LegendEntry]:
        cells = [cell for passage in passages for cell in passage.cells]
        grids = {cell.grid for cell in cells} | {passage.view.grid for passage in passages if passage.view}
        roles = {cell.role for cell in cells} | {self.plan.cutter.grid(grid).role for grid in grids}
        found = {
            "blank": any(cell.asked and not cell.copy for cell in cells),
            "hidden": any(cell.covered for cell in cells),
            "copy": any(cell.copy and cell.asked for cell in cells),
        }
        return margins.legend(self.plan.format.size, roles, [kind for kind, there in found.items() if there])

    def _places(self, shelves: Sequence[Shelf]) -> Iterator[tuple[Piece, float, float]]:
        """The corner of each figure: shelves from the top down, their pieces spread over the width.

        Figures that have a shelf to themselves share a left edge, if there is room, and are centred as a whole.
        """
        room = self.plan.format.room
        spare = room.height - sum(shelf.height for shelf in shelves)
        between = min(WIDEST_BETWEEN, max(BETWEEN_SHELVES, spare / (len(shelves) + 1)))
        y = room.y + ABOVE * max(0.0, spare - between * (len(shelves) - 1))
        alone = [shelf.pieces[0] for shelf in shelves if len(shelf.pieces) == 1]
        left = max((piece.figure.extent.x - piece.extent.x for piece in alone), default=0.0)
        right = max((piece.extent.right - piece.figure.extent.x for piece in alone), default=0.0)
        edge = room.x + (room.width - left - right) / 2 + left
        for shelf in shelves:
            free = room.width - sum(piece.width for piece in shelf.pieces)
            gap = min(free / max(1, len(shelf.pieces) - 1), WIDEST_ACROSS * room.width)
            x = room.x + (free - gap * (len(shelf.pieces) - 1)) / 2
            for piece in shelf.pieces:
                start = x
                if len(shelf.pieces) == 1:
                    together = left + right <= room.width
                    start = edge - piece.figure.extent.x + piece.extent.x if together else room.x
                yield piece, start, y + piece.top
                x += piece.width + gap
            y += shelf.height + between

    def _words(self, piece: Piece, x: float, y: float) -> Iterator[tuple[Step, tuple[Passage, ...]]]:
        """The words over the figure, set from the page's left edge, and those in places of their own."""
        left = self.plan.format.room.x if piece.over.width > 0.9 * self.plan.format.room.width else x
        for placed in piece.over.placed:
            yield placed.words.step, placed.words.passages(left + placed.x, y - piece.top + placed.y)
        for placed in piece.own:
            right, down = x - piece.extent.x, y - piece.extent.y
            yield placed.words.step, placed.words.passages(placed.x + right, placed.y + down)

    def _drawn(self, piece: Piece, x: float, y: float) -> tuple[Figure, Decorator]:
        """The figure moved to its place, and the decorator that draws it."""
        right, down = x - piece.extent.x, y - piece.extent.y
        figure = piece.figure.twin()
        figure.tiles = [tile.moved(right, down) for tile in figure.tiles]
        discs = _discs(self.plan.cutter.blueprint, figure, piece.steps)
        return figure, Decorator(self.plan.cutter, self.exercise, self._tints, discs)


def _discs(blueprint: Blueprint, figure: Figure, steps: Sequence[Step]) -> dict[str, tuple[int, ...]]:
    """The numbers next to grids where several steps meet: at the first blank one of each step in each block.

    A block that is a single step shows its number at every grid, as other blocks show theirs. A step that fills no
    grid shares the one that the next step fills.
    """
    if len(steps) < 2:
        return {}
    names = set(figure.names())
    found: dict[tuple[str, int], list[str]] = {}
    for grid in blueprint.asked:
        if grid.name in names:
            found.setdefault((grid.block, blueprint.step_of[grid.name].number), []).append(grid.name)
    blocks = Counter(block for block, _ in found)
    wordless = {step.number for step in blueprint.steps if not step.grids}
    return {
        name: ((number - 1, number) if number - 1 in wordless else (number,))
        for (block, number), grids in found.items()
        for name in (grids if block and blocks[block] == 1 else grids[:1])
    }
