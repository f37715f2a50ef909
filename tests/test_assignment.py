"""Assignments: what a teacher may write, and a clear word for everything else."""

import os
import re
from fractions import Fraction
from pathlib import Path

import pytest

from generator.assignment.description import read_assignment
from generator.assignment.new import Planned, new_assignment
from generator.errors import ByhandError

FULL = """
title = "Homework 3"
course = "Deep Learning 101"
due = 2026-12-01
paper = "letter"

[[exercise]]
name = "lstm"
points = 12.5
[exercise.set]
steps = 1
bias = false
[exercise.given]
X1 = [[1], [2], ["1/2"]]

[[exercise]]
name = "lstm"
id = "again"

[marking]
follow_through = 0.5
"""

CONVOLUTION = '[[exercise]]\nname = "convolution"\n[exercise.set]\n'


def described(folder: Path, text: str) -> Path:
    (folder / "assignment.toml").write_text(text, encoding="utf-8")
    return folder


def test_everything_a_teacher_can_write_is_read_exactly(tmp_path: Path) -> None:
    assignment = read_assignment(described(tmp_path, FULL))
    first, second = assignment.tasks
    assert (assignment.title, assignment.course, assignment.due) == ("Homework 3", "Deep Learning 101", "2026-12-01")
    assert (assignment.paper, assignment.marking.follow_through) == ("letter", Fraction(1, 2))
    assert (first.id, first.points, first.blueprint.parameters["steps"], first.blueprint.parameters["bias"]) == (
        "lstm",
        Fraction(25, 2),
        1,
        False,
    )
    assert first.given == {"X1": ((1,), (2,), (Fraction(1, 2),))}
    assert (second.id, second.points, second.given) == ("again", None, {})


def test_a_description_of_one_line_is_enough(tmp_path: Path) -> None:
    folder = tmp_path / "week 7"
    folder.mkdir()
    assignment = read_assignment(described(folder, '[[exercise]]\nname = "lstm"\n'))
    assert (assignment.title, assignment.paper, assignment.marking.follow_through) == ("week 7", "a4", 1)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("title = ", "not valid TOML"),
        ('title = "x"', "no exercises"),
        ('[[exercise]]\nname = "lstn"', "did you mean lstm"),
        ('[[exercise]]\nname = "lstm"\n[exercise.set]\nsteps = 9', "exercise 1: parameter steps: '9'.*1 to 4"),
        ('[[exercise]]\nname = "lstm"\n[exercise.set]\nstep = 2', "did you mean steps"),
        ('[[exercise]]\nname = "lstm"\n[exercise.given]\nX9 = [[1]]', "no grid called 'X9'"),
        ('[[exercise]]\nname = "lstm"\n[exercise.given]\nX1 = [[1]]', "found 1 rows of 1, expected 3 rows of 1"),
        ('[[exercise]]\nname = "lstm"\n[exercise.given]\nX1 = [["a"], [1], [1]]', "'a' is not a number"),
        ('[[exercise]]\nname = "lstm"\n[[exercise]]\nname = "lstm"', "two exercises have the id 'lstm'"),
        ("[[exercise]]\npoints = 2", 'exercise 1: has no name; write name = "lstm"'),
        (f"{CONVOLUTION}image = 5", "image = 5 does not fit kernel = 3.*; set image to one of 4, 6, 8"),
        (f"{CONVOLUTION}image = 5\nkernel = 2\nkernels = 3\npadding = 1", "; set padding to 0, or fewer kernels"),
        ('[[exercise]]\nname = "lstm"\nid = "../x"', "must be 1 to 40 letters"),
        ('[[exercise]]\nname = "lstm"\npoints = -1', "points must not be negative"),
        ('[[exercise]]\nname = "lstm"\n[marking]\nfollow_through = 2', "between 0 and 1"),
        ('[[exercise]]\nname = "lstm"\ncolour = 1', "'colour' is unknown here"),
        ('[[exercise]]\nname = "lstm"\nvariants = 4', "exercise 1: variants belongs at the top of the file"),
        ('[[exercise]]\nname = "lstm"\n[marking]\nlate = {}', r"\[marking\]: late belongs at the top of the file"),
        ('paper = "a3"\n[[exercise]]\nname = "lstm"', 'use "a4" or "letter"'),
        ('title = [1]\n[[exercise]]\nname = "lstm"', "must be text"),
    ],
)
def test_a_broken_description_is_refused_with_place_and_remedy(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ByhandError, match=rf"assignment\.toml.*{complaint}"):
        read_assignment(described(tmp_path, text))


