"""The form check on sheets that went wrong in every format: it knows the sheet by its lines, and never the key."""

from __future__ import annotations

import csv
import io
from itertools import chain
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from generator.assignment.answer_sheet import LABELS, NOTHING, filled_in
from generator.assignment.worksheet import Worksheet
from generator.cli import main
from generator.network.bounds import ANYTHING
from tests.answer_sheets.imitations import open_document, saved
from tests.simulated.students import NAMES, blueprint_of, key_of, worksheet_of

FIRST, ROW, GRID = len(LABELS), LABELS.index("row"), LABELS.index("grid")
Rows = list[list[str]]
SHEETS = pytest.mark.parametrize("exercise", ["lstm", "workbook-deep", "softmax", "vector-database"])
FORMATS = pytest.mark.parametrize(
    ("exercise", "form"), [("lstm", ","), ("workbook-deep", ";"), ("softmax", "xlsx"), ("vector-database", "ods")]
)


def rows_of(worksheet: Worksheet) -> Rows:
    """The answer sheet as the right answers fill it."""
    return list(csv.reader(io.StringIO(filled_in(worksheet))))


def asked(row: list[str]) -> list[int]:
    return [place for place in range(FIRST, len(row)) if row[place] != NOTHING]


def check(rows: Rows, folder: Path, form: str = ",") -> Result:
    path = folder / f"sheet.{form if form in ('xlsx', 'ods') else 'csv'}"
    if form == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
    else:
        path.write_bytes(open_document(rows) if form == "ods" else saved(rows, form, "\n").encode())
    return CliRunner().invoke(main, ["check", str(path)])


def one_column_too_far(rows: Rows) -> Rows:
    """The last value of the first line in the column beside it."""
    first = asked(rows[1])[-1]
    rows[1][first : first + 2] = ["", rows[1][first]]
    return rows


def one_line_too_low(rows: Rows, skipped: int) -> Rows:
    """From a line on, which is left blank, every value in the line below; that of the last line below the sheet."""
    typed = [[row[place] for place in asked(row)] for row in rows[1:]]
    low = rows[:skipped]
    low.append([*rows[skipped][:FIRST], *(NOTHING if cell == NOTHING else "" for cell in rows[skipped][FIRST:])])
    for row, own in zip([*rows[skipped + 1 :], ["" for _ in rows[0]]], typed[skipped - 1 :], strict=True):
        blank = [NOTHING if cell == NOTHING else "" for cell in row[FIRST:]]
        low.append([*row[:FIRST], *own, *blank[len(own) :]])
    return low


@FORMATS
def test_a_filled_sheet_has_nothing_to_correct(exercise: str, form: str, tmp_path: Path) -> None:
    result = check(rows_of(worksheet_of(exercise, 7)), tmp_path, form)
    assert result.exit_code == 0, result.output
    assert "cells filled, nothing to correct\n" in result.output
    assert "blank:" not in result.output


@FORMATS
def test_a_value_one_column_too_far_is_told(exercise: str, form: str, tmp_path: Path) -> None:
    result = check(one_column_too_far(rows_of(worksheet_of(exercise, 7))), tmp_path, form)
    assert result.exit_code == 1
    assert "nothing belongs here" in result.stderr or "more fields than the header" in result.stderr


@FORMATS
def test_a_skipped_line_is_told(exercise: str, form: str, tmp_path: Path) -> None:
    rows = rows_of(worksheet_of(exercise, 7))
    name = f"{exercise} {rows[4][GRID]} row {rows[4][ROW]}"
    result = check(one_line_too_low(rows, 4), tmp_path, form)
    assert result.exit_code == 1
    assert f"everything below {name}, which is blank, seems to be one line too low" in result.stderr
    assert f"line {len(rows) + 1}: answers in a line without a grid and a row" in result.stderr


@pytest.mark.parametrize("exercise", ["lstm", "vector-database"])
def test_a_skipped_line_is_told_by_the_shapes_alone(exercise: str, tmp_path: Path) -> None:
    rows = one_line_too_low(rows_of(worksheet_of(exercise, 7)), 4)[:-1]
    result = check(rows, tmp_path)
    assert "which is blank, seems to be one line too low" in result.stderr
    assert "nothing belongs here" not in result.output
    assert "look at it again" not in result.output


def one_line_too_high(rows: Rows, left_out: int) -> Rows:
    """From a line on, whose values were left out, every value in the line above; the last line is blank."""
    typed = [[row[place] for place in asked(row)] for row in rows[1:]]
    for row, own in zip(rows[left_out:], [*typed[left_out:], [""]], strict=True):
        blank = [NOTHING if cell == NOTHING else "" for cell in row[FIRST:]]
        row[FIRST:] = [*own, *blank[len(own) :]]
    return rows


TOO_HIGH = "on, or from before that, everything seems to be one line too high"


def test_values_one_line_too_high_are_told(tmp_path: Path) -> None:
    assert TOO_HIGH in check(one_line_too_high(rows_of(worksheet_of("vector-database", 7)), 4), tmp_path).stderr


@pytest.mark.parametrize("seed", range(4))
def test_values_one_line_too_high_are_told_by_a_sum_that_is_less_than_its_parts(seed: int, tmp_path: Path) -> None:
    """In a softmax all lines are alike, but the sum of powers would be one of the shares."""
    assert (
        f"from softmax s row 1 {TOO_HIGH}"
        in check(one_line_too_high(rows_of(worksheet_of("softmax", seed)), 2), tmp_path).stderr
    )


