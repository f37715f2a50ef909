"""The worked key: the grids of the sheet with their numbers, and the working of every cell that was to be found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.network.blueprint import Blueprint, ComputedGrid, DrawnGrid, Grid, Role, View
from generator.network.covers import Spot
from generator.network.formula import Formula
from generator.network.number import POINT, Values, arithmetic_with_point, printed, with_point
from generator.network.working import cell_work, rule_applies
from generator.sheet.filling import WorkedCell, WorkedGrid, Working

_SIGNS = (" =", " ≈", " →")
_LINES = {View.GRAPH: "–", View.DIRECTED: "→"}
"""What is between the ends of an edge where a drawn graph is written out."""


def worked(
    exercise: int,
    blueprint: Blueprint,
    values: Mapping[str, Values],
    asked: Mapping[str, tuple[Spot, ...]],
    title: str,
    point: str = POINT,
) -> Working:
    """The working of an exercise, grid by grid; its numbers have a decimal `point`.

    A grid that is given or only repeats another has numbers alone. Of what is printed only that has a working which
    shows a hidden cell at work.
    """
    return Working(exercise, title, tuple(_Workings(blueprint, values, asked, point).grids()))


@dataclass(frozen=True)
class _Workings:
    """Works out the grids of an exercise."""

    blueprint: Blueprint
    values: Mapping[str, Values]
    asked: Mapping[str, tuple[Spot, ...]]
    point: str

    def grids(self) -> Iterator[WorkedGrid]:
        """Every grid; a drawn graph is written out as a list of its edges."""
        places: Counter[tuple[int, str]] = Counter()
        for grid in self.blueprint.grids:
            step, name = self.blueprint.step_of[grid.name], grid.name
            place = places[step.number, grid.block]
            places[step.number, grid.block] += 1
            drawn = grid.view in _LINES
            yield WorkedGrid(
                step.number,
                step.title,
                name,
                grid.role,
                place,
                () if drawn else self._rows(grid),
                _edges(grid, self.values[name]) if drawn else self._rule(grid),
                drawn or self._applies(grid),
                grid.block,
                self._leads.get(name, ""),
            )

    @cached_property
    def _leads(self) -> Mapping[str, str]:
        """The first grid that is worked out with each drawn weight or bias."""
        found: dict[str, str] = {}
        for grid in self.blueprint.computed:
            for name in grid.formula.grids():
                read = self.blueprint.by_name[name]
                if isinstance(read, DrawnGrid) and read.role in (Role.WEIGHT, Role.BIAS):
                    found.setdefault(name, grid.name)
        return found

    def _rows(self, grid: Grid) -> tuple[tuple[WorkedCell, ...], ...]:
        rows, columns = grid.shape
        return tuple(tuple(self._cell(grid, (row, column)) for column in range(columns)) for row in range(rows))

    def _cell(self, grid: Grid, spot: Spot) -> WorkedCell:
        row, column = spot
        if spot in grid.dark:
            return WorkedCell("", "", asked=False, dark=True)
        result = printed(self.values[grid.name][row][column])
        arithmetic = self._arithmetic(grid, spot, result)
        asked = spot in self.asked.get(grid.name, ())
        return WorkedCell(arithmetic_with_point(arithmetic, self.point), with_point(result, self.point), asked)

    def _arithmetic(self, grid: Grid, spot: Spot, result: str) -> str:
        """The working up to its result, with the sign before it."""
        if isinstance(grid, DrawnGrid) or not self._is_explained(grid, spot):
            return ""
        text = cell_work(grid, *spot, self.values)
        before = text.removesuffix(f" {result}")
        return before if before != text and before.endswith(_SIGNS) else ""

    def _is_explained(self, grid: ComputedGrid, spot: Spot) -> bool:
        """Whether a cell is to be filled, or is worked out from a hidden cell of a drawn grid."""
        drawn = (name for name in grid.formula.grids() if isinstance(self.blueprint.by_name[name], DrawnGrid))
        return spot in self.asked.get(grid.name, ()) or any(name in self.asked for name in drawn)

    def _rule(self, grid: Grid) -> str:
        """What says the working of all cells, unless an operand of the operation is calculated in the same cell."""
        if isinstance(grid, DrawnGrid) or any(isinstance(operand, Formula) for operand in grid.formula.operands):
            return ""
        rule = grid.formula.operation.written.rule
        return self.blueprint.worded(rule) if rule else ""

    def _applies(self, grid: Grid) -> bool:
        """Whether a rule, if there is one, changes any number that is explained."""
        spots = ((row, column) for row in range(grid.shape[0]) for column in range(grid.shape[1]))
        return (
            isinstance(grid, DrawnGrid)
            or not self._rule(grid)
            or any(rule_applies(grid, *spot, self.values) for spot in spots if self._is_explained(grid, spot))
        )


def _edges(grid: Grid, values: Values) -> str:
    """The edges of a graph as pairs of its nodes."""
    names, line = grid.headings, _LINES[grid.view]
    pairs = ((a, b) for a in range(len(names)) for b in range(len(names)) if values[a][b])
    shown = pairs if grid.view is View.DIRECTED else ((a, b) for a, b in pairs if a < b)
    return ", ".join(f"{names[a]}{line}{names[b]}" for a, b in shown)
