"""Makes finished PDF objects, which are serialized or compressed once and then put into every file that needs them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeAlias

DictionaryEntries: TypeAlias = Mapping[str, object]
"""The entries of a PDF dictionary, with values in PDF syntax: `/Name`, `[0 1]`, `7`, `7 0 R`."""

_SHORT = 300
"""Bytes of the longest part that is not worth compressing: it takes 7 µs and saves 60 bytes."""
_ZLIB_HEADER = b"\x78\x01"
"""The first bytes of a compressed stream (RFC 1950): deflated, with a window of 32 KB, quickly."""


def spelled(entries: DictionaryEntries) -> bytes:
    """A dictionary in PDF syntax."""
    return f"<< {' '.join(f'/{name} {value}' for name, value in entries.items())} >>".encode("latin-1")


def text_string(text: str) -> str:
    """A text to be shown or read aloud, in PDF syntax."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


@dataclass(frozen=True)
class Packed:
    """A compressed stream in PDF syntax."""

    body: bytes

    @staticmethod
    def of(data: bytes, entries: DictionaryEntries, level: int = -1) -> Packed:
        """Compress the data. `entries` are added to the length and filter in the dictionary of the stream."""
        return Packed(stream(zlib.compress(data, level), {**entries, "Filter": "/FlateDecode"}))


def stream(data: bytes, entries: DictionaryEntries) -> bytes:
    """A stream in PDF syntax, of data that is compressed already or is to be left as it is."""
    return b"%b\nstream\n%b\nendstream" % (spelled({**entries, "Length": len(data)}), data)


@dataclass(frozen=True)
class Image:
    """An image of this many pixels, a stream of compressed `data`; `mask` says how opaque each of them is."""

    width: int
    height: int
    data: bytes
    entries: DictionaryEntries = field(compare=False)
    mask: Image | None = None

    @cached_property
    def name(self) -> str:
        """Its name in the resources of a page, which no other image has."""
        return f"Image{zlib.crc32(self.mask.data if self.mask else b'', zlib.crc32(self.data)):08X}"

    def spelled(self, mask: object = None) -> bytes:
        """It in PDF syntax; `mask` refers to its mask, if it has one."""
        size = {"Type": "/XObject", "Subtype": "/Image", "Width": self.width, "Height": self.height}
        return stream(self.data, {**size, **self.entries, **({"SMask": mask} if mask else {})})


@dataclass(frozen=True)
class StreamPart:
    """A piece of a stream, compressed on its own, so that it can be woven into any number of streams."""

    data: bytes
    deflated: bytes

    @staticmethod
    def of(data: bytes) -> StreamPart:
        """Compress a piece; it ends with a whole byte and refers to nothing before it."""
        return StreamPart(data, _squeezed(data, -1))


def woven(fixed: Sequence[StreamPart], own: Sequence[bytes]) -> bytes:
    """A compressed stream of fixed pieces, each followed by a part of one's own: only long ones are compressed here."""
    parts, check = [_ZLIB_HEADER], 1
    for piece, part in zip(fixed, own, strict=True):
        parts.append(piece.deflated)
        check = zlib.adler32(piece.data, check)
        if part:
            parts.append(_stored(part) if len(part) <= _SHORT else _squeezed_quickly(part))
            check = zlib.adler32(part, check)
    parts += _ENDED, check.to_bytes(4, "big")
    return stream(b"".join(parts), {"Filter": "/FlateDecode"})


def _stored(part: bytes) -> bytes:
    """A short part as it is (RFC 1951, 3.2.4)."""
    size = len(part)
    return b"\0%b%b%b" % (size.to_bytes(2, "little"), (size ^ 0xFFFF).to_bytes(2, "little"), part)


@lru_cache(maxsize=32)
def _squeezed_quickly(part: bytes) -> bytes:
    """A long part. The last ones are remembered: all pages of a copy show the same QR code."""
    return _squeezed(part, 1)


def _squeezed(data: bytes, level: int) -> bytes:
    squeezer = _deflater(level)
    return squeezer.compress(data) + squeezer.flush(zlib.Z_FULL_FLUSH)


def _deflater(level: int) -> zlib._Compress:
    """A compressor that writes neither header nor checksum. Its memory is small because it gets a piece at a time."""
    return zlib.compressobj(level, wbits=-zlib.MAX_WBITS, memLevel=4)


_ENDED = _deflater(1).flush()
"""The end of a compressed stream."""
