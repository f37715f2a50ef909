"""Every version of Python prints the same: what the built-in `sum` makes of floats differs from 3.12 on."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.simulated.homework import filled, grade, make_homework, sheet_of
from tests.simulated.students import NAMES
from tests.tools.inflated import inflated

FIRST = ("lstm", "multihead-attention", "workbook-linear-layer")
added = builtins.sum


def added_in_every_version(items: Iterable[Any], start: Any = 0) -> Any:
    """The built-in `sum`, which our own modules ask only for sums of whole numbers."""
    terms = list(items)
    if sys._getframe(1).f_globals.get("__name__", "").partition(".")[0] in ("generator", "grader"):
        assert not any(isinstance(term, float) for term in (*terms, start)), "add lengths with math.fsum"
    return added(terms, start)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FIRST else pytest.mark.slow) for name in NAMES]
)
def test_lengths_are_added_exactly(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.sum", added_in_every_version)
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["generate", name, "--seed", "7", "--key", "worked", "--form"])
    assert made.exit_code == 0, made.exception
    slides = CliRunner().invoke(main, ["slides", name, "--seed", "7"])
    assert slides.exit_code == 0, slides.exception


def test_figures_of_a_class_are_added_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homework = make_homework(tmp_path)
    for student in ("ada", "ben", "cyd"):
        (tmp_path / f"{student}.csv").write_text(filled(sheet_of(homework, student), {("h1", 1, 1): student}))
    monkeypatch.setattr("builtins.sum", added_in_every_version)
    found = grade(homework, *(tmp_path / f"{student}.csv" for student in ("ada", "ben", "cyd")))
    assert found.exit_code == 0, found.exception


def test_files_are_compared_once_inflated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for seed in ("7", "8"):
        assert CliRunner().invoke(main, ["generate", "lstm", "--seed", seed]).exit_code == 0
    content = (tmp_path / "lstm-7.pdf").read_bytes()
    assert b"BT" in inflated(content)
    assert inflated(content) != inflated((tmp_path / "lstm-8.pdf").read_bytes())
