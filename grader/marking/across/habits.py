"""Habits: whether a slip was made or avoided elsewhere on the sheet, as far as one grid cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from generator.errors import Said
from generator.network.blueprint import Grid
from generator.network.number import Values
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


class Shown(NamedTuple):
    """What a grid shows of the slips that would change it: of each kind whether it does, and the very slips that do."""

    kinds: Mapping[SlipKind, bool]
    slips: frozenset[Said]


@dataclass(frozen=True)
class Habits:
    """All answers of an exercise that was judged, and the student's `own` numbers, which they were worked out from."""

    guesswork: Guesswork
    unrounded: Unrounded
    answers: Mapping[str, Sequence[Typed]]
    forms: Mapping[str, AnswerForm]
    own: Mapping[str, Values]
    _shown: dict[str, Shown] = field(default_factory=dict)

    def seen(self, slip: Said, place: Grid) -> Seen:
        """In how many grids of the same letters, as in another time step, this slip shows, and in how many not.

        How numbers are rounded shows in all grids.
        """
        anywhere = slip in OF_THE_WHOLE_SHEET
        others = (
            name for name in self.answers if name != place.name and (anywhere or _letters(name) == _letters(place.name))
        )
        found = [self.shown_in(name) for name in others]
        here = [shown.kinds[kind_of(slip)] for shown in found if kind_of(slip) in shown.kinds]
        return Seen(here.count(True), here.count(False), sum(slip in shown.slips for shown in found))

    def shown_in(self, name: str) -> Shown:
        """What a grid shows of the slips that would change it."""
        if name not in self._shown:
            kinds: dict[SlipKind, bool] = {}
            found = list(self._all_shown_in(name))
            for slip, shows in found:
                kinds[kind_of(slip)] = shows or kinds.get(kind_of(slip), False)
            self._shown[name] = Shown(kinds, frozenset(slip for slip, shows in found if shows))
        return self._shown[name]

    def _all_shown_in(self, name: str) -> Iterator[tuple[Said, bool]]:
        """Each slip that would change an answered cell, and whether some such cell holds what it would change it to."""
        right = self.guesswork.right(name, self.own)
        if right is None:
            return
        outcomes = [(guess.slip, cells) for guess, cells, _ in self.guesswork.guessed(name, self.own)]
        outcomes.append((WRONG_SIGN, tuple(-value for value in right if not isinstance(value, str))))
        if unrounded := self.unrounded.typed(self.guesswork.blueprint.computed_by_name[name], self.own, right):
            outcomes.append((UNROUNDED, unrounded))
        answers, agrees = self.answers[name], self.forms[name].agrees
        answered = [place for place, answer in enumerate(answers) if answer.number is not None and not answer.blank]
        for slip, cells in outcomes:
            changed = [place for place in answered if cells[place] != right[place]] if len(cells) == len(right) else ()
            if changed:
                yield slip, any(agrees(answers[place], cells[place]) for place in changed)
