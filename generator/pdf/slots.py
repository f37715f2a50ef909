"""Fills the cells of a page with what differs between copies: printed numbers, and entries in blank cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.network.covers import Spot
from generator.network.number import Values, places_of, printed
from generator.pdf.ink import Pen, colour
from generator.pdf.structure import opening
from generator.pdf.typeface import NAMES, NUMERALS, GlyphsUsed, in_words, text_operators
from generator.sheet import theme
from generator.sheet.boxes import Align, Cell, Page, Passage, Stroke
from generator.sheet.filling import Entries, Entry, Sign
from generator.sheet.geometry import centre_of, drop_of, strokes_through
from generator.sheet.measure import shortened
from generator.sheet.signs import BESIDE, LIFT, beside_box, sign_box
from generator.type.shaping import width


@dataclass(frozen=True)
class Slot:
    """A cell, the position of the text in it, and the width and size that the text may have.

    The operators that `begin` and `end` the mark of a line are in its first and last cell.
    """

    cell: Cell
    begin: bytes
    end: bytes
    middle: float
    baseline: float
    room: float
    size: float


def slots_of(passage: Passage, marks: Sequence[int], page: Page) -> Iterator[Slot]:
    """The slots of a grid whose lines have these marks."""
    for number, line in zip(marks, passage.lines, strict=True):
        for place, cell in enumerate(line, start=1):
            begin = opening("P", number) if place == 1 else b""
            yield _slot(cell, page, begin, b"EMC\n" if place == len(line) else b"")


def _slot(cell: Cell, page: Page, begin: bytes, end: bytes) -> Slot:
    size = theme.WORD.size if cell.word else page.digits
    x, y = centre_of(cell.box)
    baseline = page.size[1] - y - drop_of(size)
    return Slot(cell, begin, end, x, baseline, cell.box.width - 2 * theme.EDGE, size)


def write_numbers(slots: Iterable[Slot], values: Sequence[Mapping[str, Values]], point: str, used: GlyphsUsed) -> bytes:
    """The operators that show printed numbers, with `point` as the decimal point."""
    line = _Line(used)
    parts = [b"BT %b rg\n" % colour(theme.INK)]
    places: dict[tuple[int, str], int] = {}
    for slot in slots:
        cell = slot.cell
        grid, name = values[cell.exercise][cell.grid], (cell.exercise, cell.grid)
        if name not in places:
            places[name] = places_of(grid)
        text = printed(grid[cell.row][cell.column], point, places[name])
        parts += (slot.begin, line.text_operators(text, slot, slot.baseline), slot.end)
    parts.append(b"ET\n")
    return b"".join(parts)


def write_entries(
    slots: Iterable[Slot], entries: Sequence[Entries], descriptions: Mapping[Sign, str], pen: Pen
) -> bytes:
    """The operators that show the entries of blank cells. A dashed copy of a cell repeats its text, but not its sign.

    `descriptions` describes each sign in words.
    """
    line = _Line(pen.used)
    parts: list[bytes] = []
    tone = None
    for slot in slots:
        cell = slot.cell
        entry = entries[cell.exercise][cell.grid][cell.row][cell.column]
        sign = None if cell.copy else entry.sign
        parts.append(slot.begin)
        if entry.text:
            if entry.tone is not tone:
                tone = entry.tone
                parts.append(b"%b rg " % colour(theme.TONES[tone]))
            text = shortened(entry.text, slot.room)
            parts += (b"BT ", line.text_operators(text, slot, slot.baseline + (LIFT if sign else 0)), b" ET ")
        if cell.struck and entry.text == "0":
            strokes = (Stroke(*ends, theme.TONES[entry.tone]) for ends in strokes_through(cell.box))
            parts.append(b"".join(map(pen.draw, strokes)))
            tone = None
        if sign:
            parts.append(_sign(entry, sign, descriptions.get(sign, ""), slot, pen))
            tone, line.size = None, 0.0
        parts.append(slot.end)
    return b"".join(parts)


def write_covered(
    slots: Iterable[Slot],
    values: Sequence[Mapping[str, Values]],
    asked: Sequence[Mapping[str, tuple[Spot, ...]]],
    point: str,
    entries: Sequence[Entries] | None,
    descriptions: Mapping[Sign, str],
    pen: Pen,
) -> bytes:
    """The operators of a grid in which a copy asks for some cells: printed numbers, hidden cells and entries."""
    parts: list[bytes] = []
    for slot in slots:
        cell = slot.cell
        parts.append(slot.begin)
        alone = replace(slot, begin=b"", end=b"")
        if (cell.row, cell.column) not in asked[cell.exercise].get(cell.grid, ()):
            parts.append(write_numbers([alone], values, point, pen.used))
        else:
            parts.append(pen.hidden(cell.box, with_mark=entries is None and not cell.copy))
            if entries is not None:
                parts.append(write_entries([alone], entries, descriptions, pen))
        parts.append(slot.end)
    return b"".join(parts)


@dataclass
class _Line:
    """Shows a sequence of texts, and sets the font only where the size changes."""

    used: GlyphsUsed
    size: float = 0.0

    def text_operators(self, text: str, slot: Slot, baseline: float) -> bytes:
        """The text, centred in its slot and shrunk if it does not fit."""
        if text.strip(NUMERALS):
            self.used.note(text, theme.WORD.face)
        size, shown = _placed(text, slot.middle, baseline, slot.room, slot.size)
        font = b"" if size == self.size else b"/%b %.2f Tf " % (NAMES[theme.WORD.face], size)
        self.size = size
        return font + shown


@lru_cache(maxsize=1 << 14)
def _placed(text: str, middle: float, baseline: float, room: float, size: float) -> tuple[float, bytes]:
    """The size of a text and the operators that show it. It is cached because few different numbers occur."""
    face = theme.WORD.face
    wide = width(text, face, size)
    if wide > room:
        size *= room / wide
        wide = room
    return size, b"1 0 0 1 %.2f %.2f Tm %b\n" % (middle - wide / 2, baseline, text_operators(f"{text} ", face, size))


def _sign(entry: Entry, sign: Sign, description: str, slot: Slot, pen: Pen) -> bytes:
    """The sign of a cell, with a description for screen readers, and the expected value to its left."""
    drawn = in_words(f" {description} ", pen.sign(sign, sign_box(slot.cell.box)))
    if entry.beside:
        drawn += pen.line(entry.beside, BESIDE, beside_box(slot.cell.box), Align.RIGHT)
    return drawn
