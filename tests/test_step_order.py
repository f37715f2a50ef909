"""The words of steps come in the order of the steps, unless each is at the cells that it fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import fsum

import pytest

from generator.catalogue import find_exercise
from generator.layout.pages import Setter
from generator.layout.shelving.aside import lowered
from generator.layout.shelving.at_cells import Workplace
from generator.layout.shelving.in_line import lined_up
from generator.layout.shelving.order import HIGHER, are_in_order, comes_after
from generator.layout.soundness import Proof, out_of_order
from generator.layout.steps import BETWEEN_WORDS, Placed, StepWords
from generator.sheet.boxes import Disc, Paper, Passage, Reading
from tests.tools.sheets import cases, laid_out, proof_of


@pytest.mark.parametrize(("name", "number", "paper"), cases())
def test_words_of_a_step_are_not_above_those_of_an_earlier_one(name: str, number: int, paper: Paper) -> None:
    proof = proof_of(name, number, paper)
    assert [fault for page in proof.pages for fault in out_of_order(page)] == []


@pytest.mark.parametrize(("name", "number", "paper"), cases())
def test_words_over_a_figure_are_those_of_its_first_steps(name: str, number: int, paper: Paper) -> None:
    for page in proof_of(name, number, paper).plan.pages:
        for piece in (piece for shelf in page for piece in shelf.pieces):
            over = [step.number for step in piece.over.steps]
            assert [*over, *(placed.words.step.number for placed in piece.own)] == sorted(piece.worded)


@pytest.mark.parametrize(("name", "number", "paper"), cases())
def test_the_words_on_a_page_are_found_in_the_order_of_the_steps(name: str, number: int, paper: Paper) -> None:
    proof = proof_of(name, number, paper)
    if proof.blueprint.common:
        return  # puzzles may be worked on in any order
    for words in words_on_pages(proof):
        assert are_in_order(words)


def words_on_pages(proof: Proof) -> Iterator[list[Placed]]:
    """The words of steps where they are explained on each page, before it is magnified."""
    plan = proof.plan
    for shelves, gap in zip(plan.pages, plan.gaps, strict=True):
        places = lined_up(proof.blueprint, Setter(plan, 0)._places(shelves, gap), plan.format.room)
        yield [words for place in places for words in place.words if words.words.explained]


def words(number: int, x: float, y: float) -> Placed:
    """The words of a step, 100 points wide and 22.3 high, at a corner."""
    (step, *_) = find_exercise("mlp").blueprint().steps
    return Placed(StepWords(replace(step, number=number, instruction="Short."), 100.0), x, y)


@pytest.mark.parametrize(
    ("early", "late", "found"),
    [
        ((0, 50), (0, 80), True),  # below
        ((0, 50), (0, 0), False),  # above
        ((0, 50), (150, 50), True),  # right of it, level
        ((0, 50), (150, 50 - HIGHER), True),
        ((0, 50), (150, 50 - HIGHER - 0.1), False),  # right of it and higher
        ((150, 50), (0, 60), False),  # left of it, in the same rows
        ((150, 50), (0, 80), True),  # in a row of its own
    ],
)
def test_words_are_found_below_earlier_ones_or_right_of_them_and_no_higher(
    early: tuple[float, float], late: tuple[float, float], found: bool
) -> None:
    assert comes_after(words(1, *early), words(2, *late), []) == found
    assert are_in_order([words(2, *late), words(1, *early)]) == found


@pytest.mark.parametrize(("top", "found"), [(0.0, True), (HIGHER, True), (HIGHER + 0.1, False)])
def test_words_go_on_at_the_top_of_a_new_column(top: float, found: bool) -> None:
    assert are_in_order([words(1, 0, top), words(2, 0, top + 50), words(3, 150, 0)]) == found
    assert not are_in_order([words(1, 50, top), words(2, 0, top + 50), words(3, 150, 0)])


def test_words_aside_are_level_with_their_cells_where_that_leaves_room() -> None:
    """Both discriminators are level, so that the words of the second are right below those of the first."""
    proof = proof_of("gan", 0, Paper.LETTER)
    (piece, *_) = [piece for shelf in proof.plan.pages[0] for piece in shelf.pieces]
    tops = [Workplace.of(proof.blueprint, piece.figure, placed.words.step).top for placed in piece.own]
    first, generate, fake, real = lowered(proof.blueprint, piece.figure, piece.own, 300.0)
    assert {placed.x for placed in (first, generate, fake, real)} == {300.0}
    assert [first.y, generate.y, fake.y] == pytest.approx(tops[:3])
    assert real.y == pytest.approx(fake.box.bottom + BETWEEN_WORDS)


def test_words_aside_that_fill_the_height_of_their_figure_begin_at_its_head() -> None:
    proof = proof_of("gan", 0, Paper.LETTER)
    (piece, *_) = [piece for shelf in proof.plan.pages[0] for piece in shelf.pieces]
    height = piece.figure.extent.height
    crowded = [Placed(replace(placed.words, width=36.0), 0, 0) for placed in piece.own]
    assert fsum(placed.words.height for placed in crowded) > height
    column = [placed.moved(0, height * number / 4) for number, placed in enumerate(crowded)]
    found = lowered(proof.blueprint, piece.figure, column, 300.0)
    assert found[0].y == piece.figure.extent.y
    assert all(one.box.bottom + BETWEEN_WORDS <= other.y + 0.01 for one, other in pairwise(found))


def test_words_that_change_places_are_found() -> None:
    _, sheet = laid_out("lstm", 0, Paper.A4)
    (page,) = sheet.pages
    assert list(out_of_order(page)) == []
    swapped = {4: 5, 5: 4}
    passages = tuple(_renumbered(passage, swapped) for passage in page.passages)
    assert list(out_of_order(replace(page, passages=passages))) == ["the words of step 5 are above those of step 4"]


def _renumbered(passage: Passage, numbers: dict[int, int]) -> Passage:
    """A title with the number of another step."""
    if passage.reading is not Reading.TITLE:
        return passage
    ink = tuple(
        ink._replace(number=numbers.get(ink.number, ink.number)) if isinstance(ink, Disc) else ink
        for ink in passage.ink
    )
    return replace(passage, ink=ink)
