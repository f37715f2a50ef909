"""Lines of text: how wide their spans are, and where a longer text is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from generator.sheet.measure import span_width
from generator.sheet.theme import TextStyle
from generator.type.notation import Span, spans_of_word

_BREAK = re.compile(r"(?<![≥≤<>])\s+(?![≥≤<>])")
"""Where a line may end."""
_ALONE = 3
"""A line of more words than this gives its last one to the line after it, if that has only a short one."""
_SHORT = 0.3
"""The greatest length of a short word, as a part of the room."""


def wrap(
    text: str, style: TextStyle, room: float, spans_of: Callable[[str], tuple[Span, ...]] = spans_of_word
) -> list[tuple[Span, ...]]:
    """The text in lines no wider than the room; a single piece that is wider has a line of its own.

    `z ≥ 3` is not broken, and the last word of a longer text is not left alone.
    """
    lines: list[list[tuple[Span, ...]]] = [[]]
    space, wide = span_width((Span(" "),), style), 0.0
    for piece in _BREAK.split(text.strip()):
        spans = _spaced(map(spans_of, piece.split()))
        start = wide + space if lines[-1] else 0.0
        wide = span_width(spans, style, start)
        if lines[-1] and wide > room:
            lines.append([])
            wide = span_width(spans, style)
        lines[-1].append(spans)
    alone = len(lines) > 1 and len(lines[-1]) == 1 and span_width(lines[-1][0], style) <= _SHORT * room
    if alone and len(lines[-2]) > _ALONE:
        together = (lines[-2][-1], lines[-1][0])
        if span_width(_spaced(together), style) <= room:
            lines[-2:] = [lines[-2][:-1], list(together)]
    return [_spaced(line) for line in lines if line]


def line_of(text: str) -> tuple[Span, ...]:
    """The text as a single line."""
    return _spaced(map(spans_of_word, text.split()))


def _spaced(pieces: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    """The pieces in a line, with spaces between them."""
    return tuple(span for piece in pieces for span in (Span(" "), *piece))[1:]
