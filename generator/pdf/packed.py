"""What a PDF file holds: dictionaries, and streams that are compressed once and put into every file that needs them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Entries: TypeAlias = Mapping[str, object]
"""Entries of a PDF dictionary, each value as it is spelled in the file: `/Name`, `[0 1]`, `7`, `7 0 R`."""


@dataclass(frozen=True)
class Packed:
    """The body of a stream, compressed, and the entries of its dictionary."""

    entries: Entries
    data: bytes

    @staticmethod
    def of(data: bytes, entries: Entries, level: int = -1) -> Packed:
        """Compress the data; `entries` are what the dictionary holds beside length and filter."""
        return Packed({**entries, "Filter": "/FlateDecode"}, zlib.compress(data, level))

    @staticmethod
    def form(operators: bytes, size: tuple[float, float]) -> Packed:
        """Ink of a page's size that any page can show."""
        box = f"[0 0 {size[0]:.2f} {size[1]:.2f}]"
        return Packed.of(operators, {"Type": "/XObject", "Subtype": "/Form", "BBox": box})

    @staticmethod
    def page(operators: bytes) -> Packed:
        """What one copy of a page draws; packed fast, since every copy has its own."""
        return Packed.of(operators, {}, level=1)

    @property
    def body(self) -> bytes:
        """As it stands in a file."""
        length = {"Length": len(self.data)}
        return b"%b\nstream\n%b\nendstream" % (spelled({**self.entries, **length}), self.data)


def spelled(entries: Entries) -> bytes:
    """A dictionary as it stands in a file."""
    return f"<< {' '.join(f'/{name} {value}' for name, value in entries.items())} >>".encode("latin-1")


def text_string(text: str) -> str:
    """A text for metadata and bookmarks."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
