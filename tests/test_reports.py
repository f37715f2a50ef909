"""What grade writes beside the tables: feedback, the class on one page, and what machines read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from generator.assignment.roster import Student
from generator.files.whole import whole_file
from generator.network.number import show_value
from grader.marking.lateness import Late
from grader.marking.marks import Address
from grader.marking.report import Score, ShortReport
from grader.reports.changes import Changes
from grader.reports.class_figures import ClassFigures, Tally, cronbachs_alpha, discriminations
from grader.reports.class_report import _percent
from grader.reports.scores import percent_in_column
from grader.reports.templates import named, notated
from tests.simulated.homework import filled, grade, grades, make_homework, sheet_of

HOSTILE = (
    "<script>alert(1)</script>",
    "![x](https://evil.example/p.png)",
    "`` ` | **bold** @everyone",
    "::error::owned",
    "##vso[task.setvariable variable=x]y",
    "=HYPERLINK(1)",
    "\u202egnp.exe",
    "\x00\x1b[31m",
    "]]><x/>",
)


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    return make_homework(tmp_path)


def graded(homework: Path, wrong: Mapping[str, Mapping[tuple[str, int, int], str]]) -> Path:
    """The marks after each of these students handed in the key with these cells changed."""
    folder = homework.parent / "in"
    folder.mkdir(exist_ok=True)
    for student, cells in wrong.items():
        (folder / f"{student}.csv").write_text(filled(sheet_of(homework, student), cells), encoding="utf-8")
    result = grade(homework, folder)
    assert result.exit_code == 0, result.output
    return homework / "marks"


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [
            value for name, value in attrs if name in ("src", "href", "action", "data") or name[:2] == "on"
        ]


def test_feedback_tells_the_first_mistake_and_what_follows_from_it(homework: Path) -> None:
    key = sheet_of(homework, "ada").key()[0]
    wrong = int(key["zf1"][0][0]) + 30
    saturated = {("zf1", 1, 1): str(wrong), ("f1", 1, 1): "1"}
    text = (graded(homework, {"ada": saturated}) / "feedback" / "ada.md").read_text(encoding="utf-8")
    assert f"**The first mistake** is in step 2, Linear: zf1, row 1. You wrote `{wrong}`" in text
    assert "How to get it right: " in text
    if key["f1"][0][0] != 1:
        assert "correctly from what you wrote before, for full credit." in text


def test_feedback_on_a_sheet_without_mistakes_is_short_and_kind(homework: Path) -> None:
    marks = graded(homework, {"ada": {}})
    text = (marks / "feedback" / "ada.md").read_text(encoding="utf-8")
    assert text.count("Everything is right. Well done.") == 2
    assert "| cell |" not in text
    assert not (marks / "feedback" / "ben.md").exists(), "nothing handed in, nothing to say"


def test_a_teacher_can_withhold_the_right_values(homework: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for shown in ("feedback.printed", "machine_reports.show_value"):
        monkeypatch.setattr(f"grader.reports.{shown}", lambda *_: "the right value")

    def showing() -> set[str]:
        marks = graded(homework, {"ada": {("h1", 1, 1): "777", ("h1", 2, 1): "?", ("f1", 1, 1): ""}})
        assert "777" in (marks / "feedback" / "ada.md").read_text(encoding="utf-8")
        return {path.name for path in marks.rglob("*.*") if "the right value" in path.read_text(encoding="utf-8")}

    assert showing() == {"ada.md", "ada.html", "ada.json", "junit.xml"}
    toml = homework / "assignment.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "[marking]\nreveal = false\n", encoding="utf-8")
    assert showing() == set()


def test_who_is_suspected_of_copying_is_told_the_teacher_and_nobody_else(homework: Path) -> None:
    ada, ben = sheet_of(homework, "ada"), sheet_of(homework, "ben")
    (homework.parent / "x.csv").write_text(filled(ben).replace(ben.id, ada.id), encoding="utf-8")
    assert grade(homework, homework.parent / "x.csv").exit_code == 1
    assert "are those of ben" in (homework / "marks" / "class.html").read_text(encoding="utf-8")
    for name in ("feedback/ada.md", "feedback/ada.html", "gradescope/ada.json"):
        text = (homework / "marks" / name).read_text(encoding="utf-8")
        assert "ben" not in text
        assert "full credit" not in text


def test_damaged_cells_come_with_advice(homework: Path) -> None:
    marks = graded(homework, {"ada": {("h1", 1, 1): "02. Jan"}})
    assert "turned a fraction into a date" in (marks / "feedback" / "ada.md").read_text(encoding="utf-8")
    assert "turned a fraction into a date" in (marks / "feedback" / "ada.html").read_text(encoding="utf-8")


def test_hostile_cells_are_harmless_in_every_report(homework: Path) -> None:
    blueprint = sheet_of(homework, "ada").tasks[1].blueprint
    places = [(grid.name, 1, 1) for grid in blueprint.asked][: len(HOSTILE)]
    marks = graded(homework, {"ada": dict(zip(places, HOSTILE, strict=True))})
    for page in ("class.html", "feedback/ada.html"):
        seen = Tags((marks / page).read_text(encoding="utf-8"))
        assert "script" not in seen.tags
        assert set(seen.addresses) <= {"feedback/ada.html"}, "no network and no handlers"
    markdown = (marks / "feedback" / "ada.md").read_text(encoding="utf-8")
    outside_code = re.sub(r"`[^`\n]*`", "", markdown)
    for sign in ("<script", "![x]", "**bold**", "@everyone", "::error", "HYPERLINK"):
        assert sign not in outside_code
    assert all(line.count("|") in (0, 5) for line in markdown.splitlines()), "no cell breaks out of the table"
    ET.fromstring((marks / "junit.xml").read_text(encoding="utf-8"))
    annotations = (marks / "annotations.txt").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith(("::error title=byhand::", "::warning title=byhand::")) for line in annotations)
    with (marks / "cells.csv").open(encoding="utf-8") as file:
        typed = [line["typed"] for line in csv.DictReader(file)]
    assert not any(text.startswith(("=", "@", "+")) for text in typed)
    for path in marks.rglob("*"):
        if path.is_file():
            content = path.read_text(encoding="utf-8")
            assert not set(content) & {"\x00", "\x1b", "\u202e"}, path.name
            assert "##vso" not in content or path.suffix != ".txt"


def test_hostile_names_are_harmless_too(homework: Path) -> None:
    roster = homework / "roster.csv"
    text = roster.read_text(encoding="utf-8")
    roster.write_text(text.replace("Ada Lovelace", "<img src=x onerror=alert(1)> [a](b)"), encoding="utf-8")
    marks = graded(homework, {"ada": {("h1", 1, 1): "?"}})
    for page in ("class.html", "feedback/ada.html"):
        assert "img" not in Tags((marks / page).read_text(encoding="utf-8")).tags
    assert "\\[a\\](b)" in (marks / "feedback" / "ada.md").read_text(encoding="utf-8")
    assert "<img" not in (marks / "feedback" / "ada.md").read_text(encoding="utf-8")


def test_a_figure_below_zero_has_a_minus_and_not_a_hyphen(homework: Path) -> None:
    opposite = {"ada": {("zf1", 1, 1): "99"}, "ben": {("zi1", 1, 1): "99"}, "cyd": {}}
    page = (graded(homework, opposite) / "class.html").read_text(encoding="utf-8")
    assert re.search(r'<td class="number">−\d\.\d\d</td>', page)
    assert not re.search(r'<td class="number">-\d', page)


def test_the_class_page_is_one_file_with_every_part(homework: Path) -> None:
    page = (graded(homework, {"ada": {("zf1", 1, 1): "99"}, "ben": {}}) / "class.html").read_text(encoding="utf-8")
    for part in ("Distribution", "Hardest steps", "Frequent slips", "Heat map", "Items", "Whose numbers?", "Students"):
        assert f"<h2>{part}</h2>" in page
    assert "2 of 3 students handed in" in page
    assert "<svg" in page
    assert "http" not in page.replace("http-equiv", "")


def test_junit_has_one_case_for_each_grid_and_names_wrong_cells(homework: Path) -> None:
    marks = graded(homework, {"ada": {("zf1", 1, 1): "99"}, "ben": {}})
    root = ET.parse(marks / "junit.xml").getroot()
    names = [case.get("name") for case in root.iter("testcase")]
    grids = sum(len(exercise.blueprint.asked) for exercise in sheet_of(homework, "ada").tasks)
    assert len(names) == len(set(names)) == 2 * grids
    failures = {case.get("name"): failure.text for case in root.iter("testcase") for failure in case.iter("failure")}
    assert list(failures) == ["ada/lstm/zf1"]
    assert "zf1[1,1] incorrect, typed 99" in (failures["ada/lstm/zf1"] or "")


def test_gradescope_has_a_score_for_each_step_that_adds_up(homework: Path) -> None:
    marks = graded(homework, {"ada": {("zf1", 1, 1): "99"}})
    results = json.loads((marks / "gradescope" / "ada.json").read_text(encoding="utf-8"))
    assert results["output_format"] == "md"
    assert sum(test["score"] for test in results["tests"]) == pytest.approx(results["score"], abs=0.01)
    assert sum(test["max_score"] for test in results["tests"]) == pytest.approx(
        float(grades(homework)["ada"]["points"]), abs=0.01
    )
    assert [test["name"] for test in results["tests"] if test["status"] == "failed"] == [
        "Long Short-Term Memory (LSTM), step 2: Linear"
    ]


def test_the_summary_lists_students_in_a_table(homework: Path) -> None:
    text = (graded(homework, {"ada": {}}) / "summary.md").read_text(encoding="utf-8")
    assert "1 of 3 students handed in; mean 100 %" in text
    assert len([line for line in text.splitlines() if line.startswith("| ")]) == 2 + 3


def test_a_decision_changes_marks_and_is_told_in_changes_csv(homework: Path) -> None:
    marks = graded(homework, {"ada": {("h1", 1, 1): "77"}, "ben": {("h1", 1, 1): "78"}})
    assert not (marks / "changes.csv").exists()
    toml = homework / "assignment.toml"
    decision = '[[accept]]\nexercise = "lstm"\ngrid = "h1"\nrow = 1\nvalue = "77.0"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + decision, encoding="utf-8")
    graded(homework, {})
    with (marks / "changes.csv").open(encoding="utf-8") as file:
        (change,) = csv.DictReader(file)
    assert (change["student"], change["grid"], change["credit_before"], change["credit"]) == ("ada", "h1", "0", "1")
    assert (grades(homework)["ada"]["percent"], grades(homework)["ben"]["incorrect"]) == ("100", "1")
    before = (marks / "changes.csv").read_bytes()
    graded(homework, {})
    assert (marks / "changes.csv").read_bytes() == before, "marking again changes nothing, and says so by silence"


def test_what_is_asked_about_a_student_of_a_class_is_not_kept_in_memory() -> None:
    scores = (Score("lstm", Fraction(5, 2), 8), Score("rnn", Fraction(3, 2), 2))
    late = Late("3 May", "1 May", Fraction(1, 4))
    report = ShortReport(student=Student("ada", "Ada"), worksheet="", scores=scores, late=late, counts=(2,))
    assert (report.earned, report.points, report.taken_off, report.score) == (4, 10, Fraction(5, 2), Fraction(3, 2))
    assert report.percent == 15
    assert not hasattr(report, "__dict__"), "there is nowhere to keep it"


def test_a_cell_can_be_given_to_everybody(homework: Path) -> None:
    toml = homework / "assignment.toml"
    decision = '[[accept]]\nexercise = "lstm"\ngrid = "h1"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + decision, encoding="utf-8")
    graded(homework, {"ada": {("h1", 1, 1): "77", ("h1", 2, 1): ""}})
    assert grades(homework)["ada"]["percent"] == "100"


def test_a_teachers_templates_come_first(homework: Path) -> None:
    (homework / "templates").mkdir()
    (homework / "templates" / "feedback.md.jinja").write_text("Bravo, {{ report.student.name }}!", encoding="utf-8")
    marks = graded(homework, {"ada": {}})
    assert (marks / "feedback" / "ada.md").read_text(encoding="utf-8") == "Bravo, Ada Lovelace!"


def test_cronbachs_alpha_and_discrimination_on_a_worked_example() -> None:
    # Four students, three items; item variances 1/3, 1/3, 1/4, totals 3, 2, 1, 0 with variance 5/3.
    items = [[1.0, 1.0, 1.0, 0.0], [1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]]
    variances = np.var(items, axis=1, ddof=1).sum()
    assert cronbachs_alpha(items) == pytest.approx(1.5 * (1 - variances / (5 / 3)))
    assert cronbachs_alpha(items) == pytest.approx(0.75)
    assert list(discriminations(items))[1] == pytest.approx(0.7071, abs=1e-4)
    assert cronbachs_alpha([item[:1] for item in items]) is None


def test_a_reliability_of_nothing_but_rounding_has_no_sign() -> None:
    unrelated = [[0.1, 0.1, 0.2, 0.2], [0.1, 0.7, 0.1, 0.7]]
    assert str(cronbachs_alpha(unrelated)) == "0.0"
    assert list(discriminations([[1.0] * 4] * 2)) == [None, None]


def test_names_and_symbols_have_their_small_figures_in_feedback() -> None:
    assert named("zf1") == "z<sub>f1</sub>"
    assert named("W3new") == "W<sub>3</sub><sup>new</sup>"
    assert notated("σ(z) = 1/(1+e^−z) of z_f") == "σ(z) = 1/(1+e<sup>−z</sup>) of z<sub>f</sub>"
    assert notated("<b> & Z1") == "&lt;b&gt; &amp; Z<sub>1</sub>"


def saved_by_a_spreadsheet(path: Path) -> None:
    """As a German Excel saves it: semicolons, decimal commas, Windows-1252, and no zeros before a number."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    credit = lines[0].index("credit")
    for line in lines[1:]:
        line[credit] = line[credit].replace(".", ",")
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    path.write_bytes(text.getvalue().encode("cp1252", "replace"))


