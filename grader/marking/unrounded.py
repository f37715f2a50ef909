"""Unrounded numbers: what a sheet comes to where each number is written rounded, but work goes on with the whole one.

Spreadsheets and pocket calculators work like that. The student's unrounded numbers are followed from grid to grid as
long as what was typed is one of them, rounded; from anything else the student went on as typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from generator.errors import say
from generator.network.blueprint import Blueprint, ComputedGrid
from generator.network.number import Value, Values, decimal_places
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
    _trials: dict[str, Trial] = field(default_factory=dict)

    def typed(self, grid: ComputedGrid) -> tuple[Value, ...] | None:
        """What such a student types into a grid, to as many places as were typed; None where nothing was rounded."""
        self._follow_to(grid)
        values = None
        if any(name in self._kept and self._kept[name] != self.key[name] for name in _read(grid)):
            values = self._worked_out(grid)
        if values is None:
            return None
        least = self._least_places(grid)
        cells = zip(self.answers[grid.name], chain.from_iterable(values), strict=True)
        return tuple(_written(answer, value, least) for answer, value in cells)

    def _follow_to(self, grid: ComputedGrid) -> None:
        """Find what the student went on with in every grid before this one, from the first that is rounded."""
        for before in self.blueprint.computed:
            if before.name == grid.name:
                return
            if before.name not in self._kept and before.name in self.answers and (self._kept or before.rounds_halves):
                self._kept[before.name] = self._went_on_with(before)

    def _went_on_with(self, grid: ComputedGrid) -> Values:
        """The unrounded numbers where they were typed, rounded or not at all, and elsewhere what was typed."""
        values = self._worked_out(grid) or self.key[grid.name]
        form, least, width = self.forms[grid.name], self._least_places(grid), grid.shape[1]
        cells: list[Value] = []
        for answer, value in zip(self.answers[grid.name], chain.from_iterable(values), strict=True):
            typed = value if answer.number is None else form.value(answer)
            cells.append(value if _written(answer, value, least) == typed else typed)
        return tuple(tuple(cells[start : start + width]) for start in range(0, len(cells), width))  # type: ignore[return-value]

    def _worked_out(self, grid: ComputedGrid) -> Values | None:
        """What the grid's formula gives on unrounded numbers, itself not rounded; None where it has no value."""
        if grid.name not in self._trials:
            self._trials[grid.name] = Trial(_unrounded(self.blueprint, grid.name))
        (values,) = self._trials[grid.name].values({**self.key, **self._kept}, (_FILLED,))
        return values  # type: ignore[no-any-return]

    def _least_places(self, grid: ComputedGrid) -> int:
        """The places that are written at least: those asked, or those of the key."""
        if grid.rounding:
            return grid.rounding.decimals
        numbers = [cell for cell in chain.from_iterable(self.key[grid.name]) if not isinstance(cell, str)]
        places = [decimal_places(number) for number in numbers]
        return max((LEAST_PLACES if each is None else each for each in places), default=0)


@lru_cache(maxsize=4096)
def _unrounded(blueprint: Blueprint, name: str) -> Program:
    """A program that fills the grid as a calculator does, which rounds nothing but may cut."""
    grid = blueprint.computed_by_name[name]
    rounding = grid.rounding if grid.rounding is None or grid.rounding.cut else Rounding(PLACES)
    return Program.of(_read(grid), [ToFill(_FILLED, grid.formula, rounding, careful=True)])


def _read(grid: ComputedGrid) -> Sequence[str]:
    return tuple(dict.fromkeys(grid.formula.grids()))


def _written(answer: Typed, value: Value, least: int) -> Value:
    """The value rounded to the places that were typed, or to more, since spreadsheets drop zeros at the end."""
    if isinstance(value, str | int):
        return value
    places = max(answer.decimals or 0, least)
    found = [round_half_away(value, each) for each in range(places, max(places, LEAST_PLACES) + 1)]
    return answer.number if answer.number in found else found[0]
