"""The cells asked under a cover: one cell of some grids, chosen for each student, with only one answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from generator.network.blueprint import Blueprint, ComputedGrid, Cover, DrawnGrid, Grid
from generator.network.evaluation import work_out
from generator.network.number import Number, Undefined, Value, Values
from generator.network.stream import Stream

Spot: TypeAlias = tuple[int, int]
"""Row and column of a cell, from 0."""
Asked: TypeAlias = Mapping[str, tuple[Spot, ...]]
"""The cells that covers ask for, by the name of their grid."""


def asked_spots(grid: Grid, asked: Asked) -> tuple[Spot, ...]:
    """The cells of a grid that a student fills, row by row."""
    return grid.bright if grid.asked else asked.get(grid.name, ())


def choose_asked(blueprint: Blueprint, seed: int, values: Mapping[str, Values], unique: bool) -> Asked | None:
    """The cell that each cover asks of a student; None when every cell of one has several answers.

    A computed cell has one answer. A drawn cell has one if no other number of its source gives every printed result;
    with `unique` off, as for numbers that a teacher has pinned, this is not checked.
    """
    asked: dict[str, tuple[Spot, ...]] = {}
    for number, cover in enumerate(blueprint.covers):
        stream = Stream(f"{blueprint.exercise}|{seed}|cover {number}")
        candidates = stream.shuffle(list(_cells(blueprint, cover)))
        found = (
            (grid, spot)
            for grid, spot in candidates
            if isinstance(grid, ComputedGrid) or not unique or _has_one_answer(blueprint, grid, spot, values)
        )
        chosen = next(found, None)
        if chosen is None:
            return None
        grid, spot = chosen
        asked[grid.name] = (*asked.get(grid.name, ()), spot)
    return {name: tuple(sorted(spots)) for name, spots in asked.items()}


def ambiguous(blueprint: Blueprint, values: Mapping[str, Values], asked: Asked) -> Iterator[tuple[str, Spot]]:
    """The hidden cells of drawn grids for which another number of their range gives every printed result too."""
    for name, spots in asked.items():
        grid = blueprint.by_name[name]
        if isinstance(grid, DrawnGrid):
            yield from ((name, spot) for spot in spots if not _has_one_answer(blueprint, grid, spot, values))


def _cells(blueprint: Blueprint, cover: Cover) -> Iterator[tuple[Grid, Spot]]:
    for name in cover.grids:
        grid = blueprint.by_name[name]
        for row in range(grid.shape[0]):
            for column in range(grid.shape[1]):
                yield grid, (row, column)


def _has_one_answer(blueprint: Blueprint, grid: DrawnGrid, spot: Spot, values: Mapping[str, Values]) -> bool:
    """Whether no other number that the source may draw gives every printed result."""
    right = values[grid.name][spot[0]][spot[1]]
    others = (number for number in grid.source.choices(*spot) if number != right)
    return not any(fits(blueprint, {(grid.name, spot): number}, values, {}) for number in others)


def fits(
    blueprint: Blueprint, hidden: Mapping[tuple[str, Spot], Number], values: Mapping[str, Values], asked: Asked
) -> bool:
    """Whether these numbers in hidden cells of drawn grids give every result that is printed.

    Results that are asked, in `asked` or as whole grids, are not printed and do not count.
    """
    own: dict[str, Values] = dict(values)
    changed: set[str] = set()
    for (name, spot), number in hidden.items():
        own[name] = with_cell(own[name], spot, number)
        changed.add(name)
    for grid in blueprint.computed:
        if changed.isdisjoint(grid.formula.grids()):
            continue
        try:
            result = work_out(grid.formula, grid.rounding, own)
        except Undefined:
            return False
        if not grid.asked:
            open_spots = asked.get(grid.name, ())
            for row, (mine, printed) in enumerate(zip(result, values[grid.name], strict=True)):
                for column, (cell, value) in enumerate(zip(mine, printed, strict=True)):
                    if cell != value and (row, column) not in open_spots:
                        return False
        if result != own[grid.name]:
            own[grid.name] = result
            changed.add(grid.name)
    return True


def with_cell(values: Values, spot: Spot, value: Value) -> Values:
    """The grid with another value in one cell."""
    return tuple(
        tuple(value if (row, column) == spot else cell for column, cell in enumerate(cells))
        for row, cells in enumerate(values)
    )  # type: ignore[return-value]
