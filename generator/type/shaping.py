"""Shapes text with HarfBuzz, so that joined and right-to-left scripts look as their readers expect.

The layout measures text with it, and the painters draw its glyphs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from generator.type.bidi import Run, runs
from generator.type.faces import UNITS, Face, font_of

__all__ = ["LINES", "Face", "Glyph", "ShapedRun", "shape", "shape_runs", "width"]

LINES = 1 << 10
"""Lines of text that are remembered: an exercise has fewer than 200, and every student adds a name and an id."""


class Glyph(NamedTuple):
    """A shaped glyph: its face and number, its advance and offset in thousandths of the size, and its text."""

    face: Face
    number: int
    advance: int
    shift: tuple[int, int]
    text: str


class ShapedRun(NamedTuple):
    """A run and its glyphs, from left to right."""

    run: Run
    glyphs: tuple[Glyph, ...]


@lru_cache(maxsize=LINES)
def shape_runs(text: str, face: Face) -> tuple[ShapedRun, ...]:
    """The runs of a line of text and their glyphs, from left to right."""
    return tuple(ShapedRun(run, tuple(_glyphs(run))) for run in runs(text, face))


def shape(text: str, face: Face) -> tuple[Glyph, ...]:
    """The glyphs of a line of text, from left to right."""
    shaped = shape_runs(text, face)
    # Most lines are a single run: its glyphs are remembered once.
    return shaped[0].glyphs if len(shaped) == 1 else tuple(glyph for _, glyphs in shaped for glyph in glyphs)


def _glyphs(run: Run) -> Iterator[Glyph]:
    import uharfbuzz

    text = run.text
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.leftward else "ltr"
    uharfbuzz.shape(font_of(run.face), buffer)
    infos = buffer.glyph_infos
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    assigned = set()
    for info, position in zip(infos, buffer.glyph_positions, strict=True):
        shown = "" if info.cluster in assigned else text[info.cluster : ends[info.cluster]]
        assigned.add(info.cluster)
        yield _glyph(run.face, info.codepoint, position.x_advance, (position.x_offset, position.y_offset), shown)


_glyph = lru_cache(maxsize=4096)(Glyph)
"""A glyph; lines have most of them in common, and share them."""


@lru_cache(maxsize=LINES)
def width(text: str, face: Face, size: float) -> float:
    """The width of a line of text, in points."""
    return sum(glyph.advance for glyph in shape(text, face)) * size / UNITS
