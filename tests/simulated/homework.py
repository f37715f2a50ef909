"""A class of three with its worksheets issued, for the tests of commands that grade."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from click.testing import CliRunner, Result

from generator.assignment.answer_sheet import LABELS, answer_sheet
from generator.assignment.description import read_assignment
from generator.assignment.issue import issue_missing
from generator.assignment.issued_lines import read_issued
from generator.assignment.roster import read_roster
from generator.assignment.worksheet import Worksheet
from generator.catalogue import Blueprints
from generator.cli import main
from generator.network.number import show_value

GRID, ROW = LABELS.index("grid"), LABELS.index("row")
TOML = """
title = "Homework 1"
[[exercise]]
name = "lstm"
points = 10
[exercise.set]
steps = 1
[[exercise]]
name = "vector-database"
"""
ROSTER = "student,name\nada,Ada Lovelace\nben,Ben Ray\ncyd,Cyd Charisse\n"
HOSTILE_NAME = "<script>alert(1)</script>\"'&amp;"
HOSTILE_ROSTER = "student,name\nada,<img src=x onerror=alert(1)>\nemmy,=1+1\nmary,\x1b[31mMary\u202e\n"
SHORT_HEADER = "worksheet,exercise,step,grid,row,1,2,3\n"
"""The labels of an answer sheet with no more than marking needs."""


@lru_cache(maxsize=1)
def _issued() -> str:
    """The record of the class, made once."""
    with tempfile.TemporaryDirectory() as folder:
        _describe(Path(folder))
        assignment = read_assignment(Path(folder))
        issue_missing(assignment, read_roster(assignment.roster_file))
        return assignment.issued_file.read_text(encoding="utf-8")


def _describe(folder: Path) -> None:
    (folder / "assignment.toml").write_text(TOML, encoding="utf-8")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "secret").write_text("a secret of the tests", encoding="utf-8")


def make_homework(parent: Path) -> Path:
    """An assignment folder whose worksheets were issued."""
    folder = parent / "hw1"
    folder.mkdir()
    _describe(folder)
    (folder / "issued.jsonl").write_text(_issued(), encoding="utf-8")
    return folder


def sheet_of(homework: Path, student: str) -> Worksheet:
    return next(sheet for sheet in read_issued(homework / "issued.jsonl", Blueprints()) if sheet.student == student)


def filled(worksheet: Worksheet, wrong: Mapping[tuple[str, int, int], str] | None = None) -> str:
    """The answer sheet with the key's values, but these texts in these cells."""
    keys = {exercise.id: key for exercise, key in zip(worksheet.tasks, worksheet.key(), strict=True)}
    blank = answer_sheet(worksheet)
    lines = list(csv.reader(io.StringIO(blank), delimiter=";" if blank.startswith("worksheet;") else ","))
    for line in lines[1:]:
        values = keys[line[1]][line[GRID]][int(line[ROW]) - 1]
        for column, value in enumerate(values, start=1):
            line[len(LABELS) + column - 1] = (wrong or {}).get((line[GRID], int(line[ROW]), column), show_value(value))
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()


def grade(homework: Path, *submissions: Path | str) -> Result:
    return CliRunner().invoke(main, ["grade", str(homework), *map(str, submissions)])


def grades(homework: Path) -> dict[str, dict[str, str]]:
    with (homework / "marks" / "grades.csv").open(encoding="utf-8") as file:
        lines = file.read().splitlines(keepends=True)
    separator = ";" if lines[0].startswith("student;") else ","
    return {line["student"]: line for line in csv.DictReader(lines, delimiter=separator)}


def answers_of(homework: Path) -> dict[str, bytes]:
    """What three students hand in: all right, a mistake, and nothing that can be read."""
    return {
        "ada.csv": filled(sheet_of(homework, "ada")).encode(),
        "ben.csv": filled(sheet_of(homework, "ben"), {("V", 1, 1): "99"}).encode(),
        "cyd.csv": b"\x89PNG",
    }
