"""Numbers known only to lie between two others, such as sigma, exp, a root or a sine, to any precision.

An enclosure is added and multiplied like a number, so that one rule serves both. Estimates come from Python's decimal
module, whose exp, ln and sqrt are correctly rounded; tests compare the functions with sympy's. At arguments where a
value is rational, such as exp(0) or the root of 4, it is exact: no precision would decide one on a rounding edge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import TypeAlias

from generator.network.number import Number, Undefined, quotient

Enclosed: TypeAlias = "int | Fraction | Enclosure"
"""What a rule works on: a number, or an enclosure of one."""

SPARE_DIGITS = 6
"""Digits by which an estimate may be off: each of its few steps is exact to one digit."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A number from `low` to `high`."""

    low: Number
    high: Number

    def __add__(self, other: Enclosed) -> Enclosure:
        low, high = _ends(other)
        return Enclosure(self.low + low, self.high + high)

    __radd__ = __add__

    def __neg__(self) -> Enclosure:
        return Enclosure(-self.high, -self.low)

    def __sub__(self, other: Enclosed) -> Enclosure:
        return self + -other

    def __rsub__(self, other: Enclosed) -> Enclosure:
        return -self + other

    def __mul__(self, other: Enclosed) -> Enclosure:
        products = [mine * theirs for mine in (self.low, self.high) for theirs in _ends(other)]
        return Enclosure(min(products), max(products))

    __rmul__ = __mul__

    def inverse(self) -> Enclosure:
        """One divided by it; Undefined when it may be 0."""
        if self.low <= 0 <= self.high:
            raise Undefined("a division by a number that may be 0")
        return Enclosure(1 / Fraction(self.high), 1 / Fraction(self.low))


def _ends(cell: Enclosed) -> tuple[Number, Number]:
    return (cell.low, cell.high) if isinstance(cell, Enclosure) else (cell, cell)


def divided(dividend: Enclosed, divisor: Enclosed) -> Enclosed:
    """The quotient; Undefined for a division by 0."""
    if isinstance(divisor, Enclosure):
        return divisor.inverse() * dividend
    if divisor == 0:
        raise Undefined("a division by 0")
    if isinstance(dividend, Enclosure):
        return dividend * quotient(divisor.denominator, divisor.numerator)
    return quotient(dividend.numerator * divisor.denominator, dividend.denominator * divisor.numerator)


def _near(estimate: Decimal, precision: int) -> Enclosure:
    """An enclosure around an estimate, wide enough to hold the true number."""
    value = Fraction(estimate)
    error = max(Fraction(1), abs(value)) / 10 ** (precision - SPARE_DIGITS)
    return Enclosure(value - error, value + error)


def _decimal(x: Number, context: Context) -> Decimal:
    return context.divide(Decimal(x.numerator), Decimal(x.denominator))


def _increasing(function: Callable[[Number, int], Enclosed]) -> Callable[[Enclosed, int], Enclosed]:
    """Extend a function that never falls to enclosures."""

    def extended(x: Enclosed, precision: int) -> Enclosed:
        if not isinstance(x, Enclosure):
            return function(x, precision)
        return Enclosure(_ends(function(x.low, precision))[0], _ends(function(x.high, precision))[1])

    return extended


@_increasing
@lru_cache(maxsize=1 << 12)
def exponential(x: Number, precision: int) -> Enclosed:
    """The exponential of x, e^x."""
    if x == 0:
        return 1
    if x < -3 * precision:
        return Enclosure(0, Fraction(1, 10**precision))
    return _near(_exp(x, Context(prec=precision)), precision)


def power(base: int) -> Callable[[Enclosed, int], Enclosed]:
    """A whole base to the power of x: exact where x is whole."""

    @_increasing
    def of(x: Number, precision: int) -> Enclosed:
        if x.denominator == 1:
            return quotient(base ** int(x), 1) if x >= 0 else quotient(1, base ** int(-x))
        context = Context(prec=precision)
        return _near(context.exp(context.multiply(_decimal(x, context), context.ln(Decimal(base)))), precision)

    return of


