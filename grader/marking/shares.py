"""Shares: whether a part is large enough within a whole, in ints, since a Fraction is ten times as slow."""

from __future__ import annotations

from fractions import Fraction


def is_share(part: int, whole: int, least: Fraction) -> bool:
    """Whether a part is at least this share of the whole."""
    return part * least.denominator >= least.numerator * whole
