"""What comes back to students: their own sheet, a sign in every cell, and the first mistake worked out."""

from __future__ import annotations

import gc
import re
import weakref
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from generator.assignment.description import read_assignment
from generator.assignment.issue import issue_missing
from generator.assignment.roster import read_roster
from generator.assignment.worksheet import Structure, Worksheet
from generator.catalogue import find_exercise
from generator.layout import lay_out
from generator.network.number import printed, show_value
from generator.sheet.boxes import Paper, Sheet
from generator.sheet.filling import Entry, Sign, Tone
from generator.sheet.picture import CellPlace, pictures
from generator.sheet.theme import INK, TONES
from grader.marking.marks import Verdict
from grader.marking.report import Report, Score
from grader.reports.feedback import CellView, GridView, TaskView
from grader.reports.publishing import PaperMaking, Papers
from tests.simulated.homework import filled, grade, make_homework, sheet_of
from tests.simulated.students import key_of, thoroughly, worksheet_of

every_exercise = thoroughly()
Typed = Mapping[tuple[str, int, int], str]
FEEDFORWARD = """
title = "Homework 1"
[[exercise]]
name = "lstm"
[[exercise]]
name = "backpropagation"
"""


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    return make_homework(tmp_path)


def page_of(homework: Path, typed: Typed) -> str:
    """Ada's feedback, in HTML, on the key with these cells changed."""
    submission = homework.parent / "ada.csv"
    submission.write_text(filled(sheet_of(homework, "ada"), typed), encoding="utf-8")
    result = grade(homework, submission)
    assert result.exit_code == 0, result.output
    return (homework / "marks" / "feedback" / "ada.html").read_text(encoding="utf-8")


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def drawings(page: str) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r'<svg class="sheet".*?</svg>', page)]


def right_of(worksheet: Worksheet) -> dict[CellPlace, Entry]:
    """The key as a student wrote it, every cell with its tick."""
    (task,), key = worksheet.tasks, key_of(worksheet)
    return {
        (task.id, grid, row + 1, column + 1): Entry(printed(key[grid][row][column]), Tone.STUDENT, Sign.RIGHT)
        for grid, spots in task.spots.items()
        for row, column in spots
    }


def texts(drawing: ET.Element, colour: str) -> list[tuple[float, str]]:
    """The texts of a copy in a colour, with the middle of each."""
    return [
        (float(text.get("x", "")), text.text or "")
        for group in drawing.iter("g")
        if group.get("fill") == colour
        for text in group
    ]


def signs(drawing: ET.Element) -> dict[str, str]:
    """The path of each sign that is made of strokes, by its colour; only those paths have round ends."""
    return {path.get("stroke", ""): path.get("d", "") for path in drawing.iter("path") if path.get("stroke-linecap")}


def sheet_for(worksheet: Worksheet) -> Sheet:
    return lay_out(worksheet.structure, Paper.A4)


@every_exercise
def test_every_number_is_in_the_middle_of_its_cell_and_every_answer_has_its_tick(name: str) -> None:
    worksheet = worksheet_of(name, 3)
    sheet, key, entries = sheet_for(worksheet), key_of(worksheet), right_of(worksheet)
    (task,) = worksheet.tasks
    for picture in pictures(sheet):
        drawing = ET.fromstring(picture.poured({name: task.printed}, entries, "."))
        asked = [cell for cell in picture.page.cells if (name, cell.grid, cell.row + 1, cell.column + 1) in entries]
        others = [cell for cell in picture.page.cells if cell not in asked]
        for cells, colour in ((asked, TONES[Tone.STUDENT]), (others, INK)):
            wanted = [
                (round(cell.box.x + cell.box.width / 2, 1), printed(key[cell.grid][cell.row][cell.column]))
                for cell in cells
            ]
            found = texts(drawing, colour)
            assert sorted(x for x, _ in found) == pytest.approx(sorted(x for x, _ in wanted), abs=0.11)
            assert all(
                shown == text or shown.endswith("…")
                for (_, shown), (_, text) in zip(sorted(found), sorted(wanted), strict=True)
            )
        assert signs(drawing).get(TONES[Tone.RIGHT], "").count("M") == sum(not cell.copy for cell in asked)


def test_a_copy_has_the_edges_of_its_own_graph() -> None:
    for seed in (3, 4):
        worksheet = worksheet_of("gcn", seed)
        matrix = key_of(worksheet)["G"]
        drawn = "".join(
            picture.poured({"gcn": worksheet.tasks[0].printed}, right_of(worksheet), ".")
            for picture in pictures(sheet_for(worksheet))
        )
        paths = ET.fromstring(f"<a>{drawn}</a>").iter("path")
        lines = sum(path.get("stroke-width") == "1.2" for path in paths)
        pairs = {(a, b) for a, row in enumerate(matrix) for b, edge in enumerate(row) if edge and b < a}
        assert lines == len(pairs)


