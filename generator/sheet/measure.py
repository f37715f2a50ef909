"""Measures spans in a line of text: their size, face and width."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import fsum

from generator.sheet.theme import SCRIPT_SCALES, TextStyle
from generator.type.notation import Span
from generator.type.shaping import Face, width

LEAST = 4.8
"""The smallest size of text in a cell, in points."""


def size_of(span: Span, size: float) -> float:
    """The size of a span in a line of text of a given size, in points."""
    return SCRIPT_SCALES[span.script] * size


def face_of(span: Span, line: Face) -> Face:
    """The face of a span in a line of text of a given face."""
    return Face.ITALIC if span.italic else line


def span_width(spans: Iterable[Span], style: TextStyle) -> float:
    """The total width of the spans, in points."""
    return fsum(width(span.text, face_of(span, style.face), size_of(span, style.size)) for span in spans)


@lru_cache(maxsize=1 << 12)
def shortened(text: str, room: float) -> str:
    """The text of a cell, truncated if it does not fit even at the smallest size: students may type anything."""
    kept = text
    while width(text, Face.REGULAR, LEAST) > room and kept:
        kept = kept[:-1]
        text = kept + "…"
    return text
