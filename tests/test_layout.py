"""The Sheet: every exercise, on both papers, at all pairs of extreme parameters, asserted on the boxes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, pairwise, permutations

import pytest

from generator.catalogue import find_exercise
from generator.language.words import translator
from generator.layout import Paper, lay_out, margins
from generator.layout.arrange import ArrangedFigures
from generator.layout.figure import Figure, Joint
from generator.layout.limits import Limits
from generator.layout.lines import wrap
from generator.layout.pages import Setter
from generator.layout.planner import GRAINS, SLENDER, Planner
from generator.layout.soundness import (
    PRINTER_MARGIN,
    Proof,
    in_the_foot,
    outside,
    overlaps,
    page_faults,
    poorly_filled,
    solid,
)
from generator.layout.tiles import Cutter
from generator.network.blueprint import Blueprint, ComputedGrid, Role
from generator.network.draft import Draft
from generator.network.exercise import ONE_PAGE, Exercise
from generator.network.instance import draw_instance
from generator.network.number import show_value
from generator.network.parameters import Between, Sizes
from generator.network.rounding import rounded
from generator.network.sources import Integers
from generator.sheet.boxes import (
    Arrow,
    Box,
    Disc,
    Frame,
    FrameKind,
    Graph,
    Page,
    Passage,
    Reading,
    Sheet,
    Stroke,
    Text,
    Wave,
    around,
)
from generator.sheet.measure import span_width
from generator.sheet.theme import EDGE, INSTRUCTION, MILLIMETRE, PLAIN_ONE, WORD
from generator.sheet.views import is_drawn
from generator.type.notation import Span
from generator.type.shaping import Face, width
from tests.simulated.students import EXERCISES
from tests.tools.sheets import cases, extremes, laid_out, lines, pairs, proof_of


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_pair_of_extremes_has_sound_pages(exercise: Exercise) -> None:
    for row in pairs(exercise.name):
        for paper in Paper:
            assert list(page_faults(Proof.of(exercise.blueprint(row), paper))) == [], row


every_case = pytest.mark.parametrize(("name", "number", "paper"), cases())


def graphs_on(sheet: Sheet) -> list[Graph]:
    return [view for page in sheet.pages for view in page.views if isinstance(view, Graph)]


@every_case
def test_nothing_overlaps_or_leaves_the_page(name: str, number: int, paper: Paper) -> None:
    _, sheet = laid_out(name, number, paper)
    for page in sheet.pages:
        assert len(solid(page)) > 15
        assert [*overlaps(page), *outside(page), *in_the_foot(page)] == []
        wide, high = page.size
        inside = Box(PRINTER_MARGIN, PRINTER_MARGIN, wide - 2 * PRINTER_MARGIN, high - 2 * PRINTER_MARGIN)
        frames = [ink.box for ink in page.ink if isinstance(ink, Frame | Wave)]
        assert all(inside.holds(box) for box in frames)
        points = [point for ink in page.ink if isinstance(ink, Arrow) for point in (ink.start, ink.end)]
        assert all(inside.holds(Box(*point, 0, 0)) for point in points)
        assert {round(value) for value in page.size} == {round(value) for value in paper.size}


@every_case
def test_every_cell_stands_once_and_is_large_enough_to_write_in(name: str, number: int, paper: Paper) -> None:
    blueprint, sheet = laid_out(name, number, paper)
    cells = [cell for page in sheet.pages for cell in page.cells]
    assert all(cell.box.width >= 7.5 * MILLIMETRE - 0.01 for cell in cells)
    assert all(cell.box.height >= 6 * MILLIMETRE - 0.01 for cell in cells)
    own = Counter((cell.grid, cell.row, cell.column) for cell in cells if not cell.copy)
    assert set(own.values()) == {1}
    drawn = {view.grid for page in sheet.pages for view in page.views}
    expected = {
        (grid.name, row, column)
        for grid in blueprint.grids
        if not is_drawn(grid)
        for row in range(grid.shape[0])
        for column in range(grid.shape[1])
        if (row, column) not in grid.dark
    }
    assert set(own) == expected
    assert drawn == {grid.name for grid in blueprint.grids if is_drawn(grid)}


@every_case
def test_pages_are_filled_well(name: str, number: int, paper: Paper) -> None:
    assert list(poorly_filled(proof_of(name, number, paper).pages)) == []


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_pages_are_filled_well_at_the_greatest_sizes_with_usual_choices(exercise: Exercise, paper: Paper) -> None:
    sizes = [p for p in exercise.parameters if isinstance(p.range, Between | Sizes) and "decimals" not in p.name]
    row = {p.name: p.range.ends[-1] for p in sizes}
    if exercise.name == "convolution":
        row["image"] = 7  # the greatest that goes with the greatest stride and padding
    assert list(poorly_filled(Proof.of(exercise.blueprint(row), paper).pages)) == []


@pytest.mark.parametrize("paper", Paper)
def test_cells_of_a_page_with_room_to_spare_are_taller_but_not_slender(paper: Paper) -> None:
    _, sheet = laid_out("multihead-attention", len(extremes("multihead-attention")), paper)
    cells = [[cell.box for cell in page.cells if not cell.copy] for page in sheet.pages]
    heights = [max(box.height for box in boxes) for boxes in cells]
    low = [height for height in heights if height > min(heights) + 0.1]
    assert 0 < len(low) < len(heights)
    assert max(heights) <= SLENDER * min(box.width for boxes in cells for box in boxes)


def test_a_cell_that_reaches_into_the_foot_of_a_page_is_found() -> None:
    _, sheet = laid_out("mlp", 0, Paper.A4)
    (page,) = sheet.pages
    lowest = max((cell for passage in page.passages for cell in passage.cells), key=lambda cell: cell.box.bottom)
    down = margins.room(page.size).bottom - lowest.box.bottom
    for by, faults in ((down, 0), (down + 2, 1)):
        moved = lowest._replace(box=lowest.box.moved(0, by))
        assert len(list(in_the_foot(replace(page, passages=(Passage(Reading.GRID, (), (moved,)),))))) == faults


def test_a_page_half_empty_or_in_small_type_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    _, sheet = laid_out("lstm", 0, Paper.A4)
    assert list(poorly_filled(sheet.pages)) == []
    (page,) = sheet.pages
    half = [passage for passage in page.passages if all(cell.box.y < page.size[1] / 2 for cell in passage.cells)]
    upper = tuple(p for p in half if all(isinstance(i, Arrow | Stroke) or i.box.y < page.size[1] / 2 for i in p.ink))
    (fault,) = poorly_filled([replace(page, passages=upper)])
    assert "of its height is empty" in fault
    monkeypatch.setattr("generator.layout.soundness.LARGEST", 0)
    off_centre = [*poorly_filled([replace(page, passages=upper)])]
    assert "page 1: its figures are not in the middle between top and bottom" in off_centre
    monkeypatch.undo()
    small = replace(INSTRUCTION, size=7.9)
    tiny = Passage(Reading.WORDS, (Text(Box(100, 300, 50, 9), (Span("tiny"),), small),))
    (fault,) = poorly_filled([replace(page, passages=(*page.passages, tiny))])
    assert "text of 7.9 points" in fault
    two = (page, replace(page, passages=upper))
    assert any("unevenly" in fault for fault in poorly_filled(two))


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_an_exercise_at_default_size_takes_one_page_or_two_if_it_says_why(exercise: Exercise, paper: Paper) -> None:
    _, sheet = laid_out(exercise.name, 0, paper)
    assert len(sheet.pages) <= 1 + (ONE_PAGE in exercise.exceptions)


@pytest.mark.parametrize("name", [exercise.name for exercise in EXERCISES if ONE_PAGE in exercise.exceptions])
def test_an_exercise_that_says_why_it_takes_two_pages_takes_them(name: str) -> None:
    assert {len(laid_out(name, 0, paper)[1].pages) for paper in Paper} in ({2}, {1, 2})


@every_case
def test_every_step_is_told_before_or_where_it_is_needed(name: str, number: int, paper: Paper) -> None:
    blueprint, sheet = laid_out(name, number, paper)
    told: set[int] = set()
    for page in sheet.pages:
        told |= {ink.number for ink in page.ink if isinstance(ink, Disc)}
        own = {cell.grid for cell in page.cells if not cell.copy and cell.asked}
        assert {blueprint.step_of[grid].number for grid in own} <= told
    assert told == {step.number for step in blueprint.steps}
    words = set(map(_plain, " ".join(lines(sheet)).split()))
    for step in blueprint.steps:
        assert {_plain(word) for word in f"{step.title} {step.instruction}".split()} <= words


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_numbers_fit_their_cells_without_shrinking(exercise: Exercise) -> None:
    blueprint, sheet = laid_out(exercise.name, 0, Paper.A4)
    for seed in range(5):
        values = draw_instance(blueprint, seed).values
        for page in sheet.pages:
            for cell in page.cells:
                text = show_value(values[cell.grid][cell.row][cell.column]).replace("-", "−")
                size = WORD.size if cell.word else page.digits
                assert width(text, Face.REGULAR, size) <= cell.box.width - 2 * EDGE + 0.01, cell


def test_the_row_of_ones_that_nobody_writes_in_is_lower_than_cells_and_as_wide_as_their_columns() -> None:
    _, sheet = laid_out("mlp", 0, Paper.A4)
    (page,) = sheet.pages
    inputs = [cell.box for cell in page.cells if cell.grid == "X"]
    ones = [ink for ink in page.ink if isinstance(ink, Text) and ink.style.size < page.digits and _plain_one(ink)]
    under = [one.box for one in ones if one.box.y < min(cell.box.y for cell in page.cells if cell.grid == "Z1")]
    assert sorted(box.x for box in under) == pytest.approx(sorted({box.x for box in inputs}))
    lowest = max(box.bottom for box in inputs)
    assert all(lowest < box.y + box.height / 2 < lowest + inputs[0].height / 2 for box in under)


def _plain_one(ink: Text) -> bool:
    return ink.spans == (Span("1"),) and ink.style.colour == PLAIN_ONE.colour


def test_the_result_of_a_product_stands_where_rows_and_columns_cross() -> None:
    _, sheet = laid_out("backpropagation", 0, Paper.A4)
    box = {cell.grid: cell.box for cell in sheet.pages[0].cells if not cell.copy and (cell.row, cell.column) == (0, 0)}
    for left, top, result in (("W1", "X", "Z1"), ("W2", "A1", "Z2"), ("W3", "A2", "Z3")):
        assert box[left].y == pytest.approx(box[result].y)
        assert box[top].x == pytest.approx(box[result].x)
        assert box[left].x < box[result].x
        assert box[top].y < box[result].y
    assert box["X"].x < box["A1"].x < box["A2"].x < box["Y"].x < box["T"].x < box["dZ3"].x


def test_time_steps_stand_side_by_side_in_the_rows_of_their_weights() -> None:
    _, sheet = laid_out("lstm", 0, Paper.A4)
    assert len(sheet.pages) == 1
    box = {cell.grid: cell.box for cell in sheet.pages[0].cells if not cell.copy and cell.row == cell.column == 0}
    for gate in "fcio":
        assert {box[f"z{gate}{t}"].y for t in (1, 2, 3)} == {box[f"W{gate}"].y}
        assert box[f"z{gate}1"].x < box[f"z{gate}2"].x < box[f"z{gate}3"].x
    column = [box[name] for name in ("C0", "f1", "c1", "i1", "C1", "t1", "o1", "h1")]
    assert len({round(place.x, 3) for place in column}) == 1
    assert all(above.bottom < below.y for above, below in pairwise(column))
    copies = {cell.grid for cell in sheet.pages[0].cells if cell.copy}
    assert copies == {"h1", "h2", "C1", "C2"}


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("update", ["keep", "swapped"])
def test_each_time_step_of_a_gated_unit_is_read_down_its_columns_on_one_page(update: str, paper: Paper) -> None:
    (page,) = lay_out([("gru", find_exercise("gru").blueprint({"update": update}))], paper).pages
    box = {cell.grid: cell.box for cell in page.cells if not cell.copy and cell.row == cell.column == 0}
    for t in (1, 2, 3):
        for column in (("zz", "zr", "zh"), ("z", "r", "g", "c", "h")):
            places = [box[f"{name}{t}"] for name in column]
            assert len({round(place.x, 3) for place in places}) == 1
            assert all(above.bottom < below.y for above, below in pairwise(places))
    for gate in "zrh":
        assert {box[f"z{gate}{t}"].y for t in (1, 2, 3)} == {box[f"W{gate}"].y}
    under = [cell for cell in page.cells if cell.row == 0 and cell.box.x == pytest.approx(box["c3"].x)]
    mixed = sorted((cell.box.y, cell.grid) for cell in under if box["g3"].y < cell.box.y < box["h3"].y)
    order = ["z3", "h2", "z3", "c3"] if update == "keep" else ["z3", "c3", "z3", "h2"]
    assert [grid for _, grid in mixed] == order


def columns(page: Page, grid: str, copy: bool = False) -> list[tuple[float, float]]:
    """Where the columns of a grid begin on a page, and how wide their cells are."""
    boxes = [cell.box for cell in page.cells if cell.grid == grid and cell.copy == copy]
    return sorted({(round(box.x, 3), round(box.width, 3)) for box in boxes})


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("number", range(1 + len(extremes("lstm"))))
def test_tanh_and_hidden_state_are_below_what_they_are_worked_out_from_in_cells_as_wide(
    number: int, paper: Paper
) -> None:
    blueprint, sheet = laid_out("lstm", number, paper)
    for time in [grid.name.removeprefix("h") for grid in blueprint.computed if grid.name.startswith("h")]:
        (page,) = (page for page in sheet.pages if columns(page, f"h{time}"))
        assert len(columns(page, f"C{time}")) == 1
        for result, operand in ((f"t{time}", f"C{time}"), (f"h{time}", f"t{time}"), (f"h{time}", f"o{time}")):
            assert columns(page, result) == columns(page, operand), result


def _plain(word: str) -> str:
    """A word without the signs that only say what is raised or lowered."""
    return re.sub(r"[\^_()]", "", word)


@pytest.mark.parametrize("paper", Paper)
def test_an_autoencoder_is_an_hourglass_whose_weights_narrow_to_the_bottleneck_and_widen_again(paper: Paper) -> None:
    _, sheet = laid_out("autoencoder", 0, paper)
    (page,) = sheet.pages
    grids: dict[str, list[Box]] = {}
    for cell in page.cells:
        if not cell.copy:
            grids.setdefault(cell.grid, []).append(cell.box)
    box = {name: around(boxes) for name, boxes in grids.items()}
    column = [box[name] for name in ("X", "Z1", "A1", "Z2", "A2", "Z3", "A3", "Y")]
    assert len({(round(place.x, 3), round(place.width, 3)) for place in column}) == 1
    assert all(above.bottom < below.y for above, below in pairwise(column))
    weights = [around([box[f"W{n}"], box[f"b{n}"]]) for n in (1, 2, 3, 4)]
    assert len({round(place.right, 3) for place in weights}) == 1
    first, second, third, fourth = (place.width for place in weights)
    assert first > second > third < fourth
    assert box["dY"].bottom == pytest.approx(box["Y"].bottom)
    assert box["Y"].right < box["dY"].x


@pytest.mark.parametrize("paper", Paper)
def test_scores_of_attention_are_beside_the_projections_and_all_that_follows_is_below_them(paper: Paper) -> None:
    _, sheet = laid_out("self-attention", 0, paper)
    (page,) = sheet.pages
    box = {cell.grid: cell.box for cell in page.cells if not cell.copy and cell.row == cell.column == 0}
    copy = {cell.grid: cell.box for cell in page.cells if cell.copy and cell.row == cell.column == 0}
    column = [copy["Q"], *(box[name] for name in ("S", "R", "E", "s", "P", "Z"))]
    assert len({round(place.x, 3) for place in column}) == 1
    assert all(above.bottom < below.y for above, below in pairwise(column))
    assert copy["Q"].y == pytest.approx(box["X"].y)
    assert max(cell.box.right for cell in page.cells if cell.grid == "V" and not cell.copy) < copy["K"].x
    assert copy["V"].y == pytest.approx(box["Z"].y)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("number", range(1 + len(extremes("gcn"))))
def test_kept_columns_are_below_the_columns_they_are_copied_from(number: int, paper: Paper) -> None:
    chosen = {**[{}, *extremes("gcn")][number], "normalise": "none"}
    blueprint = find_exercise("gcn").blueprint(chosen)
    sheet = lay_out([("gcn", blueprint)], paper)
    (page,) = (page for page in sheet.pages if columns(page, "L1"))
    copied = columns(page, "M1") or columns(page, "M1", copy=True)
    assert len(copied) == blueprint.by_name["M1"].shape[1]
    assert columns(page, "L1") == copied


def test_weights_and_their_bias_share_one_outline() -> None:
    _, sheet = laid_out("backpropagation", 0, Paper.A4)
    page = sheet.pages[0]
    outlines = [ink.box for ink in page.ink if isinstance(ink, Frame) and ink.kind is FrameKind.WEIGHT]
    joined = [cell.box for cell in page.cells if cell.grid in {"W1", "b1"}]
    assert any(all(outline.holds(box) for box in joined) for outline in outlines)


def test_columns_of_a_weight_take_the_tint_of_what_they_multiply() -> None:
    _, sheet = laid_out("lstm", 0, Paper.A4)
    row = [cell.role.value for cell in sheet.pages[0].cells if cell.grid == "Wf" and cell.row == 0]
    assert row == ["input"] * 3 + ["hidden"] * 2 + ["bias"]


def test_no_edge_of_a_graph_runs_through_a_third_node() -> None:
    for number in range(1 + len(extremes("gcn"))):
        _, sheet = laid_out("gcn", number, Paper.A4)
        (graph,) = graphs_on(sheet)
        for (ax, ay), (bx, by), (cx, cy) in permutations(graph.centres, 3):
            length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
            part = ((cx - ax) * (bx - ax) + (cy - ay) * (by - ay)) / length**2
            if 0 < part < 1:
                distance = abs((bx - ax) * (ay - cy) - (ax - cx) * (by - ay)) / length
                assert distance > graph.radius + 1


def test_exercises_of_one_worksheet_start_on_pages_of_their_own() -> None:
    some = EXERCISES[::5]
    pairs = [(exercise.name, exercise.blueprint()) for exercise in some]
    sheet = lay_out(pairs, Paper.A4)
    assert [exercise.id for exercise in sheet.chapters] == [exercise.name for exercise in some]
    numbers = [page.exercise for page in sheet.pages]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(some)))
    for page in sheet.pages:
        assert {cell.exercise for cell in page.cells} == {page.exercise}


def test_layout_is_the_same_each_time() -> None:
    first, second = (lay_out([("gcn", find_exercise("gcn").blueprint())], Paper.LETTER) for _ in range(2))
    assert first == second


def test_long_instructions_are_wrapped_to_their_room() -> None:
    text = "Multiply each weight matrix with the column of x, h and 1, then go on to the next."
    wrapped = wrap(text, INSTRUCTION, 90)
    assert len(wrapped) > 2
    assert all(span_width(line, INSTRUCTION) <= 90 for line in wrapped)
    assert " ".join("".join(span.text for span in line) for line in wrapped) == text


def small_discs(sheet: Sheet) -> list[int]:
    return [ink.number for page in sheet.pages for ink in page.ink if isinstance(ink, Disc) and ink.box.width < 12]


def test_every_step_has_its_disc_beside_what_it_fills() -> None:
    _, gcn = laid_out("gcn", 0, Paper.A4)
    assert sorted(small_discs(gcn)) == list(range(2, 12))
    _, database = laid_out("vector-database", 0, Paper.A4)
    assert small_discs(database).count(6) == len(("Eq", "Zq", "Nq", "mq", "vq"))
    _, dropout = laid_out("dropout", 0, Paper.A4)
    assert small_discs(dropout).count(2) == len(("D1", "D2"))


def test_each_page_on_which_something_is_rounded_says_how() -> None:
    said = []
    for exercise in EXERCISES:
        blueprint, sheet = laid_out(exercise.name, 0, Paper.A4)
        for page in sheet.pages:
            rounds = any(cell.grid in blueprint.rounded for cell in page.cells)
            noted = {blueprint.halves, blueprint.go_on}
            assert len(noted.intersection(lines(Sheet(sheet.chapters, (page,))))) == rounds
            said.append(rounds)
    assert {True, False} == set(said)


def test_each_page_that_goes_on_with_rounded_numbers_says_so_once() -> None:
    said = []
    for exercise in EXERCISES:
        blueprint, sheet = laid_out(exercise.name, 0, Paper.A4)
        read = {name for grid in blueprint.computed if grid.asked for name in grid.formula.grids()}
        steps = " ".join(step.instruction for step in blueprint.steps)
        for page in sheet.pages:
            carries = {cell.grid for cell in page.cells} & blueprint.rounded & read
            noted = bool(blueprint.go_on) and blueprint.go_on in lines(Sheet(sheet.chapters, (page,)))
            in_step = "go on with that" in steps or "the rounded numbers" in steps
            assert noted == (bool(carries) and not in_step), exercise.name
            said.append((bool(carries), in_step))
    assert {(True, False), (True, True), (False, False)} <= set(said)


@pytest.mark.parametrize("says", [True, False])
def test_a_step_says_itself_that_work_goes_on_with_rounded_numbers_whatever_its_words(says: bool) -> None:
    sheet = Draft({}, str)
    X = sheet.step("Given", "A number.").give("X", (1, 1), Role.INPUT, Integers(1, 9))
    third = sheet.step("Third", "Use the rounded numbers, go on with that.", says_to_go_on=says)
    third.fill("Y", X / 3, Role.OUTPUT, rounded(1))
    assert bool(sheet.blueprint("third", "Third").go_on) is not says


def test_words_in_pictures_are_in_the_language_of_the_sheet() -> None:
    for language, where, mean in (("en", "where", "mean"), ("de", "wo", "Mittel")):
        words = translator(language)
        sheet = lay_out(
            [(name, find_exercise(name).blueprint({}, words)) for name in ("backpropagation", "vector-database")],
            Paper.A4,
        )
        said = lines(sheet)
        assert said.count(where) == said.count("> 0") == 2
        assert said.count("argmax") == 1
        assert said.count(mean) >= 4
        assert ("where" in said, "mean" in said) == (language == "en", language == "en")


def test_a_step_that_goes_on_says_so_once_a_page_and_has_its_disc_at_its_cells() -> None:
    _, sheet = laid_out("perceptron", 0, Paper.A4)
    first, second = (lines(Sheet(sheet.chapters, (page,))) for page in sheet.pages)
    for title in ("Answer", "Update"):
        assert (first.count(title), first.count(f"{title} (continued)")) == (1, 0)
        assert (second.count(title), second.count(f"{title} (continued)")) == (0, 1)
    # z and y, e and w of eight samples
    assert {number: small_discs(sheet).count(number) for number in (2, 3)} == {2: 16, 3: 16}


@every_case
def test_a_title_that_goes_on_is_alone_over_the_figure_of_its_step_and_nowhere_else(
    name: str, number: int, paper: Paper
) -> None:
    blueprint, sheet = laid_out(name, number, paper)
    over = []
    for page in proof_of(name, number, paper).plan.pages:
        for piece in (piece for shelf in page for piece in shelf.pieces):
            titles = [step.number for step in piece.over.steps if step.number in piece.over.explained]
            filled = [name for name in piece.figure.names() if isinstance(blueprint.by_name[name], ComputedGrid)]
            assert titles in ([], sorted({blueprint.step_of[name].number for name in filled})[:1])
            assert not titles or len({blueprint.step_of[name].number for name in filled}) == 1
            over += titles
    assert len([line for line in lines(sheet) if line.endswith("(continued)")]) == len(over)


def test_lines_break_neither_a_comparison_nor_before_a_last_word() -> None:
    style, text = INSTRUCTION, "So it is 1 if z ≥ 3 and 0 if z ≤ −3."
    for room in range(40, 200, 3):
        lines = ["".join(span.text for span in line) for line in wrap(text, style, room)]
        assert " ".join(lines) == text
        assert not [line for line in lines if line[-1] in "≥≤" or line[0] in "≥≤"]
        if len(lines) > 1 and " " not in lines[-1]:
            assert len(lines[-2].split()) <= 3


def test_lines_break_within_a_formula_only_where_it_has_no_room() -> None:
    style, text = INSTRUCTION, "For cross-entropy it is prediction minus target: dZ = Y − T."
    for room in range(50, 200, 3):
        wrapped = ["".join(span.text for span in line) for line in wrap(text, style, room)]
        assert " ".join(wrapped) == text
        assert any("dZ = Y − T." in line for line in wrapped)
    assert ["".join(span.text for span in line) for line in wrap("dZ = Y − T", style, 30)] == ["dZ = Y", "− T"]


def test_the_name_of_a_result_is_not_left_alone_where_its_formula_is_broken() -> None:
    text = "H = ReLU([D|d] × F and its 1)"
    whole = span_width((Span(text),), INSTRUCTION)
    for room in range(70, int(whole)):
        first, *others = ["".join(span.text for span in line) for line in wrap(text, INSTRUCTION, room)]
        assert first.startswith("H = ReLU([D|d]")
        assert others


@pytest.mark.parametrize("paper", Paper)
def test_a_padded_image_lies_in_a_ring_of_zeros_wherever_it_is_drawn(paper: Paper) -> None:
    for padding, ring in ((0, 0), (1, 8 * 8 - 6 * 6)):
        sheet = lay_out([("convolution", find_exercise("convolution").blueprint({"padding": padding}))], paper)
        images = sum(len([cell for cell in page.cells if cell.grid == "I"]) for page in sheet.pages) // 36
        zeros = lines(sheet).count("0")
        assert images >= 1
        assert zeros == ring * images


def test_numbers_on_the_lines_of_a_network_do_not_cover_each_other() -> None:
    sheet = lay_out([("workbook-connection", find_exercise("workbook-connection").blueprint())], Paper.A4)
    numbered = 0
    for graph in graphs_on(sheet):
        labels = [edge.label for edge in graph.edges if edge.label]
        assert len(labels) in (0, len(graph.edges))
        numbered += bool(labels)
        assert all(graph.box.holds(label) for label in labels)
        assert not any(first.overlaps(second, 2.5) for first, second in combinations(labels, 2))
    assert numbered == 5


def test_the_memory_is_in_the_rows_of_the_hidden_state_beside_it() -> None:
    _, sheet = laid_out("lstm", 0, Paper.A4)
    rows = {
        grid: sorted(
            {cell.box.y for cell in sheet.pages[0].cells if cell.grid == grid and (cell.copy or grid[1] == "0")}
        )
        for grid in ("h0", "C0", "h1", "C1", "h2", "C2")
    }
    assert all(rows[f"h{time}"] == pytest.approx(rows[f"C{time}"]) for time in range(3))


@pytest.mark.parametrize("name", ["gradient-descent", "workbook-batch"])
def test_shelves_share_their_left_edge_and_those_of_as_many_stacks_their_columns(name: str) -> None:
    proof = proof_of(name, 0, Paper.A4)
    ((*places,),) = (
        list(Setter(proof.plan, 0)._places(page, gap))
        for page, gap in zip(proof.plan.pages, proof.plan.gaps, strict=True)
    )
    corners = {id(piece): x + piece.lead for piece, x, _ in places}
    shelves = proof.plan.pages[0]
    assert len(shelves) > 2
    first = {round(corners[id(shelf.stacks[0].pieces[0])], 2) for shelf in shelves}
    assert len(first) == 1
    for count in {len(shelf.stacks) for shelf in shelves}:
        alike = [shelf for shelf in shelves if len(shelf.stacks) == count]
        for column in range(1, count):
            firsts = [shelf.stacks[column].pieces[0] for shelf in alike]
            assert len({round(corners[id(piece)] - piece.lead, 2) for piece in firsts}) == 1


def test_figures_are_stacked_where_that_saves_a_page_and_samples_are_not_torn() -> None:
    dropout = proof_of("dropout", 0, Paper.A4).plan
    assert any(len(stack.pieces) > 1 for page in dropout.pages for shelf in page for stack in shelf.stacks)
    assert len(dropout.pages) == 1
    for page in proof_of("optimizer", 0, Paper.A4).plan.pages:
        for shelf in page:
            assert len({block for piece in shelf.pieces for block in piece.blocks}) == 1


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("number", range(1 + len(extremes("vector-database"))))
def test_every_page_that_needs_the_embedding_table_has_it(number: int, paper: Paper) -> None:
    blueprint, sheet = laid_out("vector-database", number, paper)
    tables = [[cell for cell in page.cells if cell.grid == "E"] for page in sheet.pages]
    for page, table in zip(sheet.pages, tables, strict=True):
        needed = any(cell.grid in {"E1", "E2", "E3", "E4", "Eq"} and cell.asked for cell in page.cells)
        assert len(table) == len(tables[0]) or not needed
        assert all(cell.copy for cell in table) == (page is not sheet.pages[0])
    assert len(tables[0]) == blueprint.by_name["E"].cells


@pytest.mark.parametrize("paper", Paper)
def test_the_database_is_after_the_last_index_vector_where_it_has_room(paper: Paper) -> None:
    _, sheet = laid_out("vector-database", 0, paper)
    page = sheet.pages[-1]
    assert _whole(page, "V").y == pytest.approx(_whole(page, "v3").y)
    assert _whole(page, "v3").right < _whole(page, "V").x < _whole(page, "vq").x


@pytest.mark.parametrize("paper", Paper)
def test_the_gradients_of_a_puzzle_are_in_the_row_of_its_layer_two_puzzles_side_by_side(paper: Paper) -> None:
    _, sheet = laid_out("workbook-gradient", 0, paper)
    (page,) = sheet.pages
    box = {cell.grid: cell.box for cell in page.cells if not cell.copy and cell.row == cell.column == 0}
    for n in range(1, 11):
        row = [box[f"{name}{n}"] for name in ("W", "y", "t", "dz", "dW")]
        assert len({round(place.y, 3) for place in row}) == 1
        assert all(before.right < after.x for before, after in pairwise(row))
    lefts = Counter(round(box[f"W{n}"].x, 1) for n in range(1, 11))
    assert list(lefts.values()) == [5, 5]


def test_the_title_of_a_puzzle_is_in_the_free_corner_of_its_figure() -> None:
    _, sheet = laid_out("workbook-batch", 0, Paper.A4)
    (page,) = sheet.pages
    discs = {ink.number: ink.box for ink in page.ink if isinstance(ink, Disc)}
    for number in range(2, 11):
        own = [cell.box for cell in page.cells if cell.grid in {f"X{number}", f"W{number}"}]
        assert discs[number].x == pytest.approx(min(box.x for box in own), abs=0.1)
        assert discs[number].y < min(box.y for box in own) + 5


def _text_at(page: Page, said: str) -> list[Box]:
    """The boxes of a text."""
    return [ink.box for ink in page.ink if isinstance(ink, Text) and "".join(span.text for span in ink.spans) == said]


def _around(arrow: Arrow) -> Box:
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(arrow.start, arrow.end, strict=True))
    return Box(left, top, right - left, bottom - top)


@pytest.mark.parametrize("paper", Paper)
def test_arrows_lead_to_a_product_from_its_left_operand_alone(paper: Paper) -> None:
    _, sheet = laid_out("rnn", 0, paper)
    pairs = [pair for page in sheet.pages for pair in _joined_to_the_right(page)]
    assert {left for left, right in pairs if right[0] == "z"} == {"b"}
    assert {left for left, right in pairs if right[0] == "h"} == {f"z{time}" for time in range(1, 5)}


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("number", [0, 1])
def test_real_data_are_beside_the_fake_ones_over_the_same_discriminator(number: int, paper: Paper) -> None:
    _, sheet = laid_out("gan", number, paper)
    (page,) = sheet.pages
    fake, real = (_whole(page, grid) for grid in ("F", "X"))
    assert fake.right < real.x
    for left, right in (("Hf", "Hr"), ("Zf", "Zr"), ("Yf", "Yr")):
        assert _whole(page, left).y == pytest.approx(_whole(page, right).y)
        assert (_whole(page, left).x, _whole(page, right).x) == pytest.approx((fake.x, real.x))
    assert len([cell for cell in page.cells if cell.grid == "D1"]) == len({c.box for c in page.cells if c.grid == "D1"})


@pytest.mark.parametrize("paper", Paper)
def test_the_masks_of_dropout_are_side_by_side_over_both_passes(paper: Paper) -> None:
    _, sheet = laid_out("dropout", 0, paper)
    (page,) = sheet.pages
    first, second, training, inference = (_whole(page, grid) for grid in ("D1", "D2", "A1", "A1i"))
    assert first.y == pytest.approx(second.y)
    assert first.right < second.x
    assert max(first.bottom, second.bottom) < min(training.y, inference.y)
    assert training.right < inference.x


def test_arrows_lead_to_what_experts_make_from_the_tokens_and_their_choice_alone() -> None:
    _, sheet = laid_out("mixture-of-experts", 0, Paper.A4)
    pairs = [pair for page in sheet.pages for pair in _joined_to_the_right(page)]
    assert "O" not in {right for _, right in pairs}


@pytest.mark.parametrize("name", ["transformer", "gan", "convolution", "resnet", "gru"])
def test_the_name_of_a_function_is_not_directly_before_that_of_a_grid(name: str) -> None:
    _, sheet = laid_out(name, 0, Paper.A4)
    names = [(page, box) for page in sheet.pages for said in ("ReLU", "tanh", "max") for box in _text_at(page, said)]
    assert names
    for page, box in names:
        level = [ink.box for ink in page.ink if isinstance(ink, Text) and abs(ink.box.bottom - box.bottom) < 4]
        assert not [text for text in level if 0 < text.x - box.x < box.width + 8]


def sources_of(blueprint: Blueprint) -> Mapping[str, frozenset[str]]:
    """The grids that each grid is worked out from, directly or by way of others."""
    found: dict[str, frozenset[str]] = {grid.name: frozenset() for grid in blueprint.drawn}
    for grid in blueprint.computed:
        read = tuple(grid.formula.grids())
        found[grid.name] = frozenset(read).union(*(found[name] for name in read))
    return found


@pytest.mark.parametrize("name", ["gan", "rnn", "vector-database", "lstm"])
def test_arrows_and_waves_lead_from_nothing_that_a_result_is_not_worked_out_from(name: str) -> None:
    blueprint, sheet = laid_out(name, 0, Paper.A4)
    pairs = [pair for page in sheet.pages for pair in _joined_to_the_right(page)]
    assert len(pairs) > 3
    sources = sources_of(blueprint)
    assert [(left, right) for left, right in pairs if left not in sources[right]] == []


def _joined_to_the_right(page: Page) -> Iterator[tuple[str, str]]:
    """The grids before and after each wave, and each arrow to the right, in their row."""
    level = [_around(ink) for ink in page.ink if isinstance(ink, Arrow) and ink.start[1] == ink.end[1]]
    for box in (*level, *(ink.box for ink in page.ink if isinstance(ink, Wave))):
        middle = box.y + box.height / 2
        row = [cell for cell in page.cells if cell.box.y < middle < cell.box.bottom]
        before = max((cell for cell in row if cell.box.right <= box.x), key=lambda cell: cell.box.x, default=None)
        after = min((cell for cell in row if cell.box.x >= box.right), key=lambda cell: cell.box.x, default=None)
        if before and after:
            yield before.grid, after.grid


@pytest.mark.parametrize("paper", Paper)
def test_no_sample_of_a_perceptron_lies_among_the_grids_of_another(paper: Paper) -> None:
    _, sheet = laid_out("perceptron", 0, paper)
    assert len(sheet.pages) == 2
    found = 0
    for page in sheet.pages:
        own = [
            [cell.box for cell in page.cells if cell.grid in {f"{name}{sample}" for name in "zyew"} and not cell.copy]
            for sample in range(1, 9)
        ]
        samples = [around(boxes) for boxes in own if boxes]
        found += len(samples)
        assert not [1 for one, other in combinations(samples, 2) if one.overlaps(other)]
    assert found == 8


@pytest.mark.parametrize("paper", Paper)
def test_all_samples_of_a_perceptron_have_answer_and_update_in_the_same_columns(paper: Paper) -> None:
    _, sheet = laid_out("perceptron", 0, paper)
    for name in "zew":
        own = [cell for page in sheet.pages for cell in page.cells if cell.grid[0] == name and not cell.copy]
        lefts = {round(cell.box.x, 2) for cell in own if cell.grid != "w0"}
        assert len(lefts) == 1


@pytest.mark.parametrize("paper", Paper)
def test_a_large_residual_network_fills_two_pages_rather_than_three_half_empty_ones(paper: Paper) -> None:
    sizes = {"features": 5, "hidden": 4, "batch": 4, "blocks": 2}
    proof = Proof.of(find_exercise("resnet").blueprint(sizes), paper)
    assert len(proof.pages) == 2
    assert list(poorly_filled(proof.pages)) == []


@pytest.mark.parametrize("decimals", [2, 12])
def test_a_grid_is_no_operand_of_two_expressions_in_one_row(decimals: int) -> None:
    """In a row of −sum T × ln P the gradient P − T would read as its end, so P has a copy of its own there."""
    values = {"classes": 5, "batch": 5, "loss_decimals": decimals}
    blueprint = find_exercise("loss").blueprint(values)
    (page,) = Proof.of(blueprint, Paper.A4).pages
    gradient = _whole(page, "dZ")
    signs = [text.y + text.height / 2 for said in ("−sum", "× ln") for text in _text_at(page, said)]
    assert len(signs) == 2
    assert not [middle for middle in signs if gradient.y < middle < gradient.bottom]
    assert _text_at(page, "−")


def test_the_result_of_a_full_row_is_under_its_last_operand() -> None:
    figure = _narrow_figure({"classes": 5, "batch": 5}, "L")
    (result,) = (number for number, tile in enumerate(figure.tiles) if tile.grid == "L")
    (copy,) = (tile for tile in figure.tiles if tile.grid == "P" and tile.copy)
    assert (figure.tiles[result].box.x, figure.tiles[result].box.width) == (copy.box.x, copy.box.width)
    assert [(link.joint, link.above) for link in figure.links if link.tile == result] == [(Joint.ARROWS, True)]
    assert figure.broken


def test_a_wide_result_in_a_row_of_its_own_begins_with_an_equals_sign_and_no_arrow() -> None:
    figure = _narrow_figure({"classes": 5, "batch": 5, "loss_decimals": 12}, "L")
    (result,) = (number for number, tile in enumerate(figure.tiles) if tile.grid == "L")
    lowest = max(tile.box.bottom for tile in figure.tiles if tile.grid == "P")
    assert figure.tiles[result].box.y > lowest
    assert [(link.joint, link.text) for link in figure.links if link.tile == result] == [(Joint.SIGN, "=")]
    assert figure.broken


def _narrow_figure(chosen: Mapping[str, object], grid: str) -> Figure:
    """The figure with a grid of a loss, arranged in less than the width that its row would take."""
    cutter = Cutter.of(find_exercise("loss").blueprint(chosen), GRAINS[-1])
    (figure,) = (
        figure for figure in ArrangedFigures.of(cutter, Limits(300.0, 700.0, 1)).figures if grid in figure.names()
    )
    return figure


@pytest.mark.parametrize("paper", Paper)
def test_an_expression_is_in_one_row_rather_than_in_larger_cells(paper: Paper) -> None:
    for name in ("positional-encoding", "loss"):
        assert not any(figure.broken for figure in proof_of(name, 0, paper).figures())


def _whole(page: Page, grid: str) -> Box:
    """The box around the cells of a grid that is filled on the page."""
    return around([cell.box for cell in page.cells if cell.grid == grid and not cell.copy])


@pytest.mark.parametrize("paper", Paper)
def test_a_function_is_named_once_and_its_rows_share_their_left_edge(paper: Paper) -> None:
    _, sheet = laid_out("activation", 0, paper)
    cells = [cell for page in sheet.pages for cell in page.cells]
    grids = ("sigma", "tanh", "relu", "leaky", "step")
    assert len({round(cell.box.x, 2) for cell in cells if cell.grid in grids and cell.column == 0}) == 1
    names = Counter(line.casefold() for line in lines(sheet))
    assert [names[name] for name in ("σ", "tanh", "relu", "leaky", "step", "leaky relu")] == [1, 1, 1, 1, 2, 0]
    (page,) = sheet.pages
    assert len([ink for ink in page.ink if isinstance(ink, Wave)]) == 35


def test_a_function_that_its_result_is_not_named_after_has_its_name_at_the_wave() -> None:
    _, sheet = laid_out("gan", 0, Paper.A4)
    assert lines(sheet).count("σ") == 2


def test_a_formula_is_not_broken_inside_its_brackets_where_there_is_room() -> None:
    text = "In its upper row write sin(pos / 100^(2i/4)), and Z2 = [I|W2|b2] × [X; A1; 1] (copy it where dashed)"
    broken = ["".join(span.text for span in line) for line in wrap(text, INSTRUCTION, 100)]
    assert "sin(pos / 1002i/4)," in " ".join(line for line in broken if "sin(" in line)
    assert any("[X; A1; 1]" in line for line in broken)
    narrow = ["".join(span.text for span in line) for line in wrap("Z = [W|b] × [X; A1; 1]", INSTRUCTION, 42)]
    assert narrow[-1] == "[X; A1; 1]"


@pytest.mark.parametrize("name", ["multihead-attention", "gru", "lstm", "resnet", "rnn", "gan"])
def test_weights_take_tints_from_what_they_multiply_all_or_none_on_a_sheet(name: str) -> None:
    blueprint, sheet = laid_out(name, 0, Paper.A4)
    weights = {grid.name for grid in blueprint.grids if grid.role is Role.WEIGHT}
    tinted = {
        cell.grid
        for page in sheet.pages
        for cell in page.cells
        if cell.grid in weights and cell.role not in (Role.WEIGHT, Role.BIAS)
    }
    assert tinted == (weights if name in ("gru", "lstm") else set())


def test_a_row_of_a_column_has_its_number_in_its_name_and_the_identity_is_called_i() -> None:
    assert {"k01", "k02"} <= set(lines(laid_out("convolution", 0, Paper.A4)[1]))
    assert "I" in lines(laid_out("resnet", 0, Paper.A4)[1])
    assert "I" not in lines(laid_out("mlp", 0, Paper.A4)[1])


@pytest.mark.parametrize("features", [1, 2])
def test_slopes_of_weight_and_bias_are_one_matrix_worked_out_from_sums_drawn_once(features: int) -> None:
    blueprint = find_exercise("gradient-descent").blueprint({"features": features})
    sheet = lay_out([("gradient-descent", blueprint)], Paper.A4)
    cells = [cell for page in sheet.pages for cell in page.cells]
    copies = Counter(cell.grid for cell in cells if cell.copy)
    box = {(cell.grid, cell.column): cell.box for cell in cells if not cell.copy}
    for step in (1, 2):
        weight, bias = box[f"dw{step}", features - 1], box[f"db{step}", 0]
        assert (weight.right, weight.y) == pytest.approx((bias.x, bias.y))
        assert not copies[f"s{step}"]


@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
@pytest.mark.parametrize("exercise", ["gradient-descent", "optimizer"])
def test_steps_that_repeat_are_on_shelves_in_the_same_way(exercise: str, paper: Paper) -> None:
    plan = Planner(find_exercise(exercise).blueprint(), paper.size, instructions=False).best()
    assert plan.is_regular
    assert len(plan.pages) == 1


def test_what_is_worked_out_aside_takes_the_room_beside_the_head_of_a_figure_with_a_wider_foot() -> None:
    plan = Planner(find_exercise("gradient-descent").blueprint(), Paper.A4.size, instructions=False).best()
    (figure,) = (
        piece.figure for page in plan.pages for shelf in page for piece in shelf.pieces if "s1" in piece.figure.names()
    )
    boxes = {tile.grid: tile.box for tile in figure.tiles if not tile.copy}
    begins = min(tile.box.x for tile in figure.tiles if tile.grid == "w0")
    assert boxes["w1"].bottom < boxes["s1"].y
    assert begins < boxes["dw1"].right
