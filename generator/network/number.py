"""Exact numbers: what a cell can hold, how it is read from text and how it is printed."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from typing import Any, TypeAlias

from generator.errors import Detail, say

Number: TypeAlias = int | Fraction
Value: TypeAlias = Number | str
Matrix: TypeAlias = tuple[tuple[Number, ...], ...]
"""Rows of exact numbers. The rules of operations also run on sympy's Rational, the authority in tests."""
WordGrid: TypeAlias = tuple[tuple[str, ...], ...]
Values: TypeAlias = Matrix | WordGrid
"""The content of one grid: all numbers or all words."""
Shape: TypeAlias = tuple[int, int]


class Undefined(ArithmeticError):  # noqa: N818 - a state of affairs, as in the textbook
    """No such number exists: a division by 0, the root of a negative number, or a number too large to work with.

    An error that quotes the reason quotes `said`, in the words of its own language.
    """

    def __init__(self, reason: str, **values: Detail) -> None:
        self.said = say(reason, **values)
        super().__init__(str(self.said))


MOST_DIGITS = 40
_DIGITS = rf"\d{{0,{MOST_DIGITS}}}"
_NUMBER = re.compile(rf"([+-]?)({_DIGITS})(?:\.({_DIGITS})|/({_DIGITS}))?", re.ASCII)


@lru_cache(maxsize=1 << 12)
def read_number(text: str) -> Number:
    """Read `-3`, `0.8`, `.5` or `5/3` exactly; ValueError for anything else.

    No exponents, at most 40 digits a part and no backtracking, so that hostile text costs nothing. Few numbers occur in
    a class, so they are cached.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:20]!r} is not an integer, a decimal or a fraction")
    sign, whole, decimals, denominator = match.groups()
    if not whole and not decimals:
        raise ValueError(f"{text[:20]!r} has no digits")
    if denominator is not None and (not whole or not denominator or not int(denominator)):
        raise ValueError(f"{text[:20]!r} is not a fraction")
    magnitude = int(whole + (decimals or ""))
    return quotient(-magnitude if sign == "-" else magnitude, int(denominator or 10 ** len(decimals or "")))


def row_by_row(values: Values) -> tuple[Value, ...]:
    """The cells of a grid in one line, row by row."""
    return tuple(chain.from_iterable(values))


def simplest(number: Number) -> Number:
    """The same number, as an int where possible: the inner loop is fast on ints."""
    return int(number) if number.denominator == 1 else number


@lru_cache(maxsize=1 << 16)
def quotient(numerator: int, denominator: int) -> Number:
    """The exact quotient in its simplest form. Few occur in a class, so they are cached: making one costs more."""
    return simplest(Fraction(numerator, denominator))


def plus(left: Any, right: Any) -> Any:
    """The sum. Of ints and Fractions it takes half as long as Python's own: few sums occur in a class."""
    if left.__class__ is right.__class__ is int or not _both_exact(left, right):
        return left + right
    over, under = left.denominator, right.denominator
    return quotient(left.numerator * under + right.numerator * over, over * under)


def minus(left: Any, right: Any) -> Any:
    """The difference, in half the time as well."""
    if left.__class__ is right.__class__ is int or not _both_exact(left, right):
        return left - right
    over, under = left.denominator, right.denominator
    return quotient(left.numerator * under - right.numerator * over, over * under)


def times(left: Any, right: Any) -> Any:
    """The product, in half the time as well."""
    if left.__class__ is right.__class__ is int or not _both_exact(left, right):
        return left * right
    return quotient(left.numerator * right.numerator, left.denominator * right.denominator)


_EXACT = frozenset((int, Fraction))


def _both_exact(left: Any, right: Any) -> bool:
    """Whether they are exact numbers of Python's, not enclosures, nor sympy's numbers."""
    return left.__class__ in _EXACT and right.__class__ in _EXACT


def decimal_places(number: Number) -> int | None:
    """How many decimals write the number exactly; None when no finite number does."""
    return _places_under(number.denominator)


@lru_cache(maxsize=1 << 10)
def _places_under(denominator: int) -> int | None:
    """The decimals of a number with this denominator, in its simplest form. Few occur, and each takes divisions."""
    rest, places = denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    return places if rest == 1 else None


@lru_cache(maxsize=1 << 14)
def show_number(number: Number) -> str:
    """The number as an integer, a terminating decimal, or else a fraction: `-3`, `0.8`, `5/3`."""
    places = decimal_places(number)
    if places is None:
        return f"{number.numerator}/{number.denominator}"
    if places == 0:
        return str(int(number))
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def show_value(value: Value) -> str:
    """A cell's value as it is printed on sheets, keys and in JSON."""
    return value if isinstance(value, str) else show_number(value)


POINT = "."
"""The decimal point of byhand's own files, and of languages that do not name another."""
_IN_A_NUMBER = re.compile(r"(?<=\d)\.(?=\d)")


def with_point(text: str, point: str) -> str:
    """The text with this decimal point in its numbers: `0,5` where it is a comma."""
    return text if point == POINT else _IN_A_NUMBER.sub(lambda _: point, text)


def arithmetic_with_point(work: str, point: str) -> str:
    """The working with this decimal point; where it is a comma, semicolons are between numbers: `max(0,5; 2)`."""
    return with_point(work.replace(", ", "; ") if point == "," else work, point)


@lru_cache(maxsize=4096)
def printed(value: Value, point: str = POINT, places: int = 0) -> str:
    """A value as a cell shows it, with a true minus and a decimal `point`; a decimal has at least so many `places`."""
    if isinstance(value, str):
        return value
    own = decimal_places(value) or 0
    zeros = "0" * (places - own) if own else ""
    return with_point(show_value(value).replace("-", "−"), point) + zeros


def places_of(values: Values) -> int:
    """The most decimals of a cell: with as many in each decimal, the numbers of a grid look alike."""
    denominators = {1 if isinstance(cell, str) else cell.denominator for row in values for cell in row}
    return max(_places_under(denominator) or 0 for denominator in denominators)


def shape_of(values: Values) -> Shape:
    """Rows and columns."""
    return len(values), len(values[0])
