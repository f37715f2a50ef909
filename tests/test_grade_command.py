"""The commands check and grade, as a student, a teacher and CI meet them."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.assignment.answer_sheet import answer_sheet
from generator.cli import main
from tests.simulated.homework import filled, grade, grades, make_homework, sheet_of


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    return make_homework(tmp_path)


def test_grade_writes_a_line_for_every_student_in_the_order_of_the_roster(homework: Path, tmp_path: Path) -> None:
    folder = tmp_path / "submissions"
    folder.mkdir()
    (folder / "ada.csv").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    (folder / "b.csv").write_text(filled(sheet_of(homework, "ben"), {("h1", 1, 1): "77"}), encoding="utf-8")
    result = grade(homework, folder)
    assert result.exit_code == 0, result.output
    found = grades(homework)
    assert list(found) == ["ada", "ben", "cyd"]
    assert found["ada"]["percent"] == "100"
    assert (found["ben"]["incorrect"], found["ben"]["file"]) == ("1", "submissions/b.csv")
    cells = sum(grid.cells for grid in sheet_of(homework, "ben").tasks[0].blueprint.asked)
    assert float(found["ben"]["score"]) == pytest.approx(float(found["ben"]["points"]) - 10 / cells, abs=0.005)
    assert (found["cyd"]["score"], found["cyd"]["note"]) == ("0", "nothing handed in")


def test_cells_csv_has_a_line_for_every_cell_with_what_was_typed_and_expected(homework: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "x.csv"
    sheet.write_text(filled(sheet_of(homework, "ada"), {("h1", 2, 1): "=cmd|'/c calc'!A0"}), encoding="utf-8")
    assert grade(homework, sheet).exit_code == 0
    with (homework / "marks" / "cells.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == sum(
        e.blueprint.by_name[g.name].cells for e in sheet_of(homework, "ada").tasks for g in e.blueprint.asked
    )
    (line,) = [line for line in lines if line["verdict"] != "correct"]
    assert (line["grid"], line["row"], line["verdict"]) == ("h1", "2", "unreadable")
    assert line["typed"] == "'=cmd|'/c calc'!A0", "no spreadsheet takes it for a formula"


def test_one_broken_file_never_stops_the_rest(homework: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ada.csv").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    (folder / "a.csv").write_bytes(b"\x00\x01\x02" * 999)
    (folder / "big.csv").write_bytes(b"1," * (1 << 20))
    (folder / "c.csv").write_text("hello", encoding="utf-8")
    (folder / "d.pdf").write_bytes(b"%PDF")
    (folder / "e.zip").write_bytes(b"PK not really")
    (folder / "f.csv").write_text("worksheet,grid,row,1\nZZZZ-ZZZZ,f1,1,1\n", encoding="utf-8")
    result = grade(homework, folder)
    assert result.exit_code == 1
    assert grades(homework)["ada"]["percent"] == "100"
    for name in ("in/a.csv", "in/big.csv", "in/c.csv", "in/d.pdf", "in/e.zip", "in/f.csv"):
        assert name in result.stderr
    assert "not issued for this assignment" in result.stderr


def test_a_sheet_issued_to_somebody_else_is_refused_and_both_are_named(homework: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "ben.csv"
    sheet.write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    result = grade(homework, sheet)
    assert result.exit_code == 1
    assert "was issued to ada, not to ben" in result.stderr
    assert grades(homework)["ben"]["score"] == grades(homework)["ada"]["score"] == "0"
    assert "issued to ada" in grades(homework)["ben"]["note"]


def test_swapped_sheets_earn_nothing_and_are_reported(homework: Path, tmp_path: Path) -> None:
    ada, ben = sheet_of(homework, "ada"), sheet_of(homework, "ben")
    (tmp_path / "1.csv").write_text(filled(ben).replace(ben.id, ada.id), encoding="utf-8")
    (tmp_path / "2.csv").write_text(filled(ada).replace(ada.id, ben.id), encoding="utf-8")
    result = grade(homework, tmp_path / "1.csv", tmp_path / "2.csv")
    assert result.exit_code == 1
    assert "ada: has the numbers of the sheet of ben, who has those of this one" in result.stderr
    assert "ben: has the numbers of the sheet of ada" in result.stderr
    assert "wrong numbers are those of" not in result.stderr
    assert "made up" not in result.stderr
    told = (homework / "marks" / "feedback" / "ada.md").read_text("utf-8")
    assert "Nobody is accused" in told
    assert "ben" not in told
    assert [grades(homework)[student]["score"] for student in ("ada", "ben")] == ["0", "0"]


def test_a_student_whose_numbers_are_anothers_reads_why_and_nobody_is_named(homework: Path, tmp_path: Path) -> None:
    ada, ben = sheet_of(homework, "ada"), sheet_of(homework, "ben")
    (tmp_path / "1.csv").write_text(filled(ben).replace(ben.id, ada.id), encoding="utf-8")
    (tmp_path / "2.csv").write_text(filled(ben), encoding="utf-8")
    result = grade(homework, tmp_path / "1.csv", tmp_path / "2.csv")
    assert "wrong numbers are those of ben" in result.stderr
    told = (homework / "marks" / "feedback" / "ada.md").read_text("utf-8")
    assert "belong to another student's sheet" in told
    assert "ben" not in told
    assert grades(homework)["ben"]["percent"] == "100"


def test_a_teacher_may_decide_that_numbers_are_the_students_own(homework: Path, tmp_path: Path) -> None:
    ada, ben = sheet_of(homework, "ada"), sheet_of(homework, "ben")
    (tmp_path / "1.csv").write_text(filled(ben).replace(ben.id, ada.id), encoding="utf-8")
    toml = homework / "assignment.toml"
    decision = '[[accept]]\nexercise = "lstm"\ngrid = "h1"\nstudent = "ada"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + decision, encoding="utf-8")
    grade(homework, tmp_path / "1.csv")
    with (homework / "marks" / "cells.csv").open(encoding="utf-8") as file:
        assert {line["grid"] for line in csv.DictReader(file) if line["credit"] != "0"} == {"h1"}


def accepted(homework: Path, tmp_path: Path, student: str) -> tuple[int, str, str]:
    """Exit code, messages and Ada's score in percent where a wrong cell is accepted for this student."""
    (tmp_path / "1.csv").write_text(filled(sheet_of(homework, "ada"), {("h1", 1, 1): "77"}), encoding="utf-8")
    toml = homework / "assignment.toml"
    decision = f'[[accept]]\nexercise = "lstm"\ngrid = "h1"\nstudent = "{student}"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + decision, encoding="utf-8")
    result = grade(homework, tmp_path / "1.csv")
    return result.exit_code, result.stderr, grades(homework)["ada"]["percent"]


