"""Printed sheets, read back from the PDF: what is where, what a worksheet must not show, and equal bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
import segno

from generator.layout import Paper, lay_out
from generator.network.blueprint import DrawnGrid
from generator.network.instance import Instance
from generator.network.number import printed
from generator.pdf import Binding, Copy, Heading, Press
from generator.pdf.qr_code import squares
from generator.pdf.typeface import NUMERALS, GlyphsUsed
from generator.sheet.boxes import Box, Cell, FieldKind, Sheet
from generator.sheet.filling import key_filling
from generator.sheet.theme import KEY_INK
from generator.type.faces import Face
from tests.simulated.students import EXERCISES, thoroughly
from tests.tools.sheets import made

NAMES = [exercise.name for exercise in EXERCISES]
HEADING = Heading("Homework 3", "Deep Learning 101", "2 December")
every_exercise = thoroughly()


@cache
def pdf(name: str, key: bool = False, student: str = "Ada Lovelace") -> bytes:
    _, sheet, instance = made(name)
    file = BytesIO()
    filling = key_filling((instance.values,), "Key") if key else None
    Press(sheet, HEADING).write(Copy("K7Q2-9F3M", "ada", student, (instance.values,), (instance.asked,), filling), file)
    return file.getvalue()


def bound(sheet: Sheet, copies: Iterable[Copy]) -> bytes:
    """A file for a class."""
    file = BytesIO()
    press = Press(sheet, HEADING)
    binding = Binding(file, "Class", "en")
    for copy in copies:
        binding.add(press.plates, press.impress(copy))
    binding.close()
    return file.getvalue()


@cache
def characters(name: str, key: bool = False) -> list[list[dict[str, Any]]]:
    """The characters of each page, with their places and colours."""
    with pdfplumber.open(BytesIO(pdf(name, key))) as document:
        return [page.chars for page in document.pages]


def text(data: bytes) -> str:
    with pdfplumber.open(BytesIO(data)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def in_cell(page: list[dict[str, Any]], cell: Cell) -> str:
    """The text in a cell; a character that reaches over the border is not in it."""
    box = cell.box
    inside = [
        char
        for char in page
        if box.x < char["x0"] + 0.01
        and char["x1"] < box.right + 0.01
        and box.y < (char["top"] + char["bottom"]) / 2 < box.bottom
    ]
    return "".join(char["text"] for char in sorted(inside, key=lambda char: char["x0"])).strip()


def is_asked(cell: Cell, instance: Instance) -> bool:
    return cell.asked or (cell.row, cell.column) in instance.asked.get(cell.grid, ())


@every_exercise
def test_every_printed_given_stands_inside_its_cell(name: str) -> None:
    _, sheet, instance = made(name)
    seen = 0
    for page, found in zip(sheet.pages, characters(name), strict=True):
        for cell in page.cells:
            if not is_asked(cell, instance):
                assert in_cell(found, cell) == printed(instance.values[cell.grid][cell.row][cell.column])
                seen += 1
    assert seen >= 10


@every_exercise
def test_a_worksheet_shows_nothing_in_its_blanks(name: str) -> None:
    _, sheet, instance = made(name)
    blanks = [
        (found, cell) for page, found in zip(sheet.pages, characters(name), strict=True) for cell in page.cells
        if is_asked(cell, instance)
    ]  # fmt: skip
    assert len(blanks) >= sheet.chapters[0].cells
    assert all(in_cell(found, cell) == "?" * (cell.covered and not cell.copy) for found, cell in blanks)


@every_exercise
def test_a_key_fills_every_blank_in_key_ink(name: str) -> None:
    _, sheet, instance = made(name)
    ink = tuple(int(KEY_INK[place : place + 2], 16) / 255 for place in (1, 3, 5))
    filled = 0
    for page, found in zip(sheet.pages, characters(name, key=True), strict=True):
        for cell in page.cells:
            if is_asked(cell, instance):
                assert in_cell(found, cell) == printed(instance.values[cell.grid][cell.row][cell.column])
                filled += not cell.copy
        keyed = [char for char in found if char["non_stroking_color"] == pytest.approx(ink, abs=0.005)]
        assert len(keyed) >= sum(is_asked(cell, instance) for cell in page.cells)
    assert filled == sheet.chapters[0].cells


@every_exercise
def test_a_key_is_marked_as_one_on_every_page_and_a_worksheet_is_not(name: str) -> None:
    assert all("".join(char["text"] for char in page).count("Key") == 1 for page in characters(name, key=True))
    assert "Key" not in text(pdf(name))


@every_exercise
def test_the_head_of_every_page_can_be_read(name: str) -> None:
    blueprint, sheet, _ = made(name)
    with pdfplumber.open(BytesIO(pdf(name))) as document:
        pages = [page.extract_text() for page in document.pages]
    assert len(pages) == len(sheet.pages)
    for number, page in enumerate(pages, start=1):
        for words in (
            blueprint.title,
            "Homework 3 · Deep Learning 101 · due 2 December",
            "Ada Lovelace",
            "K7Q2-9F3M",
            f"page {number} of {len(pages)}",
        ):
            assert words in page
    assert f"/ {blueprint.cells}" in pages[0]


@every_exercise
def test_every_step_can_be_read_beside_its_number(name: str) -> None:
    blueprint, _, _ = made(name)
    words = " ".join(text(pdf(name)).split())
    for step in blueprint.steps:
        assert step.title.split()[-1] in words
    discs = [char for page in characters(name) for char in page if char["non_stroking_color"] == (1, 1, 1)]
    numbers = {char["text"] for char in discs}
    assert {str(step.number)[0] for step in blueprint.steps} <= numbers


@pytest.mark.parametrize("student", ["Łukasz Żółw", "Ελένη Παπαδάκη", "Ирина Соколова"])
def test_names_in_latin_greek_and_cyrillic_can_be_read_back(student: str) -> None:
    assert student in text(pdf("lstm", student=student))


@pytest.mark.parametrize(
    "student", ["A", "Abu Abdallah Muhammad ibn Musa al-Khwarizmi al-Majusi al-Qutrubbulli", "関孝和", ""]
)
def test_the_length_of_a_name_changes_no_place_but_its_own(student: str) -> None:
    _, sheet, _ = made("backpropagation")
    places = []
    for name in ("Ada Lovelace", student):
        with pdfplumber.open(BytesIO(pdf("backpropagation", student=name))) as document:
            for page, laid in zip(document.pages, sheet.pages, strict=True):
                (line,) = (field.box for field in laid.fields if field.kind is FieldKind.NAME)
                signs = (
                    (sign["text"], round(sign["x0"], 2), round(sign["top"], 2), round(sign["size"], 2))
                    for sign in page.chars
                    if not line.overlaps(Box(sign["x0"], sign["top"], sign["width"], sign["height"]))
                )
                drawn = (
                    tuple(round(mark[side], 2) for side in ("x0", "top", "x1", "bottom"))
                    for mark in (*page.rects, *page.lines, *page.curves)
                )
                places.append((sorted(signs), sorted(drawn)))
    half = len(places) // 2
    assert len(places[0][0]) > 100
    assert places[:half] == places[half:]


def test_a_copy_without_a_name_shows_the_student_id() -> None:
    _, sheet, instance = made("lstm")
    file = BytesIO()
    Press(sheet, Heading()).write(Copy("K7Q2-9F3M", "s1815", values=(instance.values,)), file)
    assert "s1815" in text(file.getvalue())


def test_fonts_are_embedded_and_no_other_is_used() -> None:
    for name in NAMES:
        fonts = re.findall(rb"/BaseFont /([^ ]+)", pdf(name, key=True))
        assert fonts
        assert all(b"FiraGO" in font for font in fonts)
        assert b"/FontFile2" in pdf(name, key=True)


def test_a_value_too_wide_for_its_cell_is_set_smaller() -> None:
    blueprint, sheet, instance = made("backpropagation")
    values = {**instance.values, "X": (("-123456.75",), *instance.values["X"][1:])}
    file = BytesIO()
    Press(sheet, HEADING).write(Copy("K7Q2-9F3M", values=(values,)), file)
    with pdfplumber.open(file) as document:
        found = document.pages[0].chars
    cell = next(cell for cell in sheet.pages[0].cells if (cell.grid, cell.row) == ("X", 0))
    assert in_cell(found, cell) == "-123456.75"
    assert isinstance(blueprint.by_name["X"], DrawnGrid)


def test_a_file_for_a_class_holds_every_copy_in_order() -> None:
    _, sheet, instance = made("lstm")
    copies = [Copy(f"K7Q2-000{n}", f"s{n}", f"Student {n}", (instance.values,)) for n in range(5)]
    with pdfplumber.open(BytesIO(bound(sheet, copies))) as document:
        names = [page.extract_text() for page in document.pages]
    assert len(names) == 5 * len(sheet.pages)
    assert all(f"Student {n}" in names[n * len(sheet.pages)] for n in range(5))


def test_a_copy_in_a_class_file_costs_little_more_than_its_numbers() -> None:
    _, sheet, instance = made("lstm")

    def size(copies: int) -> int:
        return len(bound(sheet, [Copy("K7Q2-9F3M", "ada", "Ada", (instance.values,))] * copies))

    assert (size(11) - size(1)) / 10 < 4000 < size(1)


class Nowhere(BytesIO):
    """A stream that keeps nothing, as a disk takes up no memory."""

    def write(self, content: Any) -> int:
        return len(memoryview(content))


def test_a_class_file_takes_no_memory_for_pages_that_are_written() -> None:
    _, sheet, instance = made("lstm")
    press = Press(sheet, HEADING)
    impression = press.impress(Copy("K7Q2-9F3M", "ada", "Ada", (instance.values,)))
    binding = Binding(Nowhere(), "Class", "en")

    def bind(copies: int) -> None:
        for _ in range(copies):
            binding.add(press.plates, impression, {0: "Ada"})

    bind(100)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        bind(1000)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (after - before) / 1000 < 200
    assert binding.pages == 1100 * len(sheet.pages)


def test_a_worksheet_of_several_exercises_numbers_its_pages_through() -> None:
    names = NAMES[::8]
    pairs = [(name, made(name)[0]) for name in names]
    sheet = lay_out(pairs, Paper.LETTER)
    file = BytesIO()
    instances = [made(name)[2] for name in names]
    values, asked = tuple(one.values for one in instances), tuple(one.asked for one in instances)
    copy = Copy("K7Q2-9F3M", "ada", "Ada", values, asked)
    Press(sheet, HEADING).write(copy, file)
    with pdfplumber.open(file) as document:
        for number, page in enumerate(document.pages, start=1):
            assert f"page {number} of {len(sheet.pages)}" in page.extract_text()
            assert {round(page.width), round(page.height)} == {612, 792}


def test_the_code_holds_the_worksheet_id() -> None:
    runs, side = squares("K7Q2-9F3M")
    dark = sum(length for _, _, length in runs)
    assert side == 21
    assert 0.35 < dark / side**2 < 0.65
    assert runs != squares("K7Q2-9F3N")[0]
    assert all(x >= 0 and x + length <= side and 0 <= y < side for x, y, length in runs)


@pytest.mark.parametrize("text", ["K7Q2-9F3M", "0000-0000", "ZZZZ-ZZZZ", "A", "AB", "W-1/Z:X%9 3"])
def test_a_code_made_of_bits_is_the_code_of_the_text(text: str) -> None:
    modules = segno.make_qr(text, error="m", mask=3, boost_error=False, mode="alphanumeric").matrix
    runs, side = squares(text)
    assert side == len(modules)
    drawn = [[0] * side for _ in range(side)]
    for x, y, length in runs:
        drawn[y][x : x + length] = [1] * length
    assert drawn == [list(row) for row in modules]


def test_numbers_need_no_glyphs_but_those_of_their_letters() -> None:
    known, used = GlyphsUsed(), GlyphsUsed()
    for letter in NUMERALS:
        known.note(letter, Face.REGULAR)
    for number in ("−1/2", "-13/7", "0.25", "10,5", "1/11", "−0.1", "12345678901234567890"):
        used.note(number, Face.REGULAR)
    assert used.found
    assert not used.beyond(known).found


_PRINT = """
import sys, hashlib
from io import BytesIO
from pathlib import Path
from generator.catalogue import find_exercise
from generator.sheet.filling import key_filling
from generator.network.instance import draw_instance
from generator.layout import Paper, lay_out
from generator.pdf import Copy, Heading, Press
for name in sys.argv[1:]:
    blueprint = find_exercise(name).blueprint()
    file = BytesIO()
    instance = draw_instance(blueprint, 7)
    filling = key_filling((instance.values,), "Key")
    copy = Copy("K7Q2-9F3M", "ada", "Ада", (instance.values,), (instance.asked,), filling)
    Press(lay_out([(name, blueprint)], Paper.A4), Heading("Homework")).write(copy, file)
    print(name, hashlib.sha256(file.getvalue()).hexdigest())
