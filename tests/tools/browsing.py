"""A real browser for the tests, and the site that it visits, built once and served on this computer."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator.errors import ByhandError
from generator.site.builder import Site
from generator.site.serving import server
from generator.site.supplies import Supplies

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
"""A width and height of usual phones."""
KEPT = Path.home() / ".cache" / "byhand"
STARTED = 60_000
"""The engine may take so many milliseconds to start on a busy machine."""
MEMORY_IS_KEPT = "async () => Boolean(await caches.match(new URL('engine/memory.bin', location.href)))"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install 'byhand[test]'")
    if not CHROMIUM.exists():
        pytest.skip(f"needs Debian's Chromium at {CHROMIUM}: apt-get install chromium")
    playwright.expect.set_options(timeout=STARTED)
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `byhand site` writes it."""
    if not shutil.which("npm"):
        pytest.skip("needs npm, which fetches the runtime of the site")
    folder = tmp_path_factory.mktemp("site")
    try:
        Site(Supplies(KEPT)).write(folder, lambda _: None)
    except ByhandError as error:
        pytest.skip(f"the site's engine cannot be fetched: {error}")
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder that is served while the block runs."""
    with server(folder) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{running.server_address[1]}/"
        running.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the site."""
    with served(site_folder) as address:
        yield address


@contextmanager
def visited(browser: Browser, address: str, **looks: Any) -> Iterator[Page]:
    """A first visit to the site, in a browser that has never been there."""
    context = browser.new_context(accept_downloads=True, **looks)
    with _watched(context, address) as page:
        yield page
    context.close()


@pytest.fixture(scope="session")
def regular(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """The browser of somebody who was here before: the engine goes on from its memory, three times as fast."""
    context = browser.new_context(accept_downloads=True)
    with _watched(context, f"{site}#softmax") as page:
        page.wait_for_selector("#print .pages svg", timeout=STARTED)
        page.wait_for_function(MEMORY_IS_KEPT, timeout=STARTED)
    yield context
    context.close()


@contextmanager
def visited_again(regular: BrowserContext, address: str, size: ViewportSize = DESK) -> Iterator[Page]:
    """A later visit, of which nothing but the site itself is kept for the next."""
    with _watched(regular, address, size) as page:
        try:
            yield page
        finally:
            page.evaluate("localStorage.clear()")


@contextmanager
def _watched(context: BrowserContext, address: str, size: ViewportSize | None = None) -> Iterator[Page]:
    """A page of the site, which must report no error, open no dialog, and ask nobody else for anything."""
    faults: list[str] = []
    origin = address[: address.index("/", len("http://"))]

    def heard(request: Request) -> None:
        if not request.url.startswith((origin, f"blob:{origin}", "data:")):
            faults.append(f"asked for {request.url}")

    page = context.new_page()
    if size:
        page.set_viewport_size(size)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    context.on("request", heard)
    page.goto(address)
    try:
        yield page
    finally:
        page.close()
        context.remove_listener("request", heard)
    assert not faults
