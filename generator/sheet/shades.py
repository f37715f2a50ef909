"""Draws the cells of a page as SVG: in the tints of their roles, or in the shades of a heat map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from html import escape
from typing import TypeAlias

from generator.sheet import theme
from generator.sheet.boxes import Align, Cell
from generator.sheet.svg import line_of_text, rectangle, rounded
from generator.sheet.theme import TextStyle
from generator.type.notation import Span
from generator.type.shaping import Face

Shade: TypeAlias = tuple[str, str, str]
"""The colour of a cell, the text in it, and its tooltip."""

_SHADED = 0.9
"""The size of the text in a shaded cell, as a fraction of the page's digits."""
_DARK = 128
"""Text is white on colours whose luminance, from 0 to 255, is lower."""


def tints(cells: Iterable[Cell]) -> str:
    """Cells in the tints of their roles, those of one look in one path; dashed copies have only their ground."""
    looks: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for cell in cells:
        (x, y), (wide, high) = rounded(cell.box.x, cell.box.y), rounded(cell.box.width, cell.box.height)
        looks[not cell.dashed, theme.FILLS[cell.role]].append(f"M{x:g} {y:g}h{wide:g}v{high:g}h{-wide:g}z")
    return "".join(
        f'<path d="{"".join(paths)}" fill="{colour}"'
        + (f' stroke="{theme.GRID_LINE}" stroke-width=".6"/>' if solid else "/>")
        for (solid, colour), paths in sorted(looks.items())
    )


def shaded_cell(cell: Cell, shade: Shade, digits: float) -> str:
    """A cell in its shade, on a page with digits of this size."""
    colour, text, tooltip = shade
    box = rectangle(cell.box, f'fill="{colour}" stroke="{theme.GRID_LINE}" stroke-width=".6"')
    style = TextStyle(Face.REGULAR, _SHADED * digits, theme.WHITE if _luminance(colour) < _DARK else theme.INK)
    words = line_of_text((Span(text),), style, cell.box, Align.CENTRE) if text else ""
    return f"<g><title>{escape(tooltip)}</title>{box}{words}</g>"


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
