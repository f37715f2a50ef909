"""Filled in or worked out? Both sides of every limit at which nothing follows from a student's numbers any more."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.assignment.given import exact_given
from generator.assignment.worksheet import IssuedTask, Worksheet, make_worksheet
from generator.catalogue import find_exercise
from generator.network.instance import draw_instance
from grader.marking.cells import mark
from grader.marking.marks import Mark, Verdict
from tests.figures.honesty import marked, worked
from tests.simulated.classroom import Pen
from tests.simulated.small_network import judged
from tests.simulated.students import Place, handed_in, key_of, worksheet_of

FOLLOWS, INCORRECT = Verdict.FOLLOW_THROUGH, Verdict.INCORRECT


def layer() -> Worksheet:
    """A graph network with Zm1 of four rows by six: 5 throughout the first, 0 in the others. Zm2 is a copy of H1."""
    blueprint = find_exercise("gcn").blueprint({"nodes": 6, "hidden": 4})
    identity = [[int(row == column) for column in range(4)] for row in range(4)]
    weights = {"W1": [[0] * 4] * 4, "b1": [[5], [0], [0], [0]], "W2": identity, "b2": [[0]] * 4}
    drawn = draw_instance(blueprint, 1).values
    given = {grid.name: drawn[grid.name] for grid in blueprint.drawn} | exact_given(blueprint, weights, "test")
    return make_worksheet("s", "ada", "Ada", (IssuedTask("gcn", blueprint, given),))


def judged_layer(typed: Mapping[Place, str]) -> dict[Place, Mark]:
    worksheet = layer()
    marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), typed))
    return {(found.cell.grid, found.cell.row, found.cell.column): found for found in marks}


def wrong_cells(alike: int, others: int) -> dict[Place, str]:
    """So many cells of Zm1 with a 7 and so many with one other number each, below the first row."""
    places = [("Zm1", row, column) for column in range(1, 7) for row in (2, 3, 4)]
    texts = ["7"] * alike + [str(100 + count) for count in range(others)]
    return dict(zip(places, texts, strict=False))


def test_the_layer_is_what_its_docstring_says() -> None:
    assert key_of(layer())["Zm1"] == ((5,) * 6, (0,) * 6, (0,) * 6, (0,) * 6)


@pytest.mark.parametrize(
    ("cells", "then", "verdict"),
    [
        (("5", "5"), "10", INCORRECT),
        (("5", "6"), "11", FOLLOWS),
        (("2", "2"), "4", FOLLOWS),
    ],
    ids=["two wrong cells alike", "two wrong cells that differ", "one wrong cell alike to a right one"],
)
def test_two_wrong_cells_alike_fill_a_grid_of_two(cells: tuple[str, str], then: str, verdict: Verdict) -> None:
    # A2 is [2, 0], and the second cell of Z3 their sum.
    found = judged({("A2", 1, 1): cells[0], ("A2", 2, 1): cells[1], ("Z3", 2, 1): then})
    assert found["Z3", 2, 1].verdict is verdict


def test_cells_that_are_alike_in_the_key_may_be_wrong_alike() -> None:
    # dZ2 is [0, 0], and db2 a copy of it.
    found = judged({(grid, row, 1): "5" for grid in ("dZ2", "db2") for row in (1, 2)})
    assert [found["dZ2", row, 1].verdict for row in (1, 2)] == [INCORRECT, INCORRECT]
    assert [found["db2", row, 1].verdict for row in (1, 2)] == [FOLLOWS, FOLLOWS]


@pytest.mark.parametrize(
    ("alike", "others", "verdict"),
    [(3, 0, FOLLOWS), (4, 0, INCORRECT), (4, 8, INCORRECT), (4, 9, FOLLOWS), (5, 10, INCORRECT), (5, 11, FOLLOWS)],
)
def test_a_number_wrong_in_four_cells_and_a_third_of_all_wrong_ones_carries_nothing(
    alike: int, others: int, verdict: Verdict
) -> None:
    found = judged_layer(wrong_cells(alike, others) | {("M1", 2, 1): "7"})
    wrong = [mark for (grid, _, _), mark in found.items() if grid == "Zm1" and mark.verdict is INCORRECT]
    assert len(wrong) == alike + others
    assert not any(mark.slip for mark in wrong)
    assert found["M1", 2, 1].verdict is verdict


@pytest.mark.parametrize(("before", "verdict"), [(2, FOLLOWS), (3, INCORRECT)])
def test_wrong_cells_of_earlier_grids_count_as_well(before: int, verdict: Verdict) -> None:
    found = judged_layer(wrong_cells(before, 0) | {("H1", 2, 1): "7", ("Zm2", 2, 1): "7"})
    assert found["H1", 2, 1].verdict is INCORRECT
    assert found["Zm2", 2, 1].verdict is verdict


@pytest.mark.parametrize(("others", "verdict"), [(2, FOLLOWS), (3, INCORRECT)])
def test_unless_one_slip_explains_three_quarters_of_a_grids_wrong_cells(others: int, verdict: Verdict) -> None:
    sign = {("Zm1", 1, column): "-5" for column in range(1, 7)}
    found = judged_layer(sign | wrong_cells(0, others) | {("M1", 1, 1): "0"})
    slips = [str(mark.slip) for mark in found.values() if mark.slip]
    assert slips == ["the bias was subtracted"] * 6  # there is nothing but the bias
    assert found["M1", 1, 1].verdict is verdict


def test_where_one_column_would_be_divided_by_0_the_others_follow() -> None:
    """One mistake in K makes every power of the last token 0, so that its weights cannot be worked out."""
    worksheet = worksheet_of("self-attention", 319)
    answers = worked(worksheet, Pen(changes={("K", 2, 2): -4}))
    found = {(one.cell.grid, one.cell.row, one.cell.column): one for one in marked(worksheet, answers)}
    assert found["s", 1, 4].typed == "0"
    blank = {place for place, one in found.items() if one.verdict is Verdict.BLANK}
    assert blank == {(grid, row, 4) for grid, rows in (("P", 4), ("Z", 3)) for row in range(1, rows + 1)}
    assert [place for place, one in found.items() if one.verdict is INCORRECT] == [("K", 3, 3)]
    assert found["P", 3, 1].verdict is FOLLOWS
