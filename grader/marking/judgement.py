"""The judgement of a cell, and the names of slips in it once the whole sheet is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from generator.errors import Said
from generator.network.blueprint import Grid
from generator.network.number import Number
from grader.marking.habits import Habits
from grader.marking.invention import Invention
from grader.marking.marks import IS_TARGET, Verdict
from grader.marking.repeats import Repeats
from grader.marking.slips import Inquiry


class Judgement(NamedTuple):
    """The verdict on a cell, the credit for it from 0 to 1, the slip it looks like, and why the credit is unusual."""

    verdict: Verdict
    credit: Number
    slip: Said | None = None
    remark: Said | None = None


@dataclass(frozen=True)
class NamedSlips:
    """Names slips by what all grids of the sheet say, later ones too."""

    inquiries: Mapping[str, Inquiry]
    habits: Habits
    repeats: Repeats
    invention: Invention

    def named(self, grid: Grid, judgements: Sequence[Judgement]) -> Sequence[Judgement]:
        """The judgements of a grid with the slips that the whole sheet speaks for."""
        inquiry = self.inquiries.get(grid.name)
        if inquiry is None:
            return judgements
        elsewhere = frozenset[Said]().union(*(made for name, made in self._made.items() if name != grid.name))
        named = inquiry.knowing(elsewhere, partial(self.habits.seen, place=grid)).naming.named
        paid = self.repeats.paid(grid, named)
        found = list(judgements)
        for place, slip in named.items():
            found[place] = found[place]._replace(slip=slip)
            if place in paid:
                found[place] = found[place]._replace(credit=self.repeats.share, remark=paid[place])
            if self.invention.is_target(grid, self.habits.answers[grid.name]):
                found[place] = found[place]._replace(remark=IS_TARGET)
        return found

    @cached_property
    def _made(self) -> Mapping[str, frozenset[Said]]:
        """The slips made in each grid, as far as the grid itself and those before it show."""
        return {name: frozenset(inquiry.naming.named.values()) for name, inquiry in self.inquiries.items()}
