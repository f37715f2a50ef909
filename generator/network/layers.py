"""Layers: which grids of an exercise are drawn together, and what is worked out before more are drawn."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.network.blueprint import Blueprint, ComputedGrid, Condition, DrawnGrid, Grid
from generator.network.program import Program


class Worked(NamedTuple):
    """A grid that is known once some lines of the program have been run, and the conditions then due."""

    grid: Grid
    start: int
    stop: int
    conditions: tuple[Condition, ...]


class Layer(NamedTuple):
    """The grids that are drawn together, and those worked out before more are drawn."""

    drawn: tuple[DrawnGrid, ...]
    worked_out: tuple[Worked, ...]


def layers_of(blueprint: Blueprint, pinned: Container[str], program: Program) -> Sequence[Layer]:
    """The layers in the order of working; grids that no formula reads belong to the first.

    A drawn grid is only looked at where a condition is due.
    """
    members = list(_members(blueprint, pinned))
    order = {grid.name: place for place, grid in enumerate(grid for layer in members for grid in layer)}
    due: dict[str, tuple[Condition, ...]] = {}
    for condition in blueprint.conditions:
        last = max(condition.grids, key=order.__getitem__)
        due[last] = (*due.get(last, ()), condition)
    layers, done = [], 0
    for layer in members:
        worked_out = []
        for grid in layer:
            end = program.ends.get(grid.name, done)
            if isinstance(grid, ComputedGrid) or grid.name in due:
                worked_out.append(Worked(grid, done, end, due.get(grid.name, ())))
            done = end
        drawn = (grid for grid in layer if isinstance(grid, DrawnGrid) and grid.name not in pinned)
        layers.append(Layer(tuple(drawn), tuple(worked_out)))
    return layers


def _members(blueprint: Blueprint, pinned: Container[str]) -> Iterator[list[Grid]]:
    """The grids of each layer: those drawn for it, then those worked out before more have to be drawn.

    Grids that several blocks share, such as weights, are drawn before the first of them, so that no block shapes them
    more than the others do: the answer is equally likely to be in each.
    """
    open_ = {grid.name: grid for grid in blueprint.drawn if grid.name not in pinned}
    readers = _readers(blueprint, open_)
    first = [grid for name, grid in open_.items() if not readers[name]]
    layer: list[Grid] = [*first, *(grid for grid in blueprint.drawn if grid.name in pinned)]
    for grid in first:
        del open_[grid.name]
    has_draws = bool(first)
    started: set[str] = {""}
    for computed in blueprint.computed:
        needs = [_read(computed)]
        if computed.block not in started:
            started.add(computed.block)
            shared = [name for name, blocks in readers.items() if computed.block in blocks and len(blocks - {""}) > 1]
            needs = [shared, *needs]
        for need in needs:
            fresh = [open_.pop(name) for name in dict.fromkeys(need) if name in open_]
            if fresh and has_draws:
                yield layer
                layer = []
            has_draws = has_draws or bool(fresh)
            layer += fresh
        layer.append(computed)
    yield layer


def _readers(blueprint: Blueprint, names: Container[str]) -> Mapping[str, set[str]]:
    """The blocks in which each of these grids is read."""
    readers: dict[str, set[str]] = {grid.name: set() for grid in blueprint.drawn if grid.name in names}
    for computed in blueprint.computed:
        for name in _read(computed):
            readers.get(name, set()).add(computed.block)
    return readers


def _read(computed: ComputedGrid) -> Sequence[str]:
    """The grids that a computed grid's formula reads."""
    return tuple(computed.formula.grids())
