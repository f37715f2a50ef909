"""What readers of the sheets doubted: formulas torn apart, signs off centre, badges and legends that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import product

import pypdf
import pytest

from generator.catalogue import find_exercise
from generator.layout import lay_out
from generator.layout.figure import Figure
from generator.network.blueprint import Blueprint, ComputedGrid, DrawnGrid, Role
from generator.network.exercise import Exercise
from generator.network.formula import Picture
from generator.printing import Printout, print_loose
from generator.sheet.boxes import (
    Arrow,
    Bars,
    Box,
    Disc,
    Frame,
    Ink,
    LegendEntry,
    Page,
    Paper,
    Passage,
    Reading,
    Sheet,
    Text,
    Wave,
    around,
)
from generator.sheet.measure import span_width
from tests.simulated.students import EXERCISES, blueprint_of, worksheet_of
from tests.tools.sheets import extremes, laid_out, lines, proof_of

NAMES = [exercise.name for exercise in EXERCISES]
PUZZLES = [exercise.name for exercise in EXERCISES if exercise.family == "workbook"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_roles_in_the_legend_fit_the_exercise(exercise: Exercise) -> None:
    grids = exercise.blueprint().grids
    roles = {grid.role for grid in grids}
    assert Role.HIDDEN not in roles or Role.WEIGHT in roles, "only a network with weights has hidden values"
    assert all(isinstance(grid, ComputedGrid) for grid in grids if grid.role is Role.ANSWER)
    assert Role.QUERY not in roles or any(grid.role is Role.QUERY and isinstance(grid, DrawnGrid) for grid in grids)


def test_a_query_and_an_answer_are_two_entries_of_the_legend() -> None:
    _, sheet = laid_out("vector-database", 0, Paper.A4)
    assert {Role.QUERY, Role.ANSWER} <= _legend(sheet)
    _, sampling = laid_out("llm-sampling", 0, Paper.A4)
    assert Role.ANSWER in _legend(sampling)
    assert Role.QUERY not in _legend(sampling)


def _legend(sheet: Sheet) -> set[object]:
    return {ink.key for page in sheet.pages for ink in page.ink if isinstance(ink, LegendEntry)}


@pytest.mark.parametrize(("name", "adds"), [("lstm", True), ("loss", True), ("self-attention", False), ("gcn", False)])
def test_only_where_a_step_adds_and_rounds_is_it_said_to_round_once(name: str, adds: bool) -> None:
    halves = find_exercise(name).blueprint().halves
    assert halves.startswith("Add first, then round once. ") == adds
    assert "Halves round away from 0" in halves


@pytest.mark.parametrize("name", PUZZLES)
def test_no_number_that_may_be_hidden_is_printed_twice(name: str) -> None:
    for _, sheet in _of_each_size(name):
        assert not [cell for page in sheet.pages for cell in page.cells if cell.covered and cell.copy]


@pytest.mark.parametrize("name", PUZZLES)
def test_what_holds_for_all_puzzles_is_over_them_once_on_each_page(name: str) -> None:
    for blueprint, sheet in _of_each_size(name):
        for page in sheet.pages:
            first, second, *_ = page.passages
            assert "".join(" ".join(_said(first)).split()) == _unmarked(blueprint.common)
            assert second.reading is Reading.TITLE
            assert max(box.bottom for box in _boxes(first)) <= min(box.y for box in _boxes(second))
            assert sum(line.startswith("Each ? hides") for line in lines(Sheet(sheet.chapters, (page,)))) == 1


@pytest.mark.parametrize("name", PUZZLES)
def test_the_name_of_a_function_is_clear_of_its_wave(name: str) -> None:
    for _, sheet in _of_each_size(name):
        for page in sheet.pages:
            waves = [ink.box for ink in page.ink if isinstance(ink, Wave)]
            names = [ink.box for ink in page.ink if isinstance(ink, Text) and ink.spans[0].text == "ReLU"]
            assert not [name for name in names if any(wave.overlaps(name) for wave in waves)]


def _of_each_size(name: str) -> Iterator[tuple[Blueprint, Sheet]]:
    """An exercise at its default, least and greatest sizes, on both papers."""
    for number, paper in product(range(1 + len(extremes(name))), Paper):
        yield laid_out(name, number, paper)


def _boxes(passage: Passage) -> list[Box]:
    return [ink.box for ink in passage.ink if isinstance(ink, Text | Disc)]


def _said(passage: Passage) -> list[str]:
    return ["".join(span.text for span in ink.spans) for ink in passage.ink if isinstance(ink, Text)]


def _unmarked(words: str) -> str:
    """Words as they are set: without spaces and without the signs that raise and lower letters."""
    return "".join(words.split()).replace("^", "").replace("_", "")


@pytest.mark.parametrize("name", NAMES)
def test_an_expression_is_in_one_row_or_one_column(name: str) -> None:
    for paper in Paper:
        proof = proof_of(name, 0, paper)
        for figure in proof.figures():
            assert list(_torn(proof.blueprint, figure)) == []


def _torn(blueprint: Blueprint, figure: Figure) -> Iterator[str]:
    """The grids whose operands, cell by cell, are neither in their rows nor in their columns."""
    for name in figure.names():
        computed = blueprint.computed_by_name.get(name)
        if computed is None or computed.formula.picture is not Picture.CELLWISE:
            continue
        own = figure.box([figure.tiles.index(next(t for t in figure.tiles if t.grid == name and not t.copy))])
        for grid in dict.fromkeys(computed.formula.grids()):
            boxes = [tile.box for tile in figure.tiles if tile.grid == grid]
            if not any(_level(box, own) or _above(box, own) for box in boxes):
                yield f"{name} is apart from {grid}"


def _level(one: Box, other: Box) -> bool:
    return one.y < other.bottom and other.y < one.bottom


def _above(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right


def test_twice_a_difference_is_a_row_with_the_two_among_its_arrows_clear_of_both_grids() -> None:
    _, sheet = laid_out("autoencoder", 0, Paper.A4)
    assert not {"(", ")", ") × 2", ") × 2 ="} & set(lines(sheet))
    (twice,) = [ink.box for page in sheet.pages for ink in page.ink if isinstance(ink, Text) and _reads(ink, "× 2")]
    cells = [cell for page in sheet.pages for cell in page.cells]
    before, after = (
        around([cell.box for cell in cells if cell.grid == grid and cell.copy == copy])
        for grid, copy in (("X", True), ("dY", False))
    )
    assert before.right + 3 < twice.x < twice.right < after.x - 3
    assert after.y < twice.y < twice.bottom < after.bottom


def test_one_discriminator_reads_fake_and_real_data_in_the_same_way() -> None:
    _, sheet = laid_out("gan", 0, Paper.A4)
    (page,) = sheet.pages
    fake, real = (around([cell.box for cell in page.cells if cell.grid == grid]) for grid in ("Hf", "Hr"))
    assert fake.y == pytest.approx(real.y)
    assert _leading_down_to(page, fake) == _leading_down_to(page, real) == [Arrow] * 4
    waves = [ink.box for ink in page.ink if isinstance(ink, Wave) and fake.y < ink.box.y < fake.bottom]
    assert len(waves) == 3
    assert all(wave.right < fake.x for wave in waves)


def _leading_down_to(page: Page, grid: Box) -> list[type[Ink]]:
    """The kinds of signs in the gap over a grid."""
    gap = Box(grid.x, grid.y - 24, grid.width, 14)
    waves = [Wave for ink in page.ink if isinstance(ink, Wave) and gap.overlaps(ink.box)]
    arrows = [ink for ink in page.ink if isinstance(ink, Arrow) and gap.x < ink.start[0] < gap.right]
    return [*waves, *(Arrow for ink in arrows if gap.y < ink.end[1] < grid.y)]


@pytest.mark.parametrize("paper", Paper)
def test_rows_of_a_positional_encoding_say_which_wave_they_are_and_its_copy_is_right_under_it(paper: Paper) -> None:
    _, sheet = laid_out("positional-encoding", 0, paper)
    (page,) = sheet.pages
    grids = [passage for passage in page.passages if {cell.grid for cell in passage.cells} == {"PE"}]
    rows = [["".join(span.text for span in ink.spans) for ink in passage.row_headings] for passage in grids]
    assert rows == [["sin, i = 0", "cos, i = 0", "sin, i = 1", "cos, i = 1"]] * 2
    assert not {"sin, cos"} & set(lines(sheet))
    (pos, *_), (own, *_), (copy, *_), (X, *_) = (
        [cell.box for cell in page.cells if (cell.grid, cell.copy) == chosen]
        for chosen in (("pos", False), ("PE", False), ("PE", True), ("X", False))
    )
    assert own.x == pytest.approx(copy.x)
    assert pos.x == pytest.approx(X.x)


def test_layers_of_a_residual_network_share_their_left_edge() -> None:
    _, sheet = laid_out("resnet", 0, Paper.A4)
    (page,) = sheet.pages
    cells = [cell for cell in page.cells if cell.grid.startswith("W")]
    first, last = (min(cell.box.x for cell in cells if cell.grid == grid) for grid in ("W1", "W3"))
    identity = min(ink.box.x for ink in page.ink if isinstance(ink, Frame) and ink.box.x < first + 1)
    assert first == pytest.approx(last)
    assert first == pytest.approx(identity)


def _reads(ink: Text, words: str) -> bool:
    return "".join(span.text for span in ink.spans) == words


@pytest.mark.parametrize("tokens", [2, 3, 4, 5])
def test_shares_are_divided_between_the_sums_and_the_weights_and_every_column_has_its_arrow(tokens: int) -> None:
    page = _attention(tokens)
    sums, shares = (around([cell.box for cell in page.cells if cell.grid == grid]) for grid in "sP")
    (sign,) = [ink.box for ink in page.ink if isinstance(ink, Text) and _reads(ink, "E ÷ s")]
    assert sums.bottom - 2 < sign.y + sign.height / 2 < shares.y
    assert sign.right < sums.x
    for below in ("s", "P") if tokens == 5 else ("R", "s", "P"):  # with five, R is beside S
        top = min(cell.box.y for cell in page.cells if cell.grid == below)
        down = [ink for ink in page.ink if isinstance(ink, Arrow) and top - 20 < ink.end[1] < top + 1]
        assert len([ink for ink in down if sums.x < ink.start[0] < sums.right]) == tokens


@pytest.mark.parametrize("tokens", [2, 4])
def test_the_name_of_a_function_is_wholly_beside_the_column_that_it_leads_down(tokens: int) -> None:
    page = _attention(tokens)
    left = min(cell.box.x for cell in page.cells if cell.grid == "E")
    (name,) = [ink for ink in page.ink if isinstance(ink, Text) and _reads(ink, "3x")]
    right = name.box.x + span_width(name.spans, name.style)
    assert left - 6 < right < left


def _attention(tokens: int) -> Page:
    sheet = lay_out([("self-attention", find_exercise("self-attention").blueprint({"tokens": tokens}))], Paper.A4)
    (page,) = (page for page in sheet.pages if any(cell.grid == "E" for cell in page.cells))
    return page


@pytest.mark.parametrize("name", [name for name in NAMES if name not in PUZZLES])
def test_every_step_that_fills_cells_has_its_badge_at_them(name: str) -> None:
    blueprint, sheet = laid_out(name, 0, Paper.A4)
    grids = [passage for page in sheet.pages for passage in page.passages if passage.reading is Reading.GRID]
    badges = {ink.number for passage in grids for ink in passage.ink if isinstance(ink, Disc)}
    assert badges == {blueprint.step_of[grid.name].number for grid in blueprint.asked} | _wordless(blueprint)


def _wordless(blueprint: Blueprint) -> set[int]:
    """The steps that fill nothing and share the badge of the next one."""
    return {step.number for step in blueprint.steps if not step.grids}


def test_given_bars_have_no_badge_and_the_words_chosen_on_them_have_theirs() -> None:
    _, sheet = laid_out("llm-sampling", 0, Paper.A4)
    passages = [passage for page in sheet.pages for passage in page.passages]
    (bars,) = [passage for passage in passages if passage.view]
    assert not [ink for ink in bars.ink if isinstance(ink, Disc)]
    (chosen,) = [passage for passage in passages if {cell.grid for cell in passage.cells} == {"sentence"}]
    assert [ink.number for ink in chosen.ink if isinstance(ink, Disc)] == [3]


@pytest.mark.parametrize(("words", "positions"), [(3, 2), (5, 4), (10, 6)])
def test_each_bar_is_under_its_column_of_bounds_and_over_its_word(words: int, positions: int) -> None:
    blueprint = find_exercise("llm-sampling").blueprint({"words": words, "positions": positions})
    for paper in Paper:
        sheet = lay_out([("llm-sampling", blueprint)], paper)
        (page,) = sheet.pages
        (bars,) = [view for view in page.views if isinstance(view, Bars)]
        for column, bar in enumerate(bars.bars):
            cells = {cell.grid: cell.box for cell in page.cells if cell.column == column and cell.grid != "words"}
            middles = {grid: box.x + box.width / 2 for grid, box in cells.items()}
            assert middles["Cum"] == middles["sentence"] == pytest.approx(bar.x + bar.width / 2)
            assert cells["P"].y == cells["Cum"].y or middles["P"] == pytest.approx(middles["Cum"])
            assert cells["Cum"].bottom < bar.y < bar.bottom < cells["sentence"].y
        assert not [cell for cell in page.cells if cell.copy]


@pytest.mark.parametrize(("name", "edges"), [("autoencoder", 2), ("self-attention", 5)])
def test_words_at_cells_share_their_left_edges(name: str, edges: int) -> None:
    _, sheet = laid_out(name, 0, Paper.A4)
    titles = [passage.ink[0] for page in sheet.pages for passage in page.passages if passage.reading is Reading.TITLE]
    assert len({round(disc.box.x) for disc in titles if isinstance(disc, Disc)}) <= edges


@pytest.mark.parametrize("name", [exercise.name for exercise in EXERCISES if exercise.blueprint().covers])
def test_a_sheet_has_a_question_mark_for_each_point(name: str) -> None:
    worksheet = worksheet_of(name, 3)
    pdf = print_loose(worksheet, {Printout.SHEET}, "a4")[Printout.SHEET]
    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    found = sum(page.extract_text().split().count("?") for page in pages)
    besides = 2 if name in PUZZLES else 1  # in the legend, and in "Each ? hides a number"
    assert found - besides * len(pages) == blueprint_of(worksheet).cells


def test_a_question_mark_is_as_large_as_the_digits_of_its_page() -> None:
    worksheet = worksheet_of("workbook-neuron", 3, puzzles=1)
    (page,) = pypdf.PdfReader(BytesIO(print_loose(worksheet, {Printout.SHEET}, "a4")[Printout.SHEET])).pages
    sizes: list[float] = []
    page.extract_text(visitor_text=lambda text, _, __, ___, size: sizes.append(size) if text.strip() == "?" else None)
    (drawn,) = lay_out([("workbook-neuron", blueprint_of(worksheet))], Paper.A4).pages
    assert max(sizes) == pytest.approx(drawn.digits, abs=0.01)


def test_figures_of_one_step_side_by_side_are_level() -> None:
    _, sheet = laid_out("gan", 0, Paper.A4)  # on Letter they are below each other
    tops = {cell.grid: cell.box.y for page in sheet.pages for cell in page.cells if cell.grid in {"dDf", "dDr"}}
    assert tops["dDf"] == pytest.approx(tops["dDr"])


@pytest.mark.parametrize("paper", Paper)
def test_the_bias_of_a_kernel_is_beside_the_middle_of_all_that_it_is_added_to(paper: Paper) -> None:
    _, sheet = laid_out("convolution", 0, paper)
    (page,) = sheet.pages
    for n, bias in enumerate(sorted((cell.box for cell in page.cells if cell.grid == "k0"), key=lambda box: box.y), 1):
        whole = around([cell.box for cell in page.cells if cell.grid == f"C{n}"])
        assert bias.y + bias.height / 2 == pytest.approx(whole.y + whole.height / 2)
