"""Repeats: the slips that were named so far in one exercise, and what a slip that is made again earns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from generator.errors import Said, say
from generator.network.blueprint import Grid, Role
from generator.network.number import Number
from grader.marking.slips import ACCIDENTS

_Kind: TypeAlias = tuple[str, tuple[tuple[str, str], ...], Role]
"""A slip whatever the time step, in a grid of one role."""


class Repeats:
    """The slips of one exercise, grid by grid; a misconception that was paid for once earns `share` when it returns."""

    def __init__(self, share: Number) -> None:
        self.share = share
        self.made: set[Said] = set()
        self._first: dict[_Kind, str] = {}

    def paid(self, grid: Grid, named: Mapping[int, Said]) -> Mapping[int, Said]:
        """Of a grid's slips by place those that were made before in a grid of its role, each with the remark on it."""
        self.made.update(named.values())
        paid = {}
        for place, slip in named.items():
            first = self._first.setdefault(_kind(slip, grid), grid.name)
            if self.share and first != grid.name and slip not in ACCIDENTS:
                paid[place] = say("the same slip as in {grid}: it costs only the first time", grid=first)
        return paid


def _kind(slip: Said, grid: Grid) -> _Kind:
    """Grids of another time step have the same letters: h0 was read for h1 as h1 was for h2."""
    names = tuple((name, str(value).rstrip("0123456789")) for name, value in slip.values)
    return slip.sentence, names, grid.role
