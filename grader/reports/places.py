"""Where cells are, in words: a row or a column goes by its heading if the sheet has one there, else by its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from markupsafe import Markup

from generator.language.words import Words
from generator.network.blueprint import Grid

Place = tuple[int, int]
"""Row and column of a cell, counted from 1."""
_MOST_ROWS = 2
"""Cells here and there are named in so many rows, and counted in more."""


def listed(items: Sequence[object], last: str = "and") -> str:
    """1, 2 and 3."""
    texts = [str(item) for item in items]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {last} {texts[-1]}"


@dataclass(frozen=True)
class Places:
    """Says in a language where cells of a grid are; as HTML if the name of the grid is `Markup`."""

    words: Words

    def cell(self, name: str, grid: Grid, row: int, column: int) -> str:
        """A cell: `M1, row 2, column B`. A single row or column goes without saying."""
        rows, columns = grid.shape
        return _joined(
            name,
            self._rows(grid, [row]) if rows > 1 else "",
            self._columns(grid, [column]) if columns > 1 else "",
        )

    def cells(self, name: str, grid: Grid, some: Set[Place], marked: Set[Place]) -> str:
        """Some of the marked cells of a grid: `M1, rows 1 and 2`. All of them go without saying."""
        rows, columns = sorted({row for row, _ in some}), sorted({column for _, column in some})
        if len(some) == 1:
            return self.cell(name, grid, rows[0], columns[0])
        in_rows = self._rows(grid, rows) if len(rows) < len({row for row, _ in marked}) else ""
        across = [place for place in marked if place[0] in rows]
        if some >= {place for place in across if place[1] in columns}:
            return _joined(name, in_rows, self._columns(grid, columns) if len(some) < len(across) else "")
        if len(rows) <= _MOST_ROWS:
            return _joined(name, "; ".join(self._row(grid, row, some) for row in rows))
        words = self.words
        return _joined(name, in_rows, words("{count} of {cells} cells").format(count=len(some), cells=len(across)))

    def _row(self, grid: Grid, row: int, some: Set[Place]) -> str:
        columns = sorted(column for other, column in some if other == row)
        return f"{self._rows(grid, [row])}, {self._columns(grid, columns)}"

    def _rows(self, grid: Grid, rows: Sequence[int]) -> str:
        ngettext = self.words.gettext.ngettext
        return ngettext("row {rows}", "rows {rows}", len(rows)).format(rows=self._named(grid.row_headings, rows))

    def _columns(self, grid: Grid, columns: Sequence[int]) -> str:
        ngettext = self.words.gettext.ngettext
        sentence = ngettext("column {columns}", "columns {columns}", len(columns))
        return sentence.format(columns=self._named(grid.headings, columns))

    def _named(self, headings: Sequence[str], numbers: Iterable[int]) -> str:
        words = self.words
        names = []
        for number in numbers:
            heading = "".join(headings[number - 1 : number]) or str(number)
            names.append(heading if heading.isalnum() else words("“{heading}”").format(heading=heading))
        return listed(names, words("and"))


def _joined(name: str, *parts: str) -> str:
    """The name and what is said of its cells; where the name is HTML, the rest is escaped."""
    said = (name, *filter(None, parts))
    return Markup(", ").join(said) if isinstance(name, Markup) else ", ".join(said)
