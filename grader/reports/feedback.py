"""A Report laid out for reading: exercise by exercise and step by step, as the templates of feedback show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from generator.assignment.description import Assignment
from generator.assignment.worksheet import Worksheet
from generator.language.words import Words
from generator.network.blueprint import Blueprint, Grid, Step
from generator.network.number import POINT, Number, printed
from grader.answers.typed import Fault
from grader.marking.marks import Mark, Verdict
from grader.marking.report import Report, Score
from grader.reports.places import Place

_CORRECTED = (Verdict.INCORRECT, Verdict.BLANK, Verdict.UNREADABLE)
"""The verdicts on a cell in which something else was expected."""


class CellView(NamedTuple):
    """A marked cell; `expected` is empty where the typed answer counts or the teacher withholds it.

    So is `own`, what it comes to on the student's own numbers, and where these lead to what was expected.
    `fault` is None if the cell could be read; `remark` says why the credit is unusual, if it is. What would be paid on
    the student's own sheet, but holds another's numbers, is `unpaid`.
    """

    row: int
    column: int
    typed: str
    expected: str
    verdict: Verdict
    slip: str
    fault: Fault | None
    remark: str
    unpaid: bool = False
    own: str = ""

    @property
    def right(self) -> bool:
        """Whether it is correct and counts, so that there is nothing to say about it."""
        return self.verdict is Verdict.CORRECT and not self.unpaid

    @property
    def place(self) -> Place:
        """Its row and column."""
        return self.row, self.column


@dataclass(frozen=True)
class Finding:
    """What is said of cells of a grid: a slip by its name, or why their credit is unusual."""

    said: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class GridView:
    """A grid with its marked cells, row by row, and the step that asks for it."""

    grid: Grid
    step: Step
    cells: tuple[CellView, ...]

    @cached_property
    def right(self) -> bool:
        """Whether all of its cells are correct, so that there is nothing to say about it."""
        return all(cell.right for cell in self.cells)

    @property
    def rows(self) -> tuple[tuple[CellView, ...], ...]:
        """The cells of each row."""
        return tuple(tuple(cells) for _, cells in groupby(self.cells, key=lambda cell: cell.row))

    @cached_property
    def slips(self) -> tuple[Finding, ...]:
        """The slips found in it, in the order of their first cells."""
        return _findings(self.cells, _SLIP)

    @cached_property
    def remarks(self) -> tuple[Finding, ...]:
        """What is said about unusual credit, in the order of the first cells."""
        return _findings(self.cells, _REMARK)

    @cached_property
    def followed(self) -> tuple[CellView, ...]:
        """The cells that follow from earlier ones and are paid as that."""
        return tuple(
            [cell for cell in self.with_verdict(Verdict.FOLLOW_THROUGH) if not cell.unpaid and not cell.remark]
        )

    @cached_property
    def marked(self) -> frozenset[Place]:
        """The places of its marked cells."""
        return frozenset([cell.place for cell in self.cells])

    def places(self, finding: Finding) -> frozenset[Place]:
        """The places that it is said of: for the only slip whole rows, as not every number need show it."""
        places = frozenset([cell.place for cell in finding.cells])
        if [slip.said for slip in self.slips] != [finding.said]:
            return places
        rows = {row for row, _ in places}
        return frozenset([place for place in self.marked if place[0] in rows])

    @cached_property
    def wrong(self) -> tuple[CellView, ...]:
        """The cells that are incorrect or could not be read."""
        return self.with_verdict(Verdict.INCORRECT, Verdict.UNREADABLE)

    def with_verdict(self, *verdicts: Verdict) -> tuple[CellView, ...]:
        """The cells with one of these verdicts."""
        return tuple([cell for cell in self.cells if cell.verdict in verdicts])


@dataclass(frozen=True)
class StepView:
    """A step with the grids it asks for and the points they earned."""

    number: int
    title: str
    instruction: str
    grids: tuple[GridView, ...]
    score: Number
    points: Number

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict on each of its cells."""
        return tuple([cell.verdict for grid in self.grids for cell in grid.cells])

    @cached_property
    def noticed(self) -> tuple[GridView, ...]:
        """The grids about which there is something to say."""
        return tuple([grid for grid in self.grids if not grid.right])

    @property
    def right(self) -> bool:
        """Whether all of its cells are correct, so that there is nothing to say about it."""
        return not self.noticed

    def count(self, *verdicts: Verdict) -> int:
        """How many of its cells have one of these verdicts."""
        return sum([self.verdicts.count(verdict) for verdict in verdicts])


@dataclass(frozen=True)
class Mistake:
    """What one line says about a grid: a named slip, with its cells, or else a single cell."""

    grid: GridView
    cell: CellView
    slip: Finding | None = None


