"""Reads the logo for the head of a page, a small PNG or JPEG image that is checked before anything is printed."""

from __future__ import annotations

from functools import lru_cache

from generator.errors import ByhandError
from generator.pdf.jpeg_file import JpegFile
from generator.pdf.packed import Image

MOST_PIXELS = 4_000_000


@lru_cache(maxsize=4)
def read_logo(data: bytes) -> Image:
    """The logo in a PNG or JPEG file. Raises ByhandError for any other data, or if it has no or too many pixels."""
    from generator.pdf.png_file import PngFile  # only few classes have a logo

    file = JpegFile(data) if JpegFile.begins(data) else PngFile(data)
    width, height = file.size
    if not 0 < width * height <= MOST_PIXELS:
        raise ByhandError(
            "the logo has {width} × {height} pixels; make it smaller, 1000 × 500 are plenty", width=width, height=height
        )
    return file.image()