@pytest.mark.parametrize("last", ["0.5", ""])
def test_a_sum_that_is_less_than_its_parts_shows_nothing_by_itself(last: str, tmp_path: Path) -> None:
    rows = rows_of(worksheet_of("softmax", 7))
    (sums,) = (row for row in rows if row[GRID] == "s")
    for row, text in ((sums, "0.01"), (rows[-1], last)):
        row[FIRST:] = [NOTHING if cell == NOTHING else text for cell in row[FIRST:]]
    before = rows[rows.index(sums) - 1]
    before[FIRST:] = [NOTHING if cell == NOTHING else "0.14" for cell in before[FIRST:]]
    result = check(rows, tmp_path)
    assert result.exit_code == 0
    assert "one line too" not in result.output


def test_a_row_that_a_sum_does_not_have_is_no_error(tmp_path: Path) -> None:
    rows = one_line_too_high(rows_of(worksheet_of("softmax", 7)), 2)
    (sums,) = (row for row in rows if row[GRID] == "s")
    sums[ROW] = "9"
    assert "the sheet has no row 9 of softmax s" in check(rows, tmp_path).stderr


@SHEETS
def test_a_line_left_blank_is_not_called_skipped(exercise: str, tmp_path: Path) -> None:
    rows = rows_of(worksheet_of(exercise, 7))
    rows[4][FIRST:] = [NOTHING if cell == NOTHING else "" for cell in rows[4][FIRST:]]
    result = check(rows, tmp_path)
    assert result.exit_code == 0
    assert "one line too" not in result.output


@pytest.mark.parametrize("wrong", [1, 2])
def test_a_single_line_that_does_not_fit_is_no_sign_of_a_skipped_one(wrong: int, tmp_path: Path) -> None:
    """Below a blank line, the last lines of a sheet are typed one line too low."""
    rows = rows_of(worksheet_of("vector-database", 7))
    words, distances = rows[-1][FIRST], [rows[-2][place] for place in asked(rows[-2])]
    last = [[words], distances] if wrong == 1 else [distances, ["1"]]
    rows[-3][FIRST:] = [NOTHING if cell == NOTHING else "" for cell in rows[-3][FIRST:]]
    for row, own in zip(rows[-2:], last, strict=True):
        row[FIRST : FIRST + len(own)] = own
    assert "one line too low" not in check(rows, tmp_path).output


@pytest.mark.parametrize(
    ("exercise", "grid", "typed", "said"),
    [
        ("lstm", "f1", "-0.1", "'-0.1' is below 0, and f1 never is"),
        ("lstm", "f1", "0", ""),
        ("lstm", "f1", "1", ""),
        ("lstm", "f1", "1.1", "'1.1' is above 1, and f1 never is"),
        ("lstm", "c1", "-1", ""),
        ("lstm", "c1", "-1.1", "'-1.1' is below -1, and c1 never is"),
        ("lstm", "zf1", "-40", ""),
        ("gcn", "Adj", "2", "'2' is neither 0 nor 1, and Adj is never anything else"),
        ("gcn", "Adj", "1", ""),
        ("gcn", "M1", "-1", "'-1' is below 0, and M1 never is"),
        ("vector-database", "nearest", "4", "'4' is not the number of one of the 3 choices"),
        ("vector-database", "nearest", "3", ""),
        ("vector-database", "nearest", "1/2", "'1/2' is not the number of one of the 3 choices"),
        ("workbook-deep", "Z21", "-40", ""),
        ("mlp", "A1", "-1", ""),  # its sheet is the same with tanh
    ],
)
def test_a_number_that_no_cell_can_hold_is_doubted_and_no_fault(
    exercise: str, grid: str, typed: str, said: str, tmp_path: Path
) -> None:
    rows = rows_of(worksheet_of(exercise, 7))
    row = next(row for row in rows if row[GRID] == grid)
    row[asked(row)[0]] = typed
    result = check(rows, tmp_path)
    assert result.exit_code == 0, result.output
    assert "nothing to correct" in result.output
    assert ("1 to look at again" in result.output) is bool(said)
    assert ("look at it again" in result.output) is bool(said)
    assert said in result.output


@pytest.mark.parametrize("exercise", NAMES)
def test_no_right_answer_is_outside_of_what_its_formula_gives(exercise: str) -> None:
    for seed in range(2):
        worksheet = worksheet_of(exercise, seed)
        for grid in blueprint_of(worksheet).computed:
            extent = grid.formula.extent(dict.fromkeys(grid.formula.grids(), ANYTHING))
            for cell in chain.from_iterable(key_of(worksheet)[grid.name]):
                assert isinstance(cell, str) or extent.negative or cell >= 0, grid.name
                assert isinstance(cell, str) or extent.limit > 1 or -1 <= cell <= 1, grid.name


def test_a_number_in_a_column_without_a_name_is_told_and_a_note_is_not(tmp_path: Path) -> None:
    rows = rows_of(worksheet_of("softmax", 7))
    for row, beside in zip(rows, ["", "", "not sure", *[""] * len(rows)], strict=False):
        row.append(beside)
    assert check(rows, tmp_path, "xlsx").exit_code == 0
    rows[3][-1] = "0.5"
    assert "line 4: has more fields than the header" in check(rows, tmp_path, "xlsx").stderr


def test_what_asks_for_other_cells_than_known_is_checked_by_itself(tmp_path: Path) -> None:
    rows = rows_of(worksheet_of("lstm", 7))
    for row in rows[1:]:
        row[LABELS.index("line")] = row[LABELS.index("line")].replace("/66", "/67")
    result = check(rows, tmp_path)
    assert "only 66 of 67 lines are there" in result.stderr
    assert "not there: line 67/67; copy" in result.stderr
