"""Conditions: what holds, what does not, and that each names the grids it looks at."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator.network import conditions as good
from generator.network.blueprint import Condition
from generator.network.number import Matrix, Values
from generator.network.operand import Operand, whole_grid

HALF = Fraction(1, 2)


def grid(rows: Matrix, name: str = "Z") -> Operand:
    return whole_grid(name, (len(rows), len(rows[0])))


def holds(condition: Condition, **values: Values) -> bool:
    return bool(condition.holds(values))


@pytest.mark.parametrize(("rows", "expected"), [(((9, -9),), True), (((10, 0),), False), (((0, -10),), False)])
def test_small_means_within_the_limit_in_both_directions(rows: Matrix, expected: bool) -> None:
    assert holds(good.small(9, grid(rows)), Z=rows) is expected


@pytest.mark.parametrize(("limit", "sentence"), [(1, "Z: every cell between -1 and 1"), (0, "Z: every cell is 0")])
def test_a_limit_of_0_is_said_in_plain_words(limit: int, sentence: str) -> None:
    assert good.small(limit, grid(((0,),))).sentence == sentence


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (((1, -1),), True),
        (((1, 2),), False),
        (((-1, -2),), False),
        (((1, 0),), False),
        (((1, -1, -1),), False),
        (((1, 1, -1),), True),
        (((3,),), True),
        (((-3,),), False),
        (((0,),), False),
    ],
)
def test_a_relu_clips_something_and_passes_half(rows: Matrix, expected: bool) -> None:
    assert holds(good.clips_and_passes(grid(rows)), Z=rows) is expected


def test_the_share_that_a_relu_passes_can_be_lower() -> None:
    rows = ((1, -1, -1),)
    assert holds(good.clips_and_passes(grid(rows), share=Fraction(1, 3)), Z=rows)


def test_a_neuron_that_is_always_0_is_not_alive() -> None:
    assert holds(good.alive(grid(((1, 0), (0, 1)))), Z=((1, 0), (0, 1)))
    assert not holds(good.alive(grid(((1, 1), (0, 0)))), Z=((1, 1), (0, 0)))


def test_a_condition_on_a_formula_looks_at_its_value_not_at_its_grids() -> None:
    Y, T = grid(((1,),), "Y"), grid(((1,),), "T")
    assert not holds(good.not_all_zero(Y - T), Y=((0,), (1,)), T=((0,), (1,)))
    assert holds(good.not_all_zero(Y - T), Y=((HALF,), (HALF,)), T=((0,), (1,)))


def test_some_zero_and_not_all_alike() -> None:
    assert holds(good.some_zero(grid(((1, 0),))), Z=((1, 0),))
    assert not holds(good.some_zero(grid(((1, 2),))), Z=((1, 2),))
    assert holds(good.not_all_alike(grid(((1, 2),))), Z=((1, 2),))
    assert not holds(good.not_all_alike(grid(((2, 2),))), Z=((2, 2),))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((0, 0, 1, 1, HALF, HALF), True),
        ((0, 0, 1, 1, 1, 0), False),
        ((0, 0, HALF, HALF, HALF, HALF), False),
        ((0, 1), True),
        ((0, HALF), True),
        ((1, 1), False),
    ],
)
def test_many_gates_are_spread_and_a_few_not_alike(cells: tuple[Fraction, ...], expected: bool) -> None:
    assert holds(good.spread(grid((cells,))), Z=(cells,)) is expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((1, 2, 3), True),
        ((3, 1), True),
        ((3, 3, 1), False),
        ((3, Fraction(5, 2)), True),
        ((3, Fraction(26, 10)), False),
    ],
)
def test_a_clear_winner_leads_by_a_half(scores: tuple[Fraction, ...], expected: bool) -> None:
    assert holds(good.clear_winner(grid((scores,))), Z=(scores,)) is expected


@pytest.mark.parametrize(
    ("sums", "target", "expected"),
    [
        (((3,), (1,)), ((0,), (1,)), True),
        (((3,), (1,)), ((1,), (0,)), False),
        (((3,), (3,)), ((0,), (1,)), False),
        (((3, 3), (1, 1)), ((1, 0), (0, 1)), True),
        (((3, 1), (1, 3)), ((1, 0), (0, 1)), False),
    ],
)
def test_a_network_that_is_not_yet_right_misses_the_target_in_some_column(
    sums: Matrix, target: Matrix, expected: bool
) -> None:
    assert holds(good.not_yet_right(grid(sums), grid(target, "T")), Z=sums, T=target) is expected


def test_no_two_sentences_are_alike_and_each_is_asked_as_soon_as_it_is_drawn() -> None:
    sentences = [whole_grid(name, (1, 2)) for name in ("S1", "S2", "Sq")]
    second, query = good.all_different(*sentences)
    assert second.grids == ("S1", "S2")
    assert query.grids == ("S1", "S2", "Sq")
    first, other = (("am", "I"),), (("are", "you"),)
    assert holds(second, S1=first, S2=other)
    assert not holds(second, S1=first, S2=first)
    assert not holds(query, S1=first, S2=other, Sq=other)


def test_a_sentence_names_the_grids() -> None:
    assert good.small(9, grid(((1,),), "Z1")).sentence == "Z1: every cell between -9 and 9"
    assert good.not_all_zero(grid(((1,),), "Y") - grid(((1,),), "T")).grids == ("Y", "T")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (((1, 0), (0, 1)), True),
        (((1, 1), (0, 0)), False),
        (((1, 0), (1, 0)), False),
        (((1, 0),), True),  # a single row: its sum is not free, and one number left out is no harm
        (((0, 0),), False),
        (((1,), (1,)), True),
        (((1,), (0,)), False),
    ],
)
def test_dense_weights_have_no_row_and_no_column_of_zeros(rows: Matrix, expected: bool) -> None:
    assert holds(good.dense(grid(rows)), Z=rows) is expected


def test_columns_differ_when_no_two_are_the_same() -> None:
    assert holds(good.columns_differ(grid(((1, 0), (1, 1)))), Z=((1, 0), (1, 1)))
    assert not holds(good.columns_differ(grid(((1, 0, 1), (1, 1, 1)))), Z=((1, 0, 1), (1, 1, 1)))


@pytest.mark.parametrize(("cells", "expected"), [((0, HALF), True), ((0, 1), False), ((Fraction(1, 10),), False)])
def test_some_cell_is_strictly_between_two_bounds(cells: tuple[Fraction, ...], expected: bool) -> None:
    between = good.some_between(Fraction(1, 10), Fraction(9, 10), grid((cells,)))
    assert holds(between, Z=(cells,)) is expected
    assert between.sentence == "Z: some cell between 1/10 and 9/10"
