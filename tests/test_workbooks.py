"""Workbooks: they look like the sheet, only asked cells are open, and they are read as they come back."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.cell import Cell

from generator.assignment.answer_sheet import answer_sheet
from generator.assignment.description import read_assignment
from generator.assignment.record import read_record
from generator.assignment.worksheet import Worksheet, loose_worksheet
from generator.catalogue import Blueprints, find_exercise
from generator.cli import main
from generator.language.words import translator
from generator.layout import Paper, lay_out
from generator.network.instance import draw_instance
from generator.network.number import show_value
from generator.network.parameters import Choice
from generator.printing import Printout, PrintShop, Style
from generator.sheet.heading import Heading, Wording
from generator.workbook.lattice import Lattice
from generator.workbook.pages import HEAD
from grader.answers.kinds.workbook import workbook_text
from grader.answers.reading import read_submissions
from tests.simulated.homework import grades
from tests.simulated.students import EXERCISES, NAMES, thoroughly
from tests.tools.spreadsheet import Spreadsheet

every_exercise = thoroughly()


@cache
def worksheet(name: str, seed: int = 7) -> Worksheet:
    blueprint = find_exercise(name).blueprint()
    return loose_worksheet(blueprint, draw_instance(blueprint, seed))


@cache
def shop() -> PrintShop:
    return PrintShop(Style(Heading(), "a4"))


@cache
def workbook(name: str, seed: int = 7) -> bytes:
    wanted = frozenset((Printout.WORKBOOK,))
    return shop().print_worksheet(worksheet(name, seed), wanted).files[Printout.WORKBOOK]


def open_cells(book: openpyxl.Workbook) -> Mapping[tuple[str, str], Cell]:
    """The cells that somebody may type into, by tab and address."""
    return {
        (tab.title, cell.coordinate): cell
        for tab in book.worksheets
        for row in tab.iter_rows()
        for cell in row
        if not cell.protection.locked
    }


def filled(content: bytes, values: Mapping[tuple[str, int, int], object]) -> bytes:
    """The workbook with a value typed into the open cell of each grid, row and column from 1."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for (tab, address), place in open_places(book).items():
        book[tab][address] = values.get(place)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def open_places(book: openpyxl.Workbook) -> Mapping[tuple[str, str], tuple[str, int, int]]:
    """The grid, row and column of each open cell, as the last tab says."""
    answers = book.worksheets[-1]
    found = {}
    for row in answers.iter_rows(min_row=2, min_col=8):
        for number, cell in enumerate(row, start=1):
            if str(cell.value).startswith("=IF("):
                tab, _, address = str(cell.value).removeprefix("=IF(").partition("=")[0].rpartition("!")
                place = str(answers.cell(cell.row, 6).value), int(str(answers.cell(cell.row, 7).value)), number
                found[tab.strip("'"), address] = place
    return found


def key_of(sheet: Worksheet) -> Mapping[tuple[str, int, int], object]:
    return {
        (name, row + 1, column + 1): show_value(task.values[name][row][column])
        for task in sheet.tasks
        for name, spots in task.spots.items()
        for row, column in spots
    }


