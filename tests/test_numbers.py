"""Exact numbers: read from text and printed without a float on the way."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.network.number import (
    MOST_DIGITS,
    Number,
    decimal_places,
    places_of,
    printed,
    read_number,
    shape_of,
    show_number,
    simplest,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-3", -3),
        ("+3", 3),
        ("0.8", Fraction(4, 5)),
        (".5", Fraction(1, 2)),
        ("-.5", Fraction(-1, 2)),
        ("5.", 5),
        ("5/3", Fraction(5, 3)),
        ("-4/2", -2),
        ("007", 7),
        ("0.10", Fraction(1, 10)),
        ("9" * MOST_DIGITS, int("9" * MOST_DIGITS)),
    ],
)
def test_integers_decimals_and_fractions_are_read_exactly(text: str, number: Number) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ".", "-", "+", "/", "1/", "/2", "1/0", "1/0.5", "1.5/2", "1e3", "--1", "1 2", "1,5", "1\n", "1_000"),
        *("٣", "３", "½", "−1", "nan", "inf", "0x10", "__import__('os')", "9**9", "9" * (MOST_DIGITS + 1)),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not|has no digits"):
        read_number(text)


def test_hostile_text_costs_nothing() -> None:
    start = time.process_time()
    for text in ("9" * 1_000_000, "1/" * 500_000, "." * 1_000_000, "-" + "0" * 1_000_000):
        with pytest.raises(ValueError, match="is not"):
            read_number(text)
    assert time.process_time() - start < 1


@given(st.fractions(max_denominator=10**6))
def test_what_is_printed_reads_back(number: Fraction) -> None:
    assert read_number(show_number(simplest(number))) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (-3, "-3"),
        (Fraction(4, 5), "0.8"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(5, 3), "5/3"),
        (Fraction(-5, 3), "-5/3"),
        (Fraction(25, 2), "12.5"),
        (Fraction(4, 2), "2"),
        (Fraction(1, 3_000_000), "1/3000000"),
        (0, "0"),
    ],
)
def test_numbers_print_as_integer_decimal_or_fraction(number: Number, text: str) -> None:
    assert show_number(number) == text


@pytest.mark.parametrize(
    ("number", "places"), [(7, 0), (Fraction(1, 8), 3), (Fraction(3, 40), 3), (Fraction(1, 6), None)]
)
def test_the_decimals_that_write_a_number_exactly_are_counted(number: Number, places: int | None) -> None:
    assert decimal_places(number) == places


def test_a_whole_fraction_becomes_an_int() -> None:
    assert type(simplest(Fraction(4, 2))) is int
    assert type(simplest(Fraction(1, 2))) is Fraction


def test_the_shape_is_rows_and_columns() -> None:
    assert shape_of(((1, 2, 3), (4, 5, 6))) == (2, 3)
    assert shape_of((("who", "am", "I"),)) == (1, 3)


def test_decimals_of_a_grid_are_printed_with_equal_places_and_integers_as_they_are() -> None:
    rows = ((Fraction(2, 5), Fraction(9, 100)), (1, 0))
    assert places_of(rows) == 2
    assert [printed(cell, ",", 2) for row in rows for cell in row] == ["0,40", "0,09", "1", "0"]
    assert [printed(cell, places=2) for cell in (Fraction(-1, 2), Fraction(1, 3), "word")] == ["−0.50", "1/3", "word"]
    assert places_of((("word",),)) == places_of(((Fraction(1, 3),),)) == 0