def test_cells_saved_by_a_spreadsheet_do_not_stop_the_next_marking_and_are_no_change(homework: Path) -> None:
    toml = homework / "assignment.toml"
    toml.write_text(toml.read_text() + "[marking]\nfollow_through = 0.5\n")
    # Ada's own N is 3 more in one cell, and her mean of that row follows from it.
    key = sheet_of(homework, "ada").tasks[1].values
    own = {("N1", 1, 1): str(int(key["N1"][0][0]) + 3), ("m1", 1, 1): show_value(key["m1"][0][0] + 1)}  # type: ignore[operator]
    marks = graded(homework, {"ada": own})
    before = (marks / "cells.csv").read_bytes()
    assert b",0.5," in before
    saved_by_a_spreadsheet(marks / "cells.csv")
    graded(homework, {})
    assert (marks / "cells.csv").read_bytes() == before
    assert not (marks / "changes.csv").exists()


def test_an_id_with_zeros_that_a_spreadsheet_took_for_a_number_is_the_same_student(tmp_path: Path) -> None:
    (tmp_path / "cells.csv").write_text(
        "student,exercise,grid,row,column,typed,verdict,credit\n7,lstm,h1,1,1,2,correct,1\n"
    )

    def changed(line: str) -> list[str]:
        changes = Changes(tmp_path / "cells.csv", ["007"])
        return [*changes.of("007", line), *changes.of_the_rest()]

    assert changed("007,K7Q2-9F3M,lstm,1,h1,1,1,2,2,correct,1,\n") == []
    assert changed("007,K7Q2-9F3M,lstm,1,h1,1,1,2,2,incorrect,0,\n") == ["007,lstm,h1,1,1,2,2,correct,incorrect,1,0\n"]
    assert changed("") == ["007,lstm,h1,1,1,2,,correct,,1,0\n"]


