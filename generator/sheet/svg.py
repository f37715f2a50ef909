"""Draws the pages of a Sheet as plain SVG for a web page, with the blank cells shaded as the caller wishes.

The pictures show what all copies share, except for the head and foot. They contain no student's numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import singledispatch
from html import escape
from typing import NamedTuple, TypeAlias

from generator.network.blueprint import Role
from generator.network.number import Values, printed
from generator.sheet import theme
from generator.sheet.boxes import (
    Align,
    Arrow,
    Box,
    Cell,
    Dark,
    Disc,
    Frame,
    Graph,
    LegendEntry,
    Page,
    Passage,
    Sheet,
    Text,
    Wave,
    around,
)
from generator.sheet.filling import Entry
from generator.sheet.geometry import (
    between_circles,
    box_of_circle,
    centre_of,
    curve_of,
    lift_of,
    outline_of,
    place_line,
)
from generator.sheet.measure import size_of
from generator.sheet.outlines import OUTLINES
from generator.sheet.theme import TextStyle
from generator.type.notation import Span
from generator.type.shaping import Face, width

Place: TypeAlias = tuple[str, str, int, int]
"""The id of an exercise, the name of a grid, and a row and column counted from 1."""
Shade: TypeAlias = tuple[str, str, str]
"""The colour of a cell, the text in it, and its tooltip."""

_MARGIN = 6.0
_FONT = "system-ui,Helvetica,Arial,sans-serif"
_LOOKS = {Face.BOLD: ' font-weight="700"', Face.ITALIC: ' font-style="italic"'}


class _Drawn(NamedTuple):
    """A drawn piece of a page and the box around it."""

    svg: str
    box: Box


def pictures(sheet: Sheet, shades: Mapping[Place, Shade]) -> tuple[str, ...]:
    """The pages as `svg` elements, cropped to what is drawn. A cell without a shade keeps the tint of its role."""
    ids = [exercise.id for exercise in sheet.chapters]
    return tuple(_picture(page, ids, shades) for page in sheet.pages)


def _picture(page: Page, ids: list[str], shades: Mapping[Place, Shade]) -> str:
    drawn = [_cell(cell, None if cell.copy else shades.get(_place(cell, ids)), page.digits) for cell in page.cells]
    drawn += [_nodes(graph) for graph in page.graphs]
    drawn += [_draw(ink) for ink in page.ink if not isinstance(ink, LegendEntry)]
    room = around([piece.box for piece in drawn]).grown(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    view = " ".join(f"{length:g}" for length in (*_rounded(room.x, room.y), *_rounded(room.width, room.height)))
    return f'<svg class="sheet" viewBox="{view}" font-family="{_FONT}">{"".join(piece.svg for piece in drawn)}</svg>'


def whole_picture(
    page: Page, added: Iterable[Passage], entry: Callable[[Cell], Entry], matrix: Callable[[Graph], Values]
) -> str:
    """A page as an SVG file of its own, with the numbers in its cells, the edges of its graphs and what a copy adds."""
    wide, high = page.size
    svg = [_rectangle(Box(0, 0, wide, high), f'fill="{theme.WHITE}"')]
    for cell in sorted(page.cells, key=lambda cell: not (cell.copy and cell.asked)):
        svg += (_cell(cell, None, page.digits).svg, _number(cell, entry(cell), page.digits))
    for graph in page.graphs:
        svg += (_edges(graph, matrix(graph)), _nodes(graph).svg)
    svg += (_draw(ink).svg for ink in page.ink)
    svg += (_draw(ink).svg for passage in added for ink in passage.ink)
    size = f'width="{wide * page.scale:g}" height="{high * page.scale:g}" viewBox="0 0 {wide:g} {high:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONT}">{"".join(svg)}</svg>\n'


def _number(cell: Cell, entry: Entry, digits: float) -> str:
    """What is in a cell, shrunk if it does not fit."""
    size = theme.WORD.size if cell.word else digits
    room, wide = cell.box.width - 2 * theme.EDGE, width(entry.text, Face.REGULAR, size)
    style = TextStyle(Face.REGULAR, size * min(1.0, room / wide) if wide else size, theme.TONES[entry.tone])
    return _text((Span(entry.text),), style, cell.box, Align.CENTRE)


def _edges(graph: Graph, matrix: Values) -> str:
    """The edges of a graph, drawn between the rims of its nodes, and then the numbers on them."""
    shown = [edge for edge in graph.edges if matrix[edge.row][edge.column]]
    parts = []
    for edge in shown:
        start, end = between_circles(graph.centres[edge.first], graph.centres[edge.second], graph.radius)
        line = f'<path d="{_path(("M", *start), ("L", *end))}" stroke="{theme.INK}" stroke-width="1.2"/>'
        parts.append(_draw(Arrow(start, end)).svg if graph.directed else line)
    for edge in shown:
        if edge.label:
            number = (Span(printed(matrix[edge.row][edge.column])),)
            parts += (
                _rectangle(edge.label, f'fill="{theme.WHITE}"'),
                _text(number, theme.NODE, edge.label, Align.CENTRE),
            )
    return "".join(parts)


def _place(cell: Cell, ids: list[str]) -> Place:
    return ids[cell.exercise], cell.grid, cell.row + 1, cell.column + 1


def _cell(cell: Cell, shade: Shade | None, digits: float) -> _Drawn:
    colour, text, tooltip = shade or (theme.FILLS[cell.role], "", "")
    dashes = ' stroke-dasharray="1.6"' if cell.copy and cell.asked else ""
    drawn = _rectangle(cell.box, f'fill="{colour}" stroke="{theme.GRID_LINE}" stroke-width=".6"{dashes}')
    if not shade:
        return _Drawn(drawn, cell.box)
    words = _text((Span(text),), TextStyle(Face.REGULAR, 0.8 * digits), cell.box, Align.CENTRE)
    return _Drawn(f"<g><title>{escape(tooltip)}</title>{drawn}{words}</g>", cell.box)


def _nodes(graph: Graph) -> _Drawn:
    parts = []
    for centre, name in zip(graph.centres, graph.names, strict=True):
        box = box_of_circle(centre, graph.radius)
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
    outline = OUTLINES[ink.kind]
    lengths = " ".join(f"{length:g}" for length in outline.dashes)
    dashes = f' stroke-dasharray="{lengths}"' if lengths else ""
    look = f'fill="none" stroke="{outline.colour}" stroke-width="{outline.width}"{dashes}'
    return _Drawn(_rectangle(ink.box, look), ink.box)


@_draw.register
def _(ink: Arrow) -> _Drawn:
    colour = theme.BLUE if ink.backward else theme.GREY
    outline = outline_of(ink)
    shaft = _path(("M", *outline.start), ("L", *outline.neck))
    head = _path(("M", *outline.right), ("L", *outline.left), ("L", *outline.tip))
    svg = f'<path d="{shaft}" stroke="{colour}" stroke-width=".9"/><path d="{head}z" fill="{colour}"/>'
    return _Drawn(svg, around([Box(*ink.start, 0, 0), Box(*ink.end, 0, 0)]))


@_draw.register
def _(ink: Wave) -> _Drawn:
    curve = curve_of(ink)
    line = _path(("M", *curve.start), ("C", *curve.first_handle, *curve.second_handle, *curve.end))
    return _Drawn(f'<path d="{line}" fill="none" stroke="{theme.GREY}"/>', ink.box)


@_draw.register
def _(ink: Dark) -> _Drawn:
    return _Drawn(_rectangle(ink.box, f'fill="{theme.DARK}"'), ink.box)


@_draw.register
def _(ink: Disc) -> _Drawn:
    number = _text((Span(str(ink.number)),), theme.style_on_disc(ink.box.width), ink.box, Align.CENTRE)
    return _Drawn(_circle(ink.box, f'fill="{theme.INK}"') + number, ink.box)


def _text(spans: tuple[Span, ...], style: TextStyle, box: Box, align: Align) -> str:
    """A line of text, as wide as on paper whatever font the browser uses."""
    line = place_line(spans, style, box, align)
    x, y = _rounded(line.x, line.baseline)
    long = sum(len(span.text) for span in spans) > 1
    length = f' textLength="{line.width:.1f}" lengthAdjust="spacingAndGlyphs"' if long else ""
    look = f'font-size="{line.size:g}" fill="{style.colour}"{_LOOKS.get(style.face, "")}{length}'
    return f'<text x="{x:g}" y="{y:g}" {look}>{"".join(_spans(spans, line.size))}</text>'


def _spans(spans: tuple[Span, ...], size: float) -> Iterator[str]:
    lifted = 0.0
    for span in spans:
        lift = lift_of(span, size)
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
    x, y = _rounded(*centre_of(box))
    return f'<circle cx="{x:g}" cy="{y:g}" r="{box.width / 2:.4g}" {look}/>'


def _path(*commands: tuple[str | float, ...]) -> str:
    """The data of a path, made of commands: a letter and its numbers."""
    spelled = ((part if isinstance(part, str) else f"{part:.1f}" for part in command) for command in commands)
    return "".join(map(" ".join, spelled))


def _rounded(*lengths: float) -> tuple[float, ...]:
    return tuple(round(length, 1) for length in lengths)
