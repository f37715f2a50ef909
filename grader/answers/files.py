"""Where answer sheets come from: files, folders and archives, read one at a time; nothing is unpacked to disk."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from generator.errors import ByhandError
from grader.answers.archive import Budget, is_litter, members, of_a_class, of_a_student
from grader.answers.kinds.bounded import Reader
from grader.answers.kinds.content import Kind, UnreadFileError, kind_of, most_bytes

MOST_DEPTH = 2
"""Archives within archives are opened this deep: a class, its students, and what they packed once more."""


@dataclass(frozen=True)
class HandedFile:
    """A file that was handed in: its name as shown in reports, and its text.

    `path` is where it lies, and `root` the folder that was asked for, unless it lies in an archive. `students` are
    those who handed it in together, where that is certain: names of files are not looked at then. `received` is when it
    was handed in, where the platform says so beside the file.
    """

    name: str
    text: str
    path: Path | None = None
    root: Path | None = None
    students: tuple[str, ...] = ()
    received: datetime | None = None


def handed_files(paths: Iterable[Path]) -> Iterator[HandedFile | UnreadFileError]:
    """Every file at the paths, in folders and in archives; an error in place of a file that cannot be used.

    ByhandError is raised, not yielded, for a path that does not exist.
    """
    with Reader() as reader:
        for path in paths:
            if path.is_dir():
                for file in _below(path):
                    yield from _File(reader, file, path, _shown(file.relative_to(path.parent))).read(of_a_student())
            elif path.exists() or path.is_symlink():
                yield from _File(reader, path, path, _shown(Path(path.name))).read(of_a_class())
            else:
                raise ByhandError("{file}: no such file or folder; check the name", file=str(path))


def _below(folder: Path) -> Iterator[Path]:
    """Everything in a folder but folders: also what is not a file, and the folders that cannot be looked into."""
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders.sort()
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in sorted([*names, *links]):
            path = Path(place) / name
            if not is_litter(PurePosixPath(path.relative_to(folder).as_posix())):
                yield path
    yield from (Path(str(error.filename)) for error in closed)


def _shown(path: Path) -> str:
    """A path as reports show it; a name need not be text."""
    return path.as_posix().encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True)
class _File:
    """A file on the disk, before it is read."""

    reader: Reader
    path: Path
    root: Path
    name: str

    def read(self, budget: Budget) -> Iterator[HandedFile | UnreadFileError]:
        """What is in it: one text, or the files of an archive."""
        try:
            mode = self.path.lstat().st_mode
            if stat.S_ISLNK(mode):
                yield UnreadFileError("{file}: is a link to another file; hand in the file itself", file=self.name)
            elif stat.S_ISDIR(mode):
                yield UnreadFileError(
                    "{file}: this folder cannot be looked into; check the permissions", file=self.name
                )
            elif not stat.S_ISREG(mode):
                yield UnreadFileError("{file}: is not a file but a pipe or a device; hand in a file", file=self.name)
            elif self.path.suffix.lower() == ".zip":
                with self.path.open("rb") as file:
                    yield from self._archive(file, self.name, budget, 1)
            else:
                with self.path.open("rb") as file:
                    content = file.read(most_bytes(self.name) + 1)
                yield from self._content(self.name, content, budget, 0)
        except OSError as error:
            yield UnreadFileError(
                "{file}: cannot be read ({fault}); check the permissions", file=self.name, fault=error.strerror or ""
            )

    def _archive(
        self, file: IO[bytes], name: str, budget: Budget, depth: int
    ) -> Iterator[HandedFile | UnreadFileError]:
        for member in members(file, name, budget):
            if isinstance(member, UnreadFileError):
                yield member
            else:
                # What students packed has its own budget, so that nobody uses up that of the class.
                own = of_a_student() if depth == 1 and self.path == self.root else budget
                yield from self._content(f"{name}/{member.path}", member.content, own, depth)

    def _content(self, name: str, content: bytes, budget: Budget, depth: int) -> Iterator[HandedFile | UnreadFileError]:
        """What is in the content of a file: one text, or the files of an archive."""
        shown = _shown(Path(name))
        try:
            kind = kind_of(name, content)
            if kind is Kind.ARCHIVE and depth < MOST_DEPTH:
                yield from self._archive(io.BytesIO(content), shown, budget, depth + 1)
                return
            # What libraries make of hostile bytes need not be text that can be written to a file.
            text = self.reader.text(kind, shown, content).encode("utf-8", "replace").decode("utf-8")
        except ByhandError as error:
            yield _unread(shown, error)
        except Exception as error:  # anything in a student's file is that file's problem
            yield UnreadFileError(
                "{file}: cannot be read ({fault}); hand in the CSV file", file=shown, fault=type(error).__name__
            )
        else:
            yield HandedFile(shown, text, self.path if depth == 0 else None, self.root if depth == 0 else None)


def _unread(name: str, error: ByhandError) -> UnreadFileError:
    """The error as that of a file with this name."""
    others = {key: value for key, value in error.said.values if key != "file"}
    return UnreadFileError(error.said.sentence, file=name, **others)
