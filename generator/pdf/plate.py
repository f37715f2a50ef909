"""Makes plates: the fixed ink of a page, which all copies share, and the ink that each copy adds to it.

Words and numbers are marked, so that the structure of a file can describe what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from generator.network.covers import Spot
from generator.network.number import Values
from generator.pdf.head import Head, HeadInk
from generator.pdf.ink import Pen
from generator.pdf.packed import Packed, StreamPart
from generator.pdf.slots import GridSlots, grid_slots_of, write_covered, write_entries, write_numbers
from generator.pdf.structure import artifact, marked
from generator.pdf.typeface import NAMES, GlyphsUsed, text_operators
from generator.sheet.boxes import NOTHING_ADDED, FieldKind, Page, Passage, Reading, Supplement
from generator.sheet.filling import Filling, Tone
from generator.sheet.heading import InkUse
from generator.sheet.ruling import ruled
from generator.type.shaping import Face

TAGS = {Reading.NAME: "H1", Reading.TITLE: "H2", Reading.SUBTITLE: "H3", Reading.WORDS: "P", Reading.GRID: "P"}
"""The structure types of passages; the title of the exercise is the top level."""
_PERSONAL = (FieldKind.NAME, FieldKind.WORKSHEET, FieldKind.KEY, FieldKind.SCORE)
"""The fields that each copy fills in, in the order of their marks."""


@dataclass(frozen=True)
class Copy:
    """One student's copy: the id of the worksheet, the student, the values of each exercise, and what fills the blanks.

    `asked` contains the cells of each exercise that are not printed, by grid.
    """

    worksheet: str
    student: str = ""
    name: str = ""
    values: tuple[Mapping[str, Values], ...] = ()
    asked: tuple[Mapping[str, tuple[Spot, ...]], ...] = ()
    filling: Filling | None = None
    supplement: Supplement = NOTHING_ADDED

    @property
    def solved(self) -> bool:
        """Whether it shows the key, not what a student wrote."""
        return self.filling is not None and self.filling.tone in (Tone.KEY, Tone.NEW)


class PassageMarks(NamedTuple):
    """The marks of a passage: its words, headings and lines, and the shared and own parts of its view."""

    words: tuple[int, ...]
    headings: tuple[int, ...]
    row_headings: tuple[int, ...]
    lines: tuple[int, ...]
    view: tuple[int, ...]


@dataclass
class _Painter:
    """Paints the fixed ink of a page, and gives consecutive marks to everything that is read."""

    pen: Pen
    parts: list[bytes] = field(default_factory=list)
    marks: int = 0

    def paint_head(self, inks: Iterable[HeadInk], is_read: bool) -> dict[FieldKind, tuple[int, ...]]:
        """Paint the fields of the head, mark them if they are read, and return their marks."""
        marks: dict[FieldKind, tuple[int, ...]] = {}
        for kind, ink in inks:
            if is_read:
                marks[kind] = (*marks.get(kind, ()), *self._mark(head_tag(kind), ink))
            else:
                self.parts.append(artifact(ink))
        return marks

    def paint(self, passage: Passage) -> PassageMarks:
        """Paint what all copies share of a passage, and reserve marks for what each copy adds to it."""
        words = self._mark(TAGS[passage.reading], *map(self.pen.draw, passage.ink))
        headings = self._mark("P", *map(self.pen.draw, passage.headings))
        beside = tuple(mark for heading in passage.row_headings for mark in self._mark("P", self.pen.draw(heading)))
        view = self._mark("Figure", self.pen.fixed_view(passage.view)) if passage.view else ()
        return PassageMarks(
            words, headings, beside, self.reserve(len(passage.lines)), (*view, *self.reserve(len(view)))
        )

    def taken(self) -> bytes:
        """The ink that was painted since the last call."""
        ink = b"".join(self.parts)
        self.parts.clear()
        return ink

    def reserve(self, count: int) -> tuple[int, ...]:
        """Reserve the next marks for the ink of copies."""
        self.marks += count
        return tuple(range(self.marks - count, self.marks))

    def _mark(self, tag: str, *inks: bytes) -> tuple[int, ...]:
        """Paint these under a single mark, unless there is nothing to paint."""
        ink = b"".join(inks)
        if not ink:
            return ()
        (mark,) = self.reserve(1)
        self.parts.append(marked(tag, mark, ink))
        return (mark,)


class _Grid(NamedTuple):
    """A passage with its marks and the slots of its cells, if it has any."""

    passage: Passage
    marks: PassageMarks
    slots: tuple[GridSlots, ...]

    def is_own(self, filled: bool) -> bool:
        """Whether it shows anything that differs between copies."""
        if self.passage.view or not self.slots:
            return self.passage.view is not None
        cell = self.passage.cells[0]
        return filled or cell.covered or not cell.asked


@dataclass(frozen=True)
class Plate:
    """The fixed ink of a page, the slots of its grids, and the marks of everything that is read.

    The `parts` of the words are printed over what is `drawn`: the head, each of the passages, and the foot.
    `fields` contains the marks of what a copy prints in the head; `first_addition` is the mark of the first passage
    that a copy adds.
    """

    page: Page
    head: Head
    drawn: Packed
    parts: tuple[bytes, ...]
    slots: tuple[tuple[GridSlots, ...], ...]
    head_marks: Mapping[FieldKind, tuple[int, ...]]
    passage_marks: tuple[PassageMarks, ...]
    fields: Mapping[FieldKind, int]
    first_addition: int

    @staticmethod
    def of(page: Page, head: Head, pen: Pen) -> Plate:
        """Paint the plate of a page."""
        cells = sorted(page.cells, key=lambda cell: not cell.dashed)  # solid ones are drawn over dashed copies
        drawn = [*map(pen.draw, cells), *map(pen.draw, ruled(page)), head.drawing(), head.picture()]
        painter = _Painter(pen)
        head_marks = painter.paint_head(head.fixed(pen), head.is_first)
        fixed = [painter.taken()]
        passage_marks = []
        for passage in page.passages:
            passage_marks.append(painter.paint(passage))
            fixed.append(painter.taken())
        head_marks |= painter.paint_head([head.foot(pen)], head.is_first)
        fixed.append(painter.taken())
        fields = dict(zip(_PERSONAL, painter.reserve(len(_PERSONAL)), strict=True))
        grids = zip(page.passages, passage_marks, strict=True)
        slots = (tuple(grid_slots_of(passage, marks.lines, page)) for passage, marks in grids)
        return Plate(
            page,
            head,
            Packed.of(b"q\n%bQ\n" % artifact(b"".join(drawn)), {}),
            tuple(fixed),
            tuple(slots),
            head_marks,
            tuple(passage_marks),
            fields,
            painter.marks,
        )

    @cached_property
    def fixed(self) -> Mapping[bool, tuple[StreamPart, ...]]:
        """The fixed words of blank and of filled copies, in pieces: after each comes ink of a copy's own."""
        return {filled: tuple(map(StreamPart.of, self._pieces(filled))) for filled in (False, True)}

    @cached_property
    def words(self) -> Mapping[bool, Packed]:
        """All fixed words of blank and of filled copies, each in a single stream."""
        return {filled: Packed.of(b"".join(self._pieces(filled)), {}) for filled in (False, True)}

    def _pieces(self, filled: bool) -> Iterator[bytes]:
        head, *parts, foot = self.parts
        yield head
        yield b""  # between the code, which all pages of a copy have in common, and the rest of its head
        piece = b""
        for grid, part in zip(self._grids, parts, strict=True):
            piece += part
            if grid.is_own(filled):
                yield piece
                piece = b""
            elif grid.slots:
                piece += _empty(grid.passage, grid.marks.lines[0], self.head)
        yield piece + foot

    @cached_property
    def _grids(self) -> tuple[_Grid, ...]:
        return tuple(map(_Grid, self.page.passages, self.passage_marks, self.slots))

    @cached_property
    def _own_grids(self) -> Mapping[bool, tuple[_Grid, ...]]:
        """What differs between copies, blank or filled."""
        return {filled: tuple(grid for grid in self._grids if grid.is_own(filled)) for filled in (False, True)}

    @property
    def size(self) -> tuple[float, float]:
        """The width and height of the page as it is painted, in points."""
        wide, high = self.page.size
        return wide * self.page.scale, high * self.page.scale

    def own_ink(
        self, copy: Copy, used: GlyphsUsed, count: tuple[int, int], added: Sequence[Passage] = ()
    ) -> tuple[bytes, ...]:
        """The ink that a copy adds after each piece of the fixed ink.

        `count` is the number of the page and the number of pages; `added` contains passages that only this copy has.
        """
        pen = Pen(self.page.size[1], used, {}, self.head.heading.ink is InkUse.LOW)
        code = artifact(self.head.code(copy.worksheet))
        head = [artifact(self.head.page_number(pen, *count))]
        head += map(self._field, self.head.personal(pen, copy.name or copy.student, copy.worksheet))
        if copy.filling:
            head += map(self._field, self.head.filled(pen, copy.filling, self.page.exercise))
        own = (self._own_passage(pen, copy, grid) for grid in self._own_grids[copy.filling is not None])
        additions = (
            marked(TAGS[passage.reading], number, b"".join(map(pen.draw, passage.ink)))
            for number, passage in enumerate(added, start=self.first_addition)
        )
        return code, b"".join(head), *own, b"".join(additions)

    def _own_passage(self, pen: Pen, copy: Copy, grid: _Grid) -> bytes:
        if view := grid.passage.view:
            return marked("Figure", grid.marks.view[-1], pen.own_view(view, copy.values[view.exercise], copy.solved))
        first, point = grid.passage.cells[0], self.head.heading.wording.point
        entries = copy.filling.cells if copy.filling else None
        signs = dict(copy.filling.signs[first.exercise]) if copy.filling and copy.filling.signs else {}
        if first.covered:
            return write_covered(grid.slots, copy.values, copy.asked, point, entries, signs, pen)
        if entries is None or not first.asked:
            return write_numbers(grid.slots, copy.values, point, pen.used)
        return write_entries(grid.slots, entries, signs, pen)

    def _field(self, ink: HeadInk) -> bytes:
        return marked("P", self.fields[ink.kind], ink.ink) if self.head.is_first else artifact(ink.ink)


def head_tag(kind: FieldKind) -> str:
    """The structure type of a field of the head."""
    return "H1" if kind is FieldKind.TITLE else "P"


def _empty(passage: Passage, mark: int, head: Head) -> bytes:
    """A space in the first cell of a blank grid, because an element must have content."""
    box = passage.cells[0].box
    size, space = box.height / 2, text_operators(" ", Face.REGULAR, box.height / 2)
    start = b"/%b %.2f Tf 1 0 0 1 %.2f %.2f Tm" % (NAMES[Face.REGULAR], size, box.x, head.page_height - box.bottom)
    return marked("P", mark, b"BT %b %b ET" % (start, space))
