"""The class on one page: class.html for the teacher and summary.md for the page of a CI job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment

from grader.grading import Graded
from grader.marks import Cell
from grader.statistics import ClassStatistics, class_statistics

MOST_HARD_STEPS = 10


@dataclass(frozen=True)
class HeatGrid:
    """A grid with the class's share of credit in each cell, row by row."""

    name: str
    rows: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class HeatStep:
    """A step of the heat map."""

    number: int
    title: str
    grids: tuple[HeatGrid, ...]


@dataclass(frozen=True)
class HeatSheet:
    """An exercise of the heat map."""

    title: str
    steps: tuple[HeatStep, ...]


@dataclass(frozen=True)
class ClassPage:
    """Everything the templates of class reports show."""

    graded: Graded
    statistics: ClassStatistics

    def render(self, templates: Environment, name: str) -> str:
        """The text of a template."""
        return templates.get_template(name).render(
            assignment=self.graded.assignment,
            reports=self.graded.reports,
            problems=self.graded.problems,
            copies=self.graded.copies,
            statistics=self.statistics,
            hardest=self.statistics.steps()[:MOST_HARD_STEPS],
            titles=self.titles,
            sheets=tuple(self._sheets()),
        )

    @property
    def titles(self) -> Mapping[tuple[str, int], str]:
        """The title of each step, by exercise and number."""
        return {
            (task.id, step.number): step.title
            for task in self.graded.assignment.tasks
            for step in task.exercise.blueprint(task.parameters).steps
        }

    def _sheets(self) -> Iterator[HeatSheet]:
        shares = self.statistics.cells
        for task in self.graded.assignment.tasks:
            blueprint = task.exercise.blueprint(task.parameters)
            steps = []
            for step in blueprint.steps:
                grids = tuple(
                    HeatGrid(name, _rows(shares, task.id, step.number, name, blueprint.by_name[name].shape))
                    for name in step.grids
                    if Cell(task.id, step.number, name, 1, 1) in shares
                )
                if grids:
                    steps.append(HeatStep(step.number, step.title, grids))
            yield HeatSheet(blueprint.title, tuple(steps))


def class_page(graded: Graded) -> ClassPage:
    """The page of a graded class."""
    return ClassPage(graded, class_statistics(graded.reports))


def _rows(
    shares: Mapping[Cell, float], exercise: str, step: int, grid: str, shape: tuple[int, int]
) -> tuple[tuple[float, ...], ...]:
    return tuple(
        tuple(shares.get(Cell(exercise, step, grid, row, column), 0.0) for column in range(1, shape[1] + 1))
        for row in range(1, shape[0] + 1)
    )
