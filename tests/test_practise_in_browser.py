"""Practising in a real browser: steps are checked when they are full, slips are named, and progress is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from generator.network.blueprint import Grid
from generator.network.number import Values, show_value
from tests.simulated.students import carrying_on, worksheet_of
from tests.tools.browsing import PHONE, STARTED, visited, visited_again
from tests.tools.questions import asked, key_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

pytestmark = pytest.mark.xdist_group("site")

MLP = "#practise/mlp?seed=7"


@pytest.fixture(scope="module")
def page(regular: BrowserContext, site: str) -> Iterator[Page]:
    """One visit for all tests, since the engine takes long to start."""
    with visited_again(regular, f"{site}#practise") as opened:
        yield opened


def begin(page: Page, link: str = MLP) -> None:
    """Begin with a sheet of which nothing is kept."""
    page.evaluate("link => { location.hash = '#print'; localStorage.clear(); }", link)
    page.wait_for_selector("#practise", state="hidden")
    go_on(page, link)


def go_on(page: Page, link: str = MLP) -> None:
    """Show a sheet as it is kept; the cells of the one before are not taken for its own."""
    page.evaluate("document.querySelector('#practise .pages').replaceChildren()")
    page.evaluate("link => { location.hash = link }", link)
    page.wait_for_selector("#practise .blank", timeout=STARTED)


def cell(page: Page, place: str) -> Locator:
    line, column = place.split("/")
    return page.locator(f"#practise .blank[data-line='{line}'][data-column='{column}']")


def typed(page: Page, texts: dict[str, str]) -> None:
    """Type texts with the keyboard, each left with Enter."""
    for place, text in texts.items():
        cell(page, place).focus()
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def first_step() -> dict[str, str]:
    """The right texts of the first step of the sheet."""
    return dict(asked("solution", "mlp", step=asked("practice", "mlp")["steps"][0]["number"]))


def said(page: Page, words: str) -> None:
    page.locator("#practise .said", has_text=words).wait_for()


def test_a_full_step_is_checked_a_wrong_cell_marked_and_a_right_one_too(page: Page) -> None:
    step = first_step()
    last = list(step)[-1]
    begin(page)
    typed(page, dict(list(step.items())[:-1]))
    assert page.locator("#practise .blank[data-verdict=correct]").count() == 0, "the step is not full"
    typed(page, {last: "77"})
    cell(page, next(iter(step))).focus()
    said(page, f"Right: {len(step) - 1} of {len(step)}")
    assert cell(page, last).get_attribute("data-verdict") == "incorrect"
    assert cell(page, last).locator("+ .sign").text_content() == "✗"
    assert str(cell(page, last).get_attribute("aria-label")).endswith(": wrong")
    assert page.locator("#practise .blank[data-verdict=correct]").count() == len(step) - 1
    typed(page, {last: step[last]})
    cell(page, next(iter(step))).focus()
    said(page, "Everything is right.")
    assert cell(page, last).locator("+ .sign").text_content() == "✓"
    assert page.text_content("#practise .steps .state >> nth=0") == "✓"


def test_a_pause_is_enough_to_have_a_full_step_checked(page: Page) -> None:
    begin(page, "#practise/mlp?seed=7")
    for place, text in first_step().items():
        cell(page, place).fill(text)
    page.locator("#practise .sign.correct").first.wait_for()
    assert page.evaluate("document.activeElement.className") == "blank", "the last cell was not left"


def test_a_slip_is_named_and_work_that_follows_has_a_sign_of_its_own(page: Page) -> None:
    worksheet = worksheet_of("mlp", 7)

    def turned(grid: Grid, values: Values) -> Values:
        return (
            tuple(tuple(0 - number for number in row if not isinstance(number, str)) for row in values)
            if grid.name == "Z1"
            else values
        )

    own = carrying_on(worksheet, turned)
    begin(page)
    for label in page.eval_on_selector_all("#practise .blank", "cells => cells.map((cell) => cell.ariaLabel)"):
        ((grid, row, column),) = re.findall(r"^(\w+), row (\d+), column (\d+)", label)
        page.locator(f"#practise .blank[aria-label^='{grid}, row {row}, column {column},']").fill(
            show_value(own[grid][int(row) - 1][int(column) - 1])
        )
    page.locator("#practise .steps button").first.click()  # leaves the last cell too, so the sheet is being judged
    said(page, "Z1: probably the sign is the wrong way round.")
    follows = page.locator("#practise .blank[data-verdict=follow-through]")
    assert follows.count() > 0
    assert "follows from an earlier cell" in str(follows.first.get_attribute("aria-label"))
    assert page.locator("#practise .sign.follow-through").count() == follows.count()


def test_a_hint_shows_arithmetic_and_a_solution_fills_its_step_marked_as_shown(page: Page) -> None:
    step = first_step()
    begin(page)
    cell(page, next(iter(step))).focus()
    page.click("#practise [name=hint]")
    hint = page.locator("#practise .arithmetic").inner_text()
    assert hint.endswith("= ?")
    assert "·" in hint
    page.click("#practise [name=solution]")
    page.locator("#practise .sign.shown").first.wait_for()
    assert {place: cell(page, place).input_value() for place in step} == step
    assert page.locator("#practise .sign.shown").count() == len(step)
    assert "hints: 1" in str(page.text_content("#practise .progress"))
    assert not page.locator("#practise .arithmetic").count()


def test_a_finished_sheet_says_how_much_was_right_at_the_first_try(page: Page) -> None:
    steps, key = asked("practice", "softmax")["steps"], key_of("softmax")
    first = {place: key[place] for place in steps[0]["places"]}
    wrong = next(iter(first))
    begin(page, "#practise/softmax?seed=7")
    typed(page, first | {wrong: "99"})
    page.locator("#practise .sign.incorrect").first.wait_for()
    typed(page, {wrong: key[wrong]})
    for number, step in enumerate(steps[1:], start=1):
        page.locator("#practise .steps button").nth(number).click()
        page.click("#practise [name=solution]")
        page.locator("#practise .steps li").nth(number).locator(".correct").wait_for()
        assert cell(page, step["places"][0]).input_value() == key[step["places"][0]]
    said(page, f"Finished. Right at the first try: {len(first) - 1} of {len(key)}")


def test_progress_is_kept_on_the_device_for_these_numbers_alone(page: Page) -> None:
    step = first_step()
    begin(page)
    typed(page, step)
    said(page, "Everything is right.")
    page.reload()
    page.locator("#practise .sign.correct").first.wait_for(timeout=STARTED)
    assert cell(page, next(iter(step))).input_value() == next(iter(step.values()))
    page.click("#practise [name=another]")
    page.wait_for_function("() => !location.hash.endsWith('seed=7')")
    # The address changes before the sheet does.
    expect = pytest.importorskip("playwright.sync_api").expect
    expect(page.locator("#practise .blank").first).to_have_value("")
    go_on(page)
    page.locator("#practise .sign.correct").first.wait_for()
    assert cell(page, next(iter(step))).input_value() == next(iter(step.values()))


@pytest.mark.parametrize("kept", ["no JSON", "null", '{"typed": 3, "checked": "x", "firsts": [], "shown": {}}'])
def test_broken_progress_is_no_progress(page: Page, kept: str) -> None:
    begin(page, "#practise/softmax?seed=7")
    page.evaluate("kept => localStorage.setItem('byhand practise mlp?seed=7', kept)", kept)
    go_on(page)
    page.wait_for_selector("#practise h1 >> text=/MLP|Multi/")
    assert page.locator("#practise .blank").first.input_value() == ""


def test_a_browser_that_keeps_nothing_says_so(page: Page) -> None:
    begin(page)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    page.locator("#practise .blank").first.fill("3")
    page.locator("#practise .alarm", has_text="This browser keeps nothing").first.wait_for()
    page.reload()


def test_keys_move_about_and_copies_repeat_what_is_typed(page: Page) -> None:
    begin(page, "#practise/lstm?seed=7")
    page.locator("#practise .blank").first.focus()
    for key, place in (
        ("ArrowDown", "zf1, row 2"),
        ("ArrowRight", "f1, row 2"),
        ("ArrowUp", "f1, row 1"),
        ("Tab", "f1, row 2"),
    ):
        page.keyboard.press(key)
        label = str(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        assert label.startswith(place), key
    state = page.locator("#practise .blank[aria-label^='h1, row 1,']")
    state.fill("0.7")
    assert page.locator("#practise .copy", has_text="0.7").count() > 0


def test_words_and_ticks_are_answers_too(page: Page) -> None:
    key = key_of("llm-sampling")
    begin(page, "#practise/llm-sampling?seed=7")
    typed(page, key)
    said(page, "Everything is right.")
    said(page, f"Right at the first try: {len(key)} of {len(key)}")


def test_a_sheet_with_small_cells_is_wider_than_its_frame_so_that_digits_can_be_read(page: Page) -> None:
    begin(page, "#practise/vector-database?seed=7")
    sizes = page.locator("#practise .blank").evaluate_all("cells => cells.map(one => getComputedStyle(one).fontSize)")
    assert min(float(size.removesuffix("px")) for size in sizes) == pytest.approx(13, abs=0.1)
    last = page.locator("#practise .paper").first.locator(".blank").last
    last.focus()
    frame, cell = (page.locator("#practise .paper").first.bounding_box(), last.bounding_box())
    assert frame
    assert cell
    assert frame["x"] <= cell["x"]
    assert cell["x"] + cell["width"] <= frame["x"] + frame["width"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_page_fits_and_a_sign_can_be_changed(browser: Browser, site: str) -> None:
    with visited(browser, f"{site}de.html{MLP}", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        page.wait_for_selector("#practise .blank", timeout=STARTED)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        first = page.locator("#practise .blank").first
        first.fill("3")
        page.tap("#practise [name=minus]")
        page.tap("#practise [name=slash]")
        assert first.input_value() == "-3/"
        box = first.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
        last = page.locator("#practise .blank").last
        last.focus()
        assert last.evaluate(
            """cell => {
                const { left, top, width, height } = cell.getBoundingClientRect()
                return document.elementFromPoint(left + width / 2, top + height / 2) === cell
            }"""
        ), "the panel at the foot does not cover the cell that is typed into"
