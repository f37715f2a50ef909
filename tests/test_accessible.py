"""Every file for one person is tagged: an independent checker of PDF/UA-1 agrees, and it is read in the right order."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import page as checker
import pikepdf
import pytest
from click.testing import CliRunner

from generator.assignment.worksheet import Worksheet, loose_worksheet
from generator.catalogue import find_exercise
from generator.cli import main
from generator.language.words import translator
from generator.network.blueprint import View
from generator.network.instance import draw_instance
from generator.network.number import show_value
from generator.printing import Printout, PrintShop, Style
from generator.sheet.heading import Heading, InkUse, Wording
from tests.simulated.homework import filled, make_homework, sheet_of
from tests.simulated.students import EXERCISES, thoroughly
from tests.tools.images import picture
from tests.tools.tagged_files import elements, marked_words, passages

NAMES = [exercise.name for exercise in EXERCISES]
PARTS = (Printout.SHEET, Printout.KEY, Printout.WORKED_KEY, Printout.FILLABLE)
every_exercise = thoroughly()


@cache
def worksheet(name: str) -> Worksheet:
    blueprint = find_exercise(name).blueprint()
    return loose_worksheet(blueprint, draw_instance(blueprint, 7))


PLAIN = Style(Heading("Homework"), "a4")


@cache
def printed(name: str, part: Printout, style: Style = PLAIN) -> bytes:
    return PrintShop(style).print_worksheet(worksheet(name), frozenset((part,))).files[part]


def faults(content: bytes) -> set[str]:
    return {fault.message for fault in checker.validate_pdf_bytes(content, profile="ua1").failures}


@every_exercise
@pytest.mark.parametrize("part", PARTS)
def test_a_checker_of_pdf_ua_has_no_complaint(name: str, part: Printout) -> None:
    assert not faults(printed(name, part))


@every_exercise
def test_a_checker_has_no_complaint_about_everything_a_teacher_can_add(name: str) -> None:
    heading = Heading(
        "Übung <2> & mehr\x07",
        course="ΑΙ by hand",
        due="morgen",
        header="Universität",
        footer="Raum 3.14",
        instructions="Bitte allein arbeiten.",
        logo=picture(),
        ink=InkUse.LOW,
        wording=Wording.said_by(translator("de")),
    )
    for part in PARTS:
        assert not faults(printed(name, part, Style(heading, "letter", translator("de"))))


@pytest.mark.parametrize("student", ["Łukasz Żółw", "李华", "محمد علي", "नेहा", "😀 <&>"])
def test_a_checker_has_no_complaint_about_names_in_any_script(student: str) -> None:
    sheet = replace(worksheet("lstm"), name=student)
    files = PrintShop(PLAIN).print_worksheet(sheet, frozenset((Printout.SHEET, Printout.KEY))).files
    assert not faults(files[Printout.SHEET])
    assert not faults(files[Printout.KEY])


def test_a_checker_has_no_complaint_about_a_marked_sheet(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    submission = tmp_path / "ada.csv"
    submission.write_text(filled(sheet_of(homework, "ada"), {("zf1", 1, 1): "99", ("zi1", 1, 1): "1-Feb"}), "utf-8")
    assert CliRunner().invoke(main, ["grade", str(homework), str(submission), "--sheets"]).exit_code == 0
    content = (homework / "marks" / "sheets" / "ada.pdf").read_bytes()
    assert not faults(content)
    told = [text for _, text in passages(content)]
    row = told[told.index("zf1 2") + 1]
    assert row.split()[0] == "99"
    assert "wrong" in row, "a cross is heard"


@every_exercise
def test_each_step_is_read_before_the_grids_it_fills_and_these_row_by_row(name: str) -> None:
    told = passages(printed(name, Printout.KEY))
    blueprint, key = worksheet(name).tasks[0].blueprint, worksheet(name).key()[0]
    assert told[0] == ("H1", blueprint.title)
    titles = [text for tag, text in told if tag == "H2"]
    numbers = [int(title.split()[0]) for title in titles]
    assert list(dict.fromkeys(numbers)) == [step.number for step in blueprint.steps]
    texts = [text for _, text in told]
    for step in blueprint.steps:
        start = next(
            place for place, (tag, text) in enumerate(told) if tag == "H2" and int(text.split()[0]) == step.number
        )
        for grid in (blueprint.by_name[each] for each in step.grids):
            if grid.view is View.GRAPH or not grid.asked:
                continue
            rows = [" ".join(show_value(cell).replace("-", "−") for cell in row) for row in key[grid.name]]
            if grid.shape[1] == 1:  # a column is read as a whole
                rows = [" ".join(rows)]
            plain = [text.lstrip("ABCDEFGH ") if grid.headings else text for text in texts]
            assert any(plain[at : at + len(rows)] == rows for at in range(start, len(texts))), (grid.name, rows)


def test_repeating_blocks_are_read_one_after_the_other() -> None:
    texts = [text for _, text in passages(printed("lstm", Printout.SHEET))]
    order = [
        texts.index(text)
        for text in ("time 1", "zf1, blank: 2 × 1", "h1 hidden state, blank: 2 × 1", "time 2", "time 3")
    ]
    assert order == sorted(order)


def test_blank_grids_tell_their_size_and_drawn_graphs_their_edges() -> None:
    told = passages(printed("gcn", Printout.SHEET))
    texts = [text for _, text in told]
    blank = texts.index("Adj, blank: 5 × 5")
    assert texts[blank + 1] == "A B C D E A B C D E", "the headings of columns and rows"
    rows, columns = worksheet("gcn").tasks[0].blueprint.by_name["Zm1"].shape
    assert f"Zm1, blank: {rows} × {columns}" in texts
    (figure,) = [text for tag, text in told if tag == "Figure"]
    matrix = worksheet("gcn").key()[0]["G"]
    edges = [f"{'ABCDE'[a]}–{'ABCDE'[b]}" for a in range(5) for b in range(a + 1, 5) if matrix[a][b]]
    assert figure == f"Graph with the edges {', '.join(edges)}"


@every_exercise
@pytest.mark.parametrize("part", PARTS)
def test_every_mark_has_an_element(name: str, part: Printout) -> None:
    with pikepdf.open(BytesIO(printed(name, part))) as document:
        told: dict[Any, set[int]] = {page.objgen: set() for page in document.pages}
        for element in elements(document.Root.StructTreeRoot.K):
            told[element.Pg.objgen] |= {int(kid) for kid in element.K if not isinstance(kid, pikepdf.Dictionary)}
        for page in document.pages:
            assert told[page.objgen] == marked_words(page).keys()


def test_a_class_file_claims_nothing(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    assert CliRunner().invoke(main, ["generate", str(homework)]).exit_code == 0
    with pikepdf.open(homework / "class.pdf") as document:
        assert len(document.pages) > 2
        assert "/StructTreeRoot" not in document.Root
        assert "/Metadata" not in document.Root
    with pikepdf.open(homework / "sheets" / "ada.pdf") as document:
        assert document.pdf_version == "1.7"
        assert document.Root.MarkInfo.Marked
