"""Classes in a real browser: made, added to and marked there, and gone on with on the command line, and back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.answer_sheets.imitations import open_document
from tests.simulated.homework import HOSTILE_ROSTER, answers_of, filled, grade, grades, make_homework, sheet_of
from tests.tools.browsing import PHONE, STARTED, visited, visited_again
from tests.tools.commands import done
from tests.tools.images import filtered
from tests.tools.zips import extracted, files_of, zipped

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Download, FrameLocator, Page

pytestmark = pytest.mark.xdist_group("site")

DROP = """([selector, files]) => {
    const transfer = new DataTransfer();
    for (const [name, bytes] of files) {
        transfer.items.add(new File([new Uint8Array(bytes)], name));
    }
    const target = document.querySelector(selector);
    for (const type of ["dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
}"""


def file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def drop(page: Page, selector: str, files: Mapping[str, bytes], into: str) -> None:
    """Drop files on an element that has them as if they had been chosen in one of its inputs."""
    page.evaluate(DROP, [selector, [[name, list(content)] for name, content in files.items()]])
    page.wait_for_function("selector => document.querySelector(selector).files.length", arg=into)


def drop_from_disk(page: Page, selector: str, path: Path) -> None:
    """Drop a file or folder as a person does, with the browser itself reading the disk."""
    place = page.locator(selector).bounding_box()
    assert place
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        at = {"x": place["x"] + 20, "y": place["y"] + 20}
        session.send("Input.dispatchDragEvent", {"type": kind, "data": data, **at})


def lines_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(content.decode().splitlines()))


def saved(page: Page, button: str, place: Path) -> Path:
    """The file that a button saves."""
    with page.expect_download() as waiting:
        page.click(button)
    download: Download = waiting.value
    download.save_as(place / download.suggested_filename)
    return place / download.suggested_filename


def made(page: Page, form: str) -> str:
    """What the engine says once a class is made or brought up to date."""
    page.click(f"{form} button.main.wide")
    # What was made before is hidden as soon as the button is pressed.
    page.wait_for_selector(f"{form} .downloads button", timeout=STARTED)
    return page.text_content(f"{form} .said") or ""


def mark(page: Page) -> FrameLocator:
    """The report of the class."""
    page.click("#mark button.main.wide")
    page.wait_for_selector("#mark .marks tbody tr", timeout=STARTED)
    report = page.frame_locator("#mark iframe")
    report.locator("h1").wait_for()
    return report


def test_the_command_line_goes_on_with_a_class_of_the_page(browser: Browser, site: str, tmp_path: Path) -> None:
    with visited(browser, f"{site}#softmax?decimals=1&seed=7") as page:
        page.wait_for_selector("#print .pages svg", timeout=STARTED)
        page.click("[data-class]")
        page.wait_for_selector("#class .tasks li")
        assert page.url.endswith("#class")
        assert page.input_value(".tasks [name=decimals]") == "1"
        page.fill(".tasks [data-points]", "12.5")
        page.select_option("[name=class-add]", "matrix-multiplication")
        page.fill("[name=class-title]", "Week 3")
        page.fill("[name=class-date]", "2026-12-01")
        page.fill("[name=class-time]", "18:00")
        page.fill("[name=class-count]", "3")
        drop(page, "[data-new] [data-drop]", {"our logo.png": filtered("RGBA")}, "[name=class-logo]")
        assert "week-3: 3 worksheets, 3 of them printed now" in made(page, "[data-new]")
        archive = saved(page, "[data-new] .downloads .main", tmp_path)
        papers = saved(page, "[data-new] .downloads button:text-is('class.pdf')", tmp_path)
    folder = extracted(archive.read_bytes(), tmp_path / "class")
    description = (folder / "assignment.toml").read_text(encoding="utf-8")
    assert 'due = "2026-12-01T18:00:00+' in description
    assert "points = 12.5" in description
    assert (folder / "logo.png").read_bytes() == filtered("RGBA")
    assert papers.read_bytes().count(b"/SMask") == 1
    assert papers.read_bytes() == (folder / "class.pdf").read_bytes()
    assert "3 students, 3 with a sheet" in done("status", folder)
    for student in "123":
        (tmp_path / f"{student}.csv").write_text(filled(sheet_of(folder, student)), encoding="utf-8")
    grade(folder, *(tmp_path / f"{student}.csv" for student in "123"))
    assert [line["percent"] for line in grades(folder).values()] == ["100"] * 3
    _printed_again_natively(folder)


def _printed_again_natively(folder: Path) -> None:
    """What the command line prints of the same record has the same bytes."""
    before = files_of(folder)
    again = [name for name in before if name.endswith(".pdf") or name.startswith("answers/")]
    for name in again:
        (folder / name).unlink()
    done("generate", folder, "--jobs", 1)
    assert {name: files_of(folder)[name] for name in again} == {name: before[name] for name in again}


def test_students_are_added_and_the_old_sheets_keep_their_bytes(
    regular: BrowserContext, site: str, tmp_path: Path
) -> None:
    with visited_again(regular, f"{site}#class/softmax?decimals=1") as page:
        page.check("[data-new] input[value=text]")
        page.fill("[name=class-text]", HOSTILE_ROSTER)
        made(page, "[data-new]")
        archive = saved(page, "[data-new] .downloads .main", tmp_path).read_bytes()
        drop(page, "[data-more] [data-drop]", {"homework-1.zip": archive}, "[name=more-folder]")
        longer_list = f"{HOSTILE_ROSTER}noether,Emmy Noether\n".encode()
        drop(page, "[data-more] .students", {"longer.csv": longer_list}, "[name=more-file]")
        assert page.is_checked("[data-more] input[value=file]")
        assert "homework-1: 4 worksheets, 1 of them printed now" in made(page, "[data-more]")
        longer = saved(page, "[data-more] .downloads .main", tmp_path).read_bytes()
    old, new = files_of(extracted(archive, tmp_path / "old")), files_of(extracted(longer, tmp_path / "new"))
    sheets = [name for name in old if name.startswith(("sheets/", "keys/", "answers/"))]
    assert len(sheets) == 9
    assert {name: new[name] for name in sheets} == {name: old[name] for name in sheets}
    assert "sheets/noether.pdf" in new


def test_names_in_other_scripts_print_as_on_the_command_line(browser: Browser, site: str, tmp_path: Path) -> None:
    with visited(browser, f"{site}de.html#class/softmax?decimals=1") as page:
        asked: list[str] = []
        page.context.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        page.check("[data-new] input[value=text]")
        page.fill("[name=class-text]", "student,name\nada,Ada Lovelace\nnoether,Эмми Нётер\n")
        made(page, "[data-new]")
        assert "world.zip" not in asked
        page.fill("[name=class-text]", "student,name\nhua,华罗庚\nito,伊藤清\nkim,김민형\n")
        assert "warning" not in made(page, "[data-new]")
        assert "world.zip" in asked
        outcome = "Blätter: 3, davon neu: 3. Speichern Sie die Klasse jetzt: nichts anderes bewahrt sie auf."
        assert page.inner_text("[data-new] .done") == outcome
        assert page.is_hidden("[data-new] .said")
        archive = saved(page, "[data-new] .downloads .main", tmp_path)
    _printed_again_natively(extracted(archive.read_bytes(), tmp_path / "class"))


def test_a_class_of_the_command_line_gets_the_same_marks_in_the_page(
    regular: BrowserContext, site: str, tmp_path: Path
) -> None:
    homework = make_homework(tmp_path)
    done("generate", homework, "--jobs", 1)
    handed = answers_of(homework) | {"ben.ods": open_document(lines_of(answers_of(homework)["ben.csv"]))}
    handed.pop("ben.csv")
    with visited_again(regular, f"{site}#mark") as page:
        drop(page, "[data-drop=folder]", {"hw1.zip": zipped(homework)}, "#mark [name=folder]")
        page.set_input_files("#mark [name=files]", [file(name, content) for name, content in handed.items()])
        assert page.inner_text("#mark .handed") == "Files: 3"
        report = mark(page)
        assert report.locator("h1").inner_text() == "Homework 1: the class"
        rows = [row.inner_text().split("\t") for row in page.locator("#mark tbody tr").all()]
        assert [row[:2] for row in rows] == [["ada", "Ada Lovelace"], ["ben", "Ben Ray"], ["cyd", "Cyd Charisse"]]
        assert rows[0][4] == "100"
        # The style of reports is the one inline style that the policy of the page allows.
        width = "getComputedStyle(document.querySelector('#mark iframe').contentDocument.body).maxWidth"
        assert page.evaluate(width) == "992px"
        report.locator("a", has_text="feedback").first.click()
        report.locator(".score").wait_for()
        page.click("#mark [name=back]")
        report.locator(".tiles").wait_for()
        page.click("#mark tbody tr:nth-child(2) button")
        report.locator("p.quiet", has_text="Ben Ray").first.wait_for()
        assert not page.locator("#mark tbody tr:nth-child(3) button").count()
        table = saved(page, "#mark .marks .downloads button:text-is('grades.csv')", tmp_path).read_bytes()
        every = saved(page, "#mark .marks .downloads .main", tmp_path).read_bytes()
    places = [tmp_path / name for name in handed]
    for place, content in zip(places, handed.values(), strict=True):
        place.write_bytes(content)
    grade(homework, *places)
    theirs = files_of(homework / "marks")
    theirs.pop(".byhand.lock", None)
    assert table == theirs["grades.csv"]
    assert files_of(extracted(every, tmp_path / "page")) == theirs


def test_a_folder_that_is_dropped_is_read_with_all_that_is_in_it(
    regular: BrowserContext, site: str, tmp_path: Path
) -> None:
    homework = make_homework(tmp_path)
    folder = tmp_path / "week 1"
    for name, content in answers_of(homework).items():
        (folder / "deep" / name.partition(".")[0]).mkdir(parents=True)
        (folder / "deep" / name.partition(".")[0] / "answers.csv").write_bytes(content)
    for number in range(150):  # browsers hand out a hundred names at once
        (folder / f"notes-{number}.txt").write_text("nothing", encoding="utf-8")
    with visited_again(regular, f"{site}#mark") as page:
        drop_from_disk(page, "[data-drop=folder]", homework)
        page.wait_for_function("() => document.querySelector('#mark [name=folder]').files[0]?.name === 'hw1.zip'")
        drop_from_disk(page, "[data-drop=handed]", folder)
        page.wait_for_selector("#mark .handed:text('Files: 153')")
        mark(page)
        table = saved(page, "#mark .marks .downloads button:text-is('grades.csv')", tmp_path).read_bytes()
    grade(homework, folder)
    assert table == (homework / "marks" / "grades.csv").read_bytes()


def test_a_folder_of_submissions_is_marked(regular: BrowserContext, site: str, tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    folder = tmp_path / "week 1"
    for name, content in answers_of(homework).items():
        (folder / name.partition(".")[0]).mkdir(parents=True)
        (folder / name.partition(".")[0] / "answers.csv").write_bytes(content)
    with visited_again(regular, f"{site}#mark") as page:
        page.set_input_files("#mark [name=folder]", [file("hw1.zip", zipped(homework))])
        page.set_input_files("#mark [name=directory]", folder)
        mark(page)
        table = saved(page, "#mark .marks .downloads button:text-is('grades.csv')", tmp_path).read_bytes()
    grade(homework, folder)
    assert table == (homework / "marks" / "grades.csv").read_bytes()


EVIL = "https://evil.example"
ATTACK = f"""<style>body{{background:url({EVIL}/style)}}</style><script>top.ran = 2</script>
<img src="{EVIL}/picture" onerror="top.ran = 1"><iframe src="{EVIL}/frame"></iframe><svg onload="top.ran = 3"></svg>
<meta http-equiv="refresh" content="0;url={EVIL}/refresh">
<form action="{EVIL}/form"><button>send</button></form><a class="out" href="{EVIL}/link" target="_top">out</a>
<a class="script" href="javascript:top.ran = 4">script</a>"""


@contextmanager
def attacked(browser: Browser, address: str) -> Iterator[Page]:
    """A page in which attacks are tried: they may be heard of, but run nothing and reach nobody."""
    context = browser.new_context(accept_downloads=True)
    asked: list[str] = []
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    # The browser also speaks of a request that the policy of the page stopped before it was made.
    context.on("request", lambda request: asked.append(request.url))
    context.on("requestfailed", lambda request: asked.remove(request.url) if request.failure == "csp" else None)
    context.on("dialog", refuse)
    page = context.new_page()
    page.goto(address)
    yield page
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None
    assert page.url.startswith(address)
    assert not dialogs
    assert not [url for url in asked if "evil.example" in url]
    context.close()


def test_reports_run_nothing_even_where_templates_are_hostile(browser: Browser, site: str, tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    (homework / "templates").mkdir()
    for name in ("class.html.jinja", "feedback.html.jinja"):
        page_of = f"<!DOCTYPE html><h1>{name}</h1>{ATTACK}<a class='in' href='feedback/ada.html'>in</a>"
        (homework / "templates" / name).write_text(page_of, encoding="utf-8")
    with attacked(browser, f"{site}#mark") as page:
        page.set_input_files("#mark [name=folder]", [file("hw1.zip", zipped(homework))])
        page.set_input_files("#mark [name=files]", [file("ada.csv", answers_of(homework)["ada.csv"])])
        page.click("#mark button.main.wide")
        page.wait_for_selector("#mark .programs:not([hidden])", timeout=STARTED)
        assert page.locator("#mark .programs li").all_inner_texts() == [
            "templates/class.html.jinja",
            "templates/feedback.html.jinja",
        ]
        assert page.is_hidden("#mark .marks")
        page.click("#mark .programs button")
        page.wait_for_selector("#mark .marks tbody tr", timeout=STARTED)
        report = page.frame_locator("#mark iframe")
        assert report.locator("h1").inner_text() == "class.html.jinja"
        assert not report.locator(".out, .script").count()
        report.locator(".in").click()
        report.locator("h1", has_text="feedback.html.jinja").wait_for()
        for link in ("button", ".script", ".out"):
            report.locator(link).click(no_wait_after=True)
            page.wait_for_timeout(200)


def test_hostile_submissions_and_names_run_nothing(browser: Browser, site: str, tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    (homework / "roster.csv").write_text(f"{HOSTILE_ROSTER}ben,=HYPERLINK(1)\n", encoding="utf-8")
    markup = ATTACK.replace("\n", "").replace('"', "'")
    good = filled(sheet_of(homework, "ada"))
    hostile = {
        "<img src=x onerror=top.ran=5>.csv": good.encode(),
        "ben.csv": filled(sheet_of(homework, "ben"), {("V", 1, 1): markup}).encode(),
        "cyd.html": ATTACK.encode(),
        "bomb.zip": b"PK\3\4" + b"\0" * 100,
        "emmy.csv": b"\xff\xfe<\0s\0c\0r\0i\0p\0t\0",
    }
    with attacked(browser, f"{site}#mark") as page:
        page.set_input_files("#mark [name=folder]", [file("<b>.zip", zipped(homework))])
        page.set_input_files("#mark [name=files]", [file(name, content) for name, content in hostile.items()])
        report = mark(page)
        assert report.locator("td", has_text="<img src=x onerror=alert(1)>").count() == 1
        assert page.locator("#mark tbody tr").first.inner_text().split("\t")[1] == "<img src=x onerror=alert(1)>"
        assert not page.locator("#mark tbody img, #mark tbody script, #mark .said *").count()
        page.click("#mark tbody tr:nth-child(4) button")
        report.locator(".score").wait_for()
        assert not report.locator("img, script, iframe, form").count()


def test_what_is_wrong_is_said_and_can_be_mended(regular: BrowserContext, site: str) -> None:
    with visited_again(regular, f"{site}#class") as page:
        page.click("[data-new] button.main.wide")
        assert page.inner_text("[data-new] .alarm") == "Add an exercise first."
        page.select_option("[name=class-add]", "softmax")
        page.click("[data-new] button.main.wide")
        page.wait_for_selector("[data-new] .alarm:text('the number of students is missing')", timeout=STARTED)
        page.set_input_files("[name=more-folder]", [file("hw1.zip", b"no zip")])
        page.click("[data-more] button.main.wide")
        page.wait_for_selector("[data-more] .alarm:text('hw1.zip: cannot be opened as a zip archive')")
        page.fill("[name=class-count]", "2")
        assert "2 worksheets" in made(page, "[data-new]")
        page.click(".tasks button")
        assert not page.locator(".tasks li").count()


def test_both_views_fit_on_a_phone_in_german(browser: Browser, site: str, tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    with visited(browser, f"{site}de.html#class/lstm?steps=2", viewport=PHONE, color_scheme="dark") as page:
        page.fill("[name=class-count]", "2")
        made(page, "[data-new]")
        wide = [page.evaluate("document.documentElement.scrollWidth")]
        page.evaluate("location.hash = '#mark'")
        page.set_input_files("#mark [name=folder]", [file("hw1.zip", zipped(homework))])
        page.set_input_files("#mark [name=files]", [file("ada.csv", answers_of(homework)["ada.csv"])])
        mark(page)
        wide.append(page.evaluate("document.documentElement.scrollWidth"))
        page.wait_for_selector("#mark .showing:text-is('Der Bericht über die Klasse')")
    assert max(wide) <= PHONE["width"]


def test_progress_is_shown_while_a_class_is_made(regular: BrowserContext, site: str) -> None:
    watch = """() => {
        window.heard = [];
        const doing = document.querySelector("[data-new] .doing span");
        new MutationObserver(() => heard.push(doing.textContent)).observe(doing, { childList: true });
    }"""
    with visited_again(regular, f"{site}#class/softmax") as page:
        page.evaluate(watch)
        page.fill("[name=class-count]", "12")
        made(page, "[data-new]")
        heard = json.loads(page.evaluate("JSON.stringify(heard)"))
        assert heard[0] == "Working …"
        assert {"Drawing numbers: 12 of 12", "Printing: 12 of 12"} <= set(heard)
        assert page.is_hidden("[data-new] .doing")
