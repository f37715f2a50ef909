"""One typed text: every number survives every way of writing it, and nothing hostile gets through."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from generator.network.number import show_number, simplest
from grader.answers.typed import Fault, read_typed

numbers = some.fractions(min_value=-999, max_value=999, max_denominator=200).map(simplest)
tenths = some.integers(-9999, 9999).map(lambda units: simplest(Fraction(units, 100)))


@given(numbers)
def test_a_number_as_we_print_it_is_read_as_itself(number: Fraction | int) -> None:
    assert read_typed(show_number(number)).number == number


@given(numbers, some.sampled_from(["{}", " {} ", "={}", "'{}", '"{}"', "≈{}", "\u00a0{}", "{}\u200e", "={} "]))
def test_what_spreadsheets_and_editors_put_around_a_number_does_not_count(number: Fraction | int, around: str) -> None:
    assert read_typed(around.format(show_number(number))).number == number


@given(tenths)
def test_point_and_comma_are_both_decimal(number: Fraction | int) -> None:
    assert read_typed(show_number(number).replace(".", ",")).number == number


@given(tenths)
def test_per_cent_are_hundredths(number: Fraction | int) -> None:
    typed = read_typed(f"{show_number(number)} %")
    assert typed.number == Fraction(number) / 100


@given(some.integers(-99, 99), some.sampled_from("−–—‐－"))
def test_every_dash_is_a_minus(number: int, dash: str) -> None:
    assert read_typed(str(number).replace("-", dash)).number == number


@given(some.integers(0, 999), some.sampled_from(["٠", "०", "০", "０", "𝟎"]))
def test_digits_of_every_script_are_digits(number: int, zero: str) -> None:
    assert read_typed("".join(chr(ord(zero) + int(digit)) for digit in str(number))).number == number


@given(some.integers(1, 9), some.integers(1, 8), some.sampled_from(["{} {}/9", "-{} {}/9"]))
def test_mixed_numbers_add_their_fraction_away_from_zero(whole: int, top: int, form: str) -> None:
    typed = read_typed(form.format(whole, top)).number
    assert typed is not None
    assert abs(typed) == whole + Fraction(top, 9)


def test_the_decimals_are_counted_as_written() -> None:
    assert [read_typed(text).decimals for text in ("3", "3.", "0.30", "0,333", "33.3%", "5E-1", "1/3")] == [
        *(0, 0, 2, 3, 3, 1),
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("02. Jan", "1-Feb", "Feb-26", "2026-02-01", "2026-02-01 00:00:00", "01.02.2026", "1/2/2026", "01/02/26"),
        *("2. Mrz", "1. Dez", "1-févr", "02-ene", "Jan 2", "2 Feb 2026", "46054", "1/2/2026 12:00 AM"),
    ],
)
def test_a_fraction_that_became_a_date_is_recognised(text: str) -> None:
    assert read_typed(text).fault is Fault.DATE


@pytest.mark.parametrize("text", ["#DIV/0!", "#NAME?", "#WERT!", "#########"])
def test_a_spreadsheets_error_message_is_recognised(text: str) -> None:
    assert read_typed(text).fault is Fault.ERROR


@pytest.mark.parametrize(
    "text",
    [
        *("9**9**9", "__import__('os')", "1_000", "0x10", "1e", "e5", "1e999999", "1e-21", "inf", "nan", "1j", "1+1"),
        *(
            "--1",
            "11000..Pm",
            "1/2/3",
            "1//2",
            "1/0",
            "((3))",
            "1(2)",
            "(3",
            "x=",
            "x=y=3",
            "3 (or 4)",
            "1/2(3)",
            "2^3",
            "2×10^x",
            "10^2",
            "1,2,3,4",
            ".",
            ",",
            "-",
            "1 2",
            "٪",
            "½½",
            "²",
            "3²",
        ),
    ],
)
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    typed = read_typed(text)
    assert typed.number is None
    assert typed.fault is not None


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u00a0", "'", "=", "\ufeff"])
def test_nothing_anybody_sees_is_blank(text: str) -> None:
    assert read_typed(text).blank


@given(some.text(max_size=150))
def test_no_text_whatever_makes_reading_fail(text: str) -> None:
    typed = read_typed(text)
    assert (typed.number is not None) + (typed.fault is not None) + typed.blank == 1


@pytest.mark.parametrize("text", ["9" * 1_000_000, "1/" * 500_000, "(" * 1_000_000, " " * 1_000_000, "½" * 1_000_000])
def test_long_texts_are_refused_at_once(text: str) -> None:
    started = time.process_time()
    assert read_typed(text).number is None
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize("text", ["1 234,5", "1 234", "0,6,3", "1,2,3"])
def test_numbers_that_ran_together_are_not_called_a_date(text: str) -> None:
    assert read_typed(text).fault is not Fault.DATE


@given(some.integers(0, 99), some.integers(0, 99), some.integers(1, 999))
def test_what_repeats_without_an_end_is_the_exact_fraction(whole: int, start: int, block: int) -> None:
    typed = read_typed(f"{whole}.{start}({block})")
    places, period = len(str(start)), len(str(block))
    assert typed.number == whole + Fraction(start, 10**places) + Fraction(block, 10**places * (10**period - 1))
    assert typed.decimals is None


def test_mixed_punctuation_gets_an_answer_at_once() -> None:
    started = time.process_time()
    for text in ("1" * 99 + ".", "0." + "12" * 49, "0." + "1" * 95 + "...", "(" * 50 + ")" * 50, "x" * 100, "1'" * 50):
        read_typed(text)
    assert time.process_time() - started < 0.5
