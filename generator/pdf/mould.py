"""Makes files with a single copy, which are tagged for screen readers (PDF/UA-1, ISO 14289-1), from moulds.

Copies of a class differ in little but their numbers, names and ids. Everything else, the structure and the fonts too,
is written once into a mould, and each copy is poured into it: its own ink is all that is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import BinaryIO, NamedTuple

from generator.pdf.binding import Impression, Laid, Plates
from generator.pdf.document import Document
from generator.pdf.elements import PrintedPage
from generator.pdf.form import NO_FORM, Form
from generator.pdf.metadata import metadata
from generator.pdf.packed import DictionaryEntries, woven
from generator.pdf.structure import ObjectNumbers
from generator.pdf.typeface import GlyphsUsed, ListedGlyphs
from generator.pdf.writer import Beginning, Reference, Writer


class About(NamedTuple):
    """What a file says of itself; `bookmarks` are keyed by page, counting from 0."""

    title: str
    language: str
    bookmarks: Mapping[int, str]


class Mould:
    """The beginning of files with copies whose pages differ in nothing but their ink, with a form if there is one.

    Field names must be unique within a file, so a mould with a form is for a single copy.
    """

    def __init__(self, press: Plates, pages: Sequence[PrintedPage], about: About, form: Form | None = None) -> None:
        file = BytesIO()
        writer = Writer(file)
        self._press = press
        self._inks = tuple(writer.reserve() for _ in pages)
        self._document = Document(writer, about.title, about.language)
        writing = _Writing(press, self._document, pages, self._inks)
        self._end = self._document.close(writing.entries(about, form))
        self._without_fonts = writer.beginning(file.getvalue())
        self._beginning_with = lru_cache(maxsize=8)(self._with_fonts)

    def pour(self, impression: Impression, target: BinaryIO) -> None:
        """Write the file of a copy."""
        writer = Writer(target, self._beginning_with(impression.used.listed))
        for page, ink in zip(impression.pages, self._inks, strict=True):
            writer.put(woven(self._press.plates[page.plate].fixed[page.filled], page.ink), ink)
        writer.close(*self._end)

    def _with_fonts(self, more: ListedGlyphs) -> Beginning:
        """The beginning of files with these glyphs besides those of the fixed ink. Most copies have the same."""
        file = BytesIO()
        writer = Writer(file, self._without_fonts)
        used = GlyphsUsed()
        used.add(self._press.used)
        used.add(GlyphsUsed({face: dict(glyphs) for face, glyphs in more}))
        self._document.put_resources(writer, used)
        return writer.beginning(file.getvalue())


@dataclass
class _Writing:
    """Writes the pages of a copy, which refer to inks that follow, and everything that describes them."""

    press: Plates
    document: Document
    pages: Sequence[PrintedPage]
    inks: Sequence[Reference]

    def entries(self, about: About, form: Form | None) -> DictionaryEntries:
        """Write it, and return what the catalog of the file says about it."""
        writer = self.document.writer
        if self.press.logo:
            self.document.add_image(self.press.logo)
        names = ([about.bookmarks[n]] if n in about.bookmarks else [] for n in range(len(self.pages)))
        places = [self.document.start_page(titles) for titles in names]
        placed = form.put_into(writer, [place.page for place in places], self._heights) if form else NO_FORM
        for number, (place, page) in enumerate(zip(places, self.pages, strict=True)):
            laid = Laid(self.press, page)
            inks = laid.moved(self.document, (self.document.shared(laid.plate.drawn), self.inks[number]))
            more = {"StructParents": number, "Tabs": "/S", **placed.annotations_of(number)}
            self.document.put_page(place, laid.plate.size, inks, more)
        numbers = ObjectNumbers(writer.next_number, tuple(str(place.page) for place in places), placed.named)
        root, *_ = map(writer.put, self.press.structure(tuple(self.pages), numbers))
        described = writer.put(metadata(about.title, about.language))
        return {"StructTreeRoot": root, "MarkInfo": "<< /Marked true >>", "Metadata": described, **placed.entries}

    @property
    def _heights(self) -> list[float]:
        return [self.press.plates[page.plate].size[1] for page in self.pages]
