"""A teacher's week on the command line: a new assignment, whose sheet it is, and who has handed in."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from generator.catalogue import OURS
from tests.simulated.homework import filled, grade, make_homework, sheet_of
from tests.tools.commands import done, refused
from tests.tools.pdf_files import texts


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BYHAND_SECRET", raising=False)
    return tmp_path


# new


def test_new_prints_the_three_commands_that_come_next(here: Path) -> None:
    lines = done("new", "home work", "--exercise", "softmax").splitlines()
    assert [line.split("  ")[1] for line in lines[1:4]] == [
        "byhand generate 'home work'",
        "byhand grade 'home work' SUBMISSIONS",
        "byhand status 'home work'",
    ]


def test_a_class_without_names_gets_numbered_sheets(here: Path) -> None:
    message = done("new", "hw", "--exercise", "softmax", "--count", "11")
    assert "sample" not in message
    assert (here / "hw" / "roster.csv").read_text().splitlines() == ["student,name", *(f"{n}," for n in range(1, 12))]
    assert "11 worksheets, 11 of them printed now" in done("generate", "hw")
    assert "Name 11" in texts(here / "hw" / "sheets" / "11.pdf")[0]
    assert "class.pdf: 6 pages A4" in done("generate", "hw", "--two-up"), "two sheets to a page"
    assert len(texts(here / "hw" / "class.pdf")) == 6


def test_a_single_page_is_one_page(here: Path) -> None:
    done("new", "hw", "--exercise", "softmax", "--count", "1")
    assert "class.pdf: 1 page A4" in done("generate", "hw")


def test_parameters_and_points_are_written_into_the_description(here: Path) -> None:
    done(
        "new",
        "hw",
        "--exercise",
        "lstm",
        "--exercise",
        "softmax",
        "--set",
        "steps=1",
        "--set",
        "n=4",
        "--points",
        "12.5",
    )
    lstm, softmax = tomllib.loads((here / "hw" / "assignment.toml").read_text())["exercise"]
    assert (lstm["set"]["steps"], lstm["points"]) == (1, 12.5)
    assert (softmax["set"]["n"], softmax["points"]) == (4, 12.5)
    assert "steps" not in softmax["set"]
    done("generate", "hw", "--student", "ada")


def test_a_setting_that_several_exercises_take_is_said(here: Path) -> None:
    said = done("new", "hw", "--exercise", "mlp", "--exercise", "softmax", "--set", "decimals=1", "--set", "n=4")
    assert "--set decimals=1 is for mlp, softmax; assignment.toml has a line for each" in said
    assert "--set n=4" not in said


@pytest.mark.parametrize("command", ["show", "preview"])
def test_a_folder_in_place_of_an_exercise_is_called_a_folder(here: Path, command: str) -> None:
    (here / "hw").mkdir()
    said = refused(command, "hw")
    assert "hw: is a folder, and this command takes the name of an exercise; `byhand list` shows them all" in said


def test_the_description_in_place_of_its_folder_is_refused_with_the_folder(here: Path) -> None:
    done("new", "hw", "--exercise", "mlp")
    assert "hw/assignment.toml: is a file; name its folder: byhand generate hw" in refused(
        "generate", "hw/assignment.toml"
    )


def test_all_exercises_of_a_level_can_be_taken(here: Path) -> None:
    done("new", "hw", "--level", "1", "--language", "de")
    names = [entry["name"] for entry in tomllib.loads((here / "hw" / "assignment.toml").read_text())["exercise"]]
    assert names == [exercise.name for exercise in OURS.all() if exercise.level == 1]
    assert len(names) > 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "no exercise; give --exercise NAME"),
        (["--exercise", "softmax", "--set", "steps=1"], "--set steps: no exercise here has this parameter"),
        (["--exercise", "lstm", "--set", "steps=9"], "1 to 4"),
        (
            ["--exercise", "mlp", "--exercise", "gcn", "--set", "layers=3,3,2"],
            "--set layers=3,3,2 does not suit gcn: param",
        ),
        (
            ["--exercise", "mlp", "--exercise", "gcn", "--set", "layers=3,3,2"],
            "leave it out, and write layers for each",
        ),
        (["--exercise", "LSTM"], "no exercise is called 'LSTM'; did you mean lstm?"),
        (["--exercise", "zzz"], "no exercise is called 'zzz'; `byhand list` shows them all"),
        (["--exercise", "lstm", "--points", "many"], "points 'many': expected a number"),
        (["--exercise", "lstm", "--points", "1/3"], "points '1/3': expected a number"),
        (["--exercise", "lstm", "--count", "3", "--roster", "x.csv"], "leave one of them out"),
    ],
)
def test_what_new_cannot_use_is_refused_and_nothing_written(here: Path, options: list[str], said: str) -> None:
    assert said in refused("new", "hw", *options)
    assert not (here / "hw").exists()


def test_in_german_keys_and_grades_open_in_a_german_spreadsheet_and_are_read_again(here: Path) -> None:
    done("new", "hw", "--exercise", "softmax", "--language", "de", "--points", "12.5")
    done("generate", "hw", "--key", "csv")
    key = (here / "hw" / "keys" / "ada.csv").read_text("utf-8")
    assert re.search(r";\d+,\d\d[;\n]", key)
    assert not re.search(r"\d\.\d", key)
    (here / "in").mkdir()
    (here / "in" / "ada.csv").write_text(key, "utf-8")
    grade(here / "hw", "in")
    head, ada, *_ = (here / "hw" / "marks" / "grades.csv").read_text("utf-8").splitlines()
    assert head.startswith("student;name;worksheet;score;points;percent;")
    assert ";12,5;12,5;100;" in ada
    assert (here / "hw" / "marks" / "cells.csv").read_text("utf-8").startswith("student,worksheet,"), "for programs"
    assert "12,5 of 12,5" in done("status", "hw")


# find


def test_find_says_whose_sheet_it_is_and_shows_its_key(here: Path) -> None:
    homework = make_homework(here)
    sheet = sheet_of(homework, "ben")
    message = done("find", sheet.id.lower())
    assert message.startswith(f"{sheet.id}: ben (Ben Ray), Homework 1, hw1\n")
    shown = json.loads(done("show", "lstm", "--set", "steps=1", "--seed", "1", "--json"))
    assert all(grid["name"] in message for grid in shown["grids"])
    key = sheet.tasks[1].values["nearest"][0][0]
    assert str(key) in message
    assert done("find", sheet.id, homework) == message.replace(", hw1\n", f", {homework}\n")


def test_find_knows_sheets_that_no_longer_count(here: Path) -> None:
    homework = make_homework(here)
    sheet = sheet_of(homework, "ben")
    done("generate", homework, "--reissue", "ben")
    assert "no longer counts" in done("find", sheet.id)
    assert "no longer counts" not in done("find", sheet_of(homework, "ben").id)


def test_an_id_that_nobody_has_is_told_with_where_it_was_looked_for(here: Path) -> None:
    nowhere = f"aaaaaaaa: no worksheet and no student is called that (looked in no assignment in {here})"
    assert nowhere in refused("find", "aaaaaaaa")
    homework = make_homework(here)
    assert "(looked in hw1); check it, or name the folder" in refused("find", "aaaaaaaa")
    assert refused("find", "aaaaaaaa", homework).endswith("; check it\n"), "the folder was named"
    (here / "notes").mkdir()
    assert "notes: no sheets were handed out here; name the folder of an assign" in refused("find", "aaaaaaaa", "notes")


@pytest.mark.parametrize("student", ["ben", "BEN", "Ben Ray", " ben ray "])
def test_find_takes_a_student_too_and_shows_the_sheet_that_counts(here: Path, student: str) -> None:
    homework = make_homework(here)
    done("generate", homework, "--reissue", "ben")
    message = done("find", student)
    assert message.startswith(f"{sheet_of(homework, 'ben').id}: ben (Ben Ray), Homework 1, hw1\n")
    assert message.count("(Ben Ray)") == 1


# status


def test_status_lists_sheets_what_was_handed_in_and_what_to_look_at(here: Path) -> None:
    homework = make_homework(here)
    before = done("status", homework)
    assert "3 students, 3 with a sheet, 0 handed in" in before
    assert "Nothing is marked yet: when answer sheets have come back, run byhand grade" in before
    folder = here / "in"
    folder.mkdir()
    sheet = sheet_of(homework, "ada")
    (folder / "ada.csv").write_text(filled(sheet), encoding="utf-8")
    (folder / "ben.csv").write_text(filled(sheet_of(homework, "cyd")), encoding="utf-8")
    grade(homework, folder)
    lines = done("status", homework).splitlines()
    assert lines[0].split() == ["student", "name", "worksheet", "handed", "in", "score", "look", "at"]
    assert lines[1].startswith("ada")
    assert sheet.id in lines[1]
    assert "in/ada.csv" in lines[1]
    assert lines[3].split()[:4] == ["cyd", "Cyd", "Charisse", sheet_of(homework, "cyd").id]
    for line in lines[2:4]:
        assert "issued to cyd, not to ben" in line
    assert "3 students, 3 with a sheet, 1 handed in" in lines[-1]


def test_status_says_when_the_roster_has_changed(here: Path) -> None:
    homework = make_homework(here)
    assert "The roster has changed" not in done("status", homework)
    (homework / "roster.csv").write_text("student,name\nada,Ada Lovelace\nemmy,Emmy Noether\n")
    message = done("status", homework)
    assert "2 students, 1 with a sheet" in message
    assert "The roster has changed since sheets were handed out" in message


def test_status_without_a_usable_table_of_grades_says_what_to_do(here: Path) -> None:
    homework = make_homework(here)
    (homework / "marks").mkdir()
    (homework / "marks" / "grades.csv").write_text("sum\n3\n")
    assert "has no column student; mark again" in refused("status", homework)
    shutil.rmtree(homework / "marks")
    done("status", homework)


@pytest.mark.parametrize("name", ["@ada", "=ada", "+ada"])
def test_status_finds_the_grade_of_an_id_that_a_spreadsheet_would_take_for_a_formula(here: Path, name: str) -> None:
    homework = make_homework(here)
    (homework / "roster.csv").write_text(f"student,name\n{name},Ada Lovelace\n")
    done("generate", homework)
    folder = here / "in"
    folder.mkdir()
    (folder / "work.csv").write_text(filled(sheet_of(homework, name)), encoding="utf-8")
    grade(homework, folder)
    assert f"'{name}," in (homework / "marks" / "grades.csv").read_text(encoding="utf-8")
    assert "in/work.csv" in done("status", homework).splitlines()[1]
