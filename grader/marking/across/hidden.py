"""Hidden cells of given grids: whether the numbers found for them show a slip that was made all over the sheet.

Who forgets the bias finds a weight that gives what is printed without it. One such number may be an accident: a slip is
named only if it shows in several cells of the sheet, and would have shown in no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from generator.assignment.worksheet import IssuedTask
from generator.errors import ByhandError, Said
from generator.network.blueprint import ComputedGrid, Grid
from generator.network.covers import Spot, with_cell
from generator.network.evaluation import work_out
from generator.network.number import Number, Values, row_by_row
from grader.answers.typed import Typed
from grader.marking.across.habits import Habits, SlipKind, kind_of
from grader.marking.across.half_solved import NOT_DIVIDED, NOT_SUBTRACTED, half_solved
from grader.marking.guess import Guess
from grader.marking.guesses import guesses

LEAST_SHOWN = 2
"""In so many cells a slip shows before it is named in a hidden one."""


@dataclass(frozen=True)
class HiddenCells:
    """The hidden cells of a sheet, those that are `wrong` by grid and place, and what its other grids show."""

    task: IssuedTask
    answers: Mapping[str, Sequence[Typed]]
    wrong: Mapping[str, Collection[int]]
    habits: Habits

    def named(self, name: str) -> Mapping[int, Said]:
        """The slips by which the wrong numbers in a grid were found, by place."""
        named = {}
        for place in self.wrong.get(name, ()):
            times = {slip: self._times[kind_of(slip)] for slip, shows in self._signs[name, place].items() if shows}
            most = max(times.values(), default=0)
            best = [slip for slip, count in times.items() if count == most >= LEAST_SHOWN]
            if len(best) > 1:  # a bias that was forgotten is also a rest that was not subtracted
                best = [slip for slip in best if slip not in (NOT_DIVIDED, NOT_SUBTRACTED)]
            if len(best) == 1:
                named[place] = best[0]
        return named

    @cached_property
    def _times(self) -> Mapping[SlipKind, int]:
        """In how many cells and grids each slip shows; 0 if one would have shown it and does not."""
        signs = [(kind_of(slip), shows) for signs in self._signs.values() for slip, shows in signs.items()]
        for kind in {kind for kind, _ in signs}:
            shown_in = [self.habits.shown_in(name, kind) for name in self.habits.answers]
            signs += [(kind, any(shown.values())) for shown in shown_in if shown]
        avoided = {kind for kind, shows in signs if not shows}
        return Counter(kind for kind, shows in signs if shows and kind not in avoided)

    @cached_property
    def _signs(self) -> Mapping[tuple[str, int], Mapping[Said, bool]]:
        """For each hidden cell the slips that it shows or, if it is right, that it would have shown."""
        return {
            (grid.name, row * grid.shape[1] + column): dict(self._signs_in(grid, (row, column)))
            for grid in self.task.blueprint.drawn
            for row, column in self.task.spots.get(grid.name, ())
        }

    def _signs_in(self, grid: Grid, spot: Spot) -> Iterator[tuple[Said, bool]]:
        place = spot[0] * grid.shape[1] + spot[1]
        typed, wrong = self.answers[grid.name][place], place in self.wrong.get(grid.name, ())
        for result in self.task.blueprint.computed if typed.number is not None else ():
            if grid.name in result.formula.grids() and result.name not in self.task.spots:
                signs = [
                    (guess.slip, self._leads_to_print(guess, result, grid, spot, typed))
                    for guess in guesses(self.task.blueprint, result.name)
                    if guess.usual
                ]
                # What a wrong number does not show may have been made too, before an accident.
                for slip, shows in (*signs, *self._half_solved(result, grid, spot, typed)):
                    if shows is wrong:
                        yield slip, shows

    def _half_solved(self, result: ComputedGrid, grid: Grid, spot: Spot, typed: Typed) -> Iterator[tuple[Said, bool]]:
        """The slips in solving for the hidden number, and whether they show."""
        assert typed.number is not None
        found: dict[Said, bool] = {}
        for slip, number in half_solved(
            lambda number: work_out(result.formula, result.rounding, self._with(grid, spot, number)),
            self.task.values[result.name],
        ):
            found[slip] = found.get(slip, False) or abs(Fraction(typed.number - number)) <= _slack(typed)
        yield from found.items()

    def _leads_to_print(self, guess: Guess, result: ComputedGrid, grid: Grid, spot: Spot, typed: Typed) -> bool | None:
        """Whether the slip leads from a hidden number to a printed cell; None where it makes no use of the number."""
        assert typed.number is not None
        slack = _slack(typed)
        numbers = (typed.number - slack, typed.number + slack, typed.number + 1)
        try:
            found = [guess.work_out(self._with(grid, spot, number)) for number in numbers]
        except (ByhandError, ArithmeticError, LookupError, ValueError):
            return None
        if any((len(values), len(values[0])) != result.shape for values in found):
            return None
        cells = zip(*map(row_by_row, (*found, self.task.values[result.name])), strict=True)
        used = [min(one, other) <= printed <= max(one, other) for one, other, more, printed in cells if more != one]
        return any(used) if used else None

    def _with(self, grid: Grid, spot: Spot, number: Number) -> Mapping[str, Values]:
        values = self.task.values
        return {**values, grid.name: with_cell(values[grid.name], spot, number)}


def _slack(typed: Typed) -> Fraction:
    """How far a number that was typed with decimals may be from the one that was rounded."""
    return Fraction(1, 2 * 10**typed.decimals) if typed.decimals else Fraction(0)
