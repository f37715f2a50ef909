"""Guesswork: what every guess at a grid comes to on a student's numbers; work that guesses share is done once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from generator.errors import ByhandError
from generator.network.blueprint import Blueprint
from generator.network.number import Value, Values
from generator.network.program import Program, ToFill, Trial
from grader.marking.guesses import Guess, guesses


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
        if self.blueprint.by_name[name].formula is None:
            return None
        right, *_ = self._values(name, own)
        return tuple(chain.from_iterable(right)) if right else None

    def guessed(self, name: str, own: Mapping[str, Values]) -> Sequence[Guessed]:
        """What the guesses come to that have a value."""
        shape = self.blueprint.by_name[name].shape
        _, *found = self._values(name, own)
        side_by_side = iter(found)
        both = [
            (guess, _alone(guess, own) if guess.before else next(side_by_side))
            for guess in guesses(self.blueprint, name)
        ]
        return [
            Guessed(guess, tuple(chain.from_iterable(values)), (len(values), len(values[0])) == shape)
            for guess, values in both
            if values
        ]

    def _values(self, name: str, own: Mapping[str, Values]) -> Sequence[Values | None]:
        """The values of the grid's own formula, and of every guess."""
        if name not in self._trials:
            program = _side_by_side(self.blueprint, name)
            self._trials[name] = Trial(program, list(program.ends))
        return self._trials[name].values(own)


def _alone(guess: Guess, own: Mapping[str, Values]) -> Values | None:
    """What a guess comes to whose slip was made in other grids."""
    try:
        return guess.work_out(own)
    except (ArithmeticError, ValueError, LookupError, ByhandError):
        return None


@lru_cache(maxsize=4096)
def _side_by_side(blueprint: Blueprint, name: str) -> Program:
    """A program that fills the grid by its own formula, and others in its place by every guess at this formula."""
    grid = blueprint.by_name[name]
    assert grid.formula is not None
    formulas = [(grid.formula, grid.rounding)]
    formulas += [(guess.formula, guess.rounding) for guess in guesses(blueprint, name) if not guess.before]
    read = dict.fromkeys(name for formula, _ in formulas for name in formula.grids())
    return Program.of(
        tuple(read),
        [ToFill(f"{name}#{place}", *formula, careful=True) for place, formula in enumerate(formulas)],
    )
