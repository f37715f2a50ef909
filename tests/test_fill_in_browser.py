"""Filling in an answer sheet in a real browser: opened, typed into, saved, and accepted by `byhand check`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from generator.assignment.answer_sheet import answer_sheet, filled_in
from generator.cli import main
from tests.simulated.homework import HOSTILE_NAME, filled, grades, make_homework, sheet_of
from tests.simulated.students import worksheet_of
from tests.tools.browsing import PHONE, STARTED, visited, visited_again

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="module")
def page(regular: BrowserContext, site: str) -> Iterator[Page]:
    """One visit for all tests, since the engine takes long to start."""
    with visited_again(regular, f"{site}#fill") as opened:
        yield opened


def begin(page: Page) -> None:
    """Begin with nothing opened and nothing kept."""
    page.evaluate("() => { location.hash = '#print'; localStorage.clear(); }")
    page.wait_for_selector("#fill", state="hidden")
    page.evaluate("() => { location.hash = '#fill' }")
    page.wait_for_selector("#fill .opening")


def open_sheet(page: Page, text: str, name: str = "ada.csv") -> None:
    begin(page)
    page.set_input_files("#fill [name=file]", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    page.wait_for_selector("#fill .opened .blank", timeout=STARTED)


def saved(page: Page, file: Path) -> Path:
    with page.expect_download() as waiting:
        page.click("#fill [name=save]")
    waiting.value.save_as(file)
    assert waiting.value.suggested_filename == file.name
    return file


def type_all(page: Page, text: str) -> None:
    """Type what a filled sheet holds, with the keyboard."""
    _, *rows = csv.reader(io.StringIO(text))
    blanks = page.locator("#fill .blank")
    places = blanks.evaluate_all("cells => cells.map((cell) => [cell.dataset.line, cell.dataset.column])")
    blanks.first.focus()
    for line, column in places:
        page.keyboard.type(rows[int(line)][int(column)])
        page.keyboard.press("Enter")


def test_a_sheet_is_filled_in_saved_checked_and_earns_every_point(page: Page, tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    assert CliRunner().invoke(main, ["generate", str(homework), "--jobs", "1"]).exit_code == 0
    handed = tmp_path / "in"
    handed.mkdir()
    open_sheet(page, (homework / "answers" / "ada.csv").read_text("utf-8"))
    assert page.locator("#fill .pages svg").count() > 0
    assert page.is_visible("#fill .paper-note")
    type_all(page, filled(sheet_of(homework, "ada")))
    assert page.text_content("#fill .count") == "All cells are filled in"
    saved(page, handed / "ada.csv")
    assert CliRunner().invoke(main, ["check", str(handed / "ada.csv")]).exit_code == 0
    CliRunner().invoke(main, ["grade", str(homework), str(handed)])
    assert grades(homework)["ada"]["percent"] == "100"


def test_an_untouched_sheet_is_saved_as_it_was(page: Page, tmp_path: Path) -> None:
    text = answer_sheet(worksheet_of("lstm", 7))
    open_sheet(page, text)
    assert saved(page, tmp_path / "ada.csv").read_text("utf-8") == text


def test_what_cannot_be_read_is_shown_and_said(page: Page, tmp_path: Path) -> None:
    open_sheet(page, answer_sheet(worksheet_of("lstm", 7)))
    blanks = page.locator("#fill .blank")
    blanks.nth(0).fill("3")
    blanks.nth(1).fill("x")
    blanks.nth(2).fill("#REF!")
    page.click("#fill [name=unread]")
    assert blanks.nth(1).evaluate("cell => cell === document.activeElement")
    assert page.inner_text("#fill .hint") == "This cannot be read as a number: write -3, 0.5 or 1/2."
    saved(page, tmp_path / "ada.csv")
    page.wait_for_selector("#fill .faults li")
    assert page.locator("#fill .faults li").count() == 2
    assert "This is not a number; write -3, 0.5 or 1/2." in page.inner_text("#fill .faults")
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "ada.csv")])
    assert checked.exit_code == 1
    assert "2 to correct" in checked.output


def test_a_link_opens_a_loose_sheet_with_its_numbers(page: Page, tmp_path: Path) -> None:
    begin(page)
    page.fill("#fill [name=link]", "https://example.org/x/#lstm?steps=1&seed=7")
    page.press("#fill [name=link]", "Enter")
    page.wait_for_selector("#fill .opened .blank", timeout=STARTED)
    assert not page.is_visible("#fill .paper-note")
    saved(page, tmp_path / "lstm-7.csv")
    arguments = ["generate", "lstm", "--seed", "7", "--set", "steps=1", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert (tmp_path / "lstm-7.csv").read_bytes() == (tmp_path / "out" / "lstm-7.csv").read_bytes()
    page.evaluate("() => { location.hash = '#fill/no-exercise' }")
    page.wait_for_selector("#fill > .alarm:not([hidden])")


def test_a_sheet_and_what_was_typed_are_there_after_a_reload_until_another_is_opened(page: Page) -> None:
    open_sheet(page, filled_in(worksheet_of("mlp", 7)))
    first = page.locator("#fill .blank").first
    first.fill("42")
    page.reload()
    page.wait_for_selector("#fill .opened .blank", timeout=STARTED)
    assert first.input_value() == "42"
    assert page.locator("#fill .blank").nth(1).input_value() != "", "what the file had is there too"
    page.click("#fill [name=other]")
    assert page.is_visible("#fill .opening")
    assert page.locator("#fill .blank").count() == 0


def test_a_hostile_file_runs_nothing_and_is_shown_as_it_is(page: Page, tmp_path: Path) -> None:
    image = "<img src=x onerror=alert(1)>"
    text = answer_sheet(worksheet_of("lstm", 7))
    worksheet = worksheet_of("lstm", 7).id
    hostile = text.replace(worksheet, image).replace("zf1", HOSTILE_NAME.replace('"', "")).replace("Linear", image)
    open_sheet(page, hostile, f"{image}.csv".replace("/", ""))
    assert page.locator("#fill .pages svg").count() == 0
    assert page.locator("#fill table").count() > 1
    assert page.text_content("#fill .identity") == image
    assert image in page.inner_text("#fill .pages")
    assert page.locator("#view img[src=x], #view script").count() == 0
    page.locator("#fill .blank").first.fill(image)
    with page.expect_download() as waiting:
        page.click("#fill [name=save]")
    waiting.value.save_as(tmp_path / "a.csv")
    assert image in (tmp_path / "a.csv").read_text("utf-8")
    page.wait_for_selector("#fill .faults li")
    assert page.locator("#view img[src=x], #view script").count() == 0


def test_what_is_no_answer_sheet_says_why(page: Page) -> None:
    begin(page)
    page.set_input_files("#fill [name=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2"})
    page.wait_for_selector("#fill > .alarm:not([hidden])", timeout=STARTED)
    assert "a.csv, line 1: no header" in page.inner_text("#fill > .alarm")
    assert page.is_visible("#fill .opening")


def test_on_a_phone_only_the_sheet_scrolls_sideways(browser: Browser, site: str) -> None:
    with visited(browser, f"{site}de.html#fill/gcn?seed=7", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        page.wait_for_selector("#fill .opened .blank", timeout=STARTED)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert "Noch leer" in page.inner_text("#fill .count")
