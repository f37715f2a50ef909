"""Rounding: half away from zero or cut off, decided on the exact value and never on an uncertain digit.

A value that is only enclosed between two others is worked out to ever higher precision until both round alike. That
ends: at a rational argument exp, sigma, tanh, ln, sine and cosine are irrational except where the enclosure is exact,
and so is a softmax of unequal arguments (Lindemann and Weierstrass), hence never exactly half way between two decimals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from generator.network.enclosure import Enclosed, Enclosure
from generator.network.number import Number, Undefined, quotient

CALCULATOR_MARGIN = Fraction(1, 1000)
"""How near to a rounding edge, in units of the last place, two honest calculators may differ."""
MOST_PRECISION = 2000
"""Digits after which an undecided value is given up."""


class Rounded(NamedTuple):
    """A rounded value, and whether it lies so far from a rounding edge that every calculator agrees."""

    value: Number
    clear: bool


@dataclass(frozen=True)
class Rounding:
    """Rounding to some decimals, halves away from zero; with `cut` the later decimals are dropped instead."""

    decimals: int
    cut: bool = False

    @property
    def least_precision(self) -> int:
        """The digits to which a value is worked out first: almost always they decide."""
        return self.decimals + 12

    def of(self, number: Number) -> Rounded:
        """Round an exact number, and see whether it rounds clearly."""
        if isinstance(number, int):
            return Rounded(number, clear=True)
        return _cut(number, self.decimals) if self.cut else Rounded(*_nearest(number, self.decimals))

    def number(self, number: Number) -> Number:
        """The rounded number alone."""
        return cut_off(number, self.decimals) if self.cut else round_half_away(number, self.decimals)

    def decide(self, estimate: Callable[[int], Enclosed]) -> Rounded:
        """Round the value that `estimate` gives to any number of digits; Undefined when no precision decides it."""
        precision = self.least_precision
        while precision <= MOST_PRECISION:
            value = estimate(precision)
            if not isinstance(value, Enclosure):
                return self.of(value)
            low, high = self.of(value.low), self.of(value.high)
            if low.value == high.value:
                return Rounded(low.value, low.clear and high.clear)
            precision *= 2
        raise Undefined("a value on the edge of rounding to {decimals} decimals", decimals=self.decimals)


def rounded(decimals: int) -> Rounding:
    """Rounding to this many decimals, halves away from zero."""
    return Rounding(decimals)


def cut_off_after(decimals: int) -> Rounding:
    """Rounding that drops the decimals after this many."""
    return Rounding(decimals, cut=True)


def round_half_away(number: Number, decimals: int) -> Number:
    """The number rounded to `decimals` places, halves away from zero."""
    return number if isinstance(number, int) else _nearest(number, decimals)[0]


def cut_off(number: Number, decimals: int) -> Number:
    """The number with its later decimals dropped."""
    if isinstance(number, int):
        return number
    unit = 10**decimals
    units = abs(number.numerator) * unit // number.denominator
    return quotient(units if number >= 0 else -units, unit)


def _nearest(number: Fraction, decimals: int) -> tuple[Number, bool]:
    """The number rounded half away from zero, and whether every calculator agrees."""
    numerator, denominator = number.numerator, number.denominator
    unit = 10**decimals
    whole, rest = divmod(abs(numerator) * unit, denominator)
    beyond_half = 2 * rest - denominator
    magnitude = whole + (beyond_half >= 0)
    # An exact half is a half on every calculator, and the sheet says where it goes.
    clear = (
        not beyond_half
        or abs(beyond_half) * CALCULATOR_MARGIN.denominator > 2 * CALCULATOR_MARGIN.numerator * denominator
    )
    return quotient(magnitude if numerator >= 0 else -magnitude, unit), clear


def _cut(number: Fraction, decimals: int) -> Rounded:
    value = cut_off(number, decimals)
    rest = abs(number - value) * 10**decimals
    # A number that ends here is the same on every calculator; one that almost does may be cut to another.
    return Rounded(value, rest == 0 or CALCULATOR_MARGIN < rest < 1 - CALCULATOR_MARGIN)
