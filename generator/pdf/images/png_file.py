"""Reads a PNG file into an image for PDF files, which know PNG's filters: its lines are hardly ever decoded."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import png

from generator.pdf.images.broken import refused
from generator.pdf.packed import Image

_BEST = 9
_GREY, _RGB = "/DeviceGray", "/DeviceRGB"
_MOST_WHEN_INTERLACED = 3
"""How many times as long an interlaced image can be as any other: it has more lines, which end with whole bytes."""
_FAULTS = (png.Error, zlib.error, Warning, AttributeError, EOFError, IndexError, ValueError)
"""What the library raises for a broken file."""


class PngFile:
    """A PNG file. Raises ByhandError for a broken one, and for any other data."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._reader = png.Reader(bytes=data)
        with refused(_FAULTS):
            self._reader.preamble()
            self.size: tuple[int, int] = self._reader.width, self._reader.height
            if self._reader.colormap and not self._reader.plte:
                raise ValueError("no palette")

    def image(self) -> Image:
        """The image as PDF files contain it."""
        reader = self._reader
        with refused(_FAULTS):
            lines = self._lines()
            if reader.interlace or reader.trns:
                return self._decoded().image(_RGB)
            kept = _Lines(*self.size, reader.color_planes, reader.bitdepth, bool(reader.alpha), lines)
        if reader.colormap:
            return kept.image(f"[/Indexed {_RGB} {len(reader.plte) // 3 - 1} <{reader.plte.hex()}>]")
        return kept.image(_GREY if reader.greyscale else _RGB)

    def _lines(self) -> bytes:
        """The lines of the image as they are in the file, each behind the number of its filter."""
        packed = b"".join(content for kind, content in self._reader.chunks() if kind == b"IDAT")
        expected = self._reader.height * (1 + self._reader.row_bytes)
        inflater = zlib.decompressobj()
        lines = inflater.decompress(packed, expected * (_MOST_WHEN_INTERLACED if self._reader.interlace else 1))
        if inflater.decompress(inflater.unconsumed_tail, 1) or len(lines) < expected:
            raise ValueError("fewer or more lines than it should have")
        return lines

    def _decoded(self) -> _Lines:
        """The lines of an image that is interlaced, or transparent where it has certain colours: this takes seconds."""
        reader = png.Reader(bytes=self._data)
        alpha = bool(self._reader.alpha or self._reader.trns)
        _, _, rows, _ = reader.asRGBA8() if alpha else reader.asRGB8()
        return _Lines(*self.size, 3, 8, alpha, b"".join(b"\0" + bytes(row) for row in rows))


@dataclass(frozen=True)
class _Lines:
    """The filtered lines of an image: its colours a pixel, the bits of each, and last how opaque it is, if `alpha`."""

    width: int
    height: int
    colours: int
    bits: int
    alpha: bool
    content: bytes

    def image(self, space: str) -> Image:
        """The image in this colour space."""
        if self.alpha:
            sample = self.bits // 8
            colours, opaque = sample * self.colours, sample
            mask = replace(self, colours=1, alpha=False, content=self._part(colours, opaque)).image(_GREY)
            bare = replace(self, alpha=False, content=self._part(0, colours)).image(space)
            return replace(bare, mask=mask)
        size = f"/Colors {self.colours} /BitsPerComponent {self.bits} /Columns {self.width}"
        entries = {
            "ColorSpace": space,
            "BitsPerComponent": self.bits,
            "Filter": "/FlateDecode",
            "DecodeParms": f"<< /Predictor 15 {size} >>",  # as PNG: each line begins with the number of its filter
        }
        return Image(self.width, self.height, zlib.compress(self.content, _BEST), entries)

    def _part(self, first: int, count: int) -> bytes:
        """Only these bytes of each pixel. A filter works on each byte of a pixel alone, so it holds for a part, too."""
        pixel = (self.colours + 1) * self.bits // 8
        lines = []
        for start in range(0, len(self.content), 1 + self.width * pixel):
            line = bytearray(1 + self.width * count)
            line[0] = self.content[start]
            pixels = self.content[start + 1 : start + 1 + self.width * pixel]
            for place in range(count):
                line[1 + place :: count] = pixels[first + place :: pixel]
            lines.append(line)
        return b"".join(lines)
