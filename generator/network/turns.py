"""The turns of an exercise: which grids are filled one after another when it is worked in front of a class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.network.blueprint import Blueprint, Step


@dataclass(frozen=True)
class Turn:
    """A step, or a step in one of the repeating blocks, and the grids that formulas fill in it, if any."""

    step: Step
    block: str
    grids: tuple[str, ...]


def turns(blueprint: Blueprint) -> tuple[Turn, ...]:
    """The turns in the order of working: a step that repeats, as at each time, has a turn each time.

    A step that fills nothing comes before the first turn of a later step.
    """
    waiting = [step for step in blueprint.steps if not any(name in blueprint.computed_by_name for name in step.grids)]
    found = []
    for step, block, grids in _runs(blueprint):
        while waiting and waiting[0].number < step.number:
            found.append(Turn(waiting.pop(0), "", ()))
        found.append(Turn(step, block, grids))
    return (*found, *(Turn(step, "", ()) for step in waiting))


def _runs(blueprint: Blueprint) -> Iterator[tuple[Step, str, tuple[str, ...]]]:
    """The grids that are filled in a row and belong to the same step and block."""
    placed = groupby(blueprint.computed, key=lambda grid: (blueprint.step_of[grid.name].number, grid.block))
    for (_, block), grids in placed:
        names = tuple(grid.name for grid in grids)
        yield blueprint.step_of[names[0]], block, names
