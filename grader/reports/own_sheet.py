"""The student's own sheet as pictures: printed numbers, what was typed with its signs, and the first mistake framed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from generator.assignment.worksheet import IssuedTask, Worksheet
from generator.sheet.filling import Entry
from grader.marking.marks import Verdict
from grader.marking.report import Report
from grader.reports.arithmetic import Arithmetic, arithmetic_of
from grader.reports.feedback import TaskView
from grader.reports.marked_sheet import entry_of

if TYPE_CHECKING:
    # Marking draws nothing: whoever wants pictures brings them along.
    from generator.sheet.picture import CellPlace, PagePicture


class SheetPage(NamedTuple):
    """A page as an `svg` element; the first mistake of its exercise may be `framed` on it."""

    svg: str
    framed: bool


class OwnSheet(NamedTuple):
    """The pages of an exercise, and the arithmetic of its first mistake if the teacher reveals right values."""

    pages: tuple[SheetPage, ...]
    arithmetic: Arithmetic | None


def own_sheets(
    pictures: Sequence[PagePicture],
    worksheet: Worksheet,
    report: Report,
    views: Iterable[TaskView],
    reveal: bool,
    point: str,
) -> Mapping[str, OwnSheet]:
    """The student's own sheets, by exercise; `views` are the exercises of the report."""
    entries: dict[CellPlace, Entry] = {}
    framed: dict[str, CellPlace] = {}
    for view in views:
        entries |= {
            (view.id, grid.grid.name, cell.row, cell.column): entry_of(cell)
            for grid in view.grids
            for cell in grid.cells
        }
        if view.first_mistake:
            _, grid, cell = view.first_mistake
            framed[view.id] = (view.id, grid.grid.name, cell.row, cell.column)
    values = worksheet.printed
    pages: dict[str, list[SheetPage]] = {task.id: [] for task in worksheet.tasks}
    for picture in pictures:
        place = framed.get(picture.exercise)
        drawn = picture.poured(values, entries, point, place)
        pages[picture.exercise].append(SheetPage(drawn, place in picture.places))
    return {
        task.id: OwnSheet(tuple(pages[task.id]), _arithmetic(task, report, point) if reveal else None)
        for task in worksheet.tasks
    }


def _arithmetic(task: IssuedTask, report: Report, point: str) -> Arithmetic | None:
    wrong = (found for found in report.marks if found.cell.exercise == task.id and found.verdict is Verdict.INCORRECT)
    first = next(wrong, None)
    return arithmetic_of(task, first, point) if first else None
