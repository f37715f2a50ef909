"""Lines of text: how wide their spans are, and where a longer text is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from generator.sheet.measure import span_width
from generator.sheet.theme import TextStyle
from generator.type.notation import Span, spans_of_word

_BREAK = re.compile(r"(?<![≥≤<>])\s+(?![≥≤<>])")
"""Where a line may end."""
_ALONE = 3
"""A line of more words than this gives its last one to the line after it, if that has only a short one."""
_SHORT = 0.3
"""The greatest length of a short word, as a part of the room."""


class Chunk(NamedTuple):
    """What is not broken: its spans, and how wide each is."""

    spans: tuple[Span, ...]
    widths: tuple[float, ...]

    def end(self, start: float = 0.0) -> float:
        """Where it ends in a line that it begins at `start`."""
        return sum(self.widths, start)


class Measured(NamedTuple):
    """A text in chunks, measured once to be broken into lines of any width."""

    chunks: tuple[Chunk, ...]
    space: float

    @staticmethod
    def of(text: str, style: TextStyle, spans_of: Callable[[str], tuple[Span, ...]] = spans_of_word) -> Measured:
        """A text, each word of which becomes spans."""
        chunks = (_spaced(map(spans_of, chunk.split())) for chunk in _BREAK.split(text.strip()))
        return Measured(
            tuple(Chunk(spans, tuple(span_width((span,), style) for span in spans)) for spans in chunks),
            span_width((Span(" "),), style),
        )

    def lines(self, room: float) -> list[tuple[Span, ...]]:
        """The text in lines no wider than the room; a single chunk that is wider has a line of its own.

        `z ≥ 3` is not broken, and the last word of a longer text is not left alone.
        """
        lines: list[list[Chunk]] = [[]]
        end = 0.0
        for chunk in self.chunks:
            end = chunk.end(end + self.space) if lines[-1] else chunk.end()
            if lines[-1] and end > room:
                lines.append([])
                end = chunk.end()
            lines[-1].append(chunk)
        alone = len(lines) > 1 and len(lines[-1]) == 1 and lines[-1][0].end() <= _SHORT * room
        if alone and len(lines[-2]) > _ALONE:
            before, last = lines[-2][-1], lines[-1][0]
            if last.end(before.end() + self.space) <= room:
                lines[-2:] = [lines[-2][:-1], [before, last]]
        return [_spaced(chunk.spans for chunk in line) for line in lines if line]


def wrap(
    text: str, style: TextStyle, room: float, spans_of: Callable[[str], tuple[Span, ...]] = spans_of_word
) -> list[tuple[Span, ...]]:
    """The text in lines no wider than the room."""
    return Measured.of(text, style, spans_of).lines(room)


def line_of(text: str) -> tuple[Span, ...]:
    """The text as a single line."""
    return _spaced(map(spans_of_word, text.split()))


def _spaced(pieces: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    """The pieces in a line, with spaces between them."""
    return tuple(span for piece in pieces for span in (Span(" "), *piece))[1:]
