"""How spans are set in a line of some style: their size, their face and their width."""

from __future__ import annotations

from collections.abc import Iterable

from generator.sheet.theme import SCRIPT_SCALES, TextStyle
from generator.type.notation import Span
from generator.type.shaping import Face, width


def size_of(span: Span, size: float) -> float:
    """The size of a span in a line of type of a size, in points."""
    return SCRIPT_SCALES[span.script] * size


def face_of(span: Span, line: Face) -> Face:
    """The face a span is set in, in a line of another."""
    return Face.ITALIC if span.italic else line


def span_width(spans: Iterable[Span], style: TextStyle) -> float:
    """How wide the spans are in a row, in points."""
    return sum(width(span.text, face_of(span, style.face), size_of(span, style.size)) for span in spans)
