"""One suite over every exercise of the catalogue: sound sheets at every size, and numbers that never change."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
import sympy

from generator.assignment.given import exact_given, show_given
from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.network.blueprint import Blueprint, View
from generator.network.closed_forms import closed_form, matrix
from generator.network.evaluation import rounds_clearly
from generator.network.exercise import Exercise
from generator.network.instance import MOST_DRAWS, draw_instance
from generator.network.number import Values, read_number, shape_of, show_value
from tests.simulated.students import EXERCISES, FIRST, THOROUGH, thoroughly
from tests.tools.digests import shown

DIGESTS = json.loads((Path(__file__).parent / "goldens" / "instances.json").read_text("utf-8"))
"""The SHA-256 of the first sheets of each exercise: a change here changes every sheet that was ever printed."""

every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


def assert_sound(blueprint: Blueprint, values: Mapping[str, Values]) -> None:
    """Every grid is there in its shape, every cell is exact and prints, the key follows, and conditions hold."""
    assert list(values) == [grid.name for grid in blueprint.grids]
    for grid in blueprint.grids:
        assert shape_of(values[grid.name]) == grid.shape, grid.name
        assert not grid.headings or len(grid.headings) == grid.shape[1], grid.name
        for cell in (cell for row in values[grid.name] for cell in row):
            assert isinstance(cell, str) == (grid.view is View.WORDS), grid.name
            assert isinstance(cell, str) or read_number(show_value(cell)) == cell, grid.name
    for computed in blueprint.computed:
        unclear = computed.name in blueprint.fixed  # another draw would not change it
        assert unclear or rounds_clearly(computed.formula, computed.rounding, values), computed.name
    assert blueprint.complete({grid.name: values[grid.name] for grid in blueprint.drawn}) == values
    assert len(blueprint.conditions) >= (3 if blueprint.exercise in FIRST else 0)
    for condition in blueprint.conditions:
        assert condition.holds(values), condition.sentence


def corners_of(exercise: Exercise) -> Iterator[dict[str, Any]]:
    """Each parameter at every end of its range, and all of them together."""
    ends = {p.name: p.range.ends for p in exercise.parameters}
    yield from ({name: ends[name][side] for name in ends} for side in (0, -1))
    yield from ({name: end} for name in ends for end in ends[name])


def pairs_of(exercise: Exercise) -> Iterator[dict[str, Any]]:
    """Every two parameters at the ends of their ranges."""
    ends = {p.name: p.range.ends for p in exercise.parameters}
    for first, second in combinations(ends, 2):
        yield from ({first: a, second: b} for a, b in product(ends[first], ends[second]))


def assert_sound_at(exercise: Exercise, corner: Mapping[str, Any], seeds: int) -> bool:
    """Whether the exercise takes these parameters; what it takes has to be sound, what it refuses is explained."""
    try:
        blueprint = exercise.blueprint(corner)
    except ByhandError as error:
        if not any(name in str(error) for name in corner):
            raise
        return False
    declared = {parameter.name: parameter for parameter in exercise.parameters}
    assert all(blueprint.parameters[name] == declared[name].read(value) for name, value in corner.items())
    for seed in range(seeds):
        instance = draw_instance(blueprint, seed)
        assert_sound(blueprint, instance.values)
        assert instance.draws < MOST_DRAWS / 10
    return True


@pytest.mark.parametrize("sizes", [{}, {"hidden": "3,3"}, {"inputs": 5, "hidden": "5,5", "classes": 5, "batch": 2}])
def test_backpropagation_of_any_size_takes_few_draws(sizes: dict[str, Any]) -> None:
    blueprint = find_exercise("backpropagation").blueprint(sizes)
    assert sum(draw_instance(blueprint, seed).draws for seed in range(20)) / 20 < 30


@every_exercise
def test_every_instance_is_sound_for_many_seeds(exercise: Exercise) -> None:
    blueprint = exercise.blueprint()
    sheets, seeds = set(), 60 if exercise.name in THOROUGH else 20
    for seed in range(seeds):
        instance = draw_instance(blueprint, seed)
        assert_sound(blueprint, instance.values)
        sheets.add(tuple(instance.values[grid.name] for grid in blueprint.drawn))
    assert len(sheets) == seeds


@every_exercise
def test_every_end_of_a_parameter_gives_sound_instances(exercise: Exercise) -> None:
    taken = [assert_sound_at(exercise, corner, 2) for corner in corners_of(exercise)]
    assert sum(taken) > len(taken) / 2


@thoroughly()
def test_every_pair_of_ends_gives_sound_instances(name: str) -> None:
    exercise = find_exercise(name)
    taken = [
        assert_sound_at(exercise, corner, 3) or (name == "backpropagation" and "output" in corner)  # must fit the loss
        for corner in pairs_of(exercise)
    ]
    assert all(taken) if name in THOROUGH else sum(taken) >= len(taken) / 2


@pytest.mark.parametrize(
    ("exercise", "name"),
    [pytest.param(each, name, id=f"{each.name}, {name}") for each in EXERCISES for name in each.variants],
)
def test_every_variant_is_sound(exercise: Exercise, name: str) -> None:
    assert assert_sound_at(exercise, exercise.variant(name), 5)


@every_exercise
def test_a_greater_size_gives_more_cells(exercise: Exercise) -> None:
    ends = {side: {p.name: p.range.ends[side] for p in exercise.parameters} for side in (0, -1)}
    cells = []
    for corner in (ends[0], {}, ends[-1]):
        try:
            cells.append(sum(grid.cells for grid in exercise.blueprint(corner).grids))
        except ByhandError:
            assert exercise.name not in THOROUGH
    assert cells == sorted(cells)
    assert len(set(cells)) >= (3 if exercise.name in THOROUGH else min(2, len(cells)))


@every_exercise
def test_steps_are_numbered_and_say_what_to_do_without_a_placeholder_left(exercise: Exercise) -> None:
    blueprint = exercise.blueprint()
    assert [step.number for step in blueprint.steps] == list(range(1, len(blueprint.steps) + 1))
    assert sorted(name for step in blueprint.steps for name in step.grids) == sorted(blueprint.by_name)
    for step in blueprint.steps:
        assert step.title
        # A puzzle after the first says nothing new.
        assert step.instruction.endswith((".", "?")) or (not step.instruction and step.number > 1)
        assert "{" not in step.title + step.instruction
    assert re.match(r"[A-Z]\. \w+", exercise.source)


@every_exercise
def test_an_exercise_file_stays_short_enough_to_read_at_a_glance(exercise: Exercise) -> None:
    path = sys.modules[exercise.build.__module__].__file__
    assert path is not None
    assert len(Path(path).read_text("utf-8").splitlines()) <= 90


@every_exercise
def test_the_first_sheets_are_the_ones_that_were_always_drawn(exercise: Exercise) -> None:
    assert hashlib.sha256(shown(exercise, range(20)).encode()).hexdigest() == DIGESTS[exercise.name]


def test_another_process_with_another_hash_seed_draws_the_same_sheets() -> None:
    program = (
        "from tests.test_exercises import EXERCISES, shown;print([shown(exercise, range(5)) for exercise in EXERCISES])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert outputs == {f"{[shown(exercise, range(5)) for exercise in EXERCISES]}\n"}


@every_exercise
def test_a_pinned_given_stays_and_the_others_keep_their_own_first_draws(exercise: Exercise) -> None:
    blueprint = exercise.blueprint()
    values = draw_instance(blueprint, 7).values
    for grid in blueprint.drawn:
        instance = draw_instance(blueprint, 7, {grid.name: values[grid.name]})
        assert instance.values[grid.name] == values[grid.name]
        assert_sound(blueprint, instance.values)


@every_exercise
def test_pinning_all_givens_gives_the_same_key_and_draws_nothing(exercise: Exercise) -> None:
    blueprint = exercise.blueprint()
    values = draw_instance(blueprint, 3).values
    given = {grid.name: show_given(values[grid.name]) for grid in blueprint.drawn}
    again = draw_instance(blueprint, 99, exact_given(blueprint, given, "given.json"))
    assert again.values == values
    assert again.draws == 0


@every_exercise
def test_a_pinned_grid_of_a_wrong_name_shape_or_cell_is_refused(exercise: Exercise) -> None:
    blueprint = exercise.blueprint()
    grid, blank = blueprint.drawn[-1], blueprint.computed[0]
    for given, complaint in (
        ({"Nonsense": [[1]]}, "no grid called 'Nonsense'"),
        ({blank.name: [[1]]}, f"no grid called '{blank.name}'"),
        ({grid.name: [["1"] * (grid.shape[1] + 1)]}, f"given {grid.name}: found 1 row"),
        ({grid.name: [[[]] * grid.shape[1]] * grid.shape[0]}, f"given {grid.name}"),
        ({grid.name: []}, f"given {grid.name}: expected rows"),
    ):
        with pytest.raises(ByhandError, match=complaint):
            exact_given(blueprint, given, "given.json")


@every_exercise
def test_a_parameter_out_of_range_is_refused_with_its_range(exercise: Exercise) -> None:
    refused = 0
    for parameter in exercise.parameters:
        beyond = ["many", "1.234", "-1", "99", "3,,x"]
        for value in beyond:
            with pytest.raises(
                ByhandError, match=re.escape(f"parameter {parameter.name}: {value!r} is not allowed; give ")
            ):
                exercise.blueprint({parameter.name: value})
            refused += 1
    assert refused == 5 * len(exercise.parameters)


@pytest.mark.parametrize("decimals", [1, 12])
@every_exercise
def test_every_cell_is_sympys_closed_form_or_what_that_rounds_to(exercise: Exercise, decimals: int) -> None:
    blueprint = exercise.blueprint()
    for parameter in exercise.parameters:
        if parameter.name == "decimals" and assert_sound_at(exercise, {"decimals": decimals}, 0):
            blueprint = exercise.blueprint({"decimals": decimals})
    compared = 0
    for seed in range(3):
        values = draw_instance(blueprint, seed).values
        for grid in blueprint.computed:
            if grid.view is not View.NUMBERS:
                continue
            allowed = sympy.Integer(0)
            if grid.rounding:
                allowed = sympy.Rational(1 if grid.rounding.cut else sympy.Rational(1, 2)) / 10**grid.rounding.decimals
            for difference in closed_form(blueprint, values, grid.name) - matrix(values[grid.name]):
                assert abs(difference).evalf(30) <= allowed + 1e-20, grid.name
                compared += 1
    assert compared == 3 * sum(grid.cells for grid in blueprint.computed if grid.view is View.NUMBERS)


@every_exercise
def test_the_formulas_give_the_same_key_on_sympys_rationals(exercise: Exercise) -> None:
    blueprint = exercise.blueprint()
    for seed in range(3):
        values = draw_instance(blueprint, seed).values
        givens: dict[str, Any] = {
            grid.name: values[grid.name]
            if grid.view is View.WORDS
            else tuple(map(tuple, matrix(values[grid.name]).tolist()))
            for grid in blueprint.drawn
        }
        assert blueprint.complete(givens) == values


def test_the_closed_form_of_a_gate_is_written_with_exp() -> None:
    golden = json.loads((Path(__file__).parent / "goldens" / "seed-lstm.json").read_text("utf-8"))
    blueprint = find_exercise("lstm").blueprint(golden["parameters"])
    values = draw_instance(blueprint, 1, exact_given(blueprint, golden["given"], "lstm")).values
    assert [str(cell) for cell in closed_form(blueprint, values, "f1")] == ["1/(1 + exp(4))", "1/(1 + exp(6))"]
    assert [str(cell) for cell in closed_form(blueprint, values, "C1")] == ["4/5", "-1"]
    with pytest.raises(ValueError, match="X1 is drawn"):
        closed_form(blueprint, values, "X1")


def test_words_have_no_closed_form() -> None:
    blueprint = find_exercise("vector-database").blueprint()
    values = draw_instance(blueprint, 1).values
    with pytest.raises(ValueError, match="nearest holds words"):
        closed_form(blueprint, values, "nearest")
    with pytest.raises(ValueError, match="is a word, not a number"):
        matrix(values["nearest"])
