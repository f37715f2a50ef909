"""Forms in a real browser: typed into, saved and marked; nothing that a name or a file holds runs, nothing is sent."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from generator.assignment.answer_sheet import answer_sheet
from generator.assignment.worksheet import Worksheet
from generator.cli import main
from generator.form.pouring import LEAST_DIGITS
from generator.printing import Printout
from grader.answers.typed import read_typed
from tests.simulated.homework import HOSTILE_NAME, filled, grades, make_homework, sheet_of
from tests.simulated.students import worksheet_of
from tests.tools.browsing import PHONE
from tests.tools.marking_cases import CASES
from tests.tools.sheets import shop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BOUNDARIES = (
    *(
        "1,,5",
        "-",
        "+",
        ".",
        ",",
        "x",
        "1/0",
        "1/",
        "/2",
        "1//2",
        "1/2/3",
        "--3",
        "-−3",
        "3-",
        "1 2",
        "1e",
        "1e5",
        "1e21",
    ),
    *(
        "1e-20",
        "1E+2",
        "0x10",
        "1.2.3",
        "1,2,3",
        "1.234.567,8",
        "1,234,567.8",
        "12,34.5",
        "1'23",
        "1'234'567",
        "²",
        "3²",
    ),
    *(
        "¼",
        "1¼",
        "-1 ¼",
        "5%",
        "5 %",
        "%",
        "#NAME?",
        "1-Feb",
        "36525",
        "36526",
        "73050",
        "73051",
        "-36526",
        "(1/2)",
        "((1))",
    ),
    *(
        "1.(",
        "1.()",
        "(.6)",
        "3 (exact)",
        "3 (maybe)",
        "z1=",
        "z1=3",
        "=-1/2",
        "−2",
        "–2",
        "٣٫٥",
        "1\u200b2",
        "\u200b3",
        "''",
        '""',
    ),
    *("9" * 40, "9" * 41, "1" * 100, "Infinity", "NaN", "null", "3 apples", "one"),
)


def again(page: Page, first: str, before: Callable[[], object] = lambda: None) -> None:
    """Load the page again until its first cell shows this text, each time after doing something.

    Two loads of a file may be two processes: the second sees late what the first kept, and in the first may be lost
    what it keeps just before it ends.
    """
    for _ in range(30):
        before()
        page.reload()
        if page.locator(".blank").first.input_value() == first:
            return
        page.wait_for_timeout(200)
    pytest.fail(f"the first cell does not show {first!r}")


def typed_and_kept(page: Page, text: str) -> None:
    """Type into the first cell until the page shows it when it is loaded again."""
    again(page, text, lambda: page.locator(".blank").first.fill(text))


def cleared(page: Page) -> None:
    """Clear the form, and say that this is meant."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#clear")


@contextmanager
def opened(browser: Browser, file: Path, **looks: Any) -> Iterator[Page]:
    """The page of a file, which must open no dialog, report no error and ask for no other file."""
    context = browser.new_context(**looks)
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda request: faults.append(request.url) if not asks_for_itself(request.url, file) else None)
    page.goto(file.as_uri())
    yield page
    context.close()
    assert not faults


def asks_for_itself(url: str, file: Path) -> bool:
    return url == file.as_uri() or url.startswith("blob:")


def form_of(worksheet: Worksheet, folder: Path, language: str = "en") -> Path:
    """The form of a worksheet as a file."""
    file = folder / "form.html"
    printed = shop(language).print_worksheet(worksheet, frozenset((Printout.FORM,)))
    file.write_bytes(printed.files[Printout.FORM])
    return file


def saved(page: Page, file: Path) -> Path:
    """The answer sheet that the page saves."""
    with page.expect_download() as waiting:
        page.click("#save")
    waiting.value.save_as(file)
    return file


