"""Text with holes: what all copies of a class share, and how each copy fills the places where it differs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from markupsafe import Markup

from generator.assignment.worksheet import Worksheet

Hole: TypeAlias = Callable[[Worksheet], str]
"""What a worksheet has in this place, as HTML."""

_MARK = re.compile("\x00([0-9]+)\x00")
"""HTML holds no such character, and the texts of an assignment have none either."""


class Holes:
    """The holes of one text, in the order in which they were dug."""

    def __init__(self) -> None:
        self._holes: list[Hole] = []

    def dig(self, hole: Hole) -> Markup:
        """A new hole, as it is written into the text."""
        self._holes.append(hole)
        return Markup(f"\x00{len(self._holes) - 1}\x00")  # noqa: S704 - a mark of our own

    def split(self, text: str) -> tuple[str | Hole, ...]:
        """The text taken apart: what is fixed, and its holes."""
        pieces = _MARK.split(text)
        return tuple(self._holes[int(piece)] if place % 2 else piece for place, piece in enumerate(pieces))
