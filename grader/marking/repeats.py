"""Repeats: the slips that were named so far in one exercise, and what a slip that is made again earns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from generator.errors import Said, say
from generator.network.blueprint import Grid, Role
from generator.network.number import Number
from grader.marking.habits import Kind, kind_of
from grader.marking.slips import ACCIDENTS

_KindInRole: TypeAlias = tuple[Kind, Role]
"""A slip whatever the time step, in a grid of one role."""


class Repeats:
    """The slips of one exercise, grid by grid; a misconception that was paid for once earns `share` when it returns."""

    def __init__(self, share: Number) -> None:
        self.share = share
        self._first: dict[_KindInRole, str] = {}

    def paid(self, grid: Grid, named: Mapping[int, Said]) -> Mapping[int, Said]:
        """Of a grid's slips by place those that were made before in a grid of its role, each with the remark on it."""
        paid = {}
        for place, slip in named.items():
            first = self._first.setdefault((kind_of(slip), grid.role), grid.name)
            if self.share and first != grid.name and slip not in ACCIDENTS:
                paid[place] = say("the same slip as in {grid}: it costs only the first time", grid=first)
        return paid
