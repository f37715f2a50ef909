"""The press: a Sheet's fixed ink is painted once, then every copy only adds its numbers, its name and its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator import theme
from generator.filling import Filling
from generator.fonts import Face, width
from generator.graph import Role
from generator.numbers import Values
from generator.pdf.binding import Binding, Impression, Plates
from generator.pdf.code import draw_code
from generator.pdf.ink import Pen, colour
from generator.pdf.packed import Packed
from generator.pdf.slots import Slot, slot_of, write_entries, write_numbers
from generator.pdf.typeface import GlyphsUsed
from generator.sheet import NOTHING_ADDED, Align, Box, Field, FieldKind, Page, Sheet, Supplement, added_page

Legend = tuple[tuple[Role | str, str], ...]

_LEGEND: Legend = (
    (Role.INPUT, "input"),
    (Role.HIDDEN, "hidden"),
    (Role.MEMORY, "memory"),
    (Role.OUTPUT, "output"),
    (Role.INDEX, "index"),
    (Role.WEIGHT, "weights"),
    (Role.BIAS, "bias"),
    (Role.TARGET, "target"),
    (Role.ANSWER, "answer, query"),
    (Role.GRADIENT, "gradient"),
    ("blank", "to fill in"),
    ("copy", "copy, not marked"),
)


@dataclass(frozen=True)
class Wording:
    """The words of head and foot; another language brings its own."""

    name: str = "Name"
    score: str = "Score"
    page: str = "page {number} of {pages}"
    due: str = "due {due}"
    key: str = "Key"
    working: str = "Working"
    language: str = "en"
    legend: Legend = _LEGEND


@dataclass(frozen=True)
class Heading:
    """What stands at the head of every page, for the whole class; texts may be empty."""

    title: str = ""
    course: str = ""
    due: str = ""
    points: tuple[str, ...] = ()
    wording: Wording = Wording()


@dataclass(frozen=True)
class Copy:
    """One student's copy: the id of the worksheet, whose it is, each exercise's values, and what fills the blanks."""

    worksheet: str
    student: str = ""
    name: str = ""
    values: tuple[Mapping[str, Values], ...] = ()
    filling: Filling | None = None
    supplement: Supplement = NOTHING_ADDED


@dataclass(frozen=True)
class _Plate:
    """A page's fixed ink, packed, and its slots: those of printed numbers, and the blanks."""

    page: Page
    ink: Packed
    given: tuple[Slot, ...]
    asked: tuple[Slot, ...]
    fields: Mapping[FieldKind, Field]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page in points."""
        return self.page.size


class Press:
    """Prints copies of one Sheet. Made once for a class."""

    def __init__(self, sheet: Sheet, heading: Heading) -> None:
        self.sheet = sheet
        self.heading = heading
        self._used = GlyphsUsed()
        for text, face in (("0123456789.,−-/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ", Face.REGULAR),):
            for letter in text:
                self._used.note(letter, face)
        self._plates = tuple(self._plate(number, page) for number, page in enumerate(sheet.pages, start=1))
        # Pages that a copy adds have plates of their own, one for each exercise.
        self._added = tuple(self._plate(0, added_page(sheet, number)) for number in range(len(sheet.exercises)))
        self.plates = Plates((*self._plates, *self._added), self._used)

    def write(self, copies: Iterable[Copy], target: str | Path | BinaryIO) -> None:
        """Write one PDF with the pages of all copies in order."""
        self.bind(map(self.impress, copies), target)

    def impress(self, copy: Copy) -> Impression:
        """Print a copy's pages, to be bound into one file or several."""
        used = self._used.twin()
        pages = [(number, self._contents(plate, copy, used)) for number, plate in enumerate(self._plates)]
        ink, added = copy.supplement.ink, copy.supplement.pages
        for number, marks in enumerate(ink):
            pen = Pen(self._plates[number].size[1], used, {})
            pages[number] = number, pages[number][1] + b"".join(map(pen.draw, marks))
        for number, page in enumerate(added, start=1):
            pages.append((len(self._plates) + page.exercise, self._added_page(page, number, copy, used)))
        return Impression.of(pages, used.beyond(self._used))

    def bind(self, impressions: Iterable[Impression], target: str | Path | BinaryIO) -> None:
        """Write one PDF with the pages of these impressions, made by this press or by its like in another process."""
        if isinstance(target, str | Path):
            with Path(target).open("wb") as stream:
                self.bind(impressions, stream)
        else:
            binding = Binding(target, self.title, self.heading.wording.language)
            for impression in impressions:
                binding.add(self.plates, impression)
            binding.close()

    @property
    def title(self) -> str:
        """The title of its files."""
        return " · ".join(filter(None, (self.heading.title, *(one.title for one in self.sheet.exercises))))

    def _plate(self, number: int, page: Page) -> _Plate:
        pen = self._pen(page)
        given = [cell for cell in page.cells if cell.given]
        asked = [cell for cell in page.cells if not cell.given]
        # Dashed copies first, solid cells and outlines over them.
        ordered = sorted(page.cells, key=lambda cell: not (cell.copy and not cell.given))
        parts = [pen.draw(cell) for cell in ordered]
        parts += [pen.draw(ink) for ink in page.ink]
        parts += [pen.nodes(graph) for graph in page.graphs]
        fields = {field.kind: field for field in page.fields}
        parts.append(self._head(pen, fields, page, number))
        return _Plate(
            page,
            Packed.form(b"".join(parts), page.size),
            tuple(slot_of(cell, page) for cell in given),
            tuple(slot_of(cell, page) for cell in asked),
            fields,
        )

    def _pen(self, page: Page) -> Pen:
        return Pen(page.size[1], self._used, dict(self.heading.wording.legend))

    def _head(self, pen: Pen, fields: Mapping[FieldKind, Field], page: Page, number: int) -> bytes:
        heading, words = self.heading, self.heading.wording
        exercise = self.sheet.exercises[page.exercise]
        due = words.due.format(due=heading.due) if heading.due else ""
        below = " · ".join(filter(None, (heading.title, heading.course, due)))
        parts = [
            pen.line(exercise.title, theme.TITLE, fields[FieldKind.TITLE].box),
            pen.line(below, theme.SUBTITLE, fields[FieldKind.SUBTITLE].box),
        ]
        if number:
            parts.append(self._page_number(pen, fields[FieldKind.PAGE], number, len(self.sheet.pages)))
        name = fields[FieldKind.NAME].box
        parts.append(pen.line(words.name, theme.FIELD, name))
        start = name.x + width(words.name, theme.FIELD.face, theme.FIELD.size) + 6
        low = page.size[1] - name.bottom + 2
        parts.append(
            b"%b RG 0.8 w [] 0 d %.2f %.2f m %.2f %.2f l S\n" % (colour(theme.INK), start, low, name.right, low)
        )
        if FieldKind.SCORE in fields:
            parts.append(self._score(pen, fields[FieldKind.SCORE].box, page))
        return b"".join(parts)

    def _score(self, pen: Pen, box: Box, page: Page) -> bytes:
        low = page.size[1] - box.bottom
        inner = Box(box.x + 6, box.y, box.width - 12, box.height)
        return (
            b"%b RG 0.8 w [] 0 d %.2f %.2f %.2f %.2f re S\n" % (colour(theme.INK), box.x, low, box.width, box.height)
            + pen.line(self.heading.wording.score, theme.SMALL, inner)
            + pen.line(self._points(page), theme.FIELD, inner, Align.RIGHT)
        )

    def _points(self, page: Page) -> str:
        """What the score is out of."""
        points = self.heading.points or tuple(str(exercise.blanks) for exercise in self.sheet.exercises)
        return f"/ {points[page.exercise]}"

    def _contents(self, plate: _Plate, copy: Copy, used: GlyphsUsed) -> bytes:
        pen = Pen(plate.page.size[1], used, {})
        parts = [self._personal(pen, plate, copy)]
        parts += [pen.edges(graph, copy.values[graph.exercise][graph.grid]) for graph in plate.page.graphs]
        parts.append(write_numbers(plate.given, copy.values, used))
        if copy.filling:
            parts.append(write_entries(plate.asked, copy.filling.cells, pen))
            parts.append(self._filled_head(pen, plate, copy.filling))
        return b"".join(parts)

    def _filled_head(self, pen: Pen, plate: _Plate, filling: Filling) -> bytes:
        """What kind of copy it is, and the score in its box."""
        mark = theme.TextStyle(Face.BOLD, 15, theme.TONES[filling.tone])
        parts = [pen.line(filling.title, mark, plate.fields[FieldKind.KEY].box, Align.CENTRE)]
        if filling.scores and FieldKind.SCORE in plate.fields:
            box = plate.fields[FieldKind.SCORE].box
            words, points = self.heading.wording.score, self._points(plate.page)
            left = box.x + 6 + width(words, theme.SMALL.face, theme.SMALL.size) + 4
            right = box.right - 6 - width(points, theme.FIELD.face, theme.FIELD.size) - 3
            parts.append(
                pen.line(
                    filling.scores[plate.page.exercise],
                    theme.SCORE,
                    Box(left, box.y, right - left, box.height),
                    Align.RIGHT,
                )
            )
        return b"".join(parts)

    def _page_number(self, pen: Pen, field: Field, number: int, pages: int) -> bytes:
        words = self.heading.wording.page.format(number=number, pages=pages)
        return pen.line(words, theme.SMALL, field.box, Align.RIGHT)

    def _added_page(self, page: Page, number: int, copy: Copy, used: GlyphsUsed) -> bytes:
        """A page that follows those of the sheet, with a count of its own."""
        plate = self._added[page.exercise]
        pen = Pen(page.size[1], used, {})
        count = self._page_number(pen, plate.fields[FieldKind.PAGE], number, len(copy.supplement.pages))
        return self._contents(plate, copy, used) + count + b"".join(map(pen.draw, page.ink))

    def _personal(self, pen: Pen, plate: _Plate, copy: Copy) -> bytes:
        words, name = self.heading.wording, plate.fields[FieldKind.NAME].box
        start = width(words.name, theme.FIELD.face, theme.FIELD.size) + 9
        box = Box(name.x + start, name.y, name.width - start, name.height)
        code = plate.fields[FieldKind.CODE].box
        return (
            pen.line(copy.name or copy.student, theme.FIELD, box)
            + pen.line(copy.worksheet, theme.WORKSHEET, plate.fields[FieldKind.WORKSHEET].box, Align.RIGHT)
            + draw_code(copy.worksheet, code, plate.page.size[1])
        )
