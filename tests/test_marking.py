"""Single cells by the table of cases, and the rules of carrying on by small sheets worked by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from generator.assignment.worksheet import IssuedTask, Worksheet, make_worksheet
from generator.catalogue import find_exercise
from generator.network.blueprint import Grid
from generator.network.evaluation import work_out
from generator.network.instance import draw_instance
from generator.network.number import Value, Values, read_number
from generator.network.rounding import round_half_away, rounded
from grader.marking.cells import against_key, mark
from grader.marking.marks import Verdict
from tests.simulated.small_network import judged, small_network
from tests.simulated.students import blueprint_of, carrying_on, handed_in, key_of, verdicts, worksheet_of
from tests.tools import marking_cases

CORRECT, FOLLOWS, INCORRECT = Verdict.CORRECT, Verdict.FOLLOW_THROUGH, Verdict.INCORRECT


@pytest.mark.parametrize("case", [case for cases in marking_cases.CASES.values() for case in cases], ids=str)
def test_a_cell_is_judged_as_the_table_says(case: marking_cases.Case) -> None:
    expected = case.expected if case.form.options else read_number(case.expected)

    def exact(places: int) -> Value:
        return round_half_away(read_number(case.exact), places)

    found = against_key(case.form, case.form.read(case.typed), expected, exact if case.exact else None)
    assert found is case.verdict


def test_the_page_about_marking_is_made_from_the_table() -> None:
    page = Path(__file__).parent.parent / "docs" / "marking.md"
    assert page.read_text(encoding="utf-8") == marking_cases.page()


def test_the_small_network_is_what_its_docstring_says() -> None:
    key = key_of(small_network())
    assert [key[name] for name in ("Z1", "A1", "Z2", "A2")] == [
        ((1,), (-1,), (2,), (3,)),
        ((1,), (0,), (2,), (3,)),
        ((2,), (-3,)),
        ((2,), (0,)),
    ]


def test_a_cell_that_follows_from_a_wrong_one_is_follow_through() -> None:
    found = judged({("Z1", 2, 1): "4", ("A1", 2, 1): "4", ("Z2", 1, 1): "6"})
    assert [found[place].verdict for place in (("Z1", 2, 1), ("A1", 2, 1), ("Z2", 1, 1))] == [
        INCORRECT,
        FOLLOWS,
        FOLLOWS,
    ]
    assert found["A2", 1, 1].verdict is CORRECT, "back to the key is right as well"


def test_follow_through_earns_the_share_that_the_assignment_sets() -> None:
    found = judged({("Z1", 2, 1): "4", ("A1", 2, 1): "4"}, Fraction(1, 3))
    assert (found["Z1", 2, 1].credit, found["A1", 2, 1].credit) == (0, Fraction(1, 3))


def test_a_missing_cell_counts_with_the_value_that_follows_from_the_students_own() -> None:
    found = judged({("Z1", 2, 1): "4", ("A1", 2, 1): "", ("Z2", 1, 1): "6"})
    assert found["A1", 2, 1].verdict is Verdict.BLANK
    assert found["Z2", 1, 1].verdict is FOLLOWS


def test_a_missing_cell_counts_with_the_keys_value_when_the_student_went_on_from_that() -> None:
    found = judged({("Z1", 2, 1): "4", ("A1", 2, 1): ""})
    assert found["Z2", 1, 1].verdict is CORRECT


def test_a_grid_filled_with_one_number_carries_nothing() -> None:
    zeros = {("Z1", row, 1): "0" for row in range(1, 5)} | {("A1", row, 1): "0" for row in range(1, 5)}
    found = judged(zeros | {("Z2", 1, 1): "0", ("Z2", 2, 1): "0"})
    assert {found["A1", row, 1].verdict for row in (1, 3, 4)} == {INCORRECT}
    assert found["A1", 2, 1].verdict is CORRECT, "the key's own zero"
    assert {found["Z2", row, 1].verdict for row in (1, 2)} == {INCORRECT}


def test_a_grid_that_becomes_all_alike_by_one_slip_still_carries() -> None:
    # A2 is [2, 0]; 0 for 2 makes it all zeros. Z3 is then b3.
    found = judged({("A2", 1, 1): "0", ("Z3", 1, 1): "0", ("Z3", 2, 1): "0"})
    assert [found["Z3", row, 1].verdict for row in (1, 2, 3)] == [FOLLOWS, FOLLOWS, CORRECT]


def test_a_grid_all_alike_that_follows_from_the_students_own_work_carries() -> None:
    # A wrong Z2 of [-2, -3] is clipped to [0, 0] honestly.
    found = judged({("Z2", 1, 1): "-2", ("A2", 1, 1): "0", ("Z3", 1, 1): "0", ("Z3", 2, 1): "0"})
    assert found["A2", 1, 1].verdict is FOLLOWS
    assert [found["Z3", row, 1].verdict for row in (1, 2)] == [FOLLOWS, FOLLOWS]


def test_huge_numbers_carried_on_give_a_verdict() -> None:
    huge = "9" * 40
    wrong = {("Z1", 1, 1): huge, ("Z2", 1, 1): "1e20", ("Z3", 1, 1): "-" + huge, ("Z3", 2, 1): "1/" + huge}
    found = judged(wrong | {("A1", 1, 1): huge, ("A2", 1, 1): "1e20"})
    assert {place for place, each in found.items() if each.verdict is INCORRECT} == set(wrong)
    assert {place for place, each in found.items() if each.verdict is FOLLOWS} == {("A1", 1, 1), ("A2", 1, 1)}


def test_rounding_on_the_way_is_no_mistake_even_where_follow_through_earns_nothing() -> None:
    # 0.88 and 0.12 are more places than asked of [0.9, 0.1, 0]: the loss gradient follows from them.
    key = key_of(small_network())
    assert key["Z3"] == ((2,), (2,), (-9,))
    assert key["Y"] == ((Fraction(1, 2),), (Fraction(1, 2),), (0,))
    found = judged({("Y", 1, 1): "0.52", ("dZ3", 1, 1): "-0.48"}, 0)
    assert (found["Y", 1, 1].verdict, found["dZ3", 1, 1].verdict) == (CORRECT, FOLLOWS)
    assert found["dZ3", 1, 1].credit == 1


def test_verdicts_list_every_cell_once() -> None:
    worksheet = small_network()
    marks = mark(worksheet, handed_in(worksheet, key_of(worksheet)))
    assert len(verdicts(marks)) == len(marks)


@pytest.mark.parametrize("places", [2, 3, 5])
def test_every_gate_may_be_written_to_more_places_than_asked(places: int) -> None:
    for seed in range(20):
        worksheet = worksheet_of("lstm", seed)
        grids = [grid for grid in blueprint_of(worksheet).computed if grid.rounding and not grid.formula.exact]
        key = key_of(worksheet)
        finer = {grid.name: work_out(grid.formula, rounded(places), key) for grid in grids}
        marks = mark(worksheet, handed_in(worksheet, {**key, **finer}))
        assert {found.verdict for found in marks} <= {CORRECT, FOLLOWS}
        assert all(found.credit == 1 and found.slip is None for found in marks if found.cell.grid in finer)


def tied_experts() -> Worksheet:
    """Two experts whose scores tie for both tokens."""
    blueprint = find_exercise("mixture-of-experts").blueprint({"tokens": 2})
    drawn = draw_instance(blueprint, 1).values
    given = {grid.name: drawn[grid.name] for grid in blueprint.drawn}
    alike: dict[str, Values] = {name: tuple(drawn[name][:1] * len(drawn[name])) for name in ("G", "g")}  # type: ignore[misc]
    return make_worksheet("s", "ada", "Ada", (IssuedTask("mixture-of-experts", blueprint, given | alike),))


def test_of_tied_largest_cells_each_may_be_chosen_and_only_one() -> None:
    worksheet = tied_experts()
    key = key_of(worksheet)
    assert key["choice"] == ((1, 1), (0, 0)), "the key chooses the first"
    chosen = {("choice", 1, 1): "0", ("choice", 2, 1): "1"}
    found = verdicts(mark(worksheet, handed_in(worksheet, key, chosen)))
    assert found["choice", 1, 1] is found["choice", 2, 1] is CORRECT
    both = verdicts(mark(worksheet, handed_in(worksheet, key, {("choice", 2, 1): "1"})))
    assert both["choice", 2, 1] is INCORRECT


def test_the_work_after_another_tied_choice_is_paid_in_full() -> None:
    worksheet = tied_experts()

    def other(grid: Grid, values: Values) -> Values:
        return (values[1], values[0], *values[2:]) if grid.name == "choice" else values

    marks = mark(worksheet, handed_in(worksheet, carrying_on(worksheet, other)), follow_through=0)
    assert all(found.credit == 1 for found in marks)


def test_every_sentence_with_the_largest_score_is_right() -> None:
    worksheet = worksheet_of("vector-database", 1)
    formula = blueprint_of(worksheet).computed_by_name["nearest"].formula
    assert formula.operation.ties is not None
    sentences = tuple((tuple(words),) for words in (("who", "are", "you"), ("who", "am", "I"), ("how", "is", "he")))
    assert formula.operation.ties(((3, 5, 5),), *sentences) == ((("who am I",),), (("how is he",),))
