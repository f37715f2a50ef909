"""A sequence that is kept on the disk and not in memory; its file has no name and is gone when the program ends."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO, Generic, TypeVar

Item = TypeVar("Item")


def packed(item: object) -> bytes:
    """An item as it is kept; a worker packs what it made, so that nobody has to pack it again."""
    return pickle.dumps(item, pickle.HIGHEST_PROTOCOL)


class Spool(Generic[Item]):
    """Packed items one after another in a temporary file, in `folder` if one is given; any of them can be replaced."""

    def __init__(self, folder: Path | None = None) -> None:
        self._wanted = folder
        self._end = 0
        self._starts = array("q")
        self._lengths = array("q")

    @cached_property
    def _file(self) -> IO[bytes]:
        """The file, opened when there is something to keep: whoever is refused before leaves no folder behind."""
        if self._wanted:
            self._wanted.mkdir(parents=True, exist_ok=True)
        file = tempfile.TemporaryFile(buffering=0, dir=self._wanted)  # noqa: SIM115 - closed with the last use of the spool
        weakref.finalize(self, file.close)
        return file

    @property
    def _folder(self) -> Path:
        return self._wanted or Path(tempfile.gettempdir())

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[Item]:
        return (self[place] for place in range(len(self)))

    def __getitem__(self, place: int) -> Item:
        self._file.seek(self._starts[place])
        item: Item = pickle.loads(self._file.read(self._lengths[place]))  # noqa: S301 - written by this program
        return item

    def append(self, item: bytes) -> None:
        """Put a packed item at the end."""
        self._starts.append(self._end)
        self._lengths.append(len(item))
        self._write(item)

    def replace(self, place: int, item: bytes) -> None:
        """Put a packed item in the place of another."""
        self._starts[place], self._lengths[place] = self._end, len(item)
        self._write(item)

    def _write(self, item: bytes) -> None:
        try:
            self._file.seek(self._end)
            rest = memoryview(item)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            error.filename = str(self._folder)  # a disk that is full does not say for which file
            raise
        self._end += len(item)


class Drawers(Generic[Item]):
    """A spool in which several items lie under each name."""

    def __init__(self, folder: Path | None = None) -> None:
        self._spool: Spool[Item] = Spool(folder)
        self._places: dict[str, list[int]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def put(self, name: str, item: Item) -> None:
        """Add an item under a name."""
        self._places.setdefault(name, []).append(len(self._spool))
        self._spool.append(packed(item))

    def of(self, name: str) -> Sequence[Item]:
        """The items under a name, in the order in which they were put there."""
        return [self._spool[place] for place in self._places.get(name, ())]
