"""Repetition: numbers that students copied from elsewhere on their sheet instead of working anything out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from generator.network.blueprint import Blueprint, ComputedGrid, Grid
from generator.network.formula import Picture
from generator.network.number import Number, Shape, Value, Values, row_by_row
from grader.answers.typed import Typed
from grader.marking.shares import is_share

LEAST_REPEATED_SHARE = Fraction(3, 4)
"""Where so many cells of a grid repeat one row, or one column, the grid was filled with it."""
_PICKING = frozenset((Picture.POOLING, Picture.SELECTION, Picture.GATHERED))
"""How operations are drawn that pick numbers out of grids, unless they add some up, as a mean does."""


@dataclass(frozen=True)
class Repetition:
    """What was typed on one sheet, compared with what else was typed there."""

    blueprint: Blueprint
    key: Mapping[str, Values]
    answers: Mapping[str, Sequence[Typed]]

    def copies(self, grid: ComputedGrid, copied: Set[str]) -> bool:
        """Whether its numbers are those that it is worked out from, as after a ReLU where nothing is below 0.

        Not where the key's are too, unless what it is worked out from was `copied` itself.
        """
        read = [name for name in grid.formula.read if name in self.answers]
        if grid.formula.picture in _PICKING and not grid.formula.adds:
            return bool(read) and copied >= set(read)
        return any(self._has_numbers_of(name, grid) and (name in copied or self._differ(name, grid)) for name in read)

    def times_elsewhere(self, grid: ComputedGrid) -> int:
        """How many other grids of the same operation hold the same numbers, though the key's differ."""
        numbers = self._numbers[grid.name]
        if set(numbers) == {None}:
            return 0  # left blank
        alike = self._holding[grid.shape, numbers]
        return sum(
            other.formula.operation is grid.formula.operation and self._differ(other.name, grid) for other in alike
        )

    def is_one_line(self, grid: Grid) -> bool:
        """Whether nearly all rows, or columns, hold the numbers of one of them, though the key's do not."""
        own, key = self._numbers[grid.name], row_by_row(self.key[grid.name])
        return None not in own and any(
            _are_repeated(lines, own) and not _are_repeated(lines, key) for lines in _rows_and_columns(grid)
        )

    def repeated_lines(self, grid: Grid) -> set[int]:
        """The places of rows and columns that repeat an earlier one, though the key's differ."""
        numbers, key = self._numbers[grid.name], row_by_row(self.key[grid.name])
        found: set[int] = set()
        for lines in _rows_and_columns(grid):
            rights: dict[Sequence[Number | None], set[Sequence[Value]]] = {}
            for line in lines:
                own, right = tuple(numbers[place] for place in line), tuple(key[place] for place in line)
                if any(before != right for before in rights.get(own, ())):
                    found |= set(line)
                rights.setdefault(own, set()).add(right)
        return found

    def _has_numbers_of(self, name: str, grid: Grid) -> bool:
        return self.blueprint.by_name[name].shape == grid.shape and self._numbers[name] == self._numbers[grid.name]

    def _differ(self, name: str, grid: Grid) -> bool:
        return self.key[name] != self.key[grid.name]

    @cached_property
    def _numbers(self) -> Mapping[str, Sequence[Number | None]]:
        """What was typed into each grid, row by row."""
        return {name: tuple([answer.number for answer in answers]) for name, answers in self.answers.items()}

    @cached_property
    def _holding(self) -> Mapping[tuple[Shape, Sequence[Number | None]], Sequence[ComputedGrid]]:
        """The computed grids by their shape and what was typed into them."""
        found: dict[tuple[Shape, Sequence[Number | None]], list[ComputedGrid]] = {}
        for grid in self.blueprint.computed:
            if grid.name in self.answers:
                found.setdefault((grid.shape, self._numbers[grid.name]), []).append(grid)
        return found


def _are_repeated(lines: Sequence[Sequence[int]], cells: Sequence[object]) -> bool:
    """Whether nearly all cells of the other lines hold the number of one line in the same place."""
    count, width = len(lines), len(lines[0])
    alike = (
        sum(cells[one] == cells[other] for line in lines for one, other in zip(first, line, strict=True))
        for first in lines
    )
    return is_share(max(alike) - width, width * (count - 1), LEAST_REPEATED_SHARE)


def _rows_and_columns(grid: Grid) -> Iterator[Sequence[Sequence[int]]]:
    """The places of each row, then of each column; lines of a single cell tell nothing."""
    count, width = grid.shape
    if count > 1 and width > 1:
        rows = [tuple(range(start, start + width)) for start in range(0, count * width, width)]
        yield rows
        yield list(zip(*rows, strict=True))
