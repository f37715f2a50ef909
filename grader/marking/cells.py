"""A Submission becomes Marks: every asked cell is judged, with credit for work that follows from a mistake.

The order of judging is blank or unreadable, correct, follow-through, incorrect. Formulas are evaluated on a student's
own numbers only where an earlier cell differs from the key, so a sheet without mistakes costs one comparison per cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from generator.assignment.accepted import Accept
from generator.assignment.worksheet import IssuedTask, Worksheet
from generator.errors import Said
from generator.network.blueprint import ComputedGrid, DrawnGrid, Grid
from generator.network.covers import Spot, fits
from generator.network.evaluation import evaluate
from generator.network.number import Number, Value, Values, row_by_row
from grader.answers.submission import Line, Submission
from grader.answers.typed import Typed, read_typed
from grader.marking.across.habits import Habits
from grader.marking.across.hidden import HiddenCells
from grader.marking.answer_form import AnswerForm, Exact, answer_form
from grader.marking.carrying import Carrying, Outcome, exactly
from grader.marking.guesswork import Guesswork
from grader.marking.invention import Invention
from grader.marking.judgement import Judgement, NamedSlips, Repeats
from grader.marking.marks import CellRemark, Mark, Verdict, addresses
from grader.marking.repetition import Repetition
from grader.marking.slips import NOT_NAMED, Inquiry, Naming, inquire
from grader.marking.unrounded import UNROUNDED, Unrounded


def mark(
    worksheet: Worksheet,
    submission: Submission,
    follow_through: Number = 1,
    accepts: Sequence[Accept] = (),
    repeats_cost_once: bool = False,
    copied: Collection[str] = (),
) -> tuple[Mark, ...]:
    """Judge every asked cell of the worksheet, in its order.

    `follow_through` is the share of credit for a cell that follows from an earlier mistake, and if `repeats_cost_once`
    for a cell with a slip that was made before; `accepts` are a teacher's decisions, which come before any other
    verdict. In `copied` exercises nothing is paid for what follows: copied numbers fit together by themselves, so it
    shows no work. No submission makes this raise an error; lines that do not belong to the worksheet are ignored
    (`submission.fitted` works out what they mean).
    """
    decided = [accept for accept in accepts if accept.student in (None, worksheet.student)]
    marks: list[Mark] = []
    for task in worksheet.tasks:
        share = 0 if task.id in copied else follow_through
        accepted = [accept for accept in decided if accept.exercise == task.id]
        repeats = Repeats(share if repeats_cost_once else 0)
        marks += _TaskMarking(task, submission, share, accepted, repeats).marked().marks
    return tuple(marks)


def own_numbers(task: IssuedTask, submission: Submission) -> Mapping[str, Values]:
    """The numbers that the cells of an exercise follow from: wrong ones as they were typed, or else the key's."""
    return _TaskMarking(task, submission, 1, (), Repeats(0)).marked().own


class _Marked(NamedTuple):
    """The marks of an exercise, and the student's own numbers that they were found with."""

    marks: tuple[Mark, ...]
    own: Mapping[str, Values]


