"""The words of steps: each in one block, and those of a figure or a page on as few left edges as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from generator.catalogue import find_exercise
from generator.layout import Paper, lay_out
from generator.layout.planner import Planner
from generator.layout.shelving.in_line import ASKEW, FARTHEST_ASIDE, PlacedPiece, lined_up
from generator.layout.shelving.lettering import Piece
from generator.layout.shelving.one_column import nearest_in_order
from generator.layout.steps import Placed, StepSetter, StepWords
from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Box, Disc, Page, Passage, Reading, Text
from generator.sheet.theme import INSTRUCTION, STEP_TITLE
from tests.simulated.students import NAMES

TITLE_LINE, LINE = 12.0, 10.3
"""From a title to the first line of the instruction, and from one line to the next, in points."""


def least(name: str) -> Blueprint:
    exercise = find_exercise(name)
    return exercise.blueprint({p.name: p.range.ends[0] for p in exercise.parameters})


def discs(page: Page) -> dict[int, Box]:
    """The discs before the titles of steps."""
    found = [passage.ink for passage in page.passages if passage.reading is Reading.TITLE]
    return {ink[0].number: ink[0].box for ink in found if isinstance(ink[0], Disc)}


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_a_step_are_one_block(name: str, paper: Paper) -> None:
    blueprint = find_exercise(name).blueprint()
    blocks = 0
    for page in lay_out([(name, blueprint)], paper).pages:
        for passage, after in pairwise(page.passages):
            match passage:
                case Passage(Reading.TITLE, (Disc(), Text() as title)):
                    scale = title.style.size / STEP_TITLE.size
                    instruction = replace(INSTRUCTION, size=INSTRUCTION.size * scale)
                    lines = [ink.box for ink in after.ink if isinstance(ink, Text) and ink.style == instruction]
                    tops = [line.y - title.box.y for line in lines]
                    assert {round(line.x, 3) for line in lines} <= {round(title.box.x, 3)}
                    assert tops == pytest.approx([(TITLE_LINE + LINE * number) * scale for number in range(len(tops))])
                    blocks += bool(lines)
    assert blocks == sum(bool(step.own) for step in blueprint.steps)


@pytest.mark.parametrize(
    ("name", "steps"), [("lstm", range(1, 7)), ("transformer", range(1, 5)), ("resnet", range(1, 5))]
)
def test_words_at_cells_are_in_one_column_where_all_are_near_enough(name: str, steps: Sequence[int]) -> None:
    (page,) = lay_out([(name, least(name))], Paper.A4).pages
    found = discs(page)
    assert len({round(found[step].x, 2) for step in steps}) == 1
    assert all(one.bottom < other.y for one, other in pairwise([found[step] for step in steps]))


def test_the_words_of_a_normalization_are_beside_its_results_one_below_the_other() -> None:
    (page,) = lay_out([("layer-normalization", find_exercise("layer-normalization").blueprint())], Paper.A4).pages
    found = discs(page)
    assert len({round(found[step].x, 2) for step in range(3, 8)}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_figures_take_no_more_room_with_their_words_in_line(name: str) -> None:
    planner = Planner(find_exercise(name).blueprint(), Paper.A4.size, instructions=False)
    plan = planner.best()
    setter = StepSetter("")
    for before, after in zip(pieces(plan.pages), pieces(plan.aligned(setter).pages), strict=True):
        assert after.extent.width <= before.extent.width + 0.01
        assert after.extent.height <= before.extent.height + 0.01
        assert after.worded == before.worded


def pieces(pages: Sequence[Sequence[object]]) -> list[Piece]:
    return [piece for page in pages for shelf in page for piece in shelf.pieces]  # type: ignore[attr-defined]


def words(number: int, x: float, y: float) -> Placed:
    """The words of a step of two lines, at a corner."""
    (step, *_) = find_exercise("mlp").blueprint().steps
    return Placed(StepWords(replace(step, number=number), 100.0), x, y)


def test_words_in_a_column_are_in_order_as_near_to_their_cells_as_this_leaves_them() -> None:
    first, low, second = words(1, 0, 0), words(1, 0, 150), words(2, 0, 200)
    high = words(2, 0, 0)
    assert nearest_in_order([[(5.0, first), (1.0, low)], [(1.0, second), (0.0, high)]]) == [first, second]
    assert nearest_in_order([[(1.0, low)], [(0.0, high)]]) is None


@pytest.mark.parametrize(("askew", "shares"), [(ASKEW, True), (FARTHEST_ASIDE + 0.1, False)])
def test_words_of_two_figures_share_an_edge_that_they_nearly_share(askew: float, shares: bool) -> None:
    blueprint = find_exercise("transformer").blueprint()
    planner = Planner(blueprint, Paper.A4.size, instructions=False)
    piece = next(piece for piece in pieces(planner.best().pages) if piece.own and not piece.over.steps)
    edge = min(piece.own, key=lambda placed: placed.x)
    other = replace(piece, own=(edge,))
    room = Box(0.0, 0.0, 2000.0, 4000.0)
    places = [PlacedPiece(other, 500.0, 100.0), PlacedPiece(other, 500.0 + askew, 2000.0)]
    upper, lower = lined_up(blueprint, places, room)
    (left,), (right,) = ([words.x for words in place.own] for place in (upper, lower))
    assert (left == pytest.approx(right)) == shares
    assert {upper.down, lower.down} == {place.down for place in places}


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(
    ("name", "most"), [("parameter-count", 3), ("positional-encoding", 3), ("softmax", 3), ("resnet", 3), ("gcn", 4)]
)
def test_the_words_of_a_page_begin_at_few_left_edges(name: str, most: int, paper: Paper) -> None:
    for page in lay_out([(name, find_exercise(name).blueprint())], paper).pages:
        found = discs(page)
        assert len(found) > 2
        assert len({round(disc.x) for disc in found.values()}) <= most


@pytest.mark.parametrize("paper", Paper)
def test_a_softmax_is_one_figure_with_the_sum_of_each_column_below_it(paper: Paper) -> None:
    (page,) = lay_out([("softmax", find_exercise("softmax").blueprint())], paper).pages
    first = {cell.grid: cell.box for cell in page.cells if not cell.copy and (cell.row, cell.column) == (0, 0)}
    assert first["s"].x == pytest.approx(first["E"].x)
    assert first["s"].y > max(cell.box.y for cell in page.cells if cell.grid == "E")
    assert not [cell for cell in page.cells if cell.grid == "E" and cell.copy]
    assert first["x"].right < first["E"].x < first["P"].x
