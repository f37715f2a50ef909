"""The roster: who is in the class, in the order of the file."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from generator import files
from generator.errors import ByhandError

MOST_ROSTER_BYTES = 64 << 20
LONGEST_ID = 64
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@dataclass(frozen=True)
class Student:
    """A student: the id used in file names, and the name that is printed."""

    id: str
    name: str


def read_roster(path: Path) -> tuple[Student, ...]:
    """The students in a roster file; ByhandError for a missing column and for empty, repeated or unsafe ids."""
    text = files.read_text(path, MOST_ROSTER_BYTES)
    lines = list(files.table_rows(str(path), text))
    header = [cell.strip().lower() for cell in lines[0][1]] if lines else []
    if "student" not in header:
        raise ByhandError(f"{path}: the first line has no column 'student'; expected: student,name")
    students: list[Student] = []
    seen: dict[str, int] = {}
    for number, row in lines[1:]:
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        identity = unicodedata.normalize("NFC", cells.get("student", ""))
        fault = _fault(identity)
        if fault:
            raise ByhandError(f"{path}, line {number}: the id {identity[:LONGEST_ID]!r} {fault}; choose another id")
        # On a file system that ignores case, these two students would share a file.
        first = seen.setdefault(identity.casefold(), number)
        if first != number:
            raise ByhandError(
                f"{path}, line {number}: the id {identity!r} is already used in line {first}; choose another id"
            )
        students.append(Student(identity, unicodedata.normalize("NFC", cells.get("name", "")) or identity))
    if not students:
        raise ByhandError(f"{path}: no students; add a line for each below student,name")
    return tuple(students)


def _fault(identity: str) -> str:
    """Why an id cannot be a file name on every system; empty if it can."""
    if not identity:
        return "is empty"
    if len(identity.encode()) > LONGEST_ID * 3 or len(identity) > LONGEST_ID:
        return f"is longer than {LONGEST_ID} characters"
    if any(
        character in '/\\:*?"<>|' or unicodedata.category(character).startswith(("C", "Z"))
        for character in identity.replace(" ", "_")
    ):
        return 'contains a character that file names cannot contain (one of / \\ : * ? " < > | or an invisible one)'
    if identity.startswith(".") or identity.endswith((".", " ")) or identity.partition(".")[0].casefold() in _RESERVED:
        return "is not a valid file name on every system"
    return ""
