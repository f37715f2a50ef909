"""Where answer sheets come from: files, folders and archives, read one at a time; nothing is unpacked to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from generator import files
from generator.errors import ByhandError
from grader.answers.filled_form import MOST_FORM_BYTES, form_text
from grader.answers.workbook import workbook_text

TABLES = frozenset((".csv", ".tsv", ".txt"))
WORKBOOKS = frozenset((".xlsx", ".xlsm"))
FORMS = frozenset((".pdf",))
ARCHIVES = frozenset((".zip",))
MOST_MEMBERS = 50_000
MOST_ARCHIVE_BYTES = 512 << 20


@dataclass(frozen=True)
class HandedFile:
    """A file that was handed in: its name as shown in reports, its text, and when it was last modified (seconds)."""

    name: str
    text: str
    modified: float


def handed_files(paths: Iterable[Path]) -> Iterator[HandedFile | ByhandError]:
    """Every file at the paths, in folders and in archives; an error in place of a file that cannot be used.

    ByhandError is raised, not yielded, for a path that does not exist.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                name = file.relative_to(path.parent).as_posix()
                if file.is_file() and not _is_litter(PurePosixPath(file.relative_to(path).as_posix())):
                    yield from _file(file, name)
        elif path.exists():
            yield from _file(path, path.name)
        else:
            raise ByhandError("{file}: no such file or folder; check the name", file=str(path))


def _file(path: Path, name: str) -> Iterator[HandedFile | ByhandError]:
    if path.is_symlink():
        yield ByhandError("{file}: is a link to another file; hand in the file itself", file=name)
    elif path.suffix.lower() in ARCHIVES:
        yield from _archive(path, name)
    else:
        try:
            yield HandedFile(name, _text(name, _beginning(path)), path.stat().st_mtime)
        except ByhandError as error:
            yield error
        except OSError as error:
            yield ByhandError(
                "{file}: cannot be read ({fault}); check the permissions", file=name, fault=error.strerror or ""
            )


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_most_bytes(path.name) + 1)


def _most_bytes(name: str) -> int:
    """The largest size of a file: tables are small, filled-in forms contain fonts."""
    return MOST_FORM_BYTES if PurePosixPath(name).suffix.lower() in FORMS else files.MOST_BYTES


def _text(name: str, content: bytes) -> str:
    """The text of a file's content; ByhandError if it is not an answer sheet."""
    kind = PurePosixPath(name).suffix.lower()
    if kind in WORKBOOKS and len(content) <= files.MOST_BYTES:
        return workbook_text(name, content)
    if kind in FORMS:
        return form_text(name, content)
    if kind not in TABLES | WORKBOOKS:
        raise ByhandError("{file}: not an answer sheet; hand in the CSV file or the filled-in PDF", file=name)
    return files.text_of(name, content)


def _archive(path: Path, name: str) -> Iterator[HandedFile | ByhandError]:
    """The answer sheets in a zip archive. No member is trusted: neither its name nor its stated size."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MOST_MEMBERS:
                yield ByhandError(
                    "{file}: contains more than {most} files; split it into smaller archives",
                    file=name,
                    most=MOST_MEMBERS,
                )
                return
            total = 0
            for member in sorted(members, key=lambda member: member.filename):
                inside = PurePosixPath(member.filename.replace("\\", "/"))
                shown = f"{name}/{inside}"
                if inside.is_absolute() or ".." in inside.parts:
                    yield ByhandError(
                        "{file}: the path leads outside the archive, so it was not opened; ask for the file itself",
                        file=shown,
                    )
                    continue
                if _is_litter(inside):
                    continue
                try:
                    with archive.open(member) as file:
                        content = file.read(_most_bytes(inside.name) + 1)
                    total += len(content)
                    if total > MOST_ARCHIVE_BYTES:
                        yield ByhandError(
                            "{file}: unpacks to more than {most} MiB, so the rest was not read; "
                            "split it into smaller archives",
                            file=name,
                            most=MOST_ARCHIVE_BYTES >> 20,
                        )
                        return
                    yield HandedFile(shown, _text(shown, content), _seconds(member))
                except ByhandError as error:
                    yield error
                except (RuntimeError, NotImplementedError, zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
                    yield ByhandError(
                        "{file}: cannot be unpacked ({fault}); ask for a new copy", file=shown, fault=str(error)[:80]
                    )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield ByhandError(
            "{file}: cannot be opened as a zip archive ({fault}); ask for a new copy",
            file=name,
            fault=str(error)[:80],
        )


def _seconds(member: zipfile.ZipInfo) -> float:
    try:
        return datetime(*member.date_time, tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0


def _is_litter(path: PurePosixPath) -> bool:
    """Whether it is a file that a system left behind and nobody meant to hand in."""
    return any(part.startswith((".", "__MACOSX", "~$")) for part in path.parts) or path.name in (
        "Thumbs.db",
        "desktop.ini",
    )
