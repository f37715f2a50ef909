"""Defines how marking looks in a cell: the strokes of its signs, their place, and the value that was expected."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from generator.sheet.boxes import Box
from generator.sheet.filling import Sign, Tone
from generator.sheet.theme import EDGE, TONES, TextStyle
from generator.type.shaping import Face

Stroke: TypeAlias = tuple[tuple[float, float], ...]

SIGNS: Mapping[Sign, tuple[Tone, tuple[Stroke, ...]]] = MappingProxyType(
    {
        Sign.RIGHT: (Tone.RIGHT, (((0.0, 0.55), (0.35, 0.95), (1.0, 0.05)),)),
        Sign.FOLLOWS: (Tone.FOLLOWS, (((0.1, 0.35), (0.4, 0.65), (0.95, 0.0)), ((0.0, 1.0), (1.0, 1.0)))),
        Sign.WRONG: (Tone.WRONG, (((0.05, 0.05), (0.95, 0.95)), ((0.05, 0.95), (0.95, 0.05)))),
        Sign.BLANK: (Tone.QUIET, (((0.0, 0.5), (1.0, 0.5)),)),
        Sign.UNREADABLE: (Tone.WRONG, ()),
    }
)
"""The tone and strokes of each sign, where (0, 0) is the upper left corner of its box and (1, 1) the lower right.

What could not be read has a question mark instead.
"""
SIGN_SIDE = 4.6
"""The side of a sign, in points."""
INSET = 1.9
"""The distance from a sign to the border of its cell, which keeps it clear of the thickest outline."""
LIFT = 2.6
"""How far a number is raised to make room for a sign, in points."""
LINE = 1.05
"""The width of a stroke, in points."""
BESIDE = TextStyle(Face.REGULAR, 6.4, TONES[Tone.WRONG])
"""The expected value, to the left of the sign."""


def question_mark(box: Box) -> TextStyle:
    """The style of the sign for what could not be read."""
    return TextStyle(Face.BOLD, box.height * 1.35, TONES[SIGNS[Sign.UNREADABLE][0]])


def sign_box(cell: Box) -> Box:
    """The box of a sign, in the lower right corner of its cell."""
    return Box(cell.right - SIGN_SIDE - INSET, cell.bottom - SIGN_SIDE - INSET, SIGN_SIDE, SIGN_SIDE)


def beside_box(cell: Box) -> Box:
    """The box of the expected value."""
    sign, left = sign_box(cell), cell.x + EDGE
    return Box(left, sign.y, sign.x - left - 1.8, SIGN_SIDE)
