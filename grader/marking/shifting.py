"""Shifted rows: answers that were typed one line too low or too high, because a line of the sheet was skipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.assignment.worksheet import IssuedTask, Worksheet
from generator.errors import Said, say
from generator.network.number import Value
from grader.answers.submission import Line, Submission
from grader.marking.answer_form import AnswerForm, answer_form
from grader.marking.marks import Mark, Verdict

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
    """The shifted lines of each exercise: at most one run of lines, the longest that is certain.

    None are looked for where the marks have fewer mistakes than a shift leaves: what follows from one exchanged row can
    look like one.
    """
    mistaken = sum(found.verdict in (Verdict.INCORRECT, Verdict.BLANK) for found in marks)
    if mistaken < LEAST_MISTAKEN:
        return ()
    found = (_longest(task, submission) for task in worksheet.tasks)
    return tuple(shift for shift in found if shift)


@dataclass(frozen=True)
class _Row:
    """A line of the answer sheet with what belongs there, by column."""

    line: Line
    form: AnswerForm
    expected: Mapping[int, Value]

    def right(self, texts: Sequence[str]) -> int:
        """How many of these texts are right here, zeros not counted."""
        return sum(
            column < len(texts) and bool(value) and self.form.agrees(self.form.read(texts[column]), value)
            for column, value in self.expected.items()
        )

    def answered(self, texts: Sequence[str]) -> int:
        """How many of its cells these texts fill where something else than 0 belongs."""
        return sum(
            column < len(texts) and bool(texts[column].strip()) for column, value in self.expected.items() if value
        )


def _longest(task: IssuedTask, submission: Submission) -> Shift | None:
    rows = list(_rows(task))
    texts = [submission.typed.get(row.line, ()) for row in rows]
    shifts = [shift for by in (1, -1) if (shift := _run(rows, texts, by))]
    return max(shifts, key=lambda shift: shift.right, default=None)


def _rows(task: IssuedTask) -> Iterator[_Row]:
    for grid in task.blueprint.asked:
        form, spots = answer_form(grid, task.values), task.spots.get(grid.name, ())
        for row in sorted({row for row, _ in spots}):
            expected = {column: task.values[grid.name][row][column] for other, column in spots if other == row}
            yield _Row(Line(task.id, grid.name, row + 1), form, expected)


def _run(rows: Sequence[_Row], texts: Sequence[tuple[str, ...]], by: int) -> Shift | None:
    """The run of lines that gains most by reading each one's answers `by` lines below, if that is certain."""
    places = [place for place in range(len(rows)) if 0 <= place + by < len(rows)]
    there = {place: rows[place].right(texts[place + by]) for place in places}
    here = {place: rows[place].right(texts[place]) for place in places}
    best = run = range(0)
    most = gain = 0
    for place in places:  # the run with the largest sum
        run = range(run.start if gain > 0 else place, place + 1)
        gain = max(gain, 0) + there[place] - here[place]
        if gain > most:
            best, most = run, gain
    right, in_place = sum(there[place] for place in best), sum(here[place] for place in best)
    answered = sum(rows[place].answered(texts[place + by]) for place in best)
    if (
        len(best) < LEAST_LINES
        or right < LEAST_SHIFTED
        or right < LEAST_SHIFTED_SHARE * answered
        or in_place > MOST_IN_PLACE * right
    ):
        return None
    lines, answers = ([rows[place + off].line for place in best] for off in (0, by))
    return Shift(tuple(lines), tuple(answers), by, right)
