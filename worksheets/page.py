"""The pictures of the page in docs/browser.md and the README: a sheet to print, and one that is practised.

`byhand site page && python -m worksheets.page page` takes them again, in docs/page/; it needs Playwright and Chromium.
"""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from generator.site.serving import server
from grader.browser.choice import ChosenSheet
from grader.browser.practice import solution

if TYPE_CHECKING:
    from playwright.sync_api import Page

DOCS = Path(__file__).parent.parent / "docs" / "page"
CHROMIUM = "/usr/bin/chromium"
SIZE = {"width": 1200, "height": 780}
PRACTISED = ChosenSheet("mlp", {}, 7, "a4", "full", "en")
STEP = 2
"""The step that is filled in, without adding the bias in one of its cells."""
NO_BIAS = "1"


def take_pictures(folder: Path) -> None:
    """Take the pictures of the site in a folder."""
    from playwright.sync_api import sync_playwright

    DOCS.mkdir(exist_ok=True)
    with server(folder) as running, sync_playwright() as driver:
        Thread(target=running.serve_forever, daemon=True).start()
        address = f"http://localhost:{running.server_address[1]}/"
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(f"{address}#lstm?seed=7")
        page.wait_for_selector("#print .pages:not(.waiting) svg", timeout=120_000)
        _keep(page, "print")
        page.goto(f"{address}#practise/{PRACTISED.exercise}?seed={PRACTISED.seed}")
        page.wait_for_selector("#practise svg", timeout=120_000)
        _practise(page)
        _keep(page, "practise")
        browser.close()
        running.shutdown()


def _practise(page: Page) -> None:
    """Fill the first step, with one mistake, and wait until it is judged."""
    for number, (place, text) in enumerate(solution(PRACTISED, STEP).content.items()):  # type: ignore[union-attr]
        line, column = place.split("/")
        cell = page.locator(f"#practise .blank[data-line='{line}'][data-column='{column}']")
        cell.fill(text if number else NO_BIAS)
    page.keyboard.press("Enter")
    page.wait_for_timeout(3000)


def _keep(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    page.screenshot(path=DOCS / f"{name}.png")


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
