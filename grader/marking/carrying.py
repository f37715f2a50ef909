"""Carrying on: what the formulas give on a student's own earlier cells, grid by grid through one exercise.

They are worked out in two ways: first with the wrong cells as typed and the key's value everywhere else, then with
everything as typed, which follows a student who rounds honestly at every step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from generator.errors import ByhandError
from generator.network.blueprint import ComputedGrid, Grid, Step
from generator.network.evaluation import work_out
from generator.network.formula import Picture
from generator.network.number import Number, Value, Values, row_by_row
from generator.network.rounding import Rounding
from grader.marking.answer_form import AnswerForm
from grader.marking.marks import Verdict
from grader.marking.repetition import Repetition
from grader.marking.shares import is_share
from grader.marking.slips import Naming

LEAST_FILLED = 4
LEAST_FILLED_SHARE = Fraction(1, 3)
"""A number that is wrong in so many cells, and in this share of all wrong cells, was filled in without any work."""
LEAST_GRIDS_IN_STEP, LEAST_CELLS_IN_STEP, LEAST_SHARE_OF_STEP = 4, 8, Fraction(3, 4)
"""A step is filled in if so many grids and cells, and this share of its grids, hold one number each."""
LEAST_SLIP_SHARE = Fraction(3, 4)
"""Where one slip explains this share of a grid's incorrect cells, they were worked out, however alike they are."""


class Outcome(NamedTuple):
    """What a grid's cells come to, row by row.

    `as_typed` says whether rounded cells went in as the student typed them, `mistaken` whether mistaken cells went in;
    `grids` is what went in.
    """

    values: tuple[Value, ...]
    as_typed: bool
    mistaken: bool
    grids: Mapping[str, Values]


