"""What is drawn besides cells: the windows of convolutions and poolings, and bars of intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from io import BytesIO
from itertools import product
from typing import Any

import page as checker
import pdfplumber
import pytest

from generator.catalogue import find_exercise
from generator.exercises.generative.llm_sampling import WORD_LISTS
from generator.language.words import translator
from generator.layout import Paper, lay_out
from generator.layout.soundness import Proof, page_faults, poorly_filled
from generator.network.blueprint import Blueprint, Role
from generator.network.evaluation import work_out
from generator.network.formula import Picture
from generator.network.instance import draw_instance
from generator.network.number import Matrix, Values, printed
from generator.pdf import Copy
from generator.printing import Printout, PrintShop, Style
from generator.sheet.bars import height_of, ticks_of
from generator.sheet.boxes import Arrow, Bars, Box, Cell, Frame, FrameKind, LegendEntry, Page, Stroke, Text, around
from generator.sheet.filling import Entry, Tone, key_filling
from generator.sheet.heading import Heading, Wording
from generator.sheet.picture import pictures
from generator.sheet.svg import own_view
from generator.sheet.theme import KEY_INK, TICK, WORD
from generator.sheet.views import described, ink_on_bars
from generator.type.shaping import width
from tests.simulated.students import worksheet_of
from tests.tools.tagged_files import passages

IMAGES: tuple[Mapping[str, object], ...] = (
    {},
    {"image": 4, "kernel": 3, "kernels": 1, "outputs": 1},
    {"image": 7, "padding": 1, "stride": 2, "pooling": "mean"},
    {"image": 6, "padding": 1, "channels": 2, "kernels": 1},
    {"image": 5, "kernel": 2, "kernels": 3},
)


@cache
def pages_of(name: str, parameters: tuple[tuple[str, object], ...], paper: Paper, language: str) -> tuple[Page, ...]:
    blueprint = find_exercise(name).blueprint(dict(parameters), translator(language))
    return lay_out([(name, blueprint)], paper).pages


@pytest.fixture(params=product(IMAGES, Paper, ("en", "de")), ids=lambda case: f"{case[0]}-{case[1].value}-{case[2]}")
def convolution(request: pytest.FixtureRequest) -> tuple[Blueprint, tuple[Page, ...]]:
    parameters, paper, language = request.param
    return (
        find_exercise("convolution").blueprint(parameters),
        pages_of("convolution", tuple(parameters.items()), paper, language),
    )


def tiles(page: Page, grid: str) -> Iterator[tuple[Cell, ...]]:
    """The cells of each place where a grid is drawn on a page."""
    yield from (passage.cells for passage in page.passages if passage.cells and passage.cells[0].grid == grid)


def own_tiles(page: Page, grid: str) -> list[tuple[Cell, ...]]:
    return [cells for cells in tiles(page, grid) if not cells[0].copy]


def frames(page: Page, kind: FrameKind) -> list[Box]:
    return [ink.box for ink in page.drawing if isinstance(ink, Frame) and ink.kind is kind]


def read_by(blueprint: Blueprint, result: str, row: int, column: int) -> set[tuple[int, int]]:
    """The cells of an image, or of what is pooled, that change a cell of a result: found by changing each."""
    formula = blueprint.computed_by_name[result].formula
    source, *others = dict.fromkeys(formula.grids())
    rows, columns = blueprint.by_name[source].shape
    known = {name: ones(*blueprint.by_name[name].shape) for name in others}

    def worked_out(changed: tuple[int, int]) -> object:
        numbers = tuple(tuple(1000 * ((r, c) == changed) + r for c in range(columns)) for r in range(rows))
        return work_out(formula, None, {**known, source: numbers})[row][column]

    usual = worked_out((-1, -1))
    return {spot for spot in product(range(rows), range(columns)) if worked_out(spot) != usual}


def ones(rows: int, columns: int) -> Matrix:
    return ((1,) * columns,) * rows


def inside(box: Box, cells: tuple[Cell, ...]) -> set[tuple[int, int]]:
    return {(cell.row, cell.column) for cell in cells if box.holds(cell.box, 0.05)}


def test_the_outlined_window_holds_exactly_the_cells_that_the_outlined_result_reads(
    convolution: tuple[Blueprint, tuple[Page, ...]],
) -> None:
    blueprint, pages = convolution
    drawn = 0
    for page in pages:
        outlined = frames(page, FrameKind.WINDOW)
        for grid in (grid for grid in blueprint.computed if grid.formula.picture is Picture.WINDOW):
            image, kernel, *_ = grid.formula.grids()
            for result in own_tiles(page, grid.name):
                assert [inside(box, result) for box in outlined if inside(box, result)] == [{(0, 0)}]
                shown = list(tiles(page, image))
                assert shown
                for cells in shown:
                    (window,) = {box for box in outlined if inside(box, cells)}
                    assert inside(window, cells) == read_by(blueprint, grid.name, 0, 0)
                    side = blueprint.by_name[kernel].shape[0]
                    assert window.width == pytest.approx(side * cells[0].box.width)
                    assert window.height == pytest.approx(side * cells[0].box.height)
                    assert window.right == pytest.approx(max(cell.box.right for cell in cells if holds(window, cell)))
                drawn += 1
    assert drawn == blueprint.parameters["kernels"] * blueprint.parameters["channels"]  # type: ignore[operator]


def holds(box: Box, cell: Cell) -> bool:
    return box.holds(cell.box, 0.05)


def test_what_is_pooled_is_divided_into_the_windows_that_each_cell_reads(
    convolution: tuple[Blueprint, tuple[Page, ...]],
) -> None:
    blueprint, pages = convolution
    pooled = [grid for grid in blueprint.computed if grid.formula.picture is Picture.POOLING]
    divided = set()
    for page, grid in product(pages, pooled):
        (source,) = grid.formula.grids()
        if not own_tiles(page, grid.name):
            continue
        *_, cells = tiles(page, source)
        windows = [found for box in frames(page, FrameKind.POOLED) if (found := inside(box, cells))]
        spots = product(range(grid.shape[0]), range(grid.shape[1]))
        assert windows == [read_by(blueprint, grid.name, *spot) for spot in spots]
        divided.add(grid.name)
    assert divided == {grid.name for grid in pooled}


def test_without_a_convolution_nothing_is_outlined_as_a_window() -> None:
    for page in pages_of("mlp", (), Paper.A4, "en"):
        assert not frames(page, FrameKind.WINDOW) + frames(page, FrameKind.POOLED)


WORDS: tuple[Mapping[str, object], ...] = (
    {},
    {"words": 3, "positions": 2},
    {"words": 10, "positions": 6},
    {"probabilities": "logits", "temperature": "2"},
)


def bars_on(pages: tuple[Page, ...]) -> Bars:
    (bars,) = (view for page in pages for view in page.views if isinstance(view, Bars))
    return bars


def drawn_values(parameters: Mapping[str, object]) -> dict[str, Values]:
    return dict(draw_instance(find_exercise("llm-sampling").blueprint(parameters), 3).values)


def lines_of(ink: Iterator[object], colour: str) -> list[Stroke]:
    return [one for one in ink if isinstance(one, Stroke) and one.colour == colour]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("parameters", WORDS, ids=str)
def test_each_random_number_is_a_tick_at_its_exact_place(
    parameters: Mapping[str, object], paper: Paper, language: str
) -> None:
    pages = pages_of("llm-sampling", tuple(parameters.items()), paper, language)
    bars, values = bars_on(pages), drawn_values(parameters)
    point = "," if language == "de" else "."
    ticks = lines_of(ticks_of(bars, values["r"]), TICK)
    texts = [ink for ink in ticks_of(bars, values["r"]) if isinstance(ink, Text)]
    for bar, number, tick, text in zip(bars.bars, values["r"][0], ticks, texts, strict=True):
        assert isinstance(number, Fraction)
        height = (bar.bottom - tick.start[1]) / bar.height
        assert height == pytest.approx(float(number))
        assert tick.end == (bar.right, tick.start[1])
        assert text.spans[0].text == printed(number, point)
        assert bars.box.holds(text.box)
        assert text.box.right < bar.x


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("parameters", WORDS, ids=str)
def test_each_bar_is_over_the_word_that_it_gives(parameters: Mapping[str, object], paper: Paper) -> None:
    (page,) = [page for page in pages_of("llm-sampling", tuple(parameters.items()), paper, "en") if page.views]
    (sentence,) = tiles(page, "sentence")
    for bar, cell in zip(bars_on((page,)).bars, sentence, strict=True):
        assert bar.x + bar.width / 2 == pytest.approx(cell.box.x + cell.box.width / 2)
        assert bar.bottom < cell.box.y
    (words,) = tiles(page, "words")
    *_, bounds = tiles(page, "Cum")
    assert {word.box.y for word in words} == {cell.box.y for cell in bounds}


@pytest.mark.parametrize("parameters", WORDS, ids=str)
def test_a_key_has_a_border_at_every_bound_and_words_between(parameters: Mapping[str, object]) -> None:
    bars = bars_on(pages_of("llm-sampling", tuple(parameters.items()), Paper.A4, "en"))
    values = drawn_values(parameters)
    ink = list(ink_on_bars(bars, values, solved=True))
    borders = lines_of(iter(ink), KEY_INK)
    inner = [[row[column] for row in values["Cum"][1:]] for column in range(len(bars.bars))]
    expected = [height_of(bar, number) for bar, column in zip(bars.bars, inner, strict=True) for number in column]  # type: ignore[arg-type]
    assert [line.start[1] for line in borders] == pytest.approx(expected)
    texts = [one for one in ink if isinstance(one, Text)]
    for column, bar in enumerate(bars.bars):
        near = [text for text in texts if bar.right < text.box.x < bar.right + bar.width]
        assert len(near) >= 2
        assert not [
            pair for pair in product(near, near) if pair[0] is not pair[1] and pair[0].box.overlaps(pair[1].box)
        ]
        names = [row[0] for row in values["words"]]
        for text in near:
            row = names.index(text.spans[0].text)
            low = values["Cum"][row + 1][column] if row + 1 < len(names) else 0
            middle = (Fraction(values["Cum"][row][column]) + Fraction(low)) / 2
            assert text.box.y + text.box.height / 2 == pytest.approx(height_of(bar, middle))


def test_words_beside_a_bar_end_before_the_number_at_the_next_one() -> None:
    widest = max((word for column in WORD_LISTS for word in column), key=lambda word: width(word, WORD.face, WORD.size))
    values = {**drawn_values({}), "words": tuple((widest,) for _ in range(5))}
    bars = bars_on(pages_of("llm-sampling", (), Paper.A4, "en"))
    part = bars.size / WORD.size
    numbers = [ink for ink in ticks_of(bars, values["r"]) if isinstance(ink, Text)]
    words = [ink for ink in ink_on_bars(bars, values, solved=True) if isinstance(ink, Text) and ink not in numbers]
    for word in words:
        end = word.box.x + width(widest, WORD.face, WORD.size) * part
        assert not [number for number in numbers if word.box.x < number.box.x < end]


def test_the_legend_has_no_tint_for_numbers_that_are_drawn_as_ticks() -> None:
    (page,) = pages_of("llm-sampling", (), Paper.A4, "en")
    named = {entry.key for entry in page.ink if isinstance(entry, LegendEntry)}
    assert Role.INDEX not in named
    assert {Role.INPUT, Role.OUTPUT, Role.ANSWER} <= named


def test_a_blank_sheet_a_form_and_a_marked_sheet_give_no_interval_away() -> None:
    sheet = worksheet_of("llm-sampling", 3)
    values, bars = sheet.tasks[0].values, bars_on(pages_of("llm-sampling", (), Paper.A4, "en"))
    blank = Copy(sheet.id, values=(values,))
    key = key_filling((values,), "Key")
    assert not blank.solved
    assert not replace(blank, filling=replace(key, tone=Tone.WRONG)).solved
    assert replace(blank, filling=key).solved
    assert not lines_of(ink_on_bars(bars, values, solved=False), KEY_INK)
    (picture,) = pictures(lay_out([("llm-sampling", sheet.tasks[0].blueprint)], Paper.A4))
    poured = picture.poured({"llm-sampling": values}, {}, ".")
    assert KEY_INK not in poured
    assert poured.count(TICK) == len(bars.bars)
    assert own_view(bars, values, solved=True).count(KEY_INK) > own_view(bars, values, solved=False).count(KEY_INK) == 0


def test_bars_are_read_aloud_with_their_ticks_and_on_a_key_with_their_intervals() -> None:
    sheet = worksheet_of("llm-sampling", 3)
    values = sheet.tasks[0].values
    ticks = ", ".join(map(printed, values["r"][0]))
    files = PrintShop(Style(Heading("Homework"), "a4")).print_worksheet(
        sheet, frozenset((Printout.SHEET, Printout.KEY, Printout.FILLABLE))
    )
    for part, content in files.files.items():
        assert not checker.validate_pdf_bytes(content, profile="ua1").failures
        (said,) = [text for tag, text in passages(content) if tag == "Figure"]
        if part is Printout.KEY:
            start = f"Bars from 0 to 1 with the ticks {ticks}, cut into {values['words'][0][0]} 1–"
            assert said.startswith(start)
            assert said.count(";") == len(values["r"][0]) - 1
        else:
            assert said == f"Bars from 0 to 1 with the ticks {ticks}"


def test_bars_are_described_in_german_with_a_comma() -> None:
    bars = bars_on(pages_of("llm-sampling", (), Paper.A4, "de"))
    values = drawn_values({})
    said = described(bars, values, Wording.said_by(translator("de")), solved=True)
    assert said.startswith("Balken von 0 bis 1 mit den Strichen 0,")
    assert ", geteilt in " in said
    assert "." not in said


EXPERTS: tuple[Mapping[str, object], ...] = (
    {},
    {"features": 2, "outputs": 1, "tokens": 2},
    {"experts": 3, "outputs": 2},
    {"features": 5, "outputs": 5, "tokens": 6, "experts": 3},
)


def struck(pages: tuple[Page, ...]) -> list[Cell]:
    return [cell for page in pages for cell in page.cells if cell.struck]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("parameters", EXPERTS[:3], ids=str)
def test_a_lane_leads_from_each_expert_to_its_row_of_tokens(
    parameters: Mapping[str, object], paper: Paper, language: str
) -> None:
    pages = pages_of("mixture-of-experts", tuple(parameters.items()), paper, language)
    (page,) = [page for page in pages if struck((page,))]
    lanes = [ink for ink in page.drawing if isinstance(ink, Stroke)]
    first = [cell for cell in struck((page,)) if cell.column == 0]
    assert len(lanes) == len(first) == parameters.get("experts", 2)
    for number, (lane, cell) in enumerate(zip(lanes, first, strict=True), start=1):
        weights, biases = (next(tiles(page, f"{letter}{number}")) for letter in "Ee")
        expert = around([one.box for one in (*weights, *biases)])
        (x, low), (same, high) = lane.start, lane.end
        assert x == same == pytest.approx(expert.x + expert.width / 2)
        assert 0 < expert.y - low < 5
        assert high == pytest.approx(cell.box.y + cell.box.height / 2)
        (arrow,) = [ink for ink in page.drawing if isinstance(ink, Arrow) and ink.start == lane.end]
        assert 0 < cell.box.x - arrow.end[0] < 5
    for cells in (list(tiles(page, "X"))[-1], tuple(struck((page,))), next(tiles(page, "O"))):
        assert {cell.box.x for cell in cells} == {cell.box.x for cell in next(tiles(page, "O"))}


@pytest.mark.parametrize("parameters", EXPERTS, ids=str)
def test_only_a_key_crosses_out_the_tokens_of_other_experts(parameters: Mapping[str, Any]) -> None:
    sheet = worksheet_of("mixture-of-experts", 3, **parameters)
    page_set = lay_out([("mixture-of-experts", sheet.tasks[0].blueprint)], Paper.A4)
    choice = sheet.tasks[0].values["choice"]
    zeros = sum(row.count(0) for row in choice)
    assert len(struck(page_set.pages)) == sum(map(len, choice))
    assert all(cell.copy and cell.grid == "choice" for cell in struck(page_set.pages))
    files = PrintShop(Style(Heading("Homework"), "a4")).print_worksheet(
        sheet, frozenset((Printout.SHEET, Printout.KEY))
    )
    assert slanted(files.files[Printout.KEY]) == 2 * zeros
    assert slanted(files.files[Printout.SHEET]) == 0
    entries = {
        ("mixture-of-experts", "choice", r, c): Entry(printed(cell))
        for r, row in enumerate(choice, start=1)
        for c, cell in enumerate(row, start=1)
    }
    values = {"mixture-of-experts": sheet.tasks[0].values}
    poured = "".join(picture.poured(values, entries, ".") for picture in pictures(page_set))
    blank = "".join(
        picture.poured(values, {place: Entry("") for place in entries}, ".") for picture in pictures(page_set)
    )
    assert poured.count("<path") - blank.count("<path") == 2 * zeros


def slanted(content: bytes) -> int:
    """How many straight lines of a file are neither upright nor level."""
    with pdfplumber.open(BytesIO(content)) as document:
        lines = [line for page in document.pages for line in page.lines]
    return sum(abs(line["x0"] - line["x1"]) > 5 and abs(line["top"] - line["bottom"]) > 5 for line in lines)


@pytest.mark.parametrize("paper", Paper)
def test_the_identity_of_a_residual_network_is_outlined_beside_the_weights(paper: Paper) -> None:
    (page,) = pages_of("resnet", (), paper, "en")
    weights = around([cell.box for cell in next(tiles(page, "W2"))])
    (identity,) = [
        box
        for box in frames(page, FrameKind.PLAIN)
        if box.right == pytest.approx(weights.x) and box.height == pytest.approx(weights.height)
    ]
    ones = [
        ink.spans[0].text
        for passage in page.passages
        for ink in passage.ink
        if isinstance(ink, Text) and identity.holds(ink.box)
    ]
    assert ones == list("1000010000100001")


@pytest.mark.parametrize("parameters", [{}, {"batch": 2, "data": 3}], ids=str)
@pytest.mark.parametrize("paper", Paper)
def test_real_data_pass_the_discriminator_beside_fake(parameters: Mapping[str, object], paper: Paper) -> None:
    (page,) = pages_of("gan", tuple(parameters.items()), paper, "en")
    for fake, real in (("F", "X"), ("Hf", "Hr"), ("Zf", "Zr"), ("Yf", "Yr")):
        left, right = (around([cell.box for cell in next(tiles(page, name))]) for name in (fake, real))
        assert left.y == pytest.approx(right.y)
        assert left.right < right.x
    columns = [next(tiles(page, name))[0].box.x for name in ("N", "H", "F", "Hf", "Zf", "Yf")]
    assert columns == pytest.approx([columns[0]] * len(columns))


@pytest.mark.parametrize("name", ["convolution", "llm-sampling", "mixture-of-experts", "gan"])
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("paper", Paper)
def test_pages_with_views_are_sound_and_the_usual_size_is_one_page(name: str, language: str, paper: Paper) -> None:
    proof = Proof.of(find_exercise(name).blueprint({}, translator(language)), paper)
    assert len(proof.pages) == 1
    assert [*page_faults(proof), *poorly_filled(proof.pages)] == []
