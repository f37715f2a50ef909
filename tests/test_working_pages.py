"""The worked key: on the sheet, or on pages in its place that show every grid, with its arithmetic where it has any."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import TypeAlias

import pdfplumber
import pytest
from click.testing import CliRunner

from generator.catalogue import find_exercise
from generator.cli import main
from generator.layout import Paper, lay_out, margins
from generator.layout.additions.arrangement import arrangements
from generator.layout.additions.beside_cells import beside_cells
from generator.layout.additions.blank_pages import blank_pages
from generator.layout.additions.families import families_instead
from generator.layout.additions.listing import listing_pages
from generator.layout.additions.supplement import lay_out_supplement
from generator.layout.additions.vacancy import Vacancy, largest_room
from generator.layout.additions.worked_grids import MOST_LINES, broken, fitted, folded, pieces_of
from generator.layout.additions.worked_rows import BETWEEN_STEPS
from generator.layout.additions.working_pages import NARROWEST, pages_instead, working_on_sheet
from generator.layout.soundness import LEAST_TEXT, outside, overlaps
from generator.network.blueprint import Blueprint, Role
from generator.network.covers import asked_spots
from generator.network.instance import Instance, draw_instance
from generator.network.number import printed
from generator.network.parameters import Setting
from generator.network.working import rule_applies, working
from generator.sheet.boxes import Arrow, Box, Dark, Disc, Ink, Page, Passage, Reading, Sheet, Stroke, Text, Tint, around
from generator.sheet.filling import Listing, ListItem, Section, Tone, WorkedCell, WorkedGrid, Working, key_filling
from generator.sheet.key import worked
from generator.sheet.theme import KEY_INK, LABEL, LIST, RESULT, STEP_TITLE
from generator.type.notation import spans_of_line, spans_of_name
from generator.type.shaping import Face
from tests.simulated.students import EXERCISES

SetOut: TypeAlias = Callable[[Working, Sheet], Mapping[int, Sequence[Passage]] | None]
NAMES = [exercise.name for exercise in EXERCISES]


@cache
def made(name: str, **parameters: Setting) -> tuple[Blueprint, Instance]:
    blueprint = find_exercise(name).blueprint(parameters)
    return blueprint, draw_instance(blueprint, 7)


@cache
def sheet_of(name: str, paper: Paper = Paper.A4, **parameters: Setting) -> Sheet:
    return lay_out([(name, made(name, **parameters)[0])], paper)


def working_of(name: str, **parameters: Setting) -> Working:
    return working_in(*made(name, **parameters))


def working_in(blueprint: Blueprint, instance: Instance) -> Working:
    asked = {grid.name: asked_spots(grid, instance.asked) for grid in blueprint.asked}
    shown = {grid: spots for grid, spots in asked.items() if spots}
    return worked(0, blueprint, dict(instance.values), shown, "Working")


def pages_of(name: str, paper: Paper = Paper.A4, **parameters: Setting) -> tuple[Page, ...]:
    return pages_instead(working_of(name, **parameters), sheet_of(name, paper, **parameters))


def plain(text: str) -> str:
    """A line as it is read, without spaces: it may be broken anywhere."""
    return "".join(span.text for span in spans_of_line(text)).replace(" ", "")


def said(ink: Text) -> str:
    return "".join(span.text for span in ink.spans)


def is_name(ink: Ink) -> bool:
    """Whether it is the name over a grid, which grows along with the arithmetic."""
    return isinstance(ink, Text) and ink.style.face is LABEL.face


def cells_of(passage: Passage) -> Iterator[str]:
    """What is in each cell of a row."""
    texts = [ink for ink in passage.ink if isinstance(ink, Text)]
    for ground in (ink for ink in passage.ink if isinstance(ink, Tint | Dark)):
        yield "".join(said(text) for text in texts if ground.box.holds(text.box)).replace(" ", "")


def grids_of(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Each grid of a page with the contents of its cells."""
    name = ""
    cells: list[str] = []
    for passage in page.passages:
        if not any(isinstance(ink, Tint | Dark) for ink in passage.ink):
            continue
        first = passage.ink[0]
        if isinstance(first, Text) and is_name(first):
            if name:
                yield name, cells
            name, cells = said(first).removesuffix(":"), []
        cells += cells_of(passage)
    if name:
        yield name, cells


