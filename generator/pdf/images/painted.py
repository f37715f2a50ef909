"""Reads an image of another kind, GIF or WebP for example, as ReportLab paints it; browsers do not have ReportLab."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, cast

from PIL import Image as Picture
from PIL import UnidentifiedImageError
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from generator.pdf.images.broken import refused
from generator.pdf.packed import Image

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, StreamObject

_FORMATS = ("BMP", "GIF", "TIFF", "WEBP")
_BEST = 9
_FAULTS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, Picture.DecompressionBombError)
"""What Pillow raises for a broken file."""


class PaintedImage:
    """An image file that Pillow can open. Raises ByhandError for a broken one, and for any other data."""

    def __init__(self, data: bytes) -> None:
        with refused(_FAULTS):
            self._picture = Picture.open(BytesIO(data), formats=_FORMATS)
        self.size = self._picture.size

    def image(self) -> Image:
        """The image as PDF files contain it: the first one of the file, with what is transparent as its mask."""
        file = BytesIO()
        canvas = Canvas(file, invariant=1)
        with refused(_FAULTS):
            canvas.drawImage(ImageReader(self._picture.convert("RGBA")), 0, 0, mask="auto")
        canvas.save()
        resources = cast("DictionaryObject", PdfReader(file).pages[0]["/Resources"])
        (painted,) = cast("DictionaryObject", resources["/XObject"]).values()
        return _image_of(cast("StreamObject", painted.get_object()))


def _image_of(painted: StreamObject) -> Image:
    """An image in a file of ReportLab's, and the one that says how opaque it is."""
    mask = _image_of(cast("StreamObject", painted["/SMask"].get_object())) if "/SMask" in painted else None
    entries = {"ColorSpace": painted["/ColorSpace"], "BitsPerComponent": 8, "Filter": "/FlateDecode"}
    width, height = (cast("int", painted[name]) for name in ("/Width", "/Height"))
    return Image(width, height, zlib.compress(painted.get_data(), _BEST), entries, mask)
