"""The files in a zip archive, one at a time. No member is trusted: neither its name, nor its stated size or place."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import IO, NamedTuple

from grader.answers.kinds.content import UnreadFileError, most_bytes

_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Other ways of packing cannot be unpacked piece by piece, so that a few bytes may become gigabytes at once."""

_ENCRYPTED = 1


@dataclass
class Budget:
    """What may still be taken out of an archive and the archives within it; it is used up."""

    members: int
    bytes: int

    def take(self, name: str, members: int, size: int) -> None:
        """Use it up; UnreadFileError if there is not enough left."""
        self.members -= members
        self.bytes -= size
        if self.members < 0 or self.bytes < 0:
            raise UnreadFileError(
                "{file}: contains too many files or unpacks to too much, so the rest was not read; "
                "split it into smaller archives",
                file=name,
            )


def of_a_class() -> Budget:
    """For a download from a learning platform, named on the command line."""
    return Budget(members=50_000, bytes=512 << 20)


def of_a_student() -> Budget:
    """For an archive that a student handed in: it lies in a folder or in another archive."""
    return Budget(members=500, bytes=32 << 20)


MOST_DIRECTORY = 8 << 20
"""The most bytes that are read of an archive at once: its table of contents is, whatever its size."""


class Member(NamedTuple):
    """A file in an archive, unpacked up to the most bytes that a file of its name may have, and one more.

    `mode` says who may do what with it, 0 where the archive says nothing.
    """

    path: PurePosixPath
    content: bytes
    mode: int = 0


class _Piecewise:
    """A file that refuses to be read in pieces too large: `zipfile` reads a table of contents as one."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size if 0 <= size <= MOST_DIRECTORY else MOST_DIRECTORY + 1)
        if len(content) > MOST_DIRECTORY:
            raise zipfile.BadZipFile("its table of contents is too large")
        return content


def is_litter(path: PurePosixPath) -> bool:
    """Whether it is a file that a system left behind and nobody meant to hand in."""
    parts = (part for part in path.parts if part != "..")
    return any(part.startswith((".", "__MACOSX", "~$")) for part in parts) or path.name in (
        "Thumbs.db",
        "desktop.ini",
    )


def members(
    file: IO[bytes],
    name: str,
    budget: Budget,
    most: Callable[[str], int] = most_bytes,
    litter: Callable[[PurePosixPath], bool] = is_litter,
) -> Iterator[Member | UnreadFileError]:
    """The members of an archive in the order of their names, an error in place of each that cannot be used.

    `most` is how many bytes a file of a name may have, `litter` what is passed over.
    """
    try:
        with zipfile.ZipFile(_Piecewise(file)) as archive:
            entries = archive.infolist()
            budget.take(name, len(entries), 0)
            _refuse_overlaps(name, entries)
            for entry in sorted(entries, key=lambda entry: entry.filename):
                path = PurePosixPath(entry.filename.replace("\\", "/"))
                if entry.is_dir() or litter(path):
                    continue
                found = _member(archive, entry, path, f"{name}/{path}", most(path.name))
                budget.take(name, 0, len(found.content) if isinstance(found, Member) else 0)
                yield found
    except UnreadFileError as error:
        yield error
    except Exception as error:  # zipfile raises all kinds of errors for a damaged archive
        yield UnreadFileError(
            "{file}: cannot be opened as a zip archive ({fault}); ask for a new copy",
            file=name,
            fault=str(error)[:80],
        )


def _refuse_overlaps(name: str, entries: list[zipfile.ZipInfo]) -> None:
    """UnreadFileError for members that share bytes: that is how bombs are made."""
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    if any(start + size > following for (start, size), (following, _) in pairwise(places)):
        raise UnreadFileError("{file}: its members overlap, so it was not opened; ask for a new copy", file=name)


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: PurePosixPath, shown: str, most: int
) -> Member | UnreadFileError:
    if path.is_absolute() or ".." in path.parts:
        return UnreadFileError(
            "{file}: the path leads outside the archive, so it was not opened; ask for the file itself", file=shown
        )
    if entry.flag_bits & _ENCRYPTED:
        return UnreadFileError("{file}: protected by a password; make a zip archive without one", file=shown)
    if entry.compress_type not in _USUAL:
        return UnreadFileError("{file}: packed in an unusual way; make a zip archive as your system does", file=shown)
    try:
        with archive.open(entry) as file:
            return Member(path, file.read(most + 1), entry.external_attr >> 16 & 0o777)
    except Exception as error:  # zlib and zipfile raise all kinds of errors for a damaged member
        return UnreadFileError(
            "{file}: cannot be unpacked ({fault}); ask for a new copy", file=shown, fault=str(error)[:80]
        )
