"""Marked sheets: what was typed in its cell, signs that can be told in grey, remarks where there is room, the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from click.testing import CliRunner

from generator.catalogue import find_exercise
from generator.cli import main
from generator.language.templates import environment
from generator.language.words import translator
from generator.layout import Paper, lay_out
from generator.layout.additions.supplement import lay_out_supplement
from generator.layout.soundness import solid
from generator.pdf.ink import Pen
from generator.pdf.typeface import GlyphsUsed
from generator.sheet.boxes import Arrow, Box, Cell, FieldKind, LegendEntry, Page, Sheet, Stroke, Text, around
from generator.sheet.filling import Entry, Filling, Remark, Sign, Tone
from generator.sheet.signs import sign_box
from generator.sheet.theme import TONES, WORD
from generator.type.shaping import width
from grader.reports.marked_sheet import MOST_TYPED
from tests.simulated.homework import filled, make_homework, sheet_of
from worksheets.gallery import STUDENTS

Typed = Mapping[tuple[str, int, int], str]
WRONG: Typed = {("zf1", 1, 1): "99", ("zf1", 2, 1): "", ("zi1", 1, 1): "1-Feb", ("m1", 1, 1): "77"}


def marked(folder: Path, typed: Typed, more: str = "", first: str = "") -> bytes:
    """Ada's marked sheet; the assignment says `more` at its end and something `first`."""
    homework = make_homework(folder)
    description = homework / "assignment.toml"
    description.write_text(first + description.read_text("utf-8") + more, "utf-8")
    submission = folder / "ada.csv"
    submission.write_text(filled(sheet_of(homework, "ada"), typed), encoding="utf-8")
    run = CliRunner().invoke(main, ["grade", str(homework), str(submission), "--sheets"])
    assert run.exit_code == 0, run.output
    assert [path.name for path in (homework / "marks" / "sheets").iterdir()] == ["ada.pdf"]
    return (homework / "marks" / "sheets" / "ada.pdf").read_bytes()


@cache
def paper() -> Sheet:
    """The sheet of the homework; its cells are named by their grids, which differ between its exercises."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        worksheet = sheet_of(make_homework(Path(folder)), "ada")
    return lay_out([(exercise.id, exercise.blueprint) for exercise in worksheet.tasks], Paper.A4)


def place(grid: str, row: int, column: int) -> tuple[int, Cell]:
    """Page and cell, not a copy of it."""
    return next(
        (number, cell)
        for number, page in enumerate(paper().pages)
        for cell in page.cells
        if (cell.grid, cell.row + 1, cell.column + 1, cell.copy) == (grid, row, column, False)
    )


def ink_of(tone: Tone) -> Any:
    return pytest.approx(tuple(int(TONES[tone][at : at + 2], 16) / 255 for at in (1, 3, 5)), abs=0.005)


def characters(pdf: bytes, page: int, box: Box, tone: Tone) -> list[dict[str, Any]]:
    """The characters of a tone that start in a box, left to right; spaces, which end every text, leave no ink."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        found = [
            char
            for char in document.pages[page].chars
            if box.x <= char["x0"] < box.right
            and box.y < (char["top"] + char["bottom"]) / 2 < box.bottom
            and char["non_stroking_color"] == ink_of(tone)
            and char["text"] != " "
        ]
    return sorted(found, key=lambda char: char["x0"])


def text(found: list[dict[str, Any]]) -> str:
    return "".join(char["text"] for char in found).strip()


def test_what_was_typed_stands_in_its_cell_over_sign_and_expected_value(tmp_path: Path) -> None:
    pdf = marked(tmp_path, WRONG)
    for (grid, row, column), typed in WRONG.items():
        page, cell = place(grid, row, column)
        number = characters(pdf, page, cell.box, Tone.STUDENT)
        assert text(number) == typed
        expected = characters(pdf, page, cell.box, Tone.WRONG)
        assert text(expected).rstrip("?")
        sign, height = sign_box(cell.box), paper().pages[page].size[1]
        assert cell.box.holds(sign)
        for char in number:
            assert char["x1"] <= cell.box.right
            assert height - char["matrix"][5] < sign.y, "its foot is above the strip of the sign"
        for char in expected:
            assert char["text"] == "?" or char["x1"] < sign.x
            assert height - char["matrix"][5] <= cell.box.bottom - 1


