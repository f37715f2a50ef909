"""Whose numbers are these: a copied sheet is found, and students with mistakes of their own are left in peace."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from generator.assignment.roster import Student
from generator.assignment.worksheet import Worksheet
from generator.network.blueprint import Grid, View
from generator.network.number import Values
from grader.marking.cells import mark
from grader.marking.copying import find_copies
from grader.marking.report import Report
from tests.students import blueprint_of, carrying_on, handed_in, key_of, replaced, worksheet_of

CLASS = 150


def worksheets(exercise: str) -> list[Worksheet]:
    return [replace(worksheet_of(exercise, seed), student=f"student {seed}") for seed in range(CLASS)]


def report(worksheet: Worksheet, values: dict[str, Values]) -> Report:
    marks = mark(worksheet, handed_in(worksheet, values))
    return Report(Student(worksheet.student, worksheet.student), worksheet.id, (), "answers.csv", marks)


def with_a_mistake(worksheet: Worksheet, choice: random.Random) -> dict[str, Values]:
    """One wrong cell in one grid, and everything after it worked out from that."""
    spoiled = choice.choice([grid for grid in blueprint_of(worksheet).asked if grid.view is View.NUMBERS])
    rows, columns = spoiled.shape
    row, column = choice.randint(1, rows), choice.randint(1, columns)
    by = choice.choice([-3, -2, -1, 1, 2, 3])

    def slip(grid: Grid, values: Values) -> Values:
        if grid is not spoiled:
            return values
        cell = values[row - 1][column - 1]
        assert not isinstance(cell, str)
        return replaced(values, row, column, cell + by)

    return dict(carrying_on(worksheet, slip))


@pytest.mark.parametrize("exercise", ["lstm", "backpropagation", "gcn", "vector-database"])
def test_mistakes_of_their_own_accuse_nobody_and_a_copied_sheet_is_found(exercise: str) -> None:
    sheets, choice = worksheets(exercise), random.Random(7)
    reports = [report(sheet, with_a_mistake(sheet, choice)) for sheet in sheets]
    assert sum(len([found for found in one.marks if found.credit != 1]) for one in reports) >= CLASS
    assert find_copies(reports, sheets) == ()
    reports[3] = report(sheets[3], dict(key_of(sheets[8])))
    (copy,) = find_copies(reports, sheets)
    assert (copy.student, copy.source) == ("student 3", "student 8")
    assert copy.matches == copy.wrong


def test_a_number_counts_once_for_a_grid_and_nothing_where_all_have_it() -> None:
    from grader.marking.copying import Usual
    from grader.marking.marks import Address

    cells = [Address("x", 1, "Z", row, 1) for row in (1, 2, 3, 4)]
    keys = [dict(zip(cells, numbers, strict=True)) for numbers in ((0, 1, 1, 7), (0, 1, 1, 1), (0, 1, 1, 1))]
    usual = Usual.among(keys)
    common, rare = usual.bits({cells[1]: 1}, {cells[1]: 1}), usual.bits({cells[3]: 7}, {cells[3]: 7})
    assert rare > common > 0
    assert usual.bits({cells[1]: 1, cells[2]: -1}, {cells[1]: 1, cells[2]: -1}) <= common + rare
    assert usual.bits({cells[0]: 0}, {cells[0]: 0}) == 0
    assert usual.bits({cells[3]: 7}, {cells[3]: 8}) == 0
