"""A Report becomes the filling of a marked sheet: the typed answers, a sign for every cell, remarks and the score.

This is plain data: the command `grade` prints it if marked sheets are wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment

from generator.assignment.description import Assignment
from generator.assignment.worksheet import Worksheet
from generator.network.blueprint import ComputedGrid, Step
from generator.network.number import POINT, Number, with_point
from generator.sheet.filling import Entry, Filling, Remark, Sign, Tone
from grader.escaping import visible
from grader.marking.marks import Verdict
from grader.marking.report import Report
from grader.reports.feedback import CellView, GridView, StepView, TaskView, task_views
from grader.reports.places import Place, Places
from grader.reports.scores import score_text

MOST_TYPED = 24
"""The most letters of a typed text that a cell may show; the sheet shortens it further if necessary."""
SIGNS = {
    Verdict.CORRECT: Sign.RIGHT,
    Verdict.FOLLOW_THROUGH: Sign.FOLLOWS,
    Verdict.INCORRECT: Sign.WRONG,
    Verdict.BLANK: Sign.BLANK,
    Verdict.UNREADABLE: Sign.UNREADABLE,
}
_NONE = Entry("")


def marked_filling(assignment: Assignment, worksheet: Worksheet, report: Report, templates: Environment) -> Filling:
    """The filling of a marked sheet; `templates` has its words. Values are shown only if the teacher reveals them."""
    words: Any = templates.get_template("marked_sheet.jinja").module
    views = {view.id: view for view in task_views(assignment, worksheet, report)}
    exercises = [views[task.id] for task in worksheet.tasks]
    places = Places(assignment.words)
    remarks = (_Remarking(words, places, number, view, report.follow_through) for number, view in enumerate(exercises))
    return Filling(
        title=words.title(report.score, report.points, report.taken_off),
        tone=Tone.WRONG,
        cells=tuple({grid.grid.name: _entries(grid) for grid in _grids(view)} for view in exercises),
        scores=tuple(with_point(score_text(view.score.score), assignment.words(POINT)) for view in exercises),
        signs=tuple(_explained(view, words) for view in exercises),
        remarks=tuple(remark for remarking in remarks for remark in remarking.remarks()),
        remarks_title=words.remarks_title(),
    )


def _grids(view: TaskView) -> Iterator[GridView]:
    for step in view.steps:
        yield from step.grids


def _entries(grid: GridView) -> tuple[tuple[Entry, ...], ...]:
    """The entries of a grid; printed cells have none."""
    rows, columns = grid.grid.shape
    found = {(cell.row, cell.column): entry_of(cell) for cell in grid.cells}
    return tuple(tuple(found.get((row + 1, column + 1), _NONE) for column in range(columns)) for row in range(rows))


def entry_of(cell: CellView) -> Entry:
    """What a marked sheet shows in a cell: what was typed, its sign, and what was expected where that is shown.

    What is right but copied has no sign: a remark says why.
    """
    return _made(cell.typed, cell.verdict, cell.expected, cell.unpaid)


@lru_cache(maxsize=4096)
def _made(typed: str, verdict: Verdict, expected: str, unpaid: bool) -> Entry:
    text = visible(typed.strip(), MOST_TYPED)
    if verdict is not Verdict.UNREADABLE:
        text = text.replace("-", "−")
    return Entry(text, Tone.STUDENT, None if unpaid else SIGNS[verdict], expected)


def _explained(view: TaskView, words: Any) -> tuple[tuple[Sign, str], ...]:
    """The meanings of the signs that occur."""
    found = {cell.verdict for grid in view.grids for cell in grid.cells if not cell.unpaid}
    return tuple((sign, words.sign(sign.value)) for verdict, sign in SIGNS.items() if verdict in found)


@dataclass(frozen=True)
class _Remarking:
    """Remarks on an exercise, in the order of working; `share` is the share of credit for follow-through."""

    words: Any
    places: Places
    number: int
    view: TaskView
    share: Number

    def remarks(self) -> Iterator[Remark]:
        """The remarks next to a grid: slips by name, what could not be read, unusual credit, what follows.

        That numbers were copied is said once.
        """
        copied = next((grid for grid in self.view.grids if any(cell.unpaid for cell in grid.cells)), None)
        if copied:
            yield self._remark(copied.step, copied, self.words.copied(), Tone.WRONG)
        for step in self.view.steps:
            for grid in step.grids:
                for slip in grid.slips:
                    said = self.words.slip(self._place(grid, grid.places(slip)), slip.said)
                    yield self._remark(step, grid, said, Tone.WRONG)
                for fault in dict.fromkeys(cell.fault for cell in grid.cells if cell.fault):
                    unreadable = frozenset([cell.place for cell in grid.cells if cell.fault is fault])
                    said = self.words.fault(self._place(grid, unreadable), fault)
                    yield self._remark(step, grid, said, Tone.WRONG)
                for remark in grid.remarks:
                    said = self.words.remark(self._place(grid, grid.places(remark)), remark.said)
                    yield self._remark(step, grid, said, Tone.WRONG)
                if grid.followed and isinstance(grid.grid, ComputedGrid) and (sources := self._mistaken(grid.grid)):
                    # Their sign says which cells, unless some that follow earn nothing.
                    paid = [cell.place for cell in grid.followed] if grid.remarks else grid.marked
                    said = self.words.follows(self._place(grid, frozenset(paid)), sources, self.share)
                    yield self._remark(step, grid, said, Tone.FOLLOWS)

    def _place(self, grid: GridView, some: Set[Place]) -> str:
        return self.places.cells(grid.grid.name, grid.grid, some, grid.marked)

    def _remark(self, step: StepView | Step, grid: GridView, text: str, tone: Tone) -> Remark:
        return Remark(self.number, step.number, step.title, grid.grid.name, " ".join(text.split()), tone)

    def _mistaken(self, grid: ComputedGrid) -> list[str]:
        """The grids that this one is computed from and that contain mistakes of their own.

        Grids that only follow from those have their sign and need no further sentence.
        """
        read = frozenset(grid.formula.grids())
        return [
            other.grid.name
            for other in _grids(self.view)
            if other.grid.name in read and other.with_verdict(Verdict.INCORRECT)
        ]
