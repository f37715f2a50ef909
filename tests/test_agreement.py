"""Whose numbers are these: a copied sheet is found, and students with mistakes of their own are left in peace."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction
from math import log2

import pytest

from generator.assignment.worksheet import IssuedTask, Worksheet, make_worksheet
from generator.network.blueprint import Grid, View
from generator.network.instance import draw_instance
from generator.network.number import Values
from grader.marking.cells import mark
from grader.marking.copied import comparison
from grader.marking.copied.comparison import CopiedWork, Usual, find_copies
from grader.marking.marks import Address, Mark, Verdict
from grader.marking.report import Report
from tests.figures.copying import found_copies, honest_report, honest_reports, report_of, sheets_of
from tests.figures.honesty import marked, worked
from tests.simulated.classroom import Answers, Pen
from tests.simulated.students import blueprint_of, carrying_on, handed_in, key_of, replaced, worksheet_of

CLASS = 150


def worksheets(exercise: str) -> list[Worksheet]:
    return [replace(worksheet_of(exercise, seed), student=f"student {seed}") for seed in range(CLASS)]


def report(worksheet: Worksheet, values: dict[str, Values]) -> Report:
    return report_of(worksheet, mark(worksheet, handed_in(worksheet, values)))


def report_on(worksheet: Worksheet, answers: Answers) -> Report:
    return report_of(worksheet, marked(worksheet, answers))


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


@pytest.fixture
def any_surprise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Matches count however likely they are by chance."""
    monkeypatch.setattr(comparison, "LEAST_BITS", -1000)


COPIER, SOURCE = 3, 8


def class_of_ten() -> list[Worksheet]:
    return [replace(sheet, student=f"student {seed}") for seed, sheet in enumerate(worksheets("gcn")[:10])]


def copies_of_a_sheet_with(matches: int, wrong: int) -> tuple[CopiedWork, ...]:
    """What is found in a class where one sheet has so many wrong cells, and so many of them are another student's."""
    sheets = class_of_ten()
    own, theirs = sheets[COPIER], key_of(sheets[SOURCE])
    differ = [found.cell for found in mark(own, handed_in(own, theirs)) if found.verdict is not Verdict.CORRECT]
    invented = {cell: str(1001 + count) for count, cell in enumerate(differ[matches:wrong])}
    blank = dict.fromkeys(differ[wrong:], "")
    typed = {(cell.grid, cell.row, cell.column): text for cell, text in (invented | blank).items()}
    marks = mark(own, handed_in(own, theirs, typed))
    assert sum(found.verdict in (Verdict.INCORRECT, Verdict.FOLLOW_THROUGH) for found in marks) == wrong
    reports = [report(sheet, dict(key_of(sheet))) for sheet in sheets]
    reports[COPIER] = replace(reports[COPIER], marks=marks)
    return find_copies(reports, sheets)


@pytest.mark.usefixtures("any_surprise")
@pytest.mark.parametrize(
    ("matches", "wrong", "found"), [(55, 100, True), (54, 100, False), (56, 101, True), (55, 101, False)]
)
def test_a_copy_holds_more_than_half_of_the_wrong_numbers(matches: int, wrong: int, found: bool) -> None:
    copies = copies_of_a_sheet_with(matches, wrong)
    assert [(copy.source, copy.matches, copy.wrong) for copy in copies] == [("student 8", matches, wrong)] * found


@pytest.mark.usefixtures("any_surprise")
@pytest.mark.parametrize(("matches", "found"), [(10, True), (9, False)])
def test_a_copy_holds_at_least_ten_wrong_numbers(matches: int, found: bool) -> None:
    assert len(copies_of_a_sheet_with(matches, matches)) == found