def named(grid: WorkedGrid) -> str:
    return "".join(span.text for span in spans_of_name(grid.grid))


@pytest.mark.parametrize("name", NAMES)
def test_every_grid_is_on_one_page_and_no_arithmetic_is_lost(name: str) -> None:
    blueprint, instance = made(name)
    works = {(work.grid, work.row, work.column): plain(work.text) for work in working(blueprint, instance.values)}
    drawn = [grid for page in pages_of(name) for grid in grids_of(page)]
    shown = [grid for grid in working_of(name).grids if grid.rows]
    assert Counter(grid for grid, _ in drawn) == Counter(map(named, shown))
    assert {grid.grid for grid in working_of(name).grids} == set(blueprint.by_name)
    by_name = dict(drawn)
    for grid in shown:
        cells = [plain(cell.result if grid.rule else f"{cell.arithmetic} {cell.result}") for cell in grid.cells]
        assert Counter(by_name[named(grid)]) == Counter(cells)
        for number, cell in enumerate(grid.cells):
            row, column = divmod(number, len(grid.rows[0]))
            result = printed(instance.values[grid.grid][row][column])
            assert cell.dark or cell.result == result
            whole = plain(f"{cell.arithmetic} {cell.result}")
            assert not cell.arithmetic or whole == works[grid.grid, row + 1, column + 1]


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_overlaps_or_leaves_the_page_or_is_small(name: str, paper: Paper) -> None:
    for page in pages_of(name, paper):
        assert not [*overlaps(page), *outside(page)]
        texts = [ink for ink in page.ink if isinstance(ink, Text)]
        assert min(text.style.size for text in texts) >= LEAST_TEXT
        assert not any("⋮" in said(text) for text in texts)
        for passage in page.passages:
            grounds = [ink.box for ink in passage.ink if isinstance(ink, Tint | Dark)]
            top = min((box.y for box in grounds), default=0.0)
            inside = [ink.box for ink in passage.ink if isinstance(ink, Text) and ink.box.y >= top and not is_name(ink)]
            assert not grounds or all(any(ground.holds(box) for ground in grounds) for box in inside)


@pytest.mark.parametrize("name", NAMES)
def test_each_step_is_named_once_in_order(name: str) -> None:
    ink = [ink for page in pages_of(name) for ink in page.ink]
    numbers = [disc.number for disc in ink if isinstance(disc, Disc)]
    assert numbers == sorted(numbers)
    steps = list(dict.fromkeys(numbers))
    given = {grid.step for grid in working_of(name).grids if not grid.leads}
    assert given <= set(steps) <= {grid.step for grid in working_of(name).grids}
    titles = [text for text in ink if isinstance(text, Text) and text.style.colour == STEP_TITLE.colour]
    assert len([text for text in titles if text.style.face is STEP_TITLE.face]) == len(steps)


@pytest.mark.parametrize("name", NAMES)
def test_where_a_step_goes_on_in_a_row_with_others_its_number_is_there_again(name: str) -> None:
    for page in pages_of(name):
        discs = [ink.box for ink in page.ink if isinstance(ink, Disc)]
        left = margins.room(page.size).x
        for y in {box.y for box in discs}:
            assert min(box.x for box in discs if box.y == y) == left


@pytest.mark.parametrize("name", NAMES)
def test_only_grids_that_are_given_or_repeat_others_have_no_arithmetic(name: str) -> None:
    blueprint, instance = made(name)
    left = {grid.name for grid in blueprint.asked} - {grid.grid for grid in working_of(name).worked}
    for work in working(blueprint, instance.values):
        asked = (work.row - 1, work.column - 1) in asked_spots(blueprint.by_name[work.grid], instance.asked)
        assert work.grid not in left or not asked or not set("·+=(") & set(work.text)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(("name", "pages"), [("lstm", 1), ("backpropagation", 1), ("mlp", 1), ("vector-database", 2)])
def test_a_worked_key_takes_few_pages(name: str, pages: int, paper: Paper) -> None:
    assert len(pages_of(name, paper)) <= pages


def across(sheet: Sheet) -> Sheet:
    """The sheet on pages turned by a quarter."""
    return replace(sheet, pages=tuple(replace(page, size=page.size[::-1]) for page in sheet.pages))


def upright(sheet: Sheet) -> Sheet:
    """The sheet on upright pages."""
    return replace(sheet, pages=tuple(replace(page, size=Paper.A4.size) for page in sheet.pages))


