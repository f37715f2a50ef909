"""Statistics of a class from its Reports: scores, items, reliability, slips. Floats for reading, never for marks.

An item is a grid; its score is the share of its credit. Terms and formulas are those of classical test theory: Lord and
Novick, "Statistical Theories of Mental Test Scores", 1968; Cronbach, "Coefficient alpha and the internal structure of
tests", Psychometrika 16, 1951.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import fsum
from operator import add
from statistics import correlation, fmean, median, pstdev, stdev, variance
from typing import NamedTuple, TypeAlias

from generator.errors import Said
from generator.network.number import Number
from grader.marking.copied.sheet_numbers import Cells, shared
from grader.marking.marks import Address, Verdict
from grader.marking.report import Report, Result

BINS = 10
LEAST_FOR_ALPHA = 10
"""From how many students on a reliability says anything about a test."""


class Item(NamedTuple):
    """A grid across the class: `difficulty` is the mean share of credit, high for an easy item.

    `discrimination` is the correlation with the credit of all other items; None if there is no variation.
    """

    exercise: str
    step: int
    grid: str
    difficulty: float
    discrimination: float | None


class SlipCount(NamedTuple):
    """A slip in an exercise, with the grids it was found in and the students who made it."""

    exercise: str
    slip: Said
    grids: tuple[str, ...]
    students: tuple[str, ...]


@dataclass(frozen=True)
class ClassStatistics:
    """Figures of the students who handed in. Percents are of the points; None means that there are too few students."""

    handed_in: int
    mean: float | None
    median: float | None
    deviation: float | None
    alpha: float | None
    distribution: tuple[int, ...]
    items: tuple[Item, ...]
    cells: Mapping[Address, float]
    slips: tuple[SlipCount, ...]

    def steps(self) -> tuple[tuple[str, int, float], ...]:
        """Exercise, number and mean share of credit of each step, the hardest first."""
        shares: dict[tuple[str, int], list[float]] = {}
        for cell, share in self.cells.items():
            shares.setdefault((cell.exercise, cell.step), []).append(share)
        means = [(exercise, step, fsum(found) / len(found)) for (exercise, step), found in shares.items()]
        return tuple(sorted(means, key=lambda found: (found[2], found[0], found[1])))


class Tally(NamedTuple):
    """What a student's marks add to the statistics: the credit for every cell, and the slips, each with its grid."""

    credits: tuple[Number, ...]
    slips: tuple[tuple[str, str, Said], ...]

    @staticmethod
    def of(report: Report) -> Tally:
        """The tally of a report."""
        return Tally(
            tuple([found.credit for found in report.marks]),
            tuple(
                (found.cell.exercise, found.cell.grid, found.slip)
                for found in report.marks
                if found.slip and found.verdict is Verdict.INCORRECT
            ),
        )


_Grid: TypeAlias = tuple[str, int, str]
"""Exercise, step and name."""

Column: TypeAlias = Sequence[float]
"""The share of credit in an item, student by student."""


class _Layout:
    """The cells that some students were asked for, and what these students earned in them."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.sums: list[Number] = [0] * len(cells)
        self.students = 0
        self.items: dict[_Grid, slice] = {}
        for grid, places in groupby(range(len(cells)), key=lambda place: cells[place][:3]):
            first, *rest = places
            self.items[grid] = slice(first, (rest or [first])[-1] + 1)

    def take_in(self, earned: Sequence[Number]) -> array[float]:
        """Add a student's credits; the share of the credit in each item."""
        self.sums = list(map(add, self.sums, earned))
        self.students += 1
        parts = (earned[part] for part in self.items.values())
        return array("d", [fsum(map(float, part)) / len(part) for part in parts])


