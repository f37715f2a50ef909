"""What a new marking changed: who gained or lost what, against the cells.csv that was there before."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

HEADER = (
    *("student", "exercise", "grid", "row", "column", "typed_before", "typed", "verdict_before", "verdict"),
    *("credit_before", "credit"),
)
_Cell = tuple[str, ...]


def changes(before: Path, cells: str) -> str | None:
    """changes.csv as text, from the old file of cells and the new text; None when there is none or nothing changed."""
    if not before.exists():
        return None
    with before.open(encoding="utf-8", newline="") as file:
        old = dict(_cells(csv.DictReader(file)))
    new = dict(_cells(csv.DictReader(io.StringIO(cells))))
    lines = []
    for cell in dict.fromkeys((*new, *old)):
        typed_before, verdict_before, credit_before = old.get(cell, ("", "", "0"))
        typed, verdict, credit = new.get(cell, ("", "", "0"))
        if (verdict_before, credit_before) != (verdict, credit):
            lines.append((*cell, typed_before, typed, verdict_before, verdict, credit_before, credit))
    if not lines:
        return None
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(lines)
    return text.getvalue()


def _cells(lines: csv.DictReader[str]) -> Iterator[tuple[_Cell, tuple[str, str, str]]]:
    for line in lines:
        cell = tuple(line.get(name) or "" for name in HEADER[:5])
        yield cell, (line.get("typed") or "", line.get("verdict") or "", line.get("credit") or "0")