def test_expected_values_are_shown_only_where_the_teacher_reveals_them(tmp_path: Path) -> None:
    pdf = marked(tmp_path, WRONG, "[marking]\nreveal = false\n")
    for grid, row, column in WRONG:
        page, cell = place(grid, row, column)
        assert text(characters(pdf, page, cell.box, Tone.WRONG)).strip("?") == ""


def test_right_cells_show_no_expected_value(tmp_path: Path) -> None:
    pdf = marked(tmp_path, {})
    for grid in ("zf1", "h1", "m1"):
        page, cell = place(grid, 1, 1)
        assert text(characters(pdf, page, cell.box, Tone.STUDENT))
        assert not characters(pdf, page, cell.box, Tone.WRONG)


def test_the_score_stands_in_its_box_before_the_points(tmp_path: Path) -> None:
    with pdfplumber.open(BytesIO(marked(tmp_path, WRONG))) as document:
        words = document.pages[0].extract_text()
        red = text([char for char in document.pages[0].chars if char["non_stroking_color"] == ink_of(Tone.WRONG)])
    assert "Marked" in words
    assert "/ 10" in words, "the points that assignment.toml gives"
    # Of 22 cells three earn nothing.
    assert "8.64" in red


def test_slips_and_unreadable_cells_are_remarked(tmp_path: Path) -> None:
    pdf = marked(tmp_path, WRONG)
    with pdfplumber.open(BytesIO(pdf)) as document:
        words = " ".join(" ".join(page.extract_text().split()) for page in document.pages)
    assert "turned into a date by" in words
    assert "could not be read" in words


