"""The answer sheet: the CSV file that a student types the asked cells into, from the worksheet to the grader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.assignment.worksheet import IssuedTask, Worksheet
from generator.files.tables import table_lines
from generator.network.number import POINT, show_value, with_point

MOST_ROWS = 20_000
MOST_COLUMNS = 64
"""No answer sheet has more lines, or more cells in a line."""
LABELS = ("worksheet", "exercise", "step", "title", "line", "grid", "row")
"""The columns that say which row of which grid a line holds; the numbered columns after them hold its cells."""
_HOLE = "\x00"
"""Holds the place of an id: no text of an assignment has such a character."""
NOTHING = "-"
"""The content of a cell to be left alone: it is not asked, or lies beyond the width of its grid."""


class AnswerLine(NamedTuple):
    """A line of the answer sheet: its step, the row of its grid from 1, and the columns that are asked, from 0."""

    exercise: str
    step: int
    title: str
    grid: str
    row: int
    columns: frozenset[int]


def answer_lines(task: IssuedTask) -> Iterator[AnswerLine]:
    """A line for each row of a grid that has asked cells, in the order of the sheet."""
    for name, spots in task.spots.items():
        step = task.blueprint.step_of[name]
        for row in dict.fromkeys(row for row, _ in spots):
            columns = frozenset(column for other, column in spots if other == row)
            yield AnswerLine(task.id, step.number, step.title, name, row + 1, columns)


def answer_table(worksheet: Worksheet) -> Iterator[tuple[str, ...]]:
    """The rows of the blank answer sheet, the labels first."""
    lines = [line for task in worksheet.tasks for line in answer_lines(task)]
    width = max((1 + max(line.columns) for line in lines), default=1)
    yield (*LABELS, *map(str, range(1, width + 1)))
    for number, line in enumerate(lines, start=1):
        place = f"{number}/{len(lines)}"
        labels = (worksheet.id, line.exercise, str(line.step), line.title, place, line.grid, str(line.row))
        yield (*labels, *("" if column in line.columns else NOTHING for column in range(width)))


def separator_of(worksheet: Worksheet) -> str:
    """What separates the columns of the answer sheet: a semicolon where the decimal point is a comma."""
    return ";" if any(task.blueprint.worded(POINT) == "," for task in worksheet.tasks) else ","


def answer_sheet(worksheet: Worksheet) -> str:
    """The blank answer sheet as CSV text."""
    return _as_csv(worksheet, answer_table(worksheet))


class AnswerMould:
    """The blank answer sheet of a class, written once: copies that ask for the same cells differ in their ids alone."""

    def __init__(self, worksheet: Worksheet) -> None:
        self._pieces = answer_sheet(replace(worksheet, id=_HOLE)).split(_HOLE)

    def pour(self, worksheet: Worksheet) -> str:
        """The blank answer sheet of a worksheet."""
        return worksheet.id.join(self._pieces)


def filled_in(worksheet: Worksheet) -> str:
    """The answer sheet with the key's values, as somebody who made no mistake hands it in."""
    head, *lines = answer_table(worksheet)
    tasks = {task.id: task for task in worksheet.tasks}
    return _as_csv(worksheet, (head, *(_with_values(line, tasks[str(line[1])]) for line in lines)))


def _with_values(line: Sequence[object], task: IssuedTask) -> tuple[object, ...]:
    point = task.blueprint.worded(POINT)
    labels, cells = line[: len(LABELS)], line[len(LABELS) :]
    row = task.values[str(line[LABELS.index("grid")])][int(str(line[LABELS.index("row")])) - 1]
    return (*labels, *(cell or with_point(show_value(row[place]), point) for place, cell in enumerate(cells)))


def _as_csv(worksheet: Worksheet, table: Iterable[Sequence[object]]) -> str:
    return table_lines(table, separator_of(worksheet))


WORKSHEET_FIELD = "worksheet"
"""The form field that holds the worksheet's id."""
FIELD_LETTERS = 60
"""The most characters that a field takes."""


class FieldCell(NamedTuple):
    """The cell that a form field represents; row and column count from 1."""

    exercise: str
    grid: str
    row: int
    column: int

    @property
    def field(self) -> str:
        """The name of the field: `lstm.zf1.1.1`."""
        return ".".join(map(str, self))


def cell_of_field(name: str) -> FieldCell | None:
    """The cell that a field's name refers to; None if it refers to no cell."""
    parts = name.rsplit(".", 3)
    if len(parts) != 4 or not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in parts[2:]):
        return None
    return FieldCell(parts[0], parts[1], int(parts[2]), int(parts[3]))
