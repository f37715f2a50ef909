"""Writes a PDF file object by object: each goes into the file at once, and the table of their places at the end.

A writer remembers where objects are and nothing else, so memory does not grow with what a file contains. Files that
begin alike are continued from one beginning, which is written once.
"""

from __future__ import annotations

import hashlib
from array import array
from typing import BinaryIO, NamedTuple

from generator.pdf.packed import spelled

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
"""The version that PDF/UA-1 is based on, and a comment that shows programs that the file is binary."""
_LINES_AT_ONCE = 1024
_FREE = 0
"""The place of an object that has a number and is not in the file yet. Nothing can be there: the header is."""


class Reference(NamedTuple):
    """A reference to an object, in PDF syntax when it is printed."""

    number: int

    def __str__(self) -> str:
        return f"{self.number} 0 R"


class Beginning(NamedTuple):
    """The first bytes of a file, the places of the objects in them, and what the identifier is made from so far."""

    content: bytes
    places: array[int]
    digest: hashlib._Hash


class Writer:
    """Writes a file into a stream, from the start or after a beginning that was written earlier."""

    def __init__(self, stream: BinaryIO, beginning: Beginning | None = None) -> None:
        beginning = beginning or Beginning(_HEADER, array("Q", [_FREE]), hashlib.sha256(_HEADER))
        self._stream = stream
        self._places = beginning.places[:]
        self._digest = beginning.digest.copy()
        self._position = len(beginning.content)
        stream.write(beginning.content)

    def beginning(self, content: bytes) -> Beginning:
        """What was written so far, for files that begin alike; `content` is what the stream received."""
        if len(content) != self._position:
            raise ValueError(f"{self._position} bytes were written, but {len(content)} are given")
        return Beginning(content, self._places[:], self._digest.copy())

    @property
    def next_number(self) -> int:
        """The number of the next object that is put into the file without a reservation."""
        return len(self._places)

    def reserve(self) -> Reference:
        """A reference to an object that is written later, for others to refer to."""
        self._places.append(_FREE)
        return Reference(len(self._places) - 1)

    def put(self, body: bytes, reserved: Reference | None = None) -> Reference:
        """Write an object, under the reserved number if there is one."""
        reference = reserved or self.reserve()
        if self._places[reference.number] != _FREE:
            raise ValueError(f"object {reference.number} is in the file already")
        self._places[reference.number] = self._position
        self._write(b"%d 0 obj\n%b\nendobj\n" % (reference.number, body))
        return reference

    def close(self, catalog: Reference, information: Reference) -> None:
        """Write the table of places, and an identifier that is made from all objects: equal files have an equal one."""
        if _FREE in self._places[1:]:
            raise ValueError(f"object {self._places.index(_FREE, 1)} was reserved, but never written")
        start, size = self._position, len(self._places)
        self._stream.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for first in range(1, size, _LINES_AT_ONCE):
            places = self._places[first : first + _LINES_AT_ONCE]
            self._stream.write(b"%010d 00000 n \n" * len(places) % tuple(places))
        identifier = f"<{self._digest.hexdigest()[:32]}>"
        entries = {"Size": size, "Root": catalog, "Info": information, "ID": f"[{identifier} {identifier}]"}
        self._stream.write(b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (spelled(entries), start))

    def _write(self, content: bytes) -> None:
        self._stream.write(content)
        self._digest.update(content)
        self._position += len(content)