def test_a_page_is_turned_only_where_this_saves_pages_or_it_is_half_empty() -> None:
    for sheet in (sheet_of("lstm"), across(sheet_of("lstm"))):
        (page,) = pages_instead(working_of("lstm"), sheet)
        assert page.size == Paper.A4.size
    for sheet in (sheet_of("autoencoder"), across(sheet_of("autoencoder"))):
        (page,) = pages_instead(working_of("autoencoder"), sheet)
        assert page.size == sheet.pages[0].size
    for steps, size in ((3, Paper.A4.size[::-1]), (5, Paper.A4.size)):
        (page,) = pages_instead(working_of("rnn", steps=steps), upright(sheet_of("rnn", steps=steps)))
        assert page.size == size, "three time steps are in larger type side by side on a wide page"


def test_grids_in_several_rows_are_broken_for_as_many_as_are_in_each() -> None:
    found = names_and_cells(pages_of("perceptron")[0])
    assert found["z1"][1].height == pytest.approx(found["X"][1].height), "four side by side have room for whole lines"


def test_grids_side_by_side_are_broken_alike() -> None:
    found = names_and_cells(pages_of("perceptron")[0])
    assert found["y8"][1].width == pytest.approx(found["y1"][1].width), "all are equally short, though there is room"


def test_what_broken_lines_leave_of_the_room_goes_to_crowded_cells() -> None:
    found = names_and_cells(pages_of("gradient-descent")[0])
    assert found["e2"][1].height == pytest.approx(found["ŷ2"][1].height), "two lines; in equal columns one has three"


def test_the_rule_of_grids_side_by_side_is_at_the_first_even_if_another_needs_it() -> None:
    assert all(isinstance(number, int) and number >= 0 for (number,) in made("rnn")[1].values["z1"])
    assert {"h1:", "h2"} <= set(names_and_cells(pages_of("rnn")[0]))


def test_grids_in_several_rows_are_about_as_many_in_each() -> None:
    found = names_and_cells(pages_of("perceptron")[0])
    rows = Counter(found[f"z{number}"][1].y for number in range(1, 9))
    assert max(rows.values()) - min(rows.values()) <= 1


@pytest.mark.parametrize(("wider", "count"), [(-0.1, 1), (0.1, 2)])
def test_only_whole_pages_can_be_turned(wider: float, count: int) -> None:
    (page,) = sheet_of("mlp").pages
    narrow = replace(page, size=(margins.NARROW + wider, 600.0))
    assert len(blank_pages(replace(sheet_of("mlp"), pages=(narrow,)), 0)) == count


def test_weights_are_before_what_is_worked_out_with_them_first() -> None:
    leads = {family.first.grid: [grid.grid for grid in family.leads] for family in families_instead(working_of("mlp"))}
    assert leads == {"X": [], "Z1": ["W1", "b1"], "A1": [], "Y": ["W2", "b2"]}


def test_weights_of_one_among_several_heads_stay_where_they_are_given() -> None:
    families = families_instead(working_of("multihead-attention"))
    together = [tuple(grid.grid for grid in family.grids) for family in families]
    assert ("Wv1", "Wv2") in together
    assert {family.first.grid for family in families if family.leads} == {"O"}


def test_the_rows_of_weights_are_level_with_the_arithmetic() -> None:
    (page,) = pages_of("lstm")
    rows: dict[str, list[tuple[float, float]]] = {}
    name = ""
    for passage in page.passages:
        grounds = [ink.box for ink in passage.ink if isinstance(ink, Tint)]
        if grounds:
            first = passage.ink[0]
            name = said(first) if isinstance(first, Text) and is_name(first) else name
            rows.setdefault(name, []).append((grounds[0].y, grounds[0].height))
    for gate in "fcio":
        assert rows[f"W{gate}"] == rows[f"z{gate}1"] == rows[f"z{gate}2"] == rows[f"z{gate}3"]


@pytest.mark.parametrize("name", ["backpropagation", "vector-database", "workbook-matrix-multiplication"])
def test_a_step_that_starts_beside_another_is_whole_in_that_row(name: str) -> None:
    room = margins.room(Paper.A4.size)
    beside = 0
    for arrangement in arrangements(families_instead(working_of(name)), room, (9.0,), Reading.TITLE):
        units = [unit for row in arrangement.rows for unit in row.units]
        for row in arrangement.rows:
            for starting in (unit for unit in row.units[1:] if unit.starts):
                beside += 1
                assert all(unit in row.units for unit in units if unit.step.step == starting.step.step)
    assert beside


