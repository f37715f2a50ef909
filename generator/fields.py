"""The names of the form fields of a fillable sheet: written when it is printed, read when it comes back."""

from __future__ import annotations

from typing import NamedTuple

WORKSHEET = "worksheet"
"""The field that holds the worksheet's id."""
MOST_LETTERS = 60
"""What a field takes, at the most."""


class FieldCell(NamedTuple):
    """The cell that a field stands for; row and column count from 1."""

    exercise: str
    grid: str
    row: int
    column: int

    @property
    def field(self) -> str:
        """The name of the field: `lstm.zf1.1.1`."""
        return ".".join(map(str, self))


def cell_of_field(name: str) -> FieldCell | None:
    """The cell that a field's name stands for; None for a name that is none of ours."""
    parts = name.rsplit(".", 3)
    if len(parts) != 4 or not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in parts[2:]):
        return None
    return FieldCell(parts[0], parts[1], int(parts[2]), int(parts[3]))
