"""Rounding: half away from zero, decided on the exact value, and clear when every calculator agrees."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from generator.network import enclosure, operations
from generator.network.number import Number
from generator.network.rounding import CALCULATOR_MARGIN, Rounded, Rounding, cut_off, cut_off_after, round_half_away

rationals = st.fractions(min_value=-12, max_value=12, max_denominator=100)
places = st.sampled_from([1, 2, 3, 6, 12])


def rounded_by_sympy(value: sympy.Expr, decimals: int) -> Fraction:
    """Correct because 60 digits are far more than any of these values needs to stand clear of an edge."""
    digits = sympy.N(abs(value) * 10**decimals, 60)
    magnitude = Fraction(int(sympy.floor(digits + sympy.Rational(1, 2))), 10**decimals)
    return -magnitude if value.is_negative else magnitude


def decided(function: Callable[[Number, int], enclosure.Enclosed], x: Number, decimals: int) -> Rounded:
    return Rounding(decimals).decide(lambda precision: function(x, precision))


def sigmoid(x: Number, decimals: int) -> Rounded:
    return decided(enclosure.sigma, x, decimals)


def tanh(x: Number, decimals: int) -> Rounded:
    return decided(enclosure.hyperbolic_tangent, x, decimals)


def softmax(column: tuple[Number, ...], decimals: int) -> tuple[Rounded, ...]:
    cells = tuple((x,) for x in column)
    rows = operations.softmax.value.rounded((cells,), (), Rounding(decimals))
    return tuple(cell for (cell,) in rows)


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
    assert round_half_away(number, decimals) == value


def test_a_whole_number_comes_out_as_an_int() -> None:
    assert type(round_half_away(Fraction(97, 100), 1)) is int
    assert type(sigmoid(20, 1).value) is int


@given(rationals, places)
def test_rounding_moves_a_number_by_half_a_unit_at_most(number: Fraction, decimals: int) -> None:
    value = round_half_away(number, decimals)
    assert abs(value - number) <= Fraction(1, 2 * 10**decimals)
    assert (value * 10**decimals).denominator == 1
    assert round_half_away(-number, decimals) == -value


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
        (Fraction(5, 100), True),  # exactly half, on every calculator; the sheet says where it goes
        (Fraction(500001, 10**7), False),  # a calculator with six digits sees a half
        (Fraction(502, 10**4), True),
        (Fraction(498, 10**4), True),
    ],
)
def test_a_rounding_is_clear_when_it_is_far_from_an_edge(number: Fraction, clear: bool) -> None:
    assert Rounding(1).of(number).clear is clear
    assert Rounding(1).of(-number).clear is clear


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


FUNCTIONS = [
    (enclosure.exponential, sympy.exp),
    (enclosure.power(3), lambda x: 3**x),
    (enclosure.sine, sympy.sin),
    (enclosure.cosine, sympy.cos),
]


@given(rationals, places)
@pytest.mark.parametrize(("ours", "theirs"), FUNCTIONS, ids=["exp", "power of 3", "sin", "cos"])
def test_powers_and_waves_round_as_sympy_says(
    ours: Callable[[Number, int], enclosure.Enclosed],
    theirs: Callable[[sympy.Expr], sympy.Expr],
    x: Fraction,
    decimals: int,
) -> None:
    assert decided(ours, x, decimals).value == rounded_by_sympy(theirs(exact(x)), decimals)


@given(st.fractions(min_value=Fraction(1, 100), max_value=50, max_denominator=100), places)
@pytest.mark.parametrize(
    ("ours", "theirs"), [(enclosure.logarithm, sympy.log), (enclosure.root, sympy.sqrt)], ids=["ln", "root"]
)
def test_logarithms_and_roots_round_as_sympy_says(
    ours: Callable[[Number, int], enclosure.Enclosed],
    theirs: Callable[[sympy.Expr], sympy.Expr],
    x: Fraction,
    decimals: int,
) -> None:
    assert decided(ours, x, decimals).value == rounded_by_sympy(theirs(exact(x)), decimals)


@pytest.mark.parametrize(
    ("function", "x", "value"),
    [
        (enclosure.exponential, 0, 1),
        (enclosure.power(3), -2, Fraction(1, 9)),
        (enclosure.power(3), 4, 81),
        (enclosure.logarithm, 1, 0),
        (enclosure.root, Fraction(9, 4), Fraction(3, 2)),
        (enclosure.root, 0, 0),
        (enclosure.sine, 0, 0),
        (enclosure.cosine, 0, 1),
        (enclosure.sigma, 0, Fraction(1, 2)),
    ],
)
def test_where_a_value_is_rational_it_is_given_exactly(
    function: Callable[[Number, int], enclosure.Enclosed], x: Number, value: Number
) -> None:
    assert function(x, 20) == value


@given(rationals, rationals, st.integers(0, 4))
def test_an_enclosure_holds_what_numbers_in_it_would_give(x: Fraction, y: Fraction, digits: int) -> None:
    error = Fraction(1, 10**digits)
    mine, theirs = enclosure.Enclosure(x - error, x + error), enclosure.Enclosure(y - error, y + error)
    for result, value in ((mine + theirs, x + y), (mine - theirs, x - y), (mine * theirs, x * y), (2 - mine, 2 - x)):
        assert result.low <= value <= result.high
    if abs(y) > error:
        quotient = enclosure.divided(mine, theirs)
        assert isinstance(quotient, enclosure.Enclosure)
        assert quotient.low <= x / y <= quotient.high


@pytest.mark.parametrize(
    ("beyond", "clear"), [(-1, True), (0, False), (1, False)], ids=["farther", "at the margin", "nearer"]
)
def test_the_margin_of_a_calculator_is_held_on_both_sides_of_the_edge(beyond: int, clear: bool) -> None:
    tenth = Fraction(1, 10)
    number = tenth / 2 - tenth * (CALCULATOR_MARGIN - beyond * Fraction(1, 10**6))
    assert Rounding(1).of(number).clear is clear
    assert Rounding(1).of(tenth - number).clear is clear


@pytest.mark.parametrize(
    ("number", "value", "clear"),
    [
        (Fraction(37, 10), 3, True),
        (Fraction(-37, 10), -3, True),
        (3, 3, True),
        (Fraction(39999, 10000), 3, False),
        (Fraction(30001, 10000), 3, False),
        (Fraction(3002, 1000), 3, True),
    ],
)
def test_a_cut_number_is_clear_unless_it_nearly_reaches_the_next(number: Number, value: int, clear: bool) -> None:
    assert cut_off_after(0).of(number) == Rounded(value, clear)