def test_a_step_that_goes_on_at_the_head_of_a_page_has_its_number_there() -> None:
    pages = pages_instead(Working(0, "Working", (grid_of([[LONG]] * 300),)), sheet_of("lstm"))
    assert len(pages) > 1
    for page in pages:
        (disc,) = (ink.box for ink in page.ink if isinstance(ink, Disc))
        assert disc.y == margins.room(page.size).y
        assert all(ink.box.y >= disc.bottom for ink in page.ink if isinstance(ink, Tint))


def test_a_drawn_graph_is_written_out_as_its_edges() -> None:
    _, instance = made("gcn")
    (graph,) = (grid for grid in working_of("gcn").grids if not grid.rows)
    edges = {tuple("ABCDE".index(end) for end in edge.split("–")) for edge in graph.rule.split(", ")}
    values = instance.values["G"]
    assert edges == {(a, b) for b in range(5) for a in range(b) if values[a][b]}


def test_a_dark_cell_is_dark_in_the_key() -> None:
    (grid,) = (grid for grid in masked().grids if grid.grid == "S")
    dark = {divmod(number, 4) for number, cell in enumerate(grid.cells) if cell.dark}
    assert dark == made("self-attention", mask="causal")[0].by_name["S"].dark
    assert dark
    pages = pages_instead(masked(), sheet_of("self-attention", mask="causal"))
    assert any(isinstance(ink, Dark) for page in pages for ink in page.ink)


def masked() -> Working:
    return working_of("self-attention", mask="causal")


def test_in_a_key_of_several_exercises_each_has_its_pages_in_its_place(tmp_path: Path) -> None:
    tasks = "".join(f'[[exercise]]\nname = "{name}"\n' for name in ("mlp", "lstm", "softmax"))
    (tmp_path / "assignment.toml").write_text(f'title = "T"\n{tasks}')
    (tmp_path / "roster.csv").write_text("student,name\nada,Ada\n")
    run = CliRunner().invoke(main, ["generate", str(tmp_path), "--key", "worked", "--jobs", "1"])
    assert run.exit_code == 0, run.output
    with pdfplumber.open(tmp_path / "keys-worked" / "ada.pdf") as key:
        words = [page.extract_text() for page in key.pages]
        titles = list(key.doc.get_outlines())
    assert ["Multilayer" in words[0], "LSTM" in words[1], "Softmax" in words[2]] == [True] * 3
    assert "page 2 of 3" in words[1]
    assert "Points: 66" in words[1]
    assert len(titles) == 3


def test_what_is_done_to_every_cell_is_said_once() -> None:
    words = [said(ink) for page in pages_of("gcn") for ink in page.ink if isinstance(ink, Text)]
    assert not any("ReLU" in text for text in words)
    assert words.count("negative → 0") == 3  # in each of three steps
    assert {"M1:", "M2:", "F:"} <= set(words)
    words = [said(ink) for page in pages_of("rnn") for ink in page.ink if isinstance(ink, Text)]
    assert words.count("negative → 0") == 1  # of four grids side by side


def test_negative_numbers_become_0_is_said_only_of_grids_that_have_one() -> None:
    name = "workbook-neuron"
    _, instance = made(name)
    rules = {grid.grid: grid.applies for grid in working_of(name).worked if grid.rule}
    assert set(rules.values()) == {True, False}
    for y, applies in rules.items():
        assert applies == printed(instance.values[y.replace("y", "z")][0][0]).startswith("−")


@pytest.mark.parametrize(("below", "applies"), [(-1, True), (0, False), (1, False)])
def test_a_rule_for_negative_numbers_does_not_apply_to_0(below: int, applies: bool) -> None:
    blueprint, instance = made("mlp")
    grid = blueprint.computed_by_name["A1"]
    linear = tuple((below,) * 3 for _ in range(4))
    assert rule_applies(grid, 1, 2, {**instance.values, "Z1": linear}) is applies


def test_a_rule_without_a_condition_is_always_said() -> None:
    rules = {grid.rule: grid.applies for grid in working_of("vector-database").grids}
    assert rules["the column under each word"]


