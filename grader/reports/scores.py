"""Scores and percentages as people read them: exact until here, and never rounded to full marks."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from generator.network.number import Number, show_number
from generator.network.rounding import round_half_away


@lru_cache(maxsize=4096)
def score_text(number: Number, places: int = 2) -> str:
    """A score for people to read, with at most `places` decimals."""
    return show_number(round_half_away(number, places))


def percent_in_column(percent: Number) -> str:
    """A percentage among others in a column: all have one decimal, and none below 100 is shown as 100."""
    shown = Fraction(round_half_away(percent, 1))
    shown = min(shown, Fraction(999, 10)) if percent < 100 else shown
    return f"{float(shown):.1f}"


def percent_text(percent: Number, places: int = 0) -> str:
    """A percentage for people to read: with more decimals where it would be shown as 100 and is not."""
    while percent < 100 and score_text(percent, places) == "100":
        places += 1
    return score_text(percent, places)
