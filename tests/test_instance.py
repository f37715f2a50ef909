"""Drawing: layer by layer, again where a condition fails, and never without end."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.network.blueprint import Blueprint, Role
from generator.network.conditions import not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import Exercise
from generator.network.instance import Urn, check_pinned, draw_instance
from generator.network.layers import Layer, layers_of
from generator.network.operand import stack
from generator.network.sources import Integers
from tests.simulated.students import EXERCISES


def tiny(*, least: int = -3, limit: int = 9) -> Blueprint:
    """Two layers: Z = W X must be within the limit, and O = U Z must not be 0."""
    sheet = Draft({}, str)
    given = sheet.step("Given", "Look.")
    X = given.give("X", (1, 1), Role.INPUT, Integers(1, 3))
    W = given.give("W", (1, 2), Role.WEIGHT, Integers(least, 3))
    U = given.give("U", (1, 2), Role.WEIGHT, Integers(-1, 1))
    work = sheet.step("Work", "Multiply.")
    Z = work.fill("Z", W @ stack(X, 1), Role.LINEAR)
    out = work.fill("O", U @ stack(Z, 1), Role.OUTPUT)
    sheet.require(small(limit, Z), not_all_zero(out))
    return sheet.blueprint("tiny", "Tiny")


def layers(blueprint: Blueprint, *pinned: str) -> list[list[str]]:
    return [[grid.name for grid in layer.drawn] for layer in made_of(blueprint, *pinned)]


def made_of(blueprint: Blueprint, *pinned: str) -> Sequence[Layer]:
    return layers_of(blueprint, pinned, Urn(blueprint, {}).program)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    blueprint = tiny()
    values = [draw_instance(blueprint, seed).values for seed in (7, 7, 8)]
    assert values[0] == values[1] != values[2]


def test_givens_are_drawn_when_the_working_first_needs_them() -> None:
    assert layers(tiny()) == [["W", "X"], ["U"]]
    assert layers(find_exercise("backpropagation").blueprint()) == [
        ["W1", "b1", "X"],
        ["W2", "b2"],
        ["W3", "b3"],
        ["T"],
    ]


def test_what_blocks_share_is_drawn_before_the_first_so_that_none_is_favoured() -> None:
    assert layers(find_exercise("vector-database").blueprint()) == [
        ["words", "E", "We", "be", "Pr"],
        *([name] for name in ("S1", "S2", "S3", "Sq")),
    ]


def test_a_pinned_given_is_not_drawn() -> None:
    assert layers(tiny(), "X") == [["W"], ["U"]]
    assert layers(tiny(), "U") == [["W", "X"]]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_given_is_drawn_in_one_layer_and_every_condition_asked_once(exercise: Exercise) -> None:
    blueprint = exercise.blueprint()
    made = made_of(blueprint)
    assert sorted(name for names in layers(blueprint) for name in names) == sorted(g.name for g in blueprint.drawn)
    worked_out = [grid.name for layer in made for grid, *_ in layer.worked_out]
    assert [name for name in worked_out if name in blueprint.computed_by_name] == [g.name for g in blueprint.computed]
    asked = [condition.sentence for layer in made for *_, conditions in layer.worked_out for condition in conditions]
    assert sorted(asked) == sorted(condition.sentence for condition in blueprint.conditions)


def test_draws_count_what_had_to_be_drawn_again() -> None:
    draws = [draw_instance(tiny(limit=5), seed).draws for seed in range(50)]
    assert min(draws) == 1
    assert max(draws) > 1


def test_a_pin_leaves_the_other_first_draws_as_they_are() -> None:
    blueprint = tiny(limit=99)
    lucky = [seed for seed in range(40) if draw_instance(blueprint, seed).draws == 1]
    assert len(lucky) > 10
    for seed in lucky:
        free = draw_instance(blueprint, seed).values
        pinned = draw_instance(blueprint, seed, {"X": ((9,),)})
        assert pinned.values["X"] == ((9,),)
        assert pinned.values["W"] == free["W"]
        assert pinned.draws > 1 or pinned.values["U"] == free["U"]


def test_conditions_that_cannot_be_met_end_in_an_error_that_names_them() -> None:
    start = time.process_time()
    with pytest.raises(
        ByhandError, match=r"tiny, seed 3: 20000 draws .* often failed: 'Z: every cell between -1 and 1'"
    ):
        draw_instance(tiny(least=2, limit=1), 3)
    assert time.process_time() - start < 10


def test_pinned_givens_that_break_a_condition_end_in_an_error_too() -> None:
    with pytest.raises(ByhandError, match="pin fewer grids"):
        draw_instance(tiny(), 3, {"W": ((9, 9),)})


def test_when_all_is_pinned_conditions_are_not_asked() -> None:
    instance = draw_instance(tiny(), 3, {"W": ((9, 9),), "X": ((9,),), "U": ((0, 0),)})
    assert instance.values["O"] == ((0,),)
    assert instance.draws == 0


def test_a_grid_that_cannot_be_pinned_is_refused() -> None:
    with pytest.raises(ByhandError, match=r"tiny draws no grid called 'Z'; .* it draws X, W, U"):
        check_pinned(tiny(), {"Z": ((1,),)})
    with pytest.raises(ByhandError, match="given W: found 2 rows of 1, expected 1 rows of 2"):
        check_pinned(tiny(), {"W": ((1,), (2,))})
