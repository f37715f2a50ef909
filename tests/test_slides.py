"""Slides: one for each step in the order of working, nothing that comes later, and all of it readable from the back."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import page as checker
import pdfplumber
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from generator.catalogue import find_exercise
from generator.cli import main
from generator.language.words import translator
from generator.layout.slides.jotting import MOST_LINES, jot
from generator.layout.slides.setter import Slide
from generator.layout.soundness import outside, overlaps
from generator.network.blueprint import ComputedGrid, Role
from generator.network.covers import asked_spots
from generator.network.instance import draw_instance
from generator.network.number import printed
from generator.network.turns import turns
from generator.pdf.slideshow import Slideshow
from generator.sheet.boxes import Cell, Graph, Page, Passage, Reading, Text
from generator.sheet.filling import Entry, Tone, WorkedCell, WorkedGrid
from generator.sheet.heading import Wording
from generator.sheet.svg import whole_picture
from generator.sheet.theme import BLUE
from tests.simulated.students import EXERCISES, FIRST, thoroughly
from tests.tools.sheets import extremes

NAMES = [exercise.name for exercise in EXERCISES]
every_exercise = pytest.mark.parametrize("name", NAMES)
LARGEST_CARD = 1.9
"""On a larger card a cell would be under 31 of the 960 points of a slide's width."""


@cache
def show_of(name: str, language: str = "en") -> Slideshow:
    return _show(name, {}, language)


def _show(name: str, parameters: Mapping[str, object], language: str = "en") -> Slideshow:
    words = translator(language)
    blueprint = find_exercise(name).blueprint(parameters, words)
    instance = draw_instance(blueprint, 7)
    asked = {grid.name: asked_spots(grid, instance.asked) for grid in blueprint.asked}
    return Slideshow(blueprint, instance.values, asked, Wording.said_by(words))


def whole(show: Slideshow, number: int) -> Page:
    """A slide with the arithmetic on it."""
    page = show.slides[number].page
    passages = (*page.passages, *show.arithmetic[number])
    return Page(page.size, page.exercise, page.digits, passages, page.drawing, page.fields, page.scale)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@every_exercise
def test_each_step_has_a_slide_and_one_that_repeats_has_one_each_time(name: str) -> None:
    show = show_of(name)
    blueprint = show.blueprint
    filled = [grid for slide in show.slides for grid in slide.turn.grids]
    assert filled == [grid.name for grid in blueprint.computed]
    assert {slide.turn.step for slide in show.slides} == set(blueprint.steps)
    blocks = {(step.number, blueprint.by_name[grid].block) for step in blueprint.steps for grid in step.grids}
    if len(blocks) == len(blueprint.steps) and filled == [grid for step in blueprint.steps for grid in step.grids]:
        assert len(show.slides) == len(blueprint.steps)


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("backpropagation", list(range(1, 11))),
        ("self-attention", list(range(1, 9))),
        ("lstm", [1, *([2, 3, 4, 5, 6] * 3)]),
        ("convolution", [1, 2, 3, 4, 2, 3, 4, 5, 6]),
    ],
)
def test_slides_follow_the_pencil(name: str, steps: list[int]) -> None:
    assert [turn.step.number for turn in turns(find_exercise(name).blueprint())] == steps


@pytest.mark.parametrize(
    ("name", "step", "parts"),
    [("self-attention", 2, ["Q", "K", "V"]), ("gcn", 4, ["Zm1", "M1"]), ("lstm", 3, ["f1 c1 i1 o1"])],
)
def test_what_a_step_fills_in_several_figures_is_shown_on_a_slide_each_unless_all_are_large_together(
    name: str, step: int, parts: list[str]
) -> None:
    filled = [" ".join(slide.turn.grids) for slide in show_of(name).slides if slide.turn.step.number == step]
    assert filled[: len(parts)] == parts


@every_exercise
def test_what_comes_later_is_not_shown(name: str) -> None:
    show = show_of(name)
    blueprint = show.blueprint
    for slide in show.slides:
        computed = {cell.grid for cell in slide.page.cells if isinstance(blueprint.by_name[cell.grid], ComputedGrid)}
        assert computed <= slide.done
        assert set(slide.turn.grids) <= computed
        if slide.turn.grids:
            done = [blueprint.computed_by_name[one] for one in slide.done if one in blueprint.computed_by_name]
            read = {name for grid in done for name in grid.formula.grids()}
            drawn = {cell.grid for cell in slide.page.cells} - computed
            assert all(name in read or _is_of_a_table(slide, name) for name in drawn)