def test_what_was_typed_is_in_its_cell_with_a_sign_that_needs_no_colour(homework: Path) -> None:
    page = page_of(homework, {("zf1", 1, 1): "99", ("zf1", 2, 1): "", ("zi1", 1, 1): "1-Feb"})
    typed = [text for drawing in drawings(page) for _, text in texts(drawing, TONES[Tone.STUDENT])]
    assert "99" in typed
    assert "1-Feb" in typed
    found = {colour: path for drawing in drawings(page) for colour, path in signs(drawing).items()}
    assert set(found) == {TONES[Tone.RIGHT], TONES[Tone.WRONG], TONES[Tone.QUIET]}
    shapes = {re.split(r"M [\d.]+ [\d.]+", path)[1] for path in found.values()}
    assert len(shapes) == len(found), "signs differ by shape too"
    assert ">?</text>" in page


def test_the_first_mistake_is_framed_in_its_cell_and_nothing_else_is(homework: Path) -> None:
    page = page_of(homework, {("zf1", 2, 1): "99", ("h1", 1, 1): "77"})
    frames = [rect for drawing in drawings(page) for rect in drawing.iter("rect") if rect.get("class") == "first"]
    (frame,) = frames
    assert f'<a href="#{frame.get("id")}">' in page, "on a phone, the words lead to it"
    cell = next(
        cell
        for sheet in lay_out(sheet_of(homework, "ada").structure, Paper.A4).pages
        for cell in sheet.cells
        if (cell.grid, cell.row, cell.column, cell.copy) == ("zf1", 1, 0, False)
    )
    assert 0 < cell.box.x - float(frame.get("x", "")) < 3
    assert 0 < cell.box.y - float(frame.get("y", "")) < 3
    assert 'class="first"' not in page_of(homework, {})


def test_the_first_mistake_is_first_in_the_order_of_working_not_of_steps(tmp_path: Path) -> None:
    homework = make_two(tmp_path)
    page = page_of(homework, {("zf2", 1, 1): "99", ("h1", 1, 1): "77"})
    assert "The first mistake is in step 6, Hidden state: h1, row 1. You wrote 77" in text_of(page)


def make_two(parent: Path) -> Path:
    """A homework of lstm over three time steps and backpropagation."""
    homework = make_homework(parent)
    (homework / "assignment.toml").write_text(FEEDFORWARD, encoding="utf-8")
    (homework / "issued.jsonl").unlink()
    assignment = read_assignment(homework)
    issue_missing(assignment, read_roster(assignment.roster_file))
    return homework


def without_bias(worksheet: Worksheet) -> dict[tuple[str, int, int], str]:
    """Z1 with the bias left out in all its rows; nothing is carried on."""
    key = worksheet.key()[1]
    return {
        ("Z1", row, 1): show_value(z[0] - b[0])  # type: ignore[operator]
        for row, (z, b) in enumerate(zip(key["Z1"], key["b1"], strict=True), start=1)
    }


def test_the_arithmetic_is_written_out_as_it_is_right_and_as_the_slip_has_it(tmp_path: Path) -> None:
    homework = make_two(tmp_path)
    ada = sheet_of(homework, "ada")
    wrong = without_bias(ada)
    page = page_of(homework, wrong)
    key = ada.key()[1]
    first = next(row for row, b in enumerate(key["b1"]) if b[0])
    terms = [f"{printed(w)}·{printed(x[0])}" for w, x in zip(key["W1"][first], key["X"], strict=True) if w and x[0]]
    yours, here = (text_of(found).replace("(", "").replace(")", "") for found in re.findall(r"<dd>(.*?)</dd>", page))
    assert all(term.lstrip("−") in yours and term.lstrip("−") in here for term in terms)
    assert yours.endswith(f"= {wrong['Z1', first + 1, 1].replace('-', '−')}")
    assert here.endswith(f"= {printed(key['Z1'][first][0])}")
    assert len(here) > len(yours), "with the bias"
    assert "It looks like this: the bias was left out." in text_of(page)


def test_no_arithmetic_is_shown_where_the_teacher_withholds_right_values(tmp_path: Path) -> None:
    homework = make_two(tmp_path)
    wrong = without_bias(sheet_of(homework, "ada"))
    assert "<dd>" in page_of(homework, wrong)
    toml = homework / "assignment.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "[marking]\nreveal = false\n", encoding="utf-8")
    page = page_of(homework, wrong)
    assert "<dd>" not in page
    assert not any(texts(drawing, TONES[Tone.WRONG]) for drawing in drawings(page)), "no expected value in a cell"
    assert "You wrote" in page


