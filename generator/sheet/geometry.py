"""Works out the shapes and positions that the PDF and SVG painters share: arrows, waves, circles and lines of text.

Everything is in page coordinates: points from the top left corner of the page, with y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from generator.sheet.boxes import Align, Arrow, Box, Wave
from generator.sheet.measure import span_width
from generator.sheet.theme import CAP_HEIGHT, TextStyle
from generator.type.notation import Span

Point: TypeAlias = tuple[float, float]

_HEAD_LENGTH = 4.2
_HEAD_HALF_WIDTH = 1.8
_LIFTS = MappingProxyType({0: 0.0, -1: -0.16, 1: 0.36})
"""How far a subscript (-1) or superscript (1) is raised above the baseline, as a fraction of the size."""
_OFF_EDGE = 2.5
"""From the edge of a cell to the strokes that cross it out, in points."""
_OUTLINE = 0.9
"""Half the thickest outline of a grid, in points."""
_TOLERANCE = 0.5
"""How much wider than its box a line of text may be before it is shrunk, in points."""


class ArrowOutline(NamedTuple):
    """The shaft of an arrow as a line from `start` to `neck`, and the other corners of the triangle at its end."""

    start: Point
    neck: Point
    left: Point
    right: Point
    tip: Point


class Curve(NamedTuple):
    """A cubic Bézier curve."""

    start: Point
    first_handle: Point
    second_handle: Point
    end: Point


class PlacedLine(NamedTuple):
    """The left end of a line of text on its baseline, with the size and width of the text."""

    x: float
    baseline: float
    size: float
    width: float


def outline_of(arrow: Arrow) -> ArrowOutline:
    """The outline of an arrow, with left and right as seen along its direction."""
    (x1, y1), (x2, y2) = arrow.start, arrow.end
    length = hypot(x2 - x1, y2 - y1)
    along, down = (x2 - x1) / length, (y2 - y1) / length
    x, y = x2 - _HEAD_LENGTH * along, y2 - _HEAD_LENGTH * down
    aside, below = _HEAD_HALF_WIDTH * down, _HEAD_HALF_WIDTH * along
    return ArrowOutline(arrow.start, (x, y), (x + aside, y - below), (x - aside, y + below), arrow.end)


def curve_of(wave: Wave) -> Curve:
    """The curve of a wave, from left to right."""
    box = wave.box
    _, y = centre_of(box)
    reach = 1.2 * (box.width / 4)
    return Curve((box.x, y), (box.x + reach, box.y - 2), (box.right - reach, box.bottom + 2), (box.right, y))


def strokes_through(box: Box) -> tuple[tuple[Point, Point], ...]:
    """The two strokes that cross out a cell."""
    inner = box.grown(-_OFF_EDGE, -_OFF_EDGE, -_OFF_EDGE, -_OFF_EDGE)
    return ((inner.x, inner.y), (inner.right, inner.bottom)), ((inner.x, inner.bottom), (inner.right, inner.y))


def inside_outline(box: Box) -> Box:
    """The part of a cell that may be tinted over a grid's outline: clear of it."""
    return box.grown(-_OUTLINE, -_OUTLINE, -_OUTLINE, -_OUTLINE)


def centre_of(box: Box) -> Point:
    """The centre of a box."""
    return box.x + box.width / 2, box.y + box.height / 2


def box_of_circle(centre: Point, radius: float) -> Box:
    """The smallest box around a circle."""
    return Box(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)


def between_circles(first: Point, second: Point, radius: float) -> tuple[Point, Point]:
    """The ends of the straight line from the rim of one circle to the rim of another with the same radius."""
    (x1, y1), (x2, y2) = first, second
    part = radius / hypot(x2 - x1, y2 - y1)
    right, down = (x2 - x1) * part, (y2 - y1) * part
    return (x1 + right, y1 + down), (x2 - right, y2 - down)


def drop_of(size: float) -> float:
    """How far below the middle of a box the baseline runs, so that capitals and digits of a given size are centred."""
    return CAP_HEIGHT * size / 2


def lift_of(span: Span, size: float) -> float:
    """How far a span is raised above the baseline in a line of text of a given size, in points."""
    return _LIFTS[span.script] * size


def place_line(spans: Iterable[Span], style: TextStyle, box: Box, align: Align) -> PlacedLine:
    """The place of a line of text in a box. Text that is too wide is shrunk to fit, unless it is centred."""
    wide = span_width(spans, style)
    fits = align is Align.CENTRE or wide <= box.width + _TOLERANCE
    scale = 1.0 if fits else box.width / wide
    size, width = style.size * scale, wide * scale
    _, middle = centre_of(box)
    return PlacedLine(box.x + (box.width - width) * align.value, middle + drop_of(size), size, width)
