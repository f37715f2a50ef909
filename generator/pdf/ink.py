"""Painting ink: every kind of mark on a Sheet as PDF operators, in the coordinates of its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, singledispatchmethod
from math import hypot
from typing import TypeAlias

from generator.network.blueprint import Role
from generator.pdf.typeface import NAMES, GlyphsUsed, text_operators
from generator.sheet import theme
from generator.sheet.boxes import (
    Align,
    Arrow,
    Box,
    Cell,
    Dark,
    Disc,
    Frame,
    FrameKind,
    Graph,
    LegendEntry,
    Signed,
    Text,
    Wave,
)
from generator.sheet.filling import Sign, Tone
from generator.sheet.measure import face_of, size_of, span_width
from generator.sheet.theme import TextStyle
from generator.type.notation import Span
from generator.type.shaping import Face, width

_FRAMES = {
    FrameKind.PLAIN: (theme.INK, 0.9, b"[] 0 d"),
    FrameKind.WEIGHT: (theme.RED, 1.5, b"[] 0 d"),
    FrameKind.BACKWARD: (theme.BLUE, 1.5, b"[] 0 d"),
    FrameKind.TARGET: (theme.INK, 1.3, b"[] 0 d"),
    FrameKind.COPY: (theme.GREY, 0.9, b"[2.5 2] 0 d"),
}
"""Colour, line width and dashes of an outline."""
Stroke: TypeAlias = tuple[tuple[float, float], ...]
_SIGNS: Mapping[Sign, tuple[Tone, tuple[Stroke, ...]]] = {
    Sign.RIGHT: (Tone.RIGHT, (((0.0, 0.55), (0.35, 0.95), (1.0, 0.05)),)),
    Sign.FOLLOWS: (Tone.FOLLOWS, (((0.1, 0.35), (0.4, 0.65), (0.95, 0.0)), ((0.0, 1.0), (1.0, 1.0)))),
    Sign.WRONG: (Tone.WRONG, (((0.05, 0.05), (0.95, 0.95)), ((0.05, 0.95), (0.95, 0.05)))),
    Sign.BLANK: (Tone.QUIET, (((0.0, 0.5), (1.0, 0.5)),)),
    Sign.UNREADABLE: (Tone.WRONG, ()),
}
"""Ink and strokes of each sign, from the upper left corner of its box (0, 0) to the lower right (1, 1)."""
_THINNER = 0.6
"""How much thinner outlines are where ink is spared."""
_CORNER = 2.2
"""Side of the mark of a role, in points."""
_ROUND = 0.5523
"""How far the handles of four Bézier arcs reach to make a circle of radius 1."""


@cache
def colour(hexadecimal: str) -> bytes:
    """Red, green and blue from 0 to 1."""
    return b" ".join(b"%.3g" % (int(hexadecimal[place : place + 2], 16) / 255) for place in (1, 3, 5))


@dataclass(frozen=True)
class Pen:
    """Draws on a page of some height, and notes which glyphs it uses. `legend` names the entries of the legend.

    A `sparing` one leaves out tints. Small marks in the corners of cells tell roles in either ink: tints look alike in
    grey print.
    """

    height: float
    used: GlyphsUsed
    legend: Mapping[Role | str, str]
    sparing: bool = False

    def line(self, text: str, style: TextStyle, box: Box, align: Align = Align.LEFT) -> bytes:
        """A line of text in a box, in smaller type where it would not fit."""
        return self._spans((Span(text),), style, box, align)

    @singledispatchmethod
    def draw(self, ink: object) -> bytes:
        """The operators of one piece of ink."""
        raise TypeError(f"no way to draw {ink!r}")

    @draw.register
    def _(self, ink: Text) -> bytes:
        return self._spans(ink.spans, ink.style, ink.box, ink.align)

    @draw.register
    def _(self, ink: Signed) -> bytes:
        return self.sign(ink.sign, ink.box)

    @draw.register
    def _(self, ink: Cell) -> bytes:
        return self._cell(ink.box, ink.role, dashed=ink.copy and ink.asked)

    @draw.register
    def _(self, ink: Frame) -> bytes:
        stroke, line, dashes = _FRAMES[ink.kind]
        line *= _THINNER if self.sparing else 1
        return b"%b RG %.2f w %b %b S\n" % (colour(stroke), line, dashes, self._rectangle(ink.box))

    @draw.register
    def _(self, ink: Arrow) -> bytes:
        tone = colour(theme.BLUE if ink.backward else theme.GREY)
        (x1, y1), (x2, y2) = self._point(*ink.start), self._point(*ink.end)
        length = hypot(x2 - x1, y2 - y1)
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        bx, by = x2 - 4.2 * ux, y2 - 4.2 * uy
        head = (bx - 1.8 * uy, by + 1.8 * ux, bx + 1.8 * uy, by - 1.8 * ux)
        return b"%b RG %b rg 0.9 w [] 0 d %.2f %.2f m %.2f %.2f l S %.2f %.2f m %.2f %.2f l %.2f %.2f l f\n" % (
            tone, tone, x1, y1, bx, by, x2, y2, *head,
        )  # fmt: skip

    @draw.register
    def _(self, ink: Wave) -> bytes:
        box = ink.box
        if ink.upright:
            middle, quarter = box.x + box.width / 2, box.height / 4
            points = [
                (middle, box.y),
                (box.right + 1, box.y + quarter),
                (box.x - 1, box.y + 3 * quarter),
                (middle, box.bottom),
            ]
        else:
            middle, quarter = box.y + box.height / 2, box.width / 4
            points = [
                (box.x, middle),
                (box.x + 1.2 * quarter, box.y - 2),
                (box.right - 1.2 * quarter, box.bottom + 2),
                (box.right, middle),
            ]
        path = b"%.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c S\n"
        flat = [number for point in points for number in self._point(*point)]
        return b"%b RG 1 w [] 0 d " % colour(theme.GREY) + path % tuple(flat)

    @draw.register
    def _(self, ink: Dark) -> bytes:
        tone = colour(theme.DARK)
        if self.sparing:  # a stroke from corner to corner takes less ink
            corners = (*self._point(ink.box.x, ink.box.bottom), *self._point(ink.box.right, ink.box.y))
            stroke = b"%.2f %.2f m %.2f %.2f l S" % corners
            return b"%b RG 0.5 w [] 0 d %b S %b\n" % (tone, self._rectangle(ink.box), stroke)
        return b"%b rg %b f\n" % (tone, self._rectangle(ink.box))

    @draw.register
    def _(self, ink: Disc) -> bytes:
        style = theme.DISC if ink.box.width > 10 else theme.SMALL_DISC
        if self.sparing:
            circle = b"%b RG 0.7 w [] 0 d %b S\n" % (colour(theme.INK), self._circle(ink.box))
            style = replace(style, colour=theme.INK)
        else:
            circle = b"%b rg %b f\n" % (colour(theme.INK), self._circle(ink.box))
        return circle + self._spans((Span(str(ink.number)),), style, ink.box, Align.CENTRE)

    @draw.register
    def _(self, ink: LegendEntry) -> bytes:
        box = ink.box
        sample = Box(box.x, box.y, 13, box.height)
        words = self.line(self.legend[ink.key], theme.SMALL, Box(box.x + 16.5, box.y, box.width - 20, box.height))
        cell = self._cell(sample, ink.key if isinstance(ink.key, Role) else Role.LINEAR, dashed=ink.key == "copy")
        if ink.key == "hidden":
            cell += self.hidden(sample, with_mark=True)
        kinds = {Role.WEIGHT: FrameKind.WEIGHT, Role.GRADIENT: FrameKind.BACKWARD, Role.TARGET: FrameKind.TARGET}
        frame = self.draw(Frame(sample, kinds[ink.key])) if isinstance(ink.key, Role) and ink.key in kinds else b""
        return cell + frame + words

    def sign(self, sign: Sign, box: Box) -> bytes:
        """A sign of marking in its box; where it follows from a mistake, the tick stands on a line."""
        tone, strokes = _SIGNS[sign]
        if not strokes:
            style = TextStyle(Face.BOLD, box.height * 1.35, theme.TONES[tone])
            return self.line("?", style, box, Align.CENTRE)
        parts = [b"%b RG 1.05 w [] 0 d 1 J 1 j" % colour(theme.TONES[tone])]
        for stroke in strokes:
            places = [self._point(box.x + x * box.width, box.y + y * box.height) for x, y in stroke]
            steps = (b"%.2f %.2f %b" % (*place, b"l" if number else b"m") for number, place in enumerate(places))
            parts.append(b" ".join(steps) + b" S")
        return b"\n".join(parts) + b" 0 J 0 j\n"

    def hidden(self, box: Box, with_mark: bool) -> bytes:
        """A cell whose number is to be found: a tint over its own, and a question mark unless something fills it."""
        inner = box.grown(-0.9, -0.9, -0.9, -0.9)  # clear of the boldest outline
        tint = theme.WHITE if self.sparing else theme.FILLS[Role.ANSWER]
        parts = [b"%b rg %b f\n" % (colour(tint), self._rectangle(inner))]
        if with_mark:
            parts.append(self.line("?", theme.HIDDEN, box, Align.CENTRE))
        return b"".join(parts)

    def nodes(self, graph: Graph) -> bytes:
        """The circles of a graph with their names."""
        parts = []
        fill = colour(theme.WHITE if self.sparing else theme.FILLS[Role.INPUT])
        for (x, y), name in zip(graph.centres, graph.names, strict=True):
            box = Box(x - graph.radius, y - graph.radius, 2 * graph.radius, 2 * graph.radius)
            parts.append(b"%b rg %b RG 1 w [] 0 d %b B\n" % (fill, colour(theme.INK), self._circle(box)))
            parts.append(self.line(name, theme.NODE, box, Align.CENTRE))
        return b"".join(parts)

    def edges(self, graph: Graph, matrix: tuple[tuple[object, ...], ...]) -> bytes:
        """The edges of a graph, from rim to rim of their nodes."""
        parts = [b"%b RG 1.2 w [] 0 d" % colour(theme.INK)]
        for a, first in enumerate(graph.centres):
            for b, second in enumerate(graph.centres[:a]):
                if matrix[a][b] or matrix[b][a]:
                    (x1, y1), (x2, y2) = self._point(*first), self._point(*second)
                    part = graph.radius / hypot(x2 - x1, y2 - y1)
                    dx, dy = (x2 - x1) * part, (y2 - y1) * part
                    parts.append(b"%.2f %.2f m %.2f %.2f l S" % (x1 + dx, y1 + dy, x2 - dx, y2 - dy))
        return b"\n".join(parts) + b"\n"

    def _spans(self, spans: Iterable[Span], style: TextStyle, box: Box, align: Align) -> bytes:
        pieces = tuple(spans)
        wide = span_width(pieces, style)
        shrink = min(1.0, box.width / wide) if align is not Align.CENTRE and wide > box.width + 0.5 else 1.0
        size = style.size * shrink
        x = box.x + (box.width - wide * shrink) * align.value
        y = self.height - (box.y + box.height / 2 + theme.CAP_HEIGHT * size / 2)
        return b"BT %b rg %b ET\n" % (colour(style.colour), b" ".join(self._pieces(pieces, style.face, size, x, y)))

    def _pieces(self, spans: Iterable[Span], face: Face, size: float, x: float, y: float) -> Iterator[bytes]:
        """The spans of a line, and the space that parts its last word from the next line's first."""
        *others, last = spans
        for span in (*others, replace(last, text=f"{last.text} ")):
            own, cut = size_of(span, size), face_of(span, face)
            lift = {0: 0.0, -1: -0.16 * size, 1: 0.36 * size}[span.script]
            self.used.note(span.text, cut)
            yield b"/%b %.2f Tf 1 0 0 1 %.2f %.2f Tm %b" % (
                NAMES[cut],
                own,
                x,
                y + lift,
                text_operators(span.text, cut, own),
            )
            x += width(span.text, cut, own)

    def _cell(self, box: Box, role: Role, dashed: bool) -> bytes:
        fill = theme.WHITE if self.sparing else theme.FILLS[role]
        line, dashes = (0.4 if self.sparing else 0.6), (b"[1.6 1.6] 0 d" if dashed else b"[] 0 d")
        cell = b"%b rg %b RG %.2f w %b %b B\n" % (
            colour(fill), colour(theme.GRID_LINE), line, dashes, self._rectangle(box),
        )  # fmt: skip
        return cell + self._corner(box, role)

    def _corner(self, box: Box, role: Role) -> bytes:
        """A role's mark in the upper left corner of a cell, which tells it where its tint cannot."""
        place = Box(box.x + 1.3, box.y + 1.3, _CORNER, _CORNER)
        x, y = self._point(place.x, place.y)
        shapes = {
            Role.INPUT: b"%.2f %.2f m %.2f %.2f l %.2f %.2f l f" % (x, y, x + _CORNER, y, x, y - _CORNER),
            Role.HIDDEN: b"%b S" % self._circle(place),
            Role.MEMORY: b"%b S" % self._rectangle(place),
            Role.OUTPUT: b"%b f" % self._rectangle(place),
            Role.INDEX: b"%.2f %.2f m %.2f %.2f l S" % (x, y, x + _CORNER, y - _CORNER),
            Role.BIAS: b"%.2f %.2f m %.2f %.2f l S" % (x + 0.6, y, x + 0.6, y - _CORNER - 0.4),
            Role.ANSWER: b"%b f" % self._circle(place),
            Role.GRADIENT: b"%.2f %.2f m %.2f %.2f l %.2f %.2f l f"
            % (x + _CORNER, y, x, y - _CORNER / 2, x + _CORNER, y - _CORNER),
            Role.TARGET: b"%.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S"
            % (x, y, x + _CORNER, y, x + _CORNER / 2, y, x + _CORNER / 2, y - _CORNER),
        }
        tone = colour(theme.GREY)
        return b"%b rg %b RG 0.5 w [] 0 d %b\n" % (tone, tone, shapes[role]) if role in shapes else b""

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return x, self.height - y

    def _rectangle(self, box: Box) -> bytes:
        return b"%.2f %.2f %.2f %.2f re" % (box.x, self.height - box.bottom, box.width, box.height)

    def _circle(self, box: Box) -> bytes:
        x, y = self._point(box.x + box.width / 2, box.y + box.height / 2)
        r = box.width / 2
        k = r * _ROUND
        return (
            b"%.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c "
            b"%.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c h"
        ) % (
            x + r, y, x + r, y + k, x + k, y + r, x, y + r, x - k, y + r, x - r, y + k, x - r, y,
            x - r, y - k, x - k, y - r, x, y - r, x + k, y - r, x + r, y - k, x + r, y,
        )  # fmt: skip
