"""Habits: whether a slip was made or avoided elsewhere on the sheet, as far as one grid cannot tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from generator.errors import Said
from generator.network.blueprint import Grid
from generator.network.number import Value, Values
from grader.answers.typed import Typed
from grader.marking.answer_form import AnswerForm
from grader.marking.evidence import Seen
from grader.marking.guess import CUT
from grader.marking.guesswork import Guesswork
from grader.marking.slips import WRONG_SIGN
from grader.marking.unrounded import UNROUNDED, Unrounded

OF_THE_WHOLE_SHEET = frozenset((CUT, UNROUNDED))
"""Slips that show wherever a number is rounded, whatever the grid."""
SlipKind: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""A slip whatever the time step."""


@lru_cache(maxsize=4096)
def kind_of(slip: Said) -> SlipKind:
    """Grids of another time step have the same letters: h0 was read for h1 as h1 was for h2."""
    return slip.sentence, tuple((name, _letters(str(value))) for name, value in slip.values)


@lru_cache(maxsize=4096)
def _letters(name: str) -> str:
    return "".join(letter for letter in name if not letter.isdigit())


@dataclass(frozen=True)
class Habits:
    """All answers of an exercise that was judged, and the student's `own` numbers, which they were worked out from."""

    guesswork: Guesswork
    unrounded: Unrounded
    answers: Mapping[str, Sequence[Typed]]
    forms: Mapping[str, AnswerForm]
    own: Mapping[str, Values]
    _shown: dict[tuple[str, SlipKind], Mapping[Said, bool]] = field(default_factory=dict)

    def seen(self, slip: Said, place: Grid) -> Seen:
        """In how many grids like this one this slip shows, and in how many not.

        How numbers are rounded shows in all grids.
        """
        others = self.answers if slip in OF_THE_WHOLE_SHEET else self._like(place)
        found = [shown for name in others if name != place.name and (shown := self.shown_in(name, kind_of(slip)))]
        count = sum(any(shown.values()) for shown in found)
        return Seen(count, len(found) - count, sum(shown.get(slip, False) for shown in found))

    def _like(self, place: Grid) -> Collection[str]:
        """The grids of the same letters, as in another time step; if there are none, those of the same step."""
        alike = [name for name in self.answers if _letters(name) == _letters(place.name)]
        if len(alike) > 1:
            return alike
        return [name for name in self.guesswork.blueprint.step_of[place.name].grids if name in self.answers]

    def shown_in(self, name: str, kind: SlipKind) -> Mapping[Said, bool]:
        """The slips of a kind that would change an answered cell of a grid, each with whether it shows in one."""
        if (name, kind) not in self._shown:
            found: dict[Said, bool] = {}
            for slip, shows in self._all_shown_in(name, kind):
                found[slip] = shows or found.get(slip, False)
            self._shown[name, kind] = found
        return self._shown[name, kind]

    def _all_shown_in(self, name: str, kind: SlipKind) -> Iterator[tuple[Said, bool]]:
        """Each slip that would change an answered cell, and whether some such cell holds what it would change it to."""
        right = self.guesswork.right(name, self.own)
        if right is None:
            return
        answers, agrees = self.answers[name], self.forms[name].agrees
        answered = [place for place, answer in enumerate(answers) if answer.number is not None and not answer.blank]
        for slip, cells in self._outcomes(name, kind, right):
            changed = [place for place in answered if cells[place] != right[place]] if len(cells) == len(right) else ()
            if changed:
                yield slip, any(agrees(answers[place], cells[place]) for place in changed)

    def _outcomes(self, name: str, kind: SlipKind, right: Sequence[Value]) -> Iterator[tuple[Said, Sequence[Value]]]:
        """Each slip of a kind, and the cells that it leads to."""
        if kind == kind_of(WRONG_SIGN):
            yield WRONG_SIGN, [-value for value in right if not isinstance(value, str)]
        elif kind == kind_of(UNROUNDED):
            grid = self.guesswork.blueprint.computed_by_name[name]
            if unrounded := self.unrounded.typed(grid, self.own, right):
                yield UNROUNDED, unrounded
        for guess, cells, _ in self.guesswork.guessed(name, self.own, lambda slip: kind_of(slip) == kind):
            yield guess.slip, cells
