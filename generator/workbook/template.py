"""A workbook with holes: what all copies of a class share, and where each copy has its own number, name or id."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

HOLE = 7_000_000_000
"""In a template, the number of a hole plus this is written where a copy has its own text."""


@dataclass(frozen=True)
class NumberAt:
    """A hole for the number that a cell prints on the sheet; exercises are counted from 0."""

    exercise: int
    grid: str
    row: int
    column: int


@dataclass(frozen=True)
class KeyAt:
    """A hole for the right value of a cell."""

    exercise: int
    grid: str
    row: int
    column: int


@dataclass(frozen=True)
class StudentName:
    """A hole for the name of the student."""


@dataclass(frozen=True)
class WorksheetId:
    """A hole for the id of the worksheet."""


@dataclass(frozen=True)
class ViewAt:
    """A hole for a drawn view in words: the page and the number of the view on it."""

    page: int
    view: int


Hole: TypeAlias = NumberAt | KeyAt | StudentName | WorksheetId | ViewAt


@dataclass(frozen=True)
class Template:
    """The bytes of a workbook with holes, and what goes into each."""

    content: bytes = field(repr=False)
    holes: tuple[Hole, ...]
