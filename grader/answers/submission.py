"""A Submission: what was typed in which row of an answer sheet, still as text, and what is wrong with the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from generator.assignment.answer_sheet import NOTHING
from generator.errors import Said, say

NOTHING_HERE = frozenset((NOTHING, "–", "—", "−"))
"""The content of a cell to be left alone, including the forms that spreadsheets turn it into."""
MOST_REMARKS = 20
"""The most remarks about one file: a file of nothing but faults would fill the feedback."""


class Line(NamedTuple):
    """The row and grid that a line of the answer sheet holds."""

    exercise: str
    grid: str
    row: int


@dataclass(frozen=True)
class BlankForm:
    """What a file still shows of the blank sheet: how many lines it has, their numbers, and the cells with a dash."""

    lines: int = 0
    there: int = 0
    """How many of these lines the file has."""
    numbers: frozenset[int] = frozenset()
    written: Mapping[Line, tuple[str, ...]] = field(default_factory=dict)
    """The cells of each line as they are written, also those that are to be left alone."""
    loose: int = 0
    """How many lines hold answers but name no grid, as below the last line of the sheet."""

    @cached_property
    def dashes(self) -> Mapping[Line, frozenset[int]]:
        """The columns, from 1, of each line that are to be left alone."""
        return {
            line: frozenset([column for column, text in enumerate(texts, start=1) if text in NOTHING_HERE])
            for line, texts in self.written.items()
        }


@dataclass(frozen=True)
class Submission:
    """What one file says about one worksheet; `worksheet` is empty if the file has no worksheet id.

    `remarks` are what a person should know about the form of the file: where a fault is, and what to do about it.
    """

    file: str
    worksheet: str
    typed: Mapping[Line, tuple[str, ...]]
    remarks: tuple[Said, ...] = ()
    blank: BlankForm = BlankForm()

    def __reduce__(self) -> Any:
        """Packed column by column: each line by itself would take more work than reading the file."""
        columns, texts = tuple(zip(*self.typed, strict=True)), tuple(self.typed.values())
        return _unpacked, (self.file, self.worksheet, columns, texts, self.remarks, self.blank)

    @property
    def filled(self) -> int:
        """How many cells hold a text."""
        return sum(bool(text) for texts in self.typed.values() for text in texts)


def _unpacked(
    file: str,
    worksheet: str,
    columns: tuple[tuple[Any, ...], ...],
    texts: tuple[tuple[str, ...], ...],
    remarks: tuple[Said, ...],
    blank: BlankForm,
) -> Submission:
    typed = dict(zip(map(Line._make, zip(*columns, strict=True)), texts, strict=True))
    return Submission(file, worksheet, typed, remarks, blank)


def cut_off(submission: Submission) -> Iterator[Said]:
    """A remark if lines of the sheet are not there: in one file they were cut off, several may complete each other."""
    if submission.blank.there < submission.blank.lines:
        yield say(
            "{file}: only {there} of {lines} lines are there; the others were cut off or deleted; "
            "copy them from the blank sheet",
            file=submission.file,
            there=submission.blank.there,
            lines=submission.blank.lines,
        )


def few(file: str, remarks: Iterable[Said]) -> tuple[Said, ...]:
    """The first remarks, and how many there are besides."""
    all_remarks = tuple(remarks)
    if len(all_remarks) <= MOST_REMARKS + 1:  # the one more may be this sentence, from an earlier step
        return all_remarks
    more = say(
        "{file}: {count} more faults of this kind; start again from the blank sheet",
        file=file,
        count=len(all_remarks) - MOST_REMARKS,
    )
    return (*all_remarks[:MOST_REMARKS], more)