class _TaskMarking:
    """The marking of one exercise of a sheet, grid by grid in the order of working."""

    def __init__(
        self, task: IssuedTask, submission: Submission, share: Number, accepts: Sequence[Accept], repeats: Repeats
    ) -> None:
        self._task = task
        self._key = task.values
        self._share = share
        self._accepts = accepts
        self._grids = [grid for grid in task.blueprint.asked if grid.name in task.spots]
        self._forms = {grid.name: answer_form(grid, self._key) for grid in self._grids}
        self._answers = {grid.name: self._read(grid, submission) for grid in self._grids}
        repetition = Repetition(task.blueprint, self._key, self._answers)
        self._carrying = Carrying(repetition)
        self._invention = Invention(repetition)
        self._guesswork = Guesswork(task.blueprint)
        self._unrounded = Unrounded(task.blueprint, self._key, self._answers, self._forms)
        self._repeats = repeats
        self._made: set[Said] = set()
        self._evident: set[Said] = set()
        self._inquiries: dict[str, Inquiry] = {}

    def marked(self) -> _Marked:
        """The marks of the asked cells, and the numbers that they follow from."""
        marks = tuple(self._marks())
        return _Marked(marks, self._carrying.own)

    def _marks(self) -> Iterator[Mark]:
        judged = [
            (grid, self._judge(grid, self._answers[grid.name], row_by_row(self._key[grid.name])))
            for grid in self._grids
        ]
        habits = Habits(self._guesswork, self._unrounded, self._answers, self._forms, self._carrying.own)
        wrong = {
            grid.name: [place for place, found in enumerate(judgements) if found.verdict is Verdict.INCORRECT]
            for grid, judgements in judged
            if isinstance(grid, DrawnGrid)
        }
        hidden = HiddenCells(self._task, self._answers, wrong, habits)
        slips = NamedSlips(self._inquiries, habits, hidden, self._repeats, self._invention)
        for grid, judgements in judged:
            answers, expected = self._answers[grid.name], row_by_row(self._key[grid.name])
            found = slips.named(grid, judgements)
            step, spots, width = self._task.blueprint.step_of[grid.name], self._task.spots[grid.name], grid.shape[1]
            for (row, column), address in zip(
                spots, addresses(self._task.id, step.number, grid.name, spots), strict=True
            ):
                place = row * width + column
                yield Mark(address, answers[place].text, expected[place], *found[place])

    def _read(self, grid: Grid, submission: Submission) -> tuple[Typed, ...]:
        """The answers in the grid's cells, row by row: a printed cell is read as right, a missing cell as blank."""
        rows, columns = grid.shape
        form = self._forms[grid.name]
        read = form.read if form.options else read_typed
        answers: list[Typed] = []
        for row in range(1, rows + 1):
            texts = submission.typed.get(Line(self._task.id, grid.name, row), ())[:columns]
            answers += map(read, texts)
            if len(texts) < columns:
                answers += map(read, ("",) * (columns - len(texts)))
        if not grid.asked:
            asked = {row * columns + column for row, column in self._task.spots[grid.name]}
            printed = row_by_row(self._key[grid.name])
            answers = [
                answer if place in asked else Typed("", form.as_number(value))
                for place, (answer, value) in enumerate(zip(answers, printed, strict=True))
            ]
        return tuple(answers)

    def _judge(self, grid: Grid, answers: Sequence[Typed], expected: Sequence[Value]) -> Sequence[Judgement]:
        """The judgement of every cell of a grid, asked or printed, row by row."""
        # Comparing tuples is quick: most of the equal numbers are one object, which is not even looked into.
        if tuple([answer.number for answer in answers]) == expected and not self._accepts:
            self._invention.take_in_right(grid, answers)
            return (_RIGHT,) * len(expected)
        form = self._forms[grid.name]
        exact = _exact_cells(grid, self._key, len(expected))
        judgements = [
            Judgement(verdict, int(verdict is Verdict.CORRECT))
            for verdict in map(against_key, (form,) * len(expected), answers, expected, exact)
        ]
        if isinstance(grid, ComputedGrid):
            for place in self._tied(grid, answers, judgements, self._key):
                judgements[place] = _RIGHT
        for place in self._accepted(grid, answers):
            readable = answers[place].number is not None
            judgements[place] = Judgement(Verdict.CORRECT if readable else judgements[place].verdict, 1)
        if isinstance(grid, DrawnGrid):
            return self._fitting(grid, answers, judgements)
        return self._carried_on(grid, answers, expected, judgements)

    def _accepted(self, grid: Grid, answers: Sequence[Typed]) -> Iterator[int]:
        """The places that earn full credit by a teacher's decision."""
        form = self._forms[grid.name]
        for accept in self._accepts:
            value = None if accept.value is None else form.read(accept.value).number
            for place, answer in enumerate(answers):
                row, column = divmod(place, grid.shape[1])
                here = accept.covers(self._task.id, grid.name, row + 1, column + 1)
                if here and (accept.value is None or (value is not None and answer.number == value)):
                    yield place

    def _fitting(self, grid: Grid, answers: Sequence[Typed], judgements: Sequence[Judgement]) -> Sequence[Judgement]:
        """A hidden cell of a drawn grid is right when it fits what is printed, alone or with the others typed."""
        hidden = self._hidden_numbers()
        together = fits(self._task.blueprint, hidden, self._key, self._task.asked)
        found = list(judgements)
        for row, column in self._task.spots[grid.name]:
            place = row * grid.shape[1] + column
            number = answers[place].number
            if found[place].verdict is Verdict.INCORRECT and number is not None:
                alone = {(grid.name, (row, column)): number}
                if together or fits(self._task.blueprint, alone, self._key, self._task.asked):
                    found[place] = _RIGHT
        return found

    def _hidden_numbers(self) -> Mapping[tuple[str, Spot], Number]:
        """What was typed into the hidden cells of all drawn grids."""
        return {
            (grid.name, (row, column)): number
            for grid in self._grids
            if isinstance(grid, DrawnGrid)
            for row, column in self._task.spots[grid.name]
            if (number := self._answers[grid.name][row * grid.shape[1] + column].number) is not None
        }

    def _carried_on(
        self, grid: ComputedGrid, answers: Sequence[Typed], expected: Sequence[Value], judgements: Sequence[Judgement]
    ) -> Sequence[Judgement]:
        """Judge what differs from the key by the student's own earlier cells, and name the usual slips."""
        found = list(judgements)
        form = self._forms[grid.name]
        outcomes = self._carrying.outcomes(grid)
        for outcome in outcomes:
            exact = _exact_cells(grid, outcome.grids, len(answers))
            for place, value in enumerate(outcome.values):
                if found[place].verdict is Verdict.INCORRECT and form.agrees(
                    answers[place], value, outcome.as_typed, exact[place]
                ):
                    # Rounding honestly on the way is not a mistake and costs nothing.
                    found[place] = Judgement(Verdict.FOLLOW_THROUGH, self._share if outcome.mistaken else 1)
            for place in self._tied(grid, answers, found, outcome.grids):
                found[place] = Judgement(Verdict.FOLLOW_THROUGH, self._share if outcome.mistaken else 1)
        verdicts = [judgement.verdict for judgement in found]
        for place, value in _lead_elsewhere(outcomes, verdicts, expected):
            found[place] = Judgement(Verdict.INCORRECT, 0, own=value)
        slips = self._slips(grid, answers, verdicts, outcomes, expected)
        for place in self._invention.unpaid(grid, answers, verdicts):
            found[place] = found[place]._replace(credit=0, remark=CellRemark.NO_WORK)
        self._carrying.take_in(grid, form, verdicts, outcomes, slips)
        for place in self._carrying.filled_in(grid, verdicts):
            found[place] = found[place]._replace(remark=CellRemark.FILLED_IN)
        self._invention.take_in(grid, answers, verdicts, slips)
        return found

    def _tied(
        self, grid: ComputedGrid, answers: Sequence[Typed], judgements: Sequence[Judgement], grids: Mapping[str, Values]
    ) -> Iterator[int]:
        """The incorrect places that another choice explains which is equally right on these grids."""
        ties, width = grid.formula.operation.ties, grid.shape[1]
        if ties is None:
            return
        incorrect = {place for place, found in enumerate(judgements) if found.verdict is Verdict.INCORRECT}
        if not incorrect:
            return
        form = self._forms[grid.name]
        for result in ties(*(evaluate(operand, grids) for operand in grid.formula.operands)):
            for column in range(width):
                places = range(column, len(answers), width)
                cells = zip(places, (row[column] for row in result), strict=True)
                if all(form.agrees(answers[place], value) for place, value in cells):
                    yield from incorrect.intersection(places)

    def _slips(
        self,
        grid: ComputedGrid,
        answers: Sequence[Typed],
        verdicts: Sequence[Verdict],
        outcomes: Sequence[Outcome],
        expected: Sequence[Value],
    ) -> Naming:
        """The slips that may have been made: looked for on the student's own earlier cells, right or wrong."""
        if Verdict.INCORRECT not in verdicts:
            return NOT_NAMED
        right = outcomes[0].values if outcomes else expected
        form, own = self._forms[grid.name], self._carrying.own
        guessed = self._guesswork.guessed(grid.name, own)
        unrounded = self._unrounded.typed(grid, own, right)
        if all(verdict is Verdict.INCORRECT for verdict in verdicts):
            self._unrounded.take_in_wrong(grid, own, right)
        inquiry = inquire(grid, form, answers, verdicts, right, guessed, frozenset(self._made), unrounded)
        self._inquiries[grid.name] = inquiry
        naming = inquiry.naming_after(self._evident)
        self._made.update(naming.named.values())
        if len({answer.number for answer in answers}) > 1:  # one number throughout may be no work at all
            self._evident |= set(naming.named.values()) - {UNROUNDED}
        return naming


