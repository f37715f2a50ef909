"""Reads the logo for the head of a page, a small image that is checked before anything is printed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from generator.errors import ByhandError
from generator.pdf.images.jpeg_file import JpegFile
from generator.pdf.packed import Image

if TYPE_CHECKING:
    from generator.pdf.images.painted import PaintedImage
    from generator.pdf.images.png_file import PngFile

PNG = b"\x89PNG\r\n\x1a\n"
"""What a PNG file begins with."""
MOST_PIXELS = 4_000_000


@lru_cache(maxsize=4)
def read_logo(data: bytes) -> Image:
    """The logo in an image file. Raises ByhandError for any other data, or if it has no or too many pixels.

    PNG and JPEG are read everywhere, to the same bytes; other kinds only where Pillow and ReportLab are.
    """
    file = _file(data)
    width, height = file.size
    if not 0 < width * height <= MOST_PIXELS:
        raise ByhandError(
            "the logo has {width} × {height} pixels; make it smaller, 1000 × 500 are plenty", width=width, height=height
        )
    return file.image()


def _file(data: bytes) -> JpegFile | PngFile | PaintedImage:
    # Only few classes have a logo, and few logos are of another kind: what reads them is loaded only now.
    if JpegFile.begins(data):
        return JpegFile(data)
    if data.startswith(PNG):
        from generator.pdf.images.png_file import PngFile

        return PngFile(data)
    try:
        from generator.pdf.images.painted import PaintedImage
    except ImportError as error:
        raise ByhandError("the logo is neither PNG nor JPEG, which is all that is read here; save it as PNG") from error
    return PaintedImage(data)
