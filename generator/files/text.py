"""The text of a file, whichever program saved it."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from generator.errors import ByhandError

MOST_BYTES = 1 << 20
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_text(path: Path, most_bytes: int = MOST_BYTES) -> str:
    """The text of a file; ByhandError if it cannot be read, is larger than `most_bytes` or is not text."""
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    return text_of(str(path), content, most_bytes)


def unreadable(path: Path, error: OSError) -> ByhandError:
    """What is said of a file that the system does not let us read."""
    fault = error.strerror or ""
    return ByhandError(
        "{file}: cannot be read ({fault}); check the name and the permissions", file=str(path), fault=fault
    )


def text_of(name: str, content: bytes, most_bytes: int = MOST_BYTES) -> str:
    """The text in a file's content; ByhandError, naming the file, if it is larger than `most_bytes` or not text."""
    refuse_large(name, content, most_bytes)
    try:
        return decode(content)
    except ValueError as error:
        raise ByhandError("{file}: not a text file; save it as CSV (UTF-8)", file=name) from error


def refuse_large(name: str, content: bytes, most_bytes: int = MOST_BYTES) -> None:
    """ByhandError, naming the file, if its content is larger than `most_bytes`."""
    if len(content) > most_bytes:
        raise ByhandError(
            "{file}: larger than {most} KiB, and no byhand file is that large; check that it is the right file",
            file=name,
            most=most_bytes // 1024,
        )


def decode(content: bytes) -> str:
    """Bytes as text: UTF-8 or UTF-16, with or without a BOM, otherwise Windows-1252; ValueError if it is not text."""
    mark, encoding = encoding_of(content)
    return without_control(content[len(mark) :].decode(encoding, errors="replace"))


def encoding_of(content: bytes) -> tuple[bytes, str]:
    """The mark that text begins with, if it has one, and how it is encoded."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return mark, encoding
    # Half of the bytes of Western text in UTF-16 are 0; other text contains no 0 bytes.
    if content[1::2].count(0) * 2 > len(content) // 2:
        return b"", "utf-16-le"
    if content[0::2].count(0) * 2 > len(content) // 2:
        return b"", "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "cp1252"
    return b"", "utf-8"


def without_control(text: str) -> str:
    """The text; ValueError if so much of it is control characters that it is none."""
    control = len(_CONTROL.findall(text))
    if control * 20 > len(text):
        raise ValueError("not a text file")
    return text
