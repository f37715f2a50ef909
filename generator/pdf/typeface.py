"""Sets text in a PDF by glyph number, and embeds fonts that are reduced to the glyphs used.

Glyphs keep their numbers in the reduced font, so fixed ink remains valid whatever names are added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from generator.pdf.packed import DictionaryEntries, Packed, text_string
from generator.type.bidi import is_plain
from generator.type.faces import Face, font_of
from generator.type.shaping import LINES, Glyph, shape, shape_runs

NAMES = {face: face.name.encode() for face in Face} | {Face.REGULAR: b"R", Face.BOLD: b"B", Face.ITALIC: b"I"}
"""The name of each face in the resources of a page."""
ListedGlyphs: TypeAlias = tuple[tuple[Face, tuple[tuple[int, str], ...]], ...]
"""Glyphs of each face, by number, with the text that each of them shows."""
NUMERALS = "0123456789.,−-/"
"""The letters of numbers, which every file has, so that nobody has to look for them in the numbers of a copy."""
_WORDLESS = "\u200b"
"""The text of a glyph whose letter already belongs to another glyph: it is neither shown nor read aloud."""
_UNUSED_TABLES = ("GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "DSIG", "hdmx", "VDMX", "kern", "meta")

_DESCRIPTOR: DictionaryEntries = MappingProxyType(
    {
        "Type": "/FontDescriptor",
        "FontBBox": "[-1000 -300 2000 1000]",
        "ItalicAngle": 0,
        "Ascent": 935,
        "Descent": -265,
        "CapHeight": 689,
        "StemV": 80,
    }
)
"""The entries that all font descriptors have in common."""


@lru_cache(maxsize=LINES)
def text_operators(text: str, face: Face, size: float) -> bytes:
    """The operators that show a line of text at the current position, with the font set before and after."""
    parts: list[bytes] = []
    current = face
    for run, glyphs in shape_runs(text, face):
        if run.face is not current:
            parts.append(b"/%b %.2f Tf" % (NAMES[run.face], size))
            current = run.face
        line = _show_glyphs(glyphs, size)
        if run.leftward:
            line = b"/ReversedChars BMC %b EMC" % line
        elif not is_plain(run.text):
            # Where letters join or change their order, the text is stored along with the glyphs.
            line = in_words(run.text, line)
        parts.append(line)
    if current is not face:
        parts.append(b"/%b %.2f Tf" % (NAMES[face], size))
    return b" ".join(parts)


def _show_glyphs(glyphs: Iterable[Glyph], size: float) -> bytes:
    parts: list[bytes] = []
    run = bytearray()
    rise = 0
    back = 0  # how far to move the next glyph back, in thousandths of the size
    for glyph in glyphs:
        right, up = glyph.shift
        if up != rise:
            parts.append(_flush(run))
            parts.append(b"]TJ %.2f Ts[" % (up * size / 1000))
            rise = up
        back -= right
        if back:
            run += b">%d<" % back
        run += b"%04X" % glyph.number
        back = right + _advance(glyph.face, glyph.number) - glyph.advance
    if back:  # another run may follow
        run += b">%d<" % back
    parts.append(_flush(run))
    if rise:
        parts.append(b"]TJ 0 Ts[")
    return b"[" + b"".join(parts) + b"]TJ"


def in_words(text: str, ink: bytes) -> bytes:
    """Ink that is read as this text."""
    return b"/Span<</ActualText%b>>BDC %b EMC\n" % (text_string(text).encode(), ink)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "replace").hex().upper().encode()


def _flush(run: bytearray) -> bytes:
    text = b"<" + bytes(run) + b">"
    run.clear()
    return text.replace(b"<>", b"")


@lru_cache(maxsize=8192)
def _advance(face: Face, glyph: int) -> int:
    return int(font_of(face).get_glyph_h_advance(glyph))


@dataclass
class GlyphsUsed:
    """The glyphs used so far and the text that each of them shows, except for those in `known`."""

    found: dict[Face, dict[int, str]] = field(default_factory=dict)
    known: GlyphsUsed | None = None
    _texts: set[tuple[str, Face]] = field(default_factory=set)

    def note(self, text: str, face: Face) -> None:
        """Record the glyphs of a text."""
        if (text, face) in self._texts:
            return
        self._texts.add((text, face))
        for glyph in shape(text, face):
            if not self._text_of(glyph.face, glyph.number):
                self.found.setdefault(glyph.face, {})[glyph.number] = glyph.text

    def _text_of(self, face: Face, number: int) -> str:
        own = self.found.get(face, {}).get(number, "")
        return own or (self.known._text_of(face, number) if self.known else "")  # noqa: SLF001 - the same class

    @property
    def listed(self) -> ListedGlyphs:
        """The glyphs in order, with which equal records can be found."""
        return tuple((face, tuple(sorted(self.found[face].items()))) for face in Face if face in self.found)

    def twin(self) -> GlyphsUsed:
        """A new record of the glyphs that are not in this one."""
        return GlyphsUsed(known=self)

    def beyond(self, known: GlyphsUsed) -> GlyphsUsed:
        """The glyphs that are not in the other record."""
        more = {
            face: {number: text for number, text in glyphs.items() if known.found.get(face, {}).get(number) != text}
            for face, glyphs in self.found.items()
        }
        return GlyphsUsed({face: glyphs for face, glyphs in more.items() if glyphs})

    def add(self, more: GlyphsUsed) -> None:
        """Add the glyphs of the other record."""
        for face, glyphs in more.found.items():
            known = self.found.setdefault(face, {})
            for number, text in glyphs.items():
                known[number] = known.get(number) or text


class CutFont(NamedTuple):
    """A face reduced to some of its glyphs, as entries and streams of a PDF file."""

    name: str
    program: Packed
    to_unicode: Packed
    entries: DictionaryEntries
    descendant: DictionaryEntries
    descriptor: DictionaryEntries


def cut_fonts(used: GlyphsUsed) -> Iterator[CutFont]:
    """All faces that are used, reduced to the glyphs used."""
    for face, glyphs in used.listed:
        yield _cut(face, glyphs)


class TypedFont(NamedTuple):
    """A font for text typed into forms, as entries and a stream of a PDF file."""

    program: Packed
    entries: DictionaryEntries
    descriptor: DictionaryEntries


@lru_cache(maxsize=1)
def typed_font() -> TypedFont:
    """The regular face with Western European letters only, in the one encoding that form fields support (cp1252)."""
    import uharfbuzz

    codes = range(32, 256)
    letters = [bytes([code]).decode("cp1252", "replace") for code in codes]
    request = uharfbuzz.SubsetInput()
    request.flags = uharfbuzz.SubsetFlags.NO_HINTING
    request.unicode_set.update(map(ord, letters))
    request.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _UNUSED_TABLES if tag != "cmap")
    program = uharfbuzz.subset(font_of(Face.REGULAR).face, request).blob.data
    widths = (shape(letter, Face.REGULAR)[0].advance for letter in letters)
    base = f"/BYHAND+{Face.REGULAR.value}-Typed"
    entries = {
        "Type": "/Font",
        "Subtype": "/TrueType",
        "BaseFont": base,
        "FirstChar": codes.start,
        "LastChar": codes.stop - 1,
        "Widths": f"[{' '.join(map(str, widths))}]",
        "Encoding": "/WinAnsiEncoding",
    }
    return TypedFont(
        Packed.of(program, {"Length1": len(program)}), entries, {**_DESCRIPTOR, "FontName": base, "Flags": 32}
    )


@lru_cache(maxsize=64)
def _cut(face: Face, glyphs: tuple[tuple[int, str], ...]) -> CutFont:
    import uharfbuzz

    request = uharfbuzz.SubsetInput()
    request.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    request.glyph_set.update({0, *(number for number, _ in glyphs)})
    request.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _UNUSED_TABLES)
    program = uharfbuzz.subset(font_of(face).face, request).blob.data
    base = f"/BYHAND+{face.value.replace('_', '-')}"
    widths = " ".join(f"{number} [{_advance(face, number)}]" for number, _ in glyphs)
    return CutFont(
        name=NAMES[face].decode(),
        program=Packed.of(program, {"Length1": len(program)}),
        to_unicode=Packed.of(b"".join(_unicode_map(glyphs)), {}),
        entries={"Type": "/Font", "Subtype": "/Type0", "BaseFont": base, "Encoding": "/Identity-H"},
        descendant={
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": base,
            "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
            "CIDToGIDMap": "/Identity",
            "DW": 0,
            "W": f"[{widths}]",
        },
        descriptor={
            **_DESCRIPTOR,
            "FontName": base,
            "Flags": 4,
            "ItalicAngle": -12 if face is Face.ITALIC else 0,
        },
    )


def _unicode_map(glyphs: Sequence[tuple[int, str]]) -> Iterator[bytes]:
    """The map from glyphs to text, so that words can be selected, searched and read aloud."""
    yield b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /byhand def /CMapType 2 def\n"
    yield b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    for start in range(0, len(glyphs), 100):
        part = glyphs[start : start + 100]
        yield b"%d beginbfchar\n" % len(part)
        for number, text in part:
            yield b"<%04X> <%b>\n" % (number, _utf16(text or _WORDLESS))
        yield b"endbfchar\n"
    yield b"endcmap CMapName currentdict /CMap defineresource pop end end"
