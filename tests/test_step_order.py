"""The words of steps come in the order of the steps, unless each is at the cells that it fills."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from generator.layout.shelving.at_cells import Workplace
from generator.layout.soundness import out_of_order
from generator.sheet.boxes import Disc, Paper, Passage, Reading
from tests.test_layout import cases, laid_out, proof_of


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


NEXT_TO_EACH_OTHER = ("convolution", "autoencoder", "gan", "mixture-of-experts", "self-attention", "transformer", "rnn")


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", NEXT_TO_EACH_OTHER)
def test_words_at_cells_that_are_level_come_in_the_order_of_reading(name: str, paper: Paper) -> None:
    proof = proof_of(name, 0, paper)
    pieces = [piece for page in proof.plan.pages for shelf in page for piece in shelf.pieces if not piece.aside]
    assert pieces
    for piece in pieces:
        own = sorted(piece.own, key=lambda placed: placed.words.step.number)
        for early, late in combinations(own, 2):
            first, second = (Workplace.of(proof.blueprint, piece.figure, each.words.step) for each in (early, late))
            assert late.box.bottom > early.y or second.top < first.top


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
        replace(ink, number=numbers.get(ink.number, ink.number)) if isinstance(ink, Disc) else ink
        for ink in passage.ink
    )
    return replace(passage, ink=ink)