class ClassFigures:
    """The figures of a class, student by student."""

    def __init__(self) -> None:
        self._percents = array("d")
        self._layouts: dict[Cells, _Layout] = {}
        self._shares: list[tuple[_Layout, array[float]]] = []
        self._slips: dict[tuple[str, Said], tuple[dict[str, None], dict[str, None]]] = {}

    def take_in(self, report: Result, cells: Cells, tally: Tally) -> None:
        """Add a student who handed in, and was asked for these cells.

        Exercises that were copied say nothing about how hard they are, and half a sheet nothing about its items.
        """
        self._percents.append(float(report.percent))
        own = [place for place, cell in enumerate(cells) if cell.exercise not in report.copied]
        whole = len(own) == len(cells)
        layout = self._layout(cells if whole else shared(tuple([cells[place] for place in own])))
        shares = layout.take_in(tally.credits if whole else [tally.credits[place] for place in own])
        if whole:
            self._shares.append((layout, shares))
        for exercise, grid, slip in tally.slips:
            if exercise not in report.copied:
                grids, students = self._slips.setdefault((exercise, slip), ({}, {}))
                grids[grid] = students[report.student.id] = None

    def _layout(self, cells: Cells) -> _Layout:
        if cells not in self._layouts:
            self._layouts[cells] = _Layout(cells)
        return self._layouts[cells]

    def statistics(self) -> ClassStatistics:
        """The figures of all students who handed in."""
        percents, count = self._percents, len(self._percents)
        items, columns = self._item_credits()
        bins = Counter(min(int(percent * BINS // 100), BINS - 1) for percent in percents)
        return ClassStatistics(
            handed_in=count,
            mean=fmean(percents) if count else None,
            median=median(percents) if count else None,
            deviation=stdev(percents) if count > 1 else None,
            alpha=cronbachs_alpha(columns) if len(self._shares) >= LEAST_FOR_ALPHA else None,
            distribution=tuple(bins[place] for place in range(BINS)),
            items=tuple(
                Item(*item, fmean(column), found)
                for item, column, found in zip(items, columns, discriminations(columns), strict=True)
            ),
            cells=self._mean_credits(),
            slips=self._slip_counts(),
        )

    def _mean_credits(self) -> Mapping[Address, float]:
        sums: defaultdict[Address, Number] = defaultdict(int)
        students: Counter[Address] = Counter()
        for layout in self._layouts.values():
            for cell, earned in zip(layout.cells, layout.sums, strict=True):
                sums[cell] += earned
                students[cell] += layout.students
        return {cell: float(Fraction(earned) / students[cell]) for cell, earned in sums.items()}

    def _item_credits(self) -> tuple[list[_Grid], list[array[float]]]:
        """The grids that every sheet has, and the share of credit in each, student by student."""
        layouts = list({id(layout): layout for layout, _ in self._shares}.values())
        items = [item for item in (layouts[0].items if layouts else {}) if all(item in one.items for one in layouts)]
        places = {id(layout): [[*layout.items].index(item) for item in items] for layout in layouts}
        columns = [array("d") for _ in items]
        for layout, shares in self._shares:
            for column, place in zip(columns, places[id(layout)], strict=True):
                column.append(shares[place])
        return items, columns

    def _slip_counts(self) -> tuple[SlipCount, ...]:
        counts = [SlipCount(*slip, tuple(sorted(grids)), tuple(own)) for slip, (grids, own) in self._slips.items()]
        return tuple(sorted(counts, key=lambda count: (-len(count.students), count.exercise, str(count.slip))))


def cronbachs_alpha(columns: Sequence[Column]) -> float | None:
    """The reliability of a test: k/(k-1) * (1 - sum of item variances / variance of totals); a column is an item."""
    items = len(columns)
    if items < 2 or len(columns[0]) < 2:
        return None
    total = variance(map(fsum, zip(*columns, strict=True)))
    if total < 1e-12:
        return None
    # What is nothing but rounding is 0, and has no sign.
    return round(items / (items - 1) * (1 - fsum(map(variance, columns)) / total), 12) + 0.0


def discriminations(columns: Sequence[Column]) -> Iterator[float | None]:
    """The correlation of each item with the sum of all others; None if either never varies."""
    totals = [fsum(row) for row in zip(*columns, strict=True)]
    for column in columns:
        rest = [total - own for total, own in zip(totals, column, strict=True)]
        varies = len(column) > 2 and pstdev(column) >= 1e-9 and pstdev(rest) >= 1e-9
        yield correlation(column, rest) if varies else None
