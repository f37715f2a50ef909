"""Which grids of a working belong together: the same grid of each repeating block, and a grid with its weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.sheet.filling import WorkedGrid, Working


@dataclass(frozen=True)
class Family:
    """Grids of a step that are set side by side, and the weights that lead to the first.

    Or else `is_said` is true, and there is only the rule of these grids, once for all.
    """

    grids: tuple[WorkedGrid, ...]
    leads: tuple[WorkedGrid, ...] = ()
    is_said: bool = False

    @property
    def first(self) -> WorkedGrid:
        """The grid that its step is named by."""
        return self.grids[0]


def families_beside(working: Working) -> tuple[Family, ...]:
    """What is explained beside a filled sheet: grids of arithmetic, and rules, each said once for a step."""
    return tuple(_beside(working.shown))


def _beside(grids: Sequence[WorkedGrid]) -> Iterator[Family]:
    for several in _by_step(grids):
        said: set[str] = set()
        for members in _alike(several):
            rule = members[0].rule
            if rule and rule not in said:
                yield Family(tuple(grid for grid in several if grid.rule == rule), is_said=True)
            elif not rule:
                yield Family(members)
            said.add(rule)


def families_instead(working: Working) -> tuple[Family, ...]:
    """All grids of a sheet, to be shown in its place; a grid with a rule has its numbers, and the rule is said once."""
    steps = [tuple(_alike(several)) for several in _by_step(tuple(map(_bare, working.grids)))]
    leads: dict[str, list[WorkedGrid]] = defaultdict(list)
    for grid in working.grids:
        if grid.leads:
            leads[grid.leads].append(grid)
    shown = [family for families in steps for family in families]
    led = [family for family in shown if not any(grid.grid in leads for grid in family[1:])]
    before = {family[0].grid: tuple(leads[family[0].grid]) for family in led if family[0].grid in leads}
    moved = {grid.grid for grids in before.values() for grid in grids}
    left = (tuple(grid for grid in family if grid.grid not in moved) for family in shown)
    return tuple(Family(_said_once(family), before.get(family[0].grid, ())) for family in left if family)


def _said_once(grids: Sequence[WorkedGrid]) -> tuple[WorkedGrid, ...]:
    """Grids side by side, of which only the first has their rule, if any of them needs it."""
    rule = next((grid.rule for grid in grids if grid.rule), "")
    first, *others = grids
    return replace(first, rule=rule), *(replace(grid, rule="") for grid in others)


def _bare(grid: WorkedGrid) -> WorkedGrid:
    """A grid with a rule has no arithmetic, and a rule only if that changes a number."""
    if not grid.rule:
        return grid
    rows = tuple(tuple(replace(cell, arithmetic="") for cell in row) for row in grid.rows)
    return replace(grid, rows=rows, rule=grid.rule if grid.applies else "")


def _by_step(grids: Sequence[WorkedGrid]) -> Iterator[tuple[WorkedGrid, ...]]:
    for _, several in groupby(sorted(grids, key=lambda grid: grid.step), key=lambda grid: grid.step):
        yield tuple(several)


def _alike(grids: Sequence[WorkedGrid]) -> Iterator[tuple[WorkedGrid, ...]]:
    """The grids of a step by what repeats in each block, in the order of the first block."""
    found: dict[int | str, list[WorkedGrid]] = defaultdict(list)
    for grid in grids:
        found[grid.place if grid.block else grid.grid].append(grid)
    yield from map(tuple, found.values())
