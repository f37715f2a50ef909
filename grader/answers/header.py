"""The header of an answer sheet: which column holds what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.assignment.answer_sheet import MOST_COLUMNS
from generator.errors import ByhandError
from grader.answers.submission import Line
from grader.answers.typed import read_typed

_COUNT = re.compile(r"(\d{1,5})/(\d{1,5})", re.ASCII)


@dataclass(frozen=True)
class Header:
    """The position of each column of an answer sheet; -1 for a missing one. `cells` are those numbered from 1."""

    worksheet: int
    exercise: int
    grid: int
    row: int
    line: int
    cells: tuple[int, ...]

    @staticmethod
    def read(file: str, plain: list[str]) -> Header:
        """The positions of the columns with these names."""
        places = {name: plain.index(name) for name in ("worksheet", "exercise", "grid", "row", "line") if name in plain}
        numbered = ((read_typed(name).number, place) for place, name in enumerate(plain))
        cells = sorted(
            (int(number), place) for number, place in numbered if number is not None and 1 <= number <= MOST_COLUMNS
        )
        if not cells:
            raise ByhandError(
                "{file}, line 1: no numbered columns; expected 1, 2, 3 after row, as in the blank sheet", file=file
            )
        for (number, _), (following, _) in pairwise(cells):
            if number == following:
                raise ByhandError(
                    "{file}, line 1: two columns are numbered {number}; number them 1, 2, 3", file=file, number=number
                )
        place_of = dict(cells)
        return Header(
            places.get("worksheet", -1),
            places.get("exercise", -1),
            places["grid"],
            places["row"],
            places.get("line", -1),
            tuple(place_of.get(number, -1) for number in range(1, max(place_of) + 1)),
        )

    @staticmethod
    def cell(row: Sequence[str], place: int) -> str:
        """The text at a position; empty where there is none."""
        return row[place] if 0 <= place < len(row) else ""

    def place(self, row: Sequence[str]) -> Line | None:
        """The place on the sheet; None if the row column does not hold a whole number."""
        number = read_typed(self.cell(row, self.row)).number
        if number is None or number.denominator != 1:
            return None
        return Line(self.cell(row, self.exercise), self.cell(row, self.grid), int(number))

    def names_nothing(self, row: Sequence[str]) -> bool:
        """Whether a row names neither a grid nor a row."""
        return not (self.cell(row, self.grid) or self.cell(row, self.row))

    def texts(self, row: Sequence[str]) -> tuple[str, ...]:
        """The texts of the numbered columns; a missing column number reads as blank."""
        there = len(row)
        return tuple([row[place] if 0 <= place < there else "" for place in self.cells])

    def count(self, row: Sequence[str]) -> tuple[int, int]:
        """The number of a line and of all lines, from its `2/24`; 0 and 0 if a spreadsheet turned that into a date."""
        found = _COUNT.fullmatch(self.cell(row, self.line))
        return (int(found[1]), int(found[2])) if found else (0, 0)
