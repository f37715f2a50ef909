"""Assignment folders as zip archives: what the page is given to go on with, and what it hands out."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from anyascii import anyascii

from generator.catalogue import OURS
from generator.errors import ByhandError
from generator.files.whole import LOCK, PRIVATE
from grader.answers.archive import Budget, Member, members
from grader.escaping import visible

DESCRIPTION = "assignment.toml"
MOST_MEMBERS = 50_000
MOST_BYTES = 256 << 20
"""The most that a folder may unpack to: what a class of two thousand takes."""
LONGEST_NAME = 40
CODE = ("exercises/*.py", "templates/**/*.jinja")
"""Files of a folder that are programs: a template may call whatever Python can."""


@contextmanager
def workplace() -> Iterator[Path]:
    """An empty folder to work in, as a person would on the command line; afterwards it is gone."""
    with TemporaryDirectory() as place, chdir(place):
        yield Path()


def unpacked(name: str, content: bytes) -> Path:
    """Unpack a zip archive of an assignment folder here, and return the folder; ByhandError if it holds none."""
    found = dict(_files(name, content))
    roots = sorted((path.parent for path in found if path.name == DESCRIPTION), key=lambda path: len(path.parts))
    if not roots:
        raise ByhandError(
            "{file}: no {description} is in it; give the zip of the class, which was saved when it was made",
            file=name,
            description=DESCRIPTION,
        )
    (root, *others) = roots
    if others and len(others[0].parts) == len(root.parts):
        raise ByhandError(
            "{file}: holds several assignments, such as {one} and {other}; give one of them",
            file=name,
            one=str(root),
            other=str(others[0]),
        )
    own = root.name or PurePosixPath(name).stem
    folder = Path(own) if _can_stay(own) else folder_for(own)
    try:
        for path, member in found.items():
            if path.is_relative_to(root):
                _put(folder / path.relative_to(root), member)
    except OSError as error:
        raise ByhandError(
            "{file}: cannot be unpacked ({fault}); make the zip again from the folder",
            file=name,
            fault=str(error.strerror),
        ) from error
    return folder


def folder_for(title: str) -> Path:
    """A folder named after a title: plain letters, and nothing that the command line takes for an exercise."""
    name = re.sub(r"[^a-z0-9]+", "-", anyascii(title).lower()).strip("-")[:LONGEST_NAME].strip("-")
    return Path(name if name and name not in OURS.names() else f"class-{name}".strip("-"))


def packed(folder: Path, above: Path = Path()) -> bytes:
    """A folder as a zip archive, with permissions; its files are named as seen from a folder above it."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, strict_timestamps=False) as archive:
        for place, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted({*names} - {LOCK}):
                path = Path(place) / name
                archive.write(path, path.relative_to(above))
    return file.getvalue()


def programs_in(folder: Path) -> tuple[str, ...]:
    """The files of a folder that are programs, which run when it is worked with."""
    found = {path.relative_to(folder).as_posix() for pattern in CODE for path in folder.glob(pattern)}
    return tuple(sorted(found))


def _can_stay(name: str) -> bool:
    """Whether a folder may keep its name: it can be seen, and is neither hidden, an option nor an exercise."""
    exercise = OURS.knows(name)
    return bool(name) and visible(name) == name and not name.startswith((".", "-")) and not exercise


def _files(name: str, content: bytes) -> Iterator[tuple[PurePosixPath, Member]]:
    budget = Budget(MOST_MEMBERS, MOST_BYTES)
    for member in members(io.BytesIO(content), name, budget, most=lambda _name: MOST_BYTES, litter=_is_litter):
        if isinstance(member, ByhandError):
            raise member
        yield member.path, member


def _is_litter(path: PurePosixPath) -> bool:
    """Whether a system put it into the archive; files such as .gitignore belong to the folder."""
    return "__MACOSX" in path.parts or path.name == ".DS_Store"


def _put(path: Path, member: Member) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(member.content)
    # An archive made on Windows says nothing of permissions: then nobody else may read it.
    path.chmod(PRIVATE | member.mode)
