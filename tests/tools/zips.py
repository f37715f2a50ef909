"""Zip archives and folders as bytes: packed as a person would, and unpacked."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile


def zipped(folder: Path) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder.parent))
    return file.getvalue()


def archive_of(members: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def extracted(content: bytes, place: Path) -> Path:
    """Unpack a zip archive that holds one folder, as a person would, with permissions."""
    with ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(place)
        for entry in archive.infolist():
            (place / entry.filename).chmod(entry.external_attr >> 16)
    (folder,) = place.iterdir()
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
