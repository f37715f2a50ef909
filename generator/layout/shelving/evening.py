"""Pages that differ too much in height: the cells of those with room to spare become taller."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from generator.layout.shelving.lettering import Piece
from generator.layout.shelving.plan import MOST_UNEVEN, Plan
from generator.layout.shelving.setting import TARGETS
from generator.layout.shelving.shelves import Shelf, Stack, even_pages, filled, spread

_Content: TypeAlias = tuple[tuple[str, ...], frozenset[int]]
"""What a piece shows: its grids, and the steps whose words are on it."""


def evened(plan: Plan, taller: Sequence[Sequence[Piece]]) -> Plan:
    """The plan with the cells of its lowest pages as tall as they can be, if no page becomes higher than the highest.

    Each of `taller` is the pieces of the exercise with cells of another height, the tallest first.
    """
    by_content = [{_content(piece): piece for piece in pieces} for pieces in taller]
    heights = [spread(page, gap) for page, gap in zip(plan.pages, plan.gaps, strict=True)]
    least = max(heights) - MOST_UNEVEN * plan.format.room.height
    pages: list[tuple[Shelf, ...]] = []
    for page, height in zip(plan.pages, heights, strict=True):
        grown = (_grown(page, pieces) for pieces in by_content) if height < least else iter(())
        fitting = (each for each in grown if each and _fits(each, max(heights), plan))
        pages.append(next(fitting, page))
    return replace(plan, pages=tuple(pages))


def with_lower_pages(plan: Plan) -> Iterator[Plan]:
    """The plan with its shelves on more pages, none of which is as full."""
    shelves = [shelf for page in plan.pages for shelf in page]
    for target in TARGETS[1:]:
        yield replace(plan, pages=tuple(even_pages(shelves, plan.format.room.height * target)))


def _content(piece: Piece) -> _Content:
    return tuple(piece.figure.names()), piece.worded


def _grown(page: Sequence[Shelf], pieces: Mapping[_Content, Piece]) -> tuple[Shelf, ...]:
    """The shelves of a page with other pieces that show the same; empty unless there is one for each."""
    if any(_content(piece) not in pieces for shelf in page for piece in shelf.pieces):
        return ()
    return tuple(
        Shelf(tuple(Stack(tuple(pieces[_content(piece)] for piece in stack.pieces)) for stack in shelf.stacks))
        for shelf in page
    )


def _fits(page: Sequence[Shelf], highest: float, plan: Plan) -> bool:
    return filled(page) <= highest and all(shelf.width <= plan.format.room.width for shelf in page)