"""


def test_two_processes_with_different_hash_seeds_print_the_same_bytes() -> None:
    printed_by = [
        subprocess.run(
            [sys.executable, "-c", _PRINT, *NAMES],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed_by[0] == printed_by[1]
    assert len(printed_by[0].splitlines()) == len(NAMES)


def test_codes_and_faces_are_the_same_when_they_are_kept(tmp_path: Path) -> None:
    """Each time a new process, so that nothing is remembered: without keeping, to be kept, and as it was kept."""
    program = (
        "from generator.pdf.qr_code import squares; from generator.type.faces import Face, font_of; "
        "from hashlib import sha256; import sys; print(squares('K7Q2-9F3M'), "
        "sha256(font_of(Face.BOLD).face.blob.data).hexdigest(), file=sys.stderr); print('segno' in sys.modules)"
    )
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[1])}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | home
    plain = kept | {"PYTHONDONTWRITEBYTECODE": "1"}
    said = [
        subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
        for env in (plain, kept, kept)
    ]
    assert len({one.stderr for one in said}) == 1
    assert [one.stdout.strip() for one in said] == ["True", "True", "False"]
    assert sorted(path.name for path in (tmp_path / ".cache" / "byhand").iterdir()) == [
        "FiraGO_Bold.ttf",
        "codes-9.json",
    ]
