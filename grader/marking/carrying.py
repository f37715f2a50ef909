"""Carrying on: what the formulas give on a student's own earlier cells, for one exercise, in the order of working.

Twice: first with the cells that differ from the key as they were typed and the key's value for all others, then with
everything as it was typed, which follows a student who rounds honestly at every step.
"""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from generator.errors import ByhandError, Said
from generator.network.blueprint import Blueprint, Grid
from generator.network.evaluation import work_out
from generator.network.number import Number, Value, Values
from grader.answers.typed import Typed
from grader.marking.answer_form import AnswerForm
from grader.marking.marks import Verdict

MOST_ALIKE = 4
MOST_FILLINGS = 3
"""A number that is wrong in this many cells, and in a third of all wrong ones, only fills them."""


class Outcome(NamedTuple):
    """What a grid's cells would be, row by row; whether rounded cells went in as typed, and any mistaken ones."""

    values: tuple[Value, ...]
    as_typed: bool
    mistaken: bool


class Carrying:
    """The student's own values so far. Each grid is asked for its `outcomes`, judged, and then taken in."""

    def __init__(self, blueprint: Blueprint, key: Mapping[str, Values], answers: Mapping[str, Sequence[Typed]]) -> None:
        self._blueprint = blueprint
        self._key = key
        self._answers = answers
        self._wrong: dict[str, Values] = {}
        self._typed: dict[str, Values] = {}
        self._mistaken: set[str] = set()
        self._unexplained: Counter[Number | None] = Counter()

    def outcomes(self, grid: Grid) -> tuple[Outcome, ...]:
        """What the grid's formula gives on the student's cells; empty when that is what the key gives."""
        assert grid.formula is not None
        read = set(grid.formula.grids())
        mistaken = not read.isdisjoint(self._mistaken)
        # Who did not round on the way has typed what is wrong and nothing else: both ways give the same.
        one_way = all(self._wrong.get(name) == self._typed.get(name) for name in read)
        ways = [(False, self._wrong)] if one_way else [(False, self._wrong), (True, self._typed)]
        found = []
        for as_typed, own in ways:
            if not read.isdisjoint(own):
                try:
                    values = _flat(work_out(grid.formula, grid.rounding, {**self._key, **own}))
                except (ArithmeticError, ValueError, ByhandError):
                    continue  # no such value, so nothing follows from these cells
                found.append(Outcome(values, as_typed, mistaken))
                if one_way:
                    found.append(Outcome(values, True, mistaken))
        return tuple(found)

    @property
    def own(self) -> Mapping[str, Values]:
        """The student's cells so far: wrong ones as they were typed, the key's value for all others."""
        return ChainMap(self._wrong, self._key)  # type: ignore[arg-type]

    def take_in(
        self,
        grid: Grid,
        form: AnswerForm,
        verdicts: Sequence[Verdict],
        outcomes: Sequence[Outcome],
        slips: Mapping[int, Said],
    ) -> None:
        """Remember the judged cells for the grids to come; `slips` are the names of those that have one, by place."""
        key, answers = _flat(self._key[grid.name]), self._answers[grid.name]
        carried = outcomes[-1].values if outcomes else key
        incorrect = {place for place, verdict in enumerate(verdicts) if verdict is Verdict.INCORRECT}
        filling = self._filling(grid, verdicts, incorrect, slips) if incorrect else set()
        wrong, typed = list(key), list(key)
        for place, (answer, verdict) in enumerate(zip(answers, verdicts, strict=True)):
            if verdict is Verdict.CORRECT:
                typed[place] = form.value(answer)
            elif verdict in (Verdict.BLANK, Verdict.UNREADABLE):
                typed[place] = carried[place]
            elif place not in filling:
                wrong[place] = typed[place] = form.value(answer)
        for own, values in ((self._wrong, wrong), (self._typed, typed)):
            if tuple(values) != key:
                own[grid.name] = _in_shape(values, grid)
        follows = Verdict.FOLLOW_THROUGH in verdicts and any(outcome.mistaken for outcome in outcomes)
        if incorrect or follows:
            self._mistaken.add(grid.name)

    def _filling(
        self, grid: Grid, verdicts: Sequence[Verdict], incorrect: set[int], slips: Mapping[int, Said]
    ) -> set[int]:
        """The incorrect cells that were filled without working anything out: they carry nothing."""
        if self._filled_in(grid, verdicts):
            return incorrect
        # One slip that explains nearly all of them is a mistake, however alike its numbers are.
        if 4 * max(Counter(slips.values()).values(), default=0) >= 3 * len(incorrect):
            return set()
        answers = self._answers[grid.name]
        self._unexplained.update(answers[place].number for place in incorrect)
        often = {
            number
            for number, count in self._unexplained.items()
            if count >= MOST_ALIKE and count * MOST_FILLINGS >= self._unexplained.total()
        }
        return {place for place in incorrect if answers[place].number in often}

    def _filled_in(self, grid: Grid, verdicts: Sequence[Verdict]) -> bool:
        """Whether the grid was filled with one value without working anything out, so that it carries nothing.

        One wrong cell can make a small grid all alike by accident; then the grids around it decide, those of the same
        block of the sheet.
        """
        if verdicts.count(Verdict.INCORRECT) > 1 and self._alike((grid,)):
            return True
        return self._alike(
            [other for other in self._blueprint.computed if other.block == grid.block and other.name in self._answers]
        )

    def _alike(self, grids: Iterable[Grid]) -> bool:
        """Whether everything typed into the grids is one and the same number, and the key's values there are not."""
        number, values = None, set()
        for grid in grids:
            for answer, value in zip(self._answers[grid.name], _flat(self._key[grid.name]), strict=True):
                if answer.number is not None and not answer.blank:  # what is printed says nothing
                    if number is not None and answer.number != number:
                        return False
                    number = answer.number
                    values.add(value)
        return len(values) > 1


def _flat(values: Values) -> tuple[Value, ...]:
    return tuple(chain.from_iterable(values))


def _in_shape(cells: Sequence[Value], grid: Grid) -> Values:
    width = grid.shape[1]
    return tuple(tuple(cells[start : start + width]) for start in range(0, len(cells), width))  # type: ignore[return-value]
