"""What fills the blanks of a copy: plain data, made from a key or from marks, then laid out and painted by others.

It knows neither pages nor PDF, so that marking can make it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

from generator.network.number import POINT, Value, Values, printed


class Tone(Enum):
    """Who speaks, or how: each has its ink."""

    KEY = "key"
    STUDENT = "student"
    RIGHT = "right"
    FOLLOWS = "follows"
    WRONG = "wrong"
    QUIET = "quiet"


class Sign(Enum):
    """A small mark in a cell. Each has a shape of its own, to be told apart in grey print."""

    RIGHT = "right"
    FOLLOWS = "follows"
    WRONG = "wrong"
    BLANK = "blank"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Entry:
    """What stands in a blank cell, with a sign, and small `beside` it the value that was expected."""

    text: str
    tone: Tone = Tone.KEY
    sign: Sign | None = None
    beside: str = ""


Entries: TypeAlias = Mapping[str, Sequence[Sequence[Entry]]]
"""The entries of an exercise: under each blank grid's name its rows."""


@dataclass(frozen=True)
class Remark:
    """A sentence about a grid, to stand beside it or in a list by steps after the sheet; the exercise counts from 0."""

    exercise: int
    step: int
    step_title: str
    grid: str
    text: str
    tone: Tone


@dataclass(frozen=True)
class ListItem:
    """A line of a list: a small label (the cell it is about), its text, and its result in the ink of the key."""

    text: str
    label: str = ""
    result: str = ""
    tone: Tone | None = None


@dataclass(frozen=True)
class Section:
    """The items of a list about one grid, under its step."""

    step: int
    title: str
    grid: str
    items: tuple[ListItem, ...]


@dataclass(frozen=True)
class Listing:
    """A list that follows the pages of a copy; the exercise counts from 0."""

    exercise: int
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Filling:
    """What fills a copy: its name at the head, every exercise's entries and score, and what is remarked and listed.

    `signs` explains those of each exercise. Remarks that find no room on the sheet are listed under `remarks_title`.
    """

    title: str
    tone: Tone
    cells: tuple[Entries, ...]
    scores: tuple[str, ...] = ()
    signs: tuple[tuple[tuple[Sign, str], ...], ...] = ()
    remarks: tuple[Remark, ...] = ()
    remarks_title: str = ""
    listings: tuple[Listing, ...] = ()


def key_filling(
    values: Sequence[Mapping[str, Values]], title: str, listings: tuple[Listing, ...] = (), point: str = POINT
) -> Filling:
    """The key: every exercise's values in the ink of the key, with a decimal `point`."""
    cells = tuple(
        {name: [[_keyed(cell, point) for cell in row] for row in rows] for name, rows in grids.items()}
        for grids in values
    )
    return Filling(title, Tone.KEY, cells, listings=listings)


@lru_cache(maxsize=4096)
def _keyed(value: Value, point: str) -> Entry:
    return Entry(printed(value, point))
