"""Slips by name: each usual slip is recognised on random instances, and noise stays without a name."""

from __future__ import annotations

from itertools import pairwise

import pytest

from generator.errors import say
from generator.network.blueprint import DrawnGrid
from generator.network.evaluation import work_out
from grader.answers.typed import read_typed
from grader.marking import evidence
from grader.marking.cells import mark
from grader.marking.evidence import NEARBY
from grader.marking.guesses import guesses
from tests.figures.slips import MIX_UP, THIN, Figures, false_names, made_slip, recall
from tests.simulated.small_network import judged
from tests.simulated.students import EXERCISES, blueprint_of, handed_in, key_of, replaced, thoroughly, worksheet_of

SHEETS = 60
# A name takes evidence: a sheet that asks a cell a grid gives none.
WITH_GRIDS = [exercise for exercise in EXERCISES if any(grid.asked for grid in exercise.blueprint().grids)]
every_exercise = thoroughly([exercise.name for exercise in WITH_GRIDS])


@every_exercise
def test_usual_slips_are_named_as_what_they_are_and_most_mix_ups_of_grids_too(name: str) -> None:
    figures, parts = recall(name, SHEETS)
    assert figures.made > SHEETS * 0.9
    mixed_up = parts.get(MIX_UP, Figures(0, 0, 0))
    usual = [part for name, part in parts.items() if name not in (MIX_UP, THIN)]
    assert mixed_up.named >= 0.6 * mixed_up.made
    assert sum(part.named for part in usual) >= 0.9 * sum(part.made for part in usual)
    assert figures.named >= 0.95 * (figures.named + figures.otherwise)


@every_exercise
def test_noise_is_hardly_ever_given_a_name(name: str) -> None:
    cells, named = false_names(name, SHEETS)
    assert cells > SHEETS
    assert named <= 0.02 * cells


SQUARE: tuple[tuple[str, dict[str, int]], ...] = (
    ("backpropagation", {"inputs": 2, "hidden1": 2, "hidden2": 2, "classes": 2, "learning_rate": 2}),
    ("gcn", {"nodes": 4, "hidden": 4}),
    ("convolution", {"image": 7, "padding": 1, "stride": 2}),
    ("mixture-of-experts", {"tokens": 6}),
)
"""Sizes at which a matrix can be transposed by mistake, and a factor, a stride and padding forgotten."""


def test_every_usual_slip_of_the_catalogue_is_named_somewhere() -> None:
    declared: set[str] = set()
    named: set[str] = set()
    for exercise, parameters in (*((each.name, {}) for each in WITH_GRIDS), *SQUARE):
        for seed in range(8):
            worksheet = worksheet_of(exercise, seed, **parameters)
            for grid in (grid for grid in blueprint_of(worksheet).computed if grid.asked):
                for guess in guesses(blueprint_of(worksheet), grid.name):
                    if guess.usual and guess.slip.sentence not in named:
                        declared.add(guess.slip.sentence)
                        if guess.name in (made_slip(worksheet, grid, guess) or ()):
                            named.add(guess.slip.sentence)
    assert declared - named == set()


@pytest.mark.parametrize(
    ("elsewhere", "slip"),
    [
        ("-9", None),  # with its bias: there the slip was avoided
        ("0", "the bias was left out"),
    ],
)
def test_one_cell_near_the_right_number_shows_a_slip_only_if_it_was_not_avoided_elsewhere(
    elsewhere: str, slip: str | None
) -> None:
    found = judged({("Z1", 2, 1): "-3", ("Z3", 3, 1): elsewhere})["Z1", 2, 1]
    assert (str(found.slip) if found.slip else None) == slip


@pytest.mark.parametrize(
    ("seed", "grid", "typed", "slip"),
    [
        (11, "w2", "1.35", "the factor was left out"),  # for 1.12: two digits are off
        (11, "w2", "1.32", None),
        (85, "w1", "0.2", None),  # for 0.4: another factor leads to it, but one digit may be off by accident
    ],
)
def test_one_cell_shows_a_slip_that_was_avoided_elsewhere_if_several_digits_are_off(
    seed: int, grid: str, typed: str, slip: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named() -> str | None:
        worksheet = worksheet_of("gradient-descent", seed)
        marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), {(grid, 1, 1): typed}))
        return next((str(found.slip) for found in marks if found.slip), None)

    assert named() == slip
    monkeypatch.setattr(evidence, "_has_several_digits", lambda _number: False)
    monkeypatch.setattr(evidence, "_bits", evidence._bits.__wrapped__)
    assert named() is None


