"""The marking half of the exercise suite: it holds for every exercise of the catalogue, whatever is added to it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from generator.assignment.worksheet import Worksheet
from generator.network.blueprint import Grid, View
from generator.network.number import Number, Value, Values, decimal_places
from generator.network.rounding import round_half_away
from grader.marking.answer_form import answer_form
from grader.marking.cells import mark
from grader.marking.marks import Verdict
from tests.figures.fairness import filled_with, nearly_constant, places_of
from tests.simulated.students import (
    Place,
    blueprint_of,
    carrying_on,
    handed_in,
    key_of,
    lost,
    replaced,
    thoroughly,
    verdicts,
    worksheet_of,
)

SEEDS = range(12)
every_exercise = thoroughly()
every_seed = pytest.mark.parametrize("seed", SEEDS)


def another_value(worksheet: Worksheet, place: Place, chance: random.Random) -> Value:
    """A wrong answer for the cell, as a student might give it."""
    grid, row, column = place
    value = key_of(worksheet)[grid][row - 1][column - 1]
    if isinstance(value, str):
        options = answer_form(blueprint_of(worksheet).by_name[grid], key_of(worksheet)).options
        return chance.choice([option for option in options if option != value])
    return value + chance.choice([-3, -2, -1, 1, 2, 3])


def sampled(worksheet: Worksheet, chance: random.Random, most: int) -> list[Place]:
    """So many cells of the sheet, or all it has."""
    places = places_of(worksheet)
    return chance.sample(places, min(most, len(places)))


@every_exercise
@every_seed
def test_the_key_marks_itself_all_correct(name: str, seed: int) -> None:
    worksheet = worksheet_of(name, seed)
    marks = mark(worksheet, handed_in(worksheet, key_of(worksheet)))
    assert {found.verdict for found in marks} == {Verdict.CORRECT}
    assert len(marks) == blueprint_of(worksheet).cells


@every_exercise
@every_seed
def test_one_wrong_cell_on_a_sheet_that_is_right_costs_exactly_that_cell(name: str, seed: int) -> None:
    worksheet, chance = worksheet_of(name, seed), random.Random(seed)
    for place in sampled(worksheet, chance, 20):
        wrong = another_value(worksheet, place, chance)
        text = wrong if isinstance(wrong, str) else str(wrong)
        marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), {place: text}))
        assert lost(marks) == [place]
        assert verdicts(marks)[place] is Verdict.INCORRECT


@every_exercise
@every_seed
def test_one_slip_carried_on_with_to_the_end_costs_exactly_that_cell(name: str, seed: int) -> None:
    worksheet, chance = worksheet_of(name, seed), random.Random(seed)
    for place in sampled(worksheet, chance, 20):
        wrong = another_value(worksheet, place, chance)

        def slip(grid: Grid, values: Values, place: Place = place, wrong: Value = wrong) -> Values:
            return replaced(values, place[1], place[2], wrong) if grid.name == place[0] else values

        marks = mark(worksheet, handed_in(worksheet, carrying_on(worksheet, slip)))
        assert lost(marks) == [place]


@every_exercise
@every_seed
def test_blanks_cost_only_themselves(name: str, seed: int) -> None:
    worksheet, chance = worksheet_of(name, seed), random.Random(seed)
    blank = sorted(sampled(worksheet, chance, 5))
    marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), dict.fromkeys(blank, "")))
    assert sorted(lost(marks)) == blank
    assert all(verdicts(marks)[place] is Verdict.BLANK for place in blank)


@every_exercise
@pytest.mark.parametrize("text", ["?", "02. Jan", "#NAME?", "1/0", "9**9**9", "1e999999", "7" * 200])
def test_unreadable_answers_are_judged_so_and_cost_only_themselves(name: str, text: str) -> None:
    worksheet = worksheet_of(name, 0)
    for place in sampled(worksheet, random.Random(1), 5):
        marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), {place: text}))
        assert lost(marks) == [place]
        assert verdicts(marks)[place] is Verdict.UNREADABLE


@every_exercise
@every_seed
@pytest.mark.parametrize("places", [2, 3, 4])
def test_rounding_honestly_at_every_step_costs_nothing(name: str, seed: int, places: int) -> None:
    worksheet = worksheet_of(name, seed)

    def rounds(grid: Grid, values: Values) -> Values:
        if grid.view is View.WORDS:
            return values
        return tuple(tuple(_rounded(cell, places) for cell in row) for row in values)

    marks = mark(worksheet, handed_in(worksheet, carrying_on(worksheet, rounds)), follow_through=Fraction(1, 2))
    assert lost(marks) == []


def _rounded(cell: Value, places: int) -> Number:
    assert not isinstance(cell, str)
    needed = decimal_places(cell)
    return cell if needed is not None and needed <= places else round_half_away(cell, places)


@every_exercise
@every_seed
@pytest.mark.parametrize("constant", [0, 1, -1, Fraction(1, 2), 2])
def test_a_sheet_filled_with_one_number_earns_only_the_cells_where_it_is_right(
    name: str, seed: int, constant: Value
) -> None:
    worksheet = worksheet_of(name, seed)
    _earns_only_what_is_right(worksheet, constant)


@pytest.mark.parametrize("constant", [0, 1])
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("lstm", {"hidden": 1, "inputs": 1, "steps": 1}),
        ("lstm", {"hidden": 1, "steps": 4}),
        ("backpropagation", {"inputs": 1, "hidden1": 1, "hidden2": 1, "classes": 2}),
        ("gcn", {"nodes": 3, "features": 2, "hidden": 2, "fcn": 2}),
        ("vector-database", {"embedding": 2, "index": 1, "sentences": 2, "words": 2}),
    ],
)
def test_a_smallest_sheet_filled_with_one_number_earns_only_the_cells_where_it_is_right(
    name: str, parameters: dict[str, int], constant: int
) -> None:
    for seed in SEEDS:
        _earns_only_what_is_right(worksheet_of(name, seed, **parameters), constant)


def _earns_only_what_is_right(worksheet: Worksheet, constant: Value) -> None:
    key = key_of(worksheet)
    filled = dict.fromkeys(places_of(worksheet), str(constant))
    marks = mark(worksheet, handed_in(worksheet, key, filled))
    assert {found.verdict for found in marks} <= {Verdict.CORRECT, Verdict.INCORRECT, Verdict.UNREADABLE}
    by_chance = [
        place
        for place in filled
        if not isinstance(value := key[place[0]][place[1] - 1][place[2] - 1], str) and value == constant
    ]
    right = [place for place, verdict in verdicts(marks).items() if verdict is Verdict.CORRECT]
    # Rounding to the key's places may make a few more right, as 1/2 rounds to no integer but 0.5 does to 0.5.
    words = [place for place in right if isinstance(key[place[0]][place[1] - 1][place[2] - 1], str)]
    assert len(right) - len(words) == len(by_chance)


@every_exercise
def test_zeros_with_one_other_number_in_each_grid_earn_hardly_more(name: str) -> None:
    zeros = sum(filled_with(worksheet_of(name, seed), 0) for seed in SEEDS) / len(SEEDS)
    assert nearly_constant(name, len(SEEDS)) < zeros + 0.1
