"""Textbook notation: names of grids and worded text become spans with real subscripts and superscripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from generator.sheet import Span
from generator.theme import TextStyle

_NAME = re.compile(r"(d?)([A-Za-z])([a-z]?[a-z]?\d*|q)(new)?")
_POWER = re.compile(r"\^(\([^()]*\)|[−-]?\d+(?:[./]\d+)?)")
_MARKED = re.compile(
    r"(?<![A-Za-z])(∂?[A-Za-z])(m?\d+)(?![A-Za-z\d]|\.\d)|(?<=[\[|])([A-Z]?[A-Za-z])([a-z])(?=[|\]])"
    r"|(?<![A-Za-z])([A-Za-z])_([a-z])(?![A-Za-z])|\^([−-]?\w)"
)


@lru_cache(maxsize=1024)
def spans_of_name(name: str, transposed: bool = False) -> tuple[Span, ...]:
    """`dW3` as ∂W with a small 3, `W3new` with a small new above; a word such as `Adj` or `nearest` stays a word."""
    match = _NAME.fullmatch(name)
    if match is None or (name.isalpha() and len(name) > 2):
        spans: tuple[Span, ...] = (Span(name),)
    else:
        backward, base, index, new = match.groups()
        if backward and not base.isupper():  # `db3` is ∂b, but `d` alone or `d1` is a name of its own
            backward = "d" if base else ""
        spans = (Span(("∂" if backward else "") + base),)
        spans += (Span(index, -1),) if index else ()
        spans += (Span("new", 1),) if new else ()
    return (*spans, Span("T", 1)) if transposed else spans


def spans_of_word(word: str) -> tuple[Span, ...]:
    """A word of an instruction: `∂Z3`, `[We|be]`, `z_f` and `e^−z` get their small figures."""
    spans, done = [], 0
    for match in _MARKED.finditer(word):
        base, index = match[1] or match[3] or match[5], match[2] or match[4] or match[6]
        power = match[7]
        if start := word[done : match.start()] + (base or ""):
            spans.append(Span(start))
        spans.append(Span(power, 1, italic=power[-1].isalpha()) if power else Span(index, -1))
        done = match.end()
    if done < len(word):
        spans.append(Span(word[done:]))
    return tuple(spans)


def spans_of_line(line: str) -> tuple[Span, ...]:
    """A line of working or of remarks: names get their small figures, and powers such as `e^(−2)` stand raised."""
    spans: tuple[Span, ...] = ()
    done = 0
    for match in _POWER.finditer(line):
        if start := line[done : match.start()]:
            spans += spans_of_word(start)
        spans += (Span(match[1].strip("()"), 1),)
        done = match.end()
    return spans + (spans_of_word(line[done:]) if done < len(line) else ())


def span_width(spans: Iterable[Span], style: TextStyle) -> float:
    """How wide the spans are in a row, in points."""
    return sum(span.width(style) for span in spans)


def wrap(
    text: str, style: TextStyle, room: float, spans_of: Callable[[str], tuple[Span, ...]] = spans_of_word
) -> list[tuple[Span, ...]]:
    """The text in lines no wider than the room; a single word that is wider stands alone."""
    lines: list[tuple[Span, ...]] = []
    line: tuple[Span, ...] = ()
    for word in text.split():
        longer = (*line, Span(" "), *spans_of(word)) if line else spans_of(word)
        if line and span_width(longer, style) > room:
            lines.append(line)
            longer = spans_of(word)
        line = longer
    return [*lines, line] if line else lines
