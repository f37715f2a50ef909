"""An Instance: the numbers of one student's exercise, drawn from a seed until every condition holds, and what is asked.

Grids are drawn layer by layer, each when the working first needs it, and its layer's conditions are checked at once:
a ReLU that clips nothing costs a new W2, not a new sheet. A layer that keeps failing starts again at the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.errors import ByhandError
from generator.network.blueprint import Blueprint, Condition, Grid
from generator.network.covers import Asked, choose_asked
from generator.network.evaluation import rounds_clearly, work_out
from generator.network.number import Undefined, Values, shape_of
from generator.network.stream import Stream

if TYPE_CHECKING:
    import sympy

MOST_DRAWS = 20_000
DRAWS_OF_A_LAYER = 6
"""How often one layer is drawn before all are drawn again."""


@dataclass(frozen=True)
class Instance:
    """Every grid's exact values, the cells that covers ask, and how many draws it took: 1 if none was repeated."""

    blueprint: Blueprint
    values: Mapping[str, Values]
    draws: int
    asked: Asked = field(default_factory=dict)

    def exact(self, grid: str) -> sympy.Matrix:
        """A grid's cells as sympy has them: rationals, or the closed forms of a computed grid before it is rounded.

        ValueError for a grid of words.
        """
        from generator.network.closed_forms import closed_form, matrix

        if self.blueprint.by_name[grid].formula is None:
            return matrix(self.values[grid])
        return closed_form(self.blueprint, self.values, grid)


@dataclass(frozen=True)
class _Layer:
    """The grids that are drawn together, and those worked out before more are drawn, with the conditions then due."""

    drawn: tuple[Grid, ...]
    worked_out: tuple[tuple[Grid, tuple[Condition, ...]], ...]


def draw_instance(blueprint: Blueprint, seed: int, pinned: Mapping[str, Values] | None = None) -> Instance:
    """The instance of a seed, with some grids pinned; ByhandError naming the condition that no draw could meet.

    When every drawn grid is pinned there is nothing to choose, so conditions are not checked.
    """
    pinned = pinned or {}
    check_pinned(blueprint, pinned)
    if all(grid.name in pinned for grid in blueprint.drawn):
        try:
            values: Mapping[str, Values] = blueprint.complete(pinned)
        except Undefined as error:
            raise ByhandError(f"{blueprint.exercise}: {error} with these numbers; pin others") from error
        return Instance(blueprint, values, 0, choose_asked(blueprint, seed, values, unique=False) or {})
    return _Drawing(blueprint, seed, pinned).instance()


class _Drawing:
    """The drawing of one instance: how often each grid was drawn, and how often each condition failed."""

    def __init__(self, blueprint: Blueprint, seed: int, pinned: Mapping[str, Values]) -> None:
        self._blueprint = blueprint
        self._seed = seed
        self._values: dict[str, Values] = dict(pinned)
        self._layers = _layers(blueprint, pinned)
        self._drawn: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()

    def instance(self) -> Instance:
        """Draw until everything holds."""
        while True:
            self._draw_all_layers()
            asked = choose_asked(self._blueprint, self._seed, self._values, unique=True)
            if asked is not None:
                values = {grid.name: self._values[grid.name] for grid in self._blueprint.grids}
                return Instance(self._blueprint, values, 1 + self._failures.total(), asked)
            self._count_failure("a cell to ask for that has one answer only")

    def _draw_all_layers(self) -> None:
        place = tries = 0
        while place < len(self._layers):
            layer = self._layers[place]
            for grid in layer.drawn:
                self._draw(grid)
            failure = _work_out(layer, self._values, self._blueprint.fixed)
            if failure is None:
                place, tries = place + 1, 0
                continue
            self._count_failure(failure)
            tries += 1
            if tries == DRAWS_OF_A_LAYER:
                place = tries = 0

    def _draw(self, grid: Grid) -> None:
        assert grid.source is not None
        self._drawn[grid.name] += 1
        # A stream for each grid: what else is pinned, or added to an exercise, does not change its draws.
        stream = Stream(f"{self._blueprint.exercise}|{self._seed}|{grid.name}|{self._drawn[grid.name]}")
        self._values[grid.name] = grid.source.draw(stream, grid.shape)

    def _count_failure(self, failure: str) -> None:
        self._failures[failure] += 1
        if self._failures.total() == MOST_DRAWS:
            ((most, _),) = self._failures.most_common(1)
            raise ByhandError(
                f"{self._blueprint.exercise}, seed {self._seed}: {MOST_DRAWS} draws gave no instance good to work by "
                f"hand; this condition most often failed: {most!r}. Choose other parameters or pin fewer grids"
            )


