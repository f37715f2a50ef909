"""Binds the impressions of any number of copies into one PDF file, which is written by ReportLab.

A file with one copy is tagged for screen readers (PDF/UA-1, ISO 14289-1), and its ink is in reading order. A file for a
whole class is meant for printers, and its copies share the fixed ink of their pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType, SimpleNamespace
from typing import BinaryIO, NamedTuple

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from generator.pdf.elements import PrintedPage
from generator.pdf.form import Form, form_dictionary
from generator.pdf.logo import Logo
from generator.pdf.metadata import metadata
from generator.pdf.packed import Packed, spelled
from generator.pdf.plate import Plate
from generator.pdf.structure import ObjectNumbers, artifact
from generator.pdf.typeface import GlyphsUsed, cut_fonts, typed_font

_SUBJECT = "AI by hand"
_VERSION = (1, 7)
"""The PDF version that PDF/UA-1 is based on."""
_NONE: Mapping[int, str] = MappingProxyType({})
_OWN_FONTS = SimpleNamespace(
    fontName="byhand", face=SimpleNamespace(name="byhand"), _dynamicFont=True, _multiByte=False
)
"""Replaces ReportLab's initial font. Otherwise every page would begin with Helvetica, which is not embedded."""


@dataclass(frozen=True)
class Impression:
    """The printed pages of a copy, and the glyphs on them that the fixed ink does not use.

    A `filled` impression has entries in its blanks.
    """

    pages: tuple[PrintedPage, ...]
    used: GlyphsUsed
    filled: bool


class Plates(NamedTuple):
    """What a press contributes to a file: its plates, which pages refer to by number, their glyphs, and the logo.

    `structure` makes the structure objects of a copy, given its pages, whether it is filled, and the object numbers.
    """

    plates: tuple[Plate, ...]
    used: GlyphsUsed
    logo: Logo | None
    structure: Callable[[tuple[PrintedPage, ...], bool, ObjectNumbers], tuple[bytes, ...]]


class Laid(NamedTuple):
    """A printed page of a press, and how far right and up it is laid on a page of the file."""

    press: Plates
    page: PrintedPage
    corner: tuple[float, float] = (0.0, 0.0)

    @property
    def plate(self) -> Plate:
        """The plate it was printed from."""
        return self.press.plates[self.page.plate]


