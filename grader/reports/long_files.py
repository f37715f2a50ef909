"""Files too long for memory: their text line by line, whichever program saved them."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from generator.errors import ByhandError
from generator.files.tables import lines_of
from generator.files.text import encoding_of, text_of, unreadable, without_control

_HEAD = 1 << 16
"""So many bytes from the start tell how a text is encoded."""


def text_lines(path: Path, most_bytes: int) -> Iterator[str]:
    """The lines of a text; ByhandError if it cannot be read, is larger than `most_bytes` or is not text."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if len(head) < _HEAD:
                yield from lines_of(text_of(str(path), head))
                return
            if path.stat().st_size > most_bytes:
                raise ByhandError(
                    "{file}: larger than {most} MiB; check that it is the right file",
                    file=str(path),
                    most=most_bytes >> 20,
                )
            mark, encoding = _encoding(file, str(path), head[: head.rfind(b"\n") + 1] or head)
            file.seek(len(mark))
            with io.TextIOWrapper(file, encoding, errors="replace", newline="") as text:
                yield from text
    except OSError as error:
        raise unreadable(path, error) from error


def _encoding(file: BinaryIO, name: str, head: bytes) -> tuple[bytes, str]:
    """How a text is encoded that begins with these lines; the rest may show that it is not UTF-8."""
    mark, encoding = encoding_of(head)
    try:
        without_control(head[len(mark) :].decode(encoding, errors="replace"))
    except ValueError as error:
        raise ByhandError("{file}: not a text file; save it as CSV (UTF-8)", file=name) from error
    if encoding != "utf-8":
        return mark, encoding
    file.seek(len(mark))
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_HEAD):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return mark, "cp1252"
    return mark, encoding
