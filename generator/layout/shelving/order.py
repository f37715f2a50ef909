"""The order of reading: where the words of a step may be, so that a reader finds them after those of earlier steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from generator.layout.steps import Placed

HIGHER = 4.0
"""Words that begin no more than this above others are about level with them."""
_SAME_EDGE = 1.0
"""Left edges that differ by less than this are one column's."""


def comes_after(early: Placed, late: Placed, others: Iterable[Placed]) -> bool:
    """Whether words are found after those of an earlier step: below them, or right of them and no higher.

    They may also be at the top of a new column, if the earlier ones are in a column that begins about as high.
    """
    one, two = early.box, late.box
    if two.right <= one.x and two.y < one.bottom and one.y < two.bottom:
        return False
    return two.y >= one.y - HIGHER or (one.right <= two.x and _is_below_first(early, others, two.y + HIGHER))


def _is_below_first(placed: Placed, others: Iterable[Placed], top: float) -> bool:
    """Whether words are in a column with those of an earlier step that are no lower than this."""
    number = placed.words.step.number
    return any(
        other.y <= top and abs(other.x - placed.x) < _SAME_EDGE and other.words.step.number < number for other in others
    )


def are_in_order(words: Sequence[Placed]) -> bool:
    """Whether all words are found in the order of their steps."""
    ordered = sorted(words, key=lambda placed: placed.words.step.number)
    return all(comes_after(early, late, ordered) for early, late in combinations(ordered, 2))
