"""Drafts: the words of a step say the place that its own grids are rounded to, and no words say a place for nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from generator.network.blueprint import Blueprint, Role
from generator.network.draft import Draft
from generator.network.operations import sigmoid
from generator.network.rounding import Rounding, cut_off_after, rounded
from generator.network.sources import Integers


def drafted(one: Rounding | None, other: Rounding | None, words: str = "to {unit}", **numbers: Any) -> Blueprint:
    """A sheet with a given grid and two steps that work on it, rounding or not, all under the same words."""
    sheet = Draft({"decimals": 5}, str)
    given, first, second = (sheet.step(title, words, **numbers) for title in ("Given", "One", "Other"))
    x = given.give("x", (1, 2), Role.INPUT, Integers(0, 3))
    first.fill("y", sigmoid(x) if one else x * 2, Role.OUTPUT, one)
    second.fill("z", sigmoid(x) if other else x * 3, Role.OUTPUT, other)
    return sheet.blueprint("drafted", "A draft")


def said(blueprint: Blueprint) -> list[str]:
    return [step.instruction for step in blueprint.steps]


def test_a_step_says_the_place_of_its_own_grids_and_another_that_of_the_sheet() -> None:
    assert said(drafted(rounded(2), rounded(1))) == ["to 0.1", "to 0.01", "to 0.1"]
    assert said(drafted(cut_off_after(3), None)) == ["to 0.001", "to 0.001", "to 0.001"]


def test_a_number_of_the_step_comes_before_the_place_of_its_grids() -> None:
    assert said(drafted(rounded(2), None, unit=Fraction(1, 2))) == ["to 0.5", "to 0.5", "to 0.5"]


def test_the_note_at_the_foot_of_a_page_says_the_first_place_that_is_rounded_to_or_nothing() -> None:
    assert "0.05 to 0.1" in drafted(rounded(2), rounded(1)).halves
    exact = drafted(None, None, "exactly")
    assert (exact.halves, exact.go_on) == ("", "")


def test_words_that_name_a_place_where_nothing_is_rounded_are_refused() -> None:
    with pytest.raises(ValueError, match=r"'to \{unit\}' names unit, which is neither"):
        drafted(None, None)