@pytest.mark.parametrize("student", ["ada", "ADA", "Ada Lovelace", "ada lovelace"])
def test_a_decision_names_its_student_by_id_or_by_a_name_that_one_student_has(
    homework: Path, tmp_path: Path, student: str
) -> None:
    assert accepted(homework, tmp_path, student) == (0, "", "100")


def test_a_decision_about_nobody_is_reported(homework: Path, tmp_path: Path) -> None:
    code, said, percent = accepted(homework, tmp_path, "adda")
    assert (code, percent != "100") == (1, True)
    assert (
        "assignment.toml, accept 1: no student adda: it is neither an id or a name in the roster nor a worksheet in"
        in said
    )


def test_a_decision_about_one_of_two_students_of_a_name_is_reported(homework: Path, tmp_path: Path) -> None:
    roster = homework / "roster.csv"
    roster.write_text(roster.read_text("utf-8").replace("Ben Ray", "Ada Lovelace"), encoding="utf-8")
    code, said, percent = accepted(homework, tmp_path, "Ada Lovelace")
    assert (code, percent != "100") == (1, True)
    assert "accept 1: several students are called Ada Lovelace; give the id, one of ada, ben" in said


def test_the_same_file_twice_is_no_problem(homework: Path, tmp_path: Path) -> None:
    for name in ("1.csv", "2.csv"):
        (tmp_path / name).write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    assert grade(homework, tmp_path / "1.csv", tmp_path / "2.csv").exit_code == 0