@pytest.mark.parametrize(
    ("exercise", "seed", "grid", "row", "column", "typed", "slip"),
    [
        # A grid without others of its letters: the sign was avoided in the layers before it, in the same step.
        ("deep-mlp", 187, "Y", 1, 1, "-2", None),  # for 2
        ("deep-mlp", 1, "Y", 1, 1, "12", "the sign is the wrong way round"),  # for -12
        # Avoided in another puzzle, but off in several digits.
        ("workbook-batch", 226, "Z5", 1, 2, "19", "Y5 was read in place of W5"),  # for 4
        ("workbook-batch", 226, "Z5", 1, 2, "9", None),
        # The number below it, which A4 read in place of A5 leads to as well.
        ("deep-mlp", 165, "A6", 1, 1, "10", None),
    ],
)
def test_where_one_cell_of_a_grid_is_asked(
    exercise: str, seed: int, grid: str, row: int, column: int, typed: str, slip: str | None
) -> None:
    worksheet = worksheet_of(exercise, seed)
    marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), {(grid, row, column): typed}))
    (found,) = (one for one in marks if one.cell.grid == grid)
    assert (str(found.slip) if found.slip else None) == slip


def test_two_cells_show_a_slip_that_was_avoided_elsewhere() -> None:
    found = judged({("Z2", 1, 1): "-2", ("Z2", 2, 1): "3"})
    assert {str(found["Z2", row, 1].slip) for row in (1, 2)} == {"the sign is the wrong way round"}


@pytest.mark.parametrize(
    ("operand", "result", "slip"),
    [
        # Z2 is [2, -3], and A2 its ReLU.
        ("-17", "-17", "the ReLU was not applied: a negative value was kept"),
        ("17", "-17", "the sign is the wrong way round"),
    ],
)
def test_a_slip_made_on_a_wrong_operand_is_named(operand: str, result: str, slip: str) -> None:
    found = judged({("Z2", 1, 1): operand, ("A2", 1, 1): result})
    assert found["Z2", 1, 1].slip is None
    assert str(found["A2", 1, 1].slip) == slip


def test_what_would_be_a_slip_on_the_right_operand_is_none_on_a_wrong_one() -> None:
    # Z2 is [2, -3], but [19, -3] from a wrong A1 of [1, 17, 2, 3].
    wrong = {("Z1", 2, 1): "17", ("A1", 2, 1): "17", ("Z2", 2, 1): "3"}
    found = judged(wrong | {("Z2", 1, 1): "-19"})
    assert {str(found["Z2", row, 1].slip) for row in (1, 2)} == {"the sign is the wrong way round"}
    found = judged(wrong | {("Z2", 1, 1): "-2"})
    assert found["Z2", 1, 1].slip is None


@pytest.mark.parametrize("made", ["added instead of multiplied", "another factor was used"])
def test_of_slips_that_lead_to_the_same_numbers_the_first_gives_the_name(made: str) -> None:
    worksheet = worksheet_of("perceptron", 18)  # e3 and the sample are 1 throughout: 1 + 1 is 2 times 1
    grid = blueprint_of(worksheet).computed_by_name["w3"]
    same = (guess for guess in guesses(blueprint_of(worksheet), "w3") if guess.name == made)
    assert {"added instead of multiplied"} in [made_slip(worksheet, grid, guess) for guess in same]


def test_of_equally_good_slips_that_lead_to_different_numbers_none_is_named() -> None:
    answers, right = [read_typed("30"), read_typed("40")], (1, 2)
    values = {say("one slip"): (30, 2), say("another slip"): (1, 40)}
    outcomes = [evidence.SlipOutcome(slip, cells, usual=True) for slip, cells in values.items()]
    suspects = [
        evidence.Suspect(slip, cells, frozenset([place]), beyond=0, usual=True, vague=False)
        for place, (slip, cells, *_) in enumerate(outcomes)
    ]
    found = evidence.Evidence(answers, right, outcomes, (), evidence.nothing_seen, lone=False)
    assert all(map(found.is_enough, suspects))
    assert found.best(suspects) is None


