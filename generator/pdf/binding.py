"""Binding: impressions of any number of copies become one PDF file, written as they come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, Protocol

from generator.fonts import Face
from generator.pdf.file import Packed, PdfFile, text_string
from generator.pdf.typeface import NAMES, GlyphsUsed, write_fonts


@dataclass(frozen=True)
class Impression:
    """A copy's pages as they came from the press, and the glyphs on them that the press had not noted before."""

    pages: tuple[Packed, ...]
    used: GlyphsUsed


class Plate(Protocol):
    """What all impressions of a page share."""

    @property
    def ink(self) -> Packed:
        """The fixed ink, as a form that the page's own operators draw first, under the name of its place: P0, P1."""
        ...

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        ...


class Plates(NamedTuple):
    """What a press lends to a file: its plates in the order of the pages, and the glyphs on them."""

    plates: tuple[Plate, ...]
    used: GlyphsUsed


class _Shared(NamedTuple):
    """Numbers of the objects that a press's pages share."""

    resources: int
    sizes: tuple[tuple[float, float], ...]


@dataclass
class Binding:
    """A file in the making. Of the pages it has taken in it keeps their object numbers only."""

    stream: BinaryIO
    title: str
    language: str
    _used: GlyphsUsed = field(default_factory=GlyphsUsed)
    _pages: list[int] = field(default_factory=list)
    _presses: dict[int, tuple[Plates, _Shared]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._file = PdfFile(self.stream)
        self._catalog, self._tree = self._file.reserve(), self._file.reserve()
        self._fonts: Mapping[Face, int] = {face: self._file.reserve() for face in Face}

    def add(self, press: Plates, impression: Impression) -> None:
        """Take in the pages of a copy, printed by this press or by its like in another process."""
        file, shared = self._file, self._shared(press)
        self._used.add(impression.used)
        for size, page in zip(shared.sizes, impression.pages, strict=True):
            contents = file.add(page.body)
            self._pages.append(
                file.add(
                    b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Resources %d 0 R /Contents %d 0 R >>"
                    % (self._tree, *size, shared.resources, contents)
                )
            )

    def close(self) -> None:
        """Write what the pages share: fonts, page tree and metadata."""
        file = self._file
        write_fonts(file, self._fonts, self._used)
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        file.put(self._tree, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(self._pages), kids))
        catalog = b"<< /Type /Catalog /Pages %d 0 R /Lang (%b) >>" % (self._tree, self.language.encode())
        file.put(self._catalog, catalog)
        info = file.add(b"<< /Title %b /Producer (byhand) >>" % text_string(self.title))
        file.close(self._catalog, info)

    def _shared(self, press: Plates) -> _Shared:
        """The press's plates in this file, written when its first copy comes."""
        if id(press) not in self._presses:
            self._used.add(press.used)
            forms = [self._file.add(plate.ink.body) for plate in press.plates]
            names = b" ".join(b"/%b %d 0 R" % (NAMES[face], number) for face, number in self._fonts.items())
            plates = b" ".join(b"/P%d %d 0 R" % pair for pair in enumerate(forms))
            resources = self._file.add(b"<< /Font << %b >> /XObject << %b >> >>" % (names, plates))
            self._presses[id(press)] = press, _Shared(resources, tuple(plate.size for plate in press.plates))
        return self._presses[id(press)][1]
