"""Guesswork: side by side, the guesses at a grid come to what each of them comes to alone."""

from __future__ import annotations

from itertools import chain

import pytest

from generator.errors import ByhandError
from generator.network.blueprint import Blueprint
from generator.network.instance import draw_instance
from generator.network.number import Value, Values
from grader.marking.guess import Guess
from grader.marking.guesses import guesses
from grader.marking.guesswork import Guesswork
from tests.simulated.students import EXERCISES


def alone(guess: Guess, own: dict[str, Values]) -> tuple[Value, ...] | None:
    try:
        return tuple(chain.from_iterable(guess.work_out(own)))
    except (ArithmeticError, ValueError, LookupError, ByhandError):
        return None


@pytest.mark.parametrize("blueprint", [exercise.blueprint() for exercise in EXERCISES], ids=lambda b: b.exercise)
def test_guesses_side_by_side_come_to_what_each_comes_to_alone(blueprint: Blueprint) -> None:
    # The numbers change grid by grid, as they do when a sheet is marked: from those of one student to another's.
    one, other = (draw_instance(blueprint, seed).values for seed in (1, 2))
    guesswork = Guesswork(blueprint)
    own = dict(one)
    for grid in blueprint.computed:
        for _ in range(2):
            found = [(guess, cells) for guess, cells, _ in guesswork.guessed(grid.name, own)]
            expected = [(guess, alone(guess, own)) for guess in guesses(blueprint, grid.name)]
            assert found == [(guess, cells) for guess, cells in expected if cells is not None], grid.name
            own |= {name: other[name] for name in grid.formula.grids()}


def test_only_the_slips_that_are_asked_for_are_worked_out() -> None:
    blueprint = EXERCISES[0].blueprint()
    own, grid = draw_instance(blueprint, 1).values, blueprint.computed[0]
    every = Guesswork(blueprint).guessed(grid.name, own)
    slips = {guess.slip for guess, *_ in every}
    assert len(slips) > 1
    for slip in slips:
        found = Guesswork(blueprint).guessed(grid.name, own, slip.__eq__)
        assert found == [one for one in every if one.guess.slip == slip]
