"""Shifted rows: answers that were typed one line too low or too high, because a line of the sheet was skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from generator.assignment.worksheet import IssuedTask, Worksheet
from generator.errors import Said, say
from generator.network.covers import Spot
from generator.network.number import Value
from grader.answers.submission import Line, Submission
from grader.marking.answer_form import AnswerForm, answer_form
from grader.marking.marks import Mark, Verdict
from grader.marking.shares import is_share

LEAST_SHIFTED = 6
"""How many answers must be right on another line, zeros not counted, for their lines to count as shifted."""
LEAST_MISTAKEN = 6
"""How many cells must be wrong or blank before shifted lines are looked for."""
LEAST_LINES = 3
"""How many lines must be shifted: two rows are exchanged more easily than a line is skipped."""
LEAST_SHIFTED_SHARE = Fraction(1, 2)
"""The share of the answers on these lines that must be right there."""
MOST_IN_PLACE = Fraction(1, 3)
"""And where they are, at most this share of that may be right."""


@dataclass(frozen=True)
class Shift:
    """Lines whose answers are `by` lines below, or above if it is -1; `right` cells are right there."""

    lines: tuple[Line, ...]
    answers: tuple[Line, ...]
    by: int
    right: int

    def remark(self, read: bool) -> Said:
        """What student and teacher should know; with `read` the answers were marked where they belong."""
        grid, row, cells = self.lines[0].grid, self.lines[0].row, self.right
        if self.by > 0 and read:
            return say(
                "from row {row} of {grid} on, answers were typed one line too low; "
                "{cells} of them are right one line higher, and all were marked there",
                row=row,
                grid=grid,
                cells=cells,
            )
        if self.by > 0:
            return say(
                "from row {row} of {grid} on, answers seem to be typed one line too low; "
                "{cells} of them would be right one line higher: a person decides",
                row=row,
                grid=grid,
                cells=cells,
            )
        if read:
            return say(
                "from row {row} of {grid} on, answers were typed one line too high; "
                "{cells} of them are right one line lower, and all were marked there",
                row=row,
                grid=grid,
                cells=cells,
            )
        return say(
            "from row {row} of {grid} on, answers seem to be typed one line too high; "
            "{cells} of them would be right one line lower: a person decides",
            row=row,
            grid=grid,
            cells=cells,
        )

    def undone(self, submission: Submission) -> Submission:
        """The submission with the answers on the lines where they belong."""
        moved = {line: submission.typed.get(answer, ()) for line, answer in zip(self.lines, self.answers, strict=True)}
        vacated: Mapping[Line, tuple[str, ...]] = dict.fromkeys(set(self.answers) - set(self.lines), ())
        return replace(submission, typed={**submission.typed, **vacated, **moved})


def find_shifts(worksheet: Worksheet, submission: Submission, marks: Sequence[Mark]) -> tuple[Shift, ...]:
    """The shifted lines: of each exercise at most one run, the longest that is certain; those of one skip are joined.

    None are looked for where the marks have fewer mistakes than a shift leaves: what follows from one exchanged row can
    look like one.
    """
    mistaken = sum(found.verdict in (Verdict.INCORRECT, Verdict.BLANK) for found in marks)
    if mistaken < LEAST_MISTAKEN:
        return ()
    lines = _Lines.of(worksheet, submission)
    return tuple(map(lines.shift, lines.joined(lines.runs())))


class _Row(NamedTuple):
    """A line of the answer sheet with what belongs there, by column."""

    line: Line
    form: AnswerForm
    expected: Mapping[int, Value]

    def right(self, texts: Sequence[str]) -> int:
        """How many of these texts are right here, zeros not counted."""
        return sum(
            bool(value) and column < len(texts) and self.form.agrees(self.form.read(texts[column]), value)
            for column, value in self.expected.items()
        )

    def answered(self, texts: Sequence[str]) -> int:
        """How many of its cells these texts fill where something else than 0 belongs."""
        return sum(
            column < len(texts) and bool(texts[column].strip()) for column, value in self.expected.items() if value
        )


def _rows(task: IssuedTask) -> Iterator[_Row]:
    for grid in task.blueprint.asked:
        form, values = answer_form(grid, task.values), task.values[grid.name]
        for row, columns in _columns_by_row(task.spots.get(grid.name, ())).items():
            yield _Row(Line(task.id, grid.name, row + 1), form, {column: values[row][column] for column in columns})


@lru_cache(maxsize=4096)
def _columns_by_row(spots: tuple[Spot, ...]) -> Mapping[int, Sequence[int]]:
    """The columns of a grid's cells row by row: a class has few, so they are sorted once."""
    return {row: [column for _, column in cells] for row, cells in groupby(sorted(spots), key=itemgetter(0))}


