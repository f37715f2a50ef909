"""What a person should look at before believing a sheet's marks, as when most of it is blank or cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from generator.assignment.worksheet import Worksheet
from generator.errors import ByhandError, Detail, Said, say
from grader.answers.sheet_lines import SheetLines
from grader.answers.submission import Submission
from grader.answers.typed import read_typed

LEAST_FILLED = Fraction(1, 2)
"""A sheet with fewer of its cells filled in is put before a person."""
MOST_UNREADABLE = Fraction(1, 2)
"""A sheet is put before a person if more of its filled cells cannot be read."""


@dataclass(frozen=True)
class Problem:
    """What a person should look at, and the id of the student it is about, empty where nobody in particular."""

    said: Said
    student: str = ""

    def __str__(self) -> str:
        return str(self.said)


class MisplacedError(ByhandError):
    """A submission that does not count for the student it seems to belong to."""

    def __init__(self, sentence: str, *, student: str, **values: Detail) -> None:
        super().__init__(sentence, student=student, **values)
        self.student = student


def concerns(submission: Submission, worksheet: Worksheet) -> Iterator[Said]:
    """What is odd about a submission as a whole."""
    cells = filled = unreadable = 0
    for line, (_, asked, numbers) in SheetLines.of(worksheet).each.items():
        cells += len(asked)
        texts = submission.typed.get(line, ())
        for column in asked:
            if column < len(texts):
                typed = read_typed(texts[column])
                filled += not typed.blank
                unreadable += numbers and typed.fault is not None
    if not filled:
        yield say("{file}: nothing is filled in", file=submission.file)
    elif filled < cells * LEAST_FILLED:
        yield say(
            "{file}: only {there} of {cells} cells are filled in", file=submission.file, there=filled, cells=cells
        )
    if unreadable > filled * MOST_UNREADABLE:
        yield say(
            "{file}: {count} of {there} filled cells cannot be read",
            file=submission.file,
            count=unreadable,
            there=filled,
        )
