"""Slots: the cells of a page, ready to take what differs between copies: printed numbers, and entries in blanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.network.covers import Spot
from generator.network.number import Values, printed
from generator.pdf.ink import Pen, colour
from generator.pdf.structure import opening
from generator.pdf.typeface import NAMES, GlyphsUsed, in_words, text_operators
from generator.sheet import theme
from generator.sheet.boxes import Align, Box, Cell, Page, Passage
from generator.sheet.filling import Entries, Entry, Sign, Tone
from generator.type.shaping import Face, width


@dataclass(frozen=True)
class Slot:
    """A cell and the place in it: where its middle is, and how wide a number may be.

    What marks a line begins with its first cell and ends with its last.
    """

    cell: Cell
    begin: bytes
    end: bytes
    middle: float
    baseline: float
    room: float
    size: float


def slots_of(passage: Passage, marks: Sequence[int], page: Page) -> Iterator[Slot]:
    """The slots of a grid, whose lines have these marks."""
    for number, line in zip(marks, passage.lines, strict=True):
        for place, cell in enumerate(line, start=1):
            begin = opening("P", number) if place == 1 else b""
            yield _slot(cell, page, begin, b"EMC\n" if place == len(line) else b"")


def _slot(cell: Cell, page: Page, begin: bytes, end: bytes) -> Slot:
    size = theme.WORD.size if cell.word else page.digits
    middle = cell.box.y + cell.box.height / 2
    return Slot(
        cell,
        begin,
        end,
        cell.box.x + cell.box.width / 2,
        page.size[1] - middle - theme.CAP_HEIGHT * size / 2,
        cell.box.width - 2 * theme.EDGE,
        size,
    )


def write_numbers(slots: Iterable[Slot], values: Sequence[Mapping[str, Values]], point: str, used: GlyphsUsed) -> bytes:
    """The operators of the printed numbers, which have a decimal `point`."""
    line = _Line(used)
    parts = [b"BT %b rg\n" % colour(theme.INK)]
    for slot in slots:
        cell = slot.cell
        text = printed(values[cell.exercise][cell.grid][cell.row][cell.column], point)
        parts += (slot.begin, line.text_operators(text, slot, slot.baseline), slot.end)
    parts.append(b"ET\n")
    return b"".join(parts)


def write_entries(slots: Iterable[Slot], entries: Sequence[Entries], said: Mapping[Sign, str], pen: Pen) -> bytes:
    """The operators of what fills the blanks; a dashed copy of a cell repeats its text, but no sign.

    `said` puts signs into words.
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
            text = _shortened(entry.text, slot.room)
            parts += (b"BT ", line.text_operators(text, slot, slot.baseline + (_LIFT if sign else 0)), b" ET ")
        if sign:
            parts.append(_sign(entry, sign, said.get(sign, ""), slot, pen))
            tone, line.size = None, 0.0
        parts.append(slot.end)
    return b"".join(parts)


def write_covered(
    slots: Iterable[Slot],
    values: Sequence[Mapping[str, Values]],
    asked: Sequence[Mapping[str, tuple[Spot, ...]]],
    point: str,
    entries: Sequence[Entries] | None,
    said: Mapping[Sign, str],
    pen: Pen,
) -> bytes:
    """The operators of a grid of which a copy asks some cells: printed numbers, and what is hidden or fills them."""
    parts: list[bytes] = []
    for slot in slots:
        cell = slot.cell
        parts.append(slot.begin)
        alone = replace(slot, begin=b"", end=b"")
        if (cell.row, cell.column) not in asked[cell.exercise].get(cell.grid, ()):
            parts.append(write_numbers([alone], values, point, pen.used))
        else:
            parts.append(pen.hidden(cell.box, with_mark=entries is None))
            if entries is not None:
                parts.append(write_entries([alone], entries, said, pen))
        parts.append(slot.end)
    return b"".join(parts)


@dataclass
class _Line:
    """Shows texts one after the other, and sets a size only where it changes."""

    used: GlyphsUsed
    size: float = 0.0

    def text_operators(self, text: str, slot: Slot, baseline: float) -> bytes:
        """The text in the middle of its slot, smaller where it would not fit."""
        self.used.note(text, theme.WORD.face)
        size, shown = _placed(text, slot.middle, baseline, slot.room, slot.size)
        font = b"" if size == self.size else b"/%b %.2f Tf " % (NAMES[theme.WORD.face], size)
        self.size = size
        return font + shown


@lru_cache(maxsize=1 << 14)
def _placed(text: str, middle: float, baseline: float, room: float, size: float) -> tuple[float, bytes]:
    """The size of a text and the operators that show it; in a class few numbers come to stand in each cell."""
    face = theme.WORD.face
    wide = width(text, face, size)
    if wide > room:
        size *= room / wide
        wide = room
    return size, b"1 0 0 1 %.2f %.2f Tm %b\n" % (middle - wide / 2, baseline, text_operators(f"{text} ", face, size))


@lru_cache(maxsize=1 << 12)
def _shortened(text: str, room: float) -> str:
    """The text, cut where not even the least size would make it fit: students type anything."""
    face, kept = theme.WORD.face, text
    while width(text, face, LEAST) > room and kept:
        kept = kept[:-1]
        text = kept + "…"
    return text


LEAST = 4.8
"""The least size that a text in a cell is set in, in points."""
SIGN_SIDE = 4.6
"""Side of a sign, in points."""
INSET = 1.9
"""From a sign to the border of its cell: clear of the boldest outline."""
_LIFT = 2.6
"""How much higher a number stands over the sign below it."""
_BESIDE = theme.TextStyle(Face.REGULAR, 6.4, theme.TONES[Tone.WRONG])


def sign_box(cell: Box) -> Box:
    """Where a sign stands: in the lower right corner of its cell."""
    return Box(cell.right - SIGN_SIDE - INSET, cell.bottom - SIGN_SIDE - INSET, SIGN_SIDE, SIGN_SIDE)


def _sign(entry: Entry, sign: Sign, said: str, slot: Slot, pen: Pen) -> bytes:
    """The sign of a cell, in words for who cannot see it, and left of it the value that was expected."""
    box = sign_box(slot.cell.box)
    drawn = in_words(f" {said} ", pen.sign(sign, box))
    if entry.beside:
        left = slot.cell.box.x + theme.EDGE
        drawn += pen.line(entry.beside, _BESIDE, Box(left, box.y, box.x - left - 1.8, SIGN_SIDE), Align.RIGHT)
    return drawn