@dataclass(frozen=True)
class _Run:
    """Lines, by their places on the sheet, whose answers are `by` lines below."""

    places: range
    by: int
    right: int


@dataclass(frozen=True)
class _Lines:
    """All lines of a sheet with what was typed there; `tasks` are the places of each exercise."""

    rows: Sequence[_Row]
    texts: Sequence[tuple[str, ...]]
    tasks: Sequence[range]
    _counted: dict[tuple[int, int], int] = field(default_factory=dict)

    @staticmethod
    def of(worksheet: Worksheet, submission: Submission) -> _Lines:
        """The lines of a worksheet."""
        rows: list[_Row] = []
        tasks = []
        for task in worksheet.tasks:
            first = len(rows)
            rows += _rows(task)
            tasks.append(range(first, len(rows)))
        return _Lines(rows, [submission.typed.get(row.line, ()) for row in rows], tasks)

    def shift(self, run: _Run) -> Shift:
        """The finding about a run."""
        lines, answers = (tuple(self.rows[place + off].line for place in run.places) for off in (0, run.by))
        return Shift(lines, answers, run.by, run.right)

    def runs(self) -> Iterator[_Run]:
        """The longest run of each exercise that has one."""
        for task in self.tasks:
            found = [run for by in (1, -1) if (run := self._run(task, by))]
            if found:
                yield max(found, key=lambda run: run.right)

    def joined(self, runs: Iterable[_Run]) -> Sequence[_Run]:
        """The runs, one in place of two that go the same way if nothing between them is better where it is."""
        found: list[_Run] = []
        for run in runs:
            before = found[-1] if found else None
            if before and before.by == run.by:
                whole = range(before.places.start, run.places.stop)
                between = sum(map(self._gain(run.by), range(before.places.stop, run.places.start)))
                if between >= 0:
                    found[-1] = _Run(whole, run.by, sum(self._there(place, run.by) for place in whole))
                    continue
            found.append(run)
        return found

    def _there(self, place: int, by: int) -> int:
        """How many answers `by` lines below are right on this line: both directions ask for those in their place."""
        if (place, by) not in self._counted:
            self._counted[place, by] = self.rows[place].right(self.texts[place + by])
        return self._counted[place, by]

    def _gain(self, by: int) -> Callable[[int], int]:
        return lambda place: self._there(place, by) - self._there(place, 0)

    def _run(self, task: range, by: int) -> _Run | None:
        """The run of an exercise that gains most by reading each line's answers `by` lines below, if it is certain."""
        places = [place for place in task if place + by in task]
        if sum(self._there(place, by) for place in places) < LEAST_SHIFTED:
            return None
        best = run = range(task.start, task.start)
        most = gain = 0
        gained = self._gain(by)
        for place in places:  # the run with the largest sum
            run = range(run.start if gain > 0 else place, place + 1)
            gain = max(gain, 0) + gained(place)
            if gain > most:
                best, most = run, gain
        right, in_place = (sum(self._there(place, off) for place in best) for off in (by, 0))
        answered = sum(self.rows[place].answered(self.texts[place + by]) for place in best)
        if (
            len(best) < LEAST_LINES
            or right < LEAST_SHIFTED
            or not is_share(right, answered, LEAST_SHIFTED_SHARE)
            or in_place > MOST_IN_PLACE * right
        ):
            return None
        return _Run(best, by, right)
