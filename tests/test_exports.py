"""Grades for learning platforms, and the autograder in a simulated /autograder."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from fractions import Fraction
from importlib.metadata import requires
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from grader.autograder import autograder_zip, run
from grader.reports.gradebook import canvas_trouble
from grader.reports.scores import percent_text
from tests.simulated.homework import filled, make_homework, sheet_of


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    folder = make_homework(tmp_path)
    (tmp_path / "ada.csv").write_text(filled(sheet_of(folder, "ada"), {("h1", 1, 1): "77"}), encoding="utf-8")
    return folder


def export(platform: str, homework: Path, *more: Path) -> Result:
    return CliRunner().invoke(main, ["export", platform, str(homework), *map(str, more)])


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_canvas_gets_its_columns_points_possible_and_no_grade_for_nothing(homework: Path, tmp_path: Path) -> None:
    (homework / "roster.csv").write_text(
        "student,name,ID,Section\nada,Ada Lovelace,4711,A\nben,Ben Ray,4712,B\ncyd,=1+1,,\n", encoding="utf-8"
    )
    assert export("canvas", homework, tmp_path / "ada.csv").exit_code == 0
    lines = table(homework / "marks" / "canvas.csv")
    assert list(lines[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework 1"]
    assert lines[0]["Student"] == "    Points Possible"
    assert (lines[1]["ID"], lines[1]["SIS Login ID"], lines[1]["Section"]) == ("4711", "ada", "A")
    assert float(lines[0]["Homework 1"]) > float(lines[1]["Homework 1"]) > 0
    assert lines[2]["Homework 1"] == ""
    assert lines[3]["Student"] == "'=1+1"


def test_moodle_gets_id_number_name_and_grade(homework: Path, tmp_path: Path) -> None:
    assert export("moodle", homework, tmp_path / "ada.csv").exit_code == 0
    lines = table(homework / "marks" / "moodle.csv")
    assert list(lines[0]) == ["ID number", "Full name", "Email address", "Homework 1", "Feedback comments"]
    assert (lines[0]["ID number"], lines[0]["Full name"]) == ("ada", "Ada Lovelace")
    assert (lines[1]["Homework 1"], lines[1]["Feedback comments"]) == ("", "")
    assert "The first mistake is in step" in lines[0]["Feedback comments"]
    assert "77" not in lines[0]["Feedback comments"]


def test_moodle_gets_no_comment_while_students_can_hand_in_again(homework: Path, tmp_path: Path) -> None:
    description = homework / "assignment.toml"
    description.write_text('due = "2999-01-01T12:00:00Z"\n' + description.read_text("utf-8"), encoding="utf-8")
    assert export("moodle", homework, tmp_path / "ada.csv").exit_code == 0
    assert table(homework / "marks" / "moodle.csv")[0]["Feedback comments"] == ""


def test_the_number_of_an_assignment_in_canvas_goes_into_its_column(homework: Path, tmp_path: Path) -> None:
    description = homework / "assignment.toml"
    description.write_text(description.read_text("utf-8") + "[canvas]\nassignment = 12345\n", encoding="utf-8")
    assert export("canvas", homework, tmp_path / "ada.csv").exit_code == 0
    assert "Homework 1 (12345)" in table(homework / "marks" / "canvas.csv")[0]
    assert export("canvas", homework, tmp_path / "ada.csv", Path("--assignment"), Path("77")).exit_code == 0
    assert "Homework 1 (77)" in table(homework / "marks" / "canvas.csv")[0]
    assert "has none" in export("moodle", homework, tmp_path / "ada.csv", Path("--assignment"), Path("77")).stderr


@pytest.mark.parametrize("number", ['"x"', "0", "true", "1.5"])
def test_what_is_not_a_number_of_canvas_is_refused(homework: Path, tmp_path: Path, number: str) -> None:
    description = homework / "assignment.toml"
    description.write_text(description.read_text("utf-8") + f"[canvas]\nassignment = {number}\n", encoding="utf-8")
    result = export("canvas", homework, tmp_path / "ada.csv")
    assert (result.exit_code, "as in assignment = 12345" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("title", "number", "trouble"),
    [
        ("Final Score of week 1", 5, "drops columns with 'Final Score'"),
        ("The Override Grade", None, "drops columns with 'Override Grade'"),
        ("final score", None, ""),
        ("Final Exam", None, ""),
        ("Homework (2026)", None, "the number at the end"),
        ("Homework (2026)", 5, ""),
        ("Homework (2026) again", None, ""),
    ],
)
def test_titles_that_canvas_does_not_take_as_they_are_meant(title: str, number: int | None, trouble: str) -> None:
    found = canvas_trouble(title, number)
    assert trouble in found
    assert bool(found) == bool(trouble)


def test_a_title_that_canvas_drops_is_written_with_a_warning(homework: Path, tmp_path: Path) -> None:
    description = homework / "assignment.toml"
    description.write_text(description.read_text("utf-8").replace("Homework 1", "Final Grade"), encoding="utf-8")
    result = export("canvas", homework, tmp_path / "ada.csv")
    assert (result.exit_code, "Canvas drops columns" in result.stderr) == (1, True)
    assert "Final Grade" in table(homework / "marks" / "canvas.csv")[0]


def test_export_needs_submissions_and_says_so(homework: Path) -> None:
    result = export("canvas", homework)
    assert result.exit_code == 2
    assert "no submissions; give them too" in result.stderr


def uploaded_by(root: Path, *users: dict[str, str]) -> None:
    (root / "submission_metadata.json").write_text(json.dumps({"users": users}), encoding="utf-8")


ADA, BEN = {"name": "A. L.", "email": "ada@example.org"}, {"name": "Ada Lovelace", "email": "ben@example.org"}
"""Names are whatever their owners wish; here each is as misleading as it can be."""


def result_of(root: Path) -> dict[str, object]:
    run(root)
    results: dict[str, object] = json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))
    return results


def final(root: Path) -> None:
    """No upload but the first counts."""
    described = root / "source" / "assignment" / "assignment.toml"
    described.write_text(described.read_text(encoding="utf-8") + "[marking]\nresubmit = false\n", encoding="utf-8")


@pytest.fixture
def autograder(homework: Path, tmp_path: Path) -> Path:
    """A folder laid out as Gradescope lays out /autograder."""
    assert export("gradescope", homework).exit_code == 0
    root = tmp_path / "autograder"
    (root / "submission").mkdir(parents=True)
    with zipfile.ZipFile(homework / "marks" / "gradescope.zip") as archive:
        archive.extractall(root / "source")
    return root


def by_script(root: Path) -> dict[str, object]:
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "AUTOGRADER": str(root)}
    subprocess.run(["bash", str(root / "source" / "run_autograder")], env=environment, cwd=root, check=True)
    results: dict[str, object] = json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))
    return results


def test_the_autograder_marks_an_upload(autograder: Path, tmp_path: Path) -> None:
    (tmp_path / "ada.csv").rename(autograder / "submission" / "my answers.csv")
    uploaded_by(autograder, ADA)
    final(autograder)
    results = by_script(autograder)
    assert isinstance(results["score"], float)
    assert results["score"] > 0
    assert isinstance(results["tests"], list)
    assert [test["status"] for test in results["tests"]].count("failed") == 1
    assert "You wrote `77`" in str(results["output"])


def test_while_students_can_upload_again_they_see_only_what_was_read(autograder: Path, tmp_path: Path) -> None:
    text = (tmp_path / "ada.csv").read_text(encoding="utf-8")
    (autograder / "submission" / "x.csv").write_text(text, encoding="utf-8")
    uploaded_by(autograder, ADA)
    results = result_of(autograder)
    assert "cells were read, 0 are blank, 0 cannot be read" in str(results["output"])
    assert "77" not in str(results["output"])
    assert "points" not in str(results["output"])
    assert isinstance(results["tests"], list)
    assert {test["visibility"] for test in results["tests"]} == {"after_published"}
    assert any("You wrote `77`" in test["output"] for test in results["tests"])


@pytest.mark.parametrize("users", [(BEN,), (ADA, BEN)])
@pytest.mark.parametrize("file", ["answers.csv", "ada.csv", "cyd.csv"])
def test_whose_upload_it_is_never_depends_on_names(
    file: str, users: tuple[dict[str, str], ...], autograder: Path, homework: Path
) -> None:
    text = filled(sheet_of(homework, "cyd"))
    (autograder / "submission" / file).write_text(text, encoding="utf-8")
    uploaded_by(autograder, *users)
    results = result_of(autograder)
    assert (results["score"], results["tests"]) == (0, [])
    assert "was not issued to you" in str(results["output"])
    assert not re.search(r"\b(ada|ben|cyd|Lovelace|Ray|Charisse)\b", str(results["output"]).replace(file, ""))


@pytest.mark.parametrize("users", [(), ({"name": "Ada Lovelace"},), (ADA, {"name": "Ben Ray", "email": "x@y.org"})])
def test_who_is_not_on_the_class_list_is_put_before_a_person(
    users: tuple[dict[str, str], ...], autograder: Path, tmp_path: Path
) -> None:
    (tmp_path / "ada.csv").rename(autograder / "submission" / "ada.csv")
    uploaded_by(autograder, *users)
    results = result_of(autograder)
    assert (results["score"], results["tests"]) == (0, [])
    assert "your account matches nobody on the class list" in str(results["output"])


def test_a_group_may_hand_in_the_sheet_of_one_of_them(autograder: Path, tmp_path: Path) -> None:
    (tmp_path / "ada.csv").rename(autograder / "submission" / "ben.csv")
    uploaded_by(autograder, ADA, BEN)
    assert result_of(autograder)["tests"]


def test_e_mail_addresses_of_the_class_list_are_all_that_counts_where_it_has_them(
    autograder: Path, tmp_path: Path
) -> None:
    (tmp_path / "ada.csv").rename(autograder / "submission" / "x.csv")
    (autograder / "source" / "assignment" / "roster.csv").write_text(
        "student,name,E-Mail\nada,Ada Lovelace,a.lovelace@example.org\nben,Ben Ray,b@example.org\n"
        "cyd,Cyd Charisse,c@example.org\n",
        encoding="utf-8",
    )
    uploaded_by(autograder, {"name": "x", "email": "ada@elsewhere.org"})
    assert result_of(autograder)["tests"] == []
    uploaded_by(autograder, {"name": "x", "email": "A.Lovelace@example.org"})
    assert result_of(autograder)["tests"]


@pytest.mark.parametrize(
    "metadata", ["[" * 100_000, '{"users": ' + "9" * 5000 + "}", '{"users": "\\ud800"}', "{}", "no"]
)
def test_broken_metadata_get_a_result_too(metadata: str, autograder: Path) -> None:
    (autograder / "submission_metadata.json").write_text(metadata, encoding="utf-8")
    assert result_of(autograder)["score"] == 0


@pytest.mark.parametrize("content", [None, b"\x00junk", b"hello"])
def test_a_hopeless_upload_gets_a_result_that_says_why(autograder: Path, content: bytes | None) -> None:
    uploaded_by(autograder, ADA)
    if content is not None:
        (autograder / "submission" / "x.csv").write_bytes(content)
    run(autograder)
    results = json.loads((autograder / "results" / "results.json").read_text(encoding="utf-8"))
    assert results["score"] == 0
    assert "could not be marked" in results["output"]


def test_a_hopeless_upload_is_told_why_in_the_language_of_the_assignment(autograder: Path) -> None:
    uploaded_by(autograder, ADA)
    described = autograder / "source" / "assignment" / "assignment.toml"
    described.write_text('language = "de"\n' + described.read_text(encoding="utf-8"), encoding="utf-8")
    assert "keine Antwortdatei hochgeladen; lade die CSV-Datei hoch" in str(by_script(autograder)["output"])
    (autograder / "submission" / "x.csv").write_bytes(b"hello")
    output = str(by_script(autograder)["output"])
    assert output.startswith("Diese Abgabe ließ sich nicht korrigieren: ")
    assert "keine Kopfzeile" in output


def test_the_zip_holds_no_secret_and_is_the_same_every_time(homework: Path) -> None:
    content = autograder_zip(homework)
    assert content == autograder_zip(homework)
    assert b"a secret of the tests" not in content
    (homework / "out.zip").write_bytes(content)
    with zipfile.ZipFile(homework / "out.zip") as archive:
        assert not any(Path(name).name == "secret" for name in archive.namelist())


def test_the_autograder_needs_only_what_its_setup_installs(autograder: Path, tmp_path: Path) -> None:
    (tmp_path / "ada.csv").rename(autograder / "submission" / "answers.csv")
    uploaded_by(autograder, ADA)
    setup = (autograder / "source" / "setup.sh").read_text(encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(autograder / 'source' / 'byhand')!r}); from pathlib import Path; "
        f"import grader.autograder as it; it.run(Path({str(autograder)!r})); "
        "import grader.answers.kinds.workbook, openpyxl, pypdf; "
        "print(*{getattr(module, '__file__', None) or '' for module in sys.modules.values()}, sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    places = [Path(line).parts for line in done.stdout.splitlines() if "site-packages" in line]
    loaded = {place[place.index("site-packages") + 1].removesuffix(".py").lower() for place in places}
    ours = {re.split("[>;=]", line)[0].strip().replace("-", "_") for line in requires("byhand") or ()}
    assert {"jinja2", "numpy", "openpyxl", "pypdf"} <= loaded
    assert [name for name in loaded & ours if f'"{name.replace("_", "-")}>=' not in setup] == []
    assert json.loads((autograder / "results" / "results.json").read_text(encoding="utf-8"))["score"] > 0


@pytest.mark.parametrize(("version_is_enough", "used"), [(True, "python3"), (False, "python3.11")])
def test_setup_builds_the_environment_with_a_python_that_is_new_enough(
    autograder: Path, tmp_path: Path, version_is_enough: bool, used: str
) -> None:
    """Gradescope's image is simulated: what setup.sh calls only notes that it was called."""
    commands, notes = tmp_path / "commands", tmp_path / "notes"
    commands.mkdir()
    noting = f'#!/bin/bash\necho "$(basename "$0") $*" >> {notes}\n'
    making = 'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/pip"; fi\n'
    version = f'if [ "$1" = -c ]; then exit {int(not version_is_enough)}; fi\n'
    for name, does in (("apt-get", ""), ("python3", version + making), ("python3.11", making)):
        (commands / name).write_text(noting + does, encoding="utf-8")
        (commands / name).chmod(0o755)
    environment = {"PATH": f"{commands}:{os.environ['PATH']}", "AUTOGRADER": str(autograder)}
    subprocess.run(["bash", str(autograder / "source" / "setup.sh")], env=environment, check=True)
    called = notes.read_text(encoding="utf-8").splitlines()
    assert f"{used} -m venv {autograder}/venv" in called
    assert called[-1].startswith("pip install click>=8.1 jinja2")
    assert ("apt-get install -y python3.11 python3.11-venv" in called) is not version_is_enough


@pytest.mark.parametrize(
    ("right", "whole", "short"), [(293, "100", "100"), (292, "99.7", "99.7"), (290, "99", "99"), (1, "0.3", "0")]
)
def test_only_every_point_is_a_hundred_per_cent(right: int, whole: str, short: str) -> None:
    percent = Fraction(100 * right, 293)
    assert (percent_text(percent, 1), percent_text(percent)) == (whole, short)
    assert percent_text(Fraction(9999999, 100000)) == "99.99999"
