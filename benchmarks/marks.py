"""Microseconds for a submission, read and marked, beside reading it with csv and comparing Fractions, and no more."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from fractions import Fraction

from benchmarks.figures import Figure, Peer, cpu_time
from generator.assignment.answer_sheet import LABELS, answer_sheet
from generator.assignment.worksheet import IssuedTask, Worksheet, loose_worksheet
from generator.catalogue import find_exercise
from generator.network.evaluation import work_out
from generator.network.instance import draw_instance
from generator.network.number import Number, Value, Values, show_value
from grader.answers.fitting import fitted
from grader.answers.reading import read_submissions
from grader.marking.cells import mark
from grader.marking.marks import Mark, Verdict

STUDENTS = 400
"""More than any cache of whole sheets would hold; as in a class, numbers typed in one sheet are seen in the next."""
SLIPS = {"lstm": "zf1", "backpropagation": "Z1"}
"""In which grid the first cell is wrong; the rest of the sheet follows from it."""

Sheet = tuple[Worksheet, str]

EXERCISE, GRID, ROW = map(LABELS.index, ("exercise", "grid", "row"))


def figures() -> Iterator[Figure]:
    """Two figures for each exercise: all correct, and with a mistake carried forward."""
    for name, slip in SLIPS.items():
        blueprint = find_exercise(name).blueprint()
        worksheets = [loose_worksheet(blueprint, draw_instance(blueprint, seed)) for seed in range(STUDENTS)]
        right = [(worksheet, filled_alone(worksheet, worksheet.key()[0])) for worksheet in worksheets]
        wrong = [
            (worksheet, filled_alone(worksheet, values))
            for worksheet in worksheets
            if len(differing(worksheet, values := carried_forward(worksheet.tasks[0], slip))) > 1
        ]
        keys = [(key_of(worksheet), text) for worksheet, text in right]
        check(right, wrong, keys)
        naive = 1e6 * cpu_time(compared, keys)
        ours = 1e6 * cpu_time(marked, right)
        cells = blueprint.cells
        yield Figure(
            f"submission marked, {name}, {cells} cells, all correct",
            ours,
            "us",
            (Peer("csv and Fraction, key given, nothing checked", naive),),
            "within 2x of csv and Fraction",
            ours <= 2 * naive,
        )
        faulty = 1e6 * cpu_time(marked, wrong)
        yield Figure(
            f"submission marked, {name}, a mistake carried forward", faulty, "us", (), "1000 us", faulty <= 1000
        )


def marked(sheet: Sheet) -> tuple[Mark, ...]:
    """All that grading does with one file: read, match with the worksheet, work out the key, mark."""
    worksheet, text = sheet
    (submission,) = read_submissions("answers.csv", text)
    return mark(worksheet, fitted(submission, worksheet))


Key = Mapping[tuple[str, str], tuple[Number, ...]]


def compared(sheet: tuple[Key, str]) -> int:
    """How many cells are right, found in the plainest way."""
    key, text = sheet
    table = csv.reader(io.StringIO(text))
    next(table)
    return sum(
        Fraction(typed) == value
        for line in table
        for typed, value in zip(line[len(LABELS) :], key[line[GRID], line[ROW]], strict=False)
        if typed
    )


def key_of(worksheet: Worksheet) -> Key:
    """Each row of the key under its grid's name and number, as text."""
    (key,) = worksheet.key()
    return {
        (grid.name, str(number)): tuple(Fraction(cell) for cell in row)
        for grid in worksheet.tasks[0].blueprint.asked
        for number, row in enumerate(key[grid.name], start=1)
    }


def filled_alone(worksheet: Worksheet, values: Mapping[str, Values]) -> str:
    """The answer sheet of a single exercise with these values typed in."""
    (task,) = worksheet.tasks
    return filled(worksheet, {task.id: values})


def filled(worksheet: Worksheet, values: Mapping[str, Mapping[str, Values]]) -> str:
    """The answer sheet with these values typed in, by exercise and grid."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for line in csv.reader(io.StringIO(answer_sheet(worksheet))):
        row: tuple[Value, ...] = () if line[GRID] == "grid" else values[line[EXERCISE]][line[GRID]][int(line[ROW]) - 1]
        writer.writerow([*line[: len(LABELS)], *map(show_value, row), *line[len(LABELS) + len(row) :]])
    return text.getvalue()


def carried_forward(task: IssuedTask, slip: str) -> Mapping[str, Values]:
    """What a student types who is 1 too high in the first cell of a grid and right about all that follows."""
    values = dict(task.given)
    for grid in task.blueprint.computed:
        values[grid.name] = work_out(grid.formula, grid.rounding, values)
        if grid.name == slip:
            (first, *rest), *rows = values[grid.name]
            values[grid.name] = ((first + 1, *rest), *rows)  # type: ignore[operator]
    return values


def differing(worksheet: Worksheet, values: Mapping[str, Values]) -> list[str]:
    """The grids whose values are not the key's; rounding may swallow a mistake before anything follows from it."""
    (key,) = worksheet.key()
    return [name for name, rows in values.items() if rows != key[name]]


def check(right: list[Sheet], wrong: list[Sheet], keys: list[tuple[Key, str]]) -> None:
    """AssertionError unless both ways find every cell right, and a mistake carried forward costs one cell."""
    for sheet, plain in zip(right, keys, strict=True):
        verdicts = [found.verdict for found in marked(sheet)]
        if verdicts.count(Verdict.CORRECT) != len(verdicts) or compared(plain) != len(verdicts):
            raise AssertionError("a sheet filled with the key's values should be right everywhere")
    for faulty in wrong:
        verdicts = [found.verdict for found in marked(faulty)]
        if verdicts.count(Verdict.INCORRECT) != 1 or Verdict.FOLLOW_THROUGH not in verdicts:
            raise AssertionError(f"one slip should cost one cell and carry forward, not {verdicts}")