@pytest.mark.parametrize(("more", "found"), [(-0.01, True), (0.01, False)])
def test_a_copy_holds_more_than_chance_would_give(more: float, found: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = class_of_ten()
    keys = [_numbers(report(sheet, dict(key_of(sheet)))) for sheet in sheets]
    copied = report(sheets[COPIER], dict(key_of(sheets[SOURCE])))
    unexplained = [found for found in copied.marks if found.verdict is Verdict.INCORRECT and not found.slip]
    wrong = {found.cell: keys[SOURCE][found.cell] for found in unexplained}
    bits = Usual.among(keys).bits(wrong, keys[SOURCE])
    monkeypatch.setattr(comparison, "LEAST_BITS", bits - 2 * log2(len(sheets)) + more)
    assert len(find_copies([copied], sheets)) == found


def _numbers(right: Report) -> dict[Address, object]:
    return {found.cell: found.expected for found in right.marks}


def test_of_two_with_the_same_numbers_the_one_whose_key_they_fit_is_left_in_peace() -> None:
    sheets = class_of_ten()
    values = with_a_mistake(sheets[SOURCE], random.Random(0))
    reports = [report(sheet, dict(key_of(sheet))) for sheet in sheets]
    reports[SOURCE], reports[COPIER] = report(sheets[SOURCE], values), report(sheets[COPIER], values)
    wrong = [found for found in reports[SOURCE].marks if found.verdict is not Verdict.CORRECT]
    assert len(wrong) >= comparison.LEAST_MATCHES
    assert [(copy.student, copy.source) for copy in find_copies(reports, sheets)] == [("student 3", "student 8")]


def test_a_number_counts_once_for_a_row_and_nothing_where_all_have_it() -> None:
    cells = [Address("x", 1, "Z", 1, column) for column in (1, 2, 3, 4)]
    keys = [dict(zip(cells, numbers, strict=True)) for numbers in ((0, 1, 1, 7), (0, 1, 1, 1), (0, 1, 1, 1))]
    usual = Usual.among(keys)
    common, rare = usual.bits({cells[1]: 1}, {cells[1]: 1}), usual.bits({cells[3]: 7}, {cells[3]: 7})
    assert rare > common > 0
    assert usual.bits({cells[1]: 1, cells[2]: 1}, {cells[1]: 1, cells[2]: 1}) == common
    assert usual.bits({cells[0]: 0}, {cells[0]: 0}) == 0
    assert usual.bits({cells[3]: 7}, {cells[3]: 8}) == 0


def test_what_follows_from_a_number_that_two_have_by_chance_is_no_evidence() -> None:
    """Student 570 happens to have two of student 1285's numbers early on, and so 24 others that follow from them."""
    sheets = [
        replace(worksheet_of("backpropagation", seed), student=f"student {seed}") for seed in (570, 1285, *range(CLASS))
    ]
    reports = [honest_report("backpropagation", sheet) for sheet in sheets]
    assert find_copies(reports, sheets) == ()
    worked_nothing_out = [replace(one, marks=tuple(map(as_incorrect, one.marks))) for one in reports]
    assert [copy.student for copy in find_copies(worked_nothing_out, sheets)] == ["student 570"]


def as_incorrect(found: Mark) -> Mark:
    wrong = found.verdict in (Verdict.INCORRECT, Verdict.FOLLOW_THROUGH)
    return found._replace(verdict=Verdict.INCORRECT, slip=None) if wrong else found


def test_students_who_guess_are_not_taken_for_copiers_of_each_other() -> None:
    """Each cell of an lstm holds 0 or 1: no key has many of these, but all who guess have."""
    sheets, chance = worksheets("lstm"), random.Random(1)
    reports = []
    for sheet in sheets:
        guessed: Answers = {
            name: [[Fraction(chance.randint(0, 1)) for _ in row] for row in rows]
            for name, rows in worked(sheet, Pen()).items()
        }
        reports.append(report_on(sheet, guessed))
    assert find_copies(reports, sheets) == ()


@pytest.mark.parametrize(("pinned", "found"), [(("X", "W1", "W2", "W3", "b1", "b2", "b3"), 0), ((), 1)])
def test_the_same_mistake_from_the_same_givens_is_no_copy(
    pinned: Collection[str], found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only the target is a student's own, the same mistake leads to the same numbers before it."""
    monkeypatch.setattr(comparison, "LEAST_BITS", 0)
    drawn = worksheet_of("backpropagation", 1).tasks[0]
    given = {name: drawn.given[name] for name in pinned}
    sheets = []
    for seed in range(10):
        instance = draw_instance(drawn.blueprint, seed, given)
        issued = IssuedTask.of("backpropagation", drawn.blueprint, instance)
        sheets.append(make_worksheet("secret", f"student {seed}", "Ada", (issued,)))
    source, blank = worked(sheets[SOURCE], Pen()), worked(sheets[COPIER], Pen())
    mistaken: Answers = {
        name: [[31 * (cell or 0) + Fraction(7) for cell in row] for row in rows]
        for name, rows in source.items()
        if name[0] in "ZA"
    }
    for rows in blank.values():
        rows[:] = [[None] * len(row) for row in rows]
    reports = [report_on(sheet, worked(sheet, Pen())) for sheet in sheets]
    reports[SOURCE] = report_on(sheets[SOURCE], source | mistaken)
    reports[COPIER] = report_on(sheets[COPIER], blank | mistaken)
    assert len(find_copies(reports, sheets)) == found


@pytest.mark.parametrize("exercise", ["lstm", "backpropagation", "gcn"])
def test_a_copy_is_found_though_a_third_of_it_was_altered(exercise: str) -> None:
    assert found_copies(exercise, 1 / 3, 40, 8) == 8


@pytest.mark.slow
@pytest.mark.parametrize("exercise", ["lstm", "backpropagation", "gcn"])
def test_nobody_in_ten_thousand_honest_students_is_accused(exercise: str) -> None:
    sheets = sheets_of(exercise, 10_000)
    assert find_copies(honest_reports(exercise, sheets), sheets) == ()


def test_two_students_with_the_numbers_of_each_others_sheets_have_swapped_them() -> None:
    sheets = class_of_ten()
    reports = [report(sheet, dict(key_of(sheet))) for sheet in sheets]
    reports[1], reports[2] = report(sheets[1], dict(key_of(sheets[2]))), report(sheets[2], dict(key_of(sheets[1])))
    reports[3] = report(sheets[3], dict(key_of(sheets[4])))
    found = {copy.student: copy.swapped for copy in find_copies(reports, sheets)}
    assert found == {"student 1": True, "student 2": True, "student 3": False}


@pytest.mark.parametrize(
    ("of_exercise", "matching", "copied"),
    [(3, 3, True), (2, 2, False), (20, 11, True), (20, 10, False)],
)
def test_an_exercise_is_copied_with_three_wrong_numbers_and_most_of_them(
    of_exercise: int, matching: int, copied: bool
) -> None:
    other = [Address("gcn", 1, "Z", row, 1) for row in range(30)]
    own = [Address("mlp", 1, "Z", row, 1) for row in range(of_exercise)]
    found = comparison.copied_exercises([*other, *own], [*other, *own[:matching]])
    assert found == (("gcn", "mlp") if copied else ("gcn",))


def test_exercises_that_show_it_only_together_are_all_copied() -> None:
    cells = [Address(name, 1, "Z", row, 1) for name in ("gcn", "mlp", "gru", "lstm", "bert") for row in range(2)]
    assert comparison.copied_exercises(cells, cells) == ("gcn", "mlp", "gru", "lstm", "bert")
