"""What a plan can come to when its cells grow: how large they are likely to become, and the most merit it can have."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum, inf, sqrt
from types import MappingProxyType

from generator.layout.shelving.lettering import WordsPlace
from generator.layout.shelving.plan import ASIDE, IRREGULAR, NEARNESS, TORN, Plan
from generator.layout.shelving.shelves import filled

FULLEST = 1.001
"""No page that everything fits on is fuller than this."""
NEAREST: Mapping[WordsPlace, float] = MappingProxyType(
    {WordsPlace.OVER: 0, WordsPlace.ASIDE: ASIDE, WordsPlace.AT_CELLS: 1}
)
"""How near to their cells the words of a plan are at most."""


def grows(plan: Plan, moving: bool) -> float:
    """How many times as high rows of cells may become until a page is full, by the look of it.

    All else keeps its height; but words over figures may find places at their cells, if they are `moving`.
    """
    full = []
    for page in plan.pages:
        tallest = [max(shelf.stacks, key=lambda stack: stack.height) for shelf in page]
        rows = fsum(piece.figure.height_of_rows for stack in tallest for piece in stack.pieces)
        words = fsum(piece.top for stack in tallest for piece in stack.pieces) if moving else 0.0
        full.append(1 + (plan.format.room.height - filled(page) + words) / rows)
    return min(full)


def widens(plan: Plan, moving: bool) -> float:
    """How many times as wide and high cells may become, by the look of it: what is wider may take more shelves."""
    widest = max(shelf.width for page in plan.pages for shelf in page)
    return sqrt(grows(plan, moving) * plan.format.room.width / widest)


def promise(plan: Plan, wording: WordsPlace) -> float:
    """The merit that a plan is likely to come to with larger cells."""
    return plan.merit * widens(plan, wording is WordsPlace.AT_CELLS) ** 2


def most_merit(plan: Plan, wording: WordsPlace, width: float) -> float:
    """What the merit cannot exceed with cells of a width, in millimetres, which become no taller than wide.

    Shelves that tear blocks go on doing so, or become like those of whole blocks, which are a rival of their own; and
    blocks that are not on shelves in the same way do not become alike.
    """
    return _most(plan, width**2, FULLEST, NEAREST[wording])


def most_merit_of_taller(plan: Plan, wording: WordsPlace, height: float) -> float:
    """What the merit cannot exceed with cells of a height: pages become fuller by no more than cells grow.

    Among taller cells more words find a place.
    """
    grain, scale, room = plan.cutter.grain, plan.format.scale, plan.format.room
    mean = fsum(map(filled, plan.pages)) / (len(plan.pages) * room.height)
    near = NEAREST[wording] if wording is WordsPlace.AT_CELLS else plan.nearness
    return _most(plan, grain.width * height * scale**2, min(FULLEST, mean * height / grain.height), near)


def _most(plan: Plan, size: float, fullest: float, nearness: float) -> float:
    if not plan.sound:  # what is higher than its page has no limit
        return inf
    kept = (TORN if plan.torn else 1) * (1 if plan.is_regular else IRREGULAR)
    return size * fullest * (1 + NEARNESS * nearness) * kept
