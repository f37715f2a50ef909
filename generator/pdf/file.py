"""A PDF file in the making: objects are written as they come, so that a class of any size takes little memory.

Only what a sheet needs of ISO 32000-1: no dates and no random identifiers, so that the same input gives the same bytes.
ReportLab, which keeps every object until the end, took 25 KB of memory a copy in class.pdf and twice the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

from generator.pdf.packed import Entries, Packed, spelled


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

    def put(self, number: int, thing: Entries | Packed) -> None:
        """Write the object of a reserved number."""
        self._offsets[number] = self._position
        body = thing.body if isinstance(thing, Packed) else spelled(thing)
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def add(self, thing: Entries | Packed) -> int:
        """Write an object; returns its number."""
        number = self.reserve()
        self.put(number, thing)
        return number

    def close(self, root: int, info: int) -> None:
        """Write the cross-reference table and the trailer. Every reserved number must have been put."""
        missing = [number for number, offset in enumerate(self._offsets) if number and not offset]
        if missing:
            raise AssertionError(f"objects {missing} were never written")
        start, size = self._position, len(self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for offset in self._offsets[1:]:
            self._write(b"%010d 00000 n \n" % offset)
        trailer = spelled({"Size": size, "Root": reference(root), "Info": reference(info)})
        self._write(b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))

    def _write(self, data: bytes) -> None:
        self.stream.write(data)
        self._position += len(data)


def reference(number: int) -> str:
    """How one object names another."""
    return f"{number} 0 R"