@dataclass
class Binding:
    """A file under construction. It contains no dates or random numbers, so the same pages always make the same file.

    It holds a single copy, or any number of copies `for_printers`. With `duplex`, every copy starts on an odd page,
    which is the front of a sheet of paper.
    """

    stream: BinaryIO
    title: str
    language: str
    duplex: bool = False
    for_printers: bool = False
    _used: GlyphsUsed = field(default_factory=GlyphsUsed)
    _presses: dict[int, Plates] = field(default_factory=dict)
    _names: dict[Packed, str] = field(default_factory=dict)
    _fields: list[tuple[str, str]] = field(default_factory=list)
    _copies: int = 0

    def __post_init__(self) -> None:
        # ASCII85 would make every stream a quarter longer, and writing several times slower.
        rl_config.useA85 = 0
        pdfmetrics.registerFont(_OWN_FONTS)
        self._canvas = Canvas(
            self.stream,
            invariant=1,
            pageCompression=0,
            lang=self.language,
            initialFontName=_OWN_FONTS.fontName,
            pdfVersion=_VERSION,
        )
        self._canvas.setTitle(self.title)
        self._canvas.setSubject(_SUBJECT)
        for write in (self._canvas.setAuthor, self._canvas.setCreator, self._canvas.setProducer):
            write("byhand")
        # PDF viewers and screen readers announce the title instead of the file name.
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        # A canvas has no public method for adding finished objects, but its document, whose classes are public, does.
        self._objects: pdfdoc.PDFDocument = self._canvas._doc  # noqa: SLF001

    def add(
        self, press: Plates, impression: Impression, bookmarks: Mapping[int, str] = _NONE, form: Form | None = None
    ) -> None:
        """Add the pages of a copy that was printed by this press, or by an equal press in another process.

        `bookmarks` are keyed by page, counting from 0 at the first page of the copy. Field names must be unique within
        a file, so only one copy can have a `form`.
        """
        self.start_copy(press, impression)
        pages = [
            self.add_page(
                press.plates[page.plate].size, [Laid(press, page)], [bookmarks[place]] if place in bookmarks else []
            )
            for place, page in enumerate(impression.pages)
        ]
        if form:
            self._add_form(form, pages)
        if not self.for_printers:
            assert self._copies == 1
            self._tag(press, impression, pages)

    def start_copy(self, press: Plates, impression: Impression) -> None:
        """Start a copy, on the front of a sheet of paper if it has to be."""
        if self.duplex and self._canvas.getPageNumber() % 2 == 0:
            self._canvas.showPage()  # leave the back of the previous copy's last sheet blank
        self.take(press, impression)

    def take(self, press: Plates, impression: Impression) -> None:
        """Take note of what the pages of a copy need from the file."""
        if id(press) not in self._presses:
            self._presses[id(press)] = press
            self._used.add(press.used)
        self._used.add(impression.used)
        self._copies += 1

    def add_page(self, size: tuple[float, float], laid: Sequence[Laid], bookmarks: Sequence[str]) -> pdfdoc.PDFPage:
        """Add a page of this size with printed pages laid on it."""
        if bookmarks and self.for_printers:
            self._canvas.showOutline()
        for number, bookmark in enumerate(bookmarks):
            key = f"page{self._canvas.getPageNumber()}" + f".{number}" * bool(number)
            self._canvas.bookmarkPage(key)
            self._canvas.addOutlineEntry(bookmark, key)
        self._canvas.setPageSize(size)
        logos = [self._draw_logo(one) for one in laid]
        self._canvas.showPage()
        page = self._objects.Pages.pages[-1]
        inks = [self._logo_ink(page)] if any(logos) else []
        for one in laid:
            inks += self._moved(one, self._inks(one.press, one.page))
        page.Contents = f"[{' '.join(inks)}]".encode()
        return page

    @property
    def pages(self) -> int:
        """How many pages have been added, with those left blank."""
        return int(self._canvas.getPageNumber()) - 1

    def close(self) -> None:
        """Add the fonts, now that all their glyphs are known, and write the file."""
        fonts = self._objects.idToObject[pdfdoc.BasicFonts].dict
        for font in cut_fonts(self._used):
            program, to_unicode = self._put(font.program.body), self._put(font.to_unicode.body)
            descriptor = self._put(spelled({**font.descriptor, "FontFile2": program}))
            glyphs = self._put(spelled({**font.descendant, "FontDescriptor": descriptor}))
            entries = {**font.entries, "DescendantFonts": f"[{glyphs}]", "ToUnicode": to_unicode}
            fonts[font.name] = self._put(spelled(entries))
        self._canvas.save()

    def _add_form(self, form: Form, pages: Sequence[pdfdoc.PDFPage]) -> None:
        """Put the fields over their cells. Their places in the structure of the file follow those of the pages."""
        fields = [self._put(form.identity(self._reference(pages[0])))]
        for page, over in zip(pages, form.pages, strict=True):
            on_page, place = self._reference(page), len(pages) + len(self._fields)
            widgets = [
                self._put(one.widget(on_page, page.pageheight, number)) for number, one in enumerate(over, start=place)
            ]
            self._fields += zip((one.name for one in over), widgets, strict=True)
            fields += widgets
            page.Annots = pdfdoc.PDFArray([widget.encode() for widget in (fields if page is pages[0] else widgets)])
        font = typed_font()
        descriptor = self._put(spelled({**font.descriptor, "FontFile2": self._put(font.program.body)}))
        typed = self._put(spelled({**font.entries, "FontDescriptor": descriptor}))
        self._objects.Catalog.AcroForm = form_dictionary(fields, typed)

    def _tag(self, press: Plates, impression: Impression, copy: Sequence[pdfdoc.PDFPage]) -> None:
        """Add the structure of the only copy in the file, and mark the file as tagged."""
        for place, page in enumerate(copy):
            page.StructParents = place
            page.Tabs = pdfdoc.PDFName("S")
            page.__NoDefault__ = (*page.__NoDefault__, "StructParents", "Tabs")
        pages = tuple(map(self._reference, copy))
        numbers = ObjectNumbers(self._objects.objectcounter + 1, pages, tuple(self._fields))
        root, *others = press.structure(impression.pages, impression.filled, numbers)
        catalog = self._objects.Catalog
        catalog.StructTreeRoot = self._put(root).encode()
        for number, ready in enumerate(others, start=numbers.first + 1):
            self._objects.Reference(ready, f"structure{number}")
        catalog.MarkInfo = b"<< /Marked true >>"
        catalog.Metadata = self._put(metadata(self.title, self.language)).encode()

    def _inks(self, press: Plates, page: PrintedPage) -> tuple[str, ...]:
        """The ink of a page: the drawing at the bottom, then words and numbers in reading order.

        In a file for printers, all words come before the numbers, because copies share them.
        """
        plate = press.plates[page.plate]
        if self.for_printers:
            own = self._put(Packed.of(b"".join(page.ink), {}, level=1).body)
            return self._shared(plate.drawn), self._shared(plate.words), own
        parts = (ink for both in zip(plate.fixed, page.ink, strict=True) for ink in both)
        return self._shared(plate.drawn), self._put(Packed.of(b"".join(parts), {}, level=1).body)

    def _shared(self, ink: Packed) -> str:
        """The reference to a plate's ink, which is added to the file the first time it is used."""
        if ink not in self._names:
            self._names[ink] = self._put(ink.body)
        return self._names[ink]

    def _draw_logo(self, laid: Laid) -> bool:
        """Draw the logo, if there is one. ReportLab stores a single image for all pages."""
        logo, box = laid.press.logo, laid.plate.logo
        if not (logo and box):
            return False
        (right, up), low = laid.corner, laid.plate.size[1] - box.bottom
        self._canvas.drawImage(logo.reader, right + box.x, up + low, box.width, box.height, mask="auto")
        return True

    def _logo_ink(self, page: pdfdoc.PDFPage) -> str:
        """The reference to what the canvas drew on a page: the logo, which is decoration."""
        return self._put(Packed.of(artifact(page.stream.encode()), {}).body)

    def _moved(self, laid: Laid, inks: Sequence[str]) -> Sequence[str]:
        """The ink of a page, moved and enlarged to its place on the page of the file."""
        scale = laid.plate.page.scale
        if laid.corner == (0.0, 0.0) and scale == 1:
            return inks
        move = Packed.of(b"q %.5f 0 0 %.5f %.2f %.2f cm\n" % (scale, scale, *laid.corner), {})
        return self._shared(move), *inks, self._shared(Packed.of(b"Q\n", {}))

    def _reference(self, page: pdfdoc.PDFPage) -> str:
        """The reference to a page."""
        return str(self._objects.Reference(page).format(self._objects), "ascii")

    def _put(self, ready: bytes) -> str:
        """Add a finished object to the file, and return the reference to it."""
        reference = self._objects.Reference(ready, f"ready{self._objects.objectcounter}")
        return str(reference.format(self._objects), "ascii")
