"""An operation that somebody adds: written here, once, it is drawn, worked out, marked, and refused when incomplete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

import pytest
import sympy

from generator.assignment.worksheet import IssuedTask, make_worksheet
from generator.layout.arrange import _RULES
from generator.layout.cell_widths import CellNeeds
from generator.layout.figure import Joint
from generator.layout.soundness import Proof, unseen
from generator.network import bounds
from generator.network.blueprint import Blueprint, Role
from generator.network.closed_forms import closed_form
from generator.network.draft import Draft
from generator.network.formula import Operation, Picture, Slip
from generator.network.instance import draw_instance
from generator.network.number import Matrix, Values
from generator.network.operations.functions import function
from generator.network.operations.writing import form
from generator.network.rules import OfCells
from generator.network.sources import Integers
from generator.network.working import working
from generator.sheet.boxes import Paper
from grader.marking.cells import mark
from grader.marking.marks import Verdict
from tests.simulated.students import carrying_on, handed_in, key_of, replaced, verdicts


def eighth_part(x: Any) -> Any:
    return Fraction(x) / 8


eighth = function(
    "eighth",
    "1/8",
    value=OfCells(eighth_part),
    closed_form=lambda x: x / 8,
    written=form("{}/8"),
    spreadsheet=lambda cell: f"{cell.at(0)}/8",
    bound=lambda extents, _shapes, _settings: bounds.times((extents[0], bounds.of_number(Fraction(1, 8)))),
    slips=(Slip("multiplied by 8 instead of divided", OfCells(lambda x: 8 * x)),),
)


def numbers(values: Mapping[str, Values], name: str) -> Matrix:
    """A grid that has no words."""
    return values[name]  # type: ignore[return-value]


@pytest.fixture
def blueprint() -> Blueprint:
    sheet = Draft({}, str)
    given = sheet.step("Given", "Numbers X and weights W.")
    X = given.give("X", (2, 2), Role.INPUT, Integers(1, 4))
    W = given.give("W", (2, 2), Role.WEIGHT, Integers(1, 2))
    Z = sheet.step("Multiply", "W times X.").fill("Z", W @ X, Role.LINEAR)
    E = sheet.step("Share", "An eighth of each cell.").fill("E", eighth(Z), Role.HIDDEN)
    sheet.step("Add", "Add Z.").fill("Y", E + Z, Role.OUTPUT)
    return sheet.blueprint("shared", "Shared")


def test_it_is_drawn_with_its_sign_beside_its_operand_and_in_cells_wide_enough(blueprint: Blueprint) -> None:
    assert list(unseen(Proof.of(blueprint, Paper.A4))) == []
    links = [link for figure in Proof.of(blueprint, Paper.A4).figures() for link in figure.links]
    assert any(link.joint is Joint.WAVE and link.text == "1/8" for link in links)
    needs = CellNeeds.of(blueprint).widths(10)
    assert needs["E"] > needs["Z"], "1.375 is wider than 16"


def test_it_is_worked_out_and_its_arithmetic_written(blueprint: Blueprint) -> None:
    values = draw_instance(blueprint, 3).values
    assert values["E"] == tuple(tuple(Fraction(cell, 8) for cell in row) for row in numbers(values, "Z"))
    assert closed_form(blueprint, values, "E") == sympy.Matrix(values["E"])
    assert f"{values['Z'][0][0]}/8" in {
        work.text.split(" = ")[0] for work in working(blueprint, values) if work.grid == "E"
    }


def test_it_is_marked_with_follow_through_and_its_slip_named(blueprint: Blueprint) -> None:
    task = IssuedTask.of("shared", blueprint, draw_instance(blueprint, 3))
    worksheet = make_worksheet("s", "ada", "Ada", (task,))
    key = key_of(worksheet)
    wrong = carrying_on(worksheet, lambda grid, own: replaced(own, 1, 1, 99) if grid.name == "Z" else own)
    found = verdicts(mark(worksheet, handed_in(worksheet, wrong)))
    assert found["Z", 1, 1] is Verdict.INCORRECT
    assert found["E", 1, 1] is Verdict.FOLLOW_THROUGH
    times = {**key, "E": tuple(tuple(8 * cell for cell in row) for row in numbers(key, "Z"))}
    slips = [found.slip for found in mark(worksheet, handed_in(worksheet, times)) if found.cell.grid == "E"]
    assert [str(slip) for slip in slips] == ["multiplied by 8 instead of divided"] * 4


@pytest.mark.parametrize("missing", [field.name for field in fields(Operation)])
def test_it_is_refused_without_any_one_of_its_interpreters(missing: str) -> None:
    whole = {field.name: getattr(eighth, field.name) for field in fields(Operation)}
    Operation(**whole)
    del whole[missing]
    with pytest.raises(TypeError, match=missing):
        Operation(**whole)


def test_every_picture_has_a_rule_of_layout() -> None:
    assert set(_RULES) == set(Picture)
