"""Lines of text: how wide their spans are, and where a longer text is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain, pairwise
from typing import NamedTuple, TypeAlias

from generator.sheet.measure import span_width
from generator.sheet.theme import TextStyle
from generator.type.notation import Span, spans_of_word

_SIGNS = "=≈≥≤<>+−×·/→"
_BREAK = re.compile(rf"(?<!\s[{_SIGNS}])\s+(?![{_SIGNS}]\s)")
"""Where a line may end: not within a formula, beside one of its signs."""
_WITHIN = re.compile(r"(?<![≥≤<>])\s+(?![≥≤<>])")
"""Where a line may end in a formula that is wider than the room: still not in a comparison."""
_SPACE = Span(" ")
_ALONE = 3
"""A line of more words than this gives its last one to the line after it, if that has only a short one."""
_SHORT = 0.3
"""The greatest length of a short word, or of a short beginning of a formula, as a part of the room."""


class Chunk(NamedTuple):
    """What is not broken: its spans, and how wide they are. A formula has parts, for a room that it is too wide for."""

    spans: tuple[Span, ...]
    width: float
    parts: tuple[Chunk, ...] = ()

    def fitting(self, room: float, space: float) -> Sequence[Chunk]:
        """The chunk, or what it has to be broken into for this room.

        A short beginning, such as a name and its equals sign, is not left alone on its line.
        """
        if self.width <= room or not self.parts:
            return (self,)
        found: list[Chunk] = []
        before = 0.0
        for part in self.parts:
            found += part.fitting(room - before if before <= _SHORT * room else room, space)
            before += part.width + space
        return found


class Measured(NamedTuple):
    """A text in chunks, measured once to be broken into lines of any width."""

    chunks: tuple[Chunk, ...]
    space: float

    @staticmethod
    def of(text: str, style: TextStyle, spans_of: Callable[[str], tuple[Span, ...]] = spans_of_word) -> Measured:
        """A text, each word of which becomes spans."""

        def chunk(words: str, closer: Sequence[_Split]) -> Chunk:
            spans = _spaced(map(spans_of, words.split()))
            return Chunk(spans, span_width(spans, style), chunks(words, closer))

        def chunks(words: str, splits: Sequence[_Split]) -> tuple[Chunk, ...]:
            return tuple(chunk(piece, splits[1:]) for piece in splits[0](words)) if splits else ()

        return Measured(chunks(text.strip(), _SPLITS), span_width((_SPACE,), style))

    def lines(self, room: float) -> list[tuple[Span, ...]]:
        """The text in lines no wider than the room; a single chunk that is wider has a line of its own.

        A formula is not broken unless it is wider than the room, and the last word of a longer text is not left alone.
        """
        lines: list[list[Chunk]] = []
        end = 0.0
        for chunk in chain.from_iterable(chunk.fitting(room, self.space) for chunk in self.chunks):
            end += self.space + chunk.width
            if lines and end <= room:
                lines[-1].append(chunk)
            else:
                lines.append([chunk])
                end = chunk.width
        alone = len(lines) > 1 and len(lines[-1]) == 1 and lines[-1][0].width <= _SHORT * room
        if alone and len(lines[-2]) > _ALONE:
            before, last = lines[-2][-1], lines[-1][0]
            if before.width + self.space + last.width <= room:
                lines[-2:] = [lines[-2][:-1], [before, last]]
        return [_spaced(chunk.spans for chunk in line) for line in lines]


def wrap(
    text: str, style: TextStyle, room: float, spans_of: Callable[[str], tuple[Span, ...]] = spans_of_word
) -> list[tuple[Span, ...]]:
    """The text in lines no wider than the room."""
    return measured(text, style, spans_of).lines(room)


@lru_cache(maxsize=512)
def measured(text: str, style: TextStyle, spans_of: Callable[[str], tuple[Span, ...]] = spans_of_word) -> Measured:
    """The text measured: the same one is broken into lines again and again for rooms of other widths."""
    return Measured.of(text, style, spans_of)


def line_of(text: str) -> tuple[Span, ...]:
    """The text as a single line."""
    return _spaced(map(spans_of_word, text.split()))


def _with_brackets(places: re.Pattern[str], text: str) -> Iterator[str]:
    """The pieces of a text that is broken at these places, save where the bracket of a formula is open."""
    open_ = ""
    for piece in places.split(text):
        open_ = f"{open_} {piece}" if open_ else piece
        if not _in_bracket(open_):
            yield open_
            open_ = ""
    if open_:
        yield open_


def _in_bracket(words: str) -> bool:
    """Whether a matrix `[` or the bracket of a function, right after its name, is still open; those of prose may be."""
    opened: list[bool] = []
    for before, sign in pairwise(" " + words):
        if sign in "([":
            opened.append(sign == "[" or before.isalnum())
        elif sign in ")]" and opened:
            opened.pop()
    return any(opened)


_Split: TypeAlias = Callable[[str], Iterable[str]]
_SPLITS: Sequence[_Split] = (partial(_with_brackets, _BREAK), partial(_with_brackets, _WITHIN), _WITHIN.split)
"""Breaks between words and formulas; within a formula; and, in the narrowest room, within its brackets."""


def _spaced(pieces: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    """The pieces in a line, with spaces between them."""
    return tuple(span for piece in pieces for span in (_SPACE, *piece))[1:]
