"""Guesswork: what every guess at a grid comes to on a student's numbers; work that guesses share is done once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from generator.errors import ByhandError, Said
from generator.network.blueprint import Blueprint
from generator.network.number import Value, Values, row_by_row
from generator.network.program import Program, ToFill, Trial
from grader.marking.guess import Guess
from grader.marking.guesses import guesses

OWN = "#own"
"""What the grid is called that its own formula fills; those that guesses fill are called `#0`, `#1` and so on."""


class Guessed(NamedTuple):
    """A guess and the cells it leads to, row by row; `fits` says whether they have the shape of the grid."""

    guess: Guess
    cells: tuple[Value, ...]
    fits: bool


@dataclass(frozen=True)
class Guesswork:
    """The guesses at the grids of an exercise on one student's numbers, which become known grid by grid."""

    blueprint: Blueprint
    _trials: dict[str, Trial] = field(default_factory=dict)

    def right(self, name: str, own: Mapping[str, Values]) -> tuple[Value, ...] | None:
        """The cells that the grid's own formula leads to; None where it has no value."""
        if name not in self.blueprint.computed_by_name:
            return None
        (right,) = self._trial(name).values(own, (OWN,))
        return row_by_row(right) if right else None

    def guessed(
        self, name: str, own: Mapping[str, Values], asked: Callable[[Said], bool] | None = None
    ) -> Sequence[Guessed]:
        """What the guesses at the slips that are asked for, or at all, come to, as far as they have a value."""
        shape, here = self.blueprint.by_name[name].shape, _tries(self.blueprint, name)
        if asked:
            here = tuple([one for one in here if asked(one.guess.slip)])
        filled = [one.filled for one in here if one.filled]
        side_by_side = iter(self._trial(name).values(own, filled) if filled else ())
        both = [(guess, next(side_by_side) if filled else _alone(guess, own)) for guess, filled in here]
        return [
            Guessed(guess, row_by_row(values), (len(values), len(values[0])) == shape)
            for guess, values in both
            if values
        ]

    def _trial(self, name: str) -> Trial:
        if name not in self._trials:
            self._trials[name] = Trial(_side_by_side(self.blueprint, name))
        return self._trials[name]


class _Try(NamedTuple):
    """A guess and the grid that it fills beside others; none is named where the slip was made in other grids."""

    guess: Guess
    filled: str


def _alone(guess: Guess, own: Mapping[str, Values]) -> Values | None:
    """What a guess comes to whose slip was made in other grids."""
    try:
        return guess.work_out(own)
    except (ArithmeticError, ValueError, LookupError, ByhandError):
        return None


@lru_cache(maxsize=4096)
def _tries(blueprint: Blueprint, name: str) -> tuple[_Try, ...]:
    """The guesses at the formula of a grid."""
    found = enumerate(guesses(blueprint, name))
    return tuple(_Try(guess, "" if guess.before else f"#{place}") for place, guess in found)


@lru_cache(maxsize=4096)
def _side_by_side(blueprint: Blueprint, name: str) -> Program:
    """A program that fills the grid by its own formula, and others in its place by every guess at this formula."""
    grid = blueprint.computed_by_name[name]
    fills = [ToFill(OWN, grid.formula, grid.rounding, careful=True)]
    fills += [
        ToFill(filled, guess.formula, guess.rounding, careful=True)
        for guess, filled in _tries(blueprint, name)
        if filled
    ]
    read = dict.fromkeys(name for fill in fills for name in fill.formula.grids())
    return Program.of(tuple(read), fills)
