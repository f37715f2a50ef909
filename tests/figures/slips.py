"""How well slips are named: `python -m tests.figures.slips 1000 lstm gru` prints recall and precision."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.assignment.worksheet import Worksheet
from generator.errors import ByhandError
from generator.network.blueprint import ComputedGrid, Grid, View
from generator.network.number import Number, Undefined, Value, Values, show_number
from grader.marking.cells import mark
from grader.marking.evidence import NEARBY
from grader.marking.guess import Guess
from grader.marking.guesses import guesses
from tests.simulated.students import NAMES, blueprint_of, carrying_on, handed_in, key_of, worksheet_of

MIX_UP, THIN = "another grid was read", "a slip that one cell near the right number shows"


@dataclass(frozen=True)
class Figures:
    """`made` slips that changed a cell, those `named` as what they were, and those named `otherwise`."""

    made: int
    named: int
    otherwise: int


def is_evident(worksheet: Worksheet, grid: ComputedGrid, guess: Guess) -> bool:
    """Whether the slip shows in two asked cells of the grid or more, or in a number that no accident leaves.

    One that leaves a single number near the right one, in this grid only, or a single other word of a few, looks like
    any accident.
    """
    wrong, right = guess.work_out(key_of(worksheet)), key_of(worksheet)[grid.name]
    spots = worksheet.tasks[0].spots[grid.name]
    pairs = [(wrong[r][c], right[r][c]) for r, c in spots if wrong[r][c] != right[r][c]]
    last_place = Fraction(1, 10 ** (grid.rounding.decimals if grid.rounding else 0))
    return len(pairs) > 1 or not all(may_be_accident(one, other, last_place) for one, other in pairs)


def may_be_accident(value: Value, right: Value, last_place: Fraction) -> bool:
    """Whether a value is off in its last place, or as `noise` is."""
    if isinstance(value, str) or isinstance(right, str):
        return True
    off = abs(Fraction(value) - Fraction(right))
    return off <= NEARBY * last_place or (off <= NEARBY * step(right) and off % step(right) == 0)


def step(right: Number) -> Fraction:
    """The least that noise is off: one, or a tenth where the right number is not a whole one."""
    return Fraction(1, 1 if right.denominator == 1 else 10)


def synonyms(worksheet: Worksheet, grid: ComputedGrid, guess: Guess) -> set[str]:
    """The names of all slips that lead to the same numbers on this sheet, so that nobody could tell them apart."""
    key, spots = key_of(worksheet), worksheet.tasks[0].spots[grid.name]

    def shown(other: Guess) -> object:
        try:
            values = other.work_out(key)
            return [values[r][c] for r, c in spots]
        except (ByhandError, ArithmeticError, LookupError, ValueError):
            return None

    return {other.name for other in guesses(blueprint_of(worksheet), grid.name) if shown(other) == shown(guess)}


def made_slip(worksheet: Worksheet, grid: ComputedGrid, guess: Guess) -> set[str] | None:
    """The names given when a student makes the slip in this grid and goes on from it; None when it changes nothing."""
    key = key_of(worksheet)
    try:
        values = guess.work_out(key)
    except (ByhandError, ArithmeticError, LookupError, ValueError):
        return None
    if values == key[grid.name] or (len(values), len(values[0])) != grid.shape:
        return None

    def slip(filled: Grid, right: Values) -> Values:
        return values if filled.name == grid.name else right

    try:
        carried = carrying_on(worksheet, slip)
    except Undefined:  # nobody can go on from it, as after a division by 0; the rest comes from elsewhere
        carried = {**key, grid.name: values}
    marks = mark(worksheet, handed_in(worksheet, carried))
    # More places than asked are no mistake, so a slip may leave every cell right.
    if all(found.credit == 1 for found in marks):
        return None
    return {str(found.slip) for found in marks if found.cell.grid == grid.name and found.slip}


def noise(worksheet: Worksheet, chance: random.Random) -> Mapping[tuple[str, int, int], str]:
    """One to five cells of one grid or of several with a wrong number that nothing explains."""
    asked = worksheet.tasks[0].spots
    blanks = [grid for grid in blueprint_of(worksheet).asked if grid.name in asked and grid.view is not View.WORDS]
    typed = {}
    for _ in range(chance.randint(1, 5)):
        grid = chance.choice(blanks)
        spots = worksheet.tasks[0].spots[grid.name]
        if len(spots) < grid.cells:  # the others are printed
            row, column = (place + 1 for place in chance.choice(sorted(spots)))
        else:
            row, column = chance.randint(1, grid.shape[0]), chance.randint(1, grid.shape[1])
        value = key_of(worksheet)[grid.name][row - 1][column - 1]
        assert not isinstance(value, str)
        wrong = value + step(value) * chance.choice([-9, -7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8])
        typed[grid.name, row, column] = show_number(wrong)
    return typed


def recall(exercise: str, sheets: int) -> tuple[Figures, Mapping[str, Figures]]:
    """One random slip a sheet: all together, and slip by slip."""
    counts: Counter[tuple[str, str]] = Counter()
    for seed in range(sheets):
        chance = random.Random(seed)
        worksheet = worksheet_of(exercise, seed)
        blueprint = blueprint_of(worksheet)
        for _ in range(20):
            grid = chance.choice(blueprint.asked)
            if not isinstance(grid, ComputedGrid):
                continue  # a hidden given number invites none
            invited = guesses(blueprint, grid.name)
            guess = chance.choice(invited) if invited else None
            names = made_slip(worksheet, grid, guess) if guess else None
            if guess and names is not None:
                kind = guess.name if guess.usual else MIX_UP
                kind = kind if is_evident(worksheet, grid, guess) else THIN
                outcome = "named" if names & synonyms(worksheet, grid, guess) else "otherwise" if names else "missed"
                counts[kind, outcome] += 1
                break
    by_name = {
        name: Figures(
            sum(counts[name, outcome] for outcome in ("named", "otherwise", "missed")),
            counts[name, "named"],
            counts[name, "otherwise"],
        )
        for name in sorted({name for name, _ in counts})
    }
    total = Figures(*(sum(getattr(each, part) for each in by_name.values()) for part in ("made", "named", "otherwise")))
    return total, by_name


def false_names(exercise: str, sheets: int) -> tuple[int, int]:
    """Of so many noisy cells, how many are given the name of a slip."""
    cells = named = 0
    for seed in range(sheets):
        worksheet = worksheet_of(exercise, seed)
        typed = noise(worksheet, random.Random(seed))
        marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), typed))
        wrong = [found for found in marks if found.credit != 1]
        cells += len(wrong)
        named += sum(bool(found.slip) for found in wrong)
    return cells, named


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for each in sys.argv[2:] or NAMES:
        figures, parts = recall(each, count)
        noisy, false = false_names(each, count)
        print(
            f"{each}: {figures.made} slips, recall {figures.named / figures.made:.1%}, "
            f"precision {figures.named / (figures.named + figures.otherwise):.1%}; "
            f"of {noisy} noisy cells {false / noisy:.1%} are given a name",
            flush=True,
        )
        for name, part in parts.items():
            print(f"    {part.named / part.made:6.1%} of {part.made:4} {name}")
