"""An Instance: the numbers of one student's exercise, drawn from a seed until every condition holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.errors import ByhandError
from generator.graph import Blueprint, Condition, evaluate, rounds_clearly
from generator.numbers import Values, shape_of
from generator.stream import Stream

MOST_DRAWS = 20_000


@dataclass(frozen=True)
class Instance:
    """Every grid's exact values under its name, and how many draws it took to find them."""

    values: Mapping[str, Values]
    draws: int


def draw_instance(blueprint: Blueprint, seed: int, pinned: Mapping[str, Values] | None = None) -> Instance:
    """The instance of a seed, with some givens pinned; ByhandError naming the condition that no draw could meet.

    When every given is pinned there is nothing to choose, so conditions are not asked.
    """
    pinned = pinned or {}
    check_pinned(blueprint, pinned)
    if all(grid.name in pinned for grid in blueprint.givens):
        return Instance(blueprint.complete(pinned), draws=0)
    due = _due(blueprint)
    failures: dict[str, int] = {}
    for draw in range(1, MOST_DRAWS + 1):
        givens = _draw_givens(blueprint, f"{blueprint.exercise}|{seed}|{draw}", pinned)
        outcome = _work_out(blueprint, givens, due)
        if not isinstance(outcome, str):
            return Instance(outcome, draw)
        failures[outcome] = failures.get(outcome, 0) + 1
    hardest = max(failures, key=lambda sentence: failures[sentence])
    raise ByhandError(
        f"{blueprint.exercise}, seed {seed}: {MOST_DRAWS} draws met no instance good to work by hand; most often "
        f"failed: {hardest!r}. Choose other parameters or pin fewer givens"
    )


def _due(blueprint: Blueprint) -> Mapping[str, tuple[Condition, ...]]:
    """The conditions under the last grid each one looks at, so that a bad draw is given up early."""
    order = {grid.name: position for position, grid in enumerate(blueprint.grids)}
    due: dict[str, tuple[Condition, ...]] = {}
    for condition in blueprint.conditions:
        last = max(condition.grids, key=order.__getitem__)
        due[last] = (*due.get(last, ()), condition)
    return due


def _draw_givens(blueprint: Blueprint, stream_name: str, pinned: Mapping[str, Values]) -> dict[str, Values]:
    """Values for every given grid. A pinned grid's own draw is made and dropped: the others keep theirs."""
    stream = Stream(stream_name)
    return {name: pinned.get(name, drawn) for name, drawn in _draws(blueprint, stream)}


def _draws(blueprint: Blueprint, stream: Stream) -> Iterator[tuple[str, Values]]:
    for grid in blueprint.givens:
        assert grid.source is not None
        yield grid.name, grid.source.draw(stream, grid.shape)


def _work_out(
    blueprint: Blueprint, givens: Mapping[str, Values], due: Mapping[str, tuple[Condition, ...]]
) -> dict[str, Values] | str:
    """Every grid's values, or the sentence of the first condition that fails."""
    values: dict[str, Values] = {}
    for grid in blueprint.grids:
        if grid.formula is None:
            values[grid.name] = givens[grid.name]
        else:
            values[grid.name] = evaluate(grid.formula, values)
            if not rounds_clearly(grid.formula, values):
                return f"{grid.name}: no value near a rounding edge"
        for condition in due.get(grid.name, ()):
            if not condition.holds(values):
                return condition.sentence
    return values


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