@pytest.mark.parametrize("paper", [Paper.A4, pytest.param(Paper.LETTER, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", NAMES)
def test_grids_that_are_apart_on_paper_are_apart_in_the_spreadsheet(name: str, paper: Paper) -> None:
    for page in lay_out(((name, find_exercise(name).blueprint()),), paper).pages:
        lattice = Lattice(page)
        assert len(lattice.cells) == len(page.cells)
        assert lattice.cells.keys().isdisjoint((*lattice.constants, *lattice.dark))
        assert not lattice.labels.keys() & {*lattice.cells, *lattice.constants, *lattice.dark}


def test_what_is_aligned_on_paper_is_aligned_in_the_spreadsheet() -> None:
    (page,) = lay_out((("mlp", find_exercise("mlp").blueprint()),), Paper.A4).pages
    places = {(cell.grid, cell.row, cell.column): place for place, cell in Lattice(page).cells.items() if not cell.copy}
    for spot in range(3):
        assert places["Z1", 0, spot].column == places["X", 0, spot].column, "an operand is above its result"
        assert places["Z1", spot, 0].row == places["W1", spot, 0].row, "the other one is to its left"


@every_exercise
def test_only_the_asked_cells_are_open(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(name)))
    assert all(tab.protection.sheet for tab in book.worksheets)
    assert open_cells(book).keys() == open_places(book).keys()
    assert set(open_places(book).values()) == key_of(worksheet(name)).keys()
    assert all(cell.value is None for cell in open_cells(book).values())


@every_exercise
def test_a_workbook_says_the_same_as_the_csv_file(name: str) -> None:
    values = key_of(worksheet(name))
    (typed,) = read_submissions("x", workbook_text("x", filled(workbook(name), values)))
    (blank,) = read_submissions("x", answer_sheet(worksheet(name)))
    assert typed.worksheet == blank.worksheet
    assert typed.typed.keys() == blank.typed.keys()
    got = {
        (line.grid, line.row, column): text
        for line, texts in typed.typed.items()
        for column, text in enumerate(texts, start=1)
        if text
    }
    assert got == values
    assert not typed.remarks


def test_answers_are_read_from_their_page_whatever_the_last_tab_has_kept() -> None:
    # openpyxl saves formulas without results; other programs may keep old ones.
    book = openpyxl.load_workbook(io.BytesIO(filled(workbook("mlp"), key_of(worksheet("mlp")))))
    cell = book.worksheets[-1]["H2"]
    assert str(cell.value).startswith("=IF(")
    tab, address = next(where for where, place in open_places(book).items() if place == ("Z1", 1, 1))
    book[tab][address] = 4711
    for spelled in ("=IF('{tab}'!{cell}=\"\",\"\",'{tab}'!{cell})", "=IF($'{tab}'.$A$1=\"\", \"\",'{tab}'!$A$1)"):
        cell.value = spelled.format(tab=tab, cell=address).replace("$A$1", address)
        file = io.BytesIO()
        book.save(file)
        (typed,) = read_submissions("x", workbook_text("x", file.getvalue()))
        assert next(iter(typed.typed.values()))[0] == "4711"


@pytest.mark.parametrize("aim", ["'nowhere'!A1", "'1 mlp'!ZZZ1", "'1 mlp'!A99999", "'answers'!H2"])
def test_a_formula_that_leads_nowhere_is_only_a_text(aim: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("mlp")))
    book.worksheets[-1]["H2"].value = f'=IF({aim}="","",{aim})'
    file = io.BytesIO()
    book.save(file)
    assert aim in workbook_text("x", file.getvalue())


def test_students_differ_in_their_own_numbers_only() -> None:
    def texts(seed: int) -> list[list[object]]:
        book = openpyxl.load_workbook(io.BytesIO(workbook("lstm", seed)))
        return [[cell.value for row in tab.iter_rows() for cell in row] for tab in book.worksheets]

    one, other = texts(1), texts(2)
    differ = [(a, b) for tab, again in zip(one, other, strict=True) for a, b in zip(tab, again, strict=True) if a != b]
    ids = {worksheet("lstm", 1).id, worksheet("lstm", 2).id}
    assert differ
    assert all(isinstance(a, int | float) for a, _ in differ if a not in ids)
    assert texts(1) == one


def test_the_same_worksheet_gives_the_same_bytes() -> None:
    again = PrintShop(Style(Heading(), "a4")).print_worksheet(worksheet("gcn"), frozenset((Printout.WORKBOOK,)))
    assert again.files[Printout.WORKBOOK] == workbook("gcn")


def live_key(sheet: Worksheet) -> openpyxl.Workbook:
    wanted = frozenset((Printout.LIVE_KEY,))
    return openpyxl.load_workbook(io.BytesIO(shop().print_worksheet(sheet, wanted).files[Printout.LIVE_KEY]))


def differences(sheet: Worksheet) -> list[tuple[str, object, object]]:
    """Where the formulas of a live key come to something else than the key."""
    book = live_key(sheet)
    reckoned, key = Spreadsheet(book), key_of(sheet)
    places = open_places(openpyxl.load_workbook(io.BytesIO(shop().mould_for(sheet).pour(sheet, ""))))
    found = []
    for (tab, address), place in places.items():
        got, right = reckoned.value(tab, address), key[place]
        if got != right and not (
            isinstance(got, int | float) and math.isclose(got, Fraction(str(right)), abs_tol=1e-9)
        ):
            found.append((address, got, right))
    return found


@every_exercise
def test_the_formulas_of_a_live_key_come_to_the_key(name: str) -> None:
    sheet = worksheet(name)
    assert not differences(sheet)
    formulas = [cell.value for tab in live_key(sheet).worksheets for row in tab.iter_rows() for cell in row]
    assert any(str(formula).startswith("=") for formula in formulas)


GOES_WITH_ANOTHER = {("backpropagation", "output"), ("rnn", "output")}
"""Choices of which not every value goes with the other parameters as they are by default."""
CHOICES = [
    (exercise.name, parameter.name, value)
    for exercise in EXERCISES
    for parameter in exercise.parameters
    if isinstance(parameter.range, Choice) and (exercise.name, parameter.name) not in GOES_WITH_ANOTHER
    for value in parameter.range.choices
]
"""Every value of every choice."""
IN_THE_SUITE = {
    ("loss", "loss", "bce"),
    ("loss", "loss", "mse"),
    ("workbook-activation", "activation", "leaky"),
    ("self-attention", "base", "e"),
    ("self-attention", "mask", "causal"),
    ("backpropagation", "activation", "leaky"),
    ("parameter-count", "network", "cnn"),
    ("convolution", "pooling", "mean"),
    ("optimizer", "method", "adam"),
}


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [pytest.param(*choice, marks=() if choice in IN_THE_SUITE else pytest.mark.slow) for choice in CHOICES],
)
def test_formulas_are_right_with_every_choice(name: str, parameter: str, value: str) -> None:
    blueprint = find_exercise(name).blueprint({parameter: value})
    assert not differences(loose_worksheet(blueprint, draw_instance(blueprint, 11)))


