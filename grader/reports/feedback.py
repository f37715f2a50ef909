"""A Report laid out for reading: exercise by exercise and step by step, as the templates of feedback show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from generator.assignment.description import Assignment
from generator.assignment.worksheet import Worksheet
from generator.language.words import Words
from generator.network.blueprint import Blueprint, Grid
from generator.network.number import POINT, Number, show_value, with_point
from grader.answers.typed import Fault, read_typed
from grader.marking.marks import Mark, Verdict
from grader.marking.report import Report, Score


@dataclass(frozen=True)
class CellView:
    """A marked cell; `expected` is empty if the teacher withholds it, `fault` is None if the cell could be read.

    `remark` says why the credit is unusual, if it is.
    """

    row: int
    column: int
    typed: str
    expected: str
    verdict: Verdict
    slip: str
    fault: Fault | None
    remark: str

    @property
    def right(self) -> bool:
        """Whether it is correct, so that there is nothing to say about it."""
        return self.verdict is Verdict.CORRECT


@dataclass(frozen=True)
class SlipView:
    """A slip found in a grid, and the cells it was found in."""

    name: str
    cells: tuple[CellView, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows it was found in."""
        return tuple(sorted({cell.row for cell in self.cells}))


@dataclass(frozen=True)
class GridView:
    """A grid with its marked cells, row by row."""

    grid: Grid
    rows: tuple[tuple[CellView, ...], ...]

    @property
    def cells(self) -> tuple[CellView, ...]:
        """All cells, row by row."""
        return tuple(cell for row in self.rows for cell in row)

    @property
    def slips(self) -> tuple[SlipView, ...]:
        """The slips found in it, in the order of their first cells."""
        names = dict.fromkeys(cell.slip for cell in self.cells if cell.slip)
        return tuple(SlipView(name, tuple(cell for cell in self.cells if cell.slip == name)) for name in names)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is said about unusual credit, in the order of the first cells."""
        return tuple(dict.fromkeys(cell.remark for cell in self.cells if cell.remark))

    def with_verdict(self, *verdicts: Verdict) -> tuple[CellView, ...]:
        """The cells with one of these verdicts."""
        return tuple(cell for cell in self.cells if cell.verdict in verdicts)


@dataclass(frozen=True)
class StepView:
    """A step with the grids it asks for and the points they earned."""

    number: int
    title: str
    instruction: str
    grids: tuple[GridView, ...]
    score: Number
    points: Number

    def count(self, *verdicts: Verdict) -> int:
        """How many of its cells have one of these verdicts."""
        return sum(len(grid.with_verdict(*verdicts)) for grid in self.grids)


@dataclass(frozen=True)
class TaskView:
    """An exercise with its steps and the first mistake, in the order of working."""

    id: str
    title: str
    score: Score
    steps: tuple[StepView, ...]

    @property
    def first_mistake(self) -> tuple[StepView, GridView, CellView] | None:
        """The first cell that is incorrect, in the order of working; None if there is none."""
        for step in self.steps:
            for grid in step.grids:
                for cell in grid.with_verdict(Verdict.INCORRECT):
                    return step, grid, cell
        return None

    def count(self, *verdicts: Verdict) -> int:
        """How many of its cells have one of these verdicts."""
        return sum(step.count(*verdicts) for step in self.steps)


def task_views(assignment: Assignment, worksheet: Worksheet, report: Report) -> tuple[TaskView, ...]:
    """The exercises of a report that has marks, in the words of the assignment."""
    words = assignment.words
    viewing = _Viewing(words, assignment.reveal)
    marks = {exercise: tuple(found) for exercise, found in groupby(report.marks, key=lambda found: found.cell.exercise)}
    scores = {score.exercise: score for score in report.scores}
    return tuple(
        TaskView(
            task.id,
            task.blueprint.title,
            scores[task.id],
            tuple(_steps(task.blueprint, marks[task.id], scores[task.id], viewing)),
        )
        for task in worksheet.tasks
        if task.id in marks
    )


def _steps(blueprint: Blueprint, marks: Sequence[Mark], score: Score, viewing: _Viewing) -> Iterator[StepView]:
    by_grid: Mapping[str, list[Mark]] = {grid.name: [] for grid in blueprint.asked}
    for found in marks:
        by_grid[found.cell.grid].append(found)
    worth = score.points / Fraction(len(marks))
    for step in blueprint.steps:
        grids = [blueprint.by_name[name] for name in step.grids if by_grid.get(name)]
        if grids:
            earned = sum((Fraction(found.credit) for grid in grids for found in by_grid[grid.name]), Fraction(0))
            yield StepView(
                step.number,
                step.title,
                step.instruction,
                tuple(viewing.grid(grid, by_grid[grid.name]) for grid in grids),
                earned * worth,
                sum(len(by_grid[grid.name]) for grid in grids) * worth,
            )


@dataclass(frozen=True)
class _Viewing:
    """How marks are shown: in which language, and whether with the right values."""

    words: Words
    reveal: bool

    def grid(self, grid: Grid, marks: Sequence[Mark]) -> GridView:
        """A grid from the marks of its asked cells, row by row."""
        rows = groupby(map(self.cell, marks), key=lambda cell: cell.row)
        return GridView(grid, tuple(tuple(cells) for _, cells in rows))

    def cell(self, found: Mark) -> CellView:
        """A marked cell."""
        expected = with_point(show_value(found.expected), self.words(POINT)) if self.reveal else ""
        fault = None
        if found.verdict is Verdict.UNREADABLE:
            fault = read_typed(found.typed).fault or Fault.OPTION
        slip = found.slip.worded(self.words) if found.slip else ""
        remark = found.remark.worded(self.words) if found.remark else ""
        return CellView(found.cell.row, found.cell.column, found.typed, expected, found.verdict, slip, fault, remark)
