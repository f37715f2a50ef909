"""Marks: what the grader finds about each cell, and what reports are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from generator.errors import Said, say
from generator.network.covers import Spot
from generator.network.number import Number, Value
from grader.answers.typed import Fault, read_typed


class Verdict(Enum):
    """What the grader finds a cell to be."""

    CORRECT = "correct"
    FOLLOW_THROUGH = "follow-through"
    INCORRECT = "incorrect"
    BLANK = "blank"
    UNREADABLE = "unreadable"

    # Every cell is looked up by its verdict; Enum's own hash, of the name, is worked out in Python each time.
    __hash__ = object.__hash__


class Address(NamedTuple):
    """A cell of the worksheet; row and column count from 1."""

    exercise: str
    step: int
    grid: str
    row: int
    column: int


@lru_cache(maxsize=4096)
def addresses(exercise: str, step: int, grid: str, spots: tuple[Spot, ...]) -> tuple[Address, ...]:
    """The addresses of these cells of a grid: a class has few, so they are made once."""
    return tuple(Address(exercise, step, grid, row + 1, column + 1) for row, column in spots)


class CellRemark(Enum):
    """Why a person should know more of a cell than its verdict, with what is said about it."""

    NO_WORK = say("numbers were made up before, and after them nothing was left to work out here")
    """A cell that follows earns nothing."""
    FILLED_IN = say("numbers seem to be filled in here without any work, and nothing follows from them")
    """A wrong cell of a grid that repeats one number, one line or another grid."""
    IS_TARGET = say("these are the numbers of the target: a person decides whether they were worked out")
    """A slip leads to the target: the same numbers as if it had been copied."""

    @property
    def said(self) -> Said:
        """The sentence."""
        return self.value


@dataclass(frozen=True)
class Repeated:
    """The remark that a slip was made before, in this grid, and paid for there."""

    grid: str

    @property
    def said(self) -> Said:
        """The sentence."""
        return say("the same slip as in {grid}: it costs only the first time", grid=self.grid)


class Mark(NamedTuple):
    """A judged cell: what was typed and expected, the verdict, the credit from 0 to 1, and the slip it looks like.

    `remark` says why the credit is not what the verdict usually earns. `own` is what a wrong cell comes to on the
    student's own mistaken cells before it, where that is not what was expected.
    """

    cell: Address
    typed: str
    expected: Value
    verdict: Verdict
    credit: Number
    slip: Said | None = None
    remark: CellRemark | Repeated | None = None
    own: Value | None = None

    @property
    def fault(self) -> Fault | None:
        """Why an unreadable cell could not be read; the cell of a choice is not one for a number."""
        if self.verdict is not Verdict.UNREADABLE:
            return None
        return Fault.OPTION if isinstance(self.expected, str) else read_typed(self.typed).fault
