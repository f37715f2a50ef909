"""Independent opinions on the workbooks: every puzzle again in plain fractions, and every hidden cell by trying all.

A hidden cell of a given is right only if no other number of its range gives what is printed.
"""

from __future__ import annotations

import pytest

from generator.catalogue import find_exercise
from generator.network.instance import draw_instance
from tests.oracles.workbook import PUZZLES, check, leaky
from tests.simulated.students import EXERCISES


@pytest.mark.parametrize("name", PUZZLES)
def test_every_puzzle_is_right_has_one_answer_and_is_not_repeated(name: str) -> None:
    for seed in range(5):
        check(name, PUZZLES[name], seed)


def test_leaky_activations_are_right_too() -> None:
    for seed in range(5):
        check("activation", leaky, seed, activation="leaky")


@pytest.mark.slow
@pytest.mark.parametrize("name", PUZZLES)
def test_every_puzzle_of_many_sheets_of_every_length(name: str) -> None:
    parameter = next(p for p in find_exercise(f"workbook-{name}").parameters if p.name == "puzzles")
    for seed in range(200):
        check(name, PUZZLES[name], seed, puzzles=parameter.range.ends[-1] if seed % 4 == 0 else parameter.default)


@pytest.mark.parametrize("name", PUZZLES)
def test_the_longest_sheet_takes_few_draws(name: str) -> None:
    parameter = next(p for p in find_exercise(f"workbook-{name}").parameters if p.name == "puzzles")
    blueprint = find_exercise(f"workbook-{name}").blueprint({"puzzles": parameter.range.ends[-1]})
    draws = [draw_instance(blueprint, seed).draws for seed in range(10)]
    assert sum(draws) / len(draws) < 3 * len(blueprint.steps)  # a step is a puzzle


def test_every_workbook_has_an_oracle() -> None:
    assert {exercise.name for exercise in EXERCISES if exercise.family == "workbook"} == {
        f"workbook-{name}" for name in PUZZLES
    }
