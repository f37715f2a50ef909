"""Reads from a JPEG file what a PDF file says about it, and then contains it as it is."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import ByhandError
from generator.pdf.packed import Image

_BEGINNING = b"\xff\xd8\xff"
_ENDING = b"\xff\xd9"
_FILLING = 0xFF
_SCAN = 0xDA
_ADOBE = 0xEE
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""The markers before the size of an image that PDF viewers can read: baseline, extended and progressive."""
_FRAME_BYTES = 6
_BITS = 8
_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


class JpegFile:
    """A JPEG file. Raises ByhandError for one that is cut off, or coded in a way that PDF viewers cannot read."""

    def __init__(self, data: bytes) -> None:
        try:
            segments = dict(_segments(data))
        except (IndexError, ValueError) as error:
            raise ByhandError("the logo is a JPEG file that is cut off or damaged; save it again") from error
        frame = next((content for marker, content in segments.items() if marker in _FRAMES), b"")
        if len(frame) < _FRAME_BYTES or frame[0] != _BITS or frame[5] not in _COLOURS:
            raise ByhandError("the logo is a JPEG file of a kind that PDF files cannot contain; save it again as PNG")
        self.size = int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")
        self._data = data
        self._colours = _COLOURS[frame[5]]
        self._by_adobe = segments.get(_ADOBE, b"").startswith(b"Adobe")

    @staticmethod
    def begins(data: bytes) -> bool:
        """Whether data begins as a JPEG file does."""
        return data.startswith(_BEGINNING)

    def image(self) -> Image:
        """The image as PDF files contain it."""
        entries = {"ColorSpace": self._colours, "BitsPerComponent": _BITS, "Filter": "/DCTDecode"}
        if self._colours == _COLOURS[4] and self._by_adobe:
            # Adobe's programs write for each ink how much of it is missing.
            entries["Decode"] = "[1 0 1 0 1 0 1 0]"
        return Image(*self.size, self._data, entries)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """What is before the image itself: markers, and what belongs to each. IndexError or ValueError if it is damaged."""
    place = len(_BEGINNING) - 1
    marker = _FILLING
    while marker != _SCAN:
        if data[place] != _FILLING:
            raise ValueError(place)
        marker = data[place + 1]
        if marker == _FILLING:
            place += 1
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        yield marker, data[place + 4 : place + 2 + length]
        place += 2 + length
    data.index(_ENDING, place)