def test_a_fresh_clone_gets_a_secret_and_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BYHAND_SECRET", raising=False)
    assignment = read_assignment(described(tmp_path, FULL))
    secret = assignment.secret()
    assert len(secret) >= 32
    assert assignment.secret() == secret
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_a_lost_secret_is_reported_once_sheets_are_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BYHAND_SECRET", raising=False)
    assignment = read_assignment(described(tmp_path, FULL))
    assignment.issued_file.touch()
    with pytest.raises(ByhandError, match="the secret is missing"):
        assignment.secret()
    monkeypatch.setenv("BYHAND_SECRET", "from the environment")
    assert assignment.secret() == "from the environment"


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 20_000,
        "title = " + "9" * 5000,
        "paper = 0x" + "f" * 5000,
        '[[exercise]]\nname = "lstm"\n[exercise.given]\nX1 = [[0x' + "f" * 5000 + "]]",
        '[[exercise]]\nname = "lstm"\n[[accept]]\ngrid = "h1"\nrow = 0x' + "f" * 5000,
    ],
    ids=["deep", "digits", "hexadecimal", "given", "accept"],
)
def test_a_description_that_python_cannot_bear_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(ByhandError, match=r"assignment\.toml: (not valid TOML|a whole number has more than 40 digits)"):
        read_assignment(described(tmp_path, text))


def test_whole_numbers_of_forty_digits_are_read(tmp_path: Path) -> None:
    assert read_assignment(described(tmp_path, f'title = {"9" * 40}\n[[exercise]]\nname = "lstm"')).title == "9" * 40


def test_a_secret_of_bytes_that_are_no_text_is_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "BYHAND_SECRET", "a\udcffb")
    assert read_assignment(described(tmp_path, FULL)).secret().encode() == b"a?b"


@pytest.mark.parametrize("name", ["mlp", "gcn", "vector-database", "workbook-neuron", "parameter-count"])
def test_what_a_new_description_offers_can_be_taken_by_removing_the_marks(name: str, tmp_path: Path) -> None:
    new_assignment(tmp_path / "hw", [Planned(name)], None)
    text = (tmp_path / "hw" / "assignment.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^# (\[exercise\.given\]|\[late|grace|penalty|most|ada|\S+ = \[\[)", r"\1", text)
    text = text.replace('due = ""', 'due = "2026-12-01T18:00:00+01:00"')
    assignment = read_assignment(described(tmp_path / "hw", text))
    assert assignment.deadline is not None
    assert list(assignment.deadline.received) == ["ada"]
    (task,) = assignment.tasks
    assert len(task.given) == 1


@pytest.mark.parametrize("name", ["self-attention", "vector-database", "workbook-neuron", "convolution"])
def test_the_sample_of_a_new_description_accepts_a_cell_that_is_on_the_sheet(name: str, tmp_path: Path) -> None:
    new_assignment(tmp_path / "a", [Planned(name)], None)
    path = tmp_path / "a" / "assignment.toml"
    before, sample = path.read_text("utf-8").split("# [[accept]]\n")
    path.write_text(before + "[[accept]]\n" + re.sub("(?m)^# ", "", sample), "utf-8")
    (accept,) = read_assignment(path.parent).accepts
    assert (accept.exercise, accept.row, accept.column) == (name, 1, 1)
