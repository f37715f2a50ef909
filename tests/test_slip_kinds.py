"""The kinds of slips: marking asks what kind of mistake a slip is, never how it is worded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import pytest

from generator.network.blueprint import Blueprint, Role
from generator.network.draft import Draft
from generator.network.formula import Operation, SlipKind
from generator.network.operations.arithmetic import add, divide, multiply, subtract
from generator.network.operations.windows import convolution_with_bias
from generator.network.sources import Integers
from grader.marking.guess import Guess
from grader.marking.guesses import guesses

Formulas: TypeAlias = Callable[..., Any]


def reworded(operation: Operation) -> Operation:
    """The operation whose slips have other names."""
    slips = (replace(slip, name=f"otherwise: {slip.name}") for slip in operation.slips)
    return replace(operation, slips=tuple(slips))


def of_three(made: Formulas) -> Blueprint:
    """A grid made of three of the same shape."""
    sheet = Draft({}, str)
    given = sheet.step("Given", "Three grids.")
    three = [given.give(name, (2, 2), Role.INPUT, Integers(1, 4)) for name in "ABC"]
    sheet.step("Work", "Work it out.").fill("Y", made(*three), Role.OUTPUT)
    return sheet.blueprint("three", "Three")


def of_image(operation: Operation) -> Blueprint:
    """An image, a kernel and a bias under the operation."""
    sheet = Draft({}, str)
    given = sheet.step("Given", "An image, a kernel and a bias.")
    image = given.give("X", (4, 4), Role.INPUT, Integers(1, 4))
    kernel = given.give("K", (2, 2), Role.WEIGHT, Integers(1, 4))
    bias = given.give("b", (1, 1), Role.BIAS, Integers(1, 4))
    convolved = operation(image, kernel, bias, padding=0, stride=1)
    sheet.step("Convolve", "Convolve it.").fill("Y", convolved, Role.OUTPUT)
    return sheet.blueprint("image", "Image")


def known(guess: Guess) -> tuple[Any, ...]:
    """What marking knows of a guess besides its name."""
    return guess.kind, guess.general, guess.undone, guess.usual, guess.path


def of_kind(blueprint: Blueprint, kind: SlipKind) -> list[Guess]:
    """The guesses of this kind."""
    return [guess for guess in guesses(blueprint, "Y") if guess.kind is kind]


@pytest.mark.parametrize(
    "made",
    [
        lambda change: of_three(lambda a, b, c: change(add)(change(multiply)(a, b), c)),
        lambda change: of_three(lambda a, b, c: (times := change(multiply))(times(a, b), c)),
        lambda change: of_three(lambda a, b, c: change(divide)(change(subtract)(a, b), c)),
        lambda change: of_image(change(convolution_with_bias)),
    ],
    ids=["sum", "factors", "quotient", "convolution"],
)
def test_a_slip_that_is_reworded_is_judged_as_before(
    made: Callable[[Callable[[Operation], Operation]], Blueprint],
) -> None:
    worded, otherwise = (guesses(made(change), "Y") for change in (lambda same: same, reworded))
    assert [guess.name for guess in worded] != [guess.name for guess in otherwise]
    assert list(map(known, worded)) == list(map(known, otherwise))


def test_a_factor_or_summand_left_out_says_less_than_another_slip() -> None:
    factors = of_kind(of_three(lambda a, b, c: multiply(multiply(a, b), c)), SlipKind.FACTOR_OMITTED)
    summands = of_kind(of_three(lambda a, b, c: add(add(a, b), c)), SlipKind.OMITTED)
    assert {guess.name for guess in factors} == {"the factor was left out"}
    assert {guess.name for guess in summands} == {"a summand was left out"}
    assert all(guess.general and not guess.undone for guess in (*factors, *summands))


def test_no_factor_is_missed_within_a_sum_of_products_of_several_grids() -> None:
    assert not of_kind(of_three(lambda a, b, c: add(multiply(a, b), c)), SlipKind.FACTOR_OMITTED)
    assert of_kind(of_three(lambda a, _b, c: add(multiply(a, 3), c)), SlipKind.FACTOR_OMITTED)


def test_what_was_not_divided_or_has_no_bias_is_undone_whatever_else_leads_to_the_same_numbers() -> None:
    (divided,) = of_kind(of_three(lambda a, b, c: add(divide(a, 2), add(b, c))), SlipKind.NOT_DONE)
    (biased,) = of_kind(of_image(convolution_with_bias), SlipKind.NOT_DONE)
    assert (divided.name, divided.undone) == ("the divisor was left out", True)
    assert (biased.name, biased.undone) == ("the bias was left out", True)


def test_two_grids_subtracted_the_wrong_way_round_are_not_also_called_exchanged() -> None:
    def exchanged(made: Formulas) -> set[str]:
        return {guess.name for guess in of_kind(of_three(made), SlipKind.EXCHANGED)}

    assert "A and B were exchanged" in exchanged(lambda a, b, c: divide(multiply(a, 2), multiply(b, c)))
    differences = of_three(lambda a, b, c: divide(subtract(a, b), c))
    assert of_kind(differences, SlipKind.TURNED)
    assert "A and B were exchanged" not in exchanged(lambda a, b, c: divide(subtract(a, b), c))
    assert "A and C were exchanged" in exchanged(lambda a, b, c: divide(subtract(a, b), c))
