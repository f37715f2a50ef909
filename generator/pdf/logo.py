"""Reads the logo for the head of a page, a small PNG or JPEG image that is checked before anything is printed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, cast

from generator.errors import ByhandError
from generator.pdf.writer import Reference, Writer

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, StreamObject

MOST_PIXELS = 4_000_000
_FORMATS = ("PNG", "JPEG")


@dataclass(frozen=True)
class Logo:
    """An image for every page of a file, and its size in pixels."""

    data: bytes
    width: int
    height: int

    @cached_property
    def name(self) -> str:
        """Its name in the resources of a page, which no other image has."""
        return f"Logo{zlib.crc32(self.data):08X}"

    def put_into(self, writer: Writer) -> Reference:
        """Write it into a file, as ReportLab paints it on a page of its own."""
        from pypdf import PdfReader
        from reportlab.lib.utils import ImageReader
        from reportlab.pdfgen.canvas import Canvas

        file = BytesIO()
        canvas = Canvas(file, invariant=1)
        canvas.drawImage(ImageReader(BytesIO(self.data)), 0, 0, mask="auto")
        canvas.save()
        resources = cast("DictionaryObject", PdfReader(file).pages[0]["/Resources"])
        (image,) = cast("DictionaryObject", resources["/XObject"]).values()
        return _put(cast("StreamObject", image.get_object()), writer)


def _put(image: StreamObject, writer: Writer) -> Reference:
    """Write an image of another file, and first the one that says where it is transparent."""
    from pypdf.generic import IndirectObject, NameObject

    if "/SMask" in image:
        mask = _put(cast("StreamObject", image["/SMask"].get_object()), writer)
        image[NameObject("/SMask")] = IndirectObject(mask.number, 0, None)
    body = BytesIO()
    image.write_to_stream(body)
    return writer.put(body.getvalue())


@lru_cache(maxsize=4)
def read_logo(data: bytes) -> Logo:
    """The logo in a PNG or JPEG file. Raises ByhandError for any other data, or if it has too many pixels."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise ByhandError(f"the logo has {width} × {height} pixels; make it smaller, 1000 × 500 are plenty")
            image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ByhandError("the logo cannot be read as a PNG or JPEG image; save it again as PNG") from error
    return Logo(data, width, height)
