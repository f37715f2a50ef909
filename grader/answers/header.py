"""The header of an answer sheet: which column holds what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from generator.assignment.answer_sheet import MOST_COLUMNS
from generator.errors import ByhandError
from grader.answers.labels import Labels
from grader.answers.typed import read_typed

Rows: TypeAlias = Sequence[Sequence[str]]


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

    def labels(self, rows: Rows) -> Labels:
        """The columns that say where these rows belong."""
        return Labels._make([_column(rows, place) for place in (self.exercise, self.grid, self.row, self.line)])

    def texts(self, rows: Rows) -> list[tuple[str, ...]]:
        """The numbered columns; a missing column number reads as blank."""
        return [_column(rows, place) for place in self.cells]


def _column(rows: Rows, place: int) -> tuple[str, ...]:
    if place < 0:
        return ("",) * len(rows)
    return tuple([row[place] if place < len(row) else "" for row in rows])
