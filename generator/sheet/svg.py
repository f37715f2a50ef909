"""Draws ink as plain SVG for a web page: what all copies of a page share, and the shapes that pictures are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import singledispatch
from html import escape
from typing import NamedTuple

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
    DrawnView,
    Frame,
    Graph,
    Page,
    Passage,
    Stroke,
    Text,
    Tint,
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
    strokes_through,
)
from generator.sheet.measure import size_of
from generator.sheet.outlines import OUTLINES, Outline
from generator.sheet.ruling import Ruled, ruled
from generator.sheet.theme import TextStyle
from generator.sheet.views import ink_on_bars, outlines_of
from generator.type.notation import Span
from generator.type.shaping import Face, width

FONT = "system-ui,Helvetica,Arial,sans-serif"
_LOOKS = {Face.BOLD: ' font-weight="700"', Face.ITALIC: ' font-style="italic"'}


class Drawn(NamedTuple):
    """A drawn piece of a page and the box around it."""

    svg: str
    box: Box


def fixed_view(view: DrawnView) -> str:
    """What all copies share of a drawn view."""
    if isinstance(view, Graph):
        return _nodes(view)
    return "".join(draw(ink).svg for ink in outlines_of(view))


def own_view(view: DrawnView, values: Mapping[str, Values], solved: bool) -> str:
    """What a copy with these values draws in a view; a `solved` one shows what students find out, too."""
    if isinstance(view, Graph):
        return _edges(view, values[view.grid])
    return "".join(draw(ink).svg for ink in ink_on_bars(view, values, solved))


def _nodes(graph: Graph) -> str:
    """The nodes of a graph, as circles with their names."""
    parts = []
    for centre, name in zip(graph.centres, graph.names, strict=True):
        box = box_of_circle(centre, graph.radius)
        parts.append(_circle(box, f'fill="{theme.FILLS[Role.INPUT]}" stroke="{theme.INK}"'))
        parts.append(line_of_text((Span(name),), theme.NODE, box, Align.CENTRE))
    return "".join(parts)


def whole_picture(
    page: Page, added: Iterable[Passage], entry: Callable[[Cell], Entry], values: Mapping[str, Values]
) -> str:
    """A page as an SVG file of its own, with the numbers in its cells, its views solved, and what a copy adds."""
    wide, high = page.size
    svg = [rectangle(Box(0, 0, wide, high), f'fill="{theme.WHITE}"')]
    for cell in sorted(page.cells, key=lambda cell: not cell.dashed):
        svg += (_cell(cell), _number(cell, entry(cell), page.digits))
    for view in page.views:
        svg += (own_view(view, values, solved=True), fixed_view(view))
    svg += (draw(ink).svg for ink in (*ruled(page), *page.read_ink))
    svg += (draw(ink).svg for passage in added for ink in passage.ink)
    size = f'width="{wide * page.scale:g}" height="{high * page.scale:g}" viewBox="0 0 {wide:g} {high:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">{"".join(svg)}</svg>\n'


def _number(cell: Cell, entry: Entry, digits: float) -> str:
    """What is in a cell, shrunk if it does not fit."""
    size = theme.WORD.size if cell.word else digits
    room, wide = cell.box.width - 2 * theme.EDGE, width(entry.text, Face.REGULAR, size)
    style = TextStyle(Face.REGULAR, size * min(1.0, room / wide) if wide else size, theme.TONES[entry.tone])
    strokes = strokes_through(cell.box) if cell.struck and entry.text == "0" else ()
    crossed = "".join(draw(Stroke(*ends, style.colour)).svg for ends in strokes)
    return line_of_text((Span(entry.text),), style, cell.box, Align.CENTRE) + crossed


def _edges(graph: Graph, matrix: Values) -> str:
    """The edges of a graph, drawn between the rims of its nodes, and then the numbers on them."""
    shown = [edge for edge in graph.edges if matrix[edge.row][edge.column]]
    parts = []
    for edge in shown:
        start, end = between_circles(graph.centres[edge.first], graph.centres[edge.second], graph.radius)
        line = f'<path d="{path(("M", *start), ("L", *end))}" stroke="{theme.INK}" stroke-width="1.2"/>'
        parts.append(draw(Arrow(start, end)).svg if graph.directed else line)
    for edge in shown:
        if edge.label:
            number = (Span(printed(matrix[edge.row][edge.column])),)
            parts += (
                rectangle(edge.label, f'fill="{theme.WHITE}"'),
                line_of_text(number, theme.NODE, edge.label, Align.CENTRE),
            )
    return "".join(parts)


def _cell(cell: Cell) -> str:
    line = "" if cell.dashed else f' stroke="{theme.GRID_LINE}" stroke-width=".6"'
    return rectangle(cell.box, f'fill="{theme.FILLS[cell.role]}"{line}')


@singledispatch
def draw(ink: object) -> Drawn:
    """A piece of ink that all copies share."""
    raise TypeError(f"no way to draw {ink!r}")


@draw.register
def _(ink: Text) -> Drawn:
    return Drawn(line_of_text(ink.spans, ink.style, ink.box, ink.align), ink.box)


@draw.register
def _(ink: Tint) -> Drawn:
    return Drawn(
        rectangle(ink.box, f'fill="{theme.FILLS[ink.role]}" stroke="{theme.GRID_LINE}" stroke-width=".6"'), ink.box
    )


@draw.register
def _(ink: Frame) -> Drawn:
    return Drawn(rectangle(ink.box, f'fill="none" {_stroked(OUTLINES[ink.kind])}'), ink.box)


@draw.register
def _(ink: Ruled) -> Drawn:
    lines = "".join(path(("M", *start), ("L", *end)) for start, end in ink.lines)
    box = around([Box(*end, 0, 0) for line in ink.lines for end in line])
    return Drawn(f'<path d="{lines}" {_stroked(OUTLINES[ink.kind])}/>', box)


@draw.register
def _(ink: Arrow) -> Drawn:
    colour = theme.BLUE if ink.backward else theme.GREY
    outline = outline_of(ink)
    shaft = path(("M", *outline.start), ("L", *outline.neck))
    head = path(("M", *outline.right), ("L", *outline.left), ("L", *outline.tip))
    svg = f'<path d="{shaft}" stroke="{colour}" stroke-width=".9"/><path d="{head}z" fill="{colour}"/>'
    return Drawn(svg, around([Box(*ink.start, 0, 0), Box(*ink.end, 0, 0)]))


@draw.register
def _(ink: Stroke) -> Drawn:
    svg = f'<path d="{path(("M", *ink.start), ("L", *ink.end))}" stroke="{ink.colour}"/>'
    return Drawn(svg, around([Box(*ink.start, 0, 0), Box(*ink.end, 0, 0)]))


@draw.register
def _(ink: Wave) -> Drawn:
    curve = curve_of(ink)
    line = path(("M", *curve.start), ("C", *curve.first_handle, *curve.second_handle, *curve.end))
    return Drawn(f'<path d="{line}" fill="none" stroke="{theme.GREY}"/>', ink.box)


@draw.register
def _(ink: Dark) -> Drawn:
    return Drawn(rectangle(ink.box, f'fill="{theme.DARK}"'), ink.box)


@draw.register
def _(ink: Disc) -> Drawn:
    number = line_of_text((Span(str(ink.number)),), theme.style_on_disc(ink.box.width), ink.box, Align.CENTRE)
    return Drawn(_circle(ink.box, f'fill="{theme.INK}"') + number, ink.box)


def line_of_text(spans: tuple[Span, ...], style: TextStyle, box: Box, align: Align) -> str:
    """A line of text, as wide as on paper whatever font the browser uses."""
    line = place_line(spans, style, box, align)
    x, y = rounded(line.x, line.baseline)
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


def rectangle(box: Box, look: str) -> str:
    """A rectangle with these attributes."""
    (x, y), (wide, high) = rounded(box.x, box.y), rounded(box.width, box.height)
    return f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" {look}/>'


def _stroked(outline: Outline) -> str:
    lengths = " ".join(f"{length:g}" for length in outline.dashes)
    dashes = f' stroke-dasharray="{lengths}"' if lengths else ""
    return f'stroke="{outline.colour}" stroke-width="{outline.width}"{dashes}'


def _circle(box: Box, look: str) -> str:
    x, y = rounded(*centre_of(box))
    return f'<circle cx="{x:g}" cy="{y:g}" r="{box.width / 2:.4g}" {look}/>'


def path(*commands: tuple[str | float, ...]) -> str:
    """The data of a path, made of commands: a letter and its numbers."""
    spelled = ((part if isinstance(part, str) else f"{part:.1f}" for part in command) for command in commands)
    return "".join(map(" ".join, spelled))


def rounded(*lengths: float) -> tuple[float, ...]:
    """Lengths as precise as a picture needs them."""
    return tuple(round(length, 1) for length in lengths)
