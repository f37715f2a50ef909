"""What is handed on from one part of a sheet that repeats to the next: a state that a student may forget to renew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.network.blueprint import Blueprint, ComputedGrid
from generator.network.operand import Part


@dataclass(frozen=True)
class HandedOn:
    """For the parts of a formula, those that the same formula read in an earlier part of the sheet that repeats."""

    earlier: Mapping[Part, tuple[Part, ...]]

    @staticmethod
    def of(blueprint: Blueprint, grid: ComputedGrid) -> HandedOn:
        """Compare the formula with its counterparts: the grids in the same place of the blocks before, newest first."""
        earlier: dict[Part, tuple[Part, ...]] = {}
        for counterpart in _counterparts(blueprint, grid):
            for operand, before in zip(grid.formula.leaves(), counterpart.formula.leaves(), strict=True):
                for part, old in zip(operand.parts, before.parts, strict=False):
                    # What the block works out itself is not handed on from one to the next.
                    handed_on = bool(part.grid) and blueprint.by_name[part.grid].block != grid.block
                    if handed_on and old.grid and old != part and (old.rows, old.columns) == (part.rows, part.columns):
                        earlier[part] = (*earlier.get(part, ()), old)
        return HandedOn({part: tuple(dict.fromkeys(olds)) for part, olds in earlier.items()})


def _counterparts(blueprint: Blueprint, grid: ComputedGrid) -> Iterator[ComputedGrid]:
    blocks = list(dict.fromkeys(other.block for other in blueprint.computed if other.block))
    if grid.block not in blocks:
        return
    members = {block: [other for other in blueprint.computed if other.block == block] for block in blocks}
    place = members[grid.block].index(grid)
    for block in reversed(blocks[: blocks.index(grid.block)]):
        other = members[block][place] if place < len(members[block]) else None
        if other and _is_same_work(grid, other):
            yield other


def _is_same_work(grid: ComputedGrid, other: ComputedGrid) -> bool:
    same = other.formula.operation is grid.formula.operation
    return same and len(list(other.formula.leaves())) == len(list(grid.formula.leaves()))
