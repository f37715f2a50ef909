"""Conditions that make an instance good to work by hand: each a sentence for the teacher and a test on the values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import compress, pairwise
from operator import itemgetter
from typing import Any

from generator.network.blueprint import Condition
from generator.network.evaluation import evaluate
from generator.network.number import Number, Values
from generator.network.operand import Expression, Operand

CLEARLY_AHEAD = Fraction(1, 2)
"""By how much the largest score leads, so that nobody who rounds to two places finds another winner."""


def _cells(formulas: tuple[Expression, ...], test: Callable[[list[Number]], bool], sentence: str) -> Condition:
    """The test on all cells of all the formulas, row by row."""
    readers = [_reader(formula) for formula in formulas]

    def holds(values: Mapping[str, Values]) -> bool:
        return test([cell for read in readers for row in read(values) for cell in row])

    names = tuple(dict.fromkeys(name for formula in formulas for name in formula.grids()))
    return Condition(sentence.format(grids=", ".join(names)), names, holds)


def _reader(formula: Expression) -> Callable[[Mapping[str, Values]], Any]:
    """The function from all values to the formula's: for a whole grid, as most are, it is looked up."""
    name = formula.grid if isinstance(formula, Operand) else ""
    return itemgetter(name) if name else partial(evaluate, formula)


def small(limit: int, *grids: Expression) -> Condition:
    """No cell beyond the limit, in either direction."""
    return _cells(
        grids,
        # Comparing a Fraction takes ten times as long.
        lambda cells: all(abs(cell.numerator) <= limit * cell.denominator for cell in cells),
        f"{{grids}}: every cell between -{limit} and {limit}" if limit else "{grids}: every cell is 0",
    )


def clips_and_passes(grid: Expression, share: Fraction = Fraction(1, 2)) -> Condition:
    """A ReLU on this grid clips at least one cell and passes at least this share; a single cell is passed."""
    if grid.shape == (1, 1):
        return _cells((grid,), lambda cells: cells[0] > 0, "{grids}: the ReLU passes its only cell")
    return _cells(
        (grid,),
        # Comparing with a Fraction takes ten times as long.
        lambda cells: (
            min(cells) < 0 and sum(cell > 0 for cell in cells) * share.denominator >= share.numerator * len(cells)
        ),
        f"{{grids}}: the ReLU clips something and passes something, {share} of it or more",
    )


def alive(grid: Operand) -> Condition:
    """No row is all 0: every neuron responds to at least one column."""
    return Condition(
        f"{grid.grid}: no row is all 0", (grid.grid,), lambda values: all(any(row) for row in values[grid.grid])
    )


def alive_in_each_column(grid: Operand) -> Condition:
    """No column is all 0: the layer responds to every example."""
    return Condition(
        f"{grid.grid}: no column is all 0",
        (grid.grid,),
        lambda values: all(any(column) for column in zip(*values[grid.grid], strict=True)),
    )


def dense(weights: Operand) -> Condition:
    """No row is all 0, and where there are several rows no column: no sum is free, and no number above goes unused."""

    def holds(values: Mapping[str, Values]) -> bool:
        rows = values[weights.grid]
        return all(map(any, rows)) and (len(rows) == 1 or all(map(any, zip(*rows, strict=True))))

    return Condition(f"{weights.grid}: no row or column is all 0", (weights.grid,), holds)


def positive_integers(*grids: Expression) -> Condition:
    """Every cell is an integer above 0."""
    return _cells(
        grids,
        lambda cells: all(cell > 0 and cell.denominator == 1 for cell in cells),
        "{grids}: integers above 0",
    )


def not_all_zero(*grids: Expression) -> Condition:
    """At least one cell is not 0."""
    return _cells(grids, any, "{grids}: not everything is 0")


def some_zero(*grids: Expression) -> Condition:
    """At least one cell is 0."""
    return _cells(grids, lambda cells: not all(cells), "{grids}: something is 0")


def not_all_alike(*grids: Expression) -> Condition:
    """At least two cells differ."""
    return _cells(grids, lambda cells: len(set(cells)) > 1, "{grids}: not everything is alike")


def on_both_sides(grid: Expression) -> Condition:
    """Some cell is above 0 and some below; a single cell is not 0."""
    if grid.shape == (1, 1):
        return not_all_zero(grid)
    return _cells((grid,), lambda cells: min(cells) < 0 < max(cells), "{grids}: something above 0 and something below")


LEAST_CONTESTED = Fraction(1, 5)
"""The share that keeps the largest from having won before it is worked out."""