@pytest.mark.parametrize(("beside", "named"), [("", True), ("2", False)])
def test_slips_that_lead_to_the_same_numbers_where_something_was_typed_are_no_rivals(beside: str, named: bool) -> None:
    answers, right = [read_typed("30"), read_typed(beside)], (1, 2)
    values = {say("one slip"): (30, 3), say("another slip"): (30, 4)}
    outcomes = [evidence.SlipOutcome(slip, cells, usual=True) for slip, cells in values.items()]
    suspects = [
        evidence.Suspect(slip, cells, frozenset([0]), beyond=0, usual=True, vague=False) for slip, cells, *_ in outcomes
    ]
    found = evidence.Evidence(answers, right, outcomes, (), evidence.nothing_seen, lone=False)
    assert found.best(suspects) == (suspects[0] if named else None)


def test_two_slips_in_one_grid_are_both_named() -> None:
    worksheet = worksheet_of("gcn", 1)
    key = key_of(worksheet)["M1"]
    without = next(guess for guess in guesses(blueprint_of(worksheet), "M1") if "kept" in guess.name)
    kept = work_out(without.formula, without.rounding, key_of(worksheet))
    # Columns of the left half have the wrong sign, those of the right half no ReLU.
    typed = [[str(-key[row][column] if column < 2 else kept[row][column]) for column in range(5)] for row in range(3)]  # type: ignore[operator]
    cells = {("M1", row, column): typed[row - 1][column - 1] for row in (1, 2, 3) for column in range(1, 6)}
    marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), cells))
    left, right = (
        {str(one.slip) for one in marks if one.slip and (one.cell.column <= 2) is half} for half in (True, False)
    )
    assert left == {"the sign is the wrong way round"}
    assert right == {without.name}


def test_a_wrong_gate_is_named() -> None:
    worksheet = worksheet_of("lstm", 3)
    grid = blueprint_of(worksheet).computed_by_name["zf1"]
    wrong = next(
        guess for guess in guesses(blueprint_of(worksheet), "zf1") if guess.name == "Wi was read in place of Wf"
    )
    assert made_slip(worksheet, grid, wrong) == {wrong.name}


def beside_another_number(least: int, most: int) -> str:
    """The slip named where a cell of some sheet holds its left neighbour's number, which is so far from its own."""
    for seed in range(60):
        worksheet = worksheet_of("gcn", seed)
        key = key_of(worksheet)
        for name in ("H1", "H2", "Z3"):
            for row, cells in enumerate(key[name], start=1):
                for column, (left, own) in enumerate(pairwise(cells), start=2):
                    if least <= abs(int(left) - int(own)) <= most and left:
                        typed = {(name, row, column): str(left)}
                        marks = mark(worksheet, handed_in(worksheet, key, typed))
                        return str(
                            {(found.cell.grid, found.cell.row, found.cell.column): found for found in marks}[
                                name, row, column
                            ].slip
                        )
    raise AssertionError("no such pair")


def test_a_number_from_the_neighbouring_cell_is_named_if_it_is_far_off() -> None:
    assert beside_another_number(NEARBY + 1, 99) == "copied from the cell beside it"
    assert beside_another_number(2, NEARBY) == "None"


def test_a_single_small_number_that_fits_nothing_gets_no_name() -> None:
    worksheet = worksheet_of("gcn", 1)
    key = key_of(worksheet)
    changed = dict(key) | {"H2": replaced(key["H2"], 1, 1, 1 + int(key["H2"][0][0]))}
    assert not any(found.slip for found in mark(worksheet, handed_in(worksheet, changed)))


def test_a_single_number_does_not_show_that_two_rows_were_exchanged() -> None:
    """In a workbook one cell of a grid is asked, and that another printed row holds its number is chance."""
    worksheet = worksheet_of("workbook-wide", 0)
    (task,), key = worksheet.tasks, key_of(worksheet)
    for name, spots in task.spots.items():
        if isinstance(task.blueprint.by_name[name], DrawnGrid):
            continue
        for row, column in spots:
            others = {str(line[column]) for line in key[name] if line[column] != key[name][row][column]}
            for other in others:
                marks = mark(worksheet, handed_in(worksheet, key, {(name, row + 1, column + 1): other}))
                assert "two rows were exchanged" not in {str(found.slip) for found in marks}


def test_where_one_cell_of_each_grid_is_asked_accidents_are_hardly_ever_called_a_slip() -> None:
    books = [exercise.name for exercise in EXERCISES if exercise.family == "workbook"]
    sheets = dict.fromkeys(books, 8) | {"deep-mlp": SHEETS}
    cells, named = map(sum, zip(*(false_names(*each) for each in sheets.items()), strict=True))
    assert named <= 0.02 * cells
