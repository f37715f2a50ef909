"""Streams of a PDF file that are compressed once and put into every file that needs them, as ReportLab's objects."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from reportlab.pdfbase import pdfdoc

Entries: TypeAlias = Mapping[str, object]
"""Entries of a PDF dictionary. ReportLab writes text as it stands: `/Name` and `[0 1]` need no types of their own."""


@dataclass(frozen=True)
class Packed:
    """The body of a stream, compressed, and the entries of its dictionary."""

    entries: Entries
    data: bytes

    @staticmethod
    def of(data: bytes, entries: Entries) -> Packed:
        """Compress the data; `entries` are what the dictionary holds beside length and filter."""
        return Packed({**entries, "Filter": "/FlateDecode"}, zlib.compress(data))

    @staticmethod
    def form(operators: bytes, size: tuple[float, float]) -> Packed:
        """Ink of a page's size that any page can show."""
        box = f"[0 0 {size[0]:.2f} {size[1]:.2f}]"
        return Packed.of(operators, {"Type": "/XObject", "Subtype": "/Form", "BBox": box})

    def stream(self) -> pdfdoc.PDFStream:
        """The stream for a file; ReportLab leaves it as it is, since a filter is already named."""
        return pdfdoc.PDFStream(pdfdoc.PDFDictionary(dict(self.entries)), self.data)
