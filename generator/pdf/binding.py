"""Binding: impressions of any number of copies become one PDF file, which ReportLab writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import BinaryIO, NamedTuple, Protocol

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from generator.pdf.form import Form
from generator.pdf.logo import Logo
from generator.pdf.packed import Packed, spelled
from generator.pdf.typeface import GlyphsUsed, cut_fonts
from generator.sheet import Box

_SUBJECT = "AI by hand"
_OWN_FONTS = SimpleNamespace(
    fontName="byhand", face=SimpleNamespace(name="byhand"), _dynamicFont=True, _multiByte=False
)
"""Tells ReportLab that text brings its fonts, so that no page begins with Helvetica, which would not be embedded."""


@dataclass(frozen=True)
class Impression:
    """A copy's pages as they came from the press, and the glyphs on them that the press had not noted before.

    Each page is the number of its plate, and what the copy draws over it.
    """

    pages: tuple[tuple[int, Packed], ...]
    used: GlyphsUsed


class Plate(Protocol):
    """What all impressions of a page share."""

    @property
    def ink(self) -> Packed:
        """The fixed ink, as a form that stands under the copy's own."""
        ...

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        ...

    @property
    def logo(self) -> Box | None:
        """Where the logo stands, if there is one."""
        ...


class Plates(NamedTuple):
    """What a press lends to a file: its plates, which pages name by their number, the glyphs on them, and the logo."""

    plates: tuple[Plate, ...]
    used: GlyphsUsed
    logo: Logo | None = None


@dataclass
class Binding:
    """A file in the making, without dates and random numbers, so that equal pages make equal files.

    With `duplex` each copy starts on an odd page: the front of a sheet of paper.
    """

    stream: BinaryIO
    title: str
    language: str
    duplex: bool = False
    _used: GlyphsUsed = field(default_factory=GlyphsUsed)
    _presses: dict[int, tuple[Plates, tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # ASCII85 would make every stream a quarter longer and several times slower to write.
        rl_config.useA85 = 0
        pdfmetrics.registerFont(_OWN_FONTS)
        self._canvas = Canvas(
            self.stream, invariant=1, pageCompression=0, lang=self.language, initialFontName=_OWN_FONTS.fontName
        )
        self._canvas.setTitle(self.title)
        self._canvas.setSubject(_SUBJECT)
        for write in (self._canvas.setAuthor, self._canvas.setCreator, self._canvas.setProducer):
            write("byhand")
        # Readers, also those that read aloud, announce the title rather than the file's name.
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        # A canvas has no public way to take in ready-made objects; its document, whose classes are public, has.
        self._objects: pdfdoc.PDFDocument = self._canvas._doc  # noqa: SLF001

    def add(self, press: Plates, impression: Impression, bookmark: str = "", form: Form | None = None) -> None:
        """Take in the pages of a copy, printed by this press or by its like in another process.

        The names of fields are unique in a file: only one copy of it can have a `form`.
        """
        if self.duplex and self._canvas.getPageNumber() % 2 == 0:
            self._canvas.showPage()  # the back of the last copy's last sheet stays white
        self._used.add(impression.used)
        forms = self._forms(press)
        if bookmark:
            key = f"copy{self._canvas.getPageNumber()}"
            self._canvas.bookmarkPage(key)
            self._canvas.addOutlineEntry(bookmark, key)
            self._canvas.showOutline()
        for number, (plate, own) in enumerate(impression.pages):
            self._canvas.setPageSize(press.plates[plate].size)
            self._draw_logo(press, press.plates[plate])
            for ink in (forms[plate], self._form(f"page{self._canvas.getPageNumber()}", own)):
                self._canvas.doForm(ink)
            if form and number < len(form.pages):
                form.draw(number, press.plates[plate].size[1], self._canvas)
            self._canvas.showPage()

    def close(self) -> None:
        """Add the fonts, whose glyphs are known only now, and write the file."""
        fonts = self._objects.idToObject[pdfdoc.BasicFonts].dict
        for font in cut_fonts(self._used):
            program, to_unicode = self._put(font.program.body), self._put(font.to_unicode.body)
            descriptor = self._put(spelled({**font.descriptor, "FontFile2": program}))
            glyphs = self._put(spelled({**font.descendant, "FontDescriptor": descriptor}))
            entries = {**font.entries, "DescendantFonts": f"[{glyphs}]", "ToUnicode": to_unicode}
            fonts[font.name] = self._put(spelled(entries))
        self._canvas.save()

    def _forms(self, press: Plates) -> tuple[str, ...]:
        """The names of the press's plates in this file, which takes them in when the first copy comes."""
        if id(press) not in self._presses:
            self._used.add(press.used)
            place = len(self._presses)
            names = (self._form(f"press{place}plate{number}", plate.ink) for number, plate in enumerate(press.plates))
            self._presses[id(press)] = press, tuple(names)
        return self._presses[id(press)][1]

    def _draw_logo(self, press: Plates, plate: Plate) -> None:
        """ReportLab keeps one image for all pages."""
        if press.logo and plate.logo:
            box = plate.logo
            low = plate.size[1] - box.bottom
            self._canvas.drawImage(press.logo.reader, box.x, low, box.width, box.height, mask="auto")

    def _form(self, name: str, ink: Packed) -> str:
        fonts = pdfdoc.PDFObjectReference(pdfdoc.BasicFonts).format(self._objects)
        self._objects.addForm(name, ink.using(b"<< /Font %b >>" % fonts).body)
        return name

    def _put(self, ready: bytes) -> str:
        """Put a ready-made object into the file; how others name it there."""
        reference = self._objects.Reference(ready, f"ready{self._objects.objectcounter}")
        return str(reference.format(self._objects), "ascii")
