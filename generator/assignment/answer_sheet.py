"""The answer sheet: the CSV a student types the blank grids into, between the printed worksheet and the grader."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from typing import NamedTuple

from generator.assignment.worksheet import Worksheet
from generator.network.blueprint import Blueprint

MOST_ROWS = 20_000
MOST_COLUMNS = 64
"""More lines or cells in a line no answer sheet has."""
LABELS = ("worksheet", "exercise", "step", "grid", "row")
"""The columns that say which row of which grid a line is; the numbered columns after them hold its cells."""


def answer_sheet(worksheet: Worksheet) -> str:
    """The blank answer sheet as CSV text: a line for each row of each blank grid, in the order of the sheet."""
    widths = (grid.shape[1] for exercise in worksheet.exercises for grid in exercise.blueprint.asked)
    width = max(widths, default=1)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*LABELS, *range(1, width + 1)))
    empty = ("",) * width
    for exercise in worksheet.exercises:
        writer.writerows((worksheet.id, exercise.id, *line, *empty) for line in _lines(exercise.blueprint))
    return text.getvalue()


@lru_cache(maxsize=256)
def _lines(blueprint: Blueprint) -> tuple[tuple[int, str, int], ...]:
    """Step, grid and row of each line."""
    return tuple(
        (blueprint.step_of[grid.name].number, grid.name, row)
        for grid in blueprint.asked
        for row in range(1, grid.shape[0] + 1)
    )


WORKSHEET_FIELD = "worksheet"
"""The field that holds the worksheet's id."""
FIELD_LETTERS = 60
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
