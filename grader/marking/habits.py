"""Habits: whether a slip was avoided elsewhere on the sheet, so that one cell that looks like it is an accident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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

    def avoids(self, slip: Said, place: Grid) -> bool:
        """Whether in a grid of the same letters, as in another time step, this slip would have shown and did not."""
        others = (name for name in self.answers if name != place.name and _letters(name) == _letters(place.name))
        return any(self._avoids_in(name, slip) for name in others)

    def _avoids_in(self, name: str, slip: Said) -> bool:
        formula, rounding = self.blueprint.by_name[name].formula, self.blueprint.by_name[name].rounding
        right = self._worked_out(formula, rounding) if formula else None
        if right is None:
            return False
        outcomes = [
            self._worked_out(guess.formula, guess.rounding)
            for guess in guesses(self.blueprint, name)
            if kind_of(guess.slip) == kind_of(slip)
        ]
        if slip == WRONG_SIGN:
            outcomes = [tuple(-value for value in right if not isinstance(value, str))]
        shown = [self._shows(outcome, right, name) for outcome in outcomes if outcome]
        return False in shown and True not in shown

    def _shows(self, outcome: Sequence[Value], right: Sequence[Value], name: str) -> bool | None:
        """Whether some cell that the outcome would change holds what it would change it to; None if it changes none."""
        answered = [place for place, answer in enumerate(self.answers[name]) if answer.number is not None]
        changed = [place for place in answered if outcome[place] != right[place]] if len(outcome) == len(right) else []
        agrees = self.forms[name].agrees
        return any(agrees(self.answers[name][place], outcome[place]) for place in changed) if changed else None

    def _worked_out(self, formula: Formula, rounding: Rounding | None) -> tuple[Value, ...] | None:
        try:
            return tuple(chain.from_iterable(work_out(formula, rounding, self.own)))
        except (ArithmeticError, ValueError, LookupError, ByhandError):
            return None