@_increasing
def logarithm(x: Number, precision: int) -> Enclosed:
    """The natural logarithm; Undefined unless x is greater than 0."""
    if x <= 0:
        raise Undefined("the logarithm of a number that is not greater than 0")
    context = Context(prec=precision)
    return 0 if x == 1 else _near(context.ln(_decimal(x, context)), precision)


@_increasing
def root(x: Number, precision: int) -> Enclosed:
    """The square root; Undefined for a negative number."""
    if x < 0:
        raise Undefined("the square root of a negative number")
    top, bottom = isqrt(x.numerator), isqrt(x.denominator)
    if top * top == x.numerator and bottom * bottom == x.denominator:
        return quotient(top, bottom)
    context = Context(prec=precision)
    return _near(context.sqrt(_decimal(x, context)), precision)


@_increasing
def sigma(x: Number, precision: int) -> Enclosed:
    """1 / (1 + exp(-x))."""
    if x == 0:
        return Fraction(1, 2)
    if not -3 * precision <= x <= 3 * precision:
        return _almost(1 if x > 0 else 0, precision)
    context = Context(prec=precision)
    return _near(context.divide(Decimal(1), context.add(Decimal(1), _exp(-x, context))), precision)


@_increasing
def hyperbolic_tangent(x: Number, precision: int) -> Enclosed:
    """(exp(x) - exp(-x)) / (exp(x) + exp(-x))."""
    if x == 0:
        return 0
    if x < 0:
        return -hyperbolic_tangent(-x, precision)
    if x > 3 * precision:
        return _almost(1, precision)
    context = Context(prec=precision)
    shrunk = _exp(-2 * x, context)
    return _near(context.divide(context.subtract(Decimal(1), shrunk), context.add(Decimal(1), shrunk)), precision)


def sine(x: Enclosed, precision: int) -> Enclosed:
    """The sine of an angle in radians."""
    return _wave(x, precision, first=1)


def cosine(x: Enclosed, precision: int) -> Enclosed:
    """The cosine of an angle in radians."""
    return _wave(x, precision, first=0)


def _wave(x: Enclosed, precision: int, first: int) -> Enclosed:
    """The series of sine (from the first power on) or cosine (from power 0): x^n / n! with changing signs."""
    if x == 0:
        return 1 - first
    low, high = _ends(x)
    middle, radius = (Fraction(low) + high) / 2, (Fraction(high) - low) / 2
    context = Context(prec=precision + 2 * int(abs(middle)) + SPARE_DIGITS)
    angle = _decimal(middle, context)
    squared = context.multiply(angle, angle)
    term = total = angle if first else Decimal(1)
    n = first
    while n < abs(middle) or abs(term) > Decimal(10) ** -precision:
        n += 2
        term = -context.divide(context.multiply(term, squared), Decimal(n * (n - 1)))
        total = context.add(total, term)
    near = _near(total, precision)
    # Neither wave is ever steeper than 1.
    return Enclosure(near.low - radius, near.high + radius)


def softmax(column: tuple[Number, ...], precision: int) -> tuple[Enclosed, ...]:
    """exp(x) / sum of exp over the column, for each x."""
    return tuple(_share(tuple(sorted(other - x for other in column)), precision) for x in column)


@lru_cache(maxsize=1 << 12)
def _share(differences: tuple[Number, ...], precision: int) -> Enclosed:
    """The share of a number in a column, from what the numbers of the column are greater by: few such lists occur."""
    if max(differences) > 3 * precision:
        return _almost(0, precision)
    lows, highs = zip(*(_ends(exponential(difference, precision)) for difference in differences), strict=True)
    low, high = sum(lows), sum(highs)
    return quotient(1, low) if low == high else Enclosure(low, high).inverse()


def _almost(limit: int, precision: int) -> Enclosure:
    """Just below 1, or just above 0."""
    error = Fraction(1, 10**precision)
    return Enclosure(1 - error, 1) if limit else Enclosure(0, error)


def _exp(x: Number, context: Context) -> Decimal:
    return context.exp(_decimal(x, context))
