"""Prints copies of a Sheet: the fixed ink is painted once, and every copy only adds its numbers, name and id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from generator.assignment.worksheet_id import ID_LETTERS
from generator.pdf.binding import Impression, Plates
from generator.pdf.elements import PageReader, PrintedPage
from generator.pdf.form import form_of
from generator.pdf.head import Head, KeyHead, NoHead
from generator.pdf.images.logo import read_logo
from generator.pdf.ink import Pen
from generator.pdf.mould import About, Mould
from generator.pdf.plate import Copy, Plate
from generator.pdf.structure import ObjectNumbers, structure_objects
from generator.pdf.typeface import NUMERALS, GlyphsUsed
from generator.sheet import theme
from generator.sheet.boxes import Page, Passage, Sheet, added_page
from generator.sheet.heading import Heading, InkUse
from generator.sheet.legend import with_legend
from generator.sheet.views import described
from generator.type.shaping import Face

PLAIN = f"{NUMERALS}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz "
"""Letters that are embedded in every file, so that most files of a class can share the same fonts."""


class Press:
    """Prints copies of a Sheet; made once for a class. Copies can have `blanks` instead of an exercise's own pages."""

    def __init__(self, sheet: Sheet, heading: Heading, blanks: Sequence[Page] = ()) -> None:
        self.sheet = sheet
        self.heading = heading
        self._logo = read_logo(heading.logo) if heading.logo else None
        self._used = GlyphsUsed()
        for letters, face in ((PLAIN, Face.REGULAR), (ID_LETTERS, theme.WORKSHEET.face)):
            for letter in letters:
                self._used.note(letter, face)
        # There is a separate plate for each exercise, for the pages that copies add.
        pages = [*sheet.pages, *(added_page(sheet, number) for number in range(len(sheet.chapters)))]
        plates = [self._plate(page, Head) for page in pages]
        # A key has a head of its own, on pages that have a head.
        plates += [
            self._plate(page, KeyHead) if page.fields else plate for page, plate in zip(pages, plates, strict=True)
        ]
        # It can have other pages instead of those of an exercise.
        self._blanks = {_kind_of(page): number for number, page in enumerate(blanks, start=len(plates))}
        plates += [self._plate(page, KeyHead) for page in blanks]
        self._plates = tuple(plates)
        self.plates = Plates(self._plates, self._used, self._logo, self._structure)
        # Most copies of a class have the same structure; only additions and drawn graphs make a difference.
        self._mould_for = lru_cache(maxsize=16)(self._mould)

    def impress(self, copy: Copy) -> Impression:
        """Print the pages of a copy, to be bound into one or more files."""
        used = self._used.twin()
        order = list(self._order(copy))
        pages = [
            self._printed(plate, copy, used, (number, len(order)), own)
            for number, (plate, own) in enumerate(order, start=1)
        ]
        return Impression(tuple(pages), used.beyond(self._used))

    def _order(self, copy: Copy) -> Iterator[tuple[int, tuple[Passage, ...]]]:
        """The pages of a copy in their order: the number of the plate of each, and what the copy adds to it."""
        supplement, exercises = copy.supplement, len(self.sheet.chapters)
        shared = len(self.sheet.pages) + exercises
        start = shared if copy.filling and not copy.filling.scores else 0
        follow = start + len(self.sheet.pages)
        passages = supplement.passages or ((),) * len(self.sheet.pages)
        replaced = dict(supplement.instead)
        for number, (page, added) in enumerate(zip(self.sheet.pages, passages, strict=True)):
            if page.exercise not in supplement.instead:
                yield start + number, added
            for other in replaced.pop(page.exercise, ()):
                yield self._blanks[_kind_of(other)], other.passages
        for page in supplement.pages:
            yield follow + page.exercise, page.passages

    def write(self, copy: Copy, target: str | Path | BinaryIO) -> None:
        """Write the PDF file of a copy."""
        self.bind(self.impress(copy), target)

    def bind(self, impression: Impression, target: str | Path | BinaryIO) -> None:
        """Write the PDF file of an impression."""
        if isinstance(target, str | Path):
            with Path(target).open("wb") as stream:
                self.bind(impression, stream)
        else:
            self._mould_for(impression.pages).pour(impression, target)

    def write_form(self, copy: Copy, target: BinaryIO) -> None:
        """Write the PDF file of a copy with a text field over every blank cell."""
        impression = self.impress(copy)
        form = form_of(self.sheet, copy.worksheet, copy.asked, self.heading.wording.cell)
        Mould(self.plates, impression.pages, self._about(impression.pages), form).pour(impression, target)

    def _mould(self, pages: tuple[PrintedPage, ...]) -> Mould:
        """The mould for copies with pages like these."""
        return Mould(self.plates, pages, self._about(pages))

    def _about(self, pages: Sequence[PrintedPage]) -> About:
        return About(self.title, self.heading.wording.language, self._bookmarks(pages))

    def _bookmarks(self, pages: Sequence[PrintedPage]) -> Mapping[int, str]:
        """The title of each exercise by its first page, if there is more than one exercise."""
        exercises = [self._plates[page.plate].page.exercise for page in pages]
        first = {exercise: number for number, exercise in reversed(list(enumerate(exercises)))}
        if len(first) == 1:
            return {}
        return {first[number]: exercise.title for number, exercise in enumerate(self.sheet.chapters)}

    @property
    def title(self) -> str:
        """The title of the files that it writes."""
        return " · ".join(filter(None, (self.heading.title, *(one.title for one in self.sheet.chapters))))

    def _plate(self, page: Page, kind: type[Head]) -> Plate:
        legend = dict(self.heading.wording.legend)
        pen = Pen(page.size[1], self._used, legend, self.heading.ink is InkUse.LOW)
        exercise = self.sheet.chapters[page.exercise]
        points = dict(self.heading.points).get(exercise.id, exercise.cells)
        fields = {field.kind: field for field in page.fields}
        made = kind if fields else NoHead
        head = made(self.heading, fields, exercise.title, str(points), page.size[1], self._logo)
        return Plate.of(with_legend(page, legend), head, pen)

    def _printed(
        self, number: int, copy: Copy, used: GlyphsUsed, count: tuple[int, int], added: tuple[Passage, ...]
    ) -> PrintedPage:
        """A page of a copy, printed from the plate with this number."""
        plate = self._plates[number]
        ink = plate.own_ink(copy, used, count, added)
        views = (
            described(view, copy.values[view.exercise], self.heading.wording, copy.solved) for view in plate.page.views
        )
        readings = tuple(passage.reading for passage in added)
        return PrintedPage(number, copy.filling is not None, ink, readings, tuple(views))

    def _structure(self, pages: tuple[PrintedPage, ...], numbers: ObjectNumbers) -> tuple[bytes, ...]:
        """The structure objects of a file with a single copy."""
        fields = frozenset(name for name, _ in numbers.fields)
        readers = (
            PageReader(self._plates[page.plate], page, number, self.sheet.chapters, fields)
            for number, page in enumerate(pages)
        )
        return structure_objects([element for reader in readers for element in reader.elements()], numbers)


def _kind_of(page: Page) -> tuple[int, tuple[float, float], int]:
    """What tells blank pages apart: the exercise, the size, and how many fields the head has."""
    return page.exercise, page.size, len(page.fields)