def test_a_live_key_follows_a_changed_number() -> None:
    sheet = worksheet("matrix-multiplication")
    book = live_key(sheet)
    (page,) = (page for page in lay_out(sheet.structure, Paper.A4).pages)
    places = {(cell.grid, cell.row, cell.column): place for place, cell in Lattice(page).cells.items()}
    tab = book.worksheets[0]

    def at(grid: str) -> Cell:
        place = places[grid, 0, 0]
        return tab.cell(place.row + HEAD + 1, place.column + 1)

    before = Spreadsheet(book).value(tab.title, at("C").coordinate)
    right, factor = at("B").value, at("A").value
    at("A").value = factor + 1
    assert Spreadsheet(book).value(tab.title, at("C").coordinate) == before + right


def test_a_name_cannot_break_the_file_or_become_a_formula() -> None:
    name = '=HYPERLINK("x")<&\x07\ud800'
    content = shop().mould_for(worksheet("mlp")).pour(worksheet("mlp"), name)
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A2"]
    assert cell.value == '=HYPERLINK("x")<&'
    assert b"<f>HYPERLINK" not in content


def test_a_cell_says_in_the_language_of_the_sheet_what_belongs_there() -> None:
    words = translator("de")
    german = Style(Heading(wording=Wording.said_by(words)), "a4", words)
    blueprint = Blueprints(words).named("mlp", {})
    sheet = loose_worksheet(blueprint, draw_instance(blueprint, 7))
    wanted = frozenset((Printout.WORKBOOK,))
    content = PrintShop(german).print_worksheet(sheet, wanted).files[Printout.WORKBOOK]
    tab = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rules = tab.data_validations.dataValidation
    assert len(rules) == len(key_of(sheet))
    assert {rule.errorTitle for rule in rules} == {"Hier gehört eine Zahl hin"}
    assert {rule.errorStyle for rule in rules} == {"warning"}, "whoever is sure may type something else"


def test_from_the_assignment_to_the_marks(tmp_path: Path) -> None:
    run = CliRunner()
    folder = str(tmp_path / "hw")
    assert run.invoke(main, ["new", folder, "--exercise", "mlp", "--exercise", "llm-sampling"]).exit_code == 0
    toml = tmp_path / "hw" / "assignment.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("# answers =", "answers ="), encoding="utf-8")
    assert run.invoke(main, ["generate", folder]).exit_code == 0
    blank = tmp_path / "hw" / "answers" / "ada.xlsx"
    assignment = read_assignment(tmp_path / "hw")
    sheet = read_record(assignment.issued_file, assignment.blueprints)["ada"]
    values = {place: _as_typed(value) for place, value in key_of(sheet).items()}
    (tmp_path / "handed").mkdir()
    (tmp_path / "handed" / "ada.xlsx").write_bytes(filled(blank.read_bytes(), values))
    run.invoke(main, ["grade", folder, str(tmp_path / "handed")])
    ada = grades(tmp_path / "hw")["ada"]
    assert ada["score"] == ada["points"]


def _as_typed(value: object) -> object:
    """A number as a spreadsheet keeps it, a word as it is."""
    try:
        return float(str(value))
    except ValueError:
        return value
