"""Whether blocks that are alike are on shelves in the same way: then a reader finds each thing where it was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from generator.layout.shelving.shelves import Shelf
from generator.network.blueprint import Blueprint

_Place: TypeAlias = tuple[int, int]
"""A shelf and a stack on it, counted from 0."""


def are_alike(blueprint: Blueprint, shelves: Iterable[Shelf]) -> bool:
    """Whether all blocks of as many grids have their figures beside each other, or one below the other, alike."""
    grids = Counter(grid.block for grid in blueprint.computed)
    ways: dict[int, set[tuple[tuple[bool, bool], ...]]] = {}
    for block, places in _places(shelves).items():
        way = tuple((one[0] == other[0], one == other) for one, other in pairwise(places))
        ways.setdefault(grids[block], set()).add(way)
    return all(len(alike) == 1 for alike in ways.values())


def _places(shelves: Iterable[Shelf]) -> Mapping[str, Sequence[_Place]]:
    """Where the figures of each block are, in the order they are worked on."""
    places: dict[str, list[_Place]] = {}
    for row, shelf in enumerate(shelves):
        for column, stack in enumerate(shelf.stacks):
            for piece in stack.pieces:
                for block in piece.blocks:
                    places.setdefault(block, []).append((row, column))
    return places
