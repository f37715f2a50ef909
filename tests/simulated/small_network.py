"""A network small enough to be followed by head, and what marking finds in it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from generator.assignment.given import exact_given
from generator.assignment.worksheet import IssuedTask, Worksheet, make_worksheet
from generator.catalogue import find_exercise
from grader.marking.cells import mark
from grader.marking.marks import Mark
from tests.simulated.students import Place, handed_in, key_of


def small_network() -> Worksheet:
    """Backpropagation of one example: Z1 = [1, -1, 2, 3], A1 = [1, 0, 2, 3], Z2 = [2, -3], A2 = [2, 0], and so on."""
    blueprint = find_exercise("backpropagation").blueprint({})
    given = exact_given(
        blueprint,
        {
            "X": [[1], [2], [3]],
            "W1": [[1, 0, 0], [0, 0, -1], [0, 1, 0], [0, 0, 1]],
            "b1": [[0], [2], [0], [0]],
            "W2": [[0, 1, 1, 0], [0, 0, 0, -1]],
            "b2": [[0], [0]],
            "W3": [[1, 0], [1, 1], [0, 0]],
            "b3": [[0], [0], [-9]],
            "T": [[1], [0], [0]],
        },
        "test",
    )
    return make_worksheet("s", "ada", "Ada", (IssuedTask("backpropagation", blueprint, given),))


def judged(typed: Mapping[Place, str], follow_through: Fraction | int = 1) -> dict[Place, Mark]:
    worksheet = small_network()
    marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), typed), follow_through)
    return {(found.cell.grid, found.cell.row, found.cell.column): found for found in marks}