def contested(shares: Operand) -> Condition:
    """In some column a second cell has a large enough share: the largest has not won before it is worked out."""

    def holds(values: Mapping[str, Values]) -> bool:
        return any(sorted(column)[-2] >= LEAST_CONTESTED for column in zip(*values[shares.grid], strict=True))

    return Condition(f"{shares.grid}: a second class has at least {LEAST_CONTESTED}", (shares.grid,), holds)


def not_yet_right(sums: Operand, target: Operand) -> Condition:
    """In some column the largest sum is not the target's, so that nobody gets the target without working it out."""

    def holds(values: Mapping[str, Values]) -> bool:
        columns = zip(zip(*values[sums.grid], strict=True), zip(*values[target.grid], strict=True), strict=True)
        return any(max(column) not in compress(column, wanted) for column, wanted in columns)

    names = (sums.grid, target.grid)
    return Condition(
        f"{', '.join(names)}: the largest is not the target already: there is something to learn", names, holds
    )


def rows_differ(grid: Operand) -> Condition:
    """No two rows are the same, and none is all 0."""

    def holds(values: Mapping[str, Values]) -> bool:
        rows = values[grid.grid]
        return len(set(rows)) == len(rows) and all(map(any, rows))

    return Condition(f"{grid.grid}: no two rows the same, none all 0", (grid.grid,), holds)


def columns_differ(grid: Operand) -> Condition:
    """No two columns are the same."""

    def holds(values: Mapping[str, Values]) -> bool:
        columns = list(zip(*values[grid.grid], strict=True))
        return len(set(columns)) == len(columns)

    return Condition(f"{grid.grid}: no two columns the same", (grid.grid,), holds)


def one_largest(scores: Operand) -> Condition:
    """In each column one cell is larger than every other."""

    def holds(values: Mapping[str, Values]) -> bool:
        return all(column.count(max(column)) == 1 for column in zip(*values[scores.grid], strict=True))

    return Condition(f"{scores.grid}: no column has two largest cells", (scores.grid,), holds)


def columns_add_up_to(sums: Collection[int], grid: Operand) -> Condition:
    """Every column adds up to one of these sums."""

    def holds(values: Mapping[str, Values]) -> bool:
        return all(sum(column) in sums for column in zip(*evaluate(grid, values), strict=True))

    return Condition(f"{grid.grid}: columns add up to {' or '.join(map(str, sums))}", (grid.grid,), holds)


def falling(*cells: Operand) -> Condition:
    """Of these grids of one cell each is smaller than the one before."""
    names = tuple(cell.grid for cell in cells)

    def holds(values: Mapping[str, Values]) -> bool:
        numbers = [evaluate(cell, values)[0][0] for cell in cells]
        return all(later < earlier for earlier, later in pairwise(numbers))

    return Condition(f"{', '.join(names)}: each smaller than the one before", names, holds)


def spread(*gates: Expression) -> Condition:
    """Of many gate cells some are near 0, some near 1 and some between; of a few, not all are alike."""

    def test(cells: list[Number]) -> bool:
        # A fifth and four fifths, without comparing Fractions.
        shares = [(5 * cell.numerator, cell.denominator) for cell in cells]
        near_zero = any(fifths < one for fifths, one in shares)
        near_one = any(fifths > 4 * one for fifths, one in shares)
        between = any(one <= fifths <= 4 * one for fifths, one in shares)
        return near_zero and near_one and between if len(cells) >= 6 else near_zero + near_one + between > 1

    return _cells(gates, test, "{grids}: some gates near 0, some near 1, some between")


def some_between(least: Fraction, greatest: Fraction, *grids: Expression) -> Condition:
    """At least one cell lies strictly between the two bounds."""
    sentence = f"{{grids}}: some cell between {least} and {greatest}"
    return _cells(grids, lambda cells: any(least < cell < greatest for cell in cells), sentence)


def clear_winner(scores: Expression) -> Condition:
    """The largest score leads every other by enough that honest rounding finds the same winner."""

    def test(cells: list[Number]) -> bool:
        *_, second, first = sorted(cells)
        return first - second >= CLEARLY_AHEAD

    return _cells((scores,), test, "{grids}: one clear winner")


def all_different(*grids: Operand) -> Iterator[Condition]:
    """No two of the grids have the same content: a condition for each but the first, so that each is checked early."""
    for place, grid in enumerate(grids[1:], start=1):
        others = tuple(other.grid for other in grids[:place])
        yield Condition(
            f"{grid.grid}: not the same as {', '.join(others)}", (*others, grid.grid), _differs(grid.grid, others)
        )


def _differs(name: str, others: tuple[str, ...]) -> Callable[[Mapping[str, Values]], bool]:
    return lambda values: all(values[other] != values[name] for other in others)
