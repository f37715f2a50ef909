"""The pages of working that follow a key: every cell's arithmetic, in columns, on pages that are well filled."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pdfplumber
import pytest
from click.testing import CliRunner

from generator.catalogue import find_exercise
from generator.cli import main
from generator.layout import Paper, lay_out, margins
from generator.layout.additions.listing import listing_pages
from generator.network.blueprint import Blueprint
from generator.network.covers import asked_spots
from generator.network.instance import draw_instance
from generator.network.number import Values
from generator.network.working import working
from generator.sheet.boxes import Page, Sheet, Text
from generator.sheet.filling import Listing, ListItem, Section, Tone
from generator.sheet.key import AND_SO_ON, MOST_CELLS, worked_listing
from generator.sheet.theme import KEY_INK
from tests.students import EXERCISES, thoroughly

NAMES = [exercise.name for exercise in EXERCISES]
every_exercise = thoroughly()


@cache
def made(name: str, **parameters: int) -> tuple[Blueprint, dict[str, Values], Sheet]:
    blueprint = find_exercise(name).blueprint(parameters)
    return blueprint, dict(draw_instance(blueprint, 7).values), lay_out([(name, blueprint)], Paper.A4)


def listing(name: str, **parameters: int) -> Listing:
    blueprint, values, _ = made(name, **parameters)
    asked = {grid.name: asked_spots(grid, draw_instance(blueprint, 7).asked) for grid in blueprint.asked}
    return worked_listing(0, blueprint, values, {name: spots for name, spots in asked.items() if spots}, "Working")


def said(page: Page) -> str:
    """The text of a page with no space in it: where lines break does not matter."""
    return "".join(span.text for ink in page.ink if isinstance(ink, Text) for span in ink.spans).replace(" ", "")


@every_exercise
def test_every_cell_that_is_worked_out_has_its_arithmetic(name: str) -> None:
    blueprint, values, sheet = made(name)
    pages = "".join(map(said, listing_pages(listing(name), sheet)))
    written = {section.grid: section.items for section in listing(name).sections}
    seen, asked = 0, draw_instance(blueprint, 7).asked
    for work in working(blueprint, values):
        items = written.get(work.grid, ())
        if work.grid in asked and (work.row - 1, work.column - 1) not in asked[work.grid]:
            continue  # it is printed
        if items and items[-1] is not AND_SO_ON:
            assert work.text.replace(" ", "").replace("^", "").replace("e(", "e").split("=")[-1] in pages
            assert any(item.text + item.result in (work.text, work.text + item.result) for item in items)
            seen += 1
    assert seen > 0.5 * sheet.chapters[0].cells


@every_exercise
def test_only_grids_that_repeat_others_are_left_out(name: str) -> None:
    blueprint, values, _ = made(name)
    left = {grid.name for grid in blueprint.asked} - {section.grid for section in listing(name).sections}
    for work in working(blueprint, values):
        assert work.grid not in left or not set("·+=(") & set(work.text)


def test_one_row_stands_for_a_large_grid() -> None:
    blueprint, _, _ = made("gcn", nodes=6, fcn=6)
    sections = listing("gcn", nodes=6, fcn=6).sections
    large = [section for section in sections if blueprint.by_name[section.grid].cells > MOST_CELLS]
    assert large
    for section in sections:
        grid = blueprint.by_name[section.grid]
        shown = grid.shape[1] + 1 if section in large else grid.cells
        assert len(section.items) == shown
        assert (section.items[-1] is AND_SO_ON) == (section in large)


@every_exercise
def test_lists_stay_in_the_room_of_their_page_and_nothing_overlaps(name: str) -> None:
    _, _, sheet = made(name)
    for page in listing_pages(listing(name), sheet):
        width, height = page.size
        boxes = [ink.box for ink in page.ink if isinstance(ink, Text)]
        assert all(box.x >= margins.MARGIN and box.right <= width - margins.MARGIN + 0.01 for box in boxes)
        assert all(box.bottom <= height - margins.MARGIN + 0.01 for box in boxes)
        assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


@every_exercise
def test_the_pages_of_a_list_are_about_equally_full(name: str) -> None:
    _, _, sheet = made(name)
    pages = listing_pages(listing(name), sheet)
    lowest = [max(ink.box.bottom for ink in page.ink if isinstance(ink, Text)) / page.size[1] for page in pages]
    assert len(pages) == 1 or min(lowest) > 0.5
    assert max(lowest) - min(lowest) < 0.1


def test_a_list_too_wide_for_its_columns_is_broken_into_lines() -> None:
    _, _, sheet = made("lstm")
    long = ListItem(" + ".join(["(−1)·(−0.25)"] * 40), "1", "10")
    (page,) = listing_pages(Listing(0, "Working", (Section(2, "Linear", "zf1", (long,)),)), sheet)
    lines = [ink for ink in page.ink if isinstance(ink, Text) and "·" in ink.spans[0].text]
    assert len(lines) > 3
    assert "".join(span.text for span in lines[-1].spans).endswith("(−1)·(−0.25)10")


def test_an_empty_list_has_no_page() -> None:
    assert listing_pages(Listing(0, "Working", ()), made("lstm")[2]) == ()


def test_a_remark_in_a_list_has_its_tone() -> None:
    _, _, sheet = made("lstm")
    section = Section(2, "Linear", "zf1", (ListItem("zf1: looks like the bias was left out.", tone=Tone.WRONG),))
    (page,) = listing_pages(Listing(0, "Remarks", (section,)), sheet)
    assert any(isinstance(ink, Text) and ink.style.colour == "#C8102E" for ink in page.ink)


def test_generate_prints_the_working_after_the_key(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["generate", "lstm", "--seed", "7", "--key", "worked", "--out", str(tmp_path)])
    assert run.exit_code == 0, run.output
    with pdfplumber.open(tmp_path / "lstm-7.pdf") as sheet, pdfplumber.open(tmp_path / "lstm-7.key.pdf") as key:
        assert len(key.pages) > len(sheet.pages)
        for number, page in enumerate(key.pages, start=1):
            assert f"page {number} of {len(key.pages)}" in page.extract_text(), "the working is counted too"
        last = key.pages[-1]
        words = last.extract_text()
        assert "Working" in words
        assert "Key" in words
        assert "tanh(" in words
        ink = tuple(int(KEY_INK[place : place + 2], 16) / 255 for place in (1, 3, 5))
        results = [char for char in last.chars if char["non_stroking_color"] == pytest.approx(ink, abs=0.005)]
        assert len(results) >= 60


def test_worked_keys_of_an_assignment_stand_beside_the_plain_ones(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text('title = "T"\n[[exercise]]\nname = "lstm"\n')
    (tmp_path / "roster.csv").write_text("student,name\nada,Ada\nben,Ben\n")
    for form in ("plain", "worked"):
        run = CliRunner().invoke(main, ["generate", str(tmp_path), "--key", form, "--jobs", "1"])
        assert run.exit_code == 0, run.output
    plain, worked = ((tmp_path / folder / "ada.pdf").read_bytes() for folder in ("keys", "keys-worked"))
    with pdfplumber.open(BytesIO(plain)) as short, pdfplumber.open(BytesIO(worked)) as long:
        assert len(short.pages) < len(long.pages)
        each = len(long.pages)
    with pdfplumber.open(tmp_path / "keys-worked.pdf") as everybody:
        assert len(everybody.pages) == 2 * each
