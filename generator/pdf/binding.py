"""Binding: impressions of any number of copies become one PDF file, written as they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, Protocol

from generator.pdf.file import PdfFile, reference
from generator.pdf.packed import Packed, text_string
from generator.pdf.typeface import GlyphsUsed, cut_fonts


@dataclass(frozen=True)
class Impression:
    """A copy's pages as they came from the press, and the glyphs on them that the press had not noted before.

    Each page is the number of its plate, and what the copy draws over it.
    """

    pages: tuple[tuple[int, Packed], ...]
    used: GlyphsUsed

    @staticmethod
    def of(pages: Iterable[tuple[int, bytes]], used: GlyphsUsed) -> Impression:
        """The impression of these pages, each the number of its plate and the operators over it."""
        return Impression(tuple((plate, Packed.page(b"/P%d Do\n" % plate + over)) for plate, over in pages), used)


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
    """What a press lends to a file: its plates, which pages show as P0, P1 and so on, and the glyphs on them."""

    plates: tuple[Plate, ...]
    used: GlyphsUsed


class _Shared(NamedTuple):
    """What the pages of a press share in this file."""

    resources: str
    boxes: tuple[str, ...]


@dataclass
class Binding:
    """A file in the making. Of the pages it has taken in it keeps the numbers only."""

    stream: BinaryIO
    title: str
    language: str
    _used: GlyphsUsed = field(default_factory=GlyphsUsed)
    _pages: list[int] = field(default_factory=list)
    _bookmarks: list[tuple[str, int]] = field(default_factory=list)
    _presses: dict[int, tuple[Plates, _Shared]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._file = PdfFile(self.stream)
        self._catalog, self._tree, self._fonts = (self._file.reserve() for _ in range(3))

    def add(self, press: Plates, impression: Impression, bookmark: str = "") -> None:
        """Take in the pages of a copy, printed by this press or by its like in another process."""
        file, shared = self._file, self._shared(press)
        self._used.add(impression.used)
        if bookmark:
            self._bookmarks.append((bookmark, len(self._pages)))
        for plate, page in impression.pages:
            contents = file.add(page)
            entries = {"Type": "/Page", "Parent": reference(self._tree), "MediaBox": shared.boxes[plate]}
            self._pages.append(file.add({**entries, "Resources": shared.resources, "Contents": reference(contents)}))

    def close(self) -> None:
        """Write what the pages share: the fonts, whose glyphs are known only now, page tree, bookmarks and metadata."""
        file = self._file
        file.put(self._fonts, self._cut_fonts())
        kids = " ".join(map(reference, self._pages))
        file.put(self._tree, {"Type": "/Pages", "Count": len(self._pages), "Kids": f"[{kids}]"})
        catalog = {"Type": "/Catalog", "Pages": reference(self._tree), "Lang": f"({self.language})"}
        if self._bookmarks:
            catalog |= {"Outlines": reference(self._outline()), "PageMode": "/UseOutlines"}
        file.put(self._catalog, catalog)
        made_by = dict.fromkeys(("Author", "Creator", "Producer"), "(byhand)")
        file.close(self._catalog, file.add({"Title": text_string(self.title), **made_by}))

    def _shared(self, press: Plates) -> _Shared:
        """The press's plates in this file, written when its first copy comes."""
        if id(press) not in self._presses:
            self._used.add(press.used)
            forms = [self._file.add(plate.ink) for plate in press.plates]
            names = " ".join(f"/P{plate} {reference(form)}" for plate, form in enumerate(forms))
            resources = self._file.add({"Font": reference(self._fonts), "XObject": f"<< {names} >>"})
            boxes = tuple(f"[0 0 {plate.size[0]:.2f} {plate.size[1]:.2f}]" for plate in press.plates)
            self._presses[id(press)] = press, _Shared(reference(resources), boxes)
        return self._presses[id(press)][1]

    def _cut_fonts(self) -> Mapping[str, str]:
        """Write every face that was used; the resources that name them."""
        file, named = self._file, {}
        for font in cut_fonts(self._used):
            program = reference(file.add(font.program))
            descriptor = reference(file.add({**font.descriptor, "FontFile2": program}))
            glyphs = reference(file.add({**font.descendant, "FontDescriptor": descriptor}))
            to_unicode = reference(file.add(font.to_unicode))
            entries = {**font.entries, "DescendantFonts": f"[{glyphs}]", "ToUnicode": to_unicode}
            named[font.name] = reference(file.add(entries))
        return named

    def _outline(self) -> int:
        """Write the bookmarks, in the order of the pages; the number of their list."""
        file = self._file
        outline, *items = (file.reserve() for _ in range(len(self._bookmarks) + 1))
        for place, (title, page) in enumerate(self._bookmarks):
            entries = {
                "Title": text_string(title),
                "Parent": reference(outline),
                "Dest": f"[{reference(self._pages[page])} /Fit]",
            }
            if place:
                entries["Prev"] = reference(items[place - 1])
            if place + 1 < len(items):
                entries["Next"] = reference(items[place + 1])
            file.put(items[place], entries)
        ends = {"First": reference(items[0]), "Last": reference(items[-1])}
        file.put(outline, {"Type": "/Outlines", **ends, "Count": len(items)})
        return outline