def _is_of_a_table(slide: Slide, name: str) -> bool:
    """The words over the columns of a table are read together with it."""
    return any(cell.word for cell in slide.page.cells if cell.grid == name)


@every_exercise
def test_nothing_overlaps_or_leaves_the_slide_and_cells_are_large(name: str) -> None:
    show = show_of(name)
    for number, slide in enumerate(show.slides):
        page = whole(show, number)
        assert list(overlaps(page)) == []
        assert list(outside(page)) == []
        assert slide.card <= LARGEST_CARD


@pytest.mark.slow
@every_exercise
def test_nothing_overlaps_or_leaves_the_slide_at_the_least_and_greatest_parameters(name: str) -> None:
    for parameters in extremes(name):
        show = _show(name, parameters)
        for number in range(len(show.slides)):
            page = whole(show, number)
            assert [*overlaps(page), *outside(page)] == [], parameters


@every_exercise
def test_slides_that_fill_the_same_figures_keep_them_in_place(name: str) -> None:
    for before, after in pairwise(show_of(name).slides):
        places = {_place(cell): cell.box for cell in after.page.cells if not cell.copy}
        shared = {_place(cell): cell.box for cell in before.page.cells if not cell.copy and _place(cell) in places}
        if before.turn.grids and (before.card, before.room) == (after.card, after.room):
            assert all(places[place] == box for place, box in shared.items())


def _place(cell: Cell) -> tuple[str, int, int]:
    return cell.grid, cell.row, cell.column


@every_exercise
def test_the_arithmetic_is_that_of_the_new_cells_and_a_few_lines_long(name: str) -> None:
    show = show_of(name)
    for slide, passages in zip(show.slides, show.arithmetic, strict=True):
        texts = [ink for passage in passages for ink in passage.ink if isinstance(ink, Text)]
        assert len({ink.box.y for ink in texts}) <= MOST_LINES
        results = {ink.spans[0].text for ink in texts if ink.style.colour == BLUE}
        values = {printed(value) for grid in slide.turn.grids for row in show.values[grid] for value in row}
        assert results <= values
        assert bool(results) == bool(texts)


@every_exercise
def test_a_result_has_its_sign_before_it_on_its_line(name: str) -> None:
    for passages in show_of(name).arithmetic:
        for passage in passages:
            texts = [ink for ink in passage.ink if isinstance(ink, Text)]
            for result in (ink for ink in texts if ink.style.colour == BLUE):
                before = [ink for ink in texts if ink.box.y == result.box.y and ink.box.x < result.box.x]
                arithmetic = [ink for ink in texts if ink.style.colour != BLUE and ink.box.y <= result.box.y]
                assert before or not arithmetic


@pytest.mark.parametrize(("kinds", "goes_on"), [(1, False), (30, True)])
def test_only_arithmetic_that_is_left_out_has_dots_in_its_place(kinds: int, *, goes_on: bool) -> None:
    slide = next(slide for slide in show_of("mlp").slides if slide.room)
    row = tuple(WorkedCell(f"1·{number % kinds} =", str(number % kinds), asked=True) for number in range(30))
    grid = WorkedGrid(1, "Linear", "Z", Role.LINEAR, 0, (row,))
    texts = [ink for passage in jot(slide, (grid,)) for ink in passage.ink if isinstance(ink, Text)]
    assert any(ink.spans[0].text == "…" for ink in texts) == goes_on


def test_slides_that_fill_the_same_figures_have_every_cell_at_the_same_place() -> None:
    shows = [show_of(name) for name in ("gcn", "resnet", "self-attention")]
    going_on = (pair for show in shows for pair in pairwise(show.slides) if pair[0].room == pair[1].room)
    same = [pair for pair in going_on if set(map(_place, pair[0].page.cells)) <= set(map(_place, pair[1].page.cells))]
    assert same
    for before, after in same:
        places = {_place(cell): cell.box for cell in after.page.cells}
        assert all(places[_place(cell)] == cell.box for cell in before.page.cells)


