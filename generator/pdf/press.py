"""The press: a Sheet's fixed ink is painted once, then every copy only adds its numbers, its name and its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator.filling import Filling
from generator.fonts import Face
from generator.heading import Heading, InkUse
from generator.numbers import Values
from generator.pdf.binding import Binding, Impression, Plates
from generator.pdf.form import form_of
from generator.pdf.head import Head
from generator.pdf.ink import Pen
from generator.pdf.logo import read_logo
from generator.pdf.packed import Packed
from generator.pdf.slots import Slot, slot_of, write_entries, write_numbers
from generator.pdf.typeface import GlyphsUsed
from generator.sheet import NOTHING_ADDED, Box, Page, Sheet, Supplement, added_page


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
    head: Head

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page in points."""
        return self.page.size

    @property
    def logo(self) -> Box | None:
        """Where the logo stands."""
        return self.head.logo_box


class Press:
    """Prints copies of one Sheet. Made once for a class."""

    def __init__(self, sheet: Sheet, heading: Heading) -> None:
        self.sheet = sheet
        self.heading = heading
        self._logo = read_logo(heading.logo) if heading.logo else None
        self._used = GlyphsUsed()
        for text, face in (("0123456789.,−-/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ", Face.REGULAR),):
            for letter in text:
                self._used.note(letter, face)
        self._plates = tuple(self._plate(number, page) for number, page in enumerate(sheet.pages, start=1))
        # Pages that a copy adds have plates of their own, one for each exercise.
        self._added = tuple(self._plate(0, added_page(sheet, number)) for number in range(len(sheet.exercises)))
        self.plates = Plates((*self._plates, *self._added), self._used, self._logo)

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
        packed = tuple((plate, Packed.form(ink, self.plates.plates[plate].size, level=1)) for plate, ink in pages)
        return Impression(packed, used.beyond(self._used))

    def write_form(self, copy: Copy, target: BinaryIO) -> None:
        """Write the PDF of one copy with a text field over each blank."""
        binding = Binding(target, self.title, self.heading.wording.language)
        form = form_of(self.sheet, copy.worksheet, self.heading.wording.cell)
        binding.add(self.plates, self.impress(copy), form=form)
        binding.close()

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
        legend = dict(self.heading.wording.legend)
        pen = Pen(page.size[1], self._used, legend, self.heading.ink is InkUse.LOW)
        given = [cell for cell in page.cells if cell.given]
        asked = [cell for cell in page.cells if not cell.given]
        head = self._head(page)
        # Dashed copies first, solid cells and outlines over them; words in the order of reading.
        ordered = sorted(page.cells, key=lambda cell: not (cell.copy and not cell.given))
        parts = [head.fixed(pen), head.page_number(pen, number, len(self.sheet.pages)) if number else b""]
        parts += map(pen.draw, ordered)
        parts += map(pen.draw, page.ink)
        parts += map(pen.nodes, page.graphs)
        parts.append(head.foot(pen))
        return _Plate(
            page,
            Packed.form(b"".join(parts), page.size),
            tuple(slot_of(cell, page) for cell in given),
            tuple(slot_of(cell, page) for cell in asked),
            head,
        )

    def _head(self, page: Page) -> Head:
        exercise = self.sheet.exercises[page.exercise]
        points = dict(self.heading.points).get(exercise.id, exercise.blanks)
        fields = {field.kind: field for field in page.fields}
        return Head(self.heading, fields, exercise.title, f"/ {points}", page.size[1], self._logo)

    def _contents(self, plate: _Plate, copy: Copy, used: GlyphsUsed) -> bytes:
        pen = Pen(plate.page.size[1], used, {})
        parts = [plate.head.personal(pen, copy.name or copy.student, copy.worksheet)]
        parts += [pen.edges(graph, copy.values[graph.exercise][graph.grid]) for graph in plate.page.graphs]
        parts.append(write_numbers(plate.given, copy.values, used))
        if copy.filling:
            parts.append(write_entries(plate.asked, copy.filling.cells, pen))
            parts.append(plate.head.filled(pen, copy.filling, plate.page.exercise))
        return b"".join(parts)

    def _added_page(self, page: Page, number: int, copy: Copy, used: GlyphsUsed) -> bytes:
        """A page that follows those of the sheet, with a count of its own."""
        plate = self._added[page.exercise]
        pen = Pen(page.size[1], used, {})
        count = plate.head.page_number(pen, number, len(copy.supplement.pages))
        return self._contents(plate, copy, used) + count + b"".join(map(pen.draw, page.ink))
