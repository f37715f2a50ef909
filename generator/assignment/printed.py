"""What was printed, printed.jsonl: the worksheet that each file shows and what it was made from.

A file that was made from something else, such as an earlier title, is known by it and printed again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.assignment.issued_lines import read_issued_lines
from generator.assignment.worksheet_id import LIKE_AN_ID
from generator.errors import ByhandError, say
from generator.files.whole import private_folder, whole_file

LEDGER = "printed.jsonl"
WITHDRAWN = "withdrawn"
"""The folder for sheets that no longer count: of students who left, and those that others were handed out for."""


class Made(NamedTuple):
    """A file that was made: whose worksheet it shows, empty for a class file, and a digest of all that it shows."""

    student: str
    worksheet: str
    origin: str


class Ledger:
    """The files of a folder that byhand has made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = dict(_read(folder))

    def agrees(self, name: str, origin: str) -> bool:
        """Whether the file is there and was made from this."""
        return name in self._made and self._made[name].origin == origin

    @contextmanager
    def noting(self, outdated: Iterable[str]) -> Iterator[Callable[[str, Made], None]]:
        """Forget the files that are about to be made again; yields the function that notes a file once it is written.

        A run that is killed before it notes a file will make it again.
        """
        for name in outdated:
            self._made.pop(name, None)
        with whole_file(self._folder / LEDGER) as file:
            file.writelines(_line(name, made) for name, made in self._made.items())
        with (self._folder / LEDGER).open("ab", buffering=0) as lines:

            def note(name: str, made: Made) -> None:
                lines.write(_line(name, made))

            yield note


def _line(name: str, made: Made) -> bytes:
    return (json.dumps({"file": name, **made._asdict()}, ensure_ascii=False) + "\n").encode()


def _read(folder: Path) -> Iterator[tuple[str, Made]]:
    """The files that are still there, by name. What cannot be read is printed again, so no line is worth an error."""
    if not (folder / LEDGER).exists():
        return
    with (folder / LEDGER).open("rb") as lines:
        for line in lines:
            try:
                entry = json.loads(line)
                name, *made = (str(entry[key]) for key in ("file", *Made._fields))
                if (folder / name).exists():
                    yield name, Made(*made)
            except (ValueError, KeyError, TypeError, RecursionError, OSError):
                continue


def shown_worksheets(folder: Path, students: Iterable[str]) -> Mapping[str, str]:
    """The worksheets that the files of these students show: as noted, or else as their answer sheets say."""
    noted = {entry.student: entry.worksheet for _, entry in _read(folder) if entry.student}
    shown = {student: noted.get(student) or _answers_of(folder / "answers" / f"{student}.csv") for student in students}
    return {student: worksheet for student, worksheet in shown.items() if worksheet}


def _answers_of(path: Path) -> str:
    """The worksheet in the second line of an answer sheet; empty if there is none."""
    try:
        with path.open("rb") as file:
            lines = file.read(1 << 10).decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    found = LIKE_AN_ID.match(lines[1]) if len(lines) > 1 else None
    return found[0] if found else ""


def withdrawn_worksheets(folder: Path) -> Mapping[str, str]:
    """The worksheets of an assignment that others were handed out for, each with its student."""
    lines = (line.summary for line in read_issued_lines(folder / WITHDRAWN / "issued.jsonl"))
    return {line.worksheet: line.student for line in lines}


def check_shown(folder: Path, shown: Mapping[str, str], issued: Mapping[str, str]) -> None:
    """Raise ByhandError if files show other worksheets than were issued to the same students."""
    parted = {student: identity for student, identity in issued.items() if shown.get(student, identity) != identity}
    if parted:
        student, identity = next(iter(parted.items()))
        more = say(" and of {count} more", count=len(parted) - 1) if len(parted) > 1 else ""
        raise ByhandError(
            "{folder}: the files of {student}{more} show worksheet {worksheet}, but the record has {identity}: "
            "issued.jsonl was lost or replaced, or the secret is different. Restore both from a backup; only if "
            "nobody has a sheet yet, move the folders sheets, answers and keys away and run the command again",
            folder=folder,
            student=student,
            more=more,
            worksheet=shown[student],
            identity=identity,
        )


def put_aside(file: Path, worksheet: str) -> None:
    """Move a file that no longer counts, of a folder such as sheets/, into the folder for those."""
    place = file.parent.parent / WITHDRAWN / file.parent.name
    private_folder(place.parent)
    place.mkdir(exist_ok=True)
    file.replace(place / f"{file.stem}.{worksheet}{file.suffix}")
