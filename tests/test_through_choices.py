"""A student goes on from a wrong number through a choice: to another expert, word or sentence, or other shares."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator.network.blueprint import Grid
from generator.network.number import Values
from grader.marking.cells import mark
from tests.simulated.students import carrying_on, handed_in, key_of, lost, replaced, worksheet_of


@pytest.mark.parametrize(
    ("exercise", "spoilt", "change", "chosen"),
    [
        ("mixture-of-experts", "Zg", 40, "choice"),
        ("llm-sampling", "Cum", Fraction(9, 10), "sentence"),
        ("vector-database", "d", 400, "nearest"),
        ("self-attention", "S", 6, "P"),
        ("backpropagation", "Z3", 5, "Y"),
    ],
)
def test_what_follows_from_another_choice_costs_nothing(
    exercise: str, spoilt: str, change: int | Fraction, chosen: str
) -> None:
    changed = 0
    for seed in range(6):
        worksheet = worksheet_of(exercise, seed)
        row, column = _smallest(key_of(worksheet)[spoilt])

        def slip(grid: Grid, values: Values, row: int = row, column: int = column) -> Values:
            if grid.name != spoilt:
                return values
            number = values[row - 1][column - 1]
            assert not isinstance(number, str)
            return replaced(values, row, column, number + change)

        own = carrying_on(worksheet, slip)
        changed += own[chosen] != key_of(worksheet)[chosen]
        assert lost(mark(worksheet, handed_in(worksheet, own))) == [(spoilt, row, column)]
    assert changed >= 4


def _smallest(values: Values) -> tuple[int, int]:
    """The place of the smallest number of a grid, row and column from 1."""
    _, row, column = min((cell, r, c) for r, cells in enumerate(values, 1) for c, cell in enumerate(cells, 1))
    return row, column
