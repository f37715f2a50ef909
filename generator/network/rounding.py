"""Rounding decided on the exact value: half away from zero, and never on a digit that is not certain.

A transcendental value is enclosed between two rationals, in ever higher precision, until both ends round alike. That
ends: at a rational argument other than 0, exp, sigma and tanh are irrational, and so is a softmax of unequal arguments
(Lindemann and Weierstrass), hence never exactly half way between two decimals. The enclosures come from Python's
decimal module, whose exp is correctly rounded; tests hold them against sympy.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from generator.network.number import Number, quotient, simplest

CALCULATOR_MARGIN = Fraction(1, 1000)
"""How near to a rounding edge, in units of the last place, two honest calculators may differ."""


class Rounded(NamedTuple):
    """A rounded value, and whether it lies so far from a rounding edge that every calculator agrees."""

    value: Number
    clear: bool


def round_half_away(number: Number, decimals: int) -> Rounded:
    """The number rounded to `decimals` places, halves away from zero."""
    numerator, denominator = number.numerator, number.denominator
    unit = 10**decimals
    whole, rest = divmod(abs(numerator) * unit, denominator)
    beyond_half = 2 * rest - denominator
    magnitude = whole + (beyond_half >= 0)
    clear = abs(beyond_half) * CALCULATOR_MARGIN.denominator > 2 * CALCULATOR_MARGIN.numerator * denominator
    return Rounded(quotient(magnitude if numerator >= 0 else -magnitude, unit), clear)


def cut_off(number: Number, decimals: int) -> Number:
    """The number with its later decimals dropped: a usual slip, not a rounding."""
    units = abs(Fraction(number.numerator, number.denominator)) * 10**decimals
    magnitude = Fraction(int(units), 10**decimals)
    return simplest(-magnitude if number < 0 else magnitude)


@lru_cache(maxsize=100_000)
def sigmoid(x: Number, decimals: int) -> Rounded:
    """1 / (1 + exp(-x)), rounded."""
    if x == 0:
        return round_half_away(Fraction(1, 2), decimals)
    if not -_saturation(decimals) <= x <= _saturation(decimals):
        return Rounded(1 if x > 0 else 0, clear=True)

    def estimate(context: Context) -> Decimal:
        return context.divide(Decimal(1), context.add(Decimal(1), _exp(-x, context)))

    return _decide(estimate, decimals)


@lru_cache(maxsize=100_000)
def tanh(x: Number, decimals: int) -> Rounded:
    """The hyperbolic tangent, rounded."""
    if x == 0:
        return Rounded(0, clear=True)
    sign = 1 if x > 0 else -1
    if sign * x > _saturation(decimals):
        return Rounded(sign, clear=True)

    def estimate(context: Context) -> Decimal:
        shrunk = _exp(-2 * sign * x, context)
        return context.divide(context.subtract(Decimal(1), shrunk), context.add(Decimal(1), shrunk))

    value, clear = _decide(estimate, decimals)
    return Rounded(sign * value, clear)


@lru_cache(maxsize=100_000)
def softmax(column: tuple[Number, ...], decimals: int) -> tuple[Rounded, ...]:
    """exp(x) / sum of exp over the column, each entry rounded by itself."""
    return tuple(_softmax_entry(x, column, decimals) for x in column)


def _softmax_entry(x: Number, column: tuple[Number, ...], decimals: int) -> Rounded:
    differences = [other - x for other in column]
    if not any(differences):
        return round_half_away(Fraction(1, len(column)), decimals)
    if max(differences) > _saturation(decimals):
        return Rounded(0, clear=True)

    def estimate(context: Context) -> Decimal:
        # A term too small to count stays far below the error that `_decide` allows for.
        floor = -3 * context.prec
        total = Decimal(0)
        for difference in differences:
            total = context.add(total, _exp(max(difference, floor), context))
        return context.divide(Decimal(1), total)

    return _decide(estimate, decimals)


def _saturation(decimals: int) -> int:
    """Beyond it exp(-x) is less than a thousandth of the last place: exp(-7) < 0.001, exp(-3) < 0.1."""
    return 7 + 3 * decimals


def _exp(x: Number, context: Context) -> Decimal:
    return context.exp(context.divide(Decimal(x.numerator), Decimal(x.denominator)))


def _decide(estimate: Callable[[Context], Decimal], decimals: int) -> Rounded:
    """Round a value in (-1, 1) that `estimate` gives to within 10^(6 - precision).

    That bound is generous: arguments stay within a few hundred, so each exp is off by a relative 10^(4 - precision) at
    most, and the handful of operations around it by 10^(1 - precision) each.
    """
    precision = decimals + 12
    while True:
        value = Fraction(estimate(Context(prec=precision)))
        error = Fraction(1, 10 ** (precision - 6))
        low, high = round_half_away(value - error, decimals), round_half_away(value + error, decimals)
        if low.value == high.value:
            return Rounded(low.value, low.clear and high.clear)
        precision *= 2
