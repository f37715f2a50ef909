"""The ways to lay out an exercise: the page, the blocks to a figure, the place of the words, and the shelving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import ceil

from generator.layout.limits import Limits
from generator.layout.shelving.format import Format
from generator.layout.shelving.lettering import WordsPlace
from generator.layout.shelving.shelves import Shelving
from generator.network.blueprint import Blueprint

_ROOM_FOR_WORDS = 50.0
"""The least room kept over a figure for its words, in points."""


@dataclass(frozen=True)
class Way:
    """One way to lay out an exercise; over figures it keeps some room for words."""

    page: Format
    blocks: int
    words: WordsPlace
    room_for_words: float
    shelving: Shelving = Shelving.ROWS

    @property
    def limits(self) -> Limits:
        """The room that a figure may take."""
        return Limits(self.page.room.width, self.page.room.height - self.room_for_words, self.blocks)

    def with_more_room_for_words(self) -> Way:
        """The same way, with lower figures."""
        return replace(self, room_for_words=self.room_for_words + _ROOM_FOR_WORDS)

    def shelved(self, shelving: Shelving) -> Way:
        """The same way, with shelves filled otherwise."""
        return replace(self, shelving=shelving)

    def enlarged(self, scale: float) -> Way:
        """The same way, with all figures enlarged."""
        return self if scale == self.page.scale else replace(self, page=replace(self.page, scale=scale))


def ways_in_rows(
    blueprint: Blueprint,
    paper: tuple[float, float],
    instructions: bool,
    places: Sequence[WordsPlace] = tuple(WordsPlace),
) -> Iterator[Way]:
    """All blocks in one figure, half of them, a third ...: figures of the same size fill pages evenly."""
    short, long = paper
    blocks = len({grid.block for grid in blueprint.grids if grid.block})
    shares = sorted({ceil(blocks / figures) for figures in range(1, blocks + 1)}) or [1]
    shelvings = (Shelving.ROWS, *((Shelving.ROWS_OF_BLOCKS,) if _has_blocks(blueprint) else ()))
    for size, share, words, shelving in product(((short, long), (long, short)), shares, places, shelvings):
        room = _ROOM_FOR_WORDS if words is WordsPlace.OVER else 0.0
        yield Way(Format(size, instructions, blueprint.common), share, words, room, shelving)


def in_stacks(blueprint: Blueprint, ways: list[Way]) -> Iterator[Way]:
    """The same ways, with figures on top of each other."""
    shelvings = (Shelving.STACKS, *((Shelving.STACKS_OF_BLOCKS,) if _has_blocks(blueprint) else ()))
    yield from (way.shelved(shelving) for shelving in shelvings for way in ways)


def _has_blocks(blueprint: Blueprint) -> bool:
    """Whether blocks may be torn: those that repeat have several steps."""
    steps = {(grid.block, blueprint.step_of[grid.name].number) for grid in blueprint.computed}
    blocks = {block for block, _ in steps if block}
    return 0 < len(blocks) < len([block for block, _ in steps if block])
