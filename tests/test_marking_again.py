"""Marking once more in the same folder: nobody who was marked is lost by accident, and nothing out of date stays."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.simulated.homework import filled, grade, grades, make_homework, sheet_of


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    """A class of three, of whom all were marked, with marked sheets."""
    folder = make_homework(tmp_path)
    for student in ("ada", "ben", "cyd"):
        (tmp_path / f"{student}.csv").write_text(filled(sheet_of(folder, student)), encoding="utf-8")
    assert grade(folder, *(tmp_path / f"{student}.csv" for student in ("ada", "ben", "cyd")), "--sheets").exit_code == 0
    return folder


def papers(homework: Path) -> set[str]:
    """The students of whom there is a file in marks/."""
    folders = ("feedback", "gradescope", "sheets")
    return {file.stem for folder in folders for file in (homework / "marks" / folder).glob("*.*")}


def test_who_was_marked_before_and_is_not_in_the_files_is_named_and_changes_csv_says_what_they_had(
    homework: Path, tmp_path: Path
) -> None:
    result = grade(homework, tmp_path / "ada.csv")
    assert "marked before, but not in these files: ben, cyd (2 of the class); they have no marks now" in result.stderr
    assert (result.exit_code, "1 of 3 students marked" in result.stdout) == (0, True)
    assert grades(homework)["ben"]["score"] == "0"
    assert papers(homework) == {"ada"}
    with (homework / "marks" / "changes.csv").open(encoding="utf-8") as file:
        assert {(line["student"], line["verdict_before"], line["verdict"]) for line in csv.DictReader(file)} == {
            (student, "correct", "") for student in ("ben", "cyd")
        }


def test_the_same_students_and_more_are_marked_without_a_question(homework: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{student}.csv" for student in ("ada", "ben", "cyd")]
    assert grade(homework, *files).exit_code == 0
    assert not list((homework / "marks" / "sheets").iterdir()), "marked sheets of an earlier run say other things"


def test_a_file_that_can_no_longer_be_read_stops_nobody(homework: Path, tmp_path: Path) -> None:
    (tmp_path / "ben.csv").write_text("nothing of the kind", encoding="utf-8")
    result = grade(homework, *(tmp_path / f"{student}.csv" for student in ("ada", "ben", "cyd")))
    assert (result.exit_code, "2 of 3 students marked" in result.stdout) == (1, True)
    assert "ben" not in papers(homework)


def test_files_of_the_teachers_own_stay(homework: Path, tmp_path: Path) -> None:
    (homework / "marks" / "feedback" / "notes.md").write_text("mine", encoding="utf-8")
    assert grade(homework, tmp_path / "ada.csv").exit_code == 0
    assert "notes" in papers(homework)


def test_sheets_that_were_handed_out_are_not_taken_for_marked_ones(homework: Path, tmp_path: Path) -> None:
    (homework / "sheets").mkdir()
    (homework / "sheets" / "ben.pdf").write_bytes(b"handed out")
    assert grade(homework, tmp_path / "ada.csv", "--out", str(homework)).exit_code == 0
    assert (homework / "sheets" / "ben.pdf").exists()
