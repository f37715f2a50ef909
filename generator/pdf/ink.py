"""Paints ink: turns every kind of mark on a Sheet into PDF operators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, singledispatchmethod
from typing import NamedTuple

from generator.network.blueprint import Role
from generator.network.number import Values, printed
from generator.pdf.typeface import NAMES, GlyphsUsed, text_operators
from generator.sheet import theme
from generator.sheet.boxes import (
    Align,
    Arrow,
    Box,
    Cell,
    Dark,
    Disc,
    DrawnView,
    Frame,
    FrameKind,
    Graph,
    LegendEntry,
    Signed,
    Stroke,
    Text,
    Tint,
    Wave,
)
from generator.sheet.filling import Sign
from generator.sheet.geometry import (
    Point,
    between_circles,
    box_of_circle,
    centre_of,
    curve_of,
    inside_outline,
    lift_of,
    outline_of,
    place_line,
)
from generator.sheet.measure import face_of, size_of
from generator.sheet.outlines import OUTLINES
from generator.sheet.ruling import Ruled
from generator.sheet.signs import LINE, SIGNS, question_mark
from generator.sheet.theme import TextStyle
from generator.sheet.views import ink_on_bars, outlines_of
from generator.type.notation import Span
from generator.type.shaping import Face, width

_THINNER = 0.6
"""The factor by which a sparing pen makes outlines thinner."""
_CORNER = 2.2
"""The side of the mark that identifies a role, in points."""
_ROUND = 0.5523
"""The length of the Bézier handles with which four arcs approximate a circle of radius 1."""


@cache
def colour(hexadecimal: str) -> bytes:
    """The red, green and blue components, from 0 to 1."""
    return b" ".join(b"%.3g" % (int(hexadecimal[place : place + 2], 16) / 255) for place in (1, 3, 5))


class _Line(NamedTuple):
    """A line of text: the operators that show it, and its texts with their faces."""

    ink: bytes
    texts: tuple[tuple[str, Face], ...]


@lru_cache(maxsize=128)
def _line(spans: tuple[Span, ...], style: TextStyle, box: Box, align: Align, height: float) -> _Line:
    """A line of text on a page of this height. It is cached because pages of a copy repeat its name and id."""
    place = place_line(spans, style, box, align)
    x, y = place.x, height - place.baseline
    # A space at its end separates it from the next line when the text is read.
    *others, last = spans
    parts, texts = [], []
    for span in (*others, replace(last, text=f"{last.text} ")):
        size, face = size_of(span, place.size), face_of(span, style.face)
        operators = text_operators(span.text, face, size)
        tail = (NAMES[face], size, x, y + lift_of(span, place.size), operators)
        parts.append(b"/%b %.2f Tf 1 0 0 1 %.2f %.2f Tm %b" % tail)
        texts.append((span.text, face))
        x += width(span.text, face, size)
    return _Line(b"BT %b rg %b ET\n" % (colour(style.colour), b" ".join(parts)), tuple(texts))


@dataclass(frozen=True)
class Pen:
    """Draws on a page of a given height and records which glyphs it uses. `legend` contains the text of each entry.

    A `sparing` pen leaves out tints; a small mark in the corner of a cell identifies its role instead.
    """

    height: float
    used: GlyphsUsed
    legend: Mapping[Role | str, str]
    sparing: bool = False

    def line(self, text: str, style: TextStyle, box: Box, align: Align = Align.LEFT) -> bytes:
        """A line of text in a box, shrunk if it does not fit."""
        return self._spans((Span(text),), style, box, align)

    @singledispatchmethod
    def draw(self, ink: object) -> bytes:
        """The operators that draw a piece of ink."""
        raise TypeError(f"no way to draw {ink!r}")

    @draw.register
    def _(self, ink: Text) -> bytes:
        return self._spans(ink.spans, ink.style, ink.box, ink.align)

    @draw.register
    def _(self, ink: Signed) -> bytes:
        return self.sign(ink.sign, ink.box)

    @draw.register
    def _(self, ink: Cell) -> bytes:
        return self._cell(ink.box, ink.role, lined=not ink.dashed)

    @draw.register
    def _(self, ink: Tint) -> bytes:
        return self._ground(ink.box, ink.role, lined=True)

    @draw.register
    def _(self, ink: Frame) -> bytes:
        return b"%b %b S\n" % (self._outline(ink.kind), self._rectangle(ink.box))

    @draw.register
    def _(self, ink: Ruled) -> bytes:
        return b"%b %b S\n" % (self._outline(ink.kind), b" ".join(self._polyline(*line) for line in ink.lines))

    @draw.register
    def _(self, ink: Arrow) -> bytes:
        tone = colour(theme.BLUE if ink.backward else theme.GREY)
        outline = outline_of(ink)
        shaft = self._polyline(outline.start, outline.neck)
        head = self._polyline(outline.tip, outline.left, outline.right)
        return b"%b RG %b rg 0.9 w [] 0 d %b S %b f\n" % (tone, tone, shaft, head)

    @draw.register
    def _(self, ink: Stroke) -> bytes:
        return b"%b RG 1 w [] 0 d %b S\n" % (colour(ink.colour), self._polyline(ink.start, ink.end))

    @draw.register
    def _(self, ink: Wave) -> bytes:
        start, *others = (b"%.2f %.2f" % self._point(*point) for point in curve_of(ink))
        return b"%b RG 1 w [] 0 d %b m %b c S\n" % (colour(theme.GREY), start, b" ".join(others))

    @draw.register
    def _(self, ink: Dark) -> bytes:
        tone = colour(theme.DARK)
        if self.sparing:  # a diagonal line uses less ink
            diagonal = self._polyline((ink.box.x, ink.box.bottom), (ink.box.right, ink.box.y))
            return b"%b RG 0.5 w [] 0 d %b S %b S\n" % (tone, self._rectangle(ink.box), diagonal)
        return b"%b rg %b f\n" % (tone, self._rectangle(ink.box))

    @draw.register
    def _(self, ink: Disc) -> bytes:
        style = theme.style_on_disc(ink.box.width)
        if self.sparing:
            circle = b"%b RG 0.7 w [] 0 d %b S\n" % (colour(theme.INK), self._circle(ink.box))
            style = replace(style, colour=theme.INK)
        else:
            circle = b"%b rg %b f\n" % (colour(theme.INK), self._circle(ink.box))
        return circle + self._spans((Span(str(ink.number)),), style, ink.box, Align.CENTRE)

    @draw.register
    def _(self, ink: LegendEntry) -> bytes:
        box = ink.box
        sample = Box(box.x, box.y, theme.LEGEND_SAMPLE, box.height)
        room = Box(box.x + theme.LEGEND_INDENT, box.y, box.width - theme.LEGEND_INDENT, box.height)
        words = self.line(self.legend[ink.key], theme.SMALL, room)
        dashed = ink.key == "copy"
        cell = self._cell(sample, ink.key if isinstance(ink.key, Role) else Role.LINEAR, lined=not dashed)
        if ink.key == "hidden":
            cell += self.hidden(sample, theme.HIDDEN)
        elif not isinstance(ink.key, Role):  # cells of any tint are filled or copied: half of the sample has one
            half = sample.grown(-sample.width / 2, 0, 0, 0)
            cell += self._cell(half, Role.OUTPUT, lined=not dashed)
        if dashed:
            cell += b"%b %b %b S\n" % (
                self._outline(FrameKind.COPIED),
                self._rectangle(sample),
                self._polyline((half.x, half.y), (half.x, half.bottom)),
            )
        kinds = {Role.WEIGHT: FrameKind.WEIGHT, Role.GRADIENT: FrameKind.BACKWARD, Role.TARGET: FrameKind.TARGET}
        frame = self.draw(Frame(sample, kinds[ink.key])) if isinstance(ink.key, Role) and ink.key in kinds else b""
        return cell + frame + words

    def sign(self, sign: Sign, box: Box) -> bytes:
        """A marking sign in its box. The tick for an answer that follows from an earlier mistake is underlined."""
        tone, strokes = SIGNS[sign]
        if not strokes:
            return self.line("?", question_mark(box), box, Align.CENTRE)
        parts = [b"%b RG %.2f w [] 0 d 1 J 1 j" % (colour(theme.TONES[tone]), LINE)]
        for stroke in strokes:
            points = ((box.x + x * box.width, box.y + y * box.height) for x, y in stroke)
            parts.append(self._polyline(*points) + b" S")
        return b"\n".join(parts) + b" 0 J 0 j\n"

    def hidden(self, box: Box, mark: TextStyle | None) -> bytes:
        """A cell whose number has to be found: tinted, with a question mark unless it is filled or a copy."""
        tint = theme.WHITE if self.sparing else theme.FILLS[Role.ANSWER]
        parts = [b"%b rg %b f\n" % (colour(tint), self._rectangle(inside_outline(box)))]
        if mark:
            parts.append(self.line("?", mark, box, Align.CENTRE))
        return b"".join(parts)

    def fixed_view(self, view: DrawnView) -> bytes:
        """What all copies share of a drawn view."""
        return self._nodes(view) if isinstance(view, Graph) else b"".join(map(self.draw, outlines_of(view)))

    def own_view(self, view: DrawnView, values: Mapping[str, Values], solved: bool) -> bytes:
        """What a copy with these values draws in a view; a `solved` one shows what students find out, too."""
        if isinstance(view, Graph):
            return self._edges(view, values[view.grid])
        return b"".join(map(self.draw, ink_on_bars(view, values, solved)))

    def _nodes(self, graph: Graph) -> bytes:
        """The nodes of a graph, as circles with their names."""
        parts = []
        fill = colour(theme.WHITE if self.sparing else theme.FILLS[Role.INPUT])
        for centre, name in zip(graph.centres, graph.names, strict=True):
            box = box_of_circle(centre, graph.radius)
            parts.append(b"%b rg %b RG 1 w [] 0 d %b B\n" % (fill, colour(theme.INK), self._circle(box)))
            parts.append(self.line(name, theme.NODE, box, Align.CENTRE))
        return b"".join(parts)

    def _edges(self, graph: Graph, matrix: Values) -> bytes:
        """The edges of a graph, drawn between the rims of its nodes, and then the numbers on them."""
        shown = [edge for edge in graph.edges if matrix[edge.row][edge.column]]
        parts = [b"%b RG 1.2 w [] 0 d" % colour(theme.INK)]
        for edge in shown:
            ends = between_circles(graph.centres[edge.first], graph.centres[edge.second], graph.radius)
            parts.append(self.draw(Arrow(*ends)) if graph.directed else self._polyline(*ends) + b" S")
        for edge in shown:
            if edge.label:
                number = printed(matrix[edge.row][edge.column])
                parts.append(b"%b rg %b f" % (colour(theme.WHITE), self._rectangle(edge.label)))
                parts.append(self.line(number, theme.NODE, edge.label, Align.CENTRE))
        return b"\n".join(parts) + b"\n"

    def _spans(self, spans: Iterable[Span], style: TextStyle, box: Box, align: Align) -> bytes:
        line = _line(tuple(spans), style, box, align, self.height)
        for text, face in line.texts:
            self.used.note(text, face)
        return line.ink

    def _outline(self, kind: FrameKind) -> bytes:
        """The operators that set the look of an outline."""
        outline = OUTLINES[kind]
        line = outline.width * (_THINNER if self.sparing else 1)
        dashes = b" ".join(b"%g" % length for length in outline.dashes)
        return b"%b RG %.2f w [%b] 0 d" % (colour(outline.colour), line, dashes)

    def _cell(self, box: Box, role: Role, lined: bool) -> bytes:
        ground = self._ground(box, role, lined)
        return ground + self._corner(box, role) if self.sparing else ground

    def _ground(self, box: Box, role: Role, lined: bool) -> bytes:
        fill = colour(theme.WHITE if self.sparing else theme.FILLS[role])
        if not lined:  # the lines of dashed grids are ruled over their cells
            return b"%b rg %b f\n" % (fill, self._rectangle(box))
        line = 0.4 if self.sparing else 0.6
        return b"%b rg %b RG %.2f w [] 0 d %b B\n" % (fill, colour(theme.GRID_LINE), line, self._rectangle(box))

    def _corner(self, box: Box, role: Role) -> bytes:
        """The mark in the upper left corner of a cell that identifies its role without relying on tints."""
        place = Box(box.x + 1.3, box.y + 1.3, _CORNER, _CORNER)
        x, y = self._point(place.x, place.y)
        shapes = {
            Role.INPUT: b"%.2f %.2f m %.2f %.2f l %.2f %.2f l f" % (x, y, x + _CORNER, y, x, y - _CORNER),
            Role.HIDDEN: b"%b S" % self._circle(place),
            Role.MEMORY: b"%b S" % self._rectangle(place),
            Role.OUTPUT: b"%b f" % self._rectangle(place),
            Role.INDEX: b"%.2f %.2f m %.2f %.2f l S" % (x, y, x + _CORNER, y - _CORNER),
            Role.BIAS: b"%.2f %.2f m %.2f %.2f l S" % (x + 0.6, y, x + 0.6, y - _CORNER - 0.4),
            Role.QUERY: b"%.2f %.2f m %.2f %.2f l %.2f %.2f l S" % (x, y - _CORNER, x, y, x + _CORNER, y),
            Role.ANSWER: b"%b f" % self._circle(place),
            Role.ATTENTION: b"%.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S"
            % (x, y, x + _CORNER, y - _CORNER, x, y - _CORNER, x + _CORNER, y),
            Role.GRADIENT: b"%.2f %.2f m %.2f %.2f l %.2f %.2f l f"
            % (x + _CORNER, y, x, y - _CORNER / 2, x + _CORNER, y - _CORNER),
            Role.TARGET: b"%.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S"
            % (x, y, x + _CORNER, y, x + _CORNER / 2, y, x + _CORNER / 2, y - _CORNER),
        }
        tone = colour(theme.GREY)
        return b"%b rg %b RG 0.5 w [] 0 d %b\n" % (tone, tone, shapes[role]) if role in shapes else b""

    def _point(self, x: float, y: float) -> Point:
        return x, self.height - y

    def _polyline(self, *points: Point) -> bytes:
        """A path of straight lines from point to point."""
        steps = enumerate(map(self._point, *zip(*points, strict=True)))
        return b" ".join(b"%.2f %.2f %b" % (x, y, b"l" if number else b"m") for number, (x, y) in steps)

    def _rectangle(self, box: Box) -> bytes:
        return b"%.2f %.2f %.2f %.2f re" % (box.x, self.height - box.bottom, box.width, box.height)

    def _circle(self, box: Box) -> bytes:
        x, y = self._point(*centre_of(box))
        r = box.width / 2
        k = r * _ROUND
        return (
            b"%.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c "
            b"%.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c h"
        ) % (
            x + r, y, x + r, y + k, x + k, y + r, x, y + r, x - k, y + r, x - r, y + k, x - r, y,
            x - r, y - k, x - k, y - r, x, y - r, x + k, y - r, x + r, y - k, x + r, y,
        )  # fmt: skip
