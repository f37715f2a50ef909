"""The layout: from Blueprints to a Sheet, pages of positioned boxes that every copy of a class shares."""

from __future__ import annotations

from collections.abc import Sequence

from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Chapter, Paper, Sheet

__all__ = ["Paper", "lay_out"]


def lay_out(exercises: Sequence[tuple[str, Blueprint]], paper: Paper, instructions: bool = False) -> Sheet:
    """The Sheet of one worksheet: (exercise id, Blueprint) in order. Each exercise starts on a page of its own.

    With `instructions` the first page leaves room for the teacher's own.
    """
    # A sheet that is kept needs nothing of what lays it out.
    from generator.layout.pages import Setter
    from generator.layout.planner import Planner

    pages = [
        page
        for number, (_, blueprint) in enumerate(exercises)
        for page in Setter(Planner(blueprint, paper.size, instructions and not number).best(), number).pages()
    ]
    return Sheet(chapters(exercises), tuple(pages))


def chapters(exercises: Sequence[tuple[str, Blueprint]]) -> tuple[Chapter, ...]:
    """The chapters of a worksheet: one for each exercise."""
    return tuple(Chapter(name, blueprint.title, blueprint.cells) for name, blueprint in exercises)
