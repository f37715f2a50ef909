"""The order of reading: each step's words, then its grids with all they are worked out from, block after block."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence

from generator.layout.figure import Figure
from generator.network.blueprint import Blueprint, Step
from generator.sheet.boxes import Passage

_WORDS, _BLOCK, _TILE = range(3)


def in_order(
    blueprint: Blueprint,
    figure: Figure,
    words: Iterable[tuple[Step, tuple[Passage, ...]]],
    blocks: Sequence[Passage],
    tiles: Sequence[Passage],
) -> tuple[Passage, ...]:
    """The passages of a figure: those of its steps, the titles of its blocks, and its tiles, each in their own order.

    The words come before the first block; the other blocks follow with their titles.
    """
    starts = [first for _, first in figure.blocks]
    chapters = [max(0, bisect(starts, number) - 1) for number in range(len(tiles))]
    steps = [_step(blueprint, figure, number) for number in range(len(tiles))]
    found = [((0, step.number, _WORDS, 0), passage) for step, passages in words for passage in passages]
    for number, passage in enumerate(tiles):
        found.append(((chapters[number], steps[number], _TILE, number), passage))
    for chapter, (start, passage) in enumerate(zip(starts, blocks, strict=True)):
        stop = starts[chapter + 1] if chapter + 1 < len(starts) else len(tiles)
        found.append(((chapter, min(steps[start:stop]), _BLOCK, 0), passage))
    return tuple(passage for _, passage in sorted(found, key=lambda item: item[0]))


def _step(blueprint: Blueprint, figure: Figure, number: int) -> int:
    """The number of a tile's step; copies and ones are read before the grid that is worked out from them."""
    own = [tile for tile in figure.tiles[number:] if not tile.copy and tile.grid]
    before = [tile for tile in figure.tiles[:number] if not tile.copy and tile.grid]
    name = (own or before[::-1] or figure.tiles[number:])[0].grid
    return blueprint.step_of[name].number
