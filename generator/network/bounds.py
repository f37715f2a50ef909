"""How wide numbers can get: an interpreter of formulas that follows size, decimals, divisors and signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Any

from generator.network.number import Shape, decimal_places

UNENDING = 99
"""Decimals counted for a value that never ends, until it is rounded."""


@dataclass(frozen=True)
class Extent:
    """The largest absolute value, the decimals, the divisor and the sign that a grid's numbers can have.

    `exact` is the number itself for a constant, and None for anything worked out from it.
    """

    limit: int
    places: int
    divisor: int = 1
    negative: bool = True
    exact: Fraction | None = None


NOTHING = Extent(0, 0, negative=False)
ONE = Extent(1, 0, negative=False)
ANYTHING = Extent(10**9, UNENDING)
"""What is known of a grid of which nothing is known."""
Bound = Callable[[Sequence[Extent], Sequence[Shape], tuple[Any, ...]], Extent]
"""The extent of a result, from those of the operands, their shapes, and the settings."""


def within(limit: int, negative: bool) -> Bound:
    """Values that never end and stay within the limit."""
    return lambda _extents, _shapes, _settings: Extent(limit, UNENDING, negative=negative)


def of_first(extents: Sequence[Extent], _shapes: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
    """The extent of the first operand."""
    return extents[0]


def zeros_and_ones(_extents: Sequence[Extent], _shapes: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
    """0 and 1."""
    return ONE


def not_negative(extents: Sequence[Extent], _shapes: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
    """The extent of the first operand, without a sign."""
    return replace(extents[0], negative=False)


def of_products(terms: Callable[[Sequence[Shape]], int]) -> Bound:
    """A sum of `terms` products of two operands."""
    return lambda extents, shapes, _settings: times(extents, terms(shapes))


def times(extents: Sequence[Extent], terms: int = 1) -> Extent:
    """The sum of `terms` products."""
    left, right = extents
    return Extent(
        terms * left.limit * right.limit,
        left.places + right.places,
        left.divisor * right.divisor,
        left.negative or right.negative,
    )


def sum_of(extents: Sequence[Extent], negative: bool) -> Extent:
    """A sum or a difference."""
    return replace(widest(extents), limit=sum(extent.limit for extent in extents), negative=negative)


def added(extents: Sequence[Extent], _shapes: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
    """A sum of the operands."""
    return sum_of(extents, any(extent.negative for extent in extents))


def subtracted(extents: Sequence[Extent], _shapes: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
    """A difference of the operands."""
    return sum_of(extents, negative=True)


def shared(parts: Callable[[Sequence[Shape], tuple[Any, ...]], int]) -> Bound:
    """A mean: the first operand divided by `parts`."""
    return lambda extents, shapes, settings: replace(extents[0], divisor=extents[0].divisor * parts(shapes, settings))


def summed(terms: Callable[[Sequence[Shape]], int]) -> Bound:
    """A sum of `terms` cells of the first operand."""
    return lambda extents, shapes, _settings: replace(extents[0], limit=extents[0].limit * terms(shapes))


def widest(extents: Sequence[Extent]) -> Extent:
    """The extent that holds each of them."""
    if not extents:
        return NOTHING
    if len(set(extents)) == 1:
        return extents[0]
    return Extent(
        max(extent.limit for extent in extents),
        max(extent.places for extent in extents),
        lcm(*(extent.divisor for extent in extents)),
        any(extent.negative for extent in extents),
    )


def of_number(number: Any) -> Extent:
    """The extent of one number."""
    exact = Fraction(number)
    places = decimal_places(exact)
    whole = -(-abs(exact.numerator) // exact.denominator)
    return Extent(whole, places or 0, 1 if places is not None else exact.denominator, exact < 0, exact)
