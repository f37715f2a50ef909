"""Equations that were solved only in part: what is hidden was found without a last or a first step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from generator.errors import ByhandError, Said, say
from generator.network.number import Number, Values, row_by_row

NOT_DIVIDED = say("not divided by the other factor")
NOT_SUBTRACTED = say("the rest of the sum was not subtracted")


def half_solved(worked_out: Callable[[Number], Values], printed: Values) -> Iterator[tuple[Said, Number]]:
    """The slips of a student who solves `factor × hidden + rest = printed` in part, with the numbers they lead to.

    `worked_out` is the result with this number in the hidden cell. It may depend on it in several cells, and the
    student may solve any of them.
    """
    try:
        results = [row_by_row(worked_out(number)) for number in (0, 1, 2)]
    except (ByhandError, ArithmeticError, LookupError, ValueError):
        return
    for rest, once, twice, result in zip(*results, row_by_row(printed), strict=True):
        if isinstance(rest, str) or isinstance(once, str) or isinstance(twice, str) or isinstance(result, str):
            continue
        factor = Fraction(once - rest)
        if twice - once == factor != 0:
            if factor != 1:
                yield NOT_DIVIDED, result - rest
            if rest:
                yield NOT_SUBTRACTED, result / factor
