"""Unrounded numbers: what a sheet comes to where each number is written rounded, but work goes on with the whole one.

Spreadsheets and pocket calculators work like that. The student's unrounded numbers are followed from grid to grid as
long as what was typed is one of them, rounded; from anything else the student went on as typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from generator.errors import say
from generator.network.blueprint import Blueprint, ComputedGrid
from generator.network.number import Number, Value, Values, decimal_places, row_by_row
from generator.network.program import Program, ToFill, Trial
from generator.network.rounding import Rounding, round_half_away
from grader.answers.typed import Typed
from grader.marking.answer_form import LEAST_PLACES, AnswerForm

UNROUNDED = say("went on with unrounded numbers")
_FILLED = "#unrounded"
"""What a grid is called that is filled with unrounded numbers."""
PLACES = 9
"""Calculators go on with about as many; two of them may differ in the last."""


@dataclass(frozen=True)
class Unrounded:
    """The numbers that one student went on with, found grid by grid as far as they are needed."""

    blueprint: Blueprint
    key: Mapping[str, Values]
    answers: Mapping[str, Sequence[Typed]]
    forms: Mapping[str, AnswerForm]
    _kept: dict[str, Values] = field(default_factory=dict)
    _plainly_wrong: dict[str, Sequence[Values]] = field(default_factory=dict)
    """The numbers that were read for each grid in which every cell is wrong although nothing is hidden."""
    _trials: dict[str, Trial] = field(default_factory=dict)

    def typed(self, grid: ComputedGrid, own: Mapping[str, Values], right: Sequence[Value]) -> tuple[Value, ...] | None:
        """What such a student types into a grid, to as many places as were typed; None where nothing shows it.

        `own` are the student's numbers as they were typed, and `right` is what the grid's formula gives on them.
        """
        self._follow_to(grid, own)
        values = None
        if any(self._kept[name] != self.key[name] for name in grid.formula.read if name in self._kept):
            values = None if self._shows_nothing(grid, own, right) else self._worked_out(grid)
        if values is None:
            return None
        least = self._least_places(grid)
        cells = zip(self.answers[grid.name], row_by_row(values), strict=True)
        return tuple([_written(answer, value, least) for answer, value in cells])

    def take_in_wrong(self, grid: ComputedGrid, own: Mapping[str, Values], right: Sequence[Value]) -> None:
        """Remember a grid in which every cell is wrong: where nothing is hidden, the student went on as typed."""
        if self._shows_nothing(grid, own, right):
            self._plainly_wrong[grid.name] = self._numbers_read(grid)

    def _shows_nothing(self, grid: ComputedGrid, own: Mapping[str, Values], right: Sequence[Value]) -> bool:
        """Whether the student went on from what was typed, and all numbers end where they are written."""
        least = self._least_places(grid)
        return (
            self._numbers_read(grid) == [own[name] for name in grid.formula.read]
            and all((answer.decimals or 0) <= least for answer in self.answers[grid.name])
            and all(isinstance(value, int | str) or _ends_within(value, least) for value in right)
        )

    def _follow_to(self, grid: ComputedGrid, own: Mapping[str, Values]) -> None:
        """Find what the student went on with in the grids before this one, from the first that is rounded or wrong.

        Where none of them is rounded, nothing can be hidden.
        """
        before = list(takewhile(lambda one: one.name != grid.name, self.blueprint.computed))
        if any(one.rounds_halves for one in before):
            for one in before:
                begins = one.rounds_halves or own[one.name] != self.key[one.name]
                if one.name not in self._kept and one.name in self.answers and (self._kept or begins):
                    self._kept[one.name] = self._went_on_with(one)

    def _went_on_with(self, grid: ComputedGrid) -> Values:
        """The unrounded numbers where they were typed, rounded or not at all, and elsewhere what was typed."""
        form, answers = self.forms[grid.name], self.answers[grid.name]
        if self._plainly_wrong.get(grid.name) == self._numbers_read(grid):
            return grid.in_shape([form.value(answer) for answer in answers])
        values = self._worked_out(grid) or self.key[grid.name]
        least = self._least_places(grid)
        cells: list[Value] = []
        for answer, value in zip(answers, row_by_row(values), strict=True):
            typed = value if answer.number is None else form.value(answer)
            cells.append(value if _written(answer, value, least) == typed else typed)
        return grid.in_shape(cells)

    def _worked_out(self, grid: ComputedGrid) -> Values | None:
        """What the grid's formula gives on unrounded numbers, itself not rounded; None where it has no value."""
        if grid.name not in self._trials:
            self._trials[grid.name] = Trial(_unrounded(self.blueprint, grid.name))
        went_on_with = dict(zip(grid.formula.read, self._numbers_read(grid), strict=True))
        (values,) = self._trials[grid.name].values(went_on_with, (_FILLED,))
        return values  # type: ignore[no-any-return]

    def _numbers_read(self, grid: ComputedGrid) -> list[Values]:
        """What the student went on with, as far as it was followed, in the grids that this one is worked out from."""
        return [self._kept.get(name, self.key[name]) for name in grid.formula.read]

    def _least_places(self, grid: ComputedGrid) -> int:
        """The places that are written at least: those asked, or those of the key."""
        if grid.rounding:
            return grid.rounding.decimals
        numbers = [cell for cell in row_by_row(self.key[grid.name]) if not isinstance(cell, str)]
        places = [decimal_places(number) for number in numbers]
        return max([LEAST_PLACES if each is None else each for each in places], default=0)


@lru_cache(maxsize=4096)
def _unrounded(blueprint: Blueprint, name: str) -> Program:
    """A program that fills the grid as a calculator does, which rounds nothing but may cut."""
    grid = blueprint.computed_by_name[name]
    rounding = grid.rounding if grid.rounding is None or grid.rounding.cut else Rounding(PLACES)
    return Program.of(grid.formula.read, [ToFill(_FILLED, grid.formula, rounding, careful=True)])


def _ends_within(number: Number, least: int) -> bool:
    """Whether so many places write the number exactly."""
    places = decimal_places(number)
    return places is not None and places <= least


def _written(answer: Typed, value: Value, least: int) -> Value:
    """The value rounded to the places that were typed, or to more, since spreadsheets drop zeros at the end."""
    if isinstance(value, str | int):
        return value
    places = max(answer.decimals or 0, least)
    found = [round_half_away(value, each) for each in range(places, max(places, LEAST_PLACES) + 1)]
    return answer.number if answer.number in found else found[0]
