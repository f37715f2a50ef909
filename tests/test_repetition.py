"""After made-up numbers, copying from elsewhere on the sheet counts as no work; working something out does."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from grader.marking import invention
from grader.marking.marks import CellRemark, Mark, Verdict
from tests.figures.honesty import given_of, marked, worked
from tests.simulated import cheats
from tests.simulated.cheats import Inventor
from tests.simulated.classroom import Answers, Pen, Rows
from tests.simulated.students import Place, worksheet_of


def handed_in(exercise: str, made_up: dict[str, Rows], changed: Answers | None = None) -> tuple[Mark, ...]:
    """The marks of a student who makes these grids up, works the rest out from them and then changes some grids."""
    worksheet = worksheet_of(exercise, 0)
    return marked(worksheet, worked(worksheet, Inventor(made_up=made_up)) | (changed or {}))


def unpaid(marks: Sequence[Mark]) -> set[Place]:
    """The places of follow-through that is not paid."""
    places = ((found, (found.cell.grid, found.cell.row, found.cell.column)) for found in marks)
    return {place for found, place in places if found.remark is CellRemark.NO_WORK}


def rows(*numbers: Sequence[int]) -> Rows:
    return [list(map(Fraction, line)) for line in numbers]


def maps_above_zero() -> dict[str, Rows]:
    return {"C1": cheats.made_up((4, 4), 40), "C2": cheats.made_up((4, 4), 60)}


ABOVE_ZERO = rows([21, 32, 43], [24, 35, 46], [27, 38, 49], [25, 36, 47])


def test_a_relu_that_changes_no_number_of_an_invented_grid_is_no_work_but_the_product_after_it_is() -> None:
    found = unpaid(handed_in("mlp", {"Z1": ABOVE_ZERO}))
    assert found == {("A1", row, column) for row in (1, 2, 3, 4) for column in (1, 2, 3)}


def test_a_relu_that_changes_a_single_number_is_work() -> None:
    mixed = [list(line) for line in ABOVE_ZERO]
    mixed[0][0] = Fraction(-21)
    assert not unpaid(handed_in("mlp", {"Z1": mixed}))


def test_what_picks_numbers_out_of_copies_is_no_work_either() -> None:
    sums = maps_above_zero()
    assert {name for name, *_ in unpaid(handed_in("convolution", sums))} == {"F1", "P1", "F2", "P2", "p"}
    sums["C1"][0][0] = Fraction(-1)
    assert not {name for name, *_ in unpaid(handed_in("convolution", sums))} & {"P1", "p"}


def test_a_mean_of_copies_is_work() -> None:
    sums = {name: [[cell + place for cell in row] for row in ABOVE_ZERO] for place, name in enumerate(("Z1", "Zq"))}
    assert {name for name, *_ in unpaid(handed_in("vector-database", sums))} == {"N1", "Nq"}


@pytest.mark.parametrize(("other", "repeated"), [(10, {2}), (11, set())])
def test_a_column_that_repeats_an_earlier_one_after_an_invented_grid_is_no_work(other: int, repeated: set[int]) -> None:
    sums = rows([20, 20, 9], [-30, -30, 4], [10, other, -7], [-2, -2, 5])
    found = {place for place in unpaid(handed_in("mlp", {"Z1": sums})) if place[0] == "Y"}
    assert {column for _, _, column in found} == repeated


@pytest.mark.parametrize(("others", "follows"), [((-30, 10), False), ((-31, 11), True)])
def test_nothing_follows_from_one_column_written_again_and_again(others: tuple[int, int], follows: bool) -> None:
    """Three quarters of the cells of the other columns repeat the first, or one cell less."""
    sums = rows([20, 20, 21], [-30, -30, others[0]], [10, 10, others[1]], [-2, -2, -3])
    marks = handed_in("mlp", {"Z1": sums})
    assert any(found.verdict is Verdict.FOLLOW_THROUGH for found in marks) is follows


@pytest.mark.parametrize(("same", "paid"), [(True, False), (False, True)])
def test_an_invented_sum_that_holds_the_numbers_of_another_one_leaves_its_gate_no_work(same: bool, paid: bool) -> None:
    sums = {"zf1": rows([4], [-1]), "zf2": rows([4], [-1 if same else -2])}
    found = unpaid(handed_in("lstm", sums))
    assert ({("f2", 1, 1), ("f2", 2, 1)} <= found) is not paid


@pytest.mark.parametrize(("least", "paid"), [(3, False), (4, True)])
def test_who_copies_one_sentence_into_the_three_others_does_not_only_misread_it(
    least: int, paid: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invention, "LEAST_REPEATED", least)
    worksheet = worksheet_of("vector-database", 0)
    shapes = {grid.name: grid.shape for grid in worksheet.tasks[0].blueprint.asked}
    answers = cheats.one_part_for_all(given_of(worksheet), shapes, worked(worksheet, Pen()))
    assert (not unpaid(marked(worksheet, answers))) is paid


def test_who_reads_one_sentence_in_the_place_of_another_goes_on_from_it() -> None:
    worksheet = worksheet_of("vector-database", 0)
    given = given_of(worksheet)
    answers = worked(worksheet, Pen())
    again = {f"{name}2": answers[f"{name}1"] for name in ("E", "Z", "N", "m", "v")}
    marks = marked(worksheet, answers | again)
    assert given["S1"] != given["S2"]
    assert not unpaid(marks)
    assert {str(found.slip) for found in marks if found.slip} == {"S1 was used again: a newer one belongs here"}


def test_a_mean_over_windows_of_copies_is_work() -> None:
    worksheet = worksheet_of("convolution", 0, pooling="mean")
    pen = Inventor(frozenset(["mean pooling"]), made_up=maps_above_zero())
    assert {name for name, *_ in unpaid(marked(worksheet, worked(worksheet, pen)))} == {"F1", "F2"}


def test_who_never_hands_the_weights_on_works_every_step_alike() -> None:
    worksheet = worksheet_of("gradient-descent", 0, steps=3)
    first = {name: rows_ for name, rows_ in worked(worksheet, Pen()).items() if name[-1] == "1"}
    again = {f"{name[:-1]}{step}": rows_ for name, rows_ in first.items() for step in (1, 2, 3)}
    assert not unpaid(marked(worksheet, again))