def test_neither_the_order_of_files_nor_a_second_run_changes_a_byte(homework: Path, tmp_path: Path) -> None:
    files = []
    for student in ("ada", "ben", "cyd"):
        files.append(tmp_path / f"{student}.csv")
        files[-1].write_text(filled(sheet_of(homework, student), {("h1", 1, 1): "5"}), encoding="utf-8")
    files.append(tmp_path / "odd.csv")
    files[-1].write_text("nothing", encoding="utf-8")
    grade(homework, *files)
    first = {path.name: path.read_bytes() for path in (homework / "marks").rglob("*") if path.is_file()}
    grade(homework, *reversed(files))
    second = {path.name: path.read_bytes() for path in (homework / "marks").rglob("*") if path.is_file()}
    assert first == second


def test_a_sheet_without_an_id_is_matched_by_its_name(homework: Path, tmp_path: Path) -> None:
    text = filled(sheet_of(homework, "cyd")).replace(sheet_of(homework, "cyd").id, "")
    for name in ("cyd.csv", "Cyd Charisse_123_assignsubmission_file.csv", "charisse.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert grade(homework, tmp_path / "cyd.csv").exit_code == 0
    assert grades(homework)["cyd"]["percent"] == "100"
    assert grade(homework, tmp_path / "Cyd Charisse_123_assignsubmission_file.csv").exit_code == 0
    assert grades(homework)["cyd"]["percent"] == "100"
    result = grade(homework, tmp_path / "charisse.csv")
    assert (result.exit_code, grades(homework)["cyd"]["percent"]) == (1, "0")
    assert "has no worksheet id" in result.stderr


def test_a_zip_as_learning_platforms_make_them_is_read(homework: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.writestr("Ada Lovelace_81_assignsubmission_file_/Book (1).csv", filled(sheet_of(homework, "ada")))
        archive.writestr("rayben_LATE_19_223_answers-2.csv", filled(sheet_of(homework, "ben")))
        archive.writestr("__MACOSX/._cyd.csv", b"\x00\x05\x16\x07")
    result = grade(homework, tmp_path / "download.zip")
    assert result.exit_code == 0, result.stderr
    assert [line["percent"] for line in grades(homework).values()] == ["100", "100", "0"]


def test_archives_that_are_meant_to_harm_are_refused(homework: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../escape.csv", filled(sheet_of(homework, "ada")))
        archive.writestr("/etc/absolute.csv", filled(sheet_of(homework, "ada")))
        archive.writestr("bomb.csv", b"1" * (200 << 20))
        archive.writestr("ben.csv", filled(sheet_of(homework, "ben")))
    result = grade(homework, tmp_path / "evil.zip")
    assert result.exit_code == 1
    assert result.stderr.count("leads outside the archive") == 2
    assert "bomb.csv: larger than 1024 KiB" in result.stderr
    assert [line["percent"] for line in grades(homework).values()] == ["0", "100", "0"]
    assert not list(tmp_path.rglob("escape.csv"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "x.csv"], "nowhere"),
        (["{homework}", "x.csv"], "x.csv: no such file or folder"),
    ],
)
def test_what_cannot_be_carried_out_ends_with_2(homework: Path, arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["grade", *(part.format(homework=homework) for part in arguments)])
    assert result.exit_code == 2
    assert message in result.stderr


def test_grading_before_generating_says_what_to_do(homework: Path, tmp_path: Path) -> None:
    (homework / "issued.jsonl").unlink()
    (tmp_path / "x.csv").write_text("x", encoding="utf-8")
    result = grade(homework, tmp_path / "x.csv")
    assert result.exit_code == 2
    assert "byhand generate" in result.stderr


def check(path: Path, text: str) -> Result:
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["check", str(path)])


def test_check_passes_a_filled_sheet_and_counts_its_cells(homework: Path, tmp_path: Path) -> None:
    sheet = sheet_of(homework, "ada")
    cells = sum(len(spots) for task in sheet.tasks for spots in task.spots.values())
    result = check(tmp_path / "filled.csv", filled(sheet))
    assert result.exit_code == 0, result.output
    assert f"{cells} of {cells} cells filled, nothing to correct" in result.output


def test_check_never_calls_a_blank_sheet_correct(homework: Path, tmp_path: Path) -> None:
    result = check(tmp_path / "blank.csv", answer_sheet(sheet_of(homework, "ada")))
    assert result.exit_code == 1
    assert "nothing is filled in" in result.stderr


def test_check_names_what_is_missing_and_that_is_no_fault(homework: Path, tmp_path: Path) -> None:
    result = check(tmp_path / "x.csv", filled(sheet_of(homework, "ada"), {("h1", 2, 1): ""}))
    assert result.exit_code == 0
    assert "blank: column 1, lstm h1 row 2\n" in result.output


