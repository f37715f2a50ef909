"""What is slow to fetch or to make, kept in the user's cache folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from generator.files.whole import whole_file

_SEAL = sha256().digest_size
"""The bytes before what is kept: a digest of it and of when its source file was saved."""


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
