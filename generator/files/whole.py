"""Files written completely or not at all, in folders that one process changes at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from generator.errors import ByhandError

LOCK = ".byhand.lock"
"""The empty file whose lock is held by the process that changes a folder; the system releases it when that ends."""
LONGEST_WAIT = 30 * 60
"""Seconds to wait for another process: longer than handing out sheets to ten thousand students takes."""
PRIVATE = 0o600
"""The mode of a file that only its owner may read."""
_DRAFT = ".part"


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
