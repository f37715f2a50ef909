"""The typefaces of a sheet: FiraGO, read once, measured for the layout and shaped for the page.

FiraGO (SIL Open Font License) comes in the package `pymupdf-fonts` and carries Latin, Greek, Cyrillic, Arabic, Hebrew,
Devanagari, Thai and Georgian with the mathematical signs a sheet needs. HarfBuzz shapes it, so that joined and
right-to-left scripts come out as their readers expect.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib import import_module

import uharfbuzz


class Face(Enum):
    """A cut of the typeface; its value is the module of `pymupdf_fonts` that carries it."""

    REGULAR = "FiraGO_Regular"
    BOLD = "FiraGO_Bold"
    ITALIC = "FiraGO_Italic"


@dataclass(frozen=True)
class Glyph:
    """A shaped glyph: its number in the font, its advance and offset in thousandths of the size, and its text."""

    number: int
    advance: int
    shift: tuple[int, int]
    text: str


@cache
def font_of(face: Face) -> uharfbuzz.Font:
    """The face as HarfBuzz reads it, 1000 units to the em."""
    module = import_module(f"pymupdf_fonts.{face.value}")
    return uharfbuzz.Font(uharfbuzz.Face(module.fontbuffer))


@lru_cache(maxsize=4096)
def shape(text: str, face: Face) -> tuple[Glyph, ...]:
    """The glyphs of a line of text in the order they are set, left to right."""
    if not text:
        return ()
    font = font_of(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    glyphs, told = [], set()
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        said = "" if info.cluster in told else text[info.cluster : ends[info.cluster]]
        told.add(info.cluster)
        glyphs.append(
            Glyph(info.codepoint, position.x_advance, (position.x_offset, position.y_offset), said),
        )
    return tuple(glyphs)


@lru_cache(maxsize=4096)
def width(text: str, face: Face, size: float) -> float:
    """How wide a line of text is, in points."""
    return sum(glyph.advance for glyph in shape(text, face)) * size / 1000
