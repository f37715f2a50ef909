"""What one grid cannot tell, the other time steps and layers of the sheet do: slips that are made again or avoided."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import chain
from operator import ne
from random import Random
from unittest import mock

import pytest

from grader.marking import evidence
from grader.marking.cells import mark
from grader.marking.marks import Mark, Verdict
from grader.marking.unrounded import Unrounded
from tests.figures.honesty import marked, typed, worked, worksheet_for
from tests.simulated.classroom import CUT, UNROUNDED, Pen
from tests.simulated.students import Place, handed_in, key_of, worksheet_of


def marks_of(chain: str, seed: int, habit: str) -> Mapping[Place, Mark]:
    worksheet = worksheet_for(chain, seed)
    found = marked(worksheet, worked(worksheet, Pen(frozenset([habit]))))
    return {(one.cell.grid, one.cell.row, one.cell.column): one for one in found}


def test_what_follows_from_a_wrong_answer_of_0_counts_however_many_answers_are_0() -> None:
    found = marks_of("perceptron", 3, "wrong way round")
    assert [found[f"y{n}", 1, 1].typed for n in (1, 3, 4, 8)] == ["0"] * 4
    assert found["e8", 1, 1].verdict is Verdict.FOLLOW_THROUGH


def test_an_answer_of_0_counts_though_its_whole_part_of_the_sheet_is_0() -> None:
    found = marks_of("perceptron", 16, "0 is no")  # z4 = 0, and so are y4, e4 and w4
    assert {one.verdict for place, one in found.items() if place[0] in ("e4", "w4", "z5")} <= {
        Verdict.CORRECT,
        Verdict.FOLLOW_THROUGH,
    }


def test_an_answer_of_0_does_not_count_where_its_z_was_filled_in_too() -> None:
    """A perceptron with 0 in every cell earns its rightful zeros only."""
    for seed in range(12):
        worksheet = worksheet_of("perceptron", seed)
        zeros = {
            (name, row + 1, column + 1): "0"
            for name, spots in worksheet.tasks[0].spots.items()
            for row, column in spots
        }
        found = mark(worksheet, handed_in(worksheet, key_of(worksheet), zeros))
        paid = [one for one in found if one.credit and one.verdict is not Verdict.CORRECT]
        assert not paid


@pytest.mark.parametrize(("bits", "named"), [(1.0, True), (0.0, False)])
def test_a_slip_kept_up_in_every_time_step_takes_less_evidence_in_each(
    bits: float, named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "KEPT_UP_BITS", bits)
    found = marks_of("rnn", 2, "bias left out")
    assert (str(found["z1", 1, 1].slip) == "the bias was left out") is named


def test_of_old_weights_with_the_same_numbers_those_that_were_read_elsewhere_are_named() -> None:
    found = marks_of("perceptron", 1, "weights not handed on")  # w2 is w0 again
    assert str(found["z5", 1, 1].slip) == "w0 was used again: a newer one belongs here"


def test_of_slips_that_lead_to_the_same_numbers_the_one_made_elsewhere_is_named() -> None:
    found = marks_of("gru", 14, "reset ignored")  # r2 is 0: to add to it is to leave it out
    assert {str(one.slip) for place, one in found.items() if place[0] == "g2" and one.slip} == {
        "the factor was left out"
    }


def test_where_nothing_was_done_that_is_the_name() -> None:
    found = marks_of("backpropagation", 40, "z over sum for softmax")  # the sums add up to 1
    assert {str(found["Y", row, 1].slip) for row in (1, 2, 3)} == {"the softmax was not applied"}


def test_that_another_grid_is_0_in_the_same_cells_explains_no_zeros() -> None:
    worksheet = worksheet_of("self-attention", 49)
    zeros = {("Q", 1, column): "0" for column in range(1, 5)}  # Wk times X would be 0 there too
    found = mark(worksheet, handed_in(worksheet, key_of(worksheet), zeros))
    assert not any(one.slip for one in found if one.cell.grid == "Q")


def test_an_exchange_that_only_changes_signs_is_called_a_wrong_sign() -> None:
    worksheet = worksheet_of("backpropagation", 25)  # dZ1 is 1.5, −1.5, 0, 0
    answers = worked(worksheet, Pen(exchanged="dZ1"))
    found = mark(worksheet, typed(worksheet, answers))
    assert {str(one.slip) for one in found if one.cell.grid == "dZ1" and one.slip} == {
        "the sign is the wrong way round"
    }


def test_printed_cells_neither_skip_a_row_nor_speak_against_a_slip() -> None:
    found = marks_of("deep-mlp", 30, "ReLU forgotten")
    kept = "the ReLU was not applied: a negative value was kept"
    assert str(found["A3", 1, 2].slip) == kept


@pytest.mark.parametrize(("shown", "least"), [(1, 0.9), (4, 0.6)])
def test_who_goes_on_with_unrounded_numbers_reads_that_however_many_places_are_written(
    shown: int, least: float
) -> None:
    worksheet = worksheet_of("gru", 11)
    found = marked(worksheet, worked(worksheet, Pen(frozenset(["unrounded"]), shown=shown)))
    wrong = [one for one in found if one.verdict is Verdict.INCORRECT]
    assert wrong
    assert {str(one.slip) for one in wrong} == {UNROUNDED}


@pytest.mark.parametrize(("exercise", "first"), [("lstm", "zf1"), ("backpropagation", "Z1")])
def test_who_went_on_with_unrounded_numbers_is_found_although_an_earlier_sum_is_wrong(
    exercise: str, first: str
) -> None:
    for seed in range(6):
        worksheet = worksheet_of(exercise, seed)
        pen = Pen(frozenset(["unrounded"]), changes={(first, 0, 0): 3})
        later = [one for one in marked(worksheet, worked(worksheet, pen)) if one.cell.grid != first]
        wrong = [one for one in later if one.verdict is Verdict.INCORRECT]
        assert wrong
        assert {str(one.slip) for one in wrong} == {UNROUNDED}


def test_a_number_that_differs_in_its_last_place_is_not_called_cut_off() -> None:
    """The student goes on with two places more than are written, so numbers differ from a calculator's."""

    class TwoMore(Pen):
        def rounded(self, number: Fraction | float) -> Fraction:
            return Fraction(round(Fraction(number) * 1000), 1000)

    for seed in range(8):
        worksheet = worksheet_of("gru", seed)
        found = marked(worksheet, worked(worksheet, TwoMore(frozenset(["unrounded"]))))
        assert {str(one.slip) for one in found if one.slip} == {UNROUNDED}