@dataclass(frozen=True)
class TaskView:
    """An exercise: its grids in the order of working, and its steps; `copied` if it holds another student's numbers."""

    id: str
    title: str
    score: Score
    grids: tuple[GridView, ...]
    steps: tuple[StepView, ...]
    copied: bool = False

    @property
    def praised(self) -> bool:
        """Whether everything is right, and counts."""
        mistaken = self.count(Verdict.INCORRECT, Verdict.BLANK, Verdict.UNREADABLE)
        return not mistaken and not any(cell.unpaid for grid in self.grids for cell in grid.cells)

    @property
    def followed(self) -> int:
        """How many cells follow from earlier ones and are paid as that."""
        return 0 if self.copied else sum([len(grid.followed) for grid in self.noticed])

    @cached_property
    def first_mistake(self) -> tuple[Step, GridView, CellView] | None:
        """The first cell that is incorrect, in the order of working; None if there is none."""
        for grid in self.noticed:
            for cell in grid.cells:
                if cell.verdict is Verdict.INCORRECT:
                    return grid.step, grid, cell
        return None

    @cached_property
    def noticed(self) -> tuple[GridView, ...]:
        """The grids about which there is something to say."""
        return tuple([grid for grid in self.grids if not grid.right])

    @cached_property
    def further(self) -> tuple[Mistake, ...]:
        """The mistakes after the first one, in the order of working."""
        first = self.first_mistake and self.first_mistake[2]
        return tuple([mistake for grid in self.noticed for mistake in _mistakes(grid, first)])

    def count(self, *verdicts: Verdict) -> int:
        """How many of its cells have one of these verdicts."""
        return sum([self._verdicts.count(verdict) for verdict in verdicts])

    @cached_property
    def _verdicts(self) -> tuple[Verdict, ...]:
        return tuple(chain.from_iterable(step.verdicts for step in self.steps))


def _mistakes(grid: GridView, first: CellView | None) -> Iterator[Mistake]:
    wrong = [cell for cell in grid.wrong if cell is not first]
    for slip in _findings(wrong, _SLIP):
        yield Mistake(grid, slip.cells[0], slip)
    yield from (Mistake(grid, cell) for cell in wrong if not cell.slip)


_SLIP, _REMARK = attrgetter("slip"), attrgetter("remark")


def _findings(cells: Sequence[CellView], said_of: Callable[[CellView], str]) -> tuple[Finding, ...]:
    """What is said of some of these cells, each with all cells that it is said of, in the order of the first ones."""
    found: dict[str, list[CellView]] = {}
    for cell in cells:
        if said := said_of(cell):
            found.setdefault(said, []).append(cell)
    return tuple([Finding(said, tuple(of_all)) for said, of_all in found.items()])


def task_views(assignment: Assignment, worksheet: Worksheet, report: Report) -> tuple[TaskView, ...]:
    """The exercises of a report that has marks, in the words of the assignment."""
    viewing = _Viewing(assignment.words, assignment.words(POINT), assignment.marking.reveal)
    marks = {exercise: tuple(found) for exercise, found in groupby(report.marks, attrgetter("cell.exercise"))}
    scores = {score.exercise: score for score in report.scores}
    return tuple(
        viewing.task(task.id, task.blueprint, marks[task.id], scores[task.id], task.id in report.copied)
        for task in worksheet.tasks
        if task.id in marks
    )


@dataclass(frozen=True)
class _Viewing:
    """How marks are shown: in which language, with which decimal point, and whether with the right values."""

    words: Words
    point: str
    reveal: bool

    def task(self, identity: str, blueprint: Blueprint, marks: Sequence[Mark], score: Score, copied: bool) -> TaskView:
        """An exercise from the marks of its cells, which are in the order of working."""
        grids, earned = {}, {}
        for name, of_grid in groupby(marks, attrgetter("cell.grid")):
            found = tuple(of_grid)
            cells = tuple([self.cell(mark, copied) for mark in found])
            grids[name] = GridView(blueprint.by_name[name], blueprint.step_of[name], cells)
            earned[name] = sum([mark.credit for mark in found])
        worth = Fraction(score.points) / len(marks)
        steps = []
        for step in blueprint.steps:
            own = [name for name in step.grids if name in grids]
            if own:
                shown = tuple(grids[name] for name in own)
                steps.append(
                    StepView(
                        step.number,
                        step.title,
                        step.instruction,
                        shown,
                        sum([earned[name] for name in own]) * worth,
                        sum([len(grid.cells) for grid in shown]) * worth,
                    )
                )
        return TaskView(identity, blueprint.title, score, tuple(grids.values()), tuple(steps), copied)

    def cell(self, found: Mark, copied: bool) -> CellView:
        """A marked cell of an exercise, which may be `copied`."""
        cell, typed, value, verdict, credit, slip, remark, follows = found
        expected, own = "", ""
        if self.reveal and verdict in _CORRECTED:
            expected = printed(value, self.point)
            own = "" if follows is None else printed(follows, self.point)
        named = slip.worded(self.words) if slip else ""
        said = remark.said.worded(self.words) if remark else ""
        unpaid = copied and not credit and verdict in (Verdict.CORRECT, Verdict.FOLLOW_THROUGH)
        return CellView(cell.row, cell.column, typed, expected, verdict, named, found.fault, said, unpaid, own)
