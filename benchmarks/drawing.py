"""The page as a peer sees it: flat lists of boxes, lines and labels, taken from our own Sheet and one copy's numbers.

Peers are handed these lists ready-made, use a font that every PDF reader has where they can, and are spared the QR code
and the wave signs: what they do beyond that is what anybody would do who draws the sheet cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch

from generator.network.number import show_value
from generator.pdf import Copy
from generator.sheet import theme
from generator.sheet.boxes import Arrow, Box, Cell, Disc, FieldKind, Frame, Page, Sheet, Text
from generator.type.shaping import width


@dataclass(frozen=True)
class Rectangle:
    """A box in points from the top left corner of the page, tinted or not."""

    box: Box
    fill: str
    outline: str


@dataclass(frozen=True)
class Line:
    """A straight line."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: str


@dataclass(frozen=True)
class Label:
    """A line of text: where it starts, where its middle is, and its baseline."""

    text: str
    x: float
    middle: float
    baseline: float
    size: float
    colour: str


Mark = Rectangle | Line | Label


@dataclass(frozen=True)
class DrawnPage:
    """A page's marks: those that all copies share, and those of one copy."""

    size: tuple[float, float]
    shared: tuple[Mark, ...]
    own: tuple[Label, ...]


def drawn_pages(sheet: Sheet, copy: Copy) -> tuple[DrawnPage, ...]:
    """The pages of a copy without its key."""
    return tuple(DrawnPage(page.size, tuple(_shared(page)), tuple(_own(page, copy))) for page in sheet.pages)


def _shared(page: Page) -> Iterator[Mark]:
    for cell in page.cells:
        yield Rectangle(cell.box, theme.FILLS[cell.role], theme.GRID_LINE)
    for ink in page.ink:
        yield from marks_of(ink)


def _own(page: Page, copy: Copy) -> Iterator[Label]:
    for cell in page.cells:
        if not cell.asked:
            value = show_value(copy.values[cell.exercise][cell.grid][cell.row][cell.column])
            yield _label(value, cell.box, _size(cell, page), theme.INK)
    for field in page.fields:
        if field.kind in (FieldKind.NAME, FieldKind.WORKSHEET):
            text = copy.name if field.kind is FieldKind.NAME else copy.worksheet
            yield _label(text, field.box, theme.FIELD.size, theme.INK)


def _size(cell: Cell, page: Page) -> float:
    return theme.WORD.size if cell.word else page.digits


@singledispatch
def marks_of(_ink: object) -> Iterator[Mark]:
    """The marks of a piece of ink; none for those that peers are spared."""
    yield from ()


@marks_of.register
def _(ink: Text) -> Iterator[Mark]:
    yield _label("".join(span.text for span in ink.spans), ink.box, ink.style.size, ink.style.colour)


@marks_of.register
def _(ink: Frame) -> Iterator[Mark]:
    yield Rectangle(ink.box, "", theme.INK)


@marks_of.register
def _(ink: Arrow) -> Iterator[Mark]:
    yield Line(ink.start, ink.end, theme.INK)


@marks_of.register
def _(ink: Disc) -> Iterator[Mark]:
    yield Rectangle(ink.box, theme.INK, theme.INK)
    yield _label(str(ink.number), ink.box, theme.DISC.size, theme.WHITE)


def _label(text: str, box: Box, size: float, colour: str) -> Label:
    # Fonts that every reader has know Western letters only.
    plain = text.replace("−", "-").encode("latin-1", "replace").decode("latin-1")
    middle = box.x + box.width / 2
    wide = width(text, theme.FIELD.face, size)
    return Label(plain, middle - wide / 2, middle, box.y + box.height / 2 + theme.CAP_HEIGHT * size / 2, size, colour)
