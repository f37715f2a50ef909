"""What a new marking changed: cells.csv of the last marking is compared with the new one, student by student."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple, TypeAlias

from generator.errors import ByhandError
from generator.files.tables import lines_of, rows_of_lines, table_line
from generator.spool import Drawers
from grader.escaping import for_csv
from grader.reports.gradebook import CELLS
from grader.reports.long_files import text_lines

CHANGES = (
    *("student", "exercise", "grid", "row", "column", "typed_before", "typed", "verdict_before", "verdict"),
    *("credit_before", "credit"),
)
MOST_CELLS_BYTES = 2 << 30
_Place: TypeAlias = tuple[str, ...]
"""Exercise, grid, row and column."""


class _Judged(NamedTuple):
    """A cell as it was marked; nothing where there is no such cell."""

    typed: str = ""
    verdict: str = ""
    credit: str = "0"


class Changes:
    """The cells of the last marking, of which those of the new one are taken out student by student."""

    def __init__(self, before: Path, students: Iterable[str]) -> None:
        """Read the old file, which a spreadsheet may have saved; ByhandError if it cannot be read."""
        # A spreadsheet takes 007 for the number 7.
        written = {_as_number(for_csv(student)): for_csv(student) for student in students}
        rows = _judged(str(before), text_lines(before, MOST_CELLS_BYTES)) if before.exists() else iter(())
        self._old: Drawers[Mapping[_Place, _Judged]] = Drawers(before.parent)
        self._left: dict[str, Mapping[_Place, _Judged] | None] = {}
        for student, lines in groupby(rows, key=lambda row: row[0]):
            name = written.get(_as_number(student), student)
            self._old.put(name, {place: judged for _, place, judged in lines})
            self._left[name] = None
        self.known = bool(self._left)
        """Whether there was any cell to compare with."""

    def of(self, student: str, lines: str) -> Iterator[str]:
        """The lines of changes.csv about a student, who has these lines in the new cells.csv."""
        old = self._cells_of(for_csv(student))
        for shown, place, judged in _judged("cells.csv", [_HEADER, *lines_of(lines)]):
            yield from _change(shown, place, old.pop(place, _Judged()), judged)
        self._left[for_csv(student)] = old

    def of_the_rest(self) -> Iterator[str]:
        """The lines about all cells that are no longer there."""
        for student, left in self._left.items():
            for place, judged in (self._cells_of(student) if left is None else left).items():
                yield from _change(student, place, judged, _Judged())

    def _cells_of(self, student: str) -> dict[_Place, _Judged]:
        found: dict[_Place, _Judged] = {}
        for part in self._old.of(student):
            found |= part
        return found


_HEADER = table_line(CELLS)


def _change(student: str, place: _Place, old: _Judged, new: _Judged) -> Iterator[str]:
    if old[1:] != new[1:]:
        cells = zip(old, new, strict=True)
        yield table_line((student, *place, *chain.from_iterable(cells)))


def _as_number(student: str) -> str:
    """An id as a spreadsheet may have saved it, which takes 007 for the number 7."""
    return student.lstrip("0") if student.isdecimal() else student


def _judged(name: str, lines: Iterable[str]) -> Iterator[tuple[str, _Place, _Judged]]:
    """The student, the place and the marks of every cell in a table of cells."""
    rows = rows_of_lines(name, lines)
    header = [cell.strip().lower() for cell in next(rows, (0, []))[1]]
    needed = (*CHANGES[:5], "typed", "verdict", "credit")
    missing = [column for column in needed if column not in header]
    if missing:
        raise ByhandError(
            "{file}: has no column {column}, so what has changed since is not known; the file was written anew",
            file=name,
            column=missing[0],
        )
    for _, row in rows:
        line = dict(zip(header, row, strict=False))
        student, *place, typed, verdict, credit = (line.get(column, "") for column in needed)
        yield student, tuple(place), _Judged(typed, verdict, credit.replace(",", ".") or "0")
