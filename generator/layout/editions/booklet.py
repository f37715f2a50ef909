"""A booklet: first the questions of every exercise, then the grids to fill in, which can be handed in on their own.

The questions are the words of all steps and the numbers that are given. The grids are the figures of the usual sheet
under the titles of their steps. Puzzles, whose given numbers are hidden, are questions and grids in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.layout import chapters
from generator.layout.editions.questions import Questions
from generator.layout.pages import Setter
from generator.layout.planner import Planner
from generator.layout.shelving.lettering import WordsPlace
from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Page, Paper, Sheet


def lay_out_booklet(exercises: Sequence[tuple[str, Blueprint]], paper: Paper, instructions: bool) -> Sheet:
    """The Sheet of a booklet; the teacher's instructions are on its first page."""
    questions: list[Page] = []
    grids: list[Page] = []
    for number, (_, blueprint) in enumerate(exercises):
        if _is_puzzle(blueprint):
            grids += Setter(Planner(blueprint, paper.size, instructions and len(exercises) == 1).best(), number).pages()
            continue
        questions += Questions(blueprint, number, paper.size, instructions and not questions).pages()
        titled = Planner(_wordless(blueprint), paper.size, instructions=False, places=[WordsPlace.OVER])
        grids += Setter(titled.best(), number).pages()
    return Sheet(chapters(exercises), (*questions, *grids))


def _is_puzzle(blueprint: Blueprint) -> bool:
    """Whether given numbers are hidden."""
    return any(grid.name in blueprint.covered for grid in blueprint.drawn)


def _wordless(blueprint: Blueprint) -> Blueprint:
    """The exercise with nothing but titles to its steps."""
    steps = tuple(replace(step, instruction="") for step in blueprint.steps)
    return replace(blueprint, steps=steps, recipe=None)  # no recipe builds it
