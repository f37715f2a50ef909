"""Binding: impressions of any number of copies become one PDF file, written by ReportLab."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import BinaryIO, NamedTuple, Protocol

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from generator.pdf.packed import Entries, Packed
from generator.pdf.typeface import GlyphsUsed, cut_fonts


@dataclass(frozen=True)
class Impression:
    """A copy's pages as they came from the press, and the glyphs on them that the press had not noted before."""

    pages: tuple[bytes, ...]
    used: GlyphsUsed


class Plate(Protocol):
    """What all impressions of a page share."""

    @property
    def ink(self) -> Packed:
        """The fixed ink, as a form that stands under the page's own operators."""
        ...

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        ...


class Plates(NamedTuple):
    """What a press lends to a file: its plates in the order of the pages, and the glyphs on them."""

    plates: tuple[Plate, ...]
    used: GlyphsUsed


_OWN_FONTS = SimpleNamespace(
    fontName="byhand", face=SimpleNamespace(name="byhand"), _dynamicFont=True, _multiByte=False
)
"""Tells ReportLab that text brings its fonts, so that no page begins with Helvetica, which would not be embedded."""


@dataclass
class Binding:
    """A file in the making; without dates and random numbers, so that equal pages make equal files."""

    stream: BinaryIO
    title: str
    language: str
    _used: GlyphsUsed = field(default_factory=GlyphsUsed)
    _presses: dict[int, tuple[Plates, tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # ASCII85 would make every stream a quarter longer and several times slower to write.
        rl_config.useA85 = 0
        pdfmetrics.registerFont(_OWN_FONTS)
        self._canvas = Canvas(
            self.stream, invariant=1, pageCompression=1, lang=self.language, initialFontName=_OWN_FONTS.fontName
        )
        self._canvas.setTitle(self.title)
        self._canvas.setAuthor("byhand")
        self._canvas.setCreator("byhand")
        # A canvas has no public way to take in ready-made objects; its document, whose classes are public, has.
        self._objects: pdfdoc.PDFDocument = self._canvas._doc  # noqa: SLF001

    def add(self, press: Plates, impression: Impression) -> None:
        """Take in the pages of a copy, printed by this press or by its like in another process."""
        self._used.add(impression.used)
        for plate, form, operators in zip(press.plates, self._forms(press), impression.pages, strict=True):
            self._canvas.setPageSize(plate.size)
            self._canvas.doForm(form)
            self._canvas.addLiteral(operators.decode("latin-1"))
            self._canvas.showPage()

    def close(self) -> None:
        """Add the fonts, whose glyphs are known only now, and write the file."""
        fonts = self._objects.idToObject[pdfdoc.BasicFonts]
        for font in cut_fonts(self._used):
            program = self._refer(f"program {font.name}", font.program)
            descriptor = self._refer(f"descriptor {font.name}", {**font.descriptor, "FontFile2": program})
            glyphs = self._refer(f"glyphs {font.name}", {**font.descendant, "FontDescriptor": descriptor})
            unicode = self._refer(f"unicode {font.name}", font.to_unicode)
            entries = {**font.entries, "DescendantFonts": pdfdoc.PDFArray([glyphs]), "ToUnicode": unicode}
            fonts.dict[font.name] = self._refer(font.name, entries)
        self._canvas.save()

    def _forms(self, press: Plates) -> tuple[str, ...]:
        """The names of the press's plates in this file, which takes them in when the first copy comes."""
        if id(press) not in self._presses:
            self._used.add(press.used)
            names = tuple(f"press{len(self._presses)}page{page}" for page, _ in enumerate(press.plates))
            for name, plate in zip(names, press.plates, strict=True):
                self._objects.addForm(name, plate.ink.stream())
            self._presses[id(press)] = press, names
        return self._presses[id(press)][1]

    def _refer(self, key: str, entries: Entries | Packed) -> object:
        thing = entries.stream() if isinstance(entries, Packed) else pdfdoc.PDFDictionary(dict(entries))
        return self._objects.Reference(thing, key)