def test_only_results_that_a_student_finds_are_in_the_colour_of_the_key() -> None:
    name = "workbook-wide"
    blueprint, instance = made(name)
    grids = [grid for grid in working_of(name).shown if not grid.rule]
    cells = [(grid.grid, divmod(n, len(grid.rows[0])), cell) for grid in grids for n, cell in enumerate(grid.cells)]
    assert {cell.asked for _, _, cell in cells} == {True, False}
    for grid, spot, cell in cells:
        assert cell.asked == (spot in asked_spots(blueprint.by_name[grid], instance.asked))
        assert (pieces_of(cell)[-1].style == RESULT) == cell.asked


def test_a_sum_inside_a_function_is_worked_out_although_the_function_has_a_rule() -> None:
    rules = {grid.grid: grid.rule for grid in working_of("deep-mlp").grids}
    assert rules["A1"] == ""


def names_and_cells(page: Page) -> Mapping[str, tuple[Box, Box]]:
    """Where the name of each grid is, and its first cell."""
    firsts = ((passage.ink[0], passage) for passage in page.passages if passage.ink)
    return {
        said(name): (name.box, next(ink.box for ink in passage.ink if isinstance(ink, Tint)))
        for name, passage in firsts
        if isinstance(name, Text) and is_name(name) and any(isinstance(ink, Tint) for ink in passage.ink)
    }


def test_time_steps_are_side_by_side() -> None:
    (page,) = pages_of("lstm")
    found = names_and_cells(page)
    assert found["f1"][1].y == found["f2"][1].y == found["f3"][1].y
    assert found["f2"][1].x == found["zc2"][1].x == pytest.approx(found["h2"][1].x)


def test_beside_a_column_of_weights_the_name_of_a_grid_without_any_is_before_its_first_row() -> None:
    (page,) = pages_of("lstm")
    found = names_and_cells(page)
    weighed, cell = found["zf2"]
    assert weighed.bottom <= cell.y
    for grid, left in (("f1", "Wf"), ("f2", "f1"), ("h3", "h2")):
        name, cell = found[grid]
        assert cell.y <= name.y + name.height / 2 <= cell.bottom
        assert found[left][1].right < name.x < name.right < cell.x


def test_a_step_of_several_rows_has_one_left_edge() -> None:
    found = names_and_cells(pages_of("vector-database")[0])
    assert found["words"][1].x == found["E"][1].x == found["S2"][1].x
    assert found["E1:"][1].x == found["E3"][1].x > found["E"][1].x, "these are beside the title of their step"


def test_names_are_over_grids_where_no_column_has_room_for_them() -> None:
    (page,) = pages_of("optimizer")
    assert all(name.bottom <= cell.y for name, cell in names_and_cells(page).values())


@pytest.mark.parametrize("paper", Paper)
def test_the_arithmetic_of_an_lstm_is_in_type_of_nine_points(paper: Paper) -> None:
    (page,) = pages_of("lstm", paper)
    assert {ink.style.size for ink in page.ink if isinstance(ink, Text) and ink.style.face == LIST.face} == {9.0}


def test_puzzles_side_by_side_are_farther_apart_than_the_grids_of_one() -> None:
    (page,) = pages_of("workbook-gradient")
    found = names_and_cells(page)
    assert found["x2"][1].x - found["∂W1"][1].right >= BETWEEN_STEPS
    assert found["W2"][1].x - found["x2"][1].right < BETWEEN_STEPS


def grid_of(cells: list[list[WorkedCell]]) -> WorkedGrid:
    return WorkedGrid(1, "Linear", "Z", Role.LINEAR, 0, tuple(map(tuple, cells)))


LONG = WorkedCell("(−1)·(−0.25) + 2·3 + (−1)·4 − 5 =", "−2.75", asked=True)


def test_a_line_is_broken_between_terms_and_the_result_keeps_its_sign() -> None:
    lines = broken(LONG, 7.0)
    assert len(lines) > 1
    starts = ["".join(span.text for span in line.pieces[0].spans) for line in lines]
    assert all(start[0] in "+−=" for start in starts[1:])
    assert lines[-1].pieces[-1].result == "−2.75"
    assert lines[-1].pieces[-1].spans[0].text == "="
    assert sum(len(line.pieces) for line in lines) == len(pieces_of(LONG))


