"""The surroundings of a page's figures: the head with its fields, and the legend at the foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.network.blueprint import Role
from generator.sheet.boxes import Box, Field, FieldKind, LegendEntry, Text
from generator.sheet.theme import CAPTION, MILLIMETRE
from generator.type.notation import Span
from generator.type.shaping import width

MARGIN = 12 * MILLIMETRE
"""White around the page."""
HEAD = 57.0
"""Height of the head, in points."""
FOOT = 20.0
"""Height of the legend and the note over it."""
CODE = 46.0
"""Side of the square code."""
SIDE = 90.0
"""Width of the lines next to the code."""
WIDEST_ENTRY = 80.0
_SHARES: Mapping[Role | str, float] = MappingProxyType(
    {"blank": 1.6, "copy": 2.05, "hidden": 1.6, Role.ANSWER: 1.3, Role.HIDDEN: 1.15}
)
"""How wide an entry is compared with the others."""
INSTRUCTIONS = 24.0
"""Height of the teacher's own instructions, where there are any."""
OUTSIDE = 15.0
"""From the edge of the paper to header and footer, in the white around the page: beyond the strip printers miss."""


def room(size: tuple[float, float], instructions: bool = False) -> Box:
    """The part of a page between head and foot; with `instructions` it starts under them."""
    width, height = size
    top = MARGIN + HEAD + (INSTRUCTIONS if instructions else 0)
    return Box(MARGIN, top, width - 2 * MARGIN, height - MARGIN - FOOT - top)


def head(size: tuple[float, float], first: bool, instructions: bool = False) -> Iterator[Field]:
    """Title and course at the left, worksheet and code at the right, name and, on a first page, score below.

    Header and footer are in the white around the page.
    """
    wide, high = size[0] - 2 * MARGIN, MARGIN - OUTSIDE - 3
    yield Field(Box(MARGIN, OUTSIDE, wide, high), FieldKind.HEADER)
    yield Field(Box(MARGIN, size[1] - OUTSIDE - high, wide, high), FieldKind.FOOTER)
    right = size[0] - MARGIN
    side = right - CODE - 8
    middle = side - SIDE - 8 - MARGIN
    yield Field(Box(MARGIN, MARGIN - 1, middle, 19), FieldKind.TITLE)
    yield Field(Box(MARGIN, MARGIN + 18, middle, 11), FieldKind.SUBTITLE)
    yield Field(Box(MARGIN, MARGIN + 32, 250, 16), FieldKind.NAME)
    yield Field(Box(MARGIN + 258, MARGIN + 30, 100, 20), FieldKind.KEY)
    yield Field(Box(side - SIDE, MARGIN + 2, SIDE, 12), FieldKind.WORKSHEET)
    yield Field(Box(side - SIDE, MARGIN + 15, SIDE, 11), FieldKind.PAGE)
    yield Field(Box(right - CODE, MARGIN, CODE, CODE), FieldKind.CODE)
    if first:
        yield Field(Box(side - SIDE - 8, MARGIN + 30, SIDE + 8, 20), FieldKind.SCORE)
        if instructions:
            yield Field(Box(MARGIN, MARGIN + HEAD - 3, wide, INSTRUCTIONS - 3), FieldKind.INSTRUCTIONS)


def note(size: tuple[float, float], words: str) -> Text:
    """The line over the legend, in smaller type where it would not fit otherwise."""
    room = size[0] - 2 * MARGIN
    wide = width(words, CAPTION.face, CAPTION.size)
    style = replace(CAPTION, size=CAPTION.size * min(1.0, room / wide))
    return Text(Box(MARGIN, size[1] - MARGIN - 17.5, room, 9), (Span(words),), style)


def legend(size: tuple[float, float], roles: Iterable[Role], kinds: Iterable[str]) -> Iterator[LegendEntry]:
    """The tints of a page, and the `kinds` of cells on it that are not roles: to be filled, copied or found."""
    width, height = size
    shown = set(roles) - {Role.LINEAR}
    keys: list[Role | str] = [*(role for role in Role if role in shown), *kinds]
    shares = [_SHARES.get(key, 1.0) for key in keys]
    each = min(WIDEST_ENTRY, (width - 2 * MARGIN) / sum(shares))
    x = MARGIN
    for key, share in zip(keys, shares, strict=True):
        yield LegendEntry(Box(x, height - MARGIN - 6.5, share * each, 9), key)
        x += share * each
