"""Sheets of puzzles: their sizes grow, a cover asks one cell of each, and no two of a sheet are alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from generator.exercises.blocks import layer_sums
from generator.network.blueprint import Condition, Role
from generator.network.conditions import not_all_zero
from generator.network.draft import Draft, DraftStep
from generator.network.number import Values
from generator.network.operand import Operand
from generator.network.operations import relu
from generator.network.sources import Integers, Weights

Size = TypeVar("Size")


def puzzles_of(sheet: Draft, count: int, sizes: Sequence[Size], words: str) -> Iterator[tuple[int, Size, DraftStep]]:
    """Open a step for each puzzle, with its number and size: few puzzles have the first sizes, many have each often."""
    for n in range(1, count + 1):
        size = sizes[(n - 1) * len(sizes) // max(count, len(sizes))]
        yield n, size, sheet.step("Puzzle {n}", "", n=n) if n > 1 else sheet.first_of_many("Puzzle {n}", words, n=n)


def no_two_alike(sheet: Draft, puzzles: Sequence[tuple[Operand, ...]]) -> None:
    """No puzzle has the drawn grids of an earlier one; each is checked as soon as it is drawn."""
    for n, drawn in enumerate(puzzles):
        names = tuple(grid.grid for grid in drawn)
        for earlier in puzzles[:n]:
            if [grid.shape for grid in earlier] == [grid.shape for grid in drawn]:
                others = tuple(grid.grid for grid in earlier)
                sentence = f"{', '.join(names)}: not the same as {', '.join(others)}"
                sheet.require(Condition(sentence, (*others, *names), _differ(others, names)))


def _differ(others: tuple[str, ...], names: tuple[str, ...]) -> Callable[[Mapping[str, Values]], bool]:
    return lambda values: any(values[other] != values[name] for other, name in zip(others, names, strict=True))


def network_puzzles(sheet: Draft, count: int, sizes: Sequence[tuple[int, ...]], words: str) -> None:
    """A puzzle for each network of these sizes, input first; in puzzle 3 the first layer has W13, b13 and A13."""
    puzzles = []
    for n, size, step in puzzles_of(sheet, count, sizes, words):
        X = step.give(f"X{n}", (size[0], 1), Role.INPUT, Integers(1, 3))
        drawn, A, layers = [X], X, []
        for layer, (columns, rows) in enumerate(pairwise(size), start=1):
            W = step.give(f"W{layer}{n}", (rows, columns), Role.WEIGHT, Weights())
            b = step.give(f"b{layer}{n}", (rows, 1), Role.BIAS, Integers(0, 3))
            role = Role.OUTPUT if layer == len(size) - 1 else Role.HIDDEN
            Z = step.fill(f"Z{layer}{n}", layer_sums(W, b, A), Role.LINEAR, asked=False)
            A = step.fill(f"A{layer}{n}", relu(Z), role, asked=False)
            sheet.require(not_all_zero(A))
            drawn += [W, b]
            layers += [Z, A]
        sheet.ask_one(*drawn, *layers)
        puzzles.append(tuple(drawn))
    no_two_alike(sheet, puzzles)
