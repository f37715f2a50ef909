"""Fillable sheets: fields over the blanks, filled by any viewer, handed in and marked; and PDFs that mean no good."""

from __future__ import annotations

import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from click.testing import CliRunner

from generator.assignment.answer_sheet import WORKSHEET_FIELD, FieldCell, cell_of_field
from generator.assignment.worksheet import Worksheet, loose_worksheet
from generator.catalogue import find_exercise
from generator.cli import main
from generator.errors import ByhandError
from generator.layout import Paper, lay_out
from generator.network.instance import draw_instance
from generator.network.number import show_value
from generator.printing import Printout, PrintShop, Style
from generator.sheet.heading import Heading
from grader.answers.fitting import fitted
from grader.answers.kinds.filled_form import MOST_FIELDS, MOST_FORM_BYTES, form_text
from grader.answers.reading import read_submissions
from grader.marking.cells import mark
from grader.marking.marks import Verdict
from tests.simulated.homework import grade, grades, make_homework, sheet_of
from tests.simulated.students import thoroughly
from tests.tools.pdf_files import filled_form

every_exercise = thoroughly()


@cache
def worksheet(name: str) -> Worksheet:
    blueprint = find_exercise(name).blueprint()
    return loose_worksheet(blueprint, draw_instance(blueprint, 7))


@cache
def fillable(name: str) -> bytes:
    wanted = frozenset((Printout.FILLABLE,))
    return PrintShop(Style(Heading(), "a4")).print_worksheet(worksheet(name), wanted).files[Printout.FILLABLE]


def key_of(sheet: Worksheet) -> dict[str, str]:
    """Each field with the key's value."""
    return {
        FieldCell(task.id, name, row + 1, column + 1).field: show_value(task.values[name][row][column])
        for task in sheet.tasks
        for name, spots in task.spots.items()
        for row, column in spots
    }


@every_exercise
def test_a_form_filled_with_the_key_is_all_correct(name: str) -> None:
    sheet = worksheet(name)
    (submission,) = read_submissions("a.pdf", form_text("a.pdf", filled_form(fillable(name), key_of(sheet))))
    assert submission.worksheet == sheet.id
    marks = mark(sheet, fitted(submission, sheet))
    assert len(marks) == len(key_of(sheet))
    assert {found.verdict for found in marks} == {Verdict.CORRECT}


def test_every_field_shows_what_was_typed_into_it() -> None:
    texts = {name: f"{place}/7" for place, name in enumerate(key_of(worksheet("lstm")))}
    with pikepdf.open(BytesIO(filled_form(fillable("lstm"), texts))) as document:
        shown = {
            str(widget.T): bytes(widget.AP.N.read_bytes()).decode("latin-1")
            for widget in document.pages[0].Annots
            if str(widget.T) != WORKSHEET_FIELD
        }
        assert all(int(widget.get("/Q", 0)) == 1 for widget in document.pages[0].Annots if str(widget.T) in texts)
    assert shown.keys() == texts.keys()
    assert all(f"({text})" in shown[name] for name, text in texts.items())


@every_exercise
def test_every_blank_has_one_field_in_its_cell_and_nothing_else_has(name: str) -> None:
    sheet = lay_out([(name, find_exercise(name).blueprint())], Paper.A4)
    reader = pypdf.PdfReader(BytesIO(fillable(name)))
    seen = set()
    for page, paper in zip(sheet.pages, reader.pages, strict=True):
        cells = {
            (cell.grid, cell.row + 1, cell.column + 1): cell
            for cell in page.cells
            if (cell.asked or cell.covered) and not cell.copy
        }
        for reference in paper["/Annots"]:  # type: ignore[attr-defined]
            field: Any = reference.get_object()
            if field["/T"] == WORKSHEET_FIELD:
                continue
            place = cell_of_field(field["/T"])
            assert place is not None
            box = cells[place[1:]].box
            left, low, right, high = map(float, field["/Rect"])
            assert box.x < left < right < box.right
            assert page.size[1] - box.bottom < low < high < page.size[1] - box.y
            assert field["/TU"] == f"{place.grid}, row {place.row}, column {place.column}"
            assert "/BG" not in field.get("/MK", {}), "the tint of the cell has to show"
            seen.add(place)
    assert len(seen) == sheet.chapters[0].cells


def test_the_id_is_carried_along_and_cannot_be_typed_over() -> None:
    fields = pypdf.PdfReader(BytesIO(fillable("lstm"))).get_fields() or {}
    assert fields[WORKSHEET_FIELD]["/V"] == worksheet("lstm").id
    assert fields[WORKSHEET_FIELD]["/Ff"] & 1


def test_a_fillable_sheet_is_the_same_each_time_and_shows_no_key() -> None:
    wanted = frozenset((Printout.FILLABLE,))
    again = PrintShop(Style(Heading(), "a4")).print_worksheet(worksheet("lstm"), wanted).files[Printout.FILLABLE]
    assert again == fillable("lstm")
    fields = pypdf.PdfReader(BytesIO(again)).get_fields() or {}
    assert {field.get("/V", "") for name, field in fields.items() if name != WORKSHEET_FIELD} == {""}


@pytest.mark.parametrize("name", ["", "worksheet", "lstm.zf1.1", "lstm.zf1.1.x", "lstm.zf1.²·1", "a.b.1.99999"])
def test_other_fields_are_no_cells(name: str) -> None:
    assert cell_of_field(name) is None


