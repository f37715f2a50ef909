"""A PDF file in the making: objects are written as they come, so that a class of any size takes little memory.

Only what a sheet needs of ISO 32000-1: no dates and no random identifiers, so that the same input gives the same bytes.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import BinaryIO

COMPRESSION = 6


@dataclass(frozen=True)
class Packed:
    """A stream object's body, compressed once and written as often as needed."""

    entries: bytes
    data: bytes

    @staticmethod
    def of(entries: bytes, data: bytes, level: int = COMPRESSION) -> Packed:
        """Compress the data; `entries` are the other entries of the stream's dictionary."""
        return Packed(entries + b" /Filter /FlateDecode", zlib.compress(data, level))

    @property
    def body(self) -> bytes:
        """As written into the file."""
        return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (self.entries, len(self.data), self.data)


@dataclass
class PdfFile:
    """Writes numbered objects to a binary stream and closes with the table of where they are."""

    stream: BinaryIO
    _offsets: list[int] = field(default_factory=lambda: [0])
    _position: int = 0

    def __post_init__(self) -> None:
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self) -> int:
        """A number for an object that is written later."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def put(self, number: int, body: bytes) -> None:
        """Write the object of a reserved number."""
        self._offsets[number] = self._position
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def add(self, body: bytes) -> int:
        """Write an object; returns its number."""
        number = self.reserve()
        self.put(number, body)
        return number

    def close(self, root: int, info: int) -> None:
        """Write the cross-reference table and the trailer. Every reserved number must have been put."""
        missing = [number for number, offset in enumerate(self._offsets) if number and not offset]
        if missing:
            raise AssertionError(f"objects {missing} were never written")
        start = self._position
        rows = b"".join(b"%010d 00000 n \n" % offset for offset in self._offsets[1:])
        size = len(self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows))
        self._write(b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (size, root, info))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _write(self, data: bytes) -> None:
        self.stream.write(data)
        self._position += len(data)


def text_string(text: str) -> bytes:
    """A text for the document's metadata and outline."""
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().upper().encode()