_RIGHT = Judgement(Verdict.CORRECT, 1)


def _lead_elsewhere(
    outcomes: Sequence[Outcome], verdicts: Sequence[Verdict], expected: Sequence[Value]
) -> Iterator[tuple[int, Value]]:
    """The incorrect places that the student's own numbers lead elsewhere than to the key's values, with where."""
    if outcomes and outcomes[0].mistaken:
        for place, value in enumerate(outcomes[0].values):
            if verdicts[place] is Verdict.INCORRECT and value != expected[place]:
                yield place, value


def _exact_cells(grid: Grid, grids: Mapping[str, Values], count: int) -> Sequence[Exact | None]:
    """For each cell its exact value on these grids; None where nothing is rounded."""
    exact = exactly(grid, grids) if isinstance(grid, ComputedGrid) else None
    return [partial(exact, place) for place in range(count)] if exact else [None] * count


def against_key(form: AnswerForm, typed: Typed, value: Value, exact: Exact | None = None) -> Verdict:
    """The verdict on one cell, whatever is in the others."""
    if typed.number == value:
        return Verdict.CORRECT
    if typed.number is None:
        return Verdict.BLANK if typed.blank else Verdict.UNREADABLE
    return Verdict.CORRECT if form.agrees(typed, value, exact=exact) else Verdict.INCORRECT
