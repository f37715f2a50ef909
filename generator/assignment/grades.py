"""grades.csv, which `grade` writes and `status` and `release` read: its columns and lines, in both directions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import ByhandError
from generator.files.tables import table_line, table_rows
from generator.files.text import read_text
from generator.language.words import Words
from generator.network.number import POINT, read_number, with_point

GRADES_FILE = "grades.csv"
GRADES = (
    *("student", "name", "worksheet", "score", "points", "percent"),
    *("correct", "follow_through", "incorrect", "blank", "unreadable", "file", "note"),
    *("earned", "taken_off"),
)
MOST_GRADES_BYTES = 64 << 20
_DECIMAL = frozenset({"score", "points", "percent", "earned", "taken_off"})
"""The columns that may hold decimals."""
_STARTS = ("=", "+", "-", "@")


def grades_line(cells: Iterable[object], words: Words) -> str:
    """A line of grades.csv, which people open: as spreadsheets expect it where the decimal point is a comma."""
    point = words(POINT)
    shown = (
        with_point(str(cell), point) if title in _DECIMAL else cell for title, cell in zip(GRADES, cells, strict=True)
    )
    return table_line(shown, ";" if point == "," else ",")


def read_grades(path: Path) -> Mapping[str, Mapping[str, str]]:
    """The lines of grades.csv by student, even if a spreadsheet has saved it; empty before the first marking."""
    if not path.exists():
        return {}
    rows = [row for _, row in table_rows(str(path), read_text(path, MOST_GRADES_BYTES))]
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "student" not in header:
        raise ByhandError(f"{path}: has no column student; mark again with byhand grade, which writes it anew")
    lines = (dict(zip(header, row, strict=False)) for row in rows[1:])
    return {as_given(line.get("student", "")): line for line in lines}


def guarded(text: str) -> str:
    """The text with a `'` before it if a spreadsheet could take it for a formula."""
    if not unicodedata.normalize("NFKC", text.lstrip()[:1]).startswith(_STARTS):
        return text
    try:
        read_number(text)
    except ValueError:
        return "'" + text
    return text


def as_given(text: str) -> str:
    """The text before it was guarded."""
    bare = text.removeprefix("'")
    return bare if text == guarded(bare) else text
