"""The stress report: draws many instances of an exercise, checks every promise and describes them in figures.

Floats are good enough here: none of this reaches a key or a mark.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from generator.errors import ByhandError
from generator.network.blueprint import Blueprint, Grid, View
from generator.network.covers import ambiguous, asked_spots
from generator.network.evaluation import evaluate, rounds_clearly
from generator.network.exercise import PAGE_FILL, TRIVIAL_ANSWERS, Exercise
from generator.network.formula import Formula
from generator.network.instance import MOST_DRAWS, Instance, draw_instance
from generator.network.number import Value, Values, read_number, shape_of, show_number, show_value
from generator.network.parameters import show_parameter
from generator.network.sources import OneHot

if TYPE_CHECKING:
    from generator.layout.soundness import Proof

MOST_MEAN_DRAWS = 100
MOST_TRIVIAL = 0.5
MOST_GUESSABLE = 2 / 3
"""The share of answers that are right when each grid is filled with its most usual number."""
MOST_DEAD = 0.5
"""The share of sheets on which a grid of several cells may be all 0."""
MOST_CHARACTERS = 16
"""What fits into a cell in legible type."""
MOST_DUPLICATES = 0.01
LEAST_CHANCE = 1e-4
"""A distribution over positions that is less likely by chance than this is called unfair."""


@dataclass(frozen=True)
class GridFigures:
    """What the cells of a grid contained: their range, the share of zeros, and their printed width.

    `trivial` is, for an asked grid, the share of cells that need no working: 0, or the same throughout a grid of more
    than two cells. `dead` is, for a computed grid, the share of sheets on which it is all 0.
    """

    name: str
    cells: int
    asked: bool
    least: float
    greatest: float
    zeros: float
    widest: int
    trivial: float | None
    dead: float | None


@dataclass(frozen=True)
class ChoiceFigures:
    """How often each position was right, and how likely chance alone is to favour one as much."""

    name: str
    counts: tuple[int, ...]
    chance: float

    @property
    def fair(self) -> bool:
        """Whether no position is favoured beyond chance."""
        return self.chance >= LEAST_CHANCE


@dataclass(frozen=True)
class StressReport:
    """The figures of one run, and the promises that an instance or the whole run broke."""

    exercise: str
    parameters: Mapping[str, bool | int | str | list[int]]
    seeds: int
    mean_draws: float
    most_draws: int
    mean_milliseconds: float
    slowest_milliseconds: float
    trivial: float
    guessable: float
    duplicates: int
    grids: tuple[GridFigures, ...]
    choices: tuple[ChoiceFigures, ...]
    broken_promises: tuple[str, ...]
    excused: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The report for machines."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """The report for a terminal."""
        chosen = " ".join(f"{name}={value}" for name, value in self.parameters.items())
        yield f"{self.exercise}: {self.seeds} sheets with {chosen}"
        yield f"draws per sheet     {self.mean_draws:.1f} on average, {self.most_draws} at most of {MOST_DRAWS}"
        yield f"time per sheet      {self.mean_milliseconds:.2f} ms on average, {self.slowest_milliseconds:.1f} at most"
        yield f"trivial answers     {self.trivial:.0%} of the blank cells: 0, or the same throughout the grid"
        yield f"guessable answers   {self.guessable:.0%} of them are the most usual number of their grid"
        yield f"duplicates          {self.duplicates} sheets with the same numbers as an earlier one"
        for choice in self.choices:
            shares = " ".join(f"{count / sum(choice.counts):.1%}" for count in choice.counts)
            verdict = "fair" if choice.fair else "UNFAIR"
            yield f"right one in {choice.name:<7}{shares} ({verdict}: chance {choice.chance:.2g})"
        yield f"{'grid':<9}{'least':>9}{'greatest':>9}{'zeros':>7}{'trivial':>9}{'all zero':>11}{'characters':>12}"
        for grid in self.grids:
            trivial = "printed" if grid.trivial is None else f"{grid.trivial:.0%}"
            dead = "" if grid.dead is None else f"{grid.dead:.0%}"
            yield (
                f"{grid.name:<9}{grid.least:>9.4g}{grid.greatest:>9.4g}{grid.zeros:>7.0%}{trivial:>9}{dead:>11}"
                f"{grid.widest:>12}"
            )
        yield from (f"excused: {promise}" for promise in self.excused)
        yield from (f"BROKEN: {promise}" for promise in self.broken_promises)
        yield "every promise held" if not self.broken_promises else f"{len(self.broken_promises)} promises broken"


def stress_report(
    exercise: Exercise,
    parameters: Mapping[str, Any],
    seeds: int,
    progress: Callable[[int], None] = lambda _done: None,
) -> StressReport:
    """Draw the instances of seeds 0 to seeds - 1; `progress` is called after each one.

    Raises ByhandError for parameters that are not allowed, or if none of the seeds has an instance.
    """
    blueprint = exercise.blueprint(parameters)
    instances: list[Instance] = []
    seconds: list[float] = []
    broken: list[str] = []
    for seed in range(seeds):
        start = time.perf_counter()
        try:
            instance = draw_instance(blueprint, seed)
        except ByhandError as error:
            broken.append(str(error))
        else:
            instances.append(instance)
            broken.extend(f"seed {seed}: {promise}" for promise in _broken_by(blueprint, instance))
        seconds.append(time.perf_counter() - start)
        progress(1)
    if not instances:
        raise ByhandError(broken[0] if broken else "a stress run needs at least one seed")

    columns = {grid.name: [instance.values[grid.name] for instance in instances] for grid in blueprint.grids}
    asked = {grid.name for grid in blueprint.asked}
    grids = tuple(
        _figures(grid, columns[grid.name], grid.name in asked)
        for grid in blueprint.grids
        if grid.view is not View.WORDS
    )
    proofs = _proofs(blueprint)
    broken += _page_faults(proofs)
    draws = [instance.draws for instance in instances]
    sizes = [blueprint.by_name[figures.name].cells for figures in grids if figures.asked]
    shares = [figures.trivial for figures in grids if figures.trivial is not None]
    sheets = {tuple(instance.values[grid.name] for grid in blueprint.drawn) for instance in instances}
    report = StressReport(
        exercise=exercise.name,
        parameters={name: show_parameter(value) for name, value in blueprint.parameters.items()},
        seeds=seeds,
        mean_draws=float(np.mean(draws)),
        most_draws=max(draws),
        mean_milliseconds=float(np.mean(seconds)) * 1000,
        slowest_milliseconds=max(seconds) * 1000,
        trivial=float(np.average(shares, weights=sizes)),
        guessable=_guessable(instances),
        duplicates=len(instances) - len(sheets),
        grids=grids,
        choices=tuple(_choices(blueprint, instances)),
        broken_promises=(),
        excused=(),
    )
    excused: list[str] = []
    for kind, faults in ((PAGE_FILL, _page_fill(proofs)), (TRIVIAL_ANSWERS, _trivial(report))):
        reason = exercise.exceptions.get(kind)
        (broken if reason is None else excused).extend(f"{fault} ({reason})" if reason else fault for fault in faults)
    return replace(report, broken_promises=(*broken, *_broken_overall(report)), excused=tuple(excused))


def _broken_by(blueprint: Blueprint, instance: Instance) -> Iterator[str]:
    """The promises that one instance breaks."""
    values = instance.values
    if blueprint.complete({grid.name: values[grid.name] for grid in blueprint.drawn}) != values:
        yield "the key differs from what the formulas give"
    yield from _sympy_differs(blueprint, values)
    for name, (row, column) in ambiguous(blueprint, values, instance.asked):
        yield f"{name}, row {row + 1}, column {column + 1}: a hidden cell has several answers"
    yield from _misread(blueprint, values)
    for condition in blueprint.conditions:
        if not condition.holds(values):
            yield condition.sentence
    for grid in blueprint.grids:
        if shape_of(values[grid.name]) != grid.shape:
            yield f"{grid.name} has the shape {shape_of(values[grid.name])}, not {grid.shape}"
        if (
            grid.formula
            and grid.name not in blueprint.fixed
            and not rounds_clearly(grid.formula, grid.rounding, values)
        ):
            yield f"{grid.name}: a value is too close to a rounding edge"


def _misread(blueprint: Blueprint, values: Mapping[str, Values]) -> Iterator[str]:
    """The numbers that are not read back as they are printed."""
    for grid in blueprint.grids:
        for cell in chain.from_iterable(values[grid.name]):
            if not isinstance(cell, str) and read_number(show_number(cell)) != cell:
                yield f"{grid.name}: {cell} does not read back as it is printed"


def _proofs(blueprint: Blueprint) -> Mapping[str, Proof]:
    """The pages on both papers."""
    from generator.layout.soundness import Proof
    from generator.sheet.boxes import Paper

    return {paper.value: Proof.of(blueprint, paper) for paper in Paper}


def _page_faults(proofs: Mapping[str, Proof]) -> Iterator[str]:
    """What is wrong with the pages."""
    from generator.layout.soundness import page_faults

    for paper, proof in proofs.items():
        yield from (f"{paper}, {fault}" for fault in page_faults(proof))


def _page_fill(proofs: Mapping[str, Proof]) -> Iterator[str]:
    """Where pages are half empty."""
    from generator.layout.soundness import poorly_filled

    for paper, proof in proofs.items():
        yield from (f"{paper}, {fault}" for fault in poorly_filled(proof.pages))


def _trivial(report: StressReport) -> Iterator[str]:
    """Where answers need no work: 0, or the same throughout the grid."""
    if report.trivial > MOST_TRIVIAL:
        yield f"{report.trivial:.0%} of the answers are trivial; at most {MOST_TRIVIAL:.0%} are allowed"
    if report.guessable > MOST_GUESSABLE:
        yield f"{report.guessable:.0%} of the answers can be guessed; at most {MOST_GUESSABLE:.0%} are allowed"


def _guessable(instances: Sequence[Instance]) -> float:
    """The share of answers that are right when each grid is filled with its most usual number."""
    usual: dict[str, Counter[Value]] = {}
    for instance in instances:
        for grid in instance.blueprint.asked:
            spots = asked_spots(grid, instance.asked)
            usual.setdefault(grid.name, Counter()).update(
                instance.values[grid.name][row][column] for row, column in spots
            )
    right = sum(max(counts.values(), default=0) for counts in usual.values())
    return right / sum(counts.total() for counts in usual.values())


def _sympy_differs(blueprint: Blueprint, values: Mapping[str, Values]) -> Iterator[str]:
    """The computed grids whose numbers are not those of sympy's closed forms, rounded."""
    from generator.network.closed_forms import closed_form, matrix

    for grid in blueprint.computed:
        if grid.view is not View.WORDS:
            differences = closed_form(blueprint, values, grid.name) - matrix(values[grid.name])
            # Half a unit of the last place, or a whole one where it is cut; a hair for the evaluation.
            rounding = grid.rounding
            allowed = 10.0**-rounding.decimals * (1 if rounding.cut else 0.5) + 1e-14 if rounding else 0
            if any(abs(difference.evalf(30)) > allowed for difference in differences):
                yield f"{grid.name}: sympy finds other numbers"


