"""Makes finished PDF objects, which are serialized or compressed once and then added to every file that needs them.

ReportLab writes objects that are bytes without changes, but would serialize its own dictionaries again for every file.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

DictionaryEntries: TypeAlias = Mapping[str, object]
"""The entries of a PDF dictionary, with values in PDF syntax: `/Name`, `[0 1]`, `7`, `7 0 R`."""


def spelled(entries: DictionaryEntries) -> bytes:
    """A dictionary in PDF syntax."""
    return f"<< {' '.join(f'/{name} {value}' for name, value in entries.items())} >>".encode("latin-1")


def text_string(text: str) -> str:
    """A text to be shown or read aloud, in PDF syntax."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


@dataclass(frozen=True)
class Packed:
    """A compressed stream in PDF syntax."""

    body: bytes

    @staticmethod
    def of(data: bytes, entries: DictionaryEntries, level: int = -1) -> Packed:
        """Compress the data. `entries` are added to the length and filter in the dictionary of the stream."""
        packed = zlib.compress(data, level)
        head = spelled({**entries, "Filter": "/FlateDecode", "Length": len(packed)})
        return Packed(b"%b\nstream\n%b\nendstream" % (head, packed))
