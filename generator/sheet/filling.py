"""Holds what fills the blanks of a copy: plain data made from a key or from marks, to be laid out and painted later.

It does not depend on pages or PDF, so that it can be made while marking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from generator.network.blueprint import Role
from generator.network.number import POINT, Value, Values, printed


class Tone(Enum):
    """The source or meaning of a text; each has its own colour."""

    KEY = "key"
    STUDENT = "student"
    RIGHT = "right"
    FOLLOWS = "follows"
    WRONG = "wrong"
    QUIET = "quiet"
    NEW = "new"
    BEFORE = "before"


class Sign(Enum):
    """A small mark in a cell. The shapes differ, so that they can be distinguished when printed in grey."""

    RIGHT = "right"
    FOLLOWS = "follows"
    WRONG = "wrong"
    BLANK = "blank"
    UNREADABLE = "unreadable"

    # Every cell is looked up by its sign; Enum's own hash, of the name, is worked out in Python each time.
    __hash__ = object.__hash__


@dataclass(frozen=True)
class Entry:
    """The text in a blank cell and its sign, with the expected value in small type `beside` it."""

    text: str
    tone: Tone = Tone.KEY
    sign: Sign | None = None
    beside: str = ""


Entries: TypeAlias = Mapping[str, Sequence[Sequence[Entry]]]
"""The rows of entries of an exercise, by the names of its blank grids."""


class Remark(NamedTuple):
    """A sentence about a grid, placed next to it or in a list after the sheet. Exercises are counted from 0."""

    exercise: int
    step: int
    step_title: str
    grid: str
    text: str
    tone: Tone


class ListItem(NamedTuple):
    """A line of a list and its tone."""

    text: str
    tone: Tone


class Section(NamedTuple):
    """The items of a list about one grid, with the step it belongs to."""

    step: int
    title: str
    grid: str
    items: tuple[ListItem, ...]


class Listing(NamedTuple):
    """A list that follows the pages of a copy. Exercises are counted from 0."""

    exercise: int
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class WorkedCell:
    """The arithmetic of a cell, up to the sign before its result; none where the result repeats a number.

    The result is `asked` where a student fills it in; else the sheet prints it. A `dark` cell holds nothing.
    """

    arithmetic: str
    result: str
    asked: bool
    dark: bool = False


@dataclass(frozen=True, eq=False)
class WorkedGrid:
    """A grid of the sheet with its working, cell by cell, in the step that gives or fills it.

    `rule`, where there is one, says for all cells what is done to each, if it `applies` to any; `place` counts the
    grids of the step in the same repeating `block` before this one. A weight or bias `leads` to the first grid that is
    worked out with it.
    """

    step: int
    title: str
    grid: str
    role: Role
    place: int
    rows: tuple[tuple[WorkedCell, ...], ...]
    rule: str = ""
    applies: bool = True
    block: str = ""
    leads: str = ""

    @property
    def cells(self) -> tuple[WorkedCell, ...]:
        """All cells, row by row."""
        return tuple(cell for row in self.rows for cell in row)

    @cached_property
    def is_worked(self) -> bool:
        """Whether it has any arithmetic; else it is given, or repeats other numbers."""
        return any(cell.arithmetic for cell in self.cells)


@dataclass(frozen=True)
class Working:
    """The working of an exercise under a title, with all grids of its sheet. Exercises are counted from 0."""

    exercise: int
    title: str
    grids: tuple[WorkedGrid, ...]

    @property
    def worked(self) -> tuple[WorkedGrid, ...]:
        """The grids with arithmetic."""
        return tuple(grid for grid in self.grids if grid.is_worked)

    @property
    def shown(self) -> tuple[WorkedGrid, ...]:
        """Those that are explained beside a filled sheet: a rule that changes no number of its grid needs no words."""
        return tuple(grid for grid in self.worked if grid.applies)


@dataclass(frozen=True)
class Filling:
    """What fills a copy: its title in the head, the entries and score of each exercise, its remarks and its working.

    `signs` explains the signs used in each exercise. Remarks that do not fit on the sheet are listed under
    `remarks_title`.
    """

    title: str
    tone: Tone
    cells: tuple[Entries, ...]
    scores: tuple[str, ...] = ()
    signs: tuple[tuple[tuple[Sign, str], ...], ...] = ()
    remarks: tuple[Remark, ...] = ()
    remarks_title: str = ""
    working: tuple[Working, ...] = ()


def key_filling(
    values: Sequence[Mapping[str, Values]], title: str, working: tuple[Working, ...] = (), point: str = POINT
) -> Filling:
    """The key: the values of each exercise in the colour of the key, with `point` as the decimal point."""
    cells = tuple(
        {name: [[_keyed(cell, point) for cell in row] for row in rows] for name, rows in grids.items()}
        for grids in values
    )
    return Filling(title, Tone.KEY, cells, working=working)


@lru_cache(maxsize=4096)
def _keyed(value: Value, point: str) -> Entry:
    return Entry(printed(value, point))
