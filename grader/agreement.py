"""Whose numbers are these? Wrong cells that are right on another student's sheet, compared over the whole class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.worksheet import Worksheet
from grader.marks import Cell, Verdict
from grader.report import Report
from grader.typed import read_typed

LEAST_MATCHES = 10
LEAST_SHARE = 0.7
"""Of the cells that differ from a student's own key. Keys of two students agree in far fewer by chance."""


@dataclass(frozen=True)
class Copy:
    """Of a student's `wrong` cells, `matches` hold the number that belongs on the sheet of `source`."""

    student: str
    source: str
    matches: int
    wrong: int


def find_copies(reports: Iterable[Report], worksheets: Sequence[Worksheet]) -> tuple[Copy, ...]:
    """The students who may have handed in somebody else's numbers under the id of their own sheet."""
    suspects = [(report, wrong) for report in reports if len(wrong := _wrong_numbers(report)) >= LEAST_MATCHES]
    if not suspects:
        return ()
    import numpy as np

    cells = sorted({cell for _, wrong in suspects for cell in wrong})
    codes: dict[object, int] = {}
    keys = np.full((len(worksheets), len(cells)), -1, dtype=np.int32)
    for row, worksheet in enumerate(worksheets):
        values = _key_numbers(worksheet)
        keys[row] = [codes.setdefault(values[cell], len(codes)) if cell in values else -1 for cell in cells]
    students = [worksheet.student for worksheet in worksheets]
    copies = []
    for report, wrong in suspects:
        typed = np.array([codes.get(wrong.get(cell), -2) for cell in cells], dtype=np.int32)
        matches = (keys == typed).sum(axis=1)
        best = int(matches.argmax())
        if matches[best] >= max(LEAST_MATCHES, LEAST_SHARE * len(wrong)):
            copies.append(Copy(report.student.id, students[best], int(matches[best]), len(wrong)))
    return tuple(copies)


def _wrong_numbers(report: Report) -> Mapping[Cell, object]:
    return {
        found.cell: number
        for found in report.marks
        if found.verdict in (Verdict.INCORRECT, Verdict.FOLLOW_THROUGH)
        and not isinstance(found.expected, str)
        and (number := read_typed(found.typed).number) is not None
    }


def _key_numbers(worksheet: Worksheet) -> Mapping[Cell, object]:
    return {
        Cell(exercise.id, exercise.blueprint.step_of[grid.name].number, grid.name, row, column): value
        for exercise, key in zip(worksheet.exercises, worksheet.key(), strict=True)
        for grid in exercise.blueprint.blanks
        for row, values in enumerate(key[grid.name], start=1)
        for column, value in enumerate(values, start=1)
    }
