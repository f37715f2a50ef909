"""The key as a workbook with live formulas: change a given number or a weight, and everything after it follows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from generator.network.blueprint import ComputedGrid
from generator.sheet.boxes import Cell
from generator.sheet.theme import KEY_INK
from generator.workbook.formulas import formula_of
from generator.workbook.lattice import Position
from generator.workbook.pages import HEAD, Pages, address, repeated
from generator.workbook.template import KeyAt, NumberAt

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet as Tab


class LiveKey(Pages):
    """Every computed cell is a formula of the cells before it; what is drawn otherwise has a tab of its own."""

    def before_pages(self) -> None:
        """A tab for the matrices that no page shows as cells."""
        drawn = [
            (number, grid)
            for number, task in enumerate(self.worksheet.tasks)
            for grid in task.blueprint.grids
            if not any((number, grid.name) == place[:2] for place in self.places)
        ]
        if not drawn:
            return
        tab, top = self.add_tab("drawn"), 0
        for number, grid in drawn:
            tab.write_string(top, 0, grid.name)
            for row in range(grid.shape[0]):
                for column in range(grid.shape[1]):
                    self.places[number, grid.name, row, column] = address(tab, top + row, 1 + column)
                    self.put_hole(tab, top + row, 1 + column, NumberAt(number, grid.name, row, column))
            top += grid.shape[0] + 1

    def after_pages(self) -> None:
        """Nothing follows."""

    def what_to_do(self) -> str:
        """What a teacher can do with it."""
        words = self.words
        return words("Change a number that is printed on the sheet: what depends on it is worked out again.")

    def protect(self, tab: Tab) -> None:
        """Leave everything open."""

    def write(self, tab: Tab, place: Position, cell: Cell, look: Mapping[str, object]) -> None:
        """A formula with its result; a hidden number of a given grid as it is."""
        row, column = place.row + HEAD, place.column
        spot = cell.exercise, cell.grid, cell.row, cell.column
        style = {**look, "font_color": KEY_INK, "bold": self.is_asked(cell)}
        grid, value = self.grid(cell), KeyAt(*spot)
        if cell.copy:
            self.put_formula(tab, row, column, repeated(self.places[spot]), value, **{**style, "border": 4})
        elif isinstance(grid, ComputedGrid):
            formula = formula_of(grid, cell.row, cell.column, partial(self._place, cell.exercise))
            self.put_formula(tab, row, column, formula, value, **style)
        else:
            self.put_hole(tab, row, column, value, **style)

    def _place(self, exercise: int, grid: str, row: int, column: int) -> str:
        if (row, column) in self.worksheet.tasks[exercise].blueprint.by_name[grid].dark:
            return "0"
        return self.places[exercise, grid, row, column]
