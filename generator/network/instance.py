"""An Instance: the numbers of one student's exercise, drawn from a seed until every condition holds, and what is asked.

Grids are drawn layer by layer, each when the working first needs it, and its layer's conditions are checked at once:
a ReLU that clips nothing costs a new W2, not a new sheet. A layer that keeps failing starts again at the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.errors import ByhandError, Said, say
from generator.network.blueprint import Blueprint, DrawnGrid
from generator.network.covers import Asked, choose_asked
from generator.network.layers import Layer, layers_of
from generator.network.number import Undefined, Values, shape_of
from generator.network.program import Program, ToFill
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

        if isinstance(self.blueprint.by_name[grid], DrawnGrid):
            return matrix(self.values[grid])
        return closed_form(self.blueprint, self.values, grid)


def draw_instance(blueprint: Blueprint, seed: int, pinned: Mapping[str, Values] | None = None) -> Instance:
    """The instance of a seed, with some grids pinned; ByhandError naming the condition that no draw could meet.

    When every drawn grid is pinned there is nothing to choose, so conditions are not checked.
    """
    return Urn(blueprint, pinned or {}).draw(seed)


class Urn:
    """What the instances of a class are drawn from: an exercise with some grids pinned, prepared to be drawn often."""

    def __init__(self, blueprint: Blueprint, pinned: Mapping[str, Values]) -> None:
        """Look at what is pinned; ByhandError if it does not fit."""
        check_pinned(blueprint, pinned)
        self.blueprint = blueprint
        self.pinned = pinned

    def draw(self, seed: int) -> Instance:
        """The instance of a seed; ByhandError naming the condition that no draw could meet."""
        if all(grid.name in self.pinned for grid in self.blueprint.drawn):
            return self._as_pinned(seed)
        return _Drawing(self, seed).instance()

    def _as_pinned(self, seed: int) -> Instance:
        blueprint = self.blueprint
        try:
            values: Mapping[str, Values] = blueprint.complete(self.pinned)
        except Undefined as error:
            raise ByhandError(
                "{exercise}: {fault} with these numbers; pin others", exercise=blueprint.exercise, fault=error.said
            ) from error
        return Instance(blueprint, values, 0, choose_asked(blueprint, seed, values, unique=False) or {})

    @cached_property
    def program(self) -> Program:
        """All formulas, written out with care."""
        blueprint = self.blueprint
        # Grids that hold the same values on every sheet may round unclearly: drawing again would not change them.
        return Program.of(
            [grid.name for grid in blueprint.drawn],
            [
                ToFill(
                    grid.name,
                    grid.formula,
                    grid.rounding,
                    careful=True,
                    clearly=grid.name not in blueprint.fixed,
                    from_sources=True,
                )
                for grid in blueprint.computed
            ],
        )

    @cached_property
    def layers(self) -> Sequence[Layer]:
        """The layers in the order of working."""
        return layers_of(self.blueprint, self.pinned, self.program)


class _Drawing:
    """The drawing of one instance: how often each grid was drawn, and how often each condition failed."""

    def __init__(self, urn: Urn, seed: int) -> None:
        self._urn = urn
        self._blueprint = urn.blueprint
        self._seed = seed
        self._values: dict[str, Values] = dict(urn.pinned)
        self._results: list[Any] = [urn.pinned.get(grid.name) for grid in self._blueprint.drawn]
        self._results += [None] * len(urn.program.lines)
        self._drawn: Counter[str] = Counter()
        self._failures: Counter[Said | str] = Counter()

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
        layers = self._urn.layers
        place = tries = 0
        while place < len(layers):
            for grid in layers[place].drawn:
                self._draw(grid)
            failure = self._work_out(layers[place])
            if failure is None:
                place, tries = place + 1, 0
                continue
            self._count_failure(failure)
            tries += 1
            if tries == DRAWS_OF_A_LAYER:
                place = tries = 0

    def _draw(self, grid: DrawnGrid) -> None:
        self._drawn[grid.name] += 1
        # A stream for each grid: what else is pinned, or added to an exercise, does not change its draws.
        stream = Stream(f"{self._blueprint.exercise}|{self._seed}|{grid.name}|{self._drawn[grid.name]}")
        self._results[self._urn.program.places[grid.name]] = grid.source.draw(stream, grid.shape)

    def _work_out(self, layer: Layer) -> Said | str | None:
        """Take the layer's grids into the values, and return the sentence of the first condition that fails, if any."""
        program, results, values = self._urn.program, self._results, self._values
        for grid in layer.drawn:
            values[grid.name] = results[program.places[grid.name]]
        for known, start, stop, conditions in layer.worked_out:
            try:
                program.run(results, start, stop)
            except Undefined as error:
                return say("{where}: {fault}", where=known.name, fault=error.said)
            values[known.name] = results[program.places[known.name]]
            for condition in conditions:
                if not condition.holds(values):
                    return condition.sentence
        return None

    def _count_failure(self, failure: Said | str) -> None:
        self._failures[failure] += 1
        if self._failures.total() == MOST_DRAWS:
            ((most, _),) = self._failures.most_common(1)
            raise ByhandError(
                "{exercise}, seed {seed}: {most} draws gave no instance good to work by hand; this condition most "
                "often failed: {condition!r}. Choose other parameters or pin fewer grids",
                exercise=self._blueprint.exercise,
                seed=self._seed,
                most=MOST_DRAWS,
                condition=most,
            )


def check_pinned(blueprint: Blueprint, pinned: Mapping[str, Values]) -> None:
    """ByhandError when a pinned grid is unknown, computed, of the wrong shape, or holds values it may not."""
    names = ", ".join(grid.name for grid in blueprint.drawn)
    for name, values in pinned.items():
        grid = blueprint.by_name.get(name)
        if not isinstance(grid, DrawnGrid):
            raise ByhandError(
                "{exercise} draws no grid called {name!r}; with these parameters it draws {names}",
                exercise=blueprint.exercise,
                name=name[:40],
                names=names,
            )
        if shape_of(values) != grid.shape:
            raise ByhandError(
                "given {name}: found {found}, expected {expected}; change the numbers or the parameters",
                name=name,
                found=_size(shape_of(values)),
                expected=_size(grid.shape),
            )
        if fault := grid.source.fault(values):
            raise ByhandError("given {name}: {fault}", name=name, fault=fault)


def _size(shape: tuple[int, int]) -> Said:
    return say("{rows} rows of {columns}", rows=shape[0], columns=shape[1])
