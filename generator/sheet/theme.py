"""Defines the look of a sheet: the colours of roles, text styles, and the sizes that layout and painters share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from generator.network.blueprint import Role
from generator.sheet.filling import Tone
from generator.type.shaping import Face

MILLIMETRE = 72 / 25.4

INK = "#1F1F1F"
GREY = "#595959"
TICK = "#C8102E"
GRID_LINE = "#7F7F7F"
DARK = "#8C8C8C"
RED = "#FF0000"
BLUE = "#0D5BDC"
VIOLET = "#8A2BE2"
KEY_INK = "#004F8B"
WHITE = "#FFFFFF"
TONES = MappingProxyType(
    {
        Tone.KEY: KEY_INK,
        Tone.STUDENT: "#1D4ED8",
        Tone.RIGHT: "#15803D",
        Tone.FOLLOWS: "#B45309",
        Tone.WRONG: "#C8102E",
        Tone.QUIET: "#7A7A7A",
        Tone.NEW: BLUE,
        Tone.BEFORE: INK,
    }
)
"""The colours of entries in blank cells, and of remarks about them."""

FILLS = MappingProxyType(
    {
        Role.INPUT: "#FFF2CC",
        Role.HIDDEN: "#E2F0D9",
        Role.MEMORY: "#DEEBF7",
        Role.OUTPUT: "#DEEBF7",
        Role.INDEX: "#DAE3F3",
        Role.LINEAR: WHITE,
        Role.WEIGHT: WHITE,
        Role.BIAS: "#E7E6E6",
        Role.TARGET: "#F2F2F2",
        Role.QUERY: "#EBDDF3",
        Role.ANSWER: "#FBE5D6",
        Role.ATTENTION: "#FFFF99",
        Role.GRADIENT: WHITE,
    }
)
"""The tints of cells, by role."""


@dataclass(frozen=True)
class TextStyle:
    """A face, a size in points and a colour."""

    face: Face
    size: float
    colour: str = INK


TITLE = TextStyle(Face.BOLD, 16)
SUBTITLE = TextStyle(Face.REGULAR, 8.5, GREY)
FIELD = TextStyle(Face.REGULAR, 10)
SMALL = TextStyle(Face.REGULAR, 8, GREY)
STEP_TITLE = TextStyle(Face.BOLD, 9)
INSTRUCTION = TextStyle(Face.REGULAR, 8.2)
COMMON = TextStyle(Face.REGULAR, 9.5)
BLOCK_TITLE = TextStyle(Face.BOLD, 9)
LABEL = TextStyle(Face.ITALIC, 8.5)
LABEL_BACKWARD = TextStyle(Face.ITALIC, 8.5, BLUE)
CAPTION = TextStyle(Face.REGULAR, 8, GREY)
HEADING = TextStyle(Face.REGULAR, 8, GREY)
FUNCTION = TextStyle(Face.ITALIC, 8)
SIGN = TextStyle(Face.BOLD, 12)
CONDITION = TextStyle(Face.ITALIC, 9)
PLAIN_ONE = TextStyle(Face.REGULAR, 9, GREY)
DISC = TextStyle(Face.BOLD, 8, WHITE)
WORD = TextStyle(Face.REGULAR, 8)
HIDDEN = TextStyle(Face.REGULAR, 9, "#B45309")
SCORE = TextStyle(Face.BOLD, 13, TONES[Tone.WRONG])
TITLE_OF_LIST = TextStyle(Face.BOLD, 11.5)
LIST = TextStyle(Face.REGULAR, 8)
RULE = TextStyle(Face.REGULAR, 8.5)
RESULT = TextStyle(Face.BOLD, 8, KEY_INK)
REMARK = TextStyle(Face.ITALIC, 8)
NODE = TextStyle(Face.BOLD, 9)
WORKSHEET = TextStyle(Face.BOLD, 9)

LEGEND_SAMPLE = 13.0
"""The width of the sample cell of an entry in the legend, in points."""
LEGEND_INDENT = 16.5
"""From the left edge of the sample to the words of the entry."""
LARGE_DISC = 14.0
"""The diameter of a step's disc in points; on a larger one the number grows along."""

SCRIPT_SCALES = MappingProxyType({0: 1.0, -1: 0.7, 1: 0.8})
"""The size of a subscript (-1) or superscript (1) relative to its base; a raised z must not look like a 2."""
CAP_HEIGHT = 0.69
"""The height of capitals and digits, as a fraction of the size."""
EDGE = 1.6
"""The minimum space between a number and the border of its cell, in points."""


def style_on_disc(diameter: float) -> TextStyle:
    """The style of the number of a step on a disc."""
    return replace(DISC, size=DISC.size * max(1.0, diameter / LARGE_DISC))
