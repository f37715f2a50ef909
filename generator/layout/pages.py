"""From a plan to pages: every figure is moved to its place and drawn, under a head and over a legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.layout import margins
from generator.layout.decorate import Decorator
from generator.layout.figure import Figure
from generator.layout.operands import tints
from generator.layout.reading import in_order
from generator.layout.shelves import BESIDE_FIGURES, BETWEEN_SHELVES, UNDER_WORDS, Piece, Plan, Shelf
from generator.network.blueprint import Blueprint, Role, Step
from generator.sheet.boxes import Ink, LegendEntry, Page, Passage, Reading

WIDEST_BETWEEN = 34.0
"""The most clear space between two shelves: any that a page has left stays at its foot."""


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
            if not number:
                passages.append(Passage(Reading.WORDS, (margins.note(size, blueprint.note),)))
            passages.append(Passage(Reading.WORDS, tuple(self._legend(passages))))
            fields = tuple(margins.head(size, number == 0, self.plan.format.instructions))
            digits = self.plan.cutter.grain.digits
            yield Page(size, self.exercise, digits, tuple(passages), tuple(drawing), fields)

    def _legend(self, passages: Sequence[Passage]) -> Iterator[LegendEntry]:
        cells = [cell for passage in passages for cell in passage.cells]
        grids = {cell.grid for cell in cells} | {passage.graph.grid for passage in passages if passage.graph}
        roles = {cell.role for cell in cells} | {self.plan.cutter.grid(grid).role for grid in grids}
        found = {
            "blank": any(cell.asked and not cell.copy for cell in cells),
            "hidden": any(cell.covered for cell in cells),
            "copy": any(cell.copy and cell.asked for cell in cells),
        }
        return margins.legend(self.plan.format.size, roles, [kind for kind, there in found.items() if there])

    def _places(self, shelves: Sequence[Shelf]) -> Iterator[tuple[Piece, float, float]]:
        """The corner of each piece: shelves from the top down, their pieces spread over the width."""
        room = self.plan.format.room
        spare = room.height - sum(shelf.height for shelf in shelves)
        between = min(WIDEST_BETWEEN, max(BETWEEN_SHELVES, spare / len(shelves)))
        y = room.y
        for shelf in shelves:
            free = room.width - sum(piece.width for piece in shelf.pieces)
            x = room.x
            for piece in shelf.pieces:
                yield piece, x, y
                x += piece.width + free / max(1, len(shelf.pieces) - 1)
            y += shelf.height + between

    def _words(self, piece: Piece, x: float, y: float) -> list[tuple[Step, tuple[Passage, ...]]]:
        return piece.words.passages(x + piece.figure.extent.width + BESIDE_FIGURES if piece.aside else x, y)

    def _drawn(self, piece: Piece, x: float, y: float) -> tuple[Figure, Decorator]:
        """The figure moved to its place, and the decorator that draws it."""
        extent = piece.figure.extent
        right = 0.0 if piece.aside else (piece.width - extent.width) / 2
        down = 0.0 if piece.aside else piece.words.height + UNDER_WORDS
        figure = piece.figure.twin()
        figure.tiles = [tile.moved(x + right - extent.x, y + down - extent.y) for tile in figure.tiles]
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