def test_a_grid_is_narrowed_while_its_cells_can_be_read() -> None:
    grid = grid_of([[LONG] * 3])
    wide = folded(grid, 8.0, 2000.0)
    assert wide.bands[0].most_lines == 1
    narrow = fitted(grid, 8.0, wide.width * 0.6)
    assert narrow is not None
    assert 2 <= narrow.bands[0].most_lines <= MOST_LINES
    assert fitted(grid, 8.0, wide.width * 0.3) is None


def test_a_grid_too_wide_for_the_page_goes_on_below_itself() -> None:
    grid = grid_of([[LONG] * 12])
    block = folded(grid, 8.0, 527.0)
    assert len(block.bands) > 1
    assert sum(len(band.widths) for band in block.bands) == 12
    assert block.width <= 527.01


def test_only_a_grid_taller_than_a_page_is_cut() -> None:
    def pages(rows: int) -> tuple[Page, ...]:
        return pages_instead(Working(0, "Working", (grid_of([[LONG]] * rows),)), sheet_of("lstm"))

    grids = [len(cells) for page in pages(100) for _, cells in grids_of(page)]
    assert sum(grids) == 100
    assert len(grids) > 1
    assert [len(cells) for page in pages(30) for _, cells in grids_of(page)] == [30]


@pytest.mark.parametrize("set_out", [beside_cells, working_on_sheet])
def test_an_exercise_without_working_has_nothing_added_to_its_sheet(set_out: SetOut) -> None:
    assert set_out(Working(0, "Working", ()), sheet_of("lstm")) == {}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("set_out", [beside_cells, working_on_sheet])
def test_working_on_the_sheet_is_whole_and_overlaps_nothing(set_out: SetOut, name: str) -> None:
    sheet, own = sheet_of(name), working_of(name)
    beside = set_out(own, sheet)
    if beside is None:
        return
    shown: Counter[str] = Counter()
    for number, passages in beside.items():
        page = sheet.pages[number]
        full = replace(page, passages=(*page.passages, *passages))
        assert not [*overlaps(full), *outside(full)]
        shown.update(cell for passage in passages for cell in cells_of(passage))
    cells = (cell for grid in own.shown if not grid.rule for cell in grid.cells)
    assert shown == Counter(plain(f"{cell.arithmetic} {cell.result}") for cell in cells)


def gap(one: Box, other: Box) -> float:
    across = max(0.0, one.x - other.right, other.x - one.right)
    return hypot(across, max(0.0, one.y - other.bottom, other.y - one.bottom))


def test_a_rule_near_its_grid_is_not_read_as_more_of_a_name() -> None:
    sheet = sheet_of("workbook-activation")
    beside = beside_cells(working_of("workbook-activation"), sheet)
    assert beside
    names = [ink.box for page in sheet.pages for ink in page.read_ink if isinstance(ink, Text) and is_name(ink)]
    rules = [around([ink.box for ink in passage.ink if isinstance(ink, Text)]) for passage in beside[0]]
    for rule in rules:
        level = (name for name in names if name.y < rule.bottom and rule.y < name.bottom)
        assert all(max(rule.x - name.right, name.x - rule.right) > 6 for name in level)


@pytest.mark.parametrize("name", ["workbook-activation", "matrix-multiplication", "parameter-count"])
def test_working_near_a_grid_is_nearer_to_it_than_to_any_other(name: str) -> None:
    sheet, own = sheet_of(name), working_of(name)
    names = {"".join(span.text for span in spans_of_name(grid.grid)): grid.grid for grid in own.shown}
    beside = beside_cells(own, sheet)
    assert beside
    for number, passages in beside.items():
        boxes: dict[str, list[Box]] = {}
        label = ""
        for passage in passages:
            first = passage.ink[0]
            label = said(first) if isinstance(first, Text) and is_name(first) else label
            boxes.setdefault(label.removesuffix(":"), []).extend(
                ink.box for ink in passage.ink if not isinstance(ink, Arrow | Stroke)
            )
        cells = sheet.pages[number].cells
        for label, several in boxes.items():
            gaps = {cell.grid == names[label]: 0.0 for cell in cells}
            for is_own in gaps:
                gaps[is_own] = min(
                    gap(around(several), cell.box) for cell in cells if (cell.grid == names[label]) == is_own
                )
            assert gaps[True] <= gaps.get(False, gaps[True]) + 0.01


