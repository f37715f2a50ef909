"""Prints a digest of every file below a folder, a PDF once inflated: `python -m tests.tools.inflated FOLDER`.

The versions of Python come with other versions of zlib, which pack the same in other bytes.
"""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

import pypdf
from pypdf.generic import IndirectObject, StreamObject


def inflated(content: bytes) -> bytes:
    """All objects of a PDF in order, their streams unpacked."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return b"\n".join(_spelled(reader, number) for number in range(1, int(str(reader.trailer["/Size"]))))


def _spelled(reader: pypdf.PdfReader, number: int) -> bytes:
    thing = reader.get_object(IndirectObject(number, 0, reader))
    if isinstance(thing, StreamObject):
        return thing.get_data()
    written = io.BytesIO()
    if thing is not None:
        thing.write_to_stream(written)
    return written.getvalue()


def main() -> None:
    """The digests, a file a line; what only says when something was made, or from what, is left out."""
    folder = Path(sys.argv[1])
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".pdf", ".csv", ".html", ".jsonl") and path.name != "printed.jsonl":
            content = path.read_bytes()
            digest = hashlib.sha256(inflated(content) if path.suffix == ".pdf" else content).hexdigest()
            sys.stdout.write(f"{digest}  {path.relative_to(folder).as_posix()}\n")


if __name__ == "__main__":
    main()
