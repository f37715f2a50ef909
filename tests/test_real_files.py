"""Files as students save them: by LibreOffice, really (answer_sheets/make.py), and as others do (imitations.py)."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from generator.network.number import show_value
from grader.answers.files import HandedFile, handed_files
from grader.answers.fitting import fitted
from grader.answers.reading import read_submissions
from grader.answers.typed import Fault, read_typed
from grader.marking.cells import mark
from grader.marking.marks import Mark, Verdict
from tests.answer_sheets import make
from tests.answer_sheets.imitations import IMITATIONS, Imitation


def marks_of(path: Path) -> tuple[Mark, ...]:
    (file,) = handed_files([path])
    assert isinstance(file, HandedFile), file
    (submission,) = read_submissions(file.name, file.text)
    worksheet = make.worksheet()
    assert submission.worksheet == worksheet.id
    return mark(worksheet, fitted(submission, worksheet))


@pytest.mark.parametrize("name", [name for name, (_, dates, *_) in make.WAYS.items() if not dates or "german" in name])
def test_a_sheet_that_a_spreadsheet_left_alone_is_all_right(name: str) -> None:
    assert {found.verdict for found in marks_of(make.FOLDER / name)} == {Verdict.CORRECT}


@pytest.mark.parametrize("name", [name for name, (_, dates, *_) in make.WAYS.items() if dates and "german" not in name])
def test_fractions_that_became_dates_are_damaged_and_nothing_else_is(name: str) -> None:
    dates_are_damage(marks_of(make.FOLDER / name))


def dates_are_damage(marks: tuple[Mark, ...]) -> None:
    """Fractions and nothing else are damaged, and reported as that."""
    damaged = [found for found in marks if found.verdict is not Verdict.CORRECT]
    assert damaged
    for found in damaged:
        assert "/" in show_value(found.expected)
        assert found.verdict is Verdict.UNREADABLE
        assert read_typed(found.typed).fault is Fault.DATE


@pytest.mark.parametrize("file", IMITATIONS, ids=lambda file: file.name)
def test_a_sheet_saved_as_other_programs_do_is_read_as_typed(file: Imitation, tmp_path: Path) -> None:
    (tmp_path / file.name).write_bytes(file.content)
    marks = marks_of(tmp_path / file.name)
    if file.damaged:
        dates_are_damage(marks)
    else:
        assert [found for found in marks if found.verdict is not Verdict.CORRECT] == []


def test_every_file_of_the_folder_is_tested() -> None:
    kept = {path.name for path in make.FOLDER.iterdir() if path.suffix in (".csv", ".xlsx")}
    assert kept == set(make.WAYS)


def test_what_only_calls_itself_a_workbook_is_refused_by_name(tmp_path: Path) -> None:
    for content in (b"PK\x03\x04 nothing", b"PK\x03\x04" + bytes(99)):
        (tmp_path / "x.xlsx").write_bytes(content)
        (error,) = handed_files([tmp_path / "x.xlsx"])
        assert "x.xlsx: cannot be read as a workbook" in str(error)


def test_what_a_file_is_decides_and_not_its_name(tmp_path: Path) -> None:
    workbook = (make.FOLDER / "american-plain.xlsx").read_bytes()
    (tmp_path / "x.csv").write_bytes(workbook)
    assert {found.verdict for found in marks_of(tmp_path / "x.csv")} == {Verdict.CORRECT}
    text = (make.FOLDER / "german-semicolon-windows-1252.csv").read_bytes()
    (tmp_path / "y.xlsx").write_bytes(text)
    assert {found.verdict for found in marks_of(tmp_path / "y.xlsx")} == {Verdict.CORRECT}


@pytest.mark.parametrize(("name", "said"), [("x.numbers", "Apple Numbers"), ("x.pages", "a word processor")])
def test_what_apple_saves_is_called_what_it_is(name: str, said: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("Index/Document.iwa", "x")
    (error,) = handed_files([tmp_path / name])
    assert said in str(error)