def test_who_cuts_off_did_not_go_on_with_unrounded_numbers() -> None:
    for seed in range(8):
        for exercise in ("gru", "loss"):
            names = {str(one.slip) for one in marks_of(exercise, seed, "truncating").values() if one.slip}
            assert names == {CUT}


def test_one_cell_that_unrounded_numbers_would_give_by_chance_is_no_habit() -> None:
    tried = 0
    for seed in range(8, 16):
        worksheet = worksheet_of("gru", seed)
        (task,) = worksheet.tasks
        right, unrounded = (worked(worksheet, Pen(frozenset(habits))) for habits in ((), ("unrounded",)))
        for name, rows in unrounded.items():
            cells, others = chain.from_iterable(rows), chain.from_iterable(right[name])
            if name in task.blueprint.rounded and sum(map(ne, cells, others)) == 1:
                tried += 1
                found = marked(worksheet, {**right, name: rows})
                assert UNROUNDED not in {str(one.slip) for one in found}
    assert tried >= 10


@pytest.mark.parametrize("texts", [("7", "-8"), ("7", ""), ("2.6", "-0.75"), ("0", "0")], ids=str)
def test_unrounded_numbers_need_not_be_followed_where_they_show_nothing(texts: tuple[str, ...]) -> None:
    for seed in range(6):
        chance, worksheet = Random(seed), worksheet_of("lstm", seed)
        places = [
            (name, row + 1, column + 1) for name, spots in worksheet.tasks[0].spots.items() for row, column in spots
        ]
        wrong = {place: chance.choice(texts) for place in places if chance.random() < 0.5 + seed / 10}
        found = mark(worksheet, handed_in(worksheet, key_of(worksheet), wrong))
        with mock.patch.object(Unrounded, "_shows_nothing", return_value=False):
            assert mark(worksheet, handed_in(worksheet, key_of(worksheet), wrong)) == found
