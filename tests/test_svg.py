"""A sheet as a picture for a web page: every cell where the paper has it, shaded as asked or filled as handed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from generator.assignment.description import read_assignment
from generator.assignment.issued_lines import read_issued
from generator.catalogue import find_exercise
from generator.layout import lay_out
from generator.layout.pictures import Drawings
from generator.network.blueprint import Role
from generator.network.instance import draw_instance
from generator.sheet.boxes import Paper, Sheet
from generator.sheet.filling import Entry
from generator.sheet.picture import CellPlace, pictures
from generator.sheet.shades import Shade
from generator.sheet.theme import FILLS
from tests.simulated.homework import make_homework
from tests.simulated.students import thoroughly

every_exercise = thoroughly()


def shades_of(name: str) -> dict[CellPlace, Shade]:
    """Every blank cell of the exercise under its own text."""
    return {
        (name, grid.name, row, column): ("#abcdef", f"{grid.name} {row} {column}", "told")
        for grid in find_exercise(name).blueprint().asked
        for row in range(1, grid.shape[0] + 1)
        for column in range(1, grid.shape[1] + 1)
    }


def shaded(name: str, sheet: Sheet, shades: Mapping[CellPlace, Shade]) -> list[str]:
    """The pages of an exercise's sheet in these shades, with the graphs of one instance."""
    values = {name: draw_instance(find_exercise(name).blueprint(), 1).values}
    return [picture.shaded(shades, values) for picture in pictures(sheet)]


@every_exercise
def test_every_blank_cell_is_drawn_once_in_its_place_with_its_shade(name: str) -> None:
    sheet = lay_out([(name, find_exercise(name).blueprint())], Paper.A4)
    shades = shades_of(name)
    seen = []
    for page, picture in zip(sheet.pages, shaded(name, sheet, shades), strict=True):
        places = {
            (round(cell.box.x, 1), round(cell.box.y, 1)): f"{cell.grid} {cell.row + 1} {cell.column + 1}"
            for cell in page.cells
            if (cell.asked or cell.covered) and not cell.copy
        }
        for group in ET.fromstring(picture).iter("g"):
            told, rectangle, text = group
            assert (told.text, rectangle.get("fill")) == ("told", "#abcdef")
            assert text.text == places[float(rectangle.get("x", "")), float(rectangle.get("y", ""))]
            seen.append(text.text)
    assert sorted(seen) == sorted(text for _, text, _ in shades.values())


def test_the_tint_of_a_hidden_number_leaves_the_outline_of_its_grid_whole() -> None:
    blueprint = find_exercise("workbook-connection").blueprint()
    (picture,) = pictures(lay_out([("workbook-connection", blueprint)], Paper.A4))
    cell = next(cell for cell in picture.page.cells if cell.covered)
    place = ("workbook-connection", cell.grid, cell.row + 1, cell.column + 1)
    values = {"workbook-connection": draw_instance(blueprint, 1).values}
    poured = ET.fromstring(picture.poured(values, {place: Entry("1")}, "."))
    tint = [each for each in poured.iter("rect") if each.get("fill") == FILLS[Role.ANSWER]][-1]
    assert float(tint.get("x", "")) > cell.box.x + 0.8
    assert float(tint.get("width", "")) < cell.box.width - 1.6


@every_exercise
def test_titles_and_instructions_read_as_on_paper(name: str) -> None:
    blueprint = find_exercise(name).blueprint()
    pages = shaded(name, lay_out([(name, blueprint)], Paper.LETTER), {})
    drawn = " ".join("".join(ET.fromstring(page).itertext()) for page in pages)
    for step in blueprint.steps:
        assert step.title in drawn
    assert re.sub(r"\W", "", blueprint.steps[-1].instruction)[-8:] in re.sub(r"\W", "", drawn)


def test_texts_of_the_caller_are_escaped() -> None:
    hostile = dict.fromkeys(shades_of("lstm"), ("#ffffff", "<b>&", '<script>"'))
    (page,) = shaded("lstm", lay_out([("lstm", find_exercise("lstm").blueprint())], Paper.A4), hostile)
    assert not {"b", "script"} & {element.tag for element in ET.fromstring(page).iter()}


def test_the_sheet_is_drawn_on_the_paper_of_the_assignment_in_its_words(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    toml = homework / "assignment.toml"
    toml.write_text('paper = "letter"\nlanguage = "de"\n' + toml.read_text("utf-8"), "utf-8")
    shown = read_assignment(homework)
    ada = next(read_issued(shown.issued_file, shown.blueprints))
    drawings, values = Drawings(Paper(shown.paper)), {task.id: task.printed for task in ada.tasks}
    drawn = "".join(picture.shaded({}, values) for picture in drawings.of(ada.structure))
    assert "Gegeben" in drawn
    assert "Given" not in drawn
