"""Classroom 50: the published folder names nobody, and its autograder.py keeps the contract whatever is pushed."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.errors import ByhandError
from grader.classroom50.marking import HUNDREDTHS, run, whole_points
from tests.simulated.homework import filled, make_homework, sheet_of

ROSTER = (
    "student,name,E-Mail,GitHub\nada,Ada Lovelace,ada@example.org,ada-l\n"
    "ben,Ben Ray,ben@example.org,BenRay\ncyd,Cyd Charisse,cyd@example.org,cyd-c\n"
)
TEXTS = ("classroom", "assignment", "owner", "commit", "release", "review")
FIELDS = {"schema", *TEXTS, "assignment_type", "submission", "datetime", "score", "max-score", "tests"}
FINAL = "[marking]\nresubmit = false\n"


def environment(owner: str, **more: str) -> dict[str, str]:
    """What Classroom 50 sets."""
    return {
        "CLASSROOM": "deep-learning",
        "ASSIGNMENT": "hw1",
        "ASSIGNMENT_TYPE": "individual",
        "OWNER": owner,
        "USERNAME": owner,
        "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
        "COMMIT_URL": "https://example.org/commit/a1b2c3d",
        "RELEASE_URL": "https://example.org/releases/tag/x",
        "REVIEW_URL": "https://example.org/compare/x",
        **more,
    }


def export(homework: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["export", "classroom50", str(homework), *more])


def bundle_of(homework: Path, description: str = "") -> Path:
    """The exported folder, with more lines in the description."""
    (homework / "roster.csv").write_text(ROSTER, encoding="utf-8")
    path = homework / "assignment.toml"
    path.write_text(path.read_text(encoding="utf-8") + description, encoding="utf-8")
    result = export(homework)
    assert result.exit_code == 0, result.output
    return homework / "marks" / "classroom50"


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    return make_homework(tmp_path)


@pytest.fixture
def checkout(tmp_path: Path, homework: Path) -> Path:
    """A student's repository with Ada's answers, one cell of them wrong, and what else lies in a repository."""
    folder = tmp_path / "checkout"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "x.csv").write_text("junk", encoding="utf-8")
    (folder / "README.md").write_text("# Homework", encoding="utf-8")
    text = filled(sheet_of(homework, "ada"), {("h1", 1, 1): "77"})
    (folder / "ben.csv").write_text(text, encoding="utf-8")  # names of files say nothing here
    return folder


def valid(checkout: Path) -> dict[str, Any]:
    """The result, if it keeps to the contract."""
    result: dict[str, Any] = json.loads((checkout / "result.json").read_text(encoding="utf-8"))
    assert result.keys() == FIELDS
    assert result["schema"] == "classroom50/result/v1"
    assert all(isinstance(result[name], str) and result[name] for name in TEXTS)
    assert result["assignment_type"] in ("individual", "group")
    assert result["submission"].startswith("submit/")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", result["datetime"])
    assert isinstance(result["tests"], list)
    for test in [*result["tests"], {**result, "test-name": "all", "passed": True}]:
        assert isinstance(test["test-name"], str)
        assert test["test-name"]
        assert isinstance(test["passed"], bool)
        assert (type(test["score"]), type(test["max-score"])) == (int, int)
        assert 0 <= test["score"] <= test["max-score"]
    assert result["score"] == sum(test["score"] for test in result["tests"])
    assert result["max-score"] == sum(test["max-score"] for test in result["tests"])
    return result


def result_of(bundle: Path, checkout: Path, owner: str, **more: str) -> dict[str, Any]:
    run(bundle, checkout, environment(owner, **more))
    return valid(checkout)


def body(checkout: Path) -> str:
    return (checkout / "release-body.md").read_text(encoding="utf-8")


def test_the_published_folder_names_nobody_and_holds_no_secret(homework: Path) -> None:
    late = 'late = { until = { ada = "2026-12-03T18:00:00+01:00" } }\n'
    late += 'due = "2026-12-01T18:00:00+01:00"\nkey = "a key of the tests"\n'
    path = homework / "assignment.toml"
    path.write_text(late + path.read_text(encoding="utf-8"), encoding="utf-8")
    bundle = bundle_of(homework)
    ours = bundle / "byhand"
    content = b"".join(file.read_bytes() for file in bundle.rglob("*") if file.is_file() and ours not in file.parents)
    for word in (
        b"a secret of the tests",
        b"a key of the tests",
        b"Lovelace",
        b"BenRay",
        b"@example.org",
        b"ada",
        b"cyd",
    ):
        assert word not in content, word
    assert not [file for file in bundle.rglob("*") if file.name == "secret"]


def test_autograder_py_marks_a_repository_as_the_service_runs_it(homework: Path, checkout: Path) -> None:
    bundle = bundle_of(homework, FINAL)
    (checkout / "pip.py").write_text("raise SystemExit('a student ran code')", encoding="utf-8")
    (checkout / "grader.py").write_text("raise SystemExit('a student ran code')", encoding="utf-8")
    variables = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, str(bundle / "autograder.py")]
    done = subprocess.run(
        command, cwd=checkout, env={**variables, **environment("ada-l")}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    result = valid(checkout)
    assert [test["passed"] for test in result["tests"]] == [False, True]
    assert 0 < result["score"] < result["max-score"]
    assert "You wrote `77`" in body(checkout)
    assert "**ada-l**, worksheet" in body(checkout)


@pytest.mark.parametrize(("wrong", "most"), [({}, True), ({("h1", 1, 1): "77"}, False)])
def test_every_point_is_every_point_and_nothing_less_is(
    wrong: dict[tuple[str, int, int], str], most: bool, homework: Path, checkout: Path
) -> None:
    (checkout / "ben.csv").write_text(filled(sheet_of(homework, "ada"), wrong), encoding="utf-8")
    result = result_of(bundle_of(homework, FINAL), checkout, "Ada-L")
    assert (result["score"] == result["max-score"]) is most
    assert result["tests"][0]["max-score"] == 1000  # ten points, in hundredths


@pytest.mark.parametrize(
    ("score", "whole"),
    [(Fraction(10), 1000), (Fraction(99999, 10000), 999), (Fraction(1, 101), 0), (Fraction(1, 100), 1)],
)
def test_points_are_rounded_down(score: Fraction, whole: int) -> None:
    assert whole_points(score, HUNDREDTHS) == whole


@pytest.mark.parametrize(("share", "unit"), [("1.0", 1), ("0", 1), ("0.5", 100)])
def test_where_points_are_cells_and_never_divided_they_are_given_as_they_are(
    share: str, unit: int, homework: Path, checkout: Path
) -> None:
    path = homework / "assignment.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("points = 10\n", ""), encoding="utf-8")
    result = result_of(bundle_of(homework, f"{FINAL}follow_through = {share}\n"), checkout, "ada-l")
    assert [test["max-score"] for test in result["tests"]] == [22 * unit, 178 * unit]


def test_while_students_can_push_again_they_see_only_what_was_read(homework: Path, checkout: Path) -> None:
    bundle = bundle_of(homework)
    text = filled(sheet_of(homework, "ada"), {("h1", 1, 1): "77"})
    result = result_of(bundle, checkout, "ada-l")
    assert (result["score"], result["max-score"]) == (0, 0)
    assert [test["passed"] for test in result["tests"]] == [True, True]
    assert "0 are blank, 0 cannot be read" in body(checkout)
    assert "77" not in body(checkout) + json.dumps(result["tests"])
    (checkout / "ben.csv").write_text(text.replace("77", "seventy"), encoding="utf-8")
    again = result_of(bundle, checkout, "ada-l")
    assert [test["passed"] for test in again["tests"]] == [True, False]


@pytest.mark.parametrize("description", ["", FINAL])
@pytest.mark.parametrize(("owner", "said"), [("benray", "was not issued to you"), ("mallory", "matches nobody")])
def test_the_sheet_of_somebody_else_is_not_marked(
    owner: str, said: str, description: str, homework: Path, checkout: Path
) -> None:
    result = result_of(bundle_of(homework, description), checkout, owner)
    assert (result["score"], result["max-score"]) == (0, 0)
    assert [test["passed"] for test in result["tests"]] == [False]
    assert said in body(checkout)
    assert "Ada" not in body(checkout)


@pytest.mark.parametrize(("kind", "marked"), [("group", True), ("individual", False)])
def test_a_group_may_hand_in_the_sheet_of_whoever_pushed(
    kind: str, marked: bool, homework: Path, checkout: Path
) -> None:
    bundle = bundle_of(homework, FINAL)
    result = result_of(bundle, checkout, "cyd-c", GITHUB_ACTOR="ada-l", ASSIGNMENT_TYPE=kind)
    assert (result["score"] > 0) is marked


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("answers.csv", b"\0" * (1 << 26))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("big.csv", b"worksheet,exercise\n" * (1 << 20)),
        ("bomb.zip", bomb()),
        ("::error::x.csv", b"junk"),
        ("a\n::warning::y.csv", b"\xff\x00\xfe"),
        ("<img src=x>.xlsx", b"PK\x03\x04"),
        ("empty.pdf", b""),
    ],
)
def test_whatever_is_pushed_gets_a_result(
    name: str, content: bytes, homework: Path, checkout: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (checkout / "ben.csv").unlink()
    (checkout / name).write_bytes(content)
    result = result_of(bundle_of(homework, FINAL), checkout, "ada-l")
    capfd.readouterr()
    assert [test["passed"] for test in result["tests"]] == [False]
    assert "<img" not in body(checkout)
    assert len(body(checkout).splitlines()) == 1
    assert capfd.readouterr() == ("", "")


def test_a_link_in_place_of_the_result_leads_nowhere(homework: Path, checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept", encoding="utf-8")
    (checkout / "result.json").symlink_to(tmp_path / "precious")
    (checkout / "answers.csv").symlink_to(tmp_path / "precious")
    assert result_of(bundle_of(homework, FINAL), checkout, "ada-l")["score"] > 0
    assert (tmp_path / "precious").read_text(encoding="utf-8") == "kept"


def test_an_empty_repository_learns_what_is_missing(homework: Path, checkout: Path) -> None:
    (checkout / "ben.csv").unlink()
    assert not result_of(bundle_of(homework), checkout, "ada-l")["tests"][0]["passed"]
    assert "no answer sheet in the repository" in body(checkout)


def test_without_the_variables_of_the_service_nothing_is_written(homework: Path, checkout: Path) -> None:
    with pytest.raises(ByhandError, match="COMMIT_URL: not set"):
        run(bundle_of(homework), checkout, {"OWNER": "ada-l"})
    assert not (checkout / "result.json").exists()


@pytest.mark.parametrize(
    ("roster", "lost"),
    [
        (ROSTER.replace("ada-l", "benray"), "2 students have no GitHub login of their own (ada, ben)"),
        (ROSTER.replace("cyd-c", "cyd@example.org"), "1 students have no GitHub login of their own (cyd)"),
    ],
)
def test_students_without_a_login_of_their_own_are_named_to_the_teacher(roster: str, lost: str, homework: Path) -> None:
    (homework / "roster.csv").write_text(roster, encoding="utf-8")
    result = export(homework)
    assert result.exit_code == 2
    assert lost in result.stderr


def test_a_folder_with_other_files_is_left_alone(homework: Path, tmp_path: Path) -> None:
    bundle_of(homework)
    assert export(homework).exit_code == 0  # again, over what was exported
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("x", encoding="utf-8")
    result = export(homework, "--out", str(tmp_path / "mine"))
    assert result.exit_code == 2
    assert "in use for something else" in result.stderr


def test_the_folder_installs_what_the_autograder_of_gradescope_does(homework: Path) -> None:
    bundle = bundle_of(homework)
    asked = (bundle / "requirements.txt").read_text(encoding="utf-8").split()
    setup = (Path(__file__).parent.parent / "templates" / "gradescope" / "setup.sh").read_text(encoding="utf-8")
    assert re.findall(r'"(\S+>=\S+)"', setup.splitlines()[-1]) == asked