class Carrying:
    """The student's own values so far: of each grid the `outcomes` are found, then its judged cells are taken in."""

    def __init__(self, repetition: Repetition) -> None:
        self._blueprint = repetition.blueprint
        self._key = repetition.key
        self._answers = repetition.answers
        self._repetition = repetition
        self._own = dict(self._key)
        self._typed = dict(self._key)
        self._mistaken: set[str] = set()
        self._filled_in: dict[str, Values] = {}
        self._unexplained: Counter[Number | None] = Counter()
        self._filled_blocks: dict[str, bool] = {}
        self._filled_steps: dict[int, Collection[str]] = {}

    def outcomes(self, grid: ComputedGrid) -> tuple[Outcome, ...]:
        """What the grid's formula gives on the student's cells; empty when that is what the key gives."""
        read = grid.formula.read
        mistaken = not self._mistaken.isdisjoint(read)
        # A student who did not round on the way typed only wrong cells and the key's: both ways give the same.
        one_way = all(self._own[name] == self._typed[name] for name in read)
        ways = [(False, self._own)] if one_way else [(False, self._own), (True, self._typed)]
        found = []
        for as_typed, own in ways:
            if any(own[name] is not self._key[name] for name in read):
                grids: Mapping[str, Values] = own
                values = _worked_out(grid, grids)
                if values is None and grid.formula.picture is Picture.CELLWISE:
                    values, grids = self._cell_by_cell(grid, own), self._key
                if values is None:
                    continue  # the formula has no value there, so nothing follows from these cells
                found.append(Outcome(values, as_typed, mistaken, grids))
                if one_way:
                    found.append(Outcome(values, True, mistaken, grids))
        return tuple(found)

    def _cell_by_cell(self, grid: ComputedGrid, own: Mapping[str, Values]) -> tuple[Value, ...]:
        """What follows for each cell by itself, as where only one of several divisors is 0; there the key's value."""
        key, width = row_by_row(self._key[grid.name]), grid.shape[1]
        read = [name for name in grid.formula.read if own[name] is not self._key[name]]
        found = []
        for place, right in enumerate(key):
            here = {name: _only(own[name], self._key[name], *divmod(place, width)) for name in read}
            values = _worked_out(grid, {**self._key, **here})
            found.append(values[place] if values else right)
        return tuple(found)

    def filled_in(self, grid: Grid, verdicts: Sequence[Verdict]) -> Collection[int]:
        """The incorrect places of a grid that repeats one number, one line or another grid, or follows from one."""
        if grid.name not in self._filled_in:
            return ()
        return [place for place, verdict in enumerate(verdicts) if verdict is Verdict.INCORRECT]

    @property
    def own(self) -> Mapping[str, Values]:
        """The student's cells so far: wrong ones as typed, the key's value everywhere else."""
        return self._own

    def take_in(
        self,
        grid: ComputedGrid,
        form: AnswerForm,
        verdicts: Sequence[Verdict],
        outcomes: Sequence[Outcome],
        slips: Naming,
    ) -> None:
        """Remember the judged cells for the grids to come; `slips` are those that were made."""
        key, answers = row_by_row(self._key[grid.name]), self._answers[grid.name]
        carried = outcomes[-1].values if outcomes else key
        incorrect = {place for place, verdict in enumerate(verdicts) if verdict is Verdict.INCORRECT}
        filling = self._filling(grid, form, incorrect, slips) if incorrect else set()
        wrong, typed = list(key), list(key)
        for place, (answer, verdict) in enumerate(zip(answers, verdicts, strict=True)):
            if verdict is Verdict.CORRECT:
                typed[place] = form.value(answer)
            elif verdict in (Verdict.BLANK, Verdict.UNREADABLE):
                typed[place] = carried[place]
            elif place not in filling:
                wrong[place] = typed[place] = form.value(answer)
        for own, values in ((self._own, wrong), (self._typed, typed)):
            if tuple(values) != key:
                own[grid.name] = grid.in_shape(values)
        follows = Verdict.FOLLOW_THROUGH in verdicts and any(outcome.mistaken for outcome in outcomes)
        if incorrect or follows:
            self._mistaken.add(grid.name)

    def _filling(self, grid: ComputedGrid, form: AnswerForm, incorrect: set[int], slips: Naming) -> set[int]:
        """The incorrect cells that were filled in without any work, so that nothing follows from them.

        A cell with a named slip was worked out, however alike the numbers are, unless its whole block is one number,
        or its step in that block and the slip is a new one; so was a mark of two that can be chosen.
        """
        marks = grid.formula.marks  # there the wrong number is always the same one
        worked_out = marks and self._mistaken.isdisjoint(grid.formula.read) and not self._sheet_filled_in()
        if self._block_filled_in(grid) and not worked_out:
            return incorrect
        if not marks and not incorrect <= slips.kept_up:
            filled_in = self._step_filled_in(grid) or self._lines_filled_in(grid, incorrect, slips)
            filling = incorrect if filled_in else self._follows_from_filling(grid, form, incorrect)
            if filling:
                self._filled_in[grid.name] = self._with_typed(grid, form, filling)
                return filling
        if incorrect <= slips.explained:
            return set()
        if len(incorrect) > 1 and self._alike((grid,)):
            return incorrect
        named = list(slips.named.values())
        if marks or is_share(max(map(named.count, named), default=0), len(incorrect), LEAST_SLIP_SHARE):
            return set()
        answers = self._answers[grid.name]
        numbers = {place: answers[place].number for place in incorrect}
        for number in numbers.values():
            self._unexplained[number] += 1
        return {place for place, number in numbers.items() if self._is_all_over(number)}

    def _is_all_over(self, number: Number | None) -> bool:
        """Whether a number is so many of all wrong ones so far that it was filled in."""
        count = self._unexplained[number]
        return count >= LEAST_FILLED and is_share(count, self._unexplained.total(), LEAST_FILLED_SHARE)

    def _block_filled_in(self, grid: ComputedGrid) -> bool:
        """Whether all grids of its block of the sheet were filled with one number."""
        if grid.block not in self._filled_blocks:
            block = [other for other in self._blueprint.computed if other.block == grid.block]
            self._filled_blocks[grid.block] = self._alike(other for other in block if other.name in self._answers)
        return self._filled_blocks[grid.block]

    def _step_filled_in(self, grid: ComputedGrid) -> bool:
        """Whether it and most grids of its step were each filled with one number, or with the numbers of another.

        So are the sums of an lstm's gates, which by themselves may be too few, or too alike in the key, to tell.
        """
        step = self._blueprint.step_of[grid.name]
        if step.number not in self._filled_steps:
            self._filled_steps[step.number] = self._filled_in_step(step)
        return grid.name in self._filled_steps[step.number]

    def _filled_in_step(self, step: Step) -> Collection[str]:
        """The names of the grids of a step that were each filled like that; empty if most were not."""
        grids = [self._blueprint.by_name[name] for name in step.grids if name in self._answers]
        several = [other for other in grids if isinstance(other, ComputedGrid) and other.cells > 1]
        # Functions have few values, such as 0 and 1, which many grids hold by chance.
        products = [other for other in several if other.formula.picture is Picture.CROSSING]
        copied = {other.name for other in products if self._repetition.times_elsewhere(other)}
        alike = [other for other in several if other.name in copied or self._alike((other,), although=True)]
        telling = sum(other.name in copied or self._alike((other,)) for other in alike)
        enough = (
            is_share(len(alike), len(several), LEAST_SHARE_OF_STEP)
            and sum(other.cells for other in alike) >= LEAST_CELLS_IN_STEP
        )
        filled_in = telling > 1 and len(alike) >= LEAST_GRIDS_IN_STEP and enough
        return {other.name for other in alike} if filled_in else ()

    def _lines_filled_in(self, grid: ComputedGrid, incorrect: set[int], slips: Naming) -> bool:
        """Whether it is mostly wrong, and filled with one row or one column again and again that no slip explains."""
        mostly_wrong = len(incorrect) > max(1, grid.cells // 2)
        return mostly_wrong and not incorrect <= slips.explained and self._repetition.is_one_line(grid)

    def _with_typed(self, grid: Grid, form: AnswerForm, places: set[int]) -> Values:
        """The key's values, but what was typed in these places."""
        key, answers = row_by_row(self._key[grid.name]), self._answers[grid.name]
        cells = [form.value(answers[place]) if place in places else right for place, right in enumerate(key)]
        return grid.in_shape(cells)

    def _follows_from_filling(self, grid: ComputedGrid, form: AnswerForm, incorrect: set[int]) -> set[int]:
        """The incorrect cells that are worked out from numbers that were filled in without any work."""
        if self._filled_in.keys().isdisjoint(grid.formula.read):
            return set()
        values = _worked_out(grid, {**self._own, **self._filled_in}) or ()
        return {place for place in incorrect if values and form.agrees(self._answers[grid.name][place], values[place])}

    def _sheet_filled_in(self) -> bool:
        return self._alike(self._blueprint.by_name[name] for name in self._answers)

    def _alike(self, grids: Iterable[Grid], although: bool = False) -> bool:
        """Whether everything typed into these grids is one and the same number, where the key's values differ.

        With `although` even if the key's are alike too.
        """
        number, values = None, set()
        for grid in grids:
            for answer, value in zip(self._answers[grid.name], row_by_row(self._key[grid.name]), strict=True):
                if answer.number is not None and not answer.blank:  # printed cells prove nothing
                    if number is not None and answer.number != number:
                        return False
                    number = answer.number
                    values.add(value)
        return len(values) > 1 or (although and bool(values))


def exactly(grid: ComputedGrid, grids: Mapping[str, Values]) -> Callable[[int, int], Value] | None:
    """The exact value of a cell of a grid, by place and rounded to so many places; None where nothing is rounded.

    What is cut off is not an inexact number but another one, so there no other places are right.
    """
    formula, rounding = grid.formula, grid.rounding
    if rounding is None or rounding.cut:
        return None

    known: dict[int, tuple[Value, ...]] = {}

    def rounded_to(place: int, places: int) -> Value:
        if places not in known:
            known[places] = row_by_row(work_out(formula, Rounding(places), grids))
        return known[places][place]

    return rounded_to


def _worked_out(grid: ComputedGrid, grids: Mapping[str, Values]) -> tuple[Value, ...] | None:
    """The grid's values on these grids; None where there are none."""
    try:
        return row_by_row(work_out(grid.formula, grid.rounding, grids))
    except (ArithmeticError, ValueError, ByhandError):
        return None


def _only(own: Values, key: Values, row: int, column: int) -> Values:
    """The key's values, but the student's own in this cell; a single row or column belongs to all."""
    place = min(row, len(key) - 1), min(column, len(key[0]) - 1)
    return tuple(
        tuple(mine if (r, c) == place else right for c, (mine, right) in enumerate(zip(*cells, strict=True)))
        for r, cells in enumerate(zip(own, key, strict=True))
    )  # type: ignore[return-value]
