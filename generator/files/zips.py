"""Zip archives: the same files always give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generator.files.whole import PRIVATE

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time that every file in an archive has: the first that a zip can hold."""
_RUN = 0o111


def write_zip(
    stream: BinaryIO, members: Iterable[tuple[str, bytes]], mode: int = PRIVATE, programs: Collection[str] = ()
) -> None:
    """Write an archive of these files in this order; everybody who gets the archive may run the programs."""
    with ZipFile(stream, "w") as archive:
        for name, content in members:
            entry = ZipInfo(name, _EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = (mode | _RUN if name in programs else mode) << 16
            archive.writestr(entry, content)


def zipped(members: Iterable[tuple[str, bytes]], mode: int = PRIVATE, programs: Collection[str] = ()) -> bytes:
    """The same archive as bytes."""
    packed = io.BytesIO()
    write_zip(packed, members, mode, programs)
    return packed.getvalue()
