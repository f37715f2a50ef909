"""Ready-made objects of a PDF file: spelled out or compressed once, and put by ReportLab into all files that need them.

ReportLab takes bytes for an object as they are; dictionaries of its own it would spell anew for every file.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

DictionaryEntries: TypeAlias = Mapping[str, object]
"""Entries of a PDF dictionary, each value as it is spelled in the file: `/Name`, `[0 1]`, `7`, `7 0 R`."""


def spelled(entries: DictionaryEntries) -> bytes:
    """A dictionary as it stands in a file."""
    return f"<< {' '.join(f'/{name} {value}' for name, value in entries.items())} >>".encode("latin-1")


def text_string(text: str) -> str:
    """A text that readers show or say, as it is spelled in a file."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


@dataclass(frozen=True)
class Packed:
    """A stream as it stands in a file, compressed."""

    body: bytes

    @staticmethod
    def of(data: bytes, entries: DictionaryEntries, level: int = -1) -> Packed:
        """Compress the data; `entries` are what its dictionary holds beside length and filter."""
        packed = zlib.compress(data, level)
        head = spelled({**entries, "Filter": "/FlateDecode", "Length": len(packed)})
        return Packed(b"%b\nstream\n%b\nendstream" % (head, packed))
