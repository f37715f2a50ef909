"""Reads the logo for the head of a page, a small PNG or JPEG image that is checked before anything is printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from generator.errors import ByhandError

MOST_PIXELS = 4_000_000
_FORMATS = ("PNG", "JPEG")


@dataclass(frozen=True)
class Logo:
    """An image for every page of a file, and its size in pixels."""

    reader: ImageReader
    width: int
    height: int


@lru_cache(maxsize=4)
def read_logo(data: bytes) -> Logo:
    """The logo in a PNG or JPEG file. Raises ByhandError for any other data, or if it has too many pixels."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise ByhandError(f"the logo has {width} × {height} pixels; make it smaller, 1000 × 500 are plenty")
            image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ByhandError("the logo cannot be read as a PNG or JPEG image; save it again as PNG") from error
    return Logo(ImageReader(BytesIO(data)), width, height)
