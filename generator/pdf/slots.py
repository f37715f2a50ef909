"""Fills the cells of a page with what differs between copies: printed numbers, and entries in blank cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from generator.network.covers import Spot
from generator.network.number import Value, Values, places_of, printed
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

_MOST_SHOWN = 1 << 12
"""Texts of cells that are remembered: more take more memory and, at 10,000 students, no less time."""


@dataclass(frozen=True, eq=False)
class Slot:
    """A cell, the position of the text in it, and the width and size that the text may have.

    The operators that `begin` and `end` the mark of a line are in its first and last cell. Slots are compared by
    identity, so that what they show is quickly found.
    """

    cell: Cell
    begin: bytes
    end: bytes
    middle: float
    baseline: float
    room: float
    size: float


class GridSlots(NamedTuple):
    """Slots one after another whose cells are in the same grid of the same exercise."""

    exercise: int
    grid: str
    slots: tuple[Slot, ...]


def grid_slots_of(passage: Passage, marks: Sequence[int], page: Page) -> Iterator[GridSlots]:
    """The slots of a passage whose lines have these marks."""
    for (exercise, grid), slots in groupby(
        _slots(passage, marks, page), lambda slot: (slot.cell.exercise, slot.cell.grid)
    ):
        yield GridSlots(exercise, grid, tuple(slots))


def _slots(passage: Passage, marks: Sequence[int], page: Page) -> Iterator[Slot]:
    for number, line in zip(marks, passage.lines, strict=True):
        for place, cell in enumerate(line, start=1):
            begin = opening("P", number) if place == 1 else b""
            yield _slot(cell, page, begin, b"EMC\n" if place == len(line) else b"")


def _slot(cell: Cell, page: Page, begin: bytes, end: bytes) -> Slot:
    size = theme.WORD.size if cell.word else page.digits
    x, y = centre_of(cell.box)
    baseline = page.size[1] - y - drop_of(size)
    return Slot(cell, begin, end, x, baseline, cell.box.width - 2 * theme.EDGE, size)


def write_numbers(
    grids: Iterable[GridSlots], values: Sequence[Mapping[str, Values]], point: str, used: GlyphsUsed
) -> bytes:
    """The operators that show printed numbers, with `point` as the decimal point."""
    line = _Line(used)
    parts = [b"BT %b rg\n" % colour(theme.INK)]
    places: dict[tuple[int, str], int] = {}
    for exercise, name, slots in grids:
        rows = values[exercise][name]
        if (exercise, name) not in places:
            places[exercise, name] = places_of(rows)
        most = places[exercise, name]
        for slot in slots:
            value = rows[slot.cell.row][slot.cell.column]
            parts += (slot.begin, line.continued(_number(slot, value, point, most)), slot.end)
    parts.append(b"ET\n")
    return b"".join(parts)


def write_entries(
    grids: Iterable[GridSlots], entries: Sequence[Entries], descriptions: Mapping[Sign, str], pen: Pen
) -> bytes:
    """The operators that show the entries of blank cells. A dashed copy of a cell repeats its text, but not its sign.

    `descriptions` describes each sign in words.
    """
    line = _Line(pen.used)
    parts: list[bytes] = []
    tone = None
    for exercise, name, slots in grids:
        rows = entries[exercise][name]
        for slot in slots:
            cell = slot.cell
            entry = rows[cell.row][cell.column]
            sign = None if cell.copy else entry.sign
            parts.append(slot.begin)
            if entry.text:
                if entry.tone is not tone:
                    tone = entry.tone
                    parts.append(b"%b rg " % colour(theme.TONES[tone]))
                parts += (b"BT ", line.continued(_entry(slot, entry.text, LIFT if sign else 0)), b" ET ")
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
    grids: Iterable[GridSlots],
    values: Sequence[Mapping[str, Values]],
    asked: Sequence[Mapping[str, tuple[Spot, ...]]],
    point: str,
    entries: Sequence[Entries] | None,
    descriptions: Mapping[Sign, str],
    pen: Pen,
) -> bytes:
    """The operators of a grid in which a copy asks for some cells: printed numbers, hidden cells and entries."""
    parts: list[bytes] = []
    for exercise, name, slots in grids:
        spots = asked[exercise].get(name, ())
        for slot in slots:
            cell = slot.cell
            parts.append(slot.begin)
            alone = [GridSlots(exercise, name, (replace(slot, begin=b"", end=b""),))]
            if (cell.row, cell.column) not in spots:
                parts.append(write_numbers(alone, values, point, pen.used))
            else:
                mark = replace(theme.HIDDEN, size=slot.size) if entries is None and not cell.copy else None
                parts.append(pen.hidden(cell.box, mark))
                if entries is not None:
                    parts.append(write_entries(alone, entries, descriptions, pen))
            parts.append(slot.end)
    return b"".join(parts)


class _Shown(NamedTuple):
    """A text in its slot: the operators that show it and, before them, those that set the font.

    `words` is the text if it has other letters than numbers have.
    """

    size: float
    font: bytes
    ink: bytes
    words: str


@dataclass
class _Line:
    """Shows a sequence of texts, and sets the font only where the size changes."""

    used: GlyphsUsed
    size: float = 0.0

    def continued(self, shown: _Shown) -> bytes:
        """The operators of the next text."""
        if shown.words:
            self.used.note(shown.words, theme.WORD.face)
        if shown.size == self.size:
            return shown.ink
        self.size = shown.size
        return shown.font + shown.ink


@lru_cache(maxsize=_MOST_SHOWN)
def _number(slot: Slot, value: Value, point: str, places: int) -> _Shown:
    """A printed number. It is cached because few different numbers occur."""
    return _shown(slot, printed(value, point, places), slot.baseline)


@lru_cache(maxsize=_MOST_SHOWN)
def _entry(slot: Slot, text: str, lift: float) -> _Shown:
    """An entry, moved up so far; cached as well."""
    return _shown(slot, shortened(text, slot.room), slot.baseline + lift)


def _shown(slot: Slot, text: str, baseline: float) -> _Shown:
    """The text, centred in its slot and shrunk if it does not fit."""
    face, size = theme.WORD.face, slot.size
    wide = width(text, face, size)
    if wide > slot.room:
        size *= slot.room / wide
        wide = slot.room
    operators = text_operators(f"{text} ", face, size)
    return _Shown(
        size,
        b"/%b %.2f Tf " % (NAMES[face], size),
        b"1 0 0 1 %.2f %.2f Tm %b\n" % (slot.middle - wide / 2, baseline, operators),
        text if text.strip(NUMERALS) else "",
    )


def _sign(entry: Entry, sign: Sign, description: str, slot: Slot, pen: Pen) -> bytes:
    """The sign of a cell, with a description for screen readers, and the expected value to its left."""
    drawn = in_words(f" {description} ", pen.sign(sign, sign_box(slot.cell.box)))
    if entry.beside:
        drawn += pen.line(entry.beside, BESIDE, beside_box(slot.cell.box), Align.RIGHT)
    return drawn
