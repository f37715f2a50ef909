"""Draws the pages of a PDF file as PNG pictures, with PDFium, if the extra `pictures` is installed."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from generator.errors import ByhandError


def png_pages(pdf: bytes, width: int) -> Iterator[bytes]:
    """The pages of a file as PNG files, this many pixels wide; ByhandError if nothing is installed that draws them."""
    try:
        import pypdfium2
    except ImportError as error:
        raise ByhandError(
            "PNG pictures are drawn by pypdfium2, which is not installed; run: pip install 'byhand[pictures]'"
        ) from error
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            file = BytesIO()
            page.render(scale=width / page.get_width()).to_pil().save(file, "PNG", optimize=True)
            yield file.getvalue()
    finally:
        document.close()