def _work_out(layer: _Layer, values: dict[str, Values], fixed: Container[str]) -> str | None:
    """Add the layer's grids to the values, and return the sentence of the first condition that fails, if any.

    Grids that are `fixed` may round unclearly: drawing again would not change them.
    """
    for grid, conditions in layer.worked_out:
        if grid.formula is not None:
            try:
                values[grid.name] = work_out(grid.formula, grid.rounding, values)
            except Undefined as error:
                return f"{grid.name}: {error}"
            if grid.name not in fixed and not rounds_clearly(grid.formula, grid.rounding, values):
                return f"{grid.name}: no value near a rounding edge"
        for condition in conditions:
            if not condition.holds(values):
                return condition.sentence
    return None


def _layers(blueprint: Blueprint, pinned: Container[str]) -> Sequence[_Layer]:
    """The layers in the order of working; grids that no formula reads belong to the first."""
    members = list(_members(blueprint, pinned))
    order = {grid.name: place for place, grid in enumerate(grid for layer in members for grid in layer)}
    due: dict[str, tuple[Condition, ...]] = {}
    for condition in blueprint.conditions:
        last = max(condition.grids, key=order.__getitem__)
        due[last] = (*due.get(last, ()), condition)
    return [
        _Layer(
            tuple(grid for grid in layer if not grid.computed and grid.name not in pinned),
            tuple((grid, due.get(grid.name, ())) for grid in layer),
        )
        for layer in members
    ]


def _members(blueprint: Blueprint, pinned: Container[str]) -> Iterator[list[Grid]]:
    """The grids of each layer: those drawn for it, then those worked out before more have to be drawn.

    Grids that several blocks share, such as weights, are drawn before the first of them, so that no block shapes them
    more than the others do: the answer is equally likely to be in each.
    """
    open_ = {grid.name: grid for grid in blueprint.drawn if grid.name not in pinned}
    readers = _readers(blueprint, open_)
    first = [grid for name, grid in open_.items() if not readers[name]]
    layer = [*first, *(grid for grid in blueprint.drawn if grid.name in pinned)]
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


def _read(computed: Grid) -> Sequence[str]:
    """The grids that a computed grid's formula reads."""
    assert computed.formula is not None
    return tuple(computed.formula.grids())


def check_pinned(blueprint: Blueprint, pinned: Mapping[str, Values]) -> None:
    """ByhandError when a pinned grid is unknown, computed, of the wrong shape, or holds values it may not."""
    names = ", ".join(grid.name for grid in blueprint.drawn)
    for name, values in pinned.items():
        grid = blueprint.by_name.get(name)
        if grid is None or grid.source is None:
            raise ByhandError(
                f"{blueprint.exercise} draws no grid called {name[:40]!r}; with these parameters it draws {names}"
            )
        if shape_of(values) != grid.shape:
            raise ByhandError(
                f"given {name}: found {_size(shape_of(values))}, expected {_size(grid.shape)}; "
                "change the numbers or the parameters"
            )
        if fault := grid.source.fault(values):
            raise ByhandError(f"given {name}: {fault}")


def _size(shape: tuple[int, int]) -> str:
    return f"{shape[0]} rows of {shape[1]}"
