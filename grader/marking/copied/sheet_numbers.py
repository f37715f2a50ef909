"""The numbers of a class, packed tightly: what belongs in every cell of a sheet, and what was typed there."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from generator.assignment.worksheet import Worksheet
from generator.network.number import Number, Value
from grader.answers.typed import read_typed
from grader.marking.marks import Address, Mark, Verdict
from grader.marking.report import Report

Cells: TypeAlias = tuple[Address, ...]
NO_NUMBER = -1
"""In place of a number's code where there is none."""


class Standing(IntEnum):
    """What an answer is to a comparison of sheets."""

    OTHER = 0
    RIGHT = 1
    EXPLAINED = 2
    """Wrong, but the student's own work leads to it: it follows from the cells before, or a slip has a name."""
    UNEXPLAINED = 3
    """Wrong, and nothing on the sheet leads to it."""


_WRONG = frozenset((Standing.EXPLAINED, Standing.UNEXPLAINED))


class SheetNumbers(NamedTuple):
    """The numbers of a sheet that was handed in, cell by cell: the key's and those typed, None where there is none."""

    student: str
    cells: Cells
    key: tuple[Value, ...]
    typed: tuple[Number | None, ...]
    kinds: bytes


def numbers_of(report: Report) -> SheetNumbers:
    """The numbers in the cells of a report; what is typed where words belong is not one."""
    marks = report.marks
    return SheetNumbers(
        report.student.id,
        shared(tuple([found.cell for found in marks])),
        tuple([found.expected for found in marks]),
        tuple([None if isinstance(found.expected, str) else read_typed(found.typed).number for found in marks]),
        bytes([_kind(found) for found in marks]),
    )


def _kind(found: Mark) -> Standing:
    match found.verdict:
        case Verdict.CORRECT:
            return Standing.RIGHT
        case Verdict.FOLLOW_THROUGH:
            return Standing.EXPLAINED
        case Verdict.INCORRECT:
            return Standing.EXPLAINED if found.slip else Standing.UNEXPLAINED
    return Standing.OTHER


def key_numbers(worksheet: Worksheet) -> Mapping[Address, Value]:
    """What belongs in every cell of a worksheet."""
    return {
        Address(task.id, task.blueprint.step_of[name].number, name, row + 1, column + 1): task.values[name][row][column]
        for task in worksheet.tasks
        for name, spots in task.spots.items()
        for row, column in spots
    }


@lru_cache(maxsize=256)
def shared(cells: Cells) -> Cells:
    """One object for the same cells, as most of a class has the same."""
    return cells


@dataclass(frozen=True)
class CodedSheet:
    """A sheet with a code in place of every number."""

    cells: Cells
    key: array[int]
    typed: array[int]
    kinds: bytes

    def right_in(self, exercises: Collection[str]) -> int:
        """How many cells of these exercises are right."""
        return sum(cell.exercise in exercises for cell in self.right_answers())

    def key_numbers(self) -> Mapping[Address, int]:
        """The codes of what belongs in every cell."""
        return dict(zip(self.cells, self.key, strict=True))

    def wrong(self) -> Mapping[Address, int]:
        """The codes of the wrong numbers."""
        return self._typed(_WRONG)

    def unexplained(self) -> Mapping[Address, int]:
        """Those of them that nothing on the sheet leads to."""
        return self._typed((Standing.UNEXPLAINED,))

    def right_answers(self) -> Mapping[Address, int]:
        """The codes of the numbers that were typed and are right."""
        return self._typed((Standing.RIGHT,))

    def _typed(self, kinds: Container[int]) -> Mapping[Address, int]:
        cells = zip(self.cells, self.typed, self.kinds, strict=True)
        return {cell: code for cell, code, kind in cells if kind in kinds and code != NO_NUMBER}

    def cells_with(self, numbers: Mapping[Address, int]) -> Iterator[Address]:
        """The cells with these codes: of what belongs there if it is right, otherwise of the number that was typed."""
        for cell, right, typed, kind in zip(self.cells, self.key, self.typed, self.kinds, strict=True):
            code = right if kind == Standing.RIGHT else typed
            if code != NO_NUMBER and numbers.get(cell) == code:
                yield cell


class Codes:
    """A small number for every number and word that occurs in a class."""

    def __init__(self) -> None:
        self._codes: dict[Value | None, int] = {None: NO_NUMBER}
        self._values: list[Value] = []

    def value(self, code: int) -> Value:
        """What a code is for."""
        return self._values[code]

    def of(self, values: tuple[Value | None, ...]) -> array[int]:
        """The codes of these values."""
        try:
            return array("i", [self._codes[value] for value in values])
        except KeyError:
            return array("i", [self._code(value) for value in values])

    def sheet(self, numbers: SheetNumbers) -> CodedSheet:
        """The sheet in codes."""
        key, typed = self.of(numbers.key), self.of(numbers.typed)
        # Where everything is right, one array is both.
        return CodedSheet(shared(numbers.cells), key, key if typed == key else typed, numbers.kinds)

    def _code(self, value: Value | None) -> int:
        if value is not None and value not in self._codes:
            self._codes[value] = len(self._values)
            self._values.append(value)
        return self._codes[value]
