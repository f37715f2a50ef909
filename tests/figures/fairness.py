"""What marking gives and takes, measured: `python -m tests.figures.fairness 200` over so many sheets an exercise."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from generator.assignment.worksheet import Worksheet
from generator.network.blueprint import Grid
from generator.network.number import Value, Values, show_value
from grader.marking.cells import mark
from grader.marking.marks import Mark
from tests.simulated.students import (
    EXERCISES,
    Place,
    blueprint_of,
    carrying_on,
    handed_in,
    key_of,
    lost,
    replaced,
    worksheet_of,
)

CONSTANTS = tuple(Fraction(tenths, 10) for tenths in range(-50, 51, 5))


def places_of(worksheet: Worksheet) -> list[Place]:
    return [(name, row + 1, column + 1) for name, spots in worksheet.tasks[0].spots.items() for row, column in spots]


def share(marks: tuple[Mark, ...]) -> float:
    return float(sum(Fraction(found.credit) for found in marks) / len(marks))


def filled_with(worksheet: Worksheet, constant: Value, kept: Mapping[Place, str] | None = None) -> float:
    """The share of credit for a sheet filled with one number, but with these cells kept."""
    typed = dict.fromkeys(places_of(worksheet), show_value(constant)) | dict(kept or {})
    return share(mark(worksheet, handed_in(worksheet, key_of(worksheet), typed)))


def best_constant(exercise: str, sheets: int) -> tuple[Fraction, float]:
    """The constant that earns most on average, and how much."""
    means = {
        constant: sum(filled_with(worksheet_of(exercise, seed), constant) for seed in range(sheets)) / sheets
        for constant in CONSTANTS
    }
    best = max(means, key=lambda constant: means[constant])
    return best, means[best]


def nearly_constant(exercise: str, sheets: int) -> float:
    """The mean for zeros with one other number in each grid: the way around a guard against constants."""
    total = 0.0
    for seed in range(sheets):
        worksheet, chance = worksheet_of(exercise, seed), random.Random(seed)
        kept = {
            (grid.name, chance.randint(1, grid.shape[0]), chance.randint(1, grid.shape[1])): str(chance.randint(1, 5))
            for grid in blueprint_of(worksheet).asked
            if grid.cells > 1
        }
        total += filled_with(worksheet, 0, kept)
    return total / sheets


def cost_of_one_mistake(exercise: str, sheets: int) -> Iterator[int]:
    """Cells lost by one random mistake that is carried on to the end."""
    for seed in range(sheets):
        worksheet, chance = worksheet_of(exercise, seed), random.Random(seed)
        name, row, column = chance.choice(places_of(worksheet))
        value = key_of(worksheet)[name][row - 1][column - 1]
        if isinstance(value, str):
            continue
        wrong = value + chance.choice([-9, -4, -3, -2, -1, 1, 2, 3, 4, 9])

        def slip(grid: Grid, values: Values, place: Place = (name, row, column), wrong: Value = wrong) -> Values:
            return replaced(values, place[1], place[2], wrong) if grid.name == place[0] else values

        yield len(lost(mark(worksheet, handed_in(worksheet, carrying_on(worksheet, slip)))))


def copied(exercise: str, sheets: int) -> float:
    """The mean for another student's answers under one's own id, marked alone; in a class, where they are found, 0."""
    total = 0.0
    for seed in range(sheets):
        own, other = worksheet_of(exercise, seed), worksheet_of(exercise, seed + 1)
        total += share(mark(own, replace(handed_in(other, key_of(other)), worksheet=own.id)))
    return total / sheets


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for each in EXERCISES:
        zeros = sum(filled_with(worksheet_of(each.name, seed), 0) for seed in range(count)) / count
        constant, earned = best_constant(each.name, count)
        costs = list(cost_of_one_mistake(each.name, count * 5))
        print(
            f"{each.name}: filled with zeros {zeros:.1%}, best constant ({show_value(constant)}) {earned:.1%}, "
            f"zeros with one other number in each grid {nearly_constant(each.name, count):.1%}; one mistake carried on "
            f"costs {max(costs)} cell at most ({len(costs)} sheets); another's sheet earns "
            f"{copied(each.name, count):.1%} before it is found out and nothing after"
        )
