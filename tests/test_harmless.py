"""What a student wrote, shown again: harmless in every file that grading writes and in everything it prints."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.network.number import read_number
from tests.simulated.homework import filled, make_homework, sheet_of

HOSTILE = (
    "9**9**9",
    "__import__('os').system('touch pwned')",
    "7" * 10_000,
    "1e999999",
    "'\"'\"\"''\"",
    "\x00\x1b[31m1",
    "\u202e1/2\u2066",
    '=HYPERLINK("https://evil.example","1")',
    "+1+cmd|'/c calc'!A0",
    "@SUM(1)",
    "-1+1",
    "\t=1+1",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><x/>&#60;",
    "![x](https://evil.example/p.png)",
    "[a](javascript:alert(1)) https://evil.example @everyone",
    "`` ` | **bold** | `",
    "::error::owned",
    "%0A::set-output name=x::y",
    "##vso[task.setvariable variable=x]y",
    "{{ 7 * 7 }}{% raw %}",
)
OUR_COMMANDS = ("::error title=byhand::", "::warning title=byhand::")
OUR_TAGS = frozenset(
    (
        *(
            "html",
            "a",
            "u",
            "dl",
            "dt",
            "dd",
            "sub",
            "details",
            "summary",
            "sup",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "h1",
            "h2",
            "h3",
            "p",
            "b",
            "br",
            "ul",
            "li",
            "div",
            "span",
        ),
        *("table", "tr", "th", "td", "small", "section", "figure", "figcaption"),
        *("svg", "g", "rect", "text", "tspan", "line", "path", "circle"),
    )
)


class Tags(HTMLParser):
    """Every tag and every attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs} - ({"href"} if tag == "a" else set())
        self.links |= {value or "" for name, value in attrs if (tag, name) == ("a", "href")}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every text that comes of a class in which cells, names, file names and grids are hostile, by the file's name."""
    parent = tmp_path_factory.mktemp("hostile")
    homework = make_homework(parent)
    roster = "\n".join(
        ["student,name", 'ada,"<img src=x onerror=y> [a](b)"', "ben,=1+1 Ben", "cyd,::error::Cyd \u202e"]
    )
    (homework / "roster.csv").write_text(roster + "\n", encoding="utf-8")
    folder = parent / "in"
    folder.mkdir()
    sheet = sheet_of(homework, "ada")
    places = [
        (grid.name, row, column)
        for grid in sheet.tasks[1].blueprint.asked
        for row in range(1, grid.shape[0] + 1)
        for column in range(1, grid.shape[1] + 1)
    ]
    text = filled(sheet, dict(zip(places, HOSTILE, strict=False)))
    for number, cell in enumerate(HOSTILE):
        # As a grid, too, which is on no line of the sheet, and as the row of one.
        text += f'{sheet.id},"{cell.replace(chr(34), chr(34) * 2)}",1,g{number},1,5\n'
        text += f'{sheet.id},lstm,1,f1,"{cell.replace(chr(34), chr(34) * 2)}",5\n'
    (folder / "::error::[ada](x).csv").write_text(text, encoding="utf-8")
    for number, cell in enumerate(HOSTILE):
        name = re.sub("[/\x00]", "", cell)[:60]
        (folder / f"{number}{name}.csv").write_text("junk", encoding="utf-8")
        (folder / f"id {number}.csv").write_text(
            f'worksheet,grid,row,1\n"{cell.replace(chr(34), "")}",f1,1,1\n', "utf-8"
        )
    runner = CliRunner()
    found = {}
    for command in ("grade", "check", "export canvas", "export moodle"):
        files = folder.iterdir() if command == "check" else (homework, folder)
        result = runner.invoke(main, [*command.split(), *map(str, files)])
        assert result.exit_code in (0, 1), result.output
        found[f"{command} stdout.log"], found[f"{command} stderr.log"] = result.stdout, result.stderr
    found |= {
        path.relative_to(homework).as_posix(): path.read_text(encoding="utf-8")
        for path in (homework / "marks").rglob("*")
        if path.is_file()
    }
    found["pwned"] = ", ".join(map(str, Path().glob("pwned")))
    return found


def named(outputs: dict[str, str], *endings: str) -> dict[str, str]:
    """The outputs with one of these endings; there is at least one."""
    chosen = {name: text for name, text in outputs.items() if name.endswith(endings)}
    assert chosen
    return chosen


def test_hostile_cells_are_shown_and_none_is_carried_out(outputs: dict[str, str]) -> None:
    assert not outputs["pwned"]
    feedback = outputs["marks/feedback/ada.md"]
    assert "9**9**9" in feedback
    assert "`1e999999`" in feedback
    assert "{{ 7 * 7 }}" in feedback
    assert not any("49{%" in text for text in outputs.values())


def test_nothing_long_or_invisible_is_passed_on(outputs: dict[str, str]) -> None:
    for name, text in outputs.items():
        assert "7" * 601 not in text, name
        unseen = {character for character in text if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")}
        assert unseen <= {"\n", "\u2060"}, name  # the joiner parts what a renderer would link


def test_pages_hold_no_tag_or_attribute_but_our_own(outputs: dict[str, str]) -> None:
    for name, page in named(outputs, ".html").items():
        seen = Tags(page)
        assert seen.tags <= OUR_TAGS, name
        assert not {each for each in seen.attributes if each.startswith("on")} | seen.attributes & {"src", "href"}, name
        ours = r"(feedback/\w+\.html|(\.\./)?sheets/\w+\.pdf|#first-[\w.-]+)"
        assert all(re.fullmatch(ours, link) for link in seen.links), name
        assert all(f'id="{link[1:]}"' in page for link in seen.links if link.startswith("#")), name


def test_markdown_shows_the_text_and_nothing_made_of_it(outputs: dict[str, str]) -> None:
    documents = named(outputs, ".md")
    documents["gradescope"] = json.loads(outputs["marks/gradescope/ada.json"])["output"]
    for name, text in documents.items():
        outside_code = re.sub(r"`[^`\n]*`", "", text)
        assert not re.search(r"(?<!\\)\]\(|<(?!/?br)|(?<!\\)!\[|@e|://|javascript:(?!al)", outside_code), name
        tables = {line.count("|") - line.count("\\|") for line in text.splitlines() if line.startswith("|")}
        assert len(tables) <= 1, name


def test_tables_hold_no_formula(outputs: dict[str, str]) -> None:
    for name, text in named(outputs, ".csv").items():
        for line in csv.reader(text.splitlines()):
            for cell in line:
                if cell.strip().startswith(("=", "+", "-", "@")):
                    read_number(cell)  # raises for what is not a plain number
        assert name


def test_logs_hold_no_command_but_our_own(outputs: dict[str, str]) -> None:
    for name, text in named(outputs, ".log", ".txt").items():
        for line in text.splitlines():
            assert "::" not in line.removeprefix(OUR_COMMANDS[0]).removeprefix(OUR_COMMANDS[1]), name
            assert "##" not in line, name
            assert "%0A" not in line or not name.endswith(".txt"), name


def test_machines_can_read_what_is_meant_for_them(outputs: dict[str, str]) -> None:
    cases = [case.get("name") for case in ET.fromstring(outputs["marks/junit.xml"]).iter("testcase")]
    assert len(cases) == len(set(cases)) > 0
    assert not {element.tag for element in ET.fromstring(outputs["marks/junit.xml"]).iter()} & {"x", "script", "img"}
    for text in named(outputs, ".json").values():
        assert json.loads(text)["output_format"] == "md"
