"""Turns the marked ink of a copy's pages into elements in reading order: titles, paragraphs, lines of grids, forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.assignment.answer_sheet import FieldCell
from generator.pdf.packed import text_string
from generator.pdf.plate import TAGS, PassageMarks, Plate, head_tag
from generator.pdf.structure import Element
from generator.sheet.boxes import Cell, Chapter, FieldKind, Passage, Reading, Text

_HEAD = (
    FieldKind.TITLE,
    FieldKind.SUBTITLE,
    FieldKind.HEADER,
    FieldKind.KEY,
    FieldKind.NAME,
    FieldKind.WORKSHEET,
    FieldKind.SCORE,
    FieldKind.INSTRUCTIONS,
)
"""The fields of the head in reading order."""


@dataclass(frozen=True)
class PrintedPage:
    """A page of a copy: the number of its plate, its own ink, what it adds to the plate, and its drawn views described.

    A `filled` page has entries in its blanks. The ink has as many parts as the fixed ink of the plate. Two pages are
    equal if they have the same structure, even if their numbers differ.
    """

    plate: int
    filled: bool
    ink: tuple[bytes, ...] = field(compare=False)
    added: tuple[Reading, ...] = ()
    views: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageReader:
    """Reads a page of a copy; pages are counted from 0. Its blanks may contain form `fields`."""

    plate: Plate
    printed: PrintedPage
    number: int
    exercises: Sequence[Chapter]
    fields: frozenset[str]

    def elements(self) -> Iterator[Element]:
        """The elements of the page."""
        yield from self._head()
        views = iter(self.printed.views)
        for passage, marks in zip(self.plate.page.passages, self.plate.passage_marks, strict=True):
            fields = [tuple(self._names(line)) for line in passage.lines]
            if passage.cells and passage.cells[0].asked and not (self.printed.filled or any(fields)):
                yield self._blank(passage, marks)
                yield from self._element("P", (*marks.headings, *marks.row_headings))
                continue
            yield from self._element(TAGS[passage.reading], marks.words)
            yield from self._element("P", marks.headings)
            yield from self._lines(marks, fields, covered=bool(passage.cells) and passage.cells[0].covered)
            if marks.view:
                yield Element("Figure", self.number, marks.view, entries={"Alt": text_string(next(views))})
        for mark, reading in enumerate(self.printed.added, start=self.plate.first_addition):
            yield from self._element(TAGS[reading], (mark,))
        yield from self._element("P", self.plate.head_marks.get(FieldKind.FOOTER, ()))

    def _element(self, tag: str, marks: tuple[int, ...]) -> Iterator[Element]:
        if marks:
            yield Element(tag, self.number, marks)

    def _head(self) -> Iterator[Element]:
        if self.plate.head.is_first:
            for kind in _HEAD:
                first, rest = (marks := self.plate.head_marks.get(kind, ()))[:1], marks[1:]
                own = (self.plate.fields[kind],) if self._fills(kind) else ()
                yield from self._element(head_tag(kind), (*first, *own, *rest))

    def _fills(self, kind: FieldKind) -> bool:
        personal = kind in (FieldKind.NAME, FieldKind.WORKSHEET)
        return personal or (self.printed.filled and kind in (FieldKind.KEY, FieldKind.SCORE))

    def _blank(self, passage: Passage, marks: PassageMarks) -> Element:
        """A blank grid: its words and its size."""
        wording = self.plate.head.heading.wording
        size = wording.blank.format(rows=len(passage.cells) // passage.columns, columns=passage.columns)
        spoken = text_string(", ".join(filter(None, (words_of(passage), size))))
        return Element("P", self.number, (*marks.words, marks.lines[0]), entries={"ActualText": spoken})

    def _lines(self, marks: PassageMarks, fields: Sequence[tuple[str, ...]], covered: bool) -> Iterator[Element]:
        """The lines of a grid with their headings and the form fields over them."""
        for number, (mark, names) in enumerate(zip(marks.lines, fields, strict=True)):
            # The blanks of a form contain no ink, except for a single space in each grid.
            own = (mark,) if number == 0 or covered or not names else ()
            forms = tuple(Element("Form", self.number, form_field=name) for name in names)
            yield Element("P", self.number, (*marks.row_headings[number : number + 1], *own), forms)

    def _names(self, line: Sequence[Cell]) -> Iterator[str]:
        """The names of the form fields over the cells of a line."""
        for cell in line if self.fields else ():
            exercise = self.exercises[cell.exercise].id
            name = FieldCell(exercise, cell.grid, cell.row + 1, cell.column + 1).field
            if name in self.fields and not cell.copy:
                yield name


def words_of(passage: Passage) -> str:
    """The words of a passage, without the step numbers."""
    return " ".join("".join(span.text for span in ink.spans) for ink in passage.ink if isinstance(ink, Text))
