"""The class on one page: class.html for the teacher, and summary.md for the summary of a CI job."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from jinja2 import Environment

from generator.assignment.worksheet import Worksheet
from generator.errors import Said
from grader.marking.grading import Graded
from grader.marking.report import Result
from grader.reports.class_figures import LEAST_FOR_ALPHA, ClassStatistics
from grader.reports.places import Places

if TYPE_CHECKING:
    # Marking draws nothing: whoever wants pictures brings them along.
    from generator.layout.pictures import Drawings
    from generator.sheet.picture import CellPlace
    from generator.sheet.shades import Shade

MOST_HARD_STEPS = 10


_MOST_RED = (198, 40, 40)


@dataclass(frozen=True)
class ClassPage:
    """Everything the templates of class reports show."""

    graded: Graded[Any]
    statistics: ClassStatistics
    sheet: Sequence[str]
    links: Mapping[str, Links]

    def pieces(self, templates: Environment, name: str) -> Iterator[str]:
        """The text of a template, piece by piece: that of a large class is long."""
        return templates.get_template(name).generate(
            assignment=self.graded.assignment,
            reports=self.graded.reports,
            problems=[problem.said for problem in self.graded.problems],
            copies=self.graded.copies,
            statistics=self.statistics,
            hardest=self.statistics.steps()[:MOST_HARD_STEPS],
            titles=self.titles,
            sheet=self.sheet,
            links_of=self.links,
            looked_at=self.looked_at,
            least_for_alpha=LEAST_FOR_ALPHA,
        )

    @property
    def looked_at(self) -> Sequence[tuple[Said, Result | None]]:
        """What needs a person, each with the report of the student it is about."""
        reports = {report.student.id: report for report in self.graded.reports}
        return [(problem.said, reports.get(problem.student)) for problem in self.graded.problems]

    @property
    def titles(self) -> Mapping[tuple[str, int], str]:
        """The title of each step, by exercise and number."""
        return {
            (task.id, step.number): step.title for task in self.graded.assignment.tasks for step in task.blueprint.steps
        }


class Links(NamedTuple):
    """Where the class page leads to for a student: addresses relative to it, empty where there is no file."""

    sheet: str
    feedback: str


def links_from(out: Path, graded: Graded[Any], marked_sheets: bool) -> Mapping[str, Links]:
    """The links of every student in a class page at `out`: to the marked sheet, or else to the one handed out."""
    issued = graded.assignment.folder / "sheets"
    return {
        report.student.id: Links(
            _address(out / "sheets" if marked_sheets and report.handed_in else issued, report.student.id, ".pdf", out)
            if (marked_sheets and report.handed_in) or (issued / f"{report.student.id}.pdf").exists()
            else "",
            _address(out / "feedback", report.student.id, ".html", out) if report.handed_in else "",
        )
        for report in graded.reports
    }


def _address(folder: Path, student: str, ending: str, out: Path) -> str:
    return quote(Path(os.path.relpath(folder, out), f"{student}{ending}").as_posix())


def class_page(
    graded: Graded[Any], statistics: ClassStatistics, drawings: Drawings, links: Mapping[str, Links]
) -> ClassPage:
    """The page of a graded class, with the heat map on the sheet of the first student who handed in."""
    worksheet = next((graded.record[report.student.id] for report in graded.reports if report.handed_in), None)
    sheet: tuple[str, ...] = ()
    if worksheet:
        shades, printed = _shades(statistics, worksheet, Places(graded.assignment.words)), worksheet.printed
        sheet = tuple(picture.shaded(shades, printed) for picture in drawings.of(worksheet.structure))
    return ClassPage(graded, statistics, sheet, links)


def _shades(statistics: ClassStatistics, worksheet: Worksheet, places: Places) -> Mapping[CellPlace, Shade]:
    """The shade of each cell: the more students it cost, the redder."""
    grids = {task.id: task.blueprint.by_name for task in worksheet.tasks}
    return {
        (cell.exercise, cell.grid, cell.row, cell.column): (
            _heat(share),
            _percent(share) if share < 1 else "",
            places.cell(cell.grid, grids[cell.exercise][cell.grid], cell.row, cell.column)
            + (f": {_percent(share)} %" if share < 1 else ""),
        )
        for cell, share in statistics.cells.items()
    }


def _percent(share: float) -> str:
    """The share as a whole percentage; only 1 itself is 100."""
    return str(100 if share >= 1 else min(round(100 * share), 99))


def _heat(share: float) -> str:
    """White if everybody has the credit of a cell; the fewer, the redder."""
    return "#" + "".join(f"{round(255 - (255 - tone) * (1 - share)):02x}" for tone in _MOST_RED)
