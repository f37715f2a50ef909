"""Numbers with a decimal comma in a file whose separator is the comma: `0,5` has become the two fields `0` and `5`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

_WHOLE = re.compile(r"\s*[-+−–]?\d{1,3}")
_DECIMALS = re.compile(r"\d{1,15}\s*%?\s*")
_MOST_FIELDS = 200


def ways_to_join(fields: Sequence[str], excess: int) -> tuple[list[str], ...]:
    """The fields with `excess` pairs of neighbours joined by a comma: no way, the only one, or two of several."""
    if len(fields) > _MOST_FIELDS or excess > len(fields) // 2:
        return ()

    @cache
    def ways(start: int, left: int) -> tuple[tuple[str, ...], ...]:
        """At most two ways to write the fields from `start` with this many pairs left to join."""
        if start == len(fields):
            return () if left else ((),)
        found = [(fields[start], *rest) for rest in ways(start + 1, left)]
        if left and _fit(fields[start : start + 2]):
            found += [(f"{fields[start]},{fields[start + 1]}", *rest) for rest in ways(start + 2, left - 1)]
        return tuple(found[:2])

    return tuple(map(list, ways(0, excess)))


def _fit(pair: Sequence[str]) -> bool:
    """Whether two fields may be the two sides of a decimal comma."""
    return len(pair) == 2 and bool(_WHOLE.fullmatch(pair[0])) and bool(_DECIMALS.fullmatch(pair[1]))
