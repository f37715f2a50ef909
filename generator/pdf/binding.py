"""Binds the impressions of any number of copies into one PDF file, for printers; pages are written as they come.

Copies share the fixed ink of their pages. The file claims nothing about its structure; a file with a single copy does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from generator.pdf.document import Document
from generator.pdf.elements import PrintedPage
from generator.pdf.packed import Image, Packed
from generator.pdf.plate import Plate
from generator.pdf.structure import ObjectNumbers
from generator.pdf.typeface import GlyphsUsed
from generator.pdf.writer import Reference, Writer

_NONE: Mapping[int, str] = MappingProxyType({})
_END = Packed.of(b"Q\n", {})
"""Ends what was moved to its place on a page."""


@dataclass(frozen=True)
class Impression:
    """The printed pages of a copy, and the glyphs on them that the fixed ink does not use."""

    pages: tuple[PrintedPage, ...]
    used: GlyphsUsed


class Plates(NamedTuple):
    """What a press contributes to a file: its plates, which pages refer to by number, their glyphs, and the logo.

    `structure` makes the structure objects of a copy, given its pages and the object numbers.
    """

    plates: tuple[Plate, ...]
    used: GlyphsUsed
    logo: Image | None
    structure: Callable[[tuple[PrintedPage, ...], ObjectNumbers], tuple[bytes, ...]]


class Laid(NamedTuple):
    """A printed page of a press, and how far right and up it is laid on a page of the file."""

    press: Plates
    page: PrintedPage
    corner: tuple[float, float] = (0.0, 0.0)

    @property
    def plate(self) -> Plate:
        """The plate it was printed from."""
        return self.press.plates[self.page.plate]

    def moved(self, document: Document, inks: Sequence[Reference]) -> Sequence[Reference]:
        """The inks of the page, moved and enlarged to its place on the page of the file."""
        scale = self.plate.page.scale
        if self.corner == (0.0, 0.0) and scale == 1:
            return inks
        move = Packed.of(b"q %.5f 0 0 %.5f %.2f %.2f cm\n" % (scale, scale, *self.corner), {})
        return document.shared(move), *inks, document.shared(_END)


@dataclass
class Binding:
    """A file under construction. With `duplex`, every copy starts on the front of a sheet of paper, an odd page."""

    stream: BinaryIO
    title: str
    language: str
    duplex: bool = False
    _used: GlyphsUsed = field(default_factory=GlyphsUsed)
    _presses: dict[int, Plates] = field(default_factory=dict)
    _size: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        self._writer = Writer(self.stream)
        self._document = Document(self._writer, self.title, self.language)

    def add(self, press: Plates, impression: Impression, bookmarks: Mapping[int, str] = _NONE) -> None:
        """Add the pages of a copy that was printed by this press, or by an equal press in another process.

        `bookmarks` are keyed by page, counting from 0 at the first page of the copy.
        """
        self.start_copy(press, impression)
        for place, page in enumerate(impression.pages):
            names = [bookmarks[place]] if place in bookmarks else []
            self.add_page(press.plates[page.plate].size, [Laid(press, page)], names)

    def start_copy(self, press: Plates, impression: Impression) -> None:
        """Start a copy, on the front of a sheet of paper if it has to be."""
        if self.duplex and self.pages % 2:
            # Leave the back of the previous copy's last sheet blank.
            self._document.put_page(self._document.start_page(), self._size, ())
        self.take(press, impression)

    def take(self, press: Plates, impression: Impression) -> None:
        """Take note of what the pages of a copy need from the file."""
        if id(press) not in self._presses:
            self._presses[id(press)] = press
            self._used.add(press.used)
            if press.logo:
                self._document.add_image(press.logo)
        self._used.add(impression.used)

    def add_page(self, size: tuple[float, float], laid: Sequence[Laid], bookmarks: Sequence[str]) -> None:
        """Add a page of this size with printed pages laid on it."""
        inks = [ink for one in laid for ink in one.moved(self._document, tuple(self._inks(one)))]
        self._document.put_page(self._document.start_page(bookmarks), size, inks)
        self._size = size

    @property
    def pages(self) -> int:
        """How many pages have been added, with those left blank."""
        return self._document.pages

    def close(self) -> None:
        """Write what all pages share, now that it is known, and the end of the file."""
        self._document.put_resources(self._writer, self._used)
        self._writer.close(*self._document.close({"PageMode": "/UseOutlines"}))

    def _inks(self, laid: Laid) -> Iterator[Reference]:
        """The ink of a page: the drawing at the bottom, all words, which copies share, and then the numbers."""
        yield self._document.shared(laid.plate.drawn)
        yield self._document.shared(laid.plate.words[laid.page.filled])
        yield self._writer.put(Packed.of(b"".join(laid.page.ink), {}, level=1).body)
