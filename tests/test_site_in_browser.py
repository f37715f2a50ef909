"""The site in a real browser: sheets are found, follow their parameters, and print as on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from generator.catalogue import OURS
from generator.cli import main
from tests.tools.browsing import MEMORY_IS_KEPT, PHONE, STARTED, served, visited, visited_again

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.xdist_group("site")


def shown_sheet(page: Page) -> str:
    """The pages that are shown, once they are those of the latest choice."""
    page.wait_for_selector("#print .pages:not(.waiting) svg", timeout=STARTED)
    return str(page.inner_html("#print .pages"))


def test_the_catalogue_shows_every_exercise_and_narrows_down(browser: Browser, site: str) -> None:
    with visited(browser, site) as page:
        page.wait_for_selector(".cards a")
        assert page.locator(".cards a").count() == len(OURS.names())
        page.select_option("[name=family]", "sequence")
        assert {link.get_attribute("href") for link in page.locator(".cards a").all()} == {"#gru", "#lstm", "#rnn"}
        page.fill("[name=text]", "memory")
        assert [link.get_attribute("href") for link in page.locator(".cards a").all()] == ["#lstm"]
        page.fill("[name=text]", "nothing is called so")
        assert page.inner_text(".families") == "No exercise is like that."


def test_the_picture_and_the_link_follow_the_parameters(regular: BrowserContext, site: str) -> None:
    expect = pytest.importorskip("playwright.sync_api").expect
    with visited_again(regular, f"{site}#lstm?steps=2&seed=7") as page:
        two = shown_sheet(page)
        assert "time 2" in two
        assert "time 3" not in two
        page.fill("[name=steps]", "4")
        expect(page.locator("#print .pages")).to_contain_text("time 4")
        assert page.url.endswith("#lstm?steps=4&seed=7")
        four = shown_sheet(page)
        page.check("[name=key]")
        expect(page.locator("#print .pages [role=img]").first).to_have_attribute("aria-label", "Key, page 1 of 2")
        assert len(shown_sheet(page)) > len(four)
        page.click("[name=another]")
        assert not page.url.endswith("&seed=7")


def test_what_is_not_allowed_is_said_and_the_picture_stays(regular: BrowserContext, site: str) -> None:
    with visited_again(regular, f"{site}#lstm?seed=7") as page:
        before = shown_sheet(page)
        page.fill("[name=steps]", "40")
        page.wait_for_selector("#print .alarm:not([hidden])")
        assert "steps" in page.inner_text("#print .alarm")
        assert page.inner_html("#print .pages") == before


def test_a_hostile_link_shows_the_usual_sheet_and_runs_nothing(regular: BrowserContext, site: str) -> None:
    link = '#lstm?seed=7&steps=<img src=x onerror=alert(1)>&first="><script>alert(2)</script>'
    with visited_again(regular, f"{site}{link}") as page:
        shown_sheet(page)
        assert page.url.endswith("#lstm?seed=7")
        page.goto(f"{site}#<img src=x onerror=alert(1)>?seed=1")
        page.wait_for_selector(".cards a")
        page.goto(f"{site}#backpropagation?hidden=<img src=x onerror=alert(1)>&seed=7")
        page.wait_for_selector("#print .alarm:not([hidden])")
        assert page.locator("#view img[src=x], #view script").count() == 0


FILES = {
    "sheets": "lstm-7.pdf",
    "keys": "lstm-7.key.pdf",
    "keys-worked": "lstm-7.key.pdf",
    "answers": "lstm-7.csv",
    "slides": "lstm-7.slides.pdf",
}


@pytest.mark.parametrize(("language", "paper"), [("en", "a4"), ("de", "letter")])
def test_files_are_those_of_the_command_line(
    regular: BrowserContext, site: str, tmp_path: Path, language: str, paper: str
) -> None:
    home = site if language == "en" else f"{site}de.html"
    with visited_again(regular, f"{home}#lstm?seed=7&paper={paper}") as page:
        shown_sheet(page)
        for part, file in FILES.items():
            with page.expect_download() as waiting:
                page.click(f"[data-part={part}]")
            waiting.value.save_as(tmp_path / part)
            assert waiting.value.suggested_filename == file
    for part, file in FILES.items():
        command = ["slides", "lstm"] if part == "slides" else ["generate", "lstm", "--paper", paper]
        worked = ["--key", "worked"] if part == "keys-worked" else []
        options = ["--seed", "7", "--language", language, "--out", str(tmp_path / "out")]
        assert CliRunner().invoke(main, [*command, *worked, *options]).exit_code == 0
        assert (tmp_path / part).read_bytes() == (tmp_path / "out" / file).read_bytes()


def test_the_other_language_shows_the_same_sheet(regular: BrowserContext, site: str) -> None:
    with visited_again(regular, f"{site}#mlp?seed=3") as page:
        shown_sheet(page)
        page.click("a.language")
        page.wait_for_selector("html[lang=de] #print .pages:not(.waiting) svg", timeout=STARTED)
        assert page.url.startswith(f"{site}de.html#mlp?")
        assert page.input_value("[name=seed]") == "3"
        assert page.locator("[name=output] option").all_text_contents() == ["ohne", "ReLU", "Sigmoid", "Softmax"]
        page.select_option("[name=output]", "relu")
        page.wait_for_url("**#mlp?*output=relu*")


def test_after_one_visit_it_works_without_a_network(browser: Browser, site_folder: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    with served(site_folder) as address:
        page.goto(address)
        page.evaluate("navigator.serviceWorker.ready")
    page.goto(f"{address}#gcn?seed=7")
    page.reload()
    assert "svg" in shown_sheet(page)
    context.close()


DAMAGE = """async () => {
    for (const name of await caches.keys()) {
        await (await caches.open(name)).put("engine/memory.bin", new Response("damaged"));
    }
}"""


@pytest.mark.parametrize("memory", ["kept", "damaged"])
def test_a_later_visit_draws_the_same_sheet(browser: Browser, site: str, memory: str) -> None:
    """It goes on from the memory of an engine that has started, and starts anew where that cannot be used."""
    with visited(browser, f"{site}#gcn?seed=7") as page:
        first = shown_sheet(page)
        page.wait_for_function(MEMORY_IS_KEPT, timeout=STARTED)
        if memory == "damaged":
            page.evaluate(DAMAGE)
        page.reload()
        assert shown_sheet(page) == first
        with page.expect_download(timeout=STARTED) as waiting:
            page.click("[data-part=slides]")
        assert waiting.value.suggested_filename == "gcn-7.slides.pdf"


def test_it_fits_on_a_phone(regular: BrowserContext, site: str) -> None:
    with visited_again(regular, f"{site}#lstm?seed=7", PHONE) as page:
        shown_sheet(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.goto(f"{site}#print")
        page.wait_for_selector(".cards a")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