def invalid(page: Page) -> list[str]:
    return [str(cell.input_value()) for cell in page.locator(".blank[aria-invalid=true]").all()]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def test_the_key_typed_with_the_keyboard_and_saved_earns_every_point(browser: Browser, tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    assert CliRunner().invoke(main, ["generate", str(homework), "--form", "--jobs", "1"]).exit_code == 0
    _, *key = csv.reader(io.StringIO(filled(sheet_of(homework, "ada"))))
    handed = tmp_path / "in"
    handed.mkdir()
    with opened(browser, homework / "answers" / "ada.html") as page:
        blanks = page.locator(".blank")
        places = blanks.evaluate_all("cells => cells.map((cell) => [cell.dataset.line, cell.dataset.column])")
        blanks.first.focus()
        for line, column in places:
            page.keyboard.type(key[int(line)][int(column)])
            page.keyboard.press("Enter")
        assert page.text_content("#count") == "All cells are filled in"
        saved(page, handed / "ada.csv")
    assert CliRunner().invoke(main, ["check", str(handed / "ada.csv")]).exit_code == 0
    CliRunner().invoke(main, ["grade", str(homework), str(handed)])
    assert grades(homework)["ada"]["percent"] == "100"


@pytest.mark.parametrize("language", ["en", "de"])
def test_an_untouched_form_saves_the_blank_answer_sheet(browser: Browser, tmp_path: Path, language: str) -> None:
    worksheet = worksheet_of("workbook-linear-layer", 7)
    with opened(browser, form_of(worksheet, tmp_path, language)) as page:
        assert saved(page, tmp_path / "a.csv").read_text("utf-8") == answer_sheet(worksheet)


def test_whatever_is_typed_is_saved_as_it_is(browser: Browser, tmp_path: Path) -> None:
    texts = ("1,,5", '5"', "a;b", "<b>", "=1+1", " 3")
    with opened(browser, form_of(worksheet_of("mlp", 7), tmp_path)) as page:
        for place, text in enumerate(texts):
            page.locator(".blank").nth(place).fill(text)
        rows = csv.reader(io.StringIO(saved(page, tmp_path / "a.csv").read_text("utf-8")))
        assert set(texts) <= {text for row in rows for text in row}


def test_arrows_tab_and_enter_move_between_the_cells(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, form_of(worksheet_of("lstm", 7), tmp_path)) as page:
        page.locator(".blank").first.focus()
        moves = {
            "ArrowDown": "zf1, row 2, column 1, step 2: Linear",
            "ArrowRight": "f1, row 2, column 1, step 3: Gates",
            "ArrowUp": "f1, row 1, column 1, step 3: Gates",
            "ArrowLeft": "zf1, row 1, column 1, step 2: Linear",
            "Enter": "zf1, row 2, column 1, step 2: Linear",
            "Shift+Enter": "zf1, row 1, column 1, step 2: Linear",
            "Tab": "zf1, row 2, column 1, step 2: Linear",
        }
        for key, place in moves.items():
            page.keyboard.press(key)
            assert focused(page) == place, key
        page.keyboard.type("12")
        page.keyboard.press("ArrowLeft")
        page.keyboard.type("5")
        assert page.locator(".blank").nth(1).input_value() == "152", "within a text, arrows move the caret"


def test_a_form_reads_numbers_as_check_does(browser: Browser, tmp_path: Path) -> None:
    typed = [case.typed for name, cases in CASES.items() if name != "Choices" for case in cases]
    texts = [text for text in dict.fromkeys((*typed, *BOUNDARIES)) if text.strip() and len(text) <= 100]
    with opened(browser, form_of(worksheet_of("lstm", 7), tmp_path)) as page:
        found = page.evaluate(
            """texts => texts.map((text) => {
                const cell = document.querySelector(".blank")
                cell.value = text
                cell.dispatchEvent(new Event("input"))
                return cell.getAttribute("aria-invalid") === null
            })""",
            texts,
        )
    readable = [read_typed(text).fault is None for text in texts]
    assert dict(zip(texts, found, strict=True)) == dict(zip(texts, readable, strict=True))
    assert {True, False} == set(readable)


def test_a_form_counts_what_is_blank_and_shows_what_cannot_be_read(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, form_of(worksheet_of("lstm", 7), tmp_path)) as page:
        all_cells = page.locator(".blank").count()
        assert page.text_content("#count") == f"Still blank: {all_cells}"
        for place, text in enumerate(("3", "1,,5", " ", "x")):
            page.locator(".blank").nth(place).fill(text)
        assert invalid(page) == ["1,,5", "x"]
        assert page.text_content("#count") == f"Still blank: {all_cells - 3} · not readable as a number: 2"
        assert page.text_content("#hint") == "This cannot be read as a number: write -3, 0.5 or 1/2."
        page.click("#unread")
        assert focused(page) == page.locator(".blank").nth(1).get_attribute("aria-label")


def test_words_are_never_called_unreadable(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, form_of(worksheet_of("vector-database", 7), tmp_path)) as page:
        page.locator(".blank[data-kind=word]").first.fill("who am I")
        assert invalid(page) == []


def test_dashed_copies_fill_themselves(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, form_of(worksheet_of("lstm", 7), tmp_path)) as page:
        first = page.locator(".blank[aria-label^='h1, row 1,']")
        first.fill("0.7")
        line, column = first.get_attribute("data-line"), first.get_attribute("data-column")
        copies = page.locator(f".copy[data-line='{line}'][data-column='{column}']")
        assert copies.all_text_contents() == ["0.7"] * copies.count()
        assert copies.count() > 0


def test_progress_is_kept_for_this_worksheet_and_can_be_cleared(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, form_of(worksheet_of("lstm", 7), tmp_path)) as page:
        typed_and_kept(page, "-2")
        form_of(worksheet_of("lstm", 8), tmp_path)
        again(page, "")  # another worksheet keeps its own
        form_of(worksheet_of("lstm", 7), tmp_path)
        again(page, "-2")
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.click("#clear")
        assert page.locator(".blank").first.input_value() == "-2"
        again(page, "", lambda: cleared(page))


@pytest.mark.parametrize("kept", ["no JSON", "null", '[1,"<b>"]', '{"0/7": {"a": 1}}', '{"__proto__": "x"}'])
def test_broken_progress_is_no_progress(browser: Browser, tmp_path: Path, kept: str) -> None:
    worksheet = worksheet_of("lstm", 7)
    with opened(browser, form_of(worksheet, tmp_path)) as page:
        name = f"byhand {worksheet.id}"
        for _ in range(30):
            page.evaluate("([name, kept]) => localStorage.setItem(name, kept)", [name, kept])
            page.reload()
            if page.evaluate("name => localStorage.getItem(name)", name) == kept:
                break
        assert page.evaluate("name => localStorage.getItem(name)", name) == kept
        assert page.locator(".blank").first.input_value() == ""
        typed_and_kept(page, "4")


def test_a_hostile_name_is_shown_and_does_not_run(browser: Browser, tmp_path: Path) -> None:
    worksheet = replace(worksheet_of("lstm", 7), name=HOSTILE_NAME, student="ada")
    with opened(browser, form_of(worksheet, tmp_path)) as page:
        assert page.text_content("header b") == HOSTILE_NAME
        page.locator(".blank[aria-label^='h1, row 1,']").fill("<img src=x onerror=alert(1)>")
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 2


def test_the_policy_refuses_foreign_scripts_and_requests(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(form_of(worksheet_of("lstm", 7), tmp_path).as_uri())
    page.evaluate(
        """() => {
            const script = document.createElement("script")
            script.textContent = "document.title = 'taken over'"
            document.body.append(script)
        }"""
    )
    assert page.title() != "taken over"
    assert page.evaluate("fetch('data:,x').then(() => 'sent', () => 'refused')") == "refused"
    context.close()


@pytest.mark.parametrize(("name", "fits"), [("mlp", True), ("softmax", True), ("convolution", False)])
def test_on_a_large_screen_a_sheet_fits_unless_its_digits_would_be_too_small(
    browser: Browser, tmp_path: Path, name: str, fits: bool
) -> None:
    worksheet = worksheet_of(name, 7)
    with opened(browser, form_of(worksheet, tmp_path, "de"), viewport={"width": 1100, "height": 900}) as page:
        within = page.evaluate("(paper => paper.scrollWidth <= paper.clientWidth)(document.querySelector('.paper'))")
        assert within is fits
        digits = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.blank')).fontSize)")
        assert digits >= LEAST_DIGITS - 0.1


@pytest.mark.parametrize("name", ["lstm", "workbook-linear-layer"])
def test_on_a_phone_only_the_sheet_scrolls_sideways(browser: Browser, tmp_path: Path, name: str) -> None:
    with opened(
        browser, form_of(worksheet_of(name, 7), tmp_path), viewport=PHONE, has_touch=True, is_mobile=True
    ) as page:
        page.locator(".blank").first.fill("1,,5")
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        for button in page.locator("footer button").all():
            if box := button.bounding_box():
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= PHONE["width"]
        cell = page.locator(".blank").first.bounding_box()
        assert cell is not None
        assert min(cell["width"], cell["height"]) >= 24
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.blank')).fontSize)") >= 12


def test_phones_whose_number_pad_lacks_them_get_a_sign_and_a_fraction_bar(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, form_of(worksheet_of("lstm", 7), tmp_path), viewport=PHONE, has_touch=True) as page:
        page.locator(".blank").nth(2).fill("1")
        page.tap("#slash")
        page.keyboard.type("2")
        page.tap("#minus")
        assert page.locator(".blank").nth(2).input_value() == "-1/2"
        page.tap("#minus")
        assert page.locator(".blank").nth(2).input_value() == "1/2"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_typed_differs_from_its_ground(browser: Browser, tmp_path: Path, scheme: str) -> None:
    with opened(browser, form_of(worksheet_of("lstm", 7), tmp_path), color_scheme=scheme) as page:
        bright = page.evaluate(
            """() => [getComputedStyle(document.querySelector(".blank")).color,
                      getComputedStyle(document.body).backgroundColor].map((colour) => {
                const [red, green, blue] = colour.match(/[0-9]+/g).map(Number)
                return 0.2126 * red + 0.7152 * green + 0.0722 * blue
            })"""
        )
    assert (bright[0] > bright[1]) == (scheme == "dark")
    assert abs(bright[0] - bright[1]) > 120


def test_a_printed_form_has_no_buttons(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, form_of(worksheet_of("lstm", 7), tmp_path)) as page:
        assert page.locator("#save").is_visible()
        page.emulate_media(media="print")
        assert not page.locator("#save").is_visible()
        assert page.locator(".blank").first.is_visible()
