"""The editions of a worksheet: as usual, small for two on a page, or a booklet of questions and answer grids."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from generator.errors import ByhandError
from generator.layout import chapters, lay_out
from generator.layout.pages import Setter
from generator.layout.planner import Planner
from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Page, Paper, Sheet


class Edition(Enum):
    """How a worksheet is set on paper."""

    USUAL = "usual"
    TWO_UP = "two-up"
    BOOKLET = "booklet"


def lay_out_edition(
    edition: Edition, exercises: Sequence[tuple[str, Blueprint]], paper: Paper, instructions: bool
) -> Sheet:
    """The Sheet of a worksheet in an edition; ByhandError if it does not fit."""
    match edition:
        case Edition.TWO_UP:
            return _lay_out_halves(exercises, paper, instructions)
        case Edition.BOOKLET:
            from generator.layout.editions.booklet import lay_out_booklet  # few sheets are booklets

            return lay_out_booklet(exercises, paper, instructions)
    return lay_out(exercises, paper, instructions)


def _lay_out_halves(exercises: Sequence[tuple[str, Blueprint]], paper: Paper, instructions: bool) -> Sheet:
    """The Sheet on pages of half the size. Nothing is scaled: cells and words are as large as on whole pages.

    An exercise that takes as much paper as on whole pages does not fit.
    """
    pages: list[Page] = []
    faults = []
    for number, (name, blueprint) in enumerate(exercises):
        first = instructions and not number
        whole = len(Planner(blueprint, paper.size, first).best().pages)
        plan = Planner(blueprint, half_of(paper), first).best()
        halves = len(plan.pages)
        if not plan.sound or halves >= 2 * whole:
            faults.append(f"{name} takes {halves} half pages and {whole} whole")
        pages += Setter(plan, number).pages()
    if faults:
        raise ByhandError(
            f"--two-up saves no paper, as not everything fits on half pages: {'; '.join(faults)}. "
            "Leave it out, or choose parameters that make the sheet smaller"
        )
    return Sheet(chapters(exercises), tuple(pages))


def half_of(paper: Paper) -> tuple[float, float]:
    """The size of half a page, upright: A5 for A4."""
    short, long = paper.size
    return long / 2, short
