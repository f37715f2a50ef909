"""What is slow to fetch or to make, kept in the user's cache folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

from generator.files.whole import whole_file

_SEAL = sha256().digest_size
"""The bytes before what is kept: a digest of it and of the state of its sources."""
_State: TypeAlias = tuple[str, int, int]
"""The name of a source file, its size, and when it was saved: by these Python knows whether bytecode is up to date."""


def cache_folder() -> Path:
    """The user's folder for what was slow to fetch or to make."""
    return Path.home() / ".cache" / "byhand"


def kept(name: str, sources: Iterable[Path], make: Callable[[], bytes], most: int | None = None) -> bytes:
    """What is slow to make from its sources, taken from the user's cache folder where it is as it was made.

    It is made again when a source has changed, or what is kept; a source is a file, or a folder for all modules in it.
    Where Python keeps no bytecode, nothing is kept, nor in a browser, whose files are gone when its page is closed.
    If its folder has more than `most` files, the oldest go.
    """
    if sys.dont_write_bytecode or sys.platform == "emscripten":
        return make()
    try:
        path, states = cache_folder() / name, [state for source in sources for state in _states(source)]
    except (OSError, RuntimeError):  # a source inside an archive, a user without a home
        return make()
    stamp = repr(states).encode()
    with suppress(OSError), path.open("rb") as file:
        seal, content = file.read(_SEAL), file.read()
        if seal == sha256(stamp + content).digest():
            return content
    content = make()
    with suppress(OSError), whole_file(path) as new:
        new.write(sha256(stamp + content).digest() + content)
    if most is not None:
        with suppress(OSError):
            _remove_oldest(path.parent, most)
    return content


def _remove_oldest(folder: Path, most: int) -> None:
    newest_first = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in newest_first[most:]:
        file.unlink()


def _states(source: Path) -> Iterator[_State]:
    if source.is_dir():
        yield from _states_in(str(source))
    else:
        found = source.stat()
        yield source.name, found.st_size, found.st_mtime_ns


def _states_in(folder: str) -> Iterator[_State]:
    """The states of all modules in a folder and in those below it, in the order of their names."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=attrgetter("name")):
            if entry.is_dir():
                yield from _states_in(entry.path)
            elif entry.name.endswith(".py"):
                found = entry.stat()
                yield entry.name, found.st_size, found.st_mtime_ns