@pytest.mark.parametrize("name", ["workbook-neuron", "workbook-linear-layer", "workbook-dot-product"])
def test_where_the_next_puzzle_would_be_nearer_all_working_is_on_a_page(name: str) -> None:
    assert beside_cells(working_of(name), sheet_of(name)) is None


def test_working_for_which_a_sheet_has_free_room_is_on_it_under_its_title() -> None:
    name = "deep-mlp"
    _, instance = made(name)
    filling = key_filling([instance.values], "Key", (working_of(name),))
    supplement = lay_out_supplement(filling, sheet_of(name))
    assert not supplement.pages
    ((title, *rows),) = supplement.passages
    ((words,),) = [title.ink]
    assert isinstance(words, Text)
    assert said(words) == "Working"
    assert all(words.box.y < ink.box.y for row in rows for ink in row.ink if isinstance(ink, Text))


def only(room: Box) -> Callable[..., Box | None]:
    """In place of `largest_room`: a page with this free room and no other."""

    def largest(_page: Page, above: float = 0.0) -> Box | None:
        return room if room.height > above else None

    return largest


@pytest.mark.parametrize("narrower", [-0.5, 0.5])
def test_a_strip_between_figures_is_no_room_for_a_working(narrower: float, monkeypatch: pytest.MonkeyPatch) -> None:
    strip = Box(100, 100, NARROWEST + 16.0 - narrower, 600)
    monkeypatch.setattr("generator.layout.additions.working_pages.largest_room", only(strip))
    own = Working(0, "Working", (grid_of([[LONG]]),))
    assert (working_on_sheet(own, sheet_of("lstm")) is None) == (narrower > 0)