def _broken_overall(report: StressReport) -> Iterator[str]:
    """The promises that the sheets break together."""
    if report.mean_draws > MOST_MEAN_DRAWS:
        yield f"{report.mean_draws:.0f} draws per sheet on average; at most {MOST_MEAN_DRAWS} are allowed"
    if report.most_draws > MOST_DRAWS / 10:
        yield f"one sheet took {report.most_draws} draws, too close to the limit of {MOST_DRAWS}"
    if report.duplicates > MOST_DUPLICATES * report.seeds:
        yield f"{report.duplicates} of {report.seeds} sheets repeat another"
    for grid in report.grids:
        if grid.dead is not None and grid.dead > MOST_DEAD and grid.cells > 1:
            yield f"{grid.name} is all 0 on {grid.dead:.0%} of the sheets; at most {MOST_DEAD:.0%} are allowed"
        if grid.widest > MOST_CHARACTERS:
            yield f"{grid.name} has numbers of {grid.widest} characters; at most {MOST_CHARACTERS} are legible"
    for choice in report.choices:
        if not choice.fair:
            yield f"{choice.name}: the right one is too often in one position: {choice.counts}"


def _figures(grid: Grid, sheets: Sequence[Values], asked: bool) -> GridFigures:
    cells = np.array(sheets, dtype=float).reshape(len(sheets), -1)
    alike = (cells == cells[:, :1]).all(axis=1, keepdims=True) & (grid.cells > 2)
    return GridFigures(
        name=grid.name,
        cells=grid.cells,
        asked=asked,
        least=float(cells.min()),
        greatest=float(cells.max()),
        zeros=float((cells == 0).mean()),
        widest=max(len(show_value(cell)) for rows in sheets for row in rows for cell in row),
        trivial=None if not asked else float(((cells == 0) | alike).mean()),
        dead=float((cells == 0).all(axis=1).mean()) if grid.computed else None,
    )  # fmt: skip


