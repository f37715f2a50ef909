"""The class on one page: class.html for the teacher, and summary.md for the summary of a CI job."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from jinja2 import Environment

from generator.assignment.worksheet import Worksheet
from grader.marking.grading import Graded
from grader.reports.class_figures import ClassStatistics, class_statistics

MOST_HARD_STEPS = 10


Shades: TypeAlias = Mapping[tuple[str, str, int, int], tuple[str, str, str]]
"""By exercise, grid, row and column: the colour of a cell, the text in it, and its tooltip."""
Draw: TypeAlias = Callable[[Worksheet, Shades], Sequence[str]]
"""A function that draws a worksheet as pictures for a web page; the grader itself draws nothing."""
_MOST_RED = (198, 40, 40)


@dataclass(frozen=True)
class ClassPage:
    """Everything the templates of class reports show."""

    graded: Graded
    statistics: ClassStatistics
    sheet: Sequence[str]

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
            sheet=self.sheet,
        )

    @property
    def titles(self) -> Mapping[tuple[str, int], str]:
        """The title of each step, by exercise and number."""
        return {
            (task.id, step.number): step.title for task in self.graded.assignment.tasks for step in task.blueprint.steps
        }


def class_page(graded: Graded, draw: Draw) -> ClassPage:
    """The page of a graded class, with the heat map on a sheet drawn by `draw`."""
    statistics = class_statistics(graded.reports)
    worksheet = next((graded.record[report.student.id] for report in graded.reports if report.marks), None)
    return ClassPage(graded, statistics, draw(worksheet, _shades(statistics)) if worksheet else ())


def _shades(statistics: ClassStatistics) -> Shades:
    return {
        (cell.exercise, cell.grid, cell.row, cell.column): (
            _heat(share),
            f"{100 * share:.0f}",
            f"{cell.grid}[{cell.row},{cell.column}]: {100 * share:.0f} %",
        )
        for cell, share in statistics.cells.items()
    }


def _heat(share: float) -> str:
    """White if everybody has the credit of a cell; the fewer, the redder."""
    return "#" + "".join(f"{round(255 - (255 - tone) * (1 - share)):02x}" for tone in _MOST_RED)
