"""The worked key: the working of every cell becomes grids of arithmetic that mirror those of the sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from generator.network.blueprint import Blueprint, Grid
from generator.network.covers import Spot
from generator.network.formula import Formula
from generator.network.number import POINT, Values, printed, with_point
from generator.network.working import Work, rule_applies, working
from generator.sheet.filling import WorkedCell, WorkedGrid, Working

_SIGNS = (" =", " ≈", " →")


def worked(
    exercise: int,
    blueprint: Blueprint,
    values: Mapping[str, Values],
    asked: Mapping[str, tuple[Spot, ...]],
    title: str,
    point: str = POINT,
) -> Working:
    """The working of an exercise, grid by grid in the order of the sheet; its numbers have a decimal `point`.

    A grid that only repeats another has none. Of what is printed only that has a working which shows a hidden cell at
    work.
    """
    return Working(exercise, title, tuple(_grids(blueprint, values, asked, point)))


def _grids(
    blueprint: Blueprint, values: Mapping[str, Values], asked: Mapping[str, tuple[Spot, ...]], point: str
) -> Iterator[WorkedGrid]:
    places: Counter[tuple[int, str]] = Counter()
    for name, works in groupby(working(blueprint, values), key=lambda work: work.grid):
        grid, step = blueprint.by_name[name], blueprint.step_of[name]
        cells = [_cell(blueprint, grid, asked, work, values[name], point) for work in works]
        place = places[step.number, grid.block]
        places[step.number, grid.block] += 1
        if any(cell.arithmetic for cell in cells):
            columns = grid.shape[1]
            rows = tuple(tuple(cells[start : start + columns]) for start in range(0, len(cells), columns))
            rule = _rule(blueprint, grid)
            applies = any(rule_applies(grid, *spot, values) for spot in _worked_spots(cells, columns)) if rule else True
            yield WorkedGrid(step.number, step.title, name, grid.role, place, rows, rule, applies)


def _worked_spots(cells: Sequence[WorkedCell], columns: int) -> Iterator[Spot]:
    return (divmod(number, columns) for number, cell in enumerate(cells) if cell.arithmetic)


def _rule(blueprint: Blueprint, grid: Grid) -> str:
    """What says the working of all cells, unless an operand of the operation is calculated in the same cell."""
    assert grid.formula is not None
    calculated = any(isinstance(operand, Formula) for operand in grid.formula.operands)
    rule = grid.formula.operation.written.rule
    return "" if calculated or not rule else blueprint.worded(rule)


def _cell(
    blueprint: Blueprint,
    grid: Grid,
    asked: Mapping[str, Sequence[Spot]],
    work: Work,
    values: Values,
    point: str,
) -> WorkedCell:
    spot = (work.row - 1, work.column - 1)
    result = printed(values[spot[0]][spot[1]])
    arithmetic = _without(work.text, result) if _is_asked(blueprint, grid, asked, spot) else ""
    return WorkedCell(with_point(arithmetic, point), with_point(result, point), spot in asked.get(grid.name, ()))


def _is_asked(blueprint: Blueprint, grid: Grid, asked: Mapping[str, Sequence[Spot]], spot: Spot) -> bool:
    """Whether a cell is to be filled, or is worked out from a hidden cell of a drawn grid."""
    assert grid.formula is not None
    reads_hidden = any(name in asked for name in grid.formula.grids() if not blueprint.by_name[name].computed)
    return spot in asked.get(grid.name, ()) or reads_hidden


def _without(text: str, result: str) -> str:
    """The working up to its result, with the sign before it."""
    before = text.removesuffix(f" {result}")
    return before if before != text and before.endswith(_SIGNS) else ""