@pytest.mark.parametrize(("rows", "fits"), [(20, True), (60, False)])
def test_a_working_taller_than_the_free_room_is_not_on_the_sheet(
    rows: int, fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.layout.additions.working_pages.largest_room", only(Box(100, 100, 400, 400)))
    own = Working(0, "Working", (grid_of([[LONG]] * rows),))
    assert (working_on_sheet(own, sheet_of("lstm")) is not None) == fits


def test_the_largest_room_is_found_between_what_is_taken() -> None:
    vacancy = Vacancy(
        Box(10, 20, 30, 18), [0b1111111111, 0b1100000001, 0b1100000001, 0b1111100011, 0, 0b1111111111], 10
    )
    assert vacancy.largest() == Box(10 + 3, 20 + 3, 7 * 3, 2 * 3)
    assert vacancy.largest(above=2 * 3 - 0.1) == vacancy.largest()
    assert vacancy.largest(above=2 * 3) == Box(10 + 2 * 3, 20 + 3, 3 * 3, 4 * 3)
    assert vacancy.largest(above=4 * 3) is None
    assert Vacancy(Box(0, 0, 30, 3), [0b1111111111], 10).largest() is None


def test_a_working_too_tall_for_the_largest_room_is_in_a_smaller_but_taller_one() -> None:
    sheet = sheet_of("softmax")
    own = working_on_sheet(working_of("softmax"), sheet)
    largest = largest_room(sheet.pages[0])
    assert own
    assert largest
    written = around([ink.box for passage in own[0] for ink in passage.ink if isinstance(ink, Text)])
    assert written.height > largest.height


def test_a_small_exercise_has_its_working_on_the_sheet_and_a_large_one_has_all_of_it_on_pages() -> None:
    assert beside_cells(working_of("matrix-multiplication"), sheet_of("matrix-multiplication"))
    assert beside_cells(working_of("lstm"), sheet_of("lstm")) is None


@pytest.mark.parametrize(("name", "size"), [("matrix-multiplication", 11.0), ("parameter-count", 10.0)])
def test_on_an_enlarged_sheet_working_is_in_larger_type_where_that_has_room(name: str, size: float) -> None:
    beside = beside_cells(working_of(name), sheet_of(name))
    assert beside
    inks = [ink for passages in beside.values() for passage in passages for ink in passage.ink if isinstance(ink, Text)]
    assert {ink.style.size for ink in inks if ink.style.face is Face.BOLD} == {size}


def test_working_is_never_nearly_as_large_as_the_numbers_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet, own = sheet_of("matrix-multiplication"), working_of("matrix-multiplication")
    monkeypatch.setattr("generator.layout.additions.beside_cells.LARGEST", 10.9 / sheet.pages[0].digits)
    beside = beside_cells(own, sheet)
    assert beside
    inks = [ink for passages in beside.values() for passage in passages for ink in passage.ink if isinstance(ink, Text)]
    assert {ink.style.size for ink in inks if ink.style.face is Face.BOLD} == {10.0}


def test_the_head_of_a_key_has_student_id_and_points_but_nothing_to_fill_in(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text('title = "T"\n[[exercise]]\nname = "lstm"\n')
    (tmp_path / "roster.csv").write_text("student,name\nada,Ada\n")
    run = CliRunner().invoke(main, ["generate", str(tmp_path), "--jobs", "1"])
    assert run.exit_code == 0, run.output
    with (
        pdfplumber.open(tmp_path / "sheets" / "ada.pdf") as sheet,
        pdfplumber.open(tmp_path / "keys" / "ada.pdf") as key,
    ):
        empty, filled = (file.pages[0].crop((0, 0, file.pages[0].width, 92)) for file in (sheet, key))
        blank, words = empty.extract_text().split(), filled.extract_text().split()
        assert {"Name", "Ada", "Score", "/", "66"} <= set(blank)
        assert {"Key", "Ada", "Points:", "66"} <= set(words)
        assert not {"Name", "Score", "/"} & set(words)
        identity = next(word for word in blank if "-" in word)
        assert identity in words
        assert empty.lines
        assert not filled.lines


def test_a_list_too_wide_for_its_columns_is_broken_into_lines() -> None:
    sheet = sheet_of("lstm")
    long = ListItem(" + ".join(["(−1)·(−0.25)"] * 40), Tone.WRONG)
    (page,) = listing_pages(Listing(0, "Working", (Section(2, "Linear", "zf1", (long,)),)), sheet)
    lines = [ink for ink in page.ink if isinstance(ink, Text) and "·" in ink.spans[0].text]
    assert len(lines) == 3
    assert "".join(span.text for span in lines[-1].spans).endswith("(−1)·(−0.25)")


def test_an_empty_list_has_no_page() -> None:
    assert listing_pages(Listing(0, "Working", ()), sheet_of("lstm")) == ()


def test_a_remark_in_a_list_has_its_tone() -> None:
    sheet = sheet_of("lstm")
    section = Section(2, "Linear", "zf1", (ListItem("zf1: probably the bias was left out.", Tone.WRONG),))
    (page,) = listing_pages(Listing(0, "Remarks", (section,)), sheet)
    assert any(isinstance(ink, Text) and ink.style.colour == "#C8102E" for ink in page.ink)


def test_generate_prints_the_working_in_place_of_the_sheet(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["generate", "lstm", "--seed", "7", "--key", "worked", "--out", str(tmp_path)])
    assert run.exit_code == 0, run.output
    with pdfplumber.open(tmp_path / "lstm-7.pdf") as sheet, pdfplumber.open(tmp_path / "lstm-7.key.pdf") as key:
        assert len(key.pages) == len(sheet.pages) == 1
        for number, page in enumerate(key.pages, start=1):
            assert f"page {number} of {len(key.pages)}" in page.extract_text(), "the working is counted too"
        last = key.pages[-1]
        words = last.extract_text()
        assert "Points: 66" in words
        assert "Key" in words
        assert "tanh(" in words
        assert "Below x are" not in words
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
        assert not re.search(r"tanh\([−\d]", short.pages[0].extract_text())
        assert re.search(r"tanh\([−\d]", long.pages[0].extract_text())
        each = len(long.pages)
    with pdfplumber.open(tmp_path / "keys-worked.pdf") as everybody:
        assert len(everybody.pages) == 2 * each


@pytest.mark.parametrize("number", [0, 1])
def test_the_rows_of_a_working_are_spread_over_the_page(number: int) -> None:
    page = pages_of("self-attention")[number]
    room = margins.room(page.size)
    boxes = [ink.box for passage in page.passages for ink in passage.ink if isinstance(ink, Text)]
    assert around(boxes).bottom > room.y + 0.85 * room.height


def test_grids_of_one_step_stay_together_on_a_page_with_much_room() -> None:
    (page,) = pages_of("softmax")
    tops = sorted({ink.box.y for passage in page.passages for ink in passage.ink if isinstance(ink, Text)})
    assert max(low - high for high, low in pairwise(tops)) < 100
