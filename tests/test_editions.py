"""Sheets set in other ways: two on a page, to be cut apart, and booklets with the questions first."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import page as checker
import pdfplumber
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from generator.assignment.worksheet import Worksheet, loose_worksheet, make_worksheet
from generator.catalogue import find_exercise
from generator.cli import main
from generator.errors import ByhandError
from generator.language.words import ENGLISH, translator
from generator.layout import Paper, lay_out
from generator.layout.editions import Edition, lay_out_edition
from generator.layout.editions.halves import half_of
from generator.layout.planner import GRAINS
from generator.layout.soundness import LEAST_TEXT, outside, overlaps
from generator.network.instance import draw_instance
from generator.printing import Printout, PrintShop, Style, print_loose
from generator.sheet.boxes import Field, FieldKind, Page, Reading, Sheet, Text
from generator.sheet.heading import Heading
from generator.sheet.theme import MILLIMETRE
from tests.simulated.students import EXERCISES
from tests.tools.images import picture

NAMES = [exercise.name for exercise in EXERCISES]
FITTING = ("mlp", "loss", "softmax", "matrix-multiplication", "positional-encoding", "activation")
every_exercise = pytest.mark.parametrize("name", NAMES)


def sheet_of(edition: Edition, name: str, paper: Paper = Paper.A4, language: str = "en", note: bool = False) -> Sheet:
    blueprint = find_exercise(name).blueprint({}, translator(language))
    return lay_out_edition(edition, [(name, blueprint)], paper, note)


def worksheet(name: str, student: str = "") -> Worksheet:
    blueprint = find_exercise(name).blueprint()
    return loose_worksheet(blueprint, draw_instance(blueprint, 7 + len(student)))


def printed(name: str, edition: Edition, part: Printout = Printout.SHEET) -> bytes:
    return print_loose(worksheet(name), {part}, "a4", ENGLISH, "full", edition)[part]


def words_of(page: Page) -> str:
    lines = ("".join(span.text for span in ink.spans) for ink in page.ink if isinstance(ink, Text))
    return " ".join(lines)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def assignment(folder: Path, *names: str) -> Path:
    folder.mkdir()
    exercises = "".join(f'[[exercise]]\nname = "{name}"\n' for name in names)
    (folder / "assignment.toml").write_text(f'title = "Sheet"\n{exercises}', "utf-8")
    (folder / "roster.csv").write_text("student,name\nada,Ada\nemmy,Emmy\nsofia,Sofia\n", "utf-8")
    return folder


# Two on a page


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", FITTING)
def test_on_half_pages_nothing_overlaps_and_everything_can_be_read(name: str, paper: Paper, language: str) -> None:
    sheet = sheet_of(Edition.TWO_UP, name, paper, language)
    for page in sheet.pages:
        assert sorted(page.size) == pytest.approx(sorted(half_of(paper)))
        assert [*overlaps(page), *outside(page)] == []
        smallest = GRAINS[-1]
        assert page.digits >= smallest.digits
        for cell in page.cells:
            assert cell.box.width >= smallest.width * MILLIMETRE - 0.01
            assert cell.box.height >= smallest.height * MILLIMETRE - 0.01
        sizes = {ink.style.size for ink in page.ink if isinstance(ink, Text)}
        assert min(sizes) >= LEAST_TEXT


@pytest.mark.parametrize("name", FITTING)
def test_half_pages_take_less_paper(name: str) -> None:
    usual = lay_out([(name, find_exercise(name).blueprint())], Paper.A4)
    assert len(sheet_of(Edition.TWO_UP, name).pages) < 2 * len(usual.pages)


@pytest.mark.parametrize("name", ["lstm", "backpropagation", "workbook-neuron"])
def test_an_exercise_that_does_not_fit_is_named(name: str) -> None:
    with pytest.raises(ByhandError, match=rf"{name} takes \d+ half pages and \d whole"):
        sheet_of(Edition.TWO_UP, name)


def test_only_those_that_do_not_fit_are_named(tmp_path: Path) -> None:
    result = run("generate", str(assignment(tmp_path / "hw", "mlp", "lstm", "gcn")), "--two-up", "--jobs", "1")
    assert result.exit_code == 2
    assert "lstm takes" in result.output
    assert "gcn takes" in result.output
    assert "mlp" not in result.output


@pytest.mark.parametrize(("name", "size"), [("mlp", (842, 595)), ("matrix-multiplication", (595, 842))])
def test_a_loose_sheet_is_twice_on_a_whole_page(name: str, size: tuple[float, float]) -> None:
    with pdfplumber.open(BytesIO(printed(name, Edition.TWO_UP))) as file:
        (page,) = file.pages
        assert (round(page.width), round(page.height)) == size
        wide, high = page.width, page.height
        beside = wide > high
        first = page.crop((0, 0, wide / 2 if beside else wide, high if beside else high / 2))
        second = page.crop((wide / 2 if beside else 0, 0 if beside else high / 2, wide, high))
        assert first.extract_text() == second.extract_text()
        assert len(first.extract_text()) > 100


def test_a_longer_sheet_has_the_same_page_in_both_halves() -> None:
    names = ("mlp", "loss", "matrix-multiplication")
    tasks = tuple(replace(worksheet(name).tasks[0], id=name) for name in names)
    sheet = make_worksheet("secret", "ada", "Ada", tasks)
    shop = PrintShop(Style(Heading(), "a4", edition=Edition.TWO_UP))
    with pdfplumber.open(BytesIO(shop.print_twice(sheet))) as file:
        assert len(file.pages) == 3
        for number, page in enumerate(file.pages, start=1):
            assert page.extract_text().count(f"page {number} of 3") == 2


def test_the_key_stays_on_half_pages_and_can_be_read_aloud() -> None:
    key = printed("mlp", Edition.TWO_UP, Printout.KEY)
    assert [sorted(page.mediabox[2:]) for page in PdfReader(BytesIO(key)).pages] == [pytest.approx([421, 595], abs=0.5)]
    assert not {fault.message for fault in checker.validate_pdf_bytes(key, profile="ua1").failures}


def test_in_the_class_file_each_page_has_two_students(tmp_path: Path) -> None:
    folder = assignment(tmp_path / "hw", "mlp", "loss")
    assert run("generate", str(folder), "--two-up", "--jobs", "1").exit_code == 0
    with pdfplumber.open(folder / "class.pdf") as file:
        texts = [page.extract_text() for page in file.pages]
    assert ["Ada" in text and "Emmy" in text for text in texts] == [True, True, False, False]
    assert ["Sofia" in text for text in texts] == [False, False, True, True]
    reader = PdfReader(folder / "class.pdf")
    outline = [(entry["/Title"], reader.get_destination_page_number(entry)) for entry in reader.outline]  # type: ignore[arg-type, call-overload]
    assert outline == [("Ada", 0), ("Emmy", 0), ("Sofia", 2)]
    assert len(PdfReader(folder / "sheets" / "ada.pdf").pages) == 2


def test_halves_of_different_forms_are_on_pages_of_their_own() -> None:
    shop = PrintShop(Style(Heading(logo=picture()), "a4", edition=Edition.TWO_UP))
    file = BytesIO()
    bound = shop.style.class_file(file)
    for name in ("mlp", "matrix-multiplication"):
        sheet = worksheet(name)
        press = shop.press_for(((name, sheet.tasks[0].blueprint),))
        bound.add(press.plates, press.impress(shop.style.copy_of(sheet)), {0: name})
    bound.close()
    with pdfplumber.open(file) as read:
        sizes = [(round(page.width), round(page.height)) for page in read.pages]
        logos = [page.images for page in read.pages]
    assert sizes == [(842, 595), (595, 842)]
    assert [len(images) for images in logos] == [1, 1]


def test_the_logo_is_on_both_halves() -> None:
    shop = PrintShop(Style(Heading(logo=picture()), "a4", edition=Edition.TWO_UP))
    with pdfplumber.open(BytesIO(shop.print_twice(worksheet("mlp")))) as file:
        left, right = sorted(image["x0"] for image in file.pages[0].images)
        assert right - left == pytest.approx(file.pages[0].width / 2, abs=0.1)


# Booklets


def _has_questions(page: Page) -> bool:
    return not any((cell.asked or cell.covered) and not cell.copy for cell in page.cells)


@every_exercise
def test_a_booklet_has_the_words_first_and_the_grids_last(name: str) -> None:
    blueprint = find_exercise(name).blueprint()
    pages = sheet_of(Edition.BOOKLET, name).pages
    for page in pages:
        assert [*overlaps(page), *outside(page)] == []
    questions = [page for page in pages if _has_questions(page)]
    assert list(pages[: len(questions)]) == questions
    blanks = (cell for page in pages for cell in page.cells if cell.asked and not cell.copy)
    asked = [(cell.grid, cell.row, cell.column) for cell in blanks]
    assert len(asked) == len(set(asked)) == sum(grid.cells for grid in blueprint.grids if grid.asked)
    if not questions:
        assert any(grid.name in blueprint.covered for grid in blueprint.drawn)
        return
    given = {cell.grid for page in questions for cell in page.cells}
    assert given | {view.grid for page in questions for view in page.views} == {g.name for g in blueprint.drawn}
    first = letters(words_of(questions[0]))
    assert all(letters(f"{step.title} {step.instruction}") in first for step in blueprint.steps)
    grids = letters(" ".join(map(words_of, pages[len(questions) :])))
    assert not any(letters(step.instruction) in grids for step in blueprint.steps if step.instruction)


def letters(text: str) -> str:
    """A text without spaces and signs, which are set apart from it."""
    return "".join(filter(str.isalnum, text))


def test_all_questions_of_a_homework_come_before_all_grids() -> None:
    exercises = [(name, find_exercise(name).blueprint()) for name in ("lstm", "workbook-neuron", "mlp")]
    sheet = lay_out_edition(Edition.BOOKLET, exercises, Paper.A4, instructions=True)
    assert [page.exercise for page in sheet.pages] == [0, 2, 0, 1, 2]
    assert [_has_questions(page) for page in sheet.pages] == [True, True, False, False, False]
    told = [any(field.kind is FieldKind.INSTRUCTIONS for field in page.fields) for page in sheet.pages]
    assert told == [True, False, False, False, False]


@pytest.mark.parametrize(("name", "turned"), [("softmax", True), ("autoencoder", False)])
def test_a_page_of_few_questions_is_turned(name: str, turned: bool) -> None:
    page = sheet_of(Edition.BOOKLET, name).pages[0]
    assert (page.size == Paper.A4.size[::-1]) == turned


def test_the_titles_over_the_grids_of_a_booklet_are_not_between_them() -> None:
    for name in ("lstm", "softmax"):
        page = sheet_of(Edition.BOOKLET, name).pages[-1]
        titles = [
            ink.box
            for each in page.passages
            if each.reading is Reading.TITLE
            for ink in each.ink
            if isinstance(ink, Text)
        ]
        assert len(titles) == len(find_exercise(name).blueprint().steps)
        assert max(title.bottom for title in titles) < min(cell.box.y for cell in page.cells)


def test_no_given_grid_of_a_booklet_is_alone_in_the_last_row() -> None:
    cells = sheet_of(Edition.BOOKLET, "lstm").pages[0].cells
    tops = {name: min(cell.box.y for cell in cells if cell.grid == name) for name in ("h0", "C0", "X1", "X2", "X3")}
    assert len(set(tops.values())) == 1


def test_the_teachers_instructions_leave_room_on_the_first_page() -> None:
    for name in ("lstm", "workbook-neuron"):
        first = sheet_of(Edition.BOOKLET, name, note=True).pages[0]
        assert any(isinstance(field, Field) and field.kind is FieldKind.INSTRUCTIONS for field in first.fields)
        assert list(overlaps(first)) == []


@pytest.mark.parametrize("part", [Printout.SHEET, Printout.KEY, Printout.WORKED_KEY, Printout.FILLABLE])
@pytest.mark.parametrize("name", ["lstm", "gcn"])
def test_every_file_of_a_booklet_can_be_read_aloud(name: str, part: Printout) -> None:
    file = printed(name, Edition.BOOKLET, part)
    assert not {fault.message for fault in checker.validate_pdf_bytes(file, profile="ua1").failures}


def test_a_key_of_a_booklet_fills_its_grids() -> None:
    def numbers(edition: Edition, part: Printout) -> int:
        pages = PdfReader(BytesIO(printed("lstm", edition, part))).pages
        return sum(bool(re.fullmatch(r"−?\d+(\.\d)?", word)) for page in pages for word in page.extract_text().split())

    editions = (Edition.USUAL, Edition.BOOKLET)
    added = [numbers(edition, Printout.KEY) - numbers(edition, Printout.SHEET) for edition in editions]
    assert added[0] == added[1] > 60


def test_two_wishes_at_once_are_refused() -> None:
    result = run("generate", "mlp", "--seed", "7", "--two-up", "--booklet")
    assert result.exit_code == 2
    assert "choose one of them" in result.output
