"""A Submission becomes Marks: every cell of the worksheet judged, with credit for work that follows from a mistake.

The order of judging is blank or unreadable, correct, follow-through, incorrect. Formulas are evaluated on a student's
own numbers only where an earlier cell differs from the key, so a sheet without mistakes costs one comparison a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from generator.assignment.accepted import Accept
from generator.assignment.worksheet import IssuedExercise, Worksheet
from generator.errors import Said
from generator.network.blueprint import Blueprint, Grid
from generator.network.number import Number, Value, Values
from grader.answers.submission import Line, Submission
from grader.answers.typed import Typed, read_typed
from grader.marking.answer_form import AnswerForm, answer_form
from grader.marking.carrying import Carrying
from grader.marking.marks import Address, Mark, Verdict
from grader.marking.slips import name_slips


def mark(
    worksheet: Worksheet, submission: Submission, follow_through: Number = 1, accepts: Sequence[Accept] = ()
) -> tuple[Mark, ...]:
    """Judge every cell of the worksheet, in its order.

    `follow_through` is the share of credit for a cell that follows from an earlier mistake; `accepts` are a teacher's
    decisions, which come before any verdict of ours. Nothing in the submission makes this raise; lines that are not the
    worksheet's are not looked at (`submission.fitted` finds what they mean).
    """
    decided = [accept for accept in accepts if accept.student in (None, worksheet.student)]
    return tuple(
        judged
        for exercise, key in zip(worksheet.exercises, worksheet.key(), strict=True)
        for judged in _mark_exercise(
            exercise, key, submission, follow_through, [each for each in decided if each.exercise == exercise.id]
        )
    )


def _mark_exercise(
    exercise: IssuedExercise,
    key: Mapping[str, Values],
    submission: Submission,
    share: Number,
    accepts: Sequence[Accept],
) -> Iterator[Mark]:
    blueprint = exercise.blueprint
    forms = {grid.name: answer_form(grid, key) for grid in blueprint.asked}
    answers = {grid.name: _answers(exercise.id, grid, forms[grid.name], submission) for grid in blueprint.asked}
    carrying = Carrying(blueprint, key, answers)
    for grid, cells in zip(blueprint.asked, _cells(exercise.id, blueprint), strict=True):
        form, typed = forms[grid.name], answers[grid.name]
        expected = tuple(chain.from_iterable(key[grid.name]))
        # Tuples compare equal numbers that are one object, as most are, without a look inside.
        all_right = tuple([answer.number for answer in typed]) == expected
        if all_right and not accepts:
            for cell, answer, value in zip(cells, typed, expected, strict=True):
                yield Mark(cell, answer.text, value, Verdict.CORRECT, 1)
            continue
        verdicts = [against_key(form, *pair) for pair in zip(typed, expected, strict=True)]
        accepted = _accepted(accepts, grid, form, typed)
        verdicts = [
            Verdict.CORRECT if place in accepted and answer.number is not None else verdict
            for place, (answer, verdict) in enumerate(zip(typed, verdicts, strict=True))
        ]
        shares: list[Number] = [
            int(verdict is Verdict.CORRECT or place in accepted) for place, verdict in enumerate(verdicts)
        ]
        slips: dict[int, Said] = {}
        if not all_right:
            outcomes = carrying.outcomes(grid)
            for outcome in outcomes:
                for place, value in enumerate(outcome.values):
                    if verdicts[place] is Verdict.INCORRECT and form.agrees(typed[place], value, outcome.as_typed):
                        verdicts[place] = Verdict.FOLLOW_THROUGH
                        # Rounding honestly on the way is no mistake and costs nothing.
                        shares[place] = share if outcome.mistaken else 1
            if Verdict.INCORRECT in verdicts:
                right = outcomes[0].values if outcomes else expected
                slips = name_slips(blueprint, grid, form, typed, verdicts, right, carrying.own)
            carrying.take_in(grid, form, verdicts, outcomes, slips)
        for place, cell in enumerate(cells):
            yield Mark(cell, typed[place].text, expected[place], verdicts[place], shares[place], slips.get(place))


def _answers(exercise: str, grid: Grid, form: AnswerForm, submission: Submission) -> tuple[Typed, ...]:
    """The grid's cells as read, row by row; a line that is missing or too short is blank."""
    rows, columns = grid.shape
    read = form.read if form.options else read_typed
    answers: list[Typed] = []
    for row in range(1, rows + 1):
        texts = submission.typed.get(Line(exercise, grid.name, row), ())[:columns]
        answers += map(read, texts)
        if len(texts) < columns:
            answers += map(read, ("",) * (columns - len(texts)))
    return tuple(answers)


def against_key(form: AnswerForm, typed: Typed, value: Value) -> Verdict:
    """The verdict on one cell without a look at any other."""
    if typed.number == value:
        return Verdict.CORRECT
    if typed.number is None:
        return Verdict.BLANK if typed.blank else Verdict.UNREADABLE
    return Verdict.CORRECT if form.agrees(typed, value) else Verdict.INCORRECT


def _accepted(accepts: Sequence[Accept], grid: Grid, form: AnswerForm, typed: Sequence[Typed]) -> set[int]:
    """The places, row by row, that earn full credit by a teacher's decision."""
    places = set()
    for accept in accepts:
        if accept.grid != grid.name:
            continue
        value = None if accept.value is None else form.read(accept.value).number
        for place, answer in enumerate(typed):
            row, column = divmod(place, grid.shape[1])
            here = accept.row in (None, row + 1) and accept.column in (None, column + 1)
            if here and (accept.value is None or (value is not None and answer.number == value)):
                places.add(place)
    return places


@lru_cache(maxsize=256)
def _cells(exercise: str, blueprint: Blueprint) -> tuple[tuple[Address, ...], ...]:
    """The cells of each blank grid, row by row."""
    return tuple(
        tuple(
            Address(exercise, blueprint.step_of[grid.name].number, grid.name, row, column)
            for row in range(1, grid.shape[0] + 1)
            for column in range(1, grid.shape[1] + 1)
        )
        for grid in blueprint.asked
    )
