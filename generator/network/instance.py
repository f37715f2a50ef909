"""An Instance: the numbers of one student's exercise, drawn from a seed until every condition holds.

Givens are drawn layer by layer, each when the working first needs it, and its layer's conditions are asked at once:
a ReLU that clips nothing costs a new W2, not a new sheet. A layer that fails again and again sends back to the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from generator.errors import ByhandError
from generator.network.blueprint import Blueprint, Condition, Grid, evaluate, rounds_clearly
from generator.network.number import Values, shape_of
from generator.network.stream import Stream

MOST_DRAWS = 20_000
DRAWS_OF_A_LAYER = 6
"""How often one layer is drawn before all is drawn again."""


@dataclass(frozen=True)
class Instance:
    """Every grid's exact values under its name, and how many draws it took: 1 if nothing had to be drawn again."""

    values: Mapping[str, Values]
    draws: int


@dataclass(frozen=True)
class _Layer:
    """The givens that are drawn together, and the grids worked out before others are needed, with conditions due."""

    drawn: tuple[Grid, ...]
    worked_out: tuple[tuple[Grid, tuple[Condition, ...]], ...]


def draw_instance(blueprint: Blueprint, seed: int, pinned: Mapping[str, Values] | None = None) -> Instance:
    """The instance of a seed, with some givens pinned; ByhandError naming the condition that no draw could meet.

    When every given is pinned there is nothing to choose, so conditions are not asked.
    """
    pinned = pinned or {}
    check_pinned(blueprint, pinned)
    if all(grid.name in pinned for grid in blueprint.givens):
        return Instance(blueprint.complete(pinned), draws=0)
    layers = _layers(blueprint, pinned)
    values: dict[str, Values] = dict(pinned)
    drawn: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    place = tries = 0
    while place < len(layers):
        for grid in layers[place].drawn:
            assert grid.source is not None
            drawn[grid.name] += 1
            # A stream for each grid: what else is pinned, or added to an exercise, does not change its draws.
            stream = Stream(f"{blueprint.exercise}|{seed}|{grid.name}|{drawn[grid.name]}")
            values[grid.name] = grid.source.draw(stream, grid.shape)
        failure = _work_out(layers[place], values)
        if failure is None:
            place, tries = place + 1, 0
            continue
        failures[failure] += 1
        tries += 1
        if failures.total() == MOST_DRAWS:
            raise ByhandError(
                f"{blueprint.exercise}, seed {seed}: {MOST_DRAWS} draws met no instance good to work by hand; most "
                f"often failed: {failures.most_common(1)[0][0]!r}. Choose other parameters or pin fewer givens"
            )
        if tries == DRAWS_OF_A_LAYER:
            place = tries = 0
    return Instance({grid.name: values[grid.name] for grid in blueprint.grids}, 1 + failures.total())


def _layers(blueprint: Blueprint, pinned: Container[str]) -> Sequence[_Layer]:
    """The layers in the order of working; givens that no formula reads belong to the first.

    What several blocks share, such as weights, is drawn before the first of them, so that no block shapes it more
    than the others do: the answer is as likely to stand in one as in the other.
    """
    open_ = {grid.name: grid for grid in blueprint.givens if grid.name not in pinned}
    readers: dict[str, set[str]] = {name: set() for name in open_}
    for blank in blueprint.blanks:
        for name in _read(blank):
            readers.get(name, set()).add(blank.block)
    unread = [open_.pop(name) for name, blocks in readers.items() if not blocks]
    drawn = [unread]
    worked_out = [[*unread, *(grid for grid in blueprint.givens if grid.name in pinned)]]
    started: set[str] = {""}
    for blank in blueprint.blanks:
        needs = [_read(blank)]
        if blank.block not in started:
            started.add(blank.block)
            shared = [name for name, blocks in readers.items() if blank.block in blocks and len(blocks - {""}) > 1]
            needs = [shared, *needs]
        for need in needs:
            fresh = [open_.pop(name) for name in dict.fromkeys(need) if name in open_]
            if fresh and drawn[-1]:
                drawn.append([])
                worked_out.append([])
            drawn[-1].extend(fresh)
            worked_out[-1].extend(fresh)
        worked_out[-1].append(blank)
    order = {grid.name: place for place, grid in enumerate(grid for layer in worked_out for grid in layer)}
    due: dict[str, tuple[Condition, ...]] = {}
    for condition in blueprint.conditions:
        last = max(condition.grids, key=order.__getitem__)
        due[last] = (*due.get(last, ()), condition)
    return [
        _Layer(tuple(fresh), tuple((grid, due.get(grid.name, ())) for grid in layer))
        for fresh, layer in zip(drawn, worked_out, strict=True)
    ]


def _read(blank: Grid) -> Sequence[str]:
    """The grids that a blank grid's formula reads."""
    assert blank.formula is not None
    return tuple(blank.formula.grids())


def _work_out(layer: _Layer, values: dict[str, Values]) -> str | None:
    """Add the layer's grids to the values; the sentence of the first condition that fails, if one does."""
    for grid, conditions in layer.worked_out:
        if grid.formula is not None:
            values[grid.name] = evaluate(grid.formula, values)
            if not rounds_clearly(grid.formula, values):
                return f"{grid.name}: no value near a rounding edge"
        for condition in conditions:
            if not condition.holds(values):
                return condition.sentence
    return None


def check_pinned(blueprint: Blueprint, pinned: Mapping[str, Values]) -> None:
    """ByhandError when a pinned grid is unknown, not a given, or of the wrong shape."""
    names = ", ".join(grid.name for grid in blueprint.givens)
    for name, values in pinned.items():
        grid = blueprint.by_name.get(name)
        if grid is None or not grid.given:
            raise ByhandError(
                f"{blueprint.exercise} gives no grid called {name[:40]!r}; with these parameters it gives {names}"
            )
        if shape_of(values) != grid.shape:
            raise ByhandError(
                f"given {name}: found {_size(shape_of(values))}, expected {_size(grid.shape)}; "
                "change the numbers or the parameters"
            )


def _size(shape: tuple[int, int]) -> str:
    return f"{shape[0]} rows of {shape[1]}"