def test_an_exercise_id_may_hold_points() -> None:
    cell = FieldCell("week-1.lstm", "zf1", 2, 1)
    assert cell_of_field(cell.field) == cell


def test_fillable_sheets_of_a_class_come_back_as_marks(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    run = CliRunner().invoke(main, ["generate", str(homework), "--fillable", "--jobs", "1"])
    assert run.exit_code == 0, run.output
    handed = tmp_path / "in"
    handed.mkdir()
    for student in ("ada", "ben"):
        sheet = sheet_of(homework, student)
        content = (homework / "fillable" / f"{student}.pdf").read_bytes()
        texts = key_of(sheet) | ({"lstm.zf1.1.1": "99"} if student == "ben" else {})
        (handed / f"{student}.pdf").write_bytes(filled_form(content, texts))
    assert CliRunner().invoke(main, ["check", str(handed)]).exit_code == 0
    run = CliRunner().invoke(main, ["grade", str(homework), str(handed)])
    assert run.exit_code == 0, run.output
    marked = grades(homework)
    assert marked["ada"]["percent"] == "100"
    assert (marked["ben"]["incorrect"], marked["ben"]["blank"]) == ("1", "0")
    assert marked["cyd"]["file"] == ""


def test_a_single_sheet_has_a_fillable_twin_with_the_same_id(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["generate", "lstm", "--seed", "7", "--fillable", "--out", str(tmp_path)])
    assert run.exit_code == 0, run.output
    fields = pypdf.PdfReader(tmp_path / "lstm-7.fillable.pdf").get_fields() or {}
    assert fields[WORKSHEET_FIELD]["/V"] in (tmp_path / "lstm-7.csv").read_text()
    assert not pypdf.PdfReader(tmp_path / "lstm-7.pdf").get_fields()


def a_form(fields: str, more: str = "") -> bytes:
    """A small PDF with these form fields."""
    objects = f"1 0 obj <</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{fields}]>>>> endobj\n"
    objects += f"2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n{more}"
    return f"%PDF-1.4\n{objects}trailer <</Root 1 0 R/Size 9>>\nstartxref\n0\n%%EOF\n".encode("latin-1")


def test_texts_of_fields_are_taken_as_they_are() -> None:
    content = a_form("<</T(lstm.f1.1.1)/V(=1+1\\n::error::)>> <</T(lstm.f1.1.2)/V/Off>> <</T(worksheet)/V(ABCD-EFGH)>>")
    assert form_text("a.pdf", content).splitlines()[1] == "ABCD-EFGH,lstm,,,,f1,1,=1+1 ::error::,"


BOMB = zlib.compress(b"0" * 50_000_000)
HOSTILE = {
    "empty": b"",
    "no PDF": b"worksheet,exercise\n" * 50,
    "a header only": b"%PDF-1.7\n",
    "cut short": fillable("lstm")[:20_000],
    "too large": b"%PDF-1.4" + b" " * MOST_FORM_BYTES,
    "no form": a_form("").replace(b"/AcroForm", b"/AcroFarm"),
    "no fields of ours": a_form("<</T(name)/V(Ada)>>"),
    "too many fields": a_form("<</T(a.b.1.1)/V(1)>>" * (MOST_FIELDS + 1)),
    "a loop": a_form("3 0 R", "3 0 obj 3 0 R endobj\n"),
    "fields that are none": a_form("7 (x) null [1]"),
    "deeply nested": a_form("[" * 3000 + "]" * 3000),
    "a root that is none": b"%PDF-1.4\ntrailer <</Root 1>>\nstartxref\n0\n%%EOF",
    "a bomb": b"%PDF-1.5\n1 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
    + str(len(BOMB)).encode() + b">>stream\n" + BOMB + b"\nendstream endobj\n%%EOF",
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_pdf_is_one_sentence_about_one_file(content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ByhandError, match=r"^mallory\.pdf: .*CSV file"):
        form_text("mallory.pdf", content)
    assert capfd.readouterr() == ("", "")


def test_a_fillable_sheet_that_nobody_filled_in_is_blank_and_nobodys_but_its_students(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    sheet = sheet_of(homework, "ada")
    shop = PrintShop(Style(Heading(), "a4"))
    content = shop.print_worksheet(sheet, frozenset((Printout.FILLABLE,))).files[Printout.FILLABLE]
    (tmp_path / "x.pdf").write_bytes(content)
    result = grade(homework, tmp_path / "x.pdf")
    assert (result.exit_code, result.stderr) == (1, "x.pdf: nothing is filled in\n")
    assert grades(homework)["ada"]["blank"] == str(len(key_of(sheet)))


def test_a_hostile_pdf_does_not_stop_the_rest(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    (tmp_path / "mallory.pdf").write_bytes(HOSTILE["cut short"])
    sheet = sheet_of(homework, "ada")
    shop = PrintShop(Style(Heading(), "a4"))
    content = shop.print_worksheet(sheet, frozenset((Printout.FILLABLE,))).files[Printout.FILLABLE]
    (tmp_path / "ada.pdf").write_bytes(filled_form(content, key_of(sheet)))
    paths = [str(tmp_path / name) for name in ("mallory.pdf", "ada.pdf")]
    run = CliRunner().invoke(main, ["grade", str(homework), *paths])
    assert run.exit_code == 1
    assert "mallory.pdf" in run.output
    assert grades(homework)["ada"]["percent"] == "100"
