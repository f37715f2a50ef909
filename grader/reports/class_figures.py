"""Statistics of a class from its Reports: scores, items, reliability, slips. Floats for reading, never for marks.

An item is a grid; its score is the share of its credit. Terms and formulas are those of classical test theory: Lord and
Novick, "Statistical Theories of Mental Test Scores", 1968; Cronbach, "Coefficient alpha and the internal structure of
tests", Psychometrika 16, 1951.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from generator.errors import Said
from generator.network.number import Number
from grader.marking.marks import Address, Verdict
from grader.marking.report import Report

BINS = 10


@dataclass(frozen=True)
class Item:
    """A grid across the class: `difficulty` is the mean share of credit, high for an easy item.

    `discrimination` is the correlation with the credit of all other items; None if there is no variation.
    """

    exercise: str
    step: int
    grid: str
    difficulty: float
    discrimination: float | None


@dataclass(frozen=True)
class SlipCount:
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
        means = [(exercise, step, sum(found) / len(found)) for (exercise, step), found in shares.items()]
        return tuple(sorted(means, key=lambda found: (found[2], found[0], found[1])))


def class_statistics(reports: Iterable[Report]) -> ClassStatistics:
    """The figures of a class; students who did not hand in are not counted."""
    handed = [report for report in reports if report.marks]
    percents = np.array([float(report.percent) for report in handed])
    cells = _mean_credits(handed)
    items, credit = _item_credits(handed)
    count = len(handed)
    full = np.minimum(percents * BINS // 100, BINS - 1).astype(int) if count else np.zeros(0, dtype=int)
    return ClassStatistics(
        handed_in=count,
        mean=float(percents.mean()) if count else None,
        median=float(np.median(percents)) if count else None,
        deviation=float(percents.std(ddof=1)) if count > 1 else None,
        alpha=cronbachs_alpha(credit),
        distribution=tuple(int(number) for number in np.bincount(full, minlength=BINS)),
        items=tuple(
            Item(*item, float(column.mean()), discrimination(credit, place))
            for place, (item, column) in enumerate(zip(items, credit.T, strict=True))
        ),
        cells=cells,
        slips=_slips(handed),
    )


def cronbachs_alpha(credit: NDArray[np.float64]) -> float | None:
    """The reliability of a test: k/(k-1) * (1 - sum of item variances / variance of totals); rows are students."""
    students, items = credit.shape
    if students < 2 or items < 2:
        return None
    total = float(credit.sum(axis=1).var(ddof=1))
    if total < 1e-12:
        return None
    return float(items / (items - 1) * (1 - credit.var(axis=0, ddof=1).sum() / total))


def discrimination(credit: NDArray[np.float64], place: int) -> float | None:
    """The correlation of an item with the sum of all others; None if either never varies."""
    item = credit[:, place]
    rest = credit.sum(axis=1) - item
    if len(item) < 3 or item.std() < 1e-9 or rest.std() < 1e-9:
        return None
    return float(np.corrcoef(item, rest)[0, 1])


def _mean_credits(reports: Sequence[Report]) -> Mapping[Address, float]:
    by_cell: dict[Address, list[Number]] = defaultdict(list)
    for report in reports:
        for found in report.marks:
            by_cell[found.cell].append(found.credit)
    return {cell: float(Fraction(sum(earned)) / len(earned)) for cell, earned in by_cell.items()}


def _item_credits(reports: Sequence[Report]) -> tuple[list[tuple[str, int, str]], NDArray[np.float64]]:
    """The grids that every sheet has, and the share of credit in each: one row per student, one column per grid."""
    shares: list[dict[tuple[str, int, str], list[float]]] = []
    for report in reports:
        own: dict[tuple[str, int, str], list[float]] = {}
        for found in report.marks:
            own.setdefault(found.cell[:3], []).append(float(found.credit))
        shares.append(own)
    items = [item for item in (shares[0] if shares else {}) if all(item in own for own in shares)]
    credit = np.array([[sum(own[item]) / len(own[item]) for item in items] for own in shares], dtype=np.float64)
    return items, credit.reshape(len(shares), len(items))


def _slips(reports: Sequence[Report]) -> tuple[SlipCount, ...]:
    grids: dict[tuple[str, Said], dict[str, None]] = {}
    students: dict[tuple[str, Said], dict[str, None]] = {}
    for report in reports:
        for judged in report.marks:
            if judged.slip and judged.verdict is Verdict.INCORRECT:
                slip = (judged.cell.exercise, judged.slip)
                grids.setdefault(slip, {})[judged.cell.grid] = None
                students.setdefault(slip, {})[report.student.id] = None
    counts = [SlipCount(*slip, tuple(sorted(grids[slip])), tuple(own)) for slip, own in students.items()]
    return tuple(sorted(counts, key=lambda count: (-len(count.students), count.exercise, str(count.slip))))
