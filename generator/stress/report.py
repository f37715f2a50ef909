"""The stress report: draws many instances of an exercise, checks every promise and describes them in figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from generator.errors import ByhandError
from generator.network.exercise import ONE_PAGE, PAGE_FILL, REPEATED_SHEETS, TRIVIAL_ANSWERS, Exercise
from generator.network.instance import MOST_DRAWS, Instance, draw_instance
from generator.network.parameters import show_parameter
from generator.stress.figures import ChoiceFigures, GridFigures, choices_of, figures_of, guessable
from generator.stress.promises import broken_by, faults_of_pages, half_empty_pages, more_than_a_page, proofs_of

MOST_MEAN_DRAWS = 100
MOST_TRIVIAL = 0.5
MOST_GUESSABLE = 2 / 3
"""The share of answers that are right when each grid is filled with its most usual number."""
MOST_DEAD = 0.5
"""The share of sheets on which a grid of several cells may be all 0."""
MOST_CHARACTERS = 16
"""What fits into a cell in legible type."""
MOST_DUPLICATES = 0.01


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
            broken.extend(f"seed {seed}: {promise}" for promise in broken_by(blueprint, instance))
        seconds.append(time.perf_counter() - start)
        progress(1)
    if not instances:
        raise ByhandError(broken[0] if broken else "a stress run needs at least one seed")

    grids = tuple(figures_of(blueprint, instances))
    proofs = proofs_of(blueprint)
    broken += faults_of_pages(proofs)
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
        guessable=guessable(instances),
        duplicates=len(instances) - len(sheets),
        grids=grids,
        choices=tuple(choices_of(blueprint, instances)),
        broken_promises=(),
        excused=(),
    )
    excused: list[str] = []
    excusable = {
        PAGE_FILL: half_empty_pages(proofs),
        TRIVIAL_ANSWERS: _trivial(report),
        REPEATED_SHEETS: _repeated(report),
        ONE_PAGE: more_than_a_page(proofs) if blueprint.parameters == exercise.blueprint().parameters else (),
    }
    for kind, faults in excusable.items():
        reason = exercise.exceptions.get(kind)
        (broken if reason is None else excused).extend(f"{fault} ({reason})" if reason else fault for fault in faults)
    return replace(report, broken_promises=(*broken, *_broken_overall(report)), excused=tuple(excused))


def _trivial(report: StressReport) -> Iterator[str]:
    """Where answers need no work: 0, or the same throughout the grid."""
    if report.trivial > MOST_TRIVIAL:
        yield f"{report.trivial:.0%} of the answers are trivial; at most {MOST_TRIVIAL:.0%} are allowed"
    if report.guessable > MOST_GUESSABLE:
        yield f"{report.guessable:.0%} of the answers can be guessed; at most {MOST_GUESSABLE:.0%} are allowed"


def _repeated(report: StressReport) -> Iterator[str]:
    """Where too many students get the numbers of another."""
    if report.duplicates > MOST_DUPLICATES * report.seeds:
        yield f"{report.duplicates} of {report.seeds} sheets repeat another"


def _broken_overall(report: StressReport) -> Iterator[str]:
    """The promises that the sheets break together."""
    if report.mean_draws > MOST_MEAN_DRAWS:
        yield f"{report.mean_draws:.0f} draws per sheet on average; at most {MOST_MEAN_DRAWS} are allowed"
    if report.most_draws > MOST_DRAWS / 10:
        yield f"one sheet took {report.most_draws} draws, too close to the limit of {MOST_DRAWS}"
    for grid in report.grids:
        if grid.dead is not None and grid.dead > MOST_DEAD and grid.cells > 1:
            yield f"{grid.name} is all 0 on {grid.dead:.0%} of the sheets; at most {MOST_DEAD:.0%} are allowed"
        if grid.widest > MOST_CHARACTERS:
            yield f"{grid.name} has numbers of {grid.widest} characters; at most {MOST_CHARACTERS} are legible"
    for choice in report.choices:
        if not choice.fair:
            yield f"{choice.name}: the right one is too often in one position: {choice.counts}"
