"""The tabs of a workbook that look like the pages of a sheet: what answer sheets and keys have in common."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from generator.assignment.worksheet import Worksheet
from generator.errors import ByhandError
from generator.language.words import Words
from generator.network.blueprint import ComputedGrid, Grid, Role
from generator.network.covers import Spot
from generator.sheet.boxes import Cell, Page, Sheet
from generator.sheet.heading import Heading
from generator.sheet.theme import DARK, FILLS, GREY, GRID_LINE, RED
from generator.workbook.lattice import Lattice, Position
from generator.workbook.template import HOLE, Hole, NumberAt, StudentName, Template, ViewAt, WorksheetId

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet as Tab

HEAD = 4
"""Rows above the lattice: title, name, what to do, and one that is free."""
_LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 (workbooks know no zones), and all copies say the same
_WIDE = 6.3
"""The width of a column in digits."""
_LINE = 15.0
"""The height of a line in points."""
_LEAST_COLUMNS = 12
"""Instructions run over at least so many columns."""
_CIRCLED = ord("①") - 1


class Pages(ABC):
    """Writes the tabs of one workbook."""

    def __init__(self, sheet: Sheet, heading: Heading, worksheet: Worksheet, words: Words) -> None:
        self.sheet, self.heading, self.worksheet, self.words = sheet, heading, worksheet, words
        self._holes: list[Hole] = []
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._asked: Mapping[tuple[int, str], frozenset[Spot]] = {
            (number, name): frozenset(spots)
            for number, task in enumerate(worksheet.tasks)
            for name, spots in task.spots.items()
        }
        self.places: dict[tuple[int, str, int, int], str] = {}
        """Where each cell is, with the name of its tab."""

    def template(self) -> Template:
        """The template for all worksheets with the structure of this one that ask for the same cells.

        Raises ByhandError if the library that writes workbooks is not installed.
        """
        try:
            from xlsxwriter.workbook import Workbook
        except ImportError as error:
            raise ByhandError("making workbooks needs XlsxWriter; run: pip install 'byhand[xlsx]'") from error
        file = io.BytesIO()
        self._book: Workbook = Workbook(file, {"in_memory": True})
        self._book.set_properties({"created": _LONG_AGO, "title": self.heading.title})
        self._make()
        self._book.close()
        return Template(file.getvalue(), tuple(self._holes))

    def _make(self) -> None:
        """All pages, then what follows them."""
        pages = [(page, Lattice(page)) for page in self.sheet.pages if page.cells]
        tabs = [self._tab(number, page) for number, (page, _) in enumerate(pages)]
        # What repeats a cell, or is worked out from it, may come before it.
        for tab, (_, lattice) in zip(tabs, pages, strict=True):
            for place, cell in lattice.cells.items():
                if not cell.copy:
                    spot = cell.exercise, cell.grid, cell.row, cell.column
                    self.places[spot] = address(tab, place.row + HEAD, place.column)
        self.before_pages()
        for tab, (page, lattice) in zip(tabs, pages, strict=True):
            self._fill(tab, page, lattice)
        self.after_pages()

    @abstractmethod
    def before_pages(self) -> None:
        """Add to the places where cells are."""

    @abstractmethod
    def after_pages(self) -> None:
        """Add the tabs that follow."""

    @abstractmethod
    def what_to_do(self) -> str:
        """The line under the name."""

    @abstractmethod
    def protect(self, tab: Tab) -> None:
        """Protect a page."""

    @abstractmethod
    def write(self, tab: Tab, place: Position, cell: Cell, look: Mapping[str, object]) -> None:
        """Write a cell that is blank on the sheet, computed, or a copy, in the look of its role."""

    def is_asked(self, cell: Cell) -> bool:
        """Whether copies of this template ask for the cell."""
        return (cell.row, cell.column) in self._asked.get((cell.exercise, cell.grid), ())

    def add_tab(self, name: str) -> Tab:
        """A tab at the end."""
        tab: Tab = self._book.add_worksheet(name)
        return tab

    def put_hole(self, tab: Tab, row: int, column: int, hole: Hole, **look: object) -> None:
        """Leave a place for what each copy has there."""
        tab.write_number(row, column, self._number_of(hole), self.format(**look))

    def put_formula(self, tab: Tab, row: int, column: int, formula: str, result: Hole | None, **look: object) -> None:
        """A formula, with a place for what it comes to in each copy; without one, it comes to nothing so far."""
        shown = self._number_of(result) if result else ""
        tab.write_formula(row, column, formula, self.format(**look), shown)

    def format(self, **look: object) -> Any:
        """A format of the book, made once for each look."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"align": "center", "valign": "vcenter", **look})
        return self._formats[key]

    def _number_of(self, hole: Hole) -> int:
        self._holes.append(hole)
        return HOLE + len(self._holes) - 1

    def _tab(self, number: int, page: Page) -> Tab:
        tab = self.add_tab(f"{number + 1} {self.sheet.chapters[page.exercise].id}"[:31])
        tab.hide_gridlines(2)
        if page.size[0] > page.size[1]:
            tab.set_landscape()
        tab.fit_to_pages(1, 1)
        self.protect(tab)
        return tab

    def _fill(self, tab: Tab, page: Page, lattice: Lattice) -> None:
        tab.set_column(0, lattice.columns, _WIDE)
        self._head(tab, page)
        for place in lattice.dark:
            tab.write_blank(place.row + HEAD, place.column, None, self.format(bg_color=DARK))
        for place, text in lattice.constants.items():
            tab.write_number(place.row + HEAD, place.column, int(text), self.format(font_color=GREY))
        for place, text in lattice.labels.items():
            tab.write_string(place.row + HEAD, place.column, text, self.format(italic=True, align="left"))
        for place, cell in lattice.cells.items():
            self._cell(tab, place, cell)
        below = self._views(tab, page, lattice.rows + HEAD + 1)
        self._steps(tab, page, below, lattice.columns)
        first = next((place for place, cell in lattice.cells.items() if self.is_asked(cell) and not cell.copy), None)
        if first:
            tab.set_selection(first.row + HEAD, first.column, first.row + HEAD, first.column)

    def _head(self, tab: Tab, page: Page) -> None:
        title = self.sheet.chapters[page.exercise].title
        whole = " · ".join(filter(None, (self.heading.title, title)))
        tab.write_string(0, 0, whole, self.format(bold=True, font_size=14, align="left"))
        self.put_hole(tab, 1, 0, StudentName(), align="left", bold=True)
        self.put_hole(tab, 1, 6, WorksheetId(), align="left")
        tab.write_string(2, 0, self.what_to_do(), self.format(align="left", font_color=GREY))

    def _cell(self, tab: Tab, place: Position, cell: Cell) -> None:
        colour = RED if cell.role is Role.WEIGHT else GRID_LINE
        look = {"border": 1, "border_color": colour, "bg_color": FILLS[cell.role]}
        if cell.copy or self.is_asked(cell) or isinstance(self.grid(cell), ComputedGrid):
            self.write(tab, place, cell, look)
        else:
            self.put_hole(tab, place.row + HEAD, place.column, number_at(cell), **look)

    def grid(self, cell: Cell) -> Grid:
        """The grid that a cell belongs to."""
        return self.worksheet.tasks[cell.exercise].blueprint.by_name[cell.grid]

    def _views(self, tab: Tab, page: Page, row: int) -> int:
        """A line for each drawn view, which a spreadsheet cannot draw."""
        number = self.sheet.pages.index(page)
        for index in range(len(page.views)):
            self.put_hole(tab, row, 0, ViewAt(number, index), align="left")
            row += 1
        return row + bool(page.views)

    def _steps(self, tab: Tab, page: Page, row: int, columns: int) -> None:
        """What each step of the page says."""
        blueprint, wide = self.worksheet.tasks[page.exercise].blueprint, max(columns, _LEAST_COLUMNS) - 1
        shown = {blueprint.step_of[cell.grid].number for cell in page.cells if not cell.copy}
        for step in blueprint.steps:
            if step.number in shown:
                tab.write_string(row, 0, f"{circled(step.number)} {step.title}", self.format(align="left", bold=True))
                tab.merge_range(row + 1, 0, row + 1, wide, step.instruction, self.format(align="left", text_wrap=True))
                tab.set_row(row + 1, _LINE * (1 + len(step.instruction) // int(_WIDE * (wide + 1))))
                row += 2


def number_at(cell: Cell) -> NumberAt:
    """The hole for the number that a cell prints."""
    return NumberAt(cell.exercise, cell.grid, cell.row, cell.column)


def address(tab: Tab, row: int, column: int) -> str:
    """A cell as formulas of any tab name it."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return f"'{tab.get_name()}'!{xl_rowcol_to_cell(row, column)}"


def repeated(first: str) -> str:
    """A formula that shows what another cell holds, and nothing while that is empty."""
    return f'=IF({first}="","",{first})'


def circled(number: int) -> str:
    """A step's number as on its disc."""
    return chr(_CIRCLED + number) if number <= 20 else f"({number})"