def test_cells_that_cannot_be_read_are_told_and_written_anew(homework: Path, tmp_path: Path) -> None:
    marks = graded(homework, {"ada": {}})
    before = (marks / "cells.csv").read_bytes()
    (marks / "cells.csv").write_text("sum,3\n")
    result = grade(homework, homework.parent / "in")
    assert result.exit_code == 1
    assert "cells.csv: has no column student, so what has changed since is not known" in result.output
    assert (marks / "cells.csv").read_bytes() == before


def test_changes_are_written_before_the_cells_they_compare(homework: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = graded(homework, {"ada": {("h1", 1, 1): "77"}})
    before = (marks / "cells.csv").read_bytes()
    toml = homework / "assignment.toml"
    toml.write_text(toml.read_text() + '[[accept]]\nexercise = "lstm"\ngrid = "h1"\n')

    @contextmanager
    def cut(path: Path, mode: int = 0o666, lasting: bool = False) -> Iterator[BinaryIO]:
        with whole_file(path, mode, lasting) as file:
            yield file
            if path.name == "cells.csv":
                raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("grader.reports.publishing.whole_file", cut)
        grade(homework, homework.parent / "in")
    assert (marks / "cells.csv").read_bytes() == before
    assert b"ada,lstm,h1,1,1" in (marks / "changes.csv").read_bytes()


def test_the_class_page_begins_with_what_to_look_at_and_the_students(homework: Path) -> None:
    (homework / "sheets").mkdir()
    (homework / "sheets" / "cyd.pdf").write_bytes(b"")
    page = (graded(homework, {"ada": {("zf1", 1, 1): "99"}, "ben": {}}) / "class.html").read_text(encoding="utf-8")
    assert re.findall("<h2>(.*?)</h2>", page)[:6] == [
        *("Look at these", "Students", "Heat map"),
        *("Distribution", "Hardest steps", "Frequent slips"),
    ]
    assert Tags(page).addresses == ["feedback/ada.html", "feedback/ben.html", "../sheets/cyd.pdf"]


def test_what_needs_a_person_leads_to_the_student(homework: Path) -> None:
    ada, ben = sheet_of(homework, "ada"), sheet_of(homework, "ben")
    (homework.parent / "x.csv").write_text(filled(ben).replace(ben.id, ada.id), encoding="utf-8")
    assert grade(homework, homework.parent / "x.csv").exit_code == 1
    page = (homework / "marks" / "class.html").read_text(encoding="utf-8")
    looked_at = page[page.index("<h2>Look at these") : page.index("<h2>Students")]
    assert '<a href="feedback/ada.html">' in looked_at


def test_the_heat_map_leaves_cells_white_that_everybody_has_and_tells_the_share_of_others(homework: Path) -> None:
    page = (graded(homework, {"ada": {("zf1", 1, 1): "99"}, "ben": {}}) / "class.html").read_text(encoding="utf-8")
    heat = page[page.index("<h2>Heat map") : page.index("<h2>Distribution")]
    assert re.findall(r"<title>zf1, row 1: (\d+) %</title>", heat) == ["50"]
    assert [text for text in re.findall(r">(\d+)</text></g>", heat) if text != "50"] == []
    assert "100" not in re.sub(r"<[^>]*>", " ", heat)
    assert heat.count('fill="#ffffff"') > 100


@pytest.mark.parametrize(("share", "shown"), [(1.0, "100"), (0.9999, "99"), (0.994, "99"), (0.5, "50"), (0.0, "0")])
def test_a_share_below_one_is_never_100(share: float, shown: str) -> None:
    assert _percent(share) == shown


@pytest.mark.parametrize(
    ("percent", "shown"), [(100, "100.0"), (96, "96.0"), (Fraction(9996, 100), "99.9"), (Fraction(9955, 100), "99.6")]
)
def test_percentages_in_a_column_have_one_decimal_and_are_100_only_when_full(
    percent: Fraction | int, shown: str
) -> None:
    assert percent_in_column(percent) == shown


def test_where_nothing_was_handed_in_grades_have_0_and_the_class_page_no_number(homework: Path) -> None:
    (homework.parent / "cyd.csv").write_text("a photo", encoding="utf-8")
    (homework.parent / "ada.csv").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    assert grade(homework, homework.parent / "ada.csv", homework.parent / "cyd.csv").exit_code == 1
    for student in ("ben", "cyd"):
        line = grades(homework)[student]
        assert (line["score"], line["percent"], line["earned"]) == ("0", "0", "0")
    page = (homework / "marks" / "class.html").read_text(encoding="utf-8")
    row = page[page.index("<td>cyd</td>") :].split("</tr>")[0]
    assert re.findall(r'<td class="number">(.*?)</td>', row) == [""] * 6
    (summary,) = (
        line
        for line in (homework / "marks" / "summary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| cyd")
    )
    assert summary == "| cyd | | | | | | |"


@pytest.mark.parametrize(("students", "shown"), [(9, False), (10, True)])
def test_a_reliability_needs_ten_students(students: int, shown: bool) -> None:
    figures, cells = ClassFigures(), tuple(Address("x", 1, grid, 1, 1) for grid in "ab")
    for number in range(students):
        report = ShortReport(student=Student(f"{number}", ""), worksheet="", scores=(), counts=(2,))
        figures.take_in(report, cells, Tally((number % 2, number % 2), ()))
    assert (figures.statistics().alpha is not None) == shown


def test_the_note_on_a_student_has_the_whole_width_of_the_table(homework: Path) -> None:
    page = (graded(homework, {"ada": {}}) / "class.html").read_text(encoding="utf-8")
    table = page[page.index("<h2>Students") : page.index("<h2>Heat map")]
    columns = table.count("<th")
    assert table.count(f'<tr><td colspan="{columns}"><div class="remark">nothing handed in</div></td></tr>') == 2
