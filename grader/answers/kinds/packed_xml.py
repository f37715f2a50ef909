"""Workbooks are XML in a zip archive, both of which can be bombs: they are measured before a library reads them."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from generator.errors import ByhandError

MOST_UNPACKED = 32 << 20
MOST_PARTS = 500
MOST_ELEMENTS = 100_000
"""An answer sheet of 300 lines has about 10,000 elements; a library takes about 20 µs for each."""
_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PIECE = 1 << 16


def refuse_bombs(name: str, content: bytes) -> None:
    """ByhandError, naming the file, if it unpacks to too much or has too many elements; or if it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            members = parts.infolist()
            if len(members) > MOST_PARTS or sum(member.file_size for member in members) > MOST_UNPACKED:
                raise ByhandError(
                    "{file}: unpacks to more than {most} MiB, too large for an answer sheet; save it as CSV",
                    file=name,
                    most=MOST_UNPACKED >> 20,
                )
            if any(member.compress_type not in _USUAL for member in members):
                raise ByhandError("{file}: packed in an unusual way; save it as CSV", file=name)
            elements = 0
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels")):
                    elements += _elements(parts, member, MOST_ELEMENTS - elements)
                if elements >= MOST_ELEMENTS:
                    raise ByhandError(
                        "{file}: has more than {most} cells and styles, too many for an answer sheet; save it as CSV",
                        file=name,
                        most=MOST_ELEMENTS,
                    )
    except ByhandError:
        raise
    except Exception as error:  # zlib, zipfile and expat raise all kinds of errors for a damaged file
        raise ByhandError(
            "{file}: cannot be read as a workbook ({fault}); save it as CSV", file=name, fault=type(error).__name__
        ) from error


def _elements(parts: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> int:
    """The number of elements of a part, and of its entities; counting ends at `most`."""
    count = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal count
        count += 1

    def declared(*_: object) -> None:
        raise ValueError("an entity is declared")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = declared
    with parts.open(member) as file:
        while count < most and (piece := file.read(_PIECE)):
            parser.Parse(piece, False)
    if count < most:
        parser.Parse(b"", True)  # a part that breaks off is an error: some readers would look for its end for ever
    return count