def test_every_gate_and_every_layer_says_how_its_first_cell_comes_about() -> None:
    for name, steps in (("lstm", (2, 4, 5, 6)), ("backpropagation", (2, 4, 5, 7, 8, 10)), ("rnn", (2, 3, 4))):
        show = show_of(name)
        for slide, passages in zip(show.slides, show.arithmetic, strict=True):
            assert bool(passages) == bool(slide.turn.grids)
            if slide.turn.step.number in steps and len(slide.turn.grids) == 1:
                assert len(passages) >= min(2, len(show.values[slide.turn.grids[0]]))


def characters(show: Slideshow, number: int) -> tuple[str, str]:
    """What a slide of the PDF shows in black and in blue."""
    with pdfplumber.open(BytesIO(show.pdf([number]))) as file:
        (page,) = file.pages
        blue = tuple(int(BLUE[place : place + 2], 16) / 255 for place in (1, 3, 5))
        colours = {True: "", False: ""}
        for char in page.chars:
            colour = char["non_stroking_color"]
            colours[len(colour) == 3 and all(abs(a - b) < 0.01 for a, b in zip(colour, blue, strict=True))] += char[
                "text"
            ]
    return colours[False], colours[True]


def test_what_is_new_is_blue_and_what_was_there_is_black() -> None:
    show = show_of("lstm")
    gates = next(number for number, slide in enumerate(show.slides) if slide.turn.grids == ("f1", "c1", "i1", "o1"))
    memory = gates + 1
    for number, (new, old) in {gates: ("f1", "zf1"), memory: ("C1", "f1")}.items():
        black, blue = characters(show, number)
        assert all(printed(value) in blue for row in show.values[new] for value in row)
        assert all(printed(value) in black for row in show.values[old] for value in row)


def test_a_hidden_number_is_blue_on_the_slide_on_which_it_is_found() -> None:
    show = show_of("workbook-neuron")
    for slide in show.slides:
        shown = show.entries(slide)
        for name, spots in show.asked.items():
            here = show.blueprint.step_of[name] == slide.turn.step
            for row, column in spots:
                if any(_place(cell) == (name, row, column) for cell in slide.page.cells):
                    assert here
                    assert shown[name][row][column].tone is Tone.NEW


def test_a_turn_of_words_alone_shows_what_the_next_one_reads() -> None:
    slides = show_of("gcn").slides
    neighbours, own = slides[1:3]
    assert neighbours.turn.grids == ()
    assert [view.grid for view in neighbours.page.views] == ["G"]
    assert not neighbours.page.cells
    assert {cell.grid for cell in own.page.cells} == {"Adj"}


def test_gathered_cells_have_their_sources_beside_them() -> None:
    flatten = next(slide for slide in show_of("convolution").slides if slide.turn.grids == ("p",))
    assert {cell.grid for cell in flatten.page.cells if cell.copy} == {"P1", "P2"}


@thoroughly()
def test_the_file_has_a_page_of_16_to_9_for_each_slide_and_can_be_read_aloud(name: str) -> None:
    show = show_of(name)
    file = show.pdf(range(len(show.slides)))
    assert not {fault.message for fault in checker.validate_pdf_bytes(file, profile="ua1").failures}
    with pdfplumber.open(BytesIO(file)) as pages:
        assert {(round(page.width), round(page.height)) for page in pages.pages} == {(960, 540)}
        assert len(pages.pages) == len(show.slides)
        for page, slide in zip(pages.pages, show.slides, strict=True):
            assert slide.turn.step.title.split()[0] in page.extract_text()


@thoroughly()
def test_a_picture_in_svg_shows_the_same_numbers(name: str) -> None:
    show = show_of(name)
    for number, slide in enumerate(show.slides):
        picture = ET.fromstring(show.svg(number))
        assert (picture.get("width"), picture.get("height")) == ("960", "540")
        texts = ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]
        for cell in slide.page.cells:
            assert printed(show.values[cell.grid][cell.row][cell.column]) in texts


def test_a_picture_in_svg_draws_the_edges_that_there_are_with_their_numbers() -> None:
    labels = 0
    for name in NAMES:
        show = show_of(name)
        for number, slide in enumerate(show.slides):
            for graph in slide.page.views:
                if not isinstance(graph, Graph):
                    continue
                matrix = show.values[graph.grid]
                edges = [edge for edge in graph.edges if matrix[edge.row][edge.column]]
                page = Page(slide.page.size, number, 9.0, (Passage(Reading.GRID, (), view=graph),), (), ())
                picture = ET.fromstring(whole_picture(page, (), lambda _cell: Entry(""), show.values))
                paths = list(picture.iter("{http://www.w3.org/2000/svg}path"))
                assert len(paths) == len(edges) * (2 if graph.directed else 1)
                texts = ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]
                numbers = [printed(matrix[edge.row][edge.column]) for edge in edges if edge.label]
                assert sorted(texts) == sorted([*graph.names, *numbers])
                labels += len(numbers)
    assert labels > 10


