"""Marks become a Report: one student's score and counts, exact until printed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property, reduce
from typing import NamedTuple

from generator.assignment.description import Assignment
from generator.assignment.roster import Student
from generator.errors import Said, say
from generator.network.number import Number, plus, simplest, times
from grader.marking.lateness import Late
from grader.marking.marks import Mark, Verdict


class Score(NamedTuple):
    """The score of one exercise, and how many points it is out of."""

    exercise: str
    score: Number
    points: Number


NOTHING = say("nothing handed in")
"""The only note on a student of whom no file came."""
_VERDICTS = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Result(ABC):
    """What became of one student, without the single cells; no file when nothing was handed in.

    `follow_through` is the share of the credit that follow-through earned, `remarks` are for the student, `notes` only
    for the teacher; `concerns` are those notes that a person has to look at. `late` is None for work in time. `copied`
    are the exercises that hold another student's numbers.
    """

    student: Student
    worksheet: str
    scores: tuple[Score, ...]
    file: str = ""
    notes: tuple[Said, ...] = ()
    remarks: tuple[Said, ...] = ()
    concerns: tuple[Said, ...] = ()
    follow_through: Number = 1
    late: Late | None = None
    copied: tuple[str, ...] = ()

    @property
    @abstractmethod
    def counts(self) -> tuple[int, ...]:
        """How many cells got each verdict, in their order; empty when nothing was handed in."""

    def count(self, verdict: Verdict) -> int:
        """How many cells got this verdict."""
        return self.counts[_VERDICTS[verdict]] if self.counts else 0

    @property
    def handed_in(self) -> bool:
        """Whether there is anything that was marked."""
        return bool(self.counts)

    @property
    def handed_in_nothing(self) -> bool:
        """Whether nothing came that may be the student's, readable or not."""
        return NOTHING in self.notes and len(self.notes) == 1

    # Sums are worked out each time: kept for every student of a class, they take more room than the rest of a report.

    @property
    def earned(self) -> Number:
        """The sum over the exercises, before anything is taken off for late work."""
        return reduce(plus, (part.score for part in self.scores), 0)

    @property
    def taken_off(self) -> Number:
        """The points that late work loses: never more than it earned."""
        return min(times(self.late.share, self.points), self.earned) if self.late else 0

    @property
    def score(self) -> Number:
        """The points that count."""
        return simplest(self.earned - self.taken_off)

    @property
    def points(self) -> Number:
        """The points that could be earned."""
        return reduce(plus, (part.points for part in self.scores), 0)

    @property
    def percent(self) -> Number:
        """The percentage of the points that was earned; 0 when there are none to earn."""
        return simplest(Fraction(self.score) * 100 / self.points) if self.points else 0


@dataclass(frozen=True, kw_only=True)
class Report(Result):
    """What became of one student, with the mark of every asked cell; no marks when nothing was handed in."""

    marks: tuple[Mark, ...] = ()

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many cells got each verdict, in their order."""
        found = Counter([found.verdict for found in self.marks])
        return tuple(found[verdict] for verdict in Verdict) if found else ()

    @property
    def short(self) -> ShortReport:
        """The same without the cells."""
        kept = {each.name: getattr(self, each.name) for each in fields(Result)}
        return ShortReport(**kept, counts=self.counts)


@dataclass(frozen=True, kw_only=True, slots=True)
class ShortReport(Result):
    """A report whose cells were let go: what is kept in memory of everybody in a class."""

    counts: tuple[int, ...] = ()


def scores_of(assignment: Assignment, cells: Mapping[str, int], marks: tuple[Mark, ...]) -> tuple[Score, ...]:
    """The score of each exercise, from the number of its cells and the marks of those handed in.

    An exercise is worth the points that assignment.toml gives it, or else one point per cell; its cells share them
    evenly.
    """
    points = {task.id: task.points for task in assignment.tasks}
    earned: dict[str, Number] = dict.fromkeys(cells, 0)
    for found in marks:
        earned[found.cell.exercise] += found.credit
    scores = []
    for exercise, count in cells.items():
        worth = points.get(exercise)
        worth = count if worth is None else worth
        scores.append(Score(exercise, simplest(Fraction(earned[exercise]) * worth / count), worth))
    return tuple(scores)
