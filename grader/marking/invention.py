"""Work that was not done: grids whose numbers were made up, and the cells after them in which nothing was left to do.

A student who is wrong works on from real numbers. One who makes numbers up so that all that follows becomes 0, one
number throughout, or a copy of other numbers, has no work to show for it. A grid counts as invented when nearly all
its cells are wrong and no slip explains them, when it is a copy of the target with no work before it, and when one
part of the sheet was copied into several others. After an invented grid, a cell that follows is paid only where its
arithmetic did not vanish.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from generator.network.blueprint import ComputedGrid, DrawnGrid, Grid, Role
from generator.network.formula import Picture
from generator.network.number import Value, row_by_row
from generator.network.operand import Operand
from grader.answers.typed import Typed
from grader.marking.marks import Verdict
from grader.marking.repetition import Repetition
from grader.marking.shares import is_share
from grader.marking.slips import Naming

LEAST_INVENTED = 2
LEAST_INVENTED_SHARE = Fraction(3, 4)
"""A grid with so many wrong cells, and this share of all but those that are rightly 0, is invented."""
MANY_INVENTED = 6
MANY_INVENTED_SHARE = Fraction(1, 2)
"""So is one with as many wrong cells as nobody has by accident, and this share of them."""

LEAST_REPEATED = 2
"""So is one with the numbers of so many others: nobody takes each part of a sheet for the first by accident."""
LEAST_LIVING = 3
"""A column of so many cells in which a single one is not 0 has vanished too: a product with it only copies."""


class Invention:
    """What was invented so far in one exercise, and which grids come after that."""

    def __init__(self, repetition: Repetition) -> None:
        self._blueprint = repetition.blueprint
        self._key = repetition.key
        self._answers = repetition.answers
        self._after: set[str] = set()
        self._vanished: set[str] = set()
        self._copied: set[str] = set()
        self._repetition = repetition

    def unpaid(self, grid: ComputedGrid, answers: Sequence[Typed], verdicts: Sequence[Verdict]) -> Collection[int]:
        """The places of follow-through that shows no work."""
        follows = [place for place, verdict in enumerate(verdicts) if verdict is Verdict.FOLLOW_THROUGH]
        if not follows or not self._comes_after(grid):
            return ()
        if self._has_nothing_left(grid) or self._repetition.copies(grid, self._copied):
            return follows
        gone = self._gone(grid, answers)
        return [place for place in follows if place in gone]

    def take_in(self, grid: ComputedGrid, answers: Sequence[Typed], verdicts: Sequence[Verdict], slips: Naming) -> None:
        """Remember a judged grid for the grids to come; `slips` are those that were made."""
        telling = self._telling(grid, answers)
        wrong = {place for place in telling if verdicts[place] is Verdict.INCORRECT}
        mostly_wrong = _are_most(wrong, telling)
        if not self._comes_after(grid) and not (mostly_wrong and self._invented(grid, answers, wrong, telling, slips)):
            return
        self._after.add(grid.name)
        if self._repetition.copies(grid, self._copied):
            self._copied.add(grid.name)
        typed_twice = mostly_wrong and self._repetition.times_elsewhere(grid) > 0
        if typed_twice or self._has_nothing_left(grid) or _alike(answers) or telling <= self._gone(grid, answers):
            self._vanished.add(grid.name)

    def take_in_right(self, grid: Grid, answers: Sequence[Typed]) -> None:
        """Remember a grid that is right throughout: one number, after an invented grid, took no work either."""
        if isinstance(grid, ComputedGrid) and self._comes_after(grid) and _alike(answers):
            self._vanished.add(grid.name)

    def _comes_after(self, grid: ComputedGrid) -> bool:
        return not self._after.isdisjoint(grid.formula.read)

    def _has_nothing_left(self, grid: ComputedGrid) -> bool:
        """Whether what it is worked out from has vanished: of a product one operand, of anything else all of them."""
        if self._vanished.isdisjoint(grid.formula.read):
            return False
        operands = [operand for operand in grid.formula.leaves() if self._is_worked_out(operand)]
        enough = any if grid.formula.picture is Picture.CROSSING else all
        return bool(operands) and enough(self._vanished.issuperset(operand.grids()) for operand in operands)

    def _is_worked_out(self, operand: Operand) -> bool:
        return any(isinstance(self._blueprint.by_name[name], ComputedGrid) for name in operand.grids())

    def _telling(self, grid: Grid, answers: Sequence[Typed]) -> set[int]:
        """The answered places but those that are rightly 0."""
        key = row_by_row(self._key[grid.name])
        return {place for place in _answered(answers) if key[place] or answers[place].number}

    def _invented(
        self,
        grid: ComputedGrid,
        answers: Sequence[Typed],
        wrong: set[int],
        telling: Collection[int],
        slips: Naming,
    ) -> bool:
        """Whether a grid that is mostly wrong was made up."""
        reads_givens_only = not any(map(self._is_worked_out, grid.formula.leaves()))
        if reads_givens_only and self._repetition.times_elsewhere(grid) >= LEAST_REPEATED:
            return True
        if not self.is_target(grid, answers):
            return _are_most(wrong - slips.explained, telling)
        # A slip can lead to the target by accident, but only a student who has worked so far can have made it; and
        # that the numbers of another grid lead to it is less likely than that it was copied.
        unworked = self._comes_after(grid) or self._is_left_out(grid)
        return unworked or _are_most(wrong - slips.usual, telling)

    def _is_left_out(self, grid: ComputedGrid) -> bool:
        """Whether a grid that it is worked out from was asked and left blank."""
        asked = (self._answers[name] for name in grid.formula.read if name in self._answers)
        return any(not _answered(answers) for answers in asked)

    def is_target(self, grid: Grid, answers: Sequence[Typed]) -> bool:
        """Whether it is copied from a target of the same shape."""
        numbers = tuple(answer.number for answer in answers)
        targets = (given for given in self._blueprint.drawn if given.role is Role.TARGET and given.shape == grid.shape)
        return any(row_by_row(self._key[given.name]) == numbers for given in targets)

    def _gone(self, grid: ComputedGrid, answers: Sequence[Typed]) -> set[int]:
        """The answered places whose arithmetic vanished: what is there could be written without any."""
        key = row_by_row(self._key[grid.name])
        answered = _answered(answers)
        numbers: dict[int, Value] = {place: answers[place].number for place in answered}  # type: ignore[misc]
        gone = {place for place in answered if not numbers[place] and key[place]}
        gone |= self._repetition.repeated_lines(grid)
        if _alike(answers) and len({key[place] for place in answered}) > 1:
            gone |= set(answered)
        if grid.shape[0] >= LEAST_LIVING and _only_copies(_columns(grid, answered), numbers, key):
            gone |= set(answered)
        for copied in self._printed(grid):
            gone |= {place for place in answered if numbers[place] == copied[place] != key[place]}
        return gone

    def _printed(self, grid: ComputedGrid) -> Iterator[tuple[Value, ...]]:
        """The givens that a grid reads, cell by cell as wide as the grid itself."""
        rows, columns = grid.shape
        for name in grid.formula.read:
            given = self._blueprint.by_name[name]
            if isinstance(given, DrawnGrid) and given.shape in ((rows, columns), (rows, 1)):
                wide = columns // given.shape[1]
                yield tuple(chain.from_iterable(row * wide for row in self._key[name]))


def _are_most(wrong: Collection[int], telling: Collection[int]) -> bool:
    """Whether so many of the telling cells are wrong that they were made up."""
    share = MANY_INVENTED_SHARE if len(wrong) >= MANY_INVENTED else LEAST_INVENTED_SHARE
    return len(wrong) >= LEAST_INVENTED and is_share(len(wrong), len(telling), share)


def _only_copies(columns: Sequence[Sequence[int]], numbers: Mapping[int, Value], key: Sequence[Value]) -> bool:
    """Whether a product with these columns, of which one has more than one number, would only copy."""
    left = [sum(bool(numbers[place]) for place in column) for column in columns]
    enough = min(map(len, columns), default=0) >= LEAST_LIVING
    several = any(sum(bool(key[place]) for place in column) > 1 for column in columns)
    return enough and max(left) == 1 and several


def _columns(grid: Grid, answered: Sequence[int]) -> list[list[int]]:
    """The answered cells column by column."""
    width = grid.shape[1]
    columns = ([place for place in answered if place % width == column] for column in range(width))
    return [column for column in columns if column]


def _answered(answers: Sequence[Typed]) -> list[int]:
    return [place for place, answer in enumerate(answers) if answer.number is not None]


def _alike(answers: Sequence[Typed]) -> bool:
    """Whether two cells or more are answered, all with one number."""
    numbers = [answers[place].number for place in _answered(answers)]
    return len(numbers) > 1 and len(set(numbers)) == 1
