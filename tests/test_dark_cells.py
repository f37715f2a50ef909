"""Dark cells: the later keys of causal attention are drawn dark, are not asked, and cost and earn nothing."""

from __future__ import annotations

import csv
import io

import pytest

from generator.assignment.answer_sheet import LABELS, NOTHING, answer_sheet
from generator.layout import Paper, lay_out
from generator.sheet.boxes import Dark
from grader.marking.cells import mark
from grader.marking.marks import Verdict
from tests.simulated.students import blueprint_of, carrying_on, handed_in, key_of, replaced, verdicts, worksheet_of

MASKED = ("S", "R", "E", "P")
LATER = {(row, column) for row in range(4) for column in range(row)}


def test_a_key_that_comes_later_than_the_query_is_not_asked_and_counts_as_0() -> None:
    sheet = worksheet_of("self-attention", 1, mask="causal")
    for name in MASKED:
        assert set(sheet.tasks[0].spots[name]) == {(r, c) for r in range(4) for c in range(4)} - LATER
    for name in ("E", "P"):
        assert all(key_of(sheet)[name][row][column] == 0 for row, column in LATER)
    assert blueprint_of(sheet).cells == sum(map(len, sheet.tasks[0].spots.values()))
    assert all(grid.dark == LATER for grid in blueprint_of(sheet).grids if grid.name in MASKED)


def test_the_answer_sheet_has_a_dash_in_a_dark_cell() -> None:
    _, *lines = csv.reader(io.StringIO(answer_sheet(worksheet_of("self-attention", 1, mask="causal"))))
    place = LABELS.index("grid")
    found = [line[len(LABELS) :] for line in lines if line[place] == "E"]
    assert found == [[NOTHING] * row + [""] * (4 - row) for row in range(4)]


@pytest.mark.parametrize("paper", Paper)
def test_dark_cells_are_drawn_dark_wherever_the_grid_is(paper: Paper) -> None:
    blueprint = blueprint_of(worksheet_of("self-attention", 1, mask="causal"))
    pages = lay_out([("self-attention", blueprint)], paper).pages
    cells = {(cell.grid, cell.row, cell.column) for page in pages for cell in page.cells}
    assert not any((name, row, column) in cells for name in MASKED for row, column in LATER)
    dark = sum(isinstance(ink, Dark) for page in pages for ink in page.ink)
    assert dark >= len(MASKED) * len(LATER)


def test_a_mistake_before_the_mask_is_carried_on_through_it() -> None:
    for seed in range(10):
        sheet = worksheet_of("self-attention", seed, mask="causal")
        key = key_of(sheet)
        assert all(found.credit == 1 for found in mark(sheet, handed_in(sheet, key)))

        wrong = carrying_on(sheet, lambda grid, rows: replaced(rows, 1, 1, 9) if grid.name == "R" else rows)
        found = verdicts(mark(sheet, handed_in(sheet, wrong)))
        mistakes = [place for place, verdict in found.items() if verdict is Verdict.INCORRECT]
        assert mistakes == [("R", 1, 1)]
