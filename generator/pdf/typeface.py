"""Typefaces in a PDF: glyphs by their number in the font, and a font file cut down to those that were used.

Glyphs keep their numbers in the cut font, so ink painted once stays right whatever names are printed beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import uharfbuzz

from generator.pdf.packed import DictionaryEntries, Packed, text_string
from generator.type.bidi import is_plain
from generator.type.faces import Face, font_of
from generator.type.shaping import Glyph, shape, shape_runs

NAMES = {face: face.name.encode() for face in Face} | {Face.REGULAR: b"R", Face.BOLD: b"B", Face.ITALIC: b"I"}
"""The name of each face in a page's resources."""
_WORDLESS = "\u200b"
"""What a glyph stands for whose letter another glyph has already told: nothing that is seen or heard."""
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
"""What the fonts of a file have in common."""


@lru_cache(maxsize=8192)
def text_operators(text: str, face: Face, size: float) -> bytes:
    """The operators that show a line of text at the current place in a font that is already set, and is again after."""
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
            # Where signs join or change their order, the letters are told beside the glyphs.
            line = in_words(run.text, line)
        parts.append(line)
    if current is not face:
        parts.append(b"/%b %.2f Tf" % (NAMES[face], size))
    return b" ".join(parts)


def _show_glyphs(glyphs: Iterable[Glyph], size: float) -> bytes:
    parts: list[bytes] = []
    run = bytearray()
    rise = 0
    back = 0  # how far the next glyph is to be moved back, in thousandths
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
    """Ink that is read as a text of its own."""
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
    """The glyphs used so far, with the text each stands for; those that `known` has are not noted again."""

    found: dict[Face, dict[int, str]] = field(default_factory=dict)
    known: GlyphsUsed | None = None
    _texts: set[tuple[str, Face]] = field(default_factory=set)

    def note(self, text: str, face: Face) -> None:
        """Remember the glyphs of a text."""
        if (text, face) in self._texts:
            return
        self._texts.add((text, face))
        for glyph in shape(text, face):
            if not self._text_of(glyph.face, glyph.number):
                self.found.setdefault(glyph.face, {})[glyph.number] = glyph.text

    def _text_of(self, face: Face, number: int) -> str:
        own = self.found.get(face, {}).get(number, "")
        return own or (self.known._text_of(face, number) if self.known else "")  # noqa: SLF001 - another of its kind

    def twin(self) -> GlyphsUsed:
        """One that goes its own way, and notes only what this one has not."""
        return GlyphsUsed(known=self)

    def beyond(self, known: GlyphsUsed) -> GlyphsUsed:
        """Those that the other does not have."""
        return GlyphsUsed(
            {
                face: {number: text for number, text in glyphs.items() if known.found.get(face, {}).get(number) != text}
                for face, glyphs in self.found.items()
            }
        )

    def add(self, more: GlyphsUsed) -> None:
        """Take in what the other has found."""
        for face, glyphs in more.found.items():
            known = self.found.setdefault(face, {})
            for number, text in glyphs.items():
                known[number] = known.get(number) or text


@dataclass(frozen=True)
class CutFont:
    """A face cut down to some glyphs, as the entries and streams that a PDF file holds of it."""

    name: str
    program: Packed
    to_unicode: Packed
    entries: DictionaryEntries
    descendant: DictionaryEntries
    descriptor: DictionaryEntries


def cut_fonts(used: GlyphsUsed) -> Iterator[CutFont]:
    """Every face that is used, cut down to the glyphs used."""
    for face in Face:
        if glyphs := used.found.get(face):
            yield _cut(face, tuple(sorted(glyphs.items())))


@dataclass(frozen=True)
class TypedFont:
    """A font for what is typed into forms, as the entries and the stream that a PDF file holds of it."""

    program: Packed
    entries: DictionaryEntries
    descriptor: DictionaryEntries


@lru_cache(maxsize=1)
def typed_font() -> TypedFont:
    """The regular face for Western European letters, under the codes of Windows: fields know no others."""
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
    """What text each glyph stands for, so that words can be selected, searched and read aloud."""
    yield b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /byhand def /CMapType 2 def\n"
    yield b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    for start in range(0, len(glyphs), 100):
        part = glyphs[start : start + 100]
        yield b"%d beginbfchar\n" % len(part)
        for number, text in part:
            yield b"<%04X> <%b>\n" % (number, _utf16(text or _WORDLESS))
        yield b"endbfchar\n"
    yield b"endcmap CMapName currentdict /CMap defineresource pop end end"
