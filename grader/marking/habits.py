"""Habits: whether a slip was made or avoided elsewhere on the sheet, as far as one grid cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias

from generator.errors import ByhandError, Said
from generator.network.blueprint import Blueprint, Grid
from generator.network.evaluation import work_out
from generator.network.formula import Formula
from generator.network.number import Value, Values
from generator.network.rounding import Rounding
from grader.answers.typed import Typed
from grader.marking.answer_form import AnswerForm
from grader.marking.evidence import Seen
from grader.marking.guesses import guesses
from grader.marking.slips import WRONG_SIGN

Kind: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""A slip whatever the time step."""


def kind_of(slip: Said) -> Kind:
    """Grids of another time step have the same letters: h0 was read for h1 as h1 was for h2."""
    return slip.sentence, tuple((name, _letters(str(value))) for name, value in slip.values)


def _letters(name: str) -> str:
    return "".join(letter for letter in name if not letter.isdigit())


@dataclass(frozen=True)
class Habits:
    """All answers of an exercise that was judged, and the student's `own` numbers, which they were worked out from."""

    blueprint: Blueprint
    answers: Mapping[str, Sequence[Typed]]
    forms: Mapping[str, AnswerForm]
    own: Mapping[str, Values]
    _shown: dict[str, Sequence[tuple[Said, bool | None]]] = field(default_factory=dict)

    def seen(self, slip: Said, place: Grid) -> Seen:
        """In how many grids of the same letters, as in another time step, this slip shows, and in how many not."""
        others = (name for name in self.answers if name != place.name and _letters(name) == _letters(place.name))
        shown = missed = itself = 0
        for found in map(self._shown_in, others):
            here = {shows for made, shows in found if kind_of(made) == kind_of(slip) and shows is not None}
            shown += True in here
            missed += here == {False}
            itself += (slip, True) in found
        return Seen(shown, missed, itself)

    def _shown_in(self, name: str) -> Sequence[tuple[Said, bool | None]]:
        """For each slip that the grid invites whether it shows, None where it would change nothing."""
        if name not in self._shown:
            self._shown[name] = list(self._all_shown_in(name))
        return self._shown[name]

    def _all_shown_in(self, name: str) -> Iterator[tuple[Said, bool | None]]:
        formula, rounding = self.blueprint.by_name[name].formula, self.blueprint.by_name[name].rounding
        right = self._worked_out(formula, rounding) if formula else None
        if right is None:
            return
        for guess in guesses(self.blueprint, name):
            if outcome := self._worked_out(guess.formula, guess.rounding):
                yield guess.slip, self._shows(outcome, right, name)
        yield WRONG_SIGN, self._shows(tuple(-value for value in right if not isinstance(value, str)), right, name)

    def _shows(self, outcome: Sequence[Value], right: Sequence[Value], name: str) -> bool | None:
        """Whether some cell that the outcome would change holds what it would change it to; None if it changes none."""
        answers = enumerate(self.answers[name])
        answered = [place for place, answer in answers if answer.number is not None and not answer.blank]
        changed = [place for place in answered if outcome[place] != right[place]] if len(outcome) == len(right) else []
        agrees = self.forms[name].agrees
        return any(agrees(self.answers[name][place], outcome[place]) for place in changed) if changed else None

    def _worked_out(self, formula: Formula, rounding: Rounding | None) -> tuple[Value, ...] | None:
        try:
            return tuple(chain.from_iterable(work_out(formula, rounding, self.own)))
        except (ArithmeticError, ValueError, LookupError, ByhandError):
            return None
