"""Files: written completely or not at all, read as text and tables whichever program saved them, and kept."""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from generator.errors import ByhandError

MOST_BYTES = 1 << 20
LOCK = ".byhand.lock"
"""The empty file whose lock is held by the process that changes a folder; the system releases it when that ends."""
LONGEST_WAIT = 30 * 60
"""Seconds to wait for another process: longer than handing out sheets to ten thousand students takes."""
PRIVATE = 0o600
"""The mode of a file that only its owner may read."""
_DRAFT = ".part"
_SEAL = sha256().digest_size
"""The bytes before what is kept: a digest of it and of when its source file was saved."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@contextmanager
def whole_file(path: Path, mode: int = 0o666, lasting: bool = False) -> Iterator[BinaryIO]:
    """A binary file that gets its name only if the block succeeds; an interrupted run leaves the old file or none.

    A `lasting` file is on the disk before it gets its name: even a power cut leaves the old file or the new one.
    """
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name[:40]}.{token_hex(8)}{_DRAFT}")
    file = open(draft, "xb", opener=partial(os.open, mode=mode))  # noqa: SIM115 - closed before it gets its name
    try:
        with file:
            yield file
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException as error:
        draft.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)  # a disk that is full does not say for which file
        raise
    if lasting:
        _sync_names(path.parent)


def write_whole(path: Path, content: str) -> None:
    """Write text, completely or not at all."""
    with whole_file(path) as file:
        file.write(content.encode("utf-8"))


def _sync_names(folder: Path) -> None:
    """Put the names of a folder's files on the disk, where the system lets a program open a folder."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def private_folder(path: Path) -> None:
    """Make a folder that only its owner may look into."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)


def remove_drafts(folder: Path) -> None:
    """Remove what killed runs left half-written in a folder; whoever calls it holds the folder's lock."""
    for draft in folder.glob(f".*{_DRAFT}"):
        draft.unlink(missing_ok=True)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """The right to change the files of a folder: another byhand waits until the block ends, or its process does."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK, timeout=LONGEST_WAIT)
    try:
        lock.acquire()
    except Timeout as error:
        raise ByhandError(
            "{file}: another byhand has been working in this folder for {minutes} minutes; "
            "wait until it is done, or end it, and run the command again",
            file=str(folder),
            minutes=LONGEST_WAIT // 60,
        ) from error
    try:
        remove_drafts(folder)
        yield
    finally:
        lock.release()


def cache_folder() -> Path:
    """The user's folder for what was slow to fetch or to make."""
    return Path.home() / ".cache" / "byhand"


def kept(name: str, source: Path, make: Callable[[], bytes]) -> bytes:
    """What is slow to make from a source file, taken from the user's cache folder where it is as it was made.

    It is made again when the source file has changed, or what is kept. Where Python keeps no bytecode, nothing is kept,
    nor in a browser, whose files are gone when its page is closed.
    """
    if sys.dont_write_bytecode or sys.platform == "emscripten":
        return make()
    try:
        path, known = cache_folder() / name, source.stat()
    except (OSError, RuntimeError):  # a source inside an archive, a user without a home
        return make()
    stamp = f"{known.st_size} {known.st_mtime_ns} ".encode()
    with suppress(OSError), path.open("rb") as file:
        seal, content = file.read(_SEAL), file.read()
        if seal == sha256(stamp + content).digest():
            return content
    content = make()
    with suppress(OSError), whole_file(path) as new:
        new.write(sha256(stamp + content).digest() + content)
    return content


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
    if len(content) > most_bytes:
        raise ByhandError(
            "{file}: larger than {most} KiB, and no byhand file is that large; check that it is the right file",
            file=name,
            most=most_bytes // 1024,
        )
    try:
        return decode(content)
    except ValueError as error:
        raise ByhandError("{file}: not a text file; save it as CSV (UTF-8)", file=name) from error


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


def table_rows(name: str, text: str, separator: str = "") -> Iterator[tuple[int, list[str]]]:
    """The non-empty rows of a table, each with its line number; ByhandError where the quoting is broken.

    Unless it is given, the separator is the most frequent one in the first line that contains any, as there may be a
    title above it.
    """
    return rows_of_lines(name, lines_of(text), separator)


def lines_of(text: str) -> Iterable[str]:
    """The lines of a text with their ends, which are those of files: a cell may contain U+2028 or a form feed."""
    return io.StringIO(text, newline="")


def rows_of_lines(name: str, lines: Iterable[str], separator: str = "") -> Iterator[tuple[int, list[str]]]:
    """The same from the lines of a text, which are looked at one by one."""
    rest = iter(lines)
    above = []
    for line in rest:
        above.append(line)
        if any(mark in line for mark in ",;\t"):
            break
    head = above[-1] if above else ""
    # Excel may announce the separator in an extra first line: sep=;
    announced = head.strip().lower().removeprefix("sep=") if head.lower().startswith("sep=") else ""
    if not separator:
        separator = announced if announced in (",", ";", "\t") else max(",;\t", key=head.count)
    reader = csv.reader(chain(above, rest), delimiter=separator)
    try:
        for row in reader:
            if "".join(row).strip() and not (announced and reader.line_num == 1):
                yield reader.line_num, row
    except csv.Error as error:
        raise ByhandError(
            "{file}, line {line}: cannot be read ({fault}); save it again as CSV",
            file=name,
            line=reader.line_num,
            fault=str(error),
        ) from error
