"""A PDF file under construction: its pages, the ink, fonts and images that they share, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.pdf.outline import BookmarkList, PagePlace, PageTree
from generator.pdf.packed import DictionaryEntries, Image, Packed, spelled, text_string
from generator.pdf.typeface import GlyphsUsed, cut_fonts
from generator.pdf.writer import Reference, Writer

_SUBJECT = "AI by hand"
_NOTHING_MORE: Mapping[str, object] = MappingProxyType({})


@dataclass
class Document:
    """A file with this title and language. It contains no dates or random numbers: equal pages make equal files."""

    writer: Writer
    title: str
    language: str
    _shared: dict[Packed, Reference] = field(default_factory=dict)
    _images: dict[Image, Reference] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._resources = self.writer.reserve()
        self._tree = PageTree(self.writer)
        self._outline = BookmarkList(self.writer)

    @property
    def pages(self) -> int:
        """How many pages have been started."""
        return self._tree.count

    def start_page(self, bookmarks: Iterable[str] = ()) -> PagePlace:
        """Start a page, with bookmarks that lead to it."""
        place = self._tree.add()
        for title in bookmarks:
            self._outline.add(title, place.page)
        return place

    def put_page(
        self,
        place: PagePlace,
        size: tuple[float, float],
        inks: Iterable[Reference],
        more: DictionaryEntries = _NOTHING_MORE,
    ) -> None:
        """Write a page of this size that was started, with its inks one over the other."""
        wide, high = size
        entries = {
            "Type": "/Page",
            "Parent": place.node,
            "MediaBox": f"[0 0 {wide:.6g} {high:.6g}]",
            "Resources": self._resources,
            "Contents": f"[{' '.join(map(str, inks))}]",
        }
        self.writer.put(spelled({**entries, **more}), place.page)

    def shared(self, ink: Packed) -> Reference:
        """The reference to ink that several pages show, which is written the first time it is asked for."""
        if ink not in self._shared:
            self._shared[ink] = self.writer.put(ink.body)
        return self._shared[ink]

    def add_image(self, image: Image) -> None:
        """Write an image that pages show, if it is not in the file yet."""
        if image not in self._images:
            mask = self.writer.put(image.mask.spelled()) if image.mask else None
            self._images[image] = self.writer.put(image.spelled(mask))

    def close(self, more: DictionaryEntries = _NOTHING_MORE) -> tuple[Reference, Reference]:
        """Write everything but the resources of pages; return the references that the end of a file consists of."""
        outline = self._outline.close()
        entries = {
            "Type": "/Catalog",
            "Pages": self._tree.close(),
            "Lang": text_string(self.language),
            # PDF viewers and screen readers announce the title instead of the file name.
            "ViewerPreferences": "<< /DisplayDocTitle true >>",
            **({"Outlines": outline} if outline else {}),
        }
        about = {"Title": text_string(self.title), "Subject": text_string(_SUBJECT)}
        by = dict.fromkeys(("Author", "Creator", "Producer"), "(byhand)")
        return self.writer.put(spelled({**entries, **more})), self.writer.put(spelled({**about, **by}))

    def put_resources(self, writer: Writer, used: GlyphsUsed) -> None:
        """Write the fonts of all pages; `writer` may continue what this file began with."""
        fonts = " ".join(f"/{name} {reference}" for name, reference in _put_fonts(writer, used).items())
        images = " ".join(f"/{image.name} {reference}" for image, reference in self._images.items())
        writer.put(spelled({"Font": f"<< {fonts} >>", "XObject": f"<< {images} >>"}), self._resources)


def _put_fonts(writer: Writer, used: GlyphsUsed) -> Mapping[str, Reference]:
    """Write the fonts with these glyphs, and return the references to them by their names."""
    fonts = {}
    for font in cut_fonts(used):
        program, to_unicode = writer.put(font.program.body), writer.put(font.to_unicode.body)
        descriptor = writer.put(spelled({**font.descriptor, "FontFile2": program}))
        glyphs = writer.put(spelled({**font.descendant, "FontDescriptor": descriptor}))
        entries = {**font.entries, "DescendantFonts": f"[{glyphs}]", "ToUnicode": to_unicode}
        fonts[font.name] = writer.put(spelled(entries))
    return fonts