def test_every_further_mistake_has_one_line_and_a_slip_has_one_for_its_grid(tmp_path: Path) -> None:
    homework = make_two(tmp_path)
    wrong = without_bias(sheet_of(homework, "ada"))
    page = page_of(homework, {**wrong, ("zf1", 1, 1): "99", ("zf1", 2, 1): "98", ("zi1", 1, 1): "1-Feb"})
    lstm, backpropagation = re.findall(r'<ul class="further">(.*?)</ul>', page, re.DOTALL)
    lines = [text_of(line) for line in re.findall(r"<li>(.*?)</li>", lstm, re.DOTALL)]
    assert len(lines) == 2
    assert "zf1, row 2: You wrote 98" in lines[0]
    assert "turned a fraction into a date" in lines[1]
    (line,) = (text_of(line) for line in re.findall(r"<li>(.*?)</li>", backpropagation, re.DOTALL))
    assert "Z1, rows 2, 3 and 4: probably the bias was left out." in line


@pytest.mark.parametrize(("wrong", "folded"), [(21, None), (22, "and 1 more"), (23, "and 2 more")])
def test_many_further_mistakes_are_folded_after_twenty_lines(tmp_path: Path, wrong: int, folded: str | None) -> None:
    homework = make_two(tmp_path)
    spots = sheet_of(homework, "ada").tasks[1].spots
    places = [(name, row + 1, column + 1) for name in spots for row, column in spots[name]][:wrong]
    page = page_of(homework, {place: str(101 + 17 * number) for number, place in enumerate(places)})
    shown = re.findall(r"<summary>(.*?)</summary>", page)
    assert shown == ([folded] if folded else [])
    assert page.count("<li>") == wrong - 1


def test_a_small_sheet_is_not_blown_up_to_the_width_of_the_window(homework: Path) -> None:
    page = page_of(homework, {})
    for drawing in drawings(page):
        wide = float(drawing.get("viewBox", "").split()[2])
        assert float(drawing.get("width", "")) == pytest.approx(1.8 * wide, abs=1)
    (rule,) = re.findall(r"svg\.sheet\{display[^}]*\}", page)
    assert not re.search(r"(?<!-)width", rule), "a picture is as wide as it says, and at most as wide as its room"


def test_long_and_hostile_texts_fit_their_cells_and_are_escaped(homework: Path) -> None:
    page = page_of(homework, {("zf1", 1, 1): "<script>alert(1)</script>", ("zf1", 2, 1): "1" * 24})
    assert "<script" not in page
    shown = [text for drawing in drawings(page) for _, text in texts(drawing, TONES[Tone.STUDENT])]
    assert any(text.startswith("<sc") and text.endswith("…") for text in shown)
    assert max(map(len, shown)) < 24


