"""What the labels of an answer sheet say: which line of the sheet each line of a file is, and its number."""

from __future__ import annotations

import re
from sys import intern
from typing import NamedTuple

from grader.answers.submission import Line
from grader.answers.typed import read_typed

_COUNT = re.compile(r"(\d{1,5})/(\d{1,5})", re.ASCII)


class Labels(NamedTuple):
    """The columns that say where lines belong, as they are written."""

    exercise: tuple[str, ...]
    grid: tuple[str, ...]
    row: tuple[str, ...]
    line: tuple[str, ...]


class NamedLines(NamedTuple):
    """The line of the sheet that each line of a file names; None if its row is not a whole number.

    `numbers` are those of the lines that name one, and `total` is how many lines there should be.
    """

    lines: tuple[Line | None, ...]
    numbers: frozenset[int]
    total: int


def lines_named_by(labels: Labels) -> NamedLines:
    """The lines of the sheet that these labels name."""
    lines = tuple(map(_line, labels.exercise, labels.grid, labels.row))
    counts = list(map(_count, labels.line))
    numbers = (number for line, (number, _) in zip(lines, counts, strict=True) if line)
    return NamedLines(lines, frozenset(numbers) - {0}, max((count for _, count in counts), default=0))


def _line(exercise: str, grid: str, row: str) -> Line | None:
    number = read_typed(row).number
    if number is None or number.denominator != 1:
        return None
    # One text for all lines of an exercise: submissions are packed and kept, where it takes no room again.
    return Line(intern(exercise), intern(grid), int(number))


def _count(text: str) -> tuple[int, int]:
    """The number of a line and of all lines, from its `2/24`; 0 and 0 if a spreadsheet turned that into a date."""
    found = _COUNT.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else (0, 0)
