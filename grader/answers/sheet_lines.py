"""The lines of a worksheet's answer sheet: their names, how wide they are, and which of their cells are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from generator.assignment.worksheet import Worksheet
from generator.network.blueprint import Blueprint, ComputedGrid, Grid, View
from generator.network.covers import Spot
from grader.answers.submission import Line


class SheetLine(NamedTuple):
    """A line: its width, the columns that are asked, from 0, and whether these hold numbers and not words."""

    width: int
    asked: tuple[int, ...]
    numbers: bool


@dataclass(frozen=True)
class SheetLines:
    """The lines of a worksheet, and those that match when case is ignored; `only` is the exercise if there is one."""

    each: Mapping[Line, SheetLine]
    meant: Mapping[Line, tuple[Line, ...]]
    only: str

    @staticmethod
    def of(worksheet: Worksheet) -> SheetLines:
        """The lines of the answer sheet of a worksheet."""
        return _lines(tuple((task.id, task.blueprint, tuple(task.spots.items())) for task in worksheet.tasks))

    def fit(self, typed: Mapping[Line, Sequence[str]]) -> bool:
        """Whether every line is on the worksheet by just this name, with nothing beyond its last column."""
        return typed.keys() <= self.each.keys() and not any(
            any(texts[self.each[line].width :]) for line, texts in typed.items()
        )

    def meant_by(self, line: Line) -> Line | None:
        """The line of the worksheet that is meant, `c1` before `C1`; None if there is not exactly one."""
        if line in self.each:
            return line
        line = line._replace(exercise=line.exercise or self.only)
        candidates = self.meant.get(_folded(line), ())
        exact = [place for place in candidates if place.grid == line.grid] or candidates
        return exact[0] if len(exact) == 1 else None


_Task: TypeAlias = tuple[str, Blueprint, tuple[tuple[str, tuple[Spot, ...]], ...]]
"""An exercise's id, its Blueprint, and the cells that are asked, by grid."""


@lru_cache(maxsize=64)
def _lines(tasks: tuple[_Task, ...]) -> SheetLines:
    """The lines of a sheet with these exercises and cells to fill, which most of a class share."""
    each: dict[Line, SheetLine] = {}
    for identity, blueprint, grids in tasks:
        for name, spots in grids:
            grid = blueprint.by_name[name]
            rows: dict[int, list[int]] = {}
            for row, column in spots:
                rows.setdefault(row, []).append(column)
            for row, columns in rows.items():
                line = Line(identity, name, row + 1)
                each[line] = SheetLine(grid.shape[1], tuple(columns), _asks_for_numbers(grid))
    meant: dict[Line, tuple[Line, ...]] = {}
    for line in each:
        meant[_folded(line)] = (*meant.get(_folded(line), ()), line)
    return SheetLines(each, meant, tasks[0][0] if len(tasks) == 1 else "")


def _folded(line: Line) -> Line:
    return Line(line.exercise.casefold(), line.grid.casefold(), line.row)


def _asks_for_numbers(grid: Grid) -> bool:
    """Whether the cells of a grid hold numbers, and not the words of a choice."""
    choice = isinstance(grid, ComputedGrid) and grid.formula.operation.options is not None
    return not choice and grid.view is not View.WORDS
