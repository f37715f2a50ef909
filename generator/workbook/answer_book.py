"""The answer sheet as a workbook: only blank cells are open, and a last tab collects what is typed for the grader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.assignment.answer_sheet import LABELS, NOTHING, AnswerLine, answer_lines
from generator.sheet.boxes import Cell
from generator.sheet.theme import INK, KEY_INK
from generator.workbook.lattice import Position
from generator.workbook.pages import HEAD, Pages, circled, number_at, repeated
from generator.workbook.template import WorksheetId

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet as Tab

_LARGEST = 10**15
_LONGEST_TITLE = 32
"""The most characters in the title of a hint."""


class AnswerBook(Pages):
    """Repeated cells copy what is typed into the first; the last tab has the lines of the CSV file."""

    def before_pages(self) -> None:
        """All cells are on the pages."""

    def what_to_do(self) -> str:
        """What a student does with it."""
        words = self.words
        return words("Fill in the empty cells, save, and hand in this workbook as it is.")

    def protect(self, tab: Tab) -> None:
        """Leave only blank cells open; columns may be widened."""
        tab.protect("", {"format_columns": True, "format_rows": True})

    def write(self, tab: Tab, place: Position, cell: Cell, look: Mapping[str, object]) -> None:
        """A blank to type into, or a copy of one."""
        row, column = place.row + HEAD, place.column
        if not self.is_asked(cell):
            self.put_hole(tab, row, column, number_at(cell), **look)
        elif cell.copy:
            first = self.places[cell.exercise, cell.grid, cell.row, cell.column]
            self.put_formula(tab, row, column, repeated(first), None, **{**look, "border": 4, "font_color": KEY_INK})
        else:
            blank = {**look, "border": 2, "border_color": INK, "locked": False}
            if cell.word:
                blank["num_format"] = "@"
            else:
                tab.data_validation(row, column, row, column, self._number_expected(cell))
            tab.write_blank(row, column, None, self.format(**blank))

    def _number_expected(self, cell: Cell) -> dict[str, object]:
        """A hint at the cell, which step and which cell it is, and a warning for anything but a number."""
        words, step = self.words, self.worksheet.tasks[cell.exercise].blueprint.step_of[cell.grid]
        hint = self.heading.wording.cell.format(grid=cell.grid, row=cell.row + 1, column=cell.column + 1)
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -_LARGEST,
            "maximum": _LARGEST,
            "input_title": f"{circled(step.number)} {step.title}"[:_LONGEST_TITLE],
            "input_message": hint,
            "error_title": words("A number belongs here"),
            "error_message": words("Type a number such as 3 or −2, and a fraction as =1/3."),
            "error_type": "warning",
        }

    def after_pages(self) -> None:
        """The lines of the answer sheet: the labels as in the CSV file, and each cell as typed on its page."""
        tab = self.add_tab("answers")
        lines = [(number, line) for number, task in enumerate(self.worksheet.tasks) for line in answer_lines(task)]
        width = max((1 + max(line.columns) for _, line in lines), default=1)
        tab.protect()
        tab.write_row(0, 0, (*LABELS, *map(str, range(1, width + 1))))
        for row, (exercise, line) in enumerate(lines, start=1):
            self.put_hole(tab, row, 0, WorksheetId())
            tab.write_row(row, 1, (line.exercise, line.step, line.title, f"{row}/{len(lines)}", line.grid, line.row))
            for column in range(width):
                self._collect(tab, row, column, exercise, line)

    def _collect(self, tab: Tab, row: int, column: int, exercise: int, line: AnswerLine) -> None:
        """What is typed into a cell of a line, or the sign that nothing belongs there."""
        if column in line.columns:
            typed = self.places[exercise, line.grid, line.row - 1, column]
            self.put_formula(tab, row, len(LABELS) + column, repeated(typed), None)
        else:
            tab.write_string(row, len(LABELS) + column, NOTHING)