def test_german_slides_have_german_words_and_commas() -> None:
    show = show_of("lstm", "de")
    texts = show.svg(6)
    assert "Speicher · Zeit 1" in texts.replace("</tspan>", "")
    assert "0,5" in texts
    assert "0.5" not in "".join(ET.fromstring(texts).itertext())
    assert not any("0.5" in text for text in characters(show, 6))


@pytest.mark.parametrize("name", FIRST)
def test_the_command_writes_all_slides_or_those_of_a_step(name: str, tmp_path: Path) -> None:
    result = run("slides", name, "--seed", "7", "--out", str(tmp_path))
    assert (result.exit_code, result.output) == (0, f"{tmp_path / name}-7.slides.pdf\n")
    result = run("slides", name, "--seed", "7", "--step", "3", "--format", "svg", "--out", str(tmp_path))
    wanted = [n for n, slide in enumerate(show_of(name).slides, start=1) if slide.turn.step.number == 3]
    assert result.output.splitlines() == [str(tmp_path / f"{name}-7.slide-{number:02}.svg") for number in wanted]
    number = wanted[0]
    assert (tmp_path / f"{name}-7.slide-{number:02}.svg").read_text("utf-8") == show_of(name).svg(number - 1)


def test_a_picture_is_as_wide_as_a_projector(tmp_path: Path) -> None:
    result = run("slides", "softmax", "--seed", "7", "--step", "2", "--format", "png", "--out", str(tmp_path))
    with Image.open(result.output.strip()) as picture:
        assert picture.size == (1920, 1080)


def test_an_assignment_has_slides_of_each_exercise_with_its_parameters(tmp_path: Path) -> None:
    folder = tmp_path / "hw"
    folder.mkdir()
    (folder / "assignment.toml").write_text(
        'language = "de"\n[[exercise]]\nname = "softmax"\n[[exercise]]\nname = "lstm"\nid = "kurz"\n'
        "[exercise.set]\nsteps = 1\n",
        "utf-8",
    )
    result = run("slides", str(folder), "--seed", "7")
    assert result.output.splitlines() == [str(folder / "slides" / f"{one}.slides.pdf") for one in ("softmax", "kurz")]
    with pdfplumber.open(folder / "slides" / "kurz.slides.pdf") as file:
        assert len(file.pages) == 9
        assert "Gegeben" in file.pages[0].extract_text()
    assert not (folder / "secret").exists()
    result = run("slides", str(folder), "--set", "steps=2")
    assert result.exit_code == 2
    assert "assignment.toml" in result.output


def test_an_unknown_step_is_refused(tmp_path: Path) -> None:
    result = run("slides", "lstm", "--seed", "7", "--step", "7", "--out", str(tmp_path))
    assert (result.exit_code, result.output) == (2, "byhand: --step 7: lstm has steps 1 to 6; give one of them\n")
    assert list(tmp_path.iterdir()) == []


def test_a_preview_is_a_picture_of_each_page(tmp_path: Path) -> None:
    result = run("preview", "lstm", "--seed", "7", "--width", "500", "--out", str(tmp_path))
    assert result.output == f"{tmp_path / 'lstm-7.png'}\n"
    with Image.open(tmp_path / "lstm-7.png") as sheet:
        wide, high = sheet.size
    assert wide == 500
    assert max(wide / high, high / wide) == pytest.approx(2**0.5, abs=0.01)
    result = run("preview", "backpropagation", "--seed", "7", "--key", "--out", str(tmp_path))
    assert result.output.splitlines() == [str(tmp_path / f"backpropagation-7.key.{page}.png") for page in (1, 2)]


def test_without_the_extra_an_error_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    for command in (["preview"], ["slides", "--format", "png"]):
        result = run(*command, "softmax", "--seed", "7", "--out", str(tmp_path))
        assert result.exit_code == 2
        assert "pip install 'byhand[pictures]'" in result.output
    assert list(tmp_path.iterdir()) == []
