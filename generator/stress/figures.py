"""What the instances of a sweep look like: the range of each grid, what is trivial, and what can be guessed.

Floats are good enough here: none of this reaches a key or a mark.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.network.blueprint import Blueprint, ComputedGrid, DrawnGrid, Grid, View
from generator.network.covers import asked_spots
from generator.network.evaluation import evaluate
from generator.network.formula import Formula
from generator.network.instance import Instance
from generator.network.number import Value, Values, show_value
from generator.network.sources import OneHot

LEAST_CHANCE = 1e-4
"""A distribution over positions that is less likely by chance than this is called unfair."""


@dataclass(frozen=True)
class GridFigures:
    """What the cells of a grid contained: their range, the share of zeros, and their printed width.

    `trivial` is, for an asked grid, the share of cells that need no working: 0, or the same throughout a grid of more
    than two cells. `dead` is, for a computed grid, the share of sheets on which it is all 0.
    """

    name: str
    cells: int
    asked: bool
    least: float
    greatest: float
    zeros: float
    widest: int
    trivial: float | None
    dead: float | None


@dataclass(frozen=True)
class ChoiceFigures:
    """How often each position was right, and how likely chance alone is to favour one as much."""

    name: str
    counts: tuple[int, ...]
    chance: float

    @property
    def fair(self) -> bool:
        """Whether no position is favoured beyond chance."""
        return self.chance >= LEAST_CHANCE


def figures_of(blueprint: Blueprint, instances: Sequence[Instance]) -> Iterator[GridFigures]:
    """The figures of each grid of numbers."""
    asked = {grid.name for grid in blueprint.asked}
    for grid in blueprint.grids:
        if grid.view is not View.WORDS:
            yield _figures(grid, [instance.values[grid.name] for instance in instances], grid.name in asked)


def _figures(grid: Grid, sheets: Sequence[Values], asked: bool) -> GridFigures:
    cells = np.array(sheets, dtype=float).reshape(len(sheets), -1)
    alike = (cells == cells[:, :1]).all(axis=1, keepdims=True) & (grid.cells > 2)
    return GridFigures(
        name=grid.name,
        cells=grid.cells,
        asked=asked,
        least=float(cells.min()),
        greatest=float(cells.max()),
        zeros=float((cells == 0).mean()),
        widest=max(len(show_value(cell)) for rows in sheets for row in rows for cell in row),
        trivial=None if not asked else float(((cells == 0) | alike).mean()),
        dead=float((cells == 0).all(axis=1).mean()) if isinstance(grid, ComputedGrid) else None,
    )  # fmt: skip


def choices_of(blueprint: Blueprint, instances: Sequence[Instance]) -> Iterator[ChoiceFigures]:
    """For every grid that holds a choice, or a 1 in each column, how often each position was right."""
    for grid in blueprint.grids:
        if isinstance(grid, ComputedGrid) and grid.formula.operation.options and grid.cells == 1:
            positions = [_chosen(grid.formula, instance.values) for instance in instances]
            yield _choice(grid.name, positions, len(grid.formula.operands) - 1)
        elif isinstance(grid, DrawnGrid) and isinstance(grid.source, OneHot):
            columns = (zip(*instance.values[grid.name], strict=True) for instance in instances)
            yield _choice(grid.name, [column.index(1) for sheet in columns for column in sheet], grid.shape[0])


def _chosen(formula: Formula, values: Mapping[str, Values]) -> int:
    options = formula.operation.options
    assert options is not None
    operands = [evaluate(operand, values) for operand in formula.operands]
    return options(*operands, *formula.settings).index(evaluate(formula, values)[0][0])


def _choice(name: str, positions: Sequence[int], options: int) -> ChoiceFigures:
    """Chance is the probability of a chi-square at least as large, by the Wilson-Hilferty approximation."""
    counts = np.bincount(positions, minlength=options)
    expected = len(positions) / options
    freedom = options - 1
    square = float(((counts - expected) ** 2 / expected).sum())
    deviation = ((square / freedom) ** (1 / 3) - 1 + 2 / (9 * freedom)) / math.sqrt(2 / (9 * freedom))
    return ChoiceFigures(name, tuple(int(count) for count in counts), math.erfc(deviation / math.sqrt(2)) / 2)


def guessable(instances: Sequence[Instance]) -> float:
    """The share of answers that are right when each grid is filled with its most usual number."""
    usual: dict[str, Counter[Value]] = {}
    for instance in instances:
        for grid in instance.blueprint.asked:
            spots = asked_spots(grid, instance.asked)
            usual.setdefault(grid.name, Counter()).update(
                instance.values[grid.name][row][column] for row, column in spots
            )
    right = sum(max(counts.values(), default=0) for counts in usual.values())
    return right / sum(counts.total() for counts in usual.values())
