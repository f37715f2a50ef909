"""The page for all who read it: narrow windows, both languages, light and dark, keyboards and screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.tools.browsing import STARTED, visited, visited_again

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.xdist_group("site")

NARROW = {"width": 360, "height": 740}
MLP = "#practise/mlp?seed=7"
READY = {
    "#print": "#gallery .cards a",
    "#lstm?seed=7": "#print .pages svg",
    MLP: "#practise .blank",
    "#fill/lstm?seed=7": "#fill .blank",
    "#class/lstm?steps=2": "#class .tasks li",
    "#mark": "#mark form",
}
"""Every view, and what it shows once it is there."""

FAULTS = """() => {
    const seen = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility() && !one.closest("svg"));
    const named = (one) => `${one.tagName} ${one.className} ${one.name ?? ""} ${(one.innerText ?? "").slice(0, 30)}`;
    const scrolls = (one) => one && (getComputedStyle(one).overflowX !== "visible" || scrolls(one.parentElement));

    const window = document.documentElement.clientWidth;
    const isWide = (one) => one.getBoundingClientRect().right > window + 1 && !scrolls(one.parentElement);

    const pen = document.createElement("canvas").getContext("2d");
    const paint = (colour) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [red, green, blue, cover] = pen.getImageData(0, 0, 1, 1).data;
        return { rgb: [red, green, blue], cover: cover / 255 };
    };
    const over = ({ rgb, cover }, ground) => rgb.map((part, at) => part * cover + ground[at] * (1 - cover));
    const ground = (one) => {
        const own = paint(getComputedStyle(one).backgroundColor);
        const below = () => (one.parentElement ? ground(one.parentElement) : [255, 255, 255]);
        return own.cover === 1 ? own.rgb : over(own, below());
    };
    const linear = (part) => (part <= 10 ? part / 3295 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) + 0.05;
    const isFaint = (one) => {
        const speaks = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (one.disabled || !(speaks || one.matches("input, select, textarea"))) {
            return false;
        }
        const both = [light(over(paint(getComputedStyle(one).color), ground(one))), light(ground(one))];
        return Math.max(...both) / Math.min(...both) < 4.5;
    };

    const labels = (one) => [...(one.labels ?? [])].map((label) => label.innerText);
    const words = (one) => [one.ariaLabel ?? "", one.matches("a, button") ? one.innerText : "", ...labels(one)];
    const isControl = (one) => one.matches("a, button, input, select, textarea");
    const isUnnamed = (one) => isControl(one) && !words(one).some((text) => text.trim());

    const tests = { wide: isWide, faint: isFaint, unnamed: isUnnamed };
    return Object.entries(tests).flatMap(([fault, test]) => seen.filter(test).map((one) => `${fault}: ${named(one)}`));
}"""


def views(page: Page, address: str) -> Any:
    """Each view in turn, once it is there; the engine is started once for all of them."""
    for link, ready in READY.items():
        page.goto(f"{address}{link}")
        page.wait_for_selector(ready, timeout=STARTED)
        yield link


@pytest.mark.parametrize(("language", "scheme"), [("", "light"), ("de.html", "dark")])
def test_every_view_fits_a_phone_can_be_read_and_names_its_controls(
    browser: Browser, site: str, language: str, scheme: str
) -> None:
    address = f"{site}{language}"
    with visited(browser, address, viewport=NARROW, color_scheme=scheme, has_touch=True, is_mobile=True) as page:
        found = {link: page.evaluate(FAULTS) for link in views(page, address)}
        assert not any(found.values()), found
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.evaluate(
            """() => {
                const bad = document.createElement("input");
                bad.style.cssText = "position:absolute;left:20px;width:900px;color:#999;background:#888";
                document.body.append(bad);
            }"""
        )
        assert {fault.partition(":")[0] for fault in page.evaluate(FAULTS)} == {"wide", "faint", "unnamed"}


def test_the_keyboard_reaches_the_content_at_once_and_every_control_shows_its_focus(
    regular: BrowserContext, site: str
) -> None:
    with visited_again(regular, f"{site}{MLP}") as page:
        page.wait_for_selector("#practise .blank", timeout=STARTED)
        assert page.title() == "Multilayer Perceptron (MLP) · byhand"
        page.focus(".skip")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "view"
        assert page.url.endswith(MLP)
        controls = page.locator("#practise :is(button, a, input):visible")
        for number in range(controls.count()):
            page.keyboard.press("Tab")
            assert controls.nth(number).evaluate(
                """one => {
                    const { outlineStyle, outlineWidth } = getComputedStyle(one);
                    return one === document.activeElement && outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
                }"""
            ), number


@pytest.mark.parametrize("language", ["", "de.html"])
def test_on_a_phone_the_first_cell_and_all_buttons_of_practise_are_in_sight(
    browser: Browser, site: str, language: str
) -> None:
    with visited(browser, f"{site}{language}{MLP}", viewport=NARROW, has_touch=True, is_mobile=True) as page:
        first = page.locator("#practise .blank").first
        first.wait_for(timeout=STARTED)
        box = first.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= NARROW["width"] - box["width"], "it is not left or right of the window"
        page.tap("#practise [name=hint]")
        page.wait_for_selector("#practise .arithmetic")
        panel = page.locator("#practise .panel")
        assert panel.evaluate("one => one.scrollHeight <= one.clientHeight"), "nothing is cut off"


def test_what_is_said_of_a_step_ends_when_one_of_its_cells_changes(regular: BrowserContext, site: str) -> None:
    with visited_again(regular, f"{site}{MLP}") as page:
        page.wait_for_selector("#practise .blank", timeout=STARTED)
        page.click("#practise [name=solution]")
        page.wait_for_selector("#practise .said .correct")
        page.locator("#practise .blank").first.fill("abc")
        assert page.locator("#practise .said .correct").count() == 0
