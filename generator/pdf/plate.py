"""A plate: a page's fixed ink, which all copies share, and how a copy's own is put over it.

Words and numbers are marked, so that the structure of a file can say what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from generator.network.covers import Spot
from generator.network.number import Values
from generator.pdf.head import Head, HeadInk
from generator.pdf.ink import Pen
from generator.pdf.packed import Packed
from generator.pdf.slots import Slot, slots_of, write_covered, write_entries, write_numbers
from generator.pdf.structure import artifact, marked
from generator.pdf.typeface import NAMES, GlyphsUsed, text_operators
from generator.sheet.boxes import NOTHING_ADDED, Box, FieldKind, Page, Passage, Reading, Supplement
from generator.sheet.filling import Filling
from generator.sheet.heading import InkUse
from generator.type.shaping import Face

TAGS = {Reading.TITLE: "H2", Reading.SUBTITLE: "H3", Reading.WORDS: "P", Reading.GRID: "P"}
"""What the words of a passage are; the title of the exercise is above them all."""
_PERSONAL = (FieldKind.NAME, FieldKind.WORKSHEET, FieldKind.KEY, FieldKind.SCORE)
"""The fields that a copy fills, in the order of their marks."""


@dataclass(frozen=True)
class Copy:
    """One student's copy: the id of the worksheet, whose it is, each exercise's values, and what fills the blanks.

    `asked` are the cells that are not printed, by grid.
    """

    worksheet: str
    student: str = ""
    name: str = ""
    values: tuple[Mapping[str, Values], ...] = ()
    asked: tuple[Mapping[str, tuple[Spot, ...]], ...] = ()
    filling: Filling | None = None
    supplement: Supplement = NOTHING_ADDED


@dataclass(frozen=True)
class PassageMarks:
    """The marks of a passage: those of its words, its headings, its lines, and its graph: nodes, then edges."""

    words: tuple[int, ...]
    headings: tuple[int, ...]
    row_headings: tuple[int, ...]
    lines: tuple[int, ...]
    graph: tuple[int, ...]


@dataclass
class _Painter:
    """Paints the fixed ink of a page, and marks what is read with one number after the other."""

    pen: Pen
    parts: list[bytes] = field(default_factory=list)
    marks: int = 0

    def paint_head(self, inks: Iterable[HeadInk], is_read: bool) -> dict[FieldKind, tuple[int, ...]]:
        """Paint the fields of the head, and mark them if they are read; returns their marks."""
        marks: dict[FieldKind, tuple[int, ...]] = {}
        for kind, ink in inks:
            if is_read:
                marks[kind] = (*marks.get(kind, ()), *self._mark(head_tag(kind), ink))
            else:
                self.parts.append(artifact(ink))
        return marks

    def paint(self, passage: Passage) -> PassageMarks:
        """Paint what all copies share of a passage, and leave numbers for what they print into it."""
        words = self._mark(TAGS[passage.reading], *map(self.pen.draw, passage.ink))
        headings = self._mark("P", *map(self.pen.draw, passage.headings))
        beside = tuple(mark for heading in passage.row_headings for mark in self._mark("P", self.pen.draw(heading)))
        graph = self._mark("Figure", self.pen.nodes(passage.graph)) if passage.graph else ()
        return PassageMarks(
            words, headings, beside, self.reserve(len(passage.lines)), (*graph, *self.reserve(len(graph)))
        )

    def taken(self) -> bytes:
        """What was painted since this was asked last."""
        ink = b"".join(self.parts)
        self.parts.clear()
        return ink

    def reserve(self, count: int) -> tuple[int, ...]:
        """The next numbers, for the ink of copies."""
        self.marks += count
        return tuple(range(self.marks - count, self.marks))

    def _mark(self, tag: str, *inks: bytes) -> tuple[int, ...]:
        """Mark these as one, if there is anything."""
        ink = b"".join(inks)
        if not ink:
            return ()
        (mark,) = self.reserve(1)
        self.parts.append(marked(tag, mark, ink))
        return (mark,)


@dataclass(frozen=True)
class Plate:
    """A page's fixed ink, the slots of its grids, and the marks of what is read.

    Over what is `drawn` stand the `fixed` words. They come in parts: first the head, then passage after passage, at
    last the foot. `fields` are the marks of what a copy writes into its head, `first_addition` is that of the first
    passage it adds.
    """

    page: Page
    head: Head
    drawn: Packed
    fixed: tuple[bytes, ...]
    slots: tuple[tuple[Slot, ...], ...]
    head_marks: Mapping[FieldKind, tuple[int, ...]]
    passage_marks: tuple[PassageMarks, ...]
    fields: Mapping[FieldKind, int]
    first_addition: int

    @staticmethod
    def of(page: Page, head: Head, pen: Pen) -> Plate:
        """The plate of a page, painted."""
        # Dashed copies first, solid cells and outlines over them.
        cells = sorted(page.cells, key=lambda cell: not (cell.copy and cell.asked))
        drawn = [*map(pen.draw, cells), *map(pen.draw, page.drawing), head.drawing()]
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
        slots = (tuple(slots_of(passage, marks.lines, page)) for passage, marks in grids)
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
    def words(self) -> Packed:
        """All fixed words in one."""
        return Packed.of(b"".join(self.fixed), {})

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page in points."""
        return self.page.size

    @property
    def logo(self) -> Box | None:
        """Where the logo stands."""
        return self.head.logo_box

    def own_ink(
        self, copy: Copy, used: GlyphsUsed, count: tuple[int, int], added: Sequence[Passage] = ()
    ) -> tuple[bytes, ...]:
        """What a copy puts over the parts of the fixed ink.

        `count` is the number of the page and that of all pages, `added` are passages that only this copy has.
        """
        pen = Pen(self.page.size[1], used, {}, self.head.heading.ink is InkUse.LOW)
        head = [artifact(self.head.code(copy.worksheet) + self.head.page_number(pen, *count))]
        head += map(self._field, self.head.personal(pen, copy.name or copy.student, copy.worksheet))
        if copy.filling:
            head += map(self._field, self.head.filled(pen, copy.filling, self.page.exercise))
        passages = zip(self.page.passages, self.passage_marks, self.slots, strict=True)
        own = (self._own_passage(pen, copy, passage, marks, slots) for passage, marks, slots in passages)
        additions = (
            marked(TAGS[passage.reading], number, b"".join(map(pen.draw, passage.ink)))
            for number, passage in enumerate(added, start=self.first_addition)
        )
        return b"".join(head), *own, b"".join(additions)

    def _own_passage(
        self, pen: Pen, copy: Copy, passage: Passage, marks: PassageMarks, slots: tuple[Slot, ...]
    ) -> bytes:
        if graph := passage.graph:
            return marked("Figure", marks.graph[-1], pen.edges(graph, copy.values[graph.exercise][graph.grid]))
        if not slots:
            return b""
        first, point = passage.cells[0], self.head.heading.wording.point
        entries = copy.filling.cells if copy.filling else None
        signs = dict(copy.filling.signs[first.exercise]) if copy.filling and copy.filling.signs else {}
        if first.covered:
            return write_covered(slots, copy.values, copy.asked, point, entries, signs, pen)
        if not first.asked:
            return write_numbers(slots, copy.values, point, pen.used)
        if entries is not None:
            return write_entries(slots, entries, signs, pen)
        return _empty(passage, marks.lines[0], self.head)

    def _field(self, ink: HeadInk) -> bytes:
        return marked("P", self.fields[ink.kind], ink.ink) if self.head.is_first else artifact(ink.ink)


def head_tag(kind: FieldKind) -> str:
    """What a field of the head is."""
    return "H1" if kind is FieldKind.TITLE else "P"


def _empty(passage: Passage, mark: int, head: Head) -> bytes:
    """A space in the first cell of a grid that is blank: an element needs something to stand for."""
    box = passage.cells[0].box
    size, space = box.height / 2, text_operators(" ", Face.REGULAR, box.height / 2)
    start = b"/%b %.2f Tf 1 0 0 1 %.2f %.2f Tm" % (NAMES[Face.REGULAR], size, box.x, head.page_height - box.bottom)
    return marked("P", mark, b"BT %b %b ET" % (start, space))
