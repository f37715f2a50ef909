"""The answer sheet: the CSV a student types the blank grids into, between the printed worksheet and the grader."""

from __future__ import annotations

import csv
import io
from functools import lru_cache

from generator.graph import Blueprint
from generator.worksheet import Worksheet

LABELS = ("worksheet", "exercise", "step", "grid", "row")
"""The columns that say which row of which grid a line is; the numbered columns after them hold its cells."""


def answer_sheet(worksheet: Worksheet) -> str:
    """The blank answer sheet as CSV text: a line for each row of each blank grid, in the order of the sheet."""
    widths = (grid.shape[1] for exercise in worksheet.exercises for grid in exercise.blueprint.blanks)
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
        for grid in blueprint.blanks
        for row in range(1, grid.shape[0] + 1)
    )
