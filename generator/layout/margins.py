"""The surroundings of a page's figures: the head with its fields, and the legend at the foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil

from generator.layout.lines import wrap
from generator.network.blueprint import Role
from generator.sheet.boxes import Box, Field, FieldKind, LegendEntry, Text
from generator.sheet.heading import Wording
from generator.sheet.legend import legend_rows
from generator.sheet.measure import span_width
from generator.sheet.theme import CAPTION, COMMON, MILLIMETRE
from generator.type.notation import Span

MARGIN = 12 * MILLIMETRE
"""White around the page."""
HEAD = 57.0
"""Height of the head, in points."""
FOOT = 20.0
"""Height of the foot: a legend of one row, the note over it, and clear space over both."""
CODE = 46.0
"""Side of the square code."""
SIDE = 90.0
"""Width of the lines next to the code."""
NARROW = 480.0
"""A page less wide than this, half an upright sheet, has its legend in two rows and a shorter line for the name."""
_KEY = 60.0
"""Width of the word that says what a filled copy is, on a narrow page."""
_ROW = 11.0
_COMMON_LINE = 12.0
_UNDER_COMMON = 6.0
_NOTE = 9.0
_OVER_NOTE = 6.0
_LEGEND = 3.5
"""From the top of the legend's last row to the white around the page."""
_NARROW_LINES = 2
"""How many lines the note over the legend may have on a narrow page."""
INSTRUCTIONS = 24.0
"""Height of the teacher's own instructions, where there are any."""
OUTSIDE = 15.0
"""From the edge of the paper to header and footer, in the white around the page: beyond the strip printers miss."""


def room(size: tuple[float, float], instructions: bool = False) -> Box:
    """The part of a page between head and foot; with `instructions` it starts under them."""
    width, height = size
    top = MARGIN + HEAD + (INSTRUCTIONS if instructions else 0)
    return Box(MARGIN, top, width - 2 * MARGIN, height - MARGIN - foot(size) - top)


def common(size: tuple[float, float], words: str, instructions: bool) -> tuple[Text, ...]:
    """The lines of what is said to all steps, at the top of a page's room."""
    above = room(size, instructions)
    lines = wrap(words, COMMON, above.width) if words else []
    return tuple(
        Text(Box(above.x, above.y + row * _COMMON_LINE, above.width, _COMMON_LINE), line, COMMON)
        for row, line in enumerate(lines)
    )


def under_common(lines: Sequence[Text]) -> float:
    """The height that these lines take, and the space under them."""
    return _COMMON_LINE * len(lines) + _UNDER_COMMON if lines else 0.0


def foot(size: tuple[float, float]) -> float:
    """Height of the legend and the note over it, on a page of this size."""
    return FOOT + (_ROW + _NOTE * (_NARROW_LINES - 1) if size[0] < NARROW else 0.0)


def head(size: tuple[float, float], first: bool, instructions: bool = False) -> Iterator[Field]:
    """Title and course at the left, worksheet and code at the right, name and, on a first page, score below.

    Header and footer are in the white around the page.
    """
    wide, high = size[0] - 2 * MARGIN, MARGIN - OUTSIDE - 6
    yield Field(Box(MARGIN, OUTSIDE, wide, high), FieldKind.HEADER)
    yield Field(Box(MARGIN, size[1] - OUTSIDE - high, wide, high), FieldKind.FOOTER)
    right = size[0] - MARGIN
    side = right - CODE - 8
    middle = side - SIDE - 8 - MARGIN
    narrow = size[0] < NARROW
    title = middle - _KEY - 6 if narrow else middle
    yield Field(Box(MARGIN, MARGIN - 1, title, 19), FieldKind.TITLE)
    yield Field(Box(MARGIN, MARGIN + 18, middle, 11), FieldKind.SUBTITLE)
    yield Field(Box(MARGIN, MARGIN + 32, middle - 8 if narrow else 250, 16), FieldKind.NAME)
    key = Box(MARGIN + title + 6, MARGIN - 1, _KEY, 19) if narrow else Box(MARGIN + 258, MARGIN + 30, 100, 20)
    yield Field(key, FieldKind.KEY)
    yield Field(Box(side - SIDE, MARGIN + 2, SIDE, 12), FieldKind.WORKSHEET)
    yield Field(Box(side - SIDE, MARGIN + 15, SIDE, 11), FieldKind.PAGE)
    yield Field(Box(right - CODE, MARGIN, CODE, CODE), FieldKind.CODE)
    if first:
        yield Field(Box(side - SIDE - 8, MARGIN + 30, SIDE + 8, 20), FieldKind.SCORE)
        if instructions:
            yield Field(Box(MARGIN, MARGIN + HEAD - 3, wide, INSTRUCTIONS - 3), FieldKind.INSTRUCTIONS)


def note(size: tuple[float, float], words: str) -> tuple[Text, ...]:
    """The line over the legend, in smaller type where it would not fit otherwise; two lines on a narrow page."""
    room, top = size[0] - 2 * MARGIN, size[1] - MARGIN + _OVER_NOTE - foot(size)
    if size[0] < NARROW:
        lines = wrap(words, CAPTION, room)
        top += _NOTE * (_NARROW_LINES - len(lines))
    else:
        lines = [(Span(words),)]
    return tuple(_noted(line, Box(MARGIN, top + row * _NOTE, room, _NOTE)) for row, line in enumerate(lines))


def _noted(line: tuple[Span, ...], box: Box) -> Text:
    scale = min(1.0, box.width / span_width(line, CAPTION))
    return Text(box, line, replace(CAPTION, size=CAPTION.size * scale))


def legend(size: tuple[float, float], roles: Iterable[Role], kinds: Iterable[str]) -> Iterator[LegendEntry]:
    """The tints of a page, and the `kinds` of cells on it that are not roles: to be filled, copied or found.

    The entries are as wide as their English words; the press gives them the width of other words.
    """
    shown = set(roles) - {Role.LINEAR}
    keys: list[Role | str] = [*(role for role in Role if role in shown), *kinds]
    half = ceil(len(keys) / 2)
    rows = [keys[:half], keys[half:]] if size[0] < NARROW else [keys]
    lowest = size[1] - MARGIN - _LEGEND
    tops = (lowest - below * _ROW for below in reversed(range(len(rows))))
    return legend_rows(dict(zip(tops, rows, strict=True)), MARGIN, size[0] - 2 * MARGIN, dict(Wording().legend))
