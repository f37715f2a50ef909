"""A Sheet becomes a picture for a web page: its pages as plain SVG, with the blank cells shaded as the caller says.

It draws what all copies share, without head and foot; numbers given to a student are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import singledispatch
from html import escape
from math import hypot
from typing import NamedTuple, TypeAlias

from generator.network.blueprint import Role
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
    Page,
    Sheet,
    Text,
    Wave,
    around,
)
from generator.sheet.measure import size_of, span_width
from generator.sheet.theme import TextStyle
from generator.type.notation import Span
from generator.type.shaping import Face

Place: TypeAlias = tuple[str, str, int, int]
"""The id of an exercise, a grid, and row and column from 1."""
Shade: TypeAlias = tuple[str, str, str]
"""The colour of a cell, the text in it, and what is told of it under a pointer."""

_MARGIN = 6.0
_FONT = "system-ui,Helvetica,Arial,sans-serif"
_LOOKS = {Face.BOLD: ' font-weight="700"', Face.ITALIC: ' font-style="italic"'}
_FRAMES = {
    FrameKind.PLAIN: (theme.INK, 0.9),
    FrameKind.WEIGHT: (theme.RED, 1.5),
    FrameKind.BACKWARD: (theme.BLUE, 1.5),
    FrameKind.TARGET: (theme.INK, 1.3),
    FrameKind.COPY: (theme.GREY, 0.9),
}


class _Drawn(NamedTuple):
    """A piece of a page and the room it takes."""

    svg: str
    box: Box


def pictures(sheet: Sheet, shades: Mapping[Place, Shade]) -> tuple[str, ...]:
    """The pages as elements `svg`, cut to what is drawn. A blank cell that has no shade keeps the tint of its role."""
    ids = [exercise.id for exercise in sheet.chapters]
    return tuple(_picture(page, ids, shades) for page in sheet.pages)


def _picture(page: Page, ids: list[str], shades: Mapping[Place, Shade]) -> str:
    drawn = [_cell(cell, None if cell.copy else shades.get(_place(cell, ids)), page.digits) for cell in page.cells]
    drawn += [_nodes(graph) for graph in page.graphs]
    drawn += [_draw(ink) for ink in page.ink if not isinstance(ink, LegendEntry)]
    room = around([piece.box for piece in drawn]).grown(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    view = " ".join(f"{length:g}" for length in (*_rounded(room.x, room.y), *_rounded(room.width, room.height)))
    return f'<svg class="sheet" viewBox="{view}" font-family="{_FONT}">{"".join(piece.svg for piece in drawn)}</svg>'


def _place(cell: Cell, ids: list[str]) -> Place:
    return ids[cell.exercise], cell.grid, cell.row + 1, cell.column + 1


def _cell(cell: Cell, shade: Shade | None, digits: float) -> _Drawn:
    colour, text, told = shade or (theme.FILLS[cell.role], "", "")
    dashes = ' stroke-dasharray="1.6"' if cell.copy and cell.asked else ""
    drawn = _rectangle(cell.box, f'fill="{colour}" stroke="{theme.GRID_LINE}" stroke-width=".6"{dashes}')
    if not shade:
        return _Drawn(drawn, cell.box)
    words = _text((Span(text),), TextStyle(Face.REGULAR, 0.8 * digits), cell.box, Align.CENTRE)
    return _Drawn(f"<g><title>{escape(told)}</title>{drawn}{words}</g>", cell.box)


def _nodes(graph: Graph) -> _Drawn:
    parts = []
    for (x, y), name in zip(graph.centres, graph.names, strict=True):
        box = Box(x - graph.radius, y - graph.radius, 2 * graph.radius, 2 * graph.radius)
        parts.append(_circle(box, f'fill="{theme.FILLS[Role.INPUT]}" stroke="{theme.INK}"'))
        parts.append(_text((Span(name),), theme.NODE, box, Align.CENTRE))
    return _Drawn("".join(parts), graph.box)


@singledispatch
def _draw(ink: object) -> _Drawn:
    raise TypeError(f"no way to draw {ink!r}")


@_draw.register
def _(ink: Text) -> _Drawn:
    return _Drawn(_text(ink.spans, ink.style, ink.box, ink.align), ink.box)


@_draw.register
def _(ink: Frame) -> _Drawn:
    colour, line = _FRAMES[ink.kind]
    dashes = ' stroke-dasharray="2.5 2"' if ink.kind is FrameKind.COPY else ""
    return _Drawn(_rectangle(ink.box, f'fill="none" stroke="{colour}" stroke-width="{line}"{dashes}'), ink.box)


@_draw.register
def _(ink: Arrow) -> _Drawn:
    colour = theme.BLUE if ink.backward else theme.GREY
    (x1, y1), (x2, y2) = ink.start, ink.end
    length = hypot(x2 - x1, y2 - y1)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    bx, by = x2 - 4.2 * ux, y2 - 4.2 * uy
    head = _path(("M", bx - 1.8 * uy, by + 1.8 * ux), ("L", bx + 1.8 * uy, by - 1.8 * ux), ("L", x2, y2))
    line = _path(("M", x1, y1), ("L", bx, by))
    svg = f'<path d="{line}" stroke="{colour}" stroke-width=".9"/><path d="{head}z" fill="{colour}"/>'
    return _Drawn(svg, Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)))


@_draw.register
def _(ink: Wave) -> _Drawn:
    box = ink.box
    if ink.upright:
        middle, quarter = box.x + box.width / 2, box.height / 4
        curve = (box.right + 1, box.y + quarter, box.x - 1, box.y + 3 * quarter, middle, box.bottom)
        line = _path(("M", middle, box.y), ("C", *curve))
    else:
        middle, quarter = box.y + box.height / 2, box.width / 4
        curve = (box.x + 1.2 * quarter, box.y - 2, box.right - 1.2 * quarter, box.bottom + 2, box.right, middle)
        line = _path(("M", box.x, middle), ("C", *curve))
    return _Drawn(f'<path d="{line}" fill="none" stroke="{theme.GREY}"/>', box)


@_draw.register
def _(ink: Dark) -> _Drawn:
    return _Drawn(_rectangle(ink.box, f'fill="{theme.DARK}"'), ink.box)


@_draw.register
def _(ink: Disc) -> _Drawn:
    style = theme.DISC if ink.box.width > 10 else theme.SMALL_DISC
    number = _text((Span(str(ink.number)),), style, ink.box, Align.CENTRE)
    return _Drawn(_circle(ink.box, f'fill="{theme.INK}"') + number, ink.box)


def _text(spans: tuple[Span, ...], style: TextStyle, box: Box, align: Align) -> str:
    """A line of text, as wide as on paper whatever font the browser has."""
    wide = span_width(spans, style)
    if align is not Align.CENTRE:
        wide = min(wide, box.width)
    x, y = _rounded(
        box.x + (box.width - wide) * align.value, box.y + box.height / 2 + theme.CAP_HEIGHT * style.size / 2
    )
    long = sum(len(span.text) for span in spans) > 1
    length = f' textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs"' if long else ""
    look = f'font-size="{style.size:g}" fill="{style.colour}"{_LOOKS.get(style.face, "")}{length}'
    return f'<text x="{x:g}" y="{y:g}" {look}>{"".join(_spans(spans, style.size))}</text>'


def _spans(spans: tuple[Span, ...], size: float) -> Iterator[str]:
    lifted = 0.0
    for span in spans:
        lift = {0: 0.0, -1: -0.16 * size, 1: 0.36 * size}[span.script]
        text = escape(span.text, quote=False)
        if not span.script and lift == lifted:
            yield text
        else:
            look = _LOOKS[Face.ITALIC] if span.italic else ""
            yield f'<tspan dy="{lifted - lift:.2f}" font-size="{size_of(span, size):.4g}"{look}>{text}</tspan>'
        lifted = lift


def _rectangle(box: Box, look: str) -> str:
    (x, y), (wide, high) = _rounded(box.x, box.y), _rounded(box.width, box.height)
    return f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" {look}/>'


def _circle(box: Box, look: str) -> str:
    x, y = _rounded(box.x + box.width / 2, box.y + box.height / 2)
    return f'<circle cx="{x:g}" cy="{y:g}" r="{box.width / 2:.4g}" {look}/>'


def _path(*strokes: tuple[str | float, ...]) -> str:
    """The data of a path: strokes are a letter and its numbers."""
    return "".join(" ".join(part if isinstance(part, str) else f"{part:.1f}" for part in stroke) for stroke in strokes)


def _rounded(*lengths: float) -> tuple[float, ...]:
    return tuple(round(length, 1) for length in lengths)
