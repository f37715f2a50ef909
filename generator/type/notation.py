"""Textbook notation: names of grids and words of text become spans with real subscripts and superscripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

_SYMBOLS = MappingProxyType(
    {
        "beta": "β",
        "gamma": "γ",
        "mu": "μ",
        "sigma": "σ",
        "theta": "θ",
        "mhat": "m̂",
        "shat": "ŝ",
        "yhat": "ŷ",
    }
)
"""Names that are spelled in letters, because an answer sheet is typed, and their symbols."""
_NAME = re.compile(
    rf"(?P<backward>d?)(?P<base>{'|'.join(_SYMBOLS)}|[A-Za-z])(?P<index>[a-z]{{0,2}}\d*[a-z]?)(?P<above>(?:new)?)"
)
_WORD = re.compile(r"(?!d[A-Z][a-z]\Z)[A-Za-z]{3,}")  # `dDf` is ∂D with a small f
_POWER = re.compile(r"\^(\([^()]*\)|[−-]?\d+(?:[.,/]\d+)?)")


@dataclass(frozen=True)
class Span:
    """A piece of a line: on the baseline (0), as a subscript (-1) or as a superscript (1); `italic` for a variable."""

    text: str
    script: int = 0
    italic: bool = False


class _Figure(NamedTuple):
    """A way to write a small figure: `base` in the pattern stays on the baseline, `small` is set in this script."""

    pattern: re.Pattern[str]
    script: int


_FIGURES = (
    # One letter with a number after it, as in `∂Z3,`, `θ0` or `Zm1`, but neither `x1.5` nor `W3new`.
    _Figure(re.compile(r"(?<![A-Za-z])(?P<base>[A-Za-zα-ω])(?P<small>m?\d+)(?![A-Za-z\d]|\.\d)"), -1),
    # Letters between brackets or bars, as in `[We|be]`: the last is the subscript.
    _Figure(re.compile(r"(?<=[\[|])(?P<base>[A-Z]?[A-Za-z])(?P<small>[a-z])(?=[|\]])"), -1),
    # One letter, an underscore and one letter, as in `z_f`.
    _Figure(re.compile(r"(?<![A-Za-z])(?P<base>[A-Za-z])_(?P<small>[a-z])(?![A-Za-z])"), -1),
    # A power that is a fraction, as in `100^(2i/4)`.
    _Figure(re.compile(r"(?P<base>)\^\((?P<small>\w+/\w+)\)"), 1),
    # A power of one letter or digit, with or without a minus, as in `e^−z` or `v^T`.
    _Figure(re.compile(r"(?P<base>)\^(?P<small>[−-]?\w)"), 1),
)


@lru_cache(maxsize=1024)
def spans_of_name(name: str, transposed: bool = False) -> tuple[Span, ...]:
    """`dW3` as ∂W with a small 3, `dDf` as ∂D with a small f, `W3new` with new above, `theta1` as θ with a small 1.

    A word such as `Adj` or `nearest` stays a word.
    """
    match = _NAME.fullmatch(name)
    if match and match["base"] not in _SYMBOLS and _WORD.fullmatch(name):
        match = None
    if match is None:
        spans = [Span(name)]
    else:
        letter = _SYMBOLS.get(match["base"], match["base"])
        base = "∂" + letter if match["backward"] else letter
        pieces = ((base, 0), (match["index"], -1), (match["above"], 1))
        spans = [Span(text, script) for text, script in pieces if text]
    return (*spans, Span("T", 1)) if transposed else tuple(spans)


def spans_of_word(word: str) -> tuple[Span, ...]:
    """A word of an instruction: `∂Z3`, `[We|be]`, `z_f` and `e^−z` get their small figures."""
    spans, done = [], 0
    for match, script in _figures(word):
        if start := word[done : match.start()] + match["base"]:
            spans.append(Span(start))
        spans.append(Span(match["small"], script, italic=script > 0 and match["small"][-1].isalpha()))
        done = match.end()
    if done < len(word):
        spans.append(Span(word[done:]))
    return tuple(spans)


def _figures(word: str) -> Iterator[tuple[re.Match[str], int]]:
    """The small figures of a word, from left to right, each with its script."""
    done = 0
    while found := [(match, each.script) for each in _FIGURES if (match := each.pattern.search(word, done))]:
        first = min(found, key=lambda figure: figure[0].start())
        yield first
        done = first[0].end()


def spans_of_line(line: str) -> tuple[Span, ...]:
    """A line of working or of remarks: names get their small figures and powers such as `e^(−2)` are raised."""
    spans: tuple[Span, ...] = ()
    done = 0
    for match in _POWER.finditer(line):
        if start := line[done : match.start()]:
            spans += spans_of_word(start)
        spans += (Span(match[1].strip("()"), 1),)
        done = match.end()
    return spans + (spans_of_word(line[done:]) if done < len(line) else ())
