"""Rounding: half away from zero, decided on the exact value, and clear when every calculator agrees."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from generator.network.number import Number
from generator.network.rounding import Rounded, cut_off, round_half_away, sigmoid, softmax, tanh

rationals = st.fractions(min_value=-12, max_value=12, max_denominator=100)
places = st.sampled_from([1, 2, 3, 6, 12])


def rounded_by_sympy(value: sympy.Expr, decimals: int) -> Fraction:
    """Correct because 60 digits are far more than any of these values needs to stand clear of an edge."""
    digits = sympy.N(abs(value) * 10**decimals, 60)
    magnitude = Fraction(int(sympy.floor(digits + sympy.Rational(1, 2))), 10**decimals)
    return -magnitude if value.is_negative else magnitude


def exact(number: Number) -> sympy.Rational:
    return sympy.Rational(number.numerator, number.denominator)


@pytest.mark.parametrize(
    ("number", "decimals", "value"),
    [
        (Fraction(5, 100), 1, Fraction(1, 10)),
        (Fraction(-5, 100), 1, Fraction(-1, 10)),
        (Fraction(1, 4), 1, Fraction(3, 10)),
        (Fraction(-1, 4), 1, Fraction(-3, 10)),
        (Fraction(24999, 100000), 1, Fraction(2, 10)),
        (Fraction(1, 2), 0, 1),
        (Fraction(-1, 2), 0, -1),
        (Fraction(2, 3), 2, Fraction(67, 100)),
        (-3, 1, -3),
        (0, 12, 0),
    ],
)
def test_halves_go_away_from_zero(number: Number, decimals: int, value: Number) -> None:
    assert round_half_away(number, decimals).value == value


def test_a_whole_number_comes_out_as_an_int() -> None:
    assert type(round_half_away(Fraction(97, 100), 1).value) is int
    assert type(sigmoid(20, 1).value) is int


@given(rationals, places)
def test_rounding_moves_a_number_by_half_a_unit_at_most(number: Fraction, decimals: int) -> None:
    value = round_half_away(number, decimals).value
    assert abs(value - number) <= Fraction(1, 2 * 10**decimals)
    assert (value * 10**decimals).denominator == 1
    assert round_half_away(-number, decimals).value == -value


@given(rationals, places)
def test_cutting_off_never_moves_a_number_away_from_zero(number: Fraction, decimals: int) -> None:
    value = cut_off(number, decimals)
    assert 0 <= abs(number) - abs(Fraction(value)) < Fraction(1, 10**decimals)
    assert value * number >= 0


@given(rationals, places)
def test_sigmoid_and_tanh_round_as_sympy_says(x: Fraction, decimals: int) -> None:
    assert sigmoid(x, decimals).value == rounded_by_sympy(1 / (1 + sympy.exp(-exact(x))), decimals)
    assert tanh(x, decimals).value == rounded_by_sympy(sympy.tanh(exact(x)), decimals)


@given(st.lists(rationals, min_size=2, max_size=5), places)
def test_softmax_rounds_as_sympy_says(column: list[Fraction], decimals: int) -> None:
    total = sum(sympy.exp(exact(x)) for x in column)
    expected = [rounded_by_sympy(sympy.exp(exact(x)) / total, decimals) for x in column]
    assert [entry.value for entry in softmax(tuple(column), decimals)] == expected


@pytest.mark.parametrize("decimals", [1, 2, 3, 12])
@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_far_from_zero_the_functions_still_round_as_sympy_says(decimals: int, beyond: int) -> None:
    x = 7 + 3 * decimals + beyond  # around the shortcut for saturated values
    for argument in (x, -x):
        assert sigmoid(argument, decimals).value == rounded_by_sympy(1 / (1 + sympy.exp(-argument)), decimals)
        assert tanh(argument, decimals).value == rounded_by_sympy(sympy.tanh(argument), decimals)


def test_huge_arguments_are_answered_at_once() -> None:
    assert sigmoid(10**30, 12).value == 1
    assert sigmoid(-(10**30), 12).value == 0
    assert tanh(-(10**30), 12).value == -1
    assert [entry.value for entry in softmax((10**30, 0, -(10**30)), 3)] == [1, 0, 0]


def test_equal_scores_share_a_softmax_exactly() -> None:
    assert softmax((2, 2), 1) == (Rounded(Fraction(1, 2), clear=True),) * 2
    assert softmax((5, 5, 5), 2) == (Rounded(Fraction(33, 100), clear=True),) * 3


@pytest.mark.parametrize(
    ("number", "clear"),
    [
        (Fraction(3, 100), True),
        (Fraction(5, 100), False),  # exactly half: some round it to even
        (Fraction(500001, 10**7), False),  # a calculator with six digits sees a half
        (Fraction(502, 10**4), True),
        (Fraction(498, 10**4), True),
    ],
)
def test_a_rounding_is_clear_when_it_is_far_from_an_edge(number: Fraction, clear: bool) -> None:
    assert round_half_away(number, 1).clear is clear
    assert round_half_away(-number, 1).clear is clear


def test_a_sigmoid_next_to_an_edge_is_not_clear() -> None:
    # sigmoid(ln 3) is 3/4, half way between two tenths; 1.098612 is ln 3 to six digits.
    assert not sigmoid(Fraction(1098612, 10**6), 1).clear
    assert sigmoid(1, 1) == Rounded(Fraction(7, 10), clear=True)


def test_the_values_of_the_posts_come_out() -> None:
    assert [sigmoid(x, 1).value for x in (-6, -4, 4, 6, -5)] == [0, 0, 1, 1, 0]
    assert [tanh(x, 1).value for x in (1, -6, Fraction(8, 10), -1)] == [
        Fraction(8, 10),
        -1,
        Fraction(7, 10),
        Fraction(-8, 10),
    ]
    assert [entry.value for entry in softmax((3, 3, -1), 1)] == [Fraction(1, 2), Fraction(1, 2), 0]