HOSTILE = [
    "see the other page, I ran out of room " * 3,
    "(Tj) ET Q endstream endobj %%EOF",
    "\u202e12\u202d\u0007",
    "<script>alert(1)</script>",
    "=HYPERLINK('x')",
    "李华 محمد नेहा 😀",
    "\\\\)(",
    "W" * 5000,
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_texts_stay_in_their_cell_and_break_nothing(typed: str, tmp_path: Path) -> None:
    pdf = marked(tmp_path, {("zf1", 1, 1): typed})
    page, cell = place("zf1", 1, 1)
    found = characters(pdf, page, cell.box, Tone.STUDENT)
    assert found
    assert len(text(found)) <= MOST_TYPED
    assert all(char["x1"] < cell.box.right for char in found)
    assert all(char["size"] > 4 for char in found)
    with pdfplumber.open(BytesIO(pdf)) as document:
        assert len(document.pages) >= len(paper().pages)
        assert all("Marked" in one.extract_text() for one in document.pages)


def test_signs_differ_in_shape_when_colours_are_gone() -> None:
    def shape(sign: Sign) -> bytes:
        drawn = Pen(100, GlyphsUsed(), {}).sign(sign, Box(0, 0, 5, 5))
        return b" ".join(part for part in drawn.split() if part not in (b"RG", b"rg"))[20:]

    assert len({shape(sign) for sign in Sign}) == len(Sign)


def remarks(sheet: Sheet, number: int) -> Filling:
    """A filling with so many remarks on every blank grid."""
    found = dict.fromkeys((cell.exercise, cell.grid) for page in sheet.pages for cell in page.cells if cell.asked)
    said = tuple(
        Remark(
            exercise, 2, "Linear", grid, f"{grid}: probably the bias was left out in rows 1 and {n + 2}.", Tone.WRONG
        )
        for exercise, grid in found
        for n in range(number)
    )
    signs = ((Sign.RIGHT, "right"), (Sign.WRONG, "wrong"), (Sign.FOLLOWS, "follows from an earlier cell of yours"))
    return Filling(
        "Marked", Tone.WRONG, (), signs=(signs,) * len(sheet.chapters), remarks=said, remarks_title="Remarks"
    )


def words_of(ink: object) -> str:
    return "".join(span.text for span in ink.spans) if isinstance(ink, Text) else ""


@pytest.mark.parametrize("number", [1, 3])
def test_remarks_overlap_nothing_and_none_is_lost(number: int) -> None:
    sheet = paper()
    filling = remarks(sheet, number)
    added = lay_out_supplement(filling, sheet)
    assert len(added.passages) == len(sheet.pages)
    for page, passages in zip(sheet.pages, added.passages, strict=True):
        assert passages
        footers = [field.box for field in page.fields if field.kind is FieldKind.FOOTER]
        ink = [one for passage in passages for one in passage.ink]
        boxes = [one.box for one in ink if not isinstance(one, Arrow | Stroke)]
        assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
        things = [there for _, there in solid(page) if there not in footers]
        assert not [box for box in boxes for there in things if box.overlaps(there)]
        assert all(box.right <= page.size[0] and box.bottom <= page.size[1] for box in boxes)
    placed = "".join(words_of(ink) for page in added.passages for passage in page for ink in passage.ink)
    listed = "".join(words_of(ink) for page in added.pages for ink in page.ink)
    assert (placed + listed).replace(" ", "").count("leftout") == len(filling.remarks)


def test_a_remark_beside_another_is_not_read_as_its_next_words() -> None:
    sheet = paper()
    for passages in lay_out_supplement(remarks(sheet, 3), sheet).passages:
        boxes = [around([ink.box for ink in passage.ink if isinstance(ink, Text)]) for passage in passages]
        pairs = [(one, other) for one, other in permutations(boxes, 2) if one.x < other.x]
        level = [(one, other) for one, other in pairs if one.y < other.bottom and other.y < one.bottom]
        assert level
        assert min(other.x - one.right for one, other in level) >= 9


def test_remarks_without_room_stand_on_pages_of_their_own() -> None:
    sheet = paper()
    added = lay_out_supplement(remarks(sheet, 12), sheet)
    assert added.pages
    assert all("Remarks" in words_of(page.ink[0]) for page in added.pages)
    assert {page.exercise for page in added.pages} <= {0, 1}


def test_a_remark_stands_near_its_grid_where_there_is_room() -> None:
    sheet = paper()
    page, cell = place("h1", 1, 1)
    remark = Remark(0, 6, "Hidden", "h1", "h1: probably tanh was not applied.", Tone.WRONG)
    added = lay_out_supplement(Filling("Marked", Tone.WRONG, (), remarks=(remark,)), sheet)
    (first, *_) = [ink for passage in added.passages[page] for ink in passage.ink if isinstance(ink, Text)]
    assert abs(first.box.y - cell.box.y) < 80
    assert min(abs(first.box.x - cell.box.right), abs(first.box.right - cell.box.x)) < 80
    assert [span.script for span in first.spans][:2] == [0, -1], "names are written as on the sheet"


def test_a_remark_that_must_be_far_from_its_grid_takes_no_room_at_another() -> None:
    blueprint = find_exercise("gcn").blueprint()
    sheet = lay_out([("gcn", blueprint)], Paper.A4)
    text = "{}: probably the ReLU was not applied: a negative value was kept."
    all_wrong = [Remark(0, 4, "", grid.name, text.format(grid.name), Tone.WRONG) for grid in blueprint.asked]

    def box(remarks: Sequence[Remark], name: str) -> Box:
        added = lay_out_supplement(Filling("Marked", Tone.WRONG, (), remarks=tuple(remarks)), sheet)
        passages = [passage for page in added.passages for passage in page]
        (found,) = [passage for passage in passages if words_of(passage.ink[0]).startswith(f"{name}:")]
        return around([ink.box for ink in found.ink if isinstance(ink, Text)])

    alone = [remark for remark in all_wrong if remark.grid == "M2"]
    assert abs(box(all_wrong, "M2").y - box(alone, "M2").y) < 40, "M1 has no room at its grid"


def test_an_entry_without_a_sign_is_a_key_as_before() -> None:
    assert Entry("1") == Entry("1", Tone.KEY, None, "")
    assert width("…", WORD.face, 4.8) < 6


def test_the_students_of_the_gallery_make_mistakes_that_are_found(tmp_path: Path) -> None:
    from worksheets.gallery import make_gallery

    make_gallery(tmp_path, ["backpropagation"])
    with pdfplumber.open(tmp_path / "backpropagation.marked.pdf") as document:
        words = " ".join(" ".join(page.extract_text().split()) for page in document.pages)
    assert "probably the bias was" in words
    assert "follows from" in words
    assert set(STUDENTS) >= {"lstm", "backpropagation", "gcn", "vector-database"}


def test_the_head_tells_the_total_of_the_homework_and_the_score_of_each_exercise(tmp_path: Path) -> None:
    with pdfplumber.open(BytesIO(marked(tmp_path, {("m1", 1, 1): "77"}))) as document:
        heads = [page.crop((0, 0, page.width, 100)).extract_text() for page in document.pages]
    assert all("Marked: 187 of 188" in head for head in heads)
    assert "10 / 10" in heads[0]
    assert any("177 / 178" in head for head in heads)


def all_signs(language: str) -> tuple[tuple[Sign, str], ...]:
    """The five signs with their words."""
    words: Any = environment(words=translator(language)).get_template("marked_sheet.jinja").module
    return tuple((sign, words.sign(sign.value)) for sign in Sign)


def explained(name: str, size: Paper, signs: tuple[tuple[Sign, str], ...], footed: bool) -> tuple[Page, list[Box]]:
    """The first page of an exercise, and where the words of its signs are."""
    sheet = lay_out([(name, find_exercise(name).blueprint())], size)
    filling = Filling("Marked", Tone.WRONG, (), signs=(signs,))
    (passage,) = lay_out_supplement(filling, sheet, footed).passages[0]
    return sheet.pages[0], [ink.box for ink in passage.ink if isinstance(ink, Text)]


FIRST_FOUR = ["backpropagation", "lstm", "gcn", "vector-database"]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", FIRST_FOUR)
@pytest.mark.parametrize("size", Paper)
def test_all_signs_are_explained_in_a_row_below_the_legend(name: str, size: Paper, language: str) -> None:
    page, drawn = explained(name, size, all_signs(language), footed=False)
    legend = max(ink.box.bottom for ink in page.ink if isinstance(ink, LegendEntry))
    (footer,) = [field.box for field in page.fields if field.kind is FieldKind.FOOTER]
    assert len(drawn) == 5
    assert {round(box.bottom, 3) for box in drawn} == {round(footer.bottom, 3)}
    assert legend + 3 <= min(box.y for box in drawn)
    assert all(footer.holds(box) for box in drawn)


@pytest.mark.parametrize("name", FIRST_FOUR)
def test_signs_leave_a_footer_alone(name: str) -> None:
    page, drawn = explained(name, Paper.A4, all_signs("en"), footed=True)
    assert len(drawn) == 5
    assert not [box for box in drawn for _, there in solid(page) if box.overlaps(there)]


@pytest.mark.parametrize("name", FIRST_FOUR)
def test_over_a_footer_three_signs_are_explained_over_the_legend(name: str) -> None:
    page, drawn = explained(name, Paper.A4, all_signs("en")[:3], footed=True)
    legend = min(ink.box.y for ink in page.ink if isinstance(ink, LegendEntry))
    assert {round(legend - box.bottom, 2) for box in drawn} == {0}


def test_signs_are_below_the_legend_only_without_a_footer(tmp_path: Path) -> None:
    lowest = []
    for name, first in (("without", ""), ("with", 'footer = "Room 3.14"\n')):
        (tmp_path / name).mkdir()
        with pdfplumber.open(BytesIO(marked(tmp_path / name, WRONG, first=first))) as document:
            words = document.pages[0].extract_words()
        lowest.append(max(word["bottom"] for word in words if word["text"] == "wrong"))
    assert lowest[0] > lowest[1]
