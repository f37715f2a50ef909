"""The judgement of a cell, the names of slips in it once the whole sheet is judged, and what a repeated slip earns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple, TypeAlias

from generator.errors import Said
from generator.network.blueprint import Grid, Role
from generator.network.number import Number, Value
from grader.marking.across.habits import Habits, SlipKind, kind_of
from grader.marking.across.hidden import HiddenCells
from grader.marking.invention import Invention
from grader.marking.marks import CellRemark, Repeated, Verdict
from grader.marking.slips import ACCIDENTS, Inquiry


class Judgement(NamedTuple):
    """The verdict on a cell, the credit for it from 0 to 1, the slip it looks like, and why the credit is unusual.

    `own` is what a wrong cell comes to on the student's own numbers, where these lead elsewhere than the key's.
    """

    verdict: Verdict
    credit: Number
    slip: Said | None = None
    remark: CellRemark | Repeated | None = None
    own: Value | None = None


_KindInRole: TypeAlias = tuple[SlipKind, Role]
"""A slip whatever the time step, in a grid of one role."""


class Repeats:
    """The slips of one exercise, grid by grid; a misconception that was paid for once earns `share` when it returns."""

    def __init__(self, share: Number) -> None:
        self.share = share
        self._first: dict[_KindInRole, str] = {}

    def paid(self, grid: Grid, named: Mapping[int, Said]) -> Mapping[int, Repeated]:
        """Of a grid's slips by place those that were made before in a grid of its role, each with the remark on it."""
        paid = {}
        for place, slip in named.items():
            first = self._first.setdefault((kind_of(slip), grid.role), grid.name)
            if self.share and first != grid.name and slip not in ACCIDENTS:
                paid[place] = Repeated(first)
        return paid


@dataclass(frozen=True)
class NamedSlips:
    """Names slips by what all grids of the sheet say, later ones too."""

    inquiries: Mapping[str, Inquiry]
    habits: Habits
    hidden: HiddenCells
    repeats: Repeats
    invention: Invention

    def named(self, grid: Grid, judgements: Sequence[Judgement]) -> Sequence[Judgement]:
        """The judgements of a grid with the slips that the whole sheet speaks for."""
        named = self._named(grid)
        paid = self.repeats.paid(grid, named)
        found = list(judgements)
        for place, slip in named.items():
            found[place] = found[place]._replace(slip=slip)
            if place in paid:
                found[place] = found[place]._replace(credit=self.repeats.share, remark=paid[place])
            if self.invention.is_target(grid, self.habits.answers[grid.name]):
                found[place] = found[place]._replace(remark=CellRemark.IS_TARGET)
        return found

    def _named(self, grid: Grid) -> Mapping[int, Said]:
        inquiry = self.inquiries.get(grid.name)
        if inquiry is None:
            return self.hidden.named(grid.name)
        if not inquiry.suspects:
            return inquiry.naming.named  # nothing that is known of other grids can speak for a slip
        elsewhere = frozenset[Said]().union(*(made for name, made in self._made.items() if name != grid.name))
        return inquiry.knowing(elsewhere, partial(self.habits.seen, place=grid)).naming.named

    @cached_property
    def _made(self) -> Mapping[str, frozenset[Said]]:
        """The slips made in each grid, as far as the grid itself and those before it show, and in hidden cells."""
        computed = {name: inquiry.naming.named for name, inquiry in self.inquiries.items()}
        hidden = {name: self.hidden.named(name) for name in self.hidden.wrong}
        return {name: frozenset(named.values()) for name, named in (computed | hidden).items()}
