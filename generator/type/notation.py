"""Textbook notation: names of grids and worded text become spans with real subscripts and superscripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NAME = re.compile(r"(d?)([A-Za-z])([a-z]?[a-z]?\d*|q)(new)?")
_POWER = re.compile(r"\^(\([^()]*\)|[−-]?\d+(?:[.,/]\d+)?)")
_MARKED = re.compile(
    r"(?<![A-Za-z])(∂?[A-Za-z])(m?\d+)(?![A-Za-z\d]|\.\d)|(?<=[\[|])([A-Z]?[A-Za-z])([a-z])(?=[|\]])"
    r"|(?<![A-Za-z])([A-Za-z])_([a-z])(?![A-Za-z])|\^([−-]?\w)"
)


@dataclass(frozen=True)
class Span:
    """A piece of a line: on the baseline (0), as a subscript (-1) or as a superscript (1); `italic` for a variable."""

    text: str
    script: int = 0
    italic: bool = False


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