def _choices(blueprint: Blueprint, instances: Sequence[Instance]) -> Iterator[ChoiceFigures]:
    """For every grid that holds a choice, or a 1 in each column, how often each position was right."""
    for grid in blueprint.grids:
        if grid.formula is not None and grid.formula.operation.options and grid.cells == 1:
            positions = [_chosen(grid.formula, instance.values) for instance in instances]
            yield _choice(grid.name, positions, len(grid.formula.operands) - 1)
        elif isinstance(grid.source, OneHot):
            columns = (zip(*instance.values[grid.name], strict=True) for instance in instances)
            yield _choice(grid.name, [column.index(1) for sheet in columns for column in sheet], grid.shape[0])


def _chosen(formula: Formula, values: Mapping[str, Values]) -> int:
    options = formula.operation.options
    assert options is not None
    operands = [evaluate(operand, values) for operand in formula.operands]
    return options(*operands, *formula.settings).index(evaluate(formula, values)[0][0])


def _choice(name: str, positions: Sequence[int], options: int) -> ChoiceFigures:
    """Chance is the probability of a chi-square at least as large, by the Wilson-Hilferty approximation."""
    counts = np.bincount(positions, minlength=options)
    expected = len(positions) / options
    freedom = options - 1
    square = float(((counts - expected) ** 2 / expected).sum())
    deviation = ((square / freedom) ** (1 / 3) - 1 + 2 / (9 * freedom)) / math.sqrt(2 / (9 * freedom))
    return ChoiceFigures(name, tuple(int(count) for count in counts), math.erfc(deviation / math.sqrt(2)) / 2)
