"""The workbook of a class: a sheet's pages as tabs that look like the paper, and a last tab that the grader reads.

Only blank cells are open, everything else is protected; repeated cells copy what is typed into the first. Numbers that
differ between students are holes, which `pouring` fills.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.assignment.answer_sheet import LABELS, NOTHING, AnswerLine, answer_lines
from generator.assignment.worksheet import Worksheet
from generator.errors import ByhandError
from generator.language.words import Words
from generator.network.blueprint import Role
from generator.network.covers import Spot
from generator.sheet.boxes import Cell, Page, Sheet
from generator.sheet.heading import Heading
from generator.sheet.theme import DARK, FILLS, GREY, GRID_LINE, INK, KEY_INK, RED
from generator.workbook.lattice import Lattice, Place

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet as Tab

HOLE = 7_000_000_000
"""In a template, the number of a hole plus this stands where a copy has its own text."""
_HEAD = 4
"""Rows above the lattice: title, name, what to do, and one that is free."""
_LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 (workbooks know no zones), and all copies say the same
_LARGEST = 10**15
_WIDE = 6.3
"""The width of a column in digits."""
_LINE = 15.0
"""The height of a line in points."""
_LEAST_COLUMNS = 12
"""Instructions run over at least so many columns."""
_CIRCLED = ord("①") - 1


@dataclass(frozen=True)
class NumberAt:
    """A hole for the value of a cell; exercises are counted from 0."""

    exercise: int
    grid: str
    row: int
    column: int


@dataclass(frozen=True)
class StudentName:
    """A hole for the name of the student."""


@dataclass(frozen=True)
class WorksheetId:
    """A hole for the id of the worksheet."""


@dataclass(frozen=True)
class ViewAt:
    """A hole for a drawn view in words: the page and the number of the view on it."""

    page: int
    view: int


Hole: TypeAlias = NumberAt | StudentName | WorksheetId | ViewAt


@dataclass(frozen=True)
class Template:
    """The bytes of a workbook with holes, and what goes into each."""

    content: bytes = field(repr=False)
    holes: tuple[Hole, ...]


def make_template(sheet: Sheet, heading: Heading, worksheet: Worksheet, words: Words) -> Template:
    """The template for all worksheets with the structure of this one that ask for the same cells.

    Raises ByhandError if the library that writes workbooks is not installed.
    """
    try:
        from xlsxwriter.workbook import Workbook
    except ImportError as error:
        raise ByhandError("making workbooks needs XlsxWriter; run: pip install 'byhand[xlsx]'") from error
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"created": _LONG_AGO, "title": heading.title})
    maker = _Maker(book, sheet, heading, worksheet, words)
    maker.make()
    book.close()
    return Template(file.getvalue(), tuple(maker.holes))


class _Maker:
    """Writes the tabs of one workbook."""

    def __init__(self, book: Workbook, sheet: Sheet, heading: Heading, worksheet: Worksheet, words: Words) -> None:
        self.holes: list[Hole] = []
        self._book, self._sheet, self._heading, self._worksheet, self._words = book, sheet, heading, worksheet, words
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._asked: Mapping[tuple[int, str], frozenset[Spot]] = {
            (number, name): frozenset(spots)
            for number, task in enumerate(worksheet.tasks)
            for name, spots in task.spots.items()
        }
        self._places: dict[tuple[int, str, int, int], str] = {}

    def make(self) -> None:
        """All pages, then the tab for the grader."""
        pages = [(page, Lattice(page)) for page in self._sheet.pages if page.cells]
        tabs = [self._tab(number, page) for number, (page, _) in enumerate(pages)]
        # Copies may come before the cell that they repeat.
        for tab, (_, lattice) in zip(tabs, pages, strict=True):
            for place, cell in lattice.cells.items():
                if not cell.copy and self._is_asked(cell):
                    name = f"'{tab.get_name()}'!{_address(place)}"
                    self._places.setdefault((cell.exercise, cell.grid, cell.row, cell.column), name)
        for tab, (page, lattice) in zip(tabs, pages, strict=True):
            self._fill(tab, page, lattice)
        self._answers(self._book.add_worksheet("answers"))

    def _tab(self, number: int, page: Page) -> Tab:
        identity = self._sheet.chapters[page.exercise].id
        tab = self._book.add_worksheet(f"{number + 1} {identity}"[:31])
        tab.hide_gridlines(2)
        tab.protect("", {"format_columns": True, "format_rows": True})
        if page.size[0] > page.size[1]:
            tab.set_landscape()
        tab.fit_to_pages(1, 1)
        return tab

    def _fill(self, tab: Tab, page: Page, lattice: Lattice) -> None:
        tab.set_column(0, lattice.columns, _WIDE)
        self._head(tab, page)
        for place in lattice.dark:
            tab.write_blank(place.row + _HEAD, place.column, None, self._format(bg_color=DARK))
        for place, text in lattice.constants.items():
            tab.write_number(place.row + _HEAD, place.column, int(text), self._format(font_color=GREY))
        for place, text in lattice.labels.items():
            tab.write_string(place.row + _HEAD, place.column, text, self._format(italic=True, align="left"))
        for place, cell in lattice.cells.items():
            self._cell(tab, place, cell)
        below = self._views(tab, page, lattice.rows + _HEAD + 1)
        self._steps(tab, page, below, lattice.columns)
        first = next((place for place, cell in lattice.cells.items() if self._is_asked(cell) and not cell.copy), None)
        if first:
            tab.set_selection(first.row + _HEAD, first.column, first.row + _HEAD, first.column)

    def _head(self, tab: Tab, page: Page) -> None:
        title = self._sheet.chapters[page.exercise].title
        whole = " · ".join(filter(None, (self._heading.title, title)))
        tab.write_string(0, 0, whole, self._format(bold=True, font_size=14, align="left"))
        self._hole(tab, 1, 0, StudentName(), self._format(align="left", bold=True))
        self._hole(tab, 1, 6, WorksheetId(), self._format(align="left"))
        words = self._words
        todo = words("Fill in the empty cells, save, and hand in this workbook as it is.")
        tab.write_string(2, 0, todo, self._format(align="left", font_color=GREY))

    def _cell(self, tab: Tab, place: Place, cell: Cell) -> None:
        row, column = place.row + _HEAD, place.column
        colour = RED if cell.role is Role.WEIGHT else GRID_LINE
        look = {"border": 1, "border_color": colour, "bg_color": FILLS[cell.role]}
        if not self._is_asked(cell):
            number = NumberAt(cell.exercise, cell.grid, cell.row, cell.column)
            self._hole(tab, row, column, number, self._format(**look))
        elif cell.copy:
            first = self._places.get((cell.exercise, cell.grid, cell.row, cell.column))
            look |= {"border": 4, "font_color": KEY_INK}
            if first:
                tab.write_formula(row, column, _repeated(first), self._format(**look), "")
            else:
                tab.write_blank(row, column, None, self._format(**look))
        else:
            look |= {"border": 2, "border_color": INK, "locked": False}
            if cell.word:
                look["num_format"] = "@"
            else:
                tab.data_validation(row, column, row, column, self._number_expected(cell))
            tab.write_blank(row, column, None, self._format(**look))

    def _number_expected(self, cell: Cell) -> dict[str, object]:
        """A warning for what is no number, and a hint at the cell: its step, and how to type."""
        words, step = self._words, self._worksheet.tasks[cell.exercise].blueprint.step_of[cell.grid]
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -_LARGEST,
            "maximum": _LARGEST,
            "input_title": f"{_circled(step.number)} {step.title}"[:32],
            "input_message": self._heading.wording.cell.format(
                grid=cell.grid, row=cell.row + 1, column=cell.column + 1
            ),
            "error_title": words("A number belongs here"),
            "error_message": words("Type a number such as 3 or −2, and a fraction as =1/3."),
            "error_type": "warning",
        }

    def _views(self, tab: Tab, page: Page, row: int) -> int:
        """A line for each drawn view, which a spreadsheet cannot draw."""
        number = self._sheet.pages.index(page)
        for index in range(len(page.views)):
            self._hole(tab, row, 0, ViewAt(number, index), self._format(align="left"))
            row += 1
        return row + bool(page.views)

    def _steps(self, tab: Tab, page: Page, row: int, columns: int) -> None:
        """What each step of the page says."""
        blueprint, wide = self._worksheet.tasks[page.exercise].blueprint, max(columns, _LEAST_COLUMNS) - 1
        shown = {blueprint.step_of[cell.grid].number for cell in page.cells if not cell.copy}
        for step in blueprint.steps:
            if step.number in shown:
                title = f"{_circled(step.number)} {step.title}"
                tab.write_string(row, 0, title, self._format(align="left", bold=True))
                tab.merge_range(row + 1, 0, row + 1, wide, step.instruction, self._format(align="left", text_wrap=True))
                tab.set_row(row + 1, _LINE * (1 + len(step.instruction) // int(_WIDE * (wide + 1))))
                row += 2

    def _answers(self, tab: Tab) -> None:
        """The lines of the answer sheet: the labels as in the CSV file, and each cell as typed on its page."""
        lines = [(number, line) for number, task in enumerate(self._worksheet.tasks) for line in answer_lines(task)]
        width = max((1 + max(line.columns) for _, line in lines), default=1)
        tab.protect()
        for column, label in enumerate((*LABELS, *map(str, range(1, width + 1)))):
            tab.write_string(0, column, label)
        for row, (exercise, line) in enumerate(lines, start=1):
            self._hole(tab, row, 0, WorksheetId(), None)
            texts = (line.exercise, line.step, line.title, f"{row}/{len(lines)}", line.grid, line.row)
            for column, text in enumerate(texts, start=1):
                tab.write(row, column, text)
            for column in range(width):
                self._answer(tab, row, len(LABELS) + column, (exercise, line, column))

    def _answer(self, tab: Tab, row: int, column: int, cell: tuple[int, AnswerLine, int]) -> None:
        exercise, line, place = cell
        if place in line.columns:
            first = self._places[exercise, line.grid, line.row - 1, place]
            tab.write_formula(row, column, _repeated(first), None, "")
        else:
            tab.write_string(row, column, NOTHING)

    def _is_asked(self, cell: Cell) -> bool:
        """Whether copies of this template ask for the cell."""
        return (cell.row, cell.column) in self._asked.get((cell.exercise, cell.grid), ())

    def _hole(self, tab: Tab, row: int, column: int, hole: Hole, look: Any) -> None:
        tab.write_number(row, column, HOLE + len(self.holes), look)
        self.holes.append(hole)

    def _format(self, **look: object) -> Any:
        """A format of the book, made once for each look."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"align": "center", "valign": "vcenter", **look})
        return self._formats[key]


def _address(place: Place) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    address: str = xl_rowcol_to_cell(place.row + _HEAD, place.column)
    return address


def _repeated(first: str) -> str:
    """A formula that shows what another cell holds, and nothing while that is empty."""
    return f'=IF({first}="","",{first})'


def _circled(number: int) -> str:
    return chr(_CIRCLED + number) if number <= 20 else f"({number})"
