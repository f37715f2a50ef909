"""The fingerprint of a Blueprint: rewording keeps it, another operation, operand or rounding changes it."""

from __future__ import annotations

from collections.abc import Callable

from generator.network.blueprint import Blueprint, Role
from generator.network.conditions import not_all_zero
from generator.network.draft import Draft
from generator.network.formula import Formula
from generator.network.operand import Operand
from generator.network.operations import sigmoid
from generator.network.rounding import Rounding, cut_off_after, rounded
from generator.network.sources import Integers


def added(a: Operand, b: Operand) -> Formula:
    return a + b


def blueprint(
    work: Callable[[Operand, Operand], Formula] = added,
    rounding: Rounding | None = None,
    words: str = "Add.",
    least: int = 0,
    role: Role = Role.INPUT,
) -> Blueprint:
    sheet = Draft({}, str)
    given = sheet.step("Given", words)
    a, b = (given.give(name, (2, 2), role, Integers(least, 3), caption=words) for name in "ab")
    out = sheet.step(words, words).fill("c", work(a, b), Role.OUTPUT, rounding, caption=words)
    if role is not Role.INPUT:
        sheet.require(not_all_zero(out))
    return sheet.blueprint("added", words)


ORIGINAL = blueprint().fingerprint


def test_rewording_tints_ranges_and_conditions_keep_it() -> None:
    assert len(ORIGINAL) == 64
    assert blueprint(words="Add up, cell by cell.").fingerprint == ORIGINAL
    assert blueprint(least=-9).fingerprint == ORIGINAL
    assert blueprint(role=Role.WEIGHT).fingerprint == ORIGINAL


def test_another_operation_operand_setting_or_rounding_changes_it() -> None:
    others = [
        blueprint(lambda a, b: a - b),
        blueprint(lambda a, b: b + a),
        blueprint(lambda a, b: a + b.T),
        blueprint(lambda a, b: a @ b),
        blueprint(lambda a, b: a + 2 * b),
        blueprint(lambda a, b: a + 3 * b),
        blueprint(rounding=rounded(1)),
        blueprint(rounding=rounded(2)),
        blueprint(rounding=cut_off_after(2)),
        blueprint(lambda a, _b: sigmoid(a), rounded(2)),
    ]
    assert len({ORIGINAL, *(other.fingerprint for other in others)}) == 1 + len(others)
