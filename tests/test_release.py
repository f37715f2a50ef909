"""Giving back: solutions and feedback, when they may be seen, and as platforms take them."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.assignment.roster import RosterLine, Student
from generator.cli import main
from grader.reports.releasing import Feedback, name_for_canvas, name_for_moodle
from tests.simulated.homework import filled, grade, make_homework, sheet_of
from tests.tools.pdf_files import texts

PAST, FUTURE = 'due = "2020-01-01T12:00:00Z"\n', 'due = "2999-01-01T12:00:00Z"\n'


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    folder = make_homework(tmp_path)
    (tmp_path / "ada.csv").write_text(filled(sheet_of(folder, "ada"), {("h1", 1, 1): "77"}), encoding="utf-8")
    return folder


def described(homework: Path, before: str = "", after: str = "") -> None:
    path = homework / "assignment.toml"
    path.write_text(before + path.read_text("utf-8") + after, encoding="utf-8")


def release(homework: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["release", str(homework), *more])


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


def test_everybody_gets_a_worked_key_and_those_who_handed_in_their_feedback(homework: Path, tmp_path: Path) -> None:
    described(homework, PAST)
    assert grade(homework, tmp_path / "ada.csv").exit_code == 0
    result = release(homework)
    assert result.exit_code == 0, result.output
    assert names(homework / "release" / "solutions") == ["ada.pdf", "ben.pdf", "cyd.pdf"]
    assert "Ada Lovelace" in texts(homework / "release" / "solutions" / "ada.pdf")[0]
    assert names(homework / "release" / "feedback") == ["ada.html"]
    page = (homework / "marks" / "feedback" / "ada.html").read_bytes()
    assert (homework / "release" / "feedback" / "ada.html").read_bytes() == page
    assert "the worked keys of 3 students" in result.stdout
    assert "the feedback of 1 student" in result.stdout


def test_nothing_is_released_while_anybody_has_time(homework: Path) -> None:
    described(homework, PAST + 'late = { until = { ben = "2999-01-01T12:00:00Z" } }\n')
    result = release(homework)
    assert (result.exit_code, "until 2999-01-01 12:00" in result.stderr) == (2, True)
    assert not (homework / "release").exists()


def test_now_releases_solutions_early_but_no_feedback_that_says_only_what_was_read(
    homework: Path, tmp_path: Path
) -> None:
    described(homework, FUTURE)
    grade(homework, tmp_path / "ada.csv")
    result = release(homework, "--now")
    assert (result.exit_code, "says only what was read" in result.stderr) == (1, True)
    assert len(names(homework / "release" / "solutions")) == 3
    assert names(homework / "release" / "feedback") == []


def test_without_a_due_date_it_says_so_and_goes_on(homework: Path, tmp_path: Path) -> None:
    grade(homework, tmp_path / "ada.csv")
    result = release(homework)
    assert (result.exit_code, "no due date with a time" in result.stdout) == (0, True)


def test_right_values_that_are_not_to_be_seen_are_not_released(homework: Path, tmp_path: Path) -> None:
    described(homework, PAST, "[marking]\nreveal = false\n")
    grade(homework, tmp_path / "ada.csv")
    result = release(homework)
    assert (result.exit_code, "no solutions: reveal = false" in result.stderr) == (1, True)
    assert names(homework / "release" / "solutions") == []
    assert names(homework / "release" / "feedback") == ["ada.html"]


def test_feedback_from_before_a_change_of_the_description_is_not_released(homework: Path, tmp_path: Path) -> None:
    described(homework, PAST)
    grade(homework, tmp_path / "ada.csv")
    marked = (homework / "marks" / "grades.csv").stat().st_mtime
    os.utime(homework / "assignment.toml", (marked + 5, marked + 5))
    assert "was changed after the marks were made" in release(homework).stderr
    assert names(homework / "release" / "feedback") == []


def test_before_marking_only_solutions_are_released(homework: Path) -> None:
    described(homework, PAST)
    result = release(homework)
    assert (result.exit_code, "nothing is marked yet" in result.stderr) == (1, True)
    assert len(names(homework / "release" / "solutions")) == 3


def test_moodle_gets_one_archive_by_the_numbers_of_its_grading_worksheet(homework: Path, tmp_path: Path) -> None:
    (homework / "roster.csv").write_text(
        "student,Full name,Identifier\nada,Ada Lovelace,Participant 81\nben,Ben Ray,Participant 82\ncyd,Cyd,\n", "utf-8"
    )
    described(homework, PAST)
    (tmp_path / "cyd.csv").write_text(filled(sheet_of(homework, "cyd")), encoding="utf-8")
    grade(homework, tmp_path / "ada.csv", tmp_path / "cyd.csv")
    result = release(homework, "--for", "moodle")
    assert (result.exit_code, "no feedback for cyd: take the grading worksheet" in result.stderr) == (1, True)
    with zipfile.ZipFile(homework / "release" / "feedback-moodle.zip") as archive:
        assert archive.namelist() == ["Ada Lovelace_81_assignfeedback_file_feedback.html"]
        page = (homework / "marks" / "feedback" / "ada.html").read_bytes()
        assert archive.read(archive.namelist()[0]) == page


def test_canvas_gets_its_own_names_back(homework: Path, tmp_path: Path) -> None:
    described(homework, PAST)
    handed = tmp_path / "submissions"
    handed.mkdir()
    (handed / "lovelaceada_LATE_81_4711_answers.csv").write_bytes((tmp_path / "ada.csv").read_bytes())
    grade(homework, handed)
    result = release(homework, "--for", "canvas")
    assert result.exit_code == 0, result.stderr
    with zipfile.ZipFile(homework / "release" / "feedback-canvas.zip") as archive:
        assert archive.namelist() == ["lovelaceada_81_4711_feedback.html"]


def a_feedback(name: str, identifier: str = "", handed_in: str = "x") -> Feedback:
    return Feedback(RosterLine(Student("ada", name), {"identifier": identifier}), Path("ada.html"), handed_in)


@pytest.mark.parametrize(
    ("name", "identifier", "expected"),
    [
        ("Ada_King Lovelace", "Participant 81", "Ada King Lovelace_81_"),
        ("../~Ada", "Participant 81", "Ada_81_"),
        ("..", "Participant 81", "student_81_"),
        ("Ada", "Teilnehmer/in 81", "Ada_81_"),
        ("Ada", "81", ""),
        ("Ada", "Participant 81a", ""),
    ],
)
def test_names_that_moodle_splits_at_underscores(name: str, identifier: str, expected: str) -> None:
    made = name_for_moodle(a_feedback(name, identifier))
    assert made == (f"{expected}assignfeedback_file_feedback.html" if expected else "")


@pytest.mark.parametrize(
    ("handed_in", "expected"),
    [
        ("x.zip/lovelaceada_81_4711_a.csv", "lovelaceada_81_4711_feedback.html"),
        ("x.zip/lovelaceada_81_4711_a.zip/eve_1_2_a.csv", "lovelaceada_81_4711_feedback.html"),
        ("x.zip/ada.zip/eve_1_2_a.csv", ""),
        ("ada.csv", ""),
    ],
)
def test_only_the_names_of_the_download_itself_are_canvas_s_own(handed_in: str, expected: str) -> None:
    assert name_for_canvas(a_feedback("Ada", handed_in=handed_in)) == expected


def test_feedback_that_was_put_together_before_the_marks_is_not_left_behind(homework: Path, tmp_path: Path) -> None:
    described(homework, PAST)
    (tmp_path / "ben.csv").write_text(filled(sheet_of(homework, "ben")), encoding="utf-8")
    assert grade(homework, tmp_path / "ada.csv", tmp_path / "ben.csv").exit_code == 0
    assert release(homework).exit_code == 0
    archive = homework / "release" / "feedback-moodle.zip"
    archive.write_bytes(b"")
    assert release(homework).stdout.count("removed") == 0, "it is newer than the marks"
    assert grade(homework, tmp_path / "ada.csv").exit_code == 0
    result = release(homework)
    assert "removed, as it was made before these marks: feedback-moodle.zip, feedback/ben.html" in result.stdout
    assert names(homework / "release" / "feedback") == ["ada.html"]
    assert not archive.exists()