def changed(text: str, grid: str, row: int, change: Callable[[list[str]], None]) -> str:
    """The answer sheet with one line changed."""
    lines = [line.split(",") for line in text.splitlines()]
    change(next(line for line in lines if line[5:7] == [grid, str(row)]))
    return "\n".join(map(",".join, lines)) + "\n"


@pytest.mark.parametrize(("name", "said"), [("lstm", ""), ("my-own", ", and another cell is blank")])
def test_check_tells_a_value_one_column_too_far(homework: Path, tmp_path: Path, name: str, said: str) -> None:
    def shift(line: list[str]) -> None:
        line[7:9] = ["", line[7]]

    blank = answer_sheet(sheet_of(homework, "ada"))
    assert "h1,1,,-," in blank
    text = changed(with_dashes(filled(sheet_of(homework, "ada")), blank), "h1", 1, shift)
    result = check(tmp_path / "x.csv", text.replace("lstm", name))
    assert result.exit_code == 1
    assert f"column 2, {name} h1 row 1: nothing belongs here{said}\n" in result.stderr


def with_dashes(text: str, blank: str) -> str:
    """A filled sheet with the dashes of the blank one."""
    pairs = zip(text.splitlines(), blank.splitlines(), strict=True)
    rows = (zip(line.split(","), original.split(","), strict=True) for line, original in pairs)
    return "\n".join(",".join("-" if dash == "-" else cell for cell, dash in row) for row in rows) + "\n"


@pytest.mark.parametrize(
    ("name", "wrong_row", "cut"),
    [
        ("lstm", "the sheet has no row 9 of lstm h1", "vector-database d row 1, vector-database nearest row 1; copy"),
        ("my-own", "my-own h1: a row number is missing", "not there: line 96/98, 97/98, 98/98; copy"),
    ],
)
def test_check_tells_a_wrong_row_a_cut_file_and_an_id_that_cannot_be_one(
    homework: Path, tmp_path: Path, name: str, wrong_row: str, cut: str
) -> None:
    sheet = sheet_of(homework, "ada")
    text = with_dashes(filled(sheet), answer_sheet(sheet)).replace("lstm", name)
    result = check(tmp_path / "x.csv", changed(text, "h1", 2, lambda line: line.__setitem__(6, "9")))
    assert (result.exit_code, wrong_row in result.stderr) == (1, True)
    result = check(tmp_path / "x.csv", "\n".join(text.splitlines()[:-3]) + "\n")
    assert result.exit_code == 1
    assert "lines are there; the others were cut off" in result.stderr
    assert cut in result.stderr
    result = check(tmp_path / "x.csv", text.replace(sheet.id, "my sheet"))
    assert (result.exit_code, "'my sheet' is not a worksheet id" in result.stderr) == (1, True)


def test_check_tells_lines_of_another_sheet(homework: Path, tmp_path: Path) -> None:
    own, other = sheet_of(homework, "ada"), sheet_of(homework, "ben")
    result = check(tmp_path / "x.csv", filled(own) + filled(other).splitlines()[1] + "\n")
    assert result.exit_code == 1
    ids = ", ".join(sorted((own.id, other.id)))
    assert f"x.csv: has lines of several worksheets, {ids}; keep only those of yours" in result.stderr


def test_check_names_file_place_and_remedy_of_every_fault_and_no_key(homework: Path, tmp_path: Path) -> None:
    wrong = {("h1", 1, 1): "02. Jan", ("h1", 2, 1): "abc", ("zf1", 1, 1): "777"}
    (tmp_path / "ada.csv").write_text(filled(sheet_of(homework, "ada"), wrong), encoding="utf-8")
    (tmp_path / "junk.csv").write_text("junk", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "ada.csv"), str(tmp_path / "junk.csv")])
    assert result.exit_code == 1
    assert "ada.csv, column 1, lstm h1 row 1: '02. Jan' is a date" in result.stderr
    assert "write 0.5" in result.stderr
    assert "ada.csv, column 1, lstm h1 row 2: 'abc' is not a number" in result.stderr
    assert "junk.csv, line 1: no header" in result.stderr
    assert "777" not in result.output, "a wrong number is not a fault of form"
