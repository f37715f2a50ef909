"""Shared sheets: a class may have only a few different ones, distinguished by letters."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any

from generator.errors import ByhandError

LEAST_VARIANTS, MOST_VARIANTS = 2, len(ascii_uppercase)


def read_letters(data: Mapping[str, Any], where: str) -> str:
    """The letters of a class that shares sheets: ABCD for variants = 4; empty if everybody has other numbers."""
    count = data.get("variants", 0)
    if count == 0 and type(count) is int:
        return ""
    if type(count) is not int or not LEAST_VARIANTS <= count <= MOST_VARIANTS:
        raise ByhandError(
            "{where}: variants must be a whole number from {least} to {most}, for sheets A, B and so on; leave it out "
            "to give everybody other numbers",
            where=where,
            least=LEAST_VARIANTS,
            most=MOST_VARIANTS,
        )
    return ascii_uppercase[:count]
