"""How a grid is answered: how its cells are read, and when a typed answer agrees with an exact value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from generator.network.blueprint import ComputedGrid, Grid, View
from generator.network.evaluation import evaluate
from generator.network.number import Number, Value, Values, decimal_places
from generator.network.rounding import Rounding, round_half_away
from grader.answers.typed import Fault, Typed, read_typed

LEAST_PLACES = 2
"""A number may be rounded to this many places or more, where its step does not ask for fewer."""
MOST_PLACES = 15
"""Spreadsheets show no more."""
Exact: TypeAlias = Callable[[int], Value]
"""The exact value of a cell, rounded to so many places."""


@dataclass(frozen=True)
class AnswerForm:
    """The decimals that a rounding step asks for, or the options of a choice, which is read as its option's number."""

    decimals: int | None = None
    options: tuple[str, ...] = ()

    def read(self, text: str) -> Typed:
        """The answer in a cell: a number, or for a choice the option's number, typed as a number or in words."""
        typed = read_typed(text)
        if not self.options or typed.blank:
            return typed
        words = _plain_words(text)
        for number, option in enumerate(self.options, start=1):
            if _plain_words(option) == words:
                return Typed(text, number)
        if typed.number is not None and typed.number in range(1, len(self.options) + 1):
            return typed
        return replace(typed, number=None, fault=Fault.OPTION)

    def value(self, typed: Typed) -> Value:
        """The value of a readable answer, as formulas take it."""
        assert typed.number is not None
        return self.options[int(typed.number) - 1] if self.options else typed.number

    def as_number(self, value: Value) -> Number:
        """A value as a number: itself, or for a choice the option's number."""
        return self.options.index(value) + 1 if isinstance(value, str) else value

    def agrees(self, typed: Typed, value: Value, rounded: bool = False, exact: Exact | None = None) -> bool:
        """Whether the answer is this value.

        Where a step rounds, the `exact` value rounded to the places that were written is right too, and so is an answer
        with more places than asked that rounds to the value. Elsewhere a number that has no exact decimal may be
        rounded to two or more places; with `rounded`, any may.
        """
        if typed.number == value:
            return True
        if typed.number is None or (self.decimals is None and isinstance(value, int)):
            return False  # a whole number is never rounded
        if isinstance(value, str):
            return self.value(typed) == value
        if self.decimals is not None:
            return self._agrees_rounded(typed, typed.number, value, exact)
        places = decimal_places(value)
        if typed.decimals is None or (places is not None and not (rounded and places > typed.decimals)):
            return False
        # A spreadsheet drops the last 0 of 18.60, so an answer may show fewer places than it was rounded to.
        return round_half_away(value, max(typed.decimals, LEAST_PLACES)) == typed.number

    def _agrees_rounded(self, typed: Typed, number: Number, value: Value, exact: Exact | None) -> bool:
        """Whether the answer of a step that rounds agrees with the rounded value, or with the exact one."""
        assert self.decimals is not None
        finer = typed.decimals is None or typed.decimals > self.decimals
        if finer and round_half_away(number, self.decimals) == value:
            return True
        if exact is None or typed.decimals is None:
            return False
        places = max(typed.decimals, min(self.decimals, LEAST_PLACES))
        return places != self.decimals and places <= MOST_PLACES and exact(places) == number


def answer_form(grid: Grid, key: Mapping[str, Values]) -> AnswerForm:
    """How the cells of a grid are answered on a worksheet with this key."""
    if isinstance(grid, ComputedGrid) and (options := grid.formula.operation.options):
        operands = (evaluate(operand, key) for operand in grid.formula.operands)
        return AnswerForm(options=options(*operands, *grid.formula.settings))
    if grid.view is View.WORDS:
        return AnswerForm(options=tuple(str(word) for row in key[grid.name] for word in row))
    return _number_form(grid.rounding if isinstance(grid, ComputedGrid) else None)


@lru_cache(maxsize=16)
def _number_form(rounding: Rounding | None) -> AnswerForm:
    return AnswerForm(rounding.decimals if rounding else None)


def _plain_words(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .?!\"'")