def test_the_sheet_of_a_class_is_laid_out_once(homework: Path, own_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[object] = []

    def counted(structure: Structure, paper: Paper, instructions: bool = False) -> Sheet:
        laid_out.append(structure)
        return lay_out(structure, paper, instructions)

    monkeypatch.setattr("generator.layout.editions.lay_out", counted)
    folder = homework.parent / "in"
    folder.mkdir()
    for student in ("ada", "ben", "cyd"):
        (folder / f"{student}.csv").write_text(filled(sheet_of(homework, student)), encoding="utf-8")
    assert grade(homework, folder).exit_code == 0
    assert len(laid_out) == 1


def test_a_hidden_cell_shows_what_was_found_for_it() -> None:
    worksheet = worksheet_of("workbook-linear-layer", 3)
    (task,) = worksheet.tasks
    drawn = "".join(
        picture.poured({task.id: task.printed}, right_of(worksheet), ".") for picture in pictures(sheet_for(worksheet))
    )
    assert drawn.count('fill="#FBE5D6"/>') >= sum(map(len, task.asked.values())) > 0


def test_the_score_has_no_colour_of_its_own_and_the_page_has_a_dark_mode(homework: Path) -> None:
    page = page_of(homework, {("zf1", 1, 1): "99"})
    (rule,) = re.findall(r"\.score\{(.*?)\}", page)
    assert "color" not in rule
    assert "prefers-color-scheme:dark" in page
    assert find_exercise("lstm").title in page


def test_numbers_have_a_true_minus_and_what_was_typed_stays_where_it_is_quoted_as_code(homework: Path) -> None:
    key = key_of(sheet_of(homework, "ada"))
    negative = (
        (name, row, value)
        for name in ("zf1", "zc1", "zi1", "zo1")
        for row, (value,) in enumerate(key[name], start=1)
        if not isinstance(value, str) and value < 0
    )
    grid, row, value = next(negative)
    page = text_of(page_of(homework, {(grid, row, 1): "-88"}))
    assert f"You wrote −88; it should be {printed(value)}." in page
    markdown = (homework / "marks" / "feedback" / "ada.md").read_text(encoding="utf-8")
    assert f"You wrote `-88`; it should be `{printed(value)}`." in markdown
    cells = (homework / "marks" / "cells.csv").read_text(encoding="utf-8")
    assert f"-88,{show_value(value)}," in cells


@pytest.mark.parametrize("memory", ["2", None])
def test_a_wrong_cell_below_a_mistake_says_what_the_own_numbers_come_to(homework: Path, memory: str | None) -> None:
    """tanh(2) is 1.0, whatever the key has there: who goes on from a wrong memory cannot find the key's value."""
    key = key_of(sheet_of(homework, "ada"))["t1"][0][0]
    page = text_of(page_of(homework, {("t1", 1, 1): "-7"} | ({("C1", 1, 1): memory} if memory else {})))
    markdown = (homework / "marks" / "feedback" / "ada.md").read_text(encoding="utf-8")
    own = "From your own numbers it would be 1."
    assert f"You wrote −7; it should be {printed(key)}.{f' {own}' if memory else ''}" in page
    assert (own in page) is ("from your own numbers it would be `1`" in markdown) is bool(memory)


def test_where_right_values_are_withheld_so_are_those_of_the_own_numbers(homework: Path) -> None:
    description = homework / "assignment.toml"
    description.write_text(f"{description.read_text('utf-8')}\n[marking]\nreveal = false\n", "utf-8")
    page = text_of(page_of(homework, {("t1", 1, 1): "-7", ("C1", 1, 1): "2"}))
    assert "You wrote −7." in page
    assert "own numbers" not in page


def test_nothing_of_a_student_stays_in_memory_once_the_feedback_is_made(
    homework: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template that defines macros keeps all that it shows in a circle, until the collector finds it."""
    reports: list[weakref.ref[Report]] = []
    make = PaperMaking.__call__

    def made(making: PaperMaking, worksheet: Worksheet, report: Report) -> Papers:
        reports.append(weakref.ref(report))
        return make(making, worksheet, report)

    monkeypatch.setattr(PaperMaking, "__call__", made)
    gc.disable()
    try:
        page_of(homework, {("zf1", 1, 1): "99"})
        assert [report() for report in reports] == [None]
    finally:
        gc.enable()


def view_of(*cells: tuple[int, int, Verdict, str, str]) -> GridView:
    """The grid Z1 of an mlp with these cells: row, column, verdict, slip and remark."""
    blueprint = find_exercise("mlp").blueprint()
    views = [CellView(row, column, "1", "2", verdict, slip, None, said) for row, column, verdict, slip, said in cells]
    return GridView(blueprint.by_name["Z1"], blueprint.step_of["Z1"], tuple(views))


def test_a_cell_that_follows_without_any_work_is_not_said_to_be_paid() -> None:
    follows = Verdict.FOLLOW_THROUGH
    grid = view_of((1, 1, follows, "", ""), (2, 1, follows, "", "numbers were made up before"), (3, 1, follows, "", ""))
    assert [cell.place for cell in grid.followed] == [(1, 1), (3, 1)]
    task = TaskView("mlp", "MLP", Score("mlp", 1, 3), (grid,), ())
    assert task.followed == 2


def test_a_slip_is_found_in_whole_rows_unless_others_are_found_in_its_grid() -> None:
    bias, sign = "the bias was left out", "the sign is the wrong way round"
    cells = ((1, 1, Verdict.INCORRECT, bias, ""), (1, 2, Verdict.CORRECT, "", ""), (2, 1, Verdict.CORRECT, "", ""))
    alone = view_of(*cells)
    assert alone.places(alone.slips[0]) == {(1, 1), (1, 2)}
    among = view_of(*cells, (2, 2, Verdict.INCORRECT, sign, ""))
    assert [among.places(slip) for slip in among.slips] == [{(1, 1)}, {(2, 2)}]
    remarked = view_of((1, 1, Verdict.FOLLOW_THROUGH, "", "made up"), (1, 2, Verdict.FOLLOW_THROUGH, "", ""))
    assert [remarked.places(remark) for remark in remarked.remarks] == [{(1, 1)}], "a remark says which cells it means"
