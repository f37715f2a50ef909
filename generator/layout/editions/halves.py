"""A worksheet on half pages, two of which are printed on one: nothing is scaled, and it has to save paper."""

from __future__ import annotations

from collections.abc import Sequence

from generator.errors import ByhandError
from generator.layout import chapters
from generator.layout.pages import Setter
from generator.layout.planner import Planner
from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Page, Paper, Sheet


def lay_out_halves(exercises: Sequence[tuple[str, Blueprint]], paper: Paper, instructions: bool) -> Sheet:
    """The Sheet on pages of half the size; cells and words are as large as on whole pages.

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
