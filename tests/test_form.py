"""Forms: web pages with an input in place of every asked cell, which allow nothing but their own script and style."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.assignment.answer_sheet import LABELS, answer_table
from generator.assignment.description import read_assignment
from generator.assignment.worksheet import Worksheet, loose_worksheet
from generator.catalogue import find_exercise
from generator.cli import main
from generator.form.page import FormPage, PageMaker
from generator.layout.editions import Edition
from generator.network.instance import draw_instance
from generator.network.number import Value, show_value
from generator.printing import Printout, PrintShop, Style
from generator.sheet.heading import Heading
from generator.sheet.picture import PagePicture
from tests.simulated.homework import HOSTILE_NAME, grades, make_homework
from tests.simulated.students import thoroughly, worksheet_of
from tests.tools.sheets import shop

every_exercise = thoroughly()


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and the texts of its styles and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.codes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.tags[-1] if self.tags else ("", {})
        if tag in ("script", "style") and "type" not in attributes and data.strip():
            self.codes.append((tag, data))
        self.text += data

    def of_class(self, name: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.tags if attributes.get("class") == name]


def form(worksheet: Worksheet, language: str = "en") -> Tags:
    parts = frozenset((Printout.FORM,))
    return Tags(shop(language).print_worksheet(worksheet, parts).files[Printout.FORM].decode())


@every_exercise
def test_every_asked_cell_has_one_input_at_its_place_on_the_answer_sheet(name: str) -> None:
    worksheet = worksheet_of(name, 7)
    places = Counter(
        (int(attributes["data-line"]), int(attributes["data-column"]))
        for attributes in form(worksheet).of_class("blank")
    )
    _, *rows = answer_table(worksheet)
    asked = [
        (line, column)
        for line, row in enumerate(rows)
        for column, text in enumerate(row)
        if column >= len(LABELS) and text == ""
    ]
    assert places == Counter(asked)


def test_an_input_says_its_grid_row_column_and_step_and_asks_phones_for_their_number_pad() -> None:
    inputs = form(worksheet_of("lstm", 7)).of_class("blank")
    assert inputs[0]["aria-label"] == "zf1, row 1, column 1, step 2: Linear"
    assert {attributes["inputmode"] for attributes in inputs} == {"decimal"}


def test_a_hidden_number_is_asked_for_by_a_question_mark_as_on_paper() -> None:
    assert {one["placeholder"] for one in form(worksheet_of("workbook-linear-layer", 7)).of_class("blank")} == {"?"}
    assert not [one for one in form(worksheet_of("lstm", 7)).of_class("blank") if "placeholder" in one]


def test_words_are_typed_as_text() -> None:
    inputs = form(worksheet_of("vector-database", 7)).of_class("blank")
    assert {attributes["inputmode"] for attributes in inputs if attributes["data-kind"] == "word"} == {"text"}


def another(value: Value) -> Value:
    return "another" if isinstance(value, str) else value + 1000


@every_exercise
def test_a_page_shows_no_number_that_is_asked(name: str) -> None:
    worksheet = worksheet_of(name, 7)
    (task,) = worksheet.tasks
    spots = {(grid, spot) for grid, cells in task.spots.items() for spot in cells}
    other: dict[str, Any] = {
        grid: tuple(
            tuple(another(value) if (grid, (row, column)) in spots else value for column, value in enumerate(line))
            for row, line in enumerate(lines)
        )
        for grid, lines in task.values.items()
    }
    changed = replace(worksheet, tasks=(replace(task, _computed=other),))
    assert form(changed).tags == form(worksheet).tags
    assert form(changed).text == form(worksheet).text


def test_the_policy_allows_the_script_and_the_style_of_the_page_and_nothing_else() -> None:
    page = form(worksheet_of("lstm", 7))
    (policy,) = (
        attributes["content"]
        for _, attributes in page.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    hashes = {tag: base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for tag, code in page.codes}
    assert [tag for tag, _ in page.codes] == ["style", "script"]
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{hashes['script']}'; style-src 'sha256-{hashes['style']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not [name for _, attributes in page.tags for name in attributes if name in ("style", "src", "href")]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_the_words_of_a_page_are_read_before_its_cells_with_the_numbers_of_the_copy() -> None:
    worksheet = worksheet_of("lstm", 7)
    row = "; ".join(show_value(value).replace("-", "−") for value in worksheet.key()[0]["Wf"][0])
    assert f"Wf from row 1, column 1: {row}" in form(worksheet).text


def test_hostile_names_are_text() -> None:
    worksheet = replace(worksheet_of("lstm", 7), name=HOSTILE_NAME, student=HOSTILE_NAME)
    page = form(worksheet)
    assert HOSTILE_NAME in page.text
    assert len(page.codes) == 2
    body = next(attributes for tag, attributes in page.tags if tag == "body")
    assert body["data-file"] == f"{HOSTILE_NAME}.csv"


def test_what_a_class_shares_is_made_once_and_copies_keep_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    make = PageMaker.page

    def counted(self: PageMaker, picture: PagePicture, title: str) -> FormPage:
        made.append(picture)
        return make(self, picture, title)

    monkeypatch.setattr(PageMaker, "page", counted)
    own = PrintShop(Style(Heading(), "a4"))
    blueprint = find_exercise("lstm").blueprint()
    sheets = [loose_worksheet(blueprint, draw_instance(blueprint, seed)) for seed in (1, 2)]
    parts = frozenset((Printout.FORM,))
    first, second = (own.print_worksheet(sheet, parts).files[Printout.FORM].decode() for sheet in sheets)
    assert len(made) == first.count('<div class="paper">')
    assert sheets[0].id in first
    assert sheets[0].id not in second


def test_the_form_of_a_booklet_shows_its_questions_on_a_page_without_blanks() -> None:
    booklet = PrintShop(Style(Heading(), "a4", edition=Edition.BOOKLET))
    sheet = worksheet_of("mixture-of-experts", 7)
    page = booklet.print_worksheet(sheet, frozenset((Printout.FORM,))).files[Printout.FORM].decode()
    assert page.count('<div class="paper">') == 2
    assert "#blank2-1{" in page
    assert "#blank1-1{" not in page


def test_a_german_form_separates_as_the_german_answer_sheet_and_speaks_german() -> None:
    page = form(worksheet_of("lstm", 7), "de")
    assert ("html", {"lang": "de"}) in page.tags
    assert "Antworten speichern" in page.text
    assert not re.search(r"Save the answers|Still blank", str(page.tags) + page.text)


def test_a_class_gets_forms_beside_its_answer_sheets_and_grades_them_away(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    description = homework / "assignment.toml"
    description.write_text(f'answers = "form"\n{description.read_text()}')
    assert read_assignment(homework).forms
    run = CliRunner().invoke(main, ["generate", str(homework), "--jobs", "1"])
    assert run.exit_code == 0, run.output
    assert {path.name for path in (homework / "answers").iterdir()} == {
        f"{student}.{ending}" for student in ("ada", "ben", "cyd") for ending in ("csv", "html")
    }
    run = CliRunner().invoke(main, ["grade", str(homework), str(homework / "answers")])
    assert ".html:" not in run.output
    assert {line["score"] for line in grades(homework).values()} == {"0"}


def test_a_single_sheet_has_a_form_with_the_same_id(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["generate", "mlp", "--seed", "7", "--form", "--out", str(tmp_path)])
    assert run.exit_code == 0, run.output
    page = Tags((tmp_path / "mlp-7.html").read_text("utf-8"))
    body = next(attributes for tag, attributes in page.tags if tag == "body")
    assert body["data-worksheet"] in (tmp_path / "mlp-7.csv").read_text("utf-8")
    table = json.loads(page.text[page.text.index('{"labels"') :].partition("\n")[0])
    assert table["labels"][: len(LABELS)] == list(LABELS)


def test_a_page_handed_in_instead_of_its_file_says_what_to_do(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    handed = tmp_path / "in"
    handed.mkdir()
    (handed / "ada.html").write_bytes(b"<!DOCTYPE html>")
    run = CliRunner().invoke(main, ["grade", str(homework), str(handed)])
    assert "ada.html: a web page is not an answer sheet; hand in the CSV file" in run.output
