"""The roster: who is in the class, in the order of the file, as learning platforms and people write class lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.assignment.class_lists import titles
from generator.assignment.class_lists.table import RosterRow, tables
from generator.errors import ByhandError, Said, say

LONGEST_ID = 64
LONGEST_NAME = 200
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""What a terminal or a page would obey instead of showing it: many a platform lets students choose their names."""
MOST_ROWS_ABOVE = 10
"""The most rows, such as the name of the course, that may come before the titles of the columns."""
MOST_COLUMNS_NAMED = 12
_RESERVED = {
    *("con", "conin$", "conout$", "prn", "aux", "nul"),
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
"""Names of devices in Windows, with any ending; the digits may be raised: COM¹."""


@dataclass(frozen=True, slots=True)
class Student:
    """A student: the id used in file names, the name that is printed, and what else a platform may know them by."""

    id: str
    name: str
    email: str = ""
    login: str = ""


@dataclass(frozen=True)
class RosterLine:
    """A student's line in the roster, with all its cells by title, in lower case."""

    student: Student
    cells: Mapping[str, str] = field(hash=False)


def roster_file(folder: Path) -> Path:
    """The class list in a folder: roster.csv or a workbook; ByhandError if there are both."""
    table, workbook = folder / "roster.csv", folder / "roster.xlsx"
    if table.exists() and workbook.exists():
        raise ByhandError(
            "{folder}: has two class lists, roster.csv and roster.xlsx; delete the one that does not count",
            folder=folder,
        )
    return workbook if workbook.exists() else table


def read_roster(path: Path) -> tuple[Student, ...]:
    """The students in a roster file; ByhandError for a missing column and for empty, repeated or unsafe ids."""
    return tuple(line.student for line in read_roster_lines(path))


def read_roster_lines(path: Path, column: str = "") -> tuple[RosterLine, ...]:
    """The lines of a roster file that are about students."""
    columns, rows = _found(path, column)
    lines: list[RosterLine] = []
    seen: dict[str, int] = {}
    people = [row for row in rows if columns.is_student(row)]
    place = columns.ids_of(people)
    for number, row in people:
        identity = _cell(row, place)
        fault = _fault(identity)
        if fault:
            raise ByhandError(
                "{file}, line {number}: the id {identity!r} {fault}; choose another id",
                file=path,
                number=number,
                identity=identity[:LONGEST_ID],
                fault=fault,
            )
        # On a file system that ignores case, these two students would share a file.
        first = seen.setdefault(identity.casefold(), number)
        if first != number:
            raise ByhandError(
                "{file}, line {number}: the id {identity!r} is already used in line {first}; choose another id",
                file=path,
                number=number,
                identity=identity,
                first=first,
            )
        lines.append(columns.line_of(identity, row))
    if not lines:
        raise _no_students(path)
    return tuple(lines)


def _found(path: Path, column: str) -> tuple[_Columns, Sequence[RosterRow]]:
    """The columns of a file, and the rows below their titles."""
    top: list[list[str]] = []
    titled: list[str] = []
    for rows in tables(path):
        top = top or [cells for _, cells in rows[:MOST_ROWS_ABOVE]]
        for place, (_, cells) in enumerate(rows[:MOST_ROWS_ABOVE]):
            columns = _Columns(tuple(map(titles.plain, cells)), titles.plain(column))
            if columns.ids:
                return columns, rows[place + 1 :]
            titled = titled or (cells if columns.has_names else [])
    if column:
        raise ByhandError(
            "{file}: no column {column!r}, as student in assignment.toml says; found: {found}",
            file=path,
            column=column[:40],
            found=_listed(titled or next(iter(top), [])),
        )
    raise _without_ids(path, titled, top)


def _without_ids(path: Path, titled: Sequence[str], top: Sequence[Sequence[str]]) -> ByhandError:
    """What is said of a file without a column of ids: `titled` are its titles, if some are usual ones."""
    if not top:
        return _no_students(path)
    described = path.parent / "assignment.toml"
    more = (
        say(', or write its title into {file}, as in student = "Login"', file=described) if described.exists() else ""
    )
    if titled:
        return ByhandError(
            "{file}: the columns are {found}, and none is known to have ids. Rename the one that is different for "
            "everybody to student{more}; if there is none, add one",
            file=path,
            found=_listed(titled),
            more=more,
        )
    return ByhandError(
        "{file}: no titles of columns; the first line is {found}. Add a line above the first student: {titles}. If "
        "there are titles already, rename the one of the ids to student{more}",
        file=path,
        found=_listed(top[0]),
        titles="student,name" if any(len(list(filter(None, cells))) > 1 for cells in top) else "student",
        more=more,
    )


def _no_students(path: Path) -> ByhandError:
    return ByhandError("{file}: no students; add a line for each below student,name", file=path)


def _listed(cells: Sequence[str]) -> str:
    return ", ".join(cell.strip()[:40] for cell in cells[:MOST_COLUMNS_NAMED])


@dataclass(frozen=True)
class _Columns:
    """What the columns of a file hold, by their titles; `chosen` is the title that a teacher gave for the ids."""

    titles: tuple[str, ...]
    chosen: str = ""

    @property
    def _has_names_under_student(self) -> bool:
        """Whether it is Canvas's gradebook, where `Student` holds `Lovelace, Ada`."""
        known = set(self.titles)
        canvas = known & {"sis user id", "sis login id"} or known >= {"id", "section"}
        return bool(canvas) and not known & {*titles.NAMES, *titles.REVERSED_NAMES, *titles.LAST_NAMES}

    @property
    def has_names(self) -> bool:
        """Whether some have usual titles of names, so that these are titles and not the first student."""
        usual = (*titles.NAMES, *titles.REVERSED_NAMES, *titles.FIRST_NAMES, *titles.LAST_NAMES)
        return not set(usual).isdisjoint(self.titles)

    @property
    def ids(self) -> tuple[int, ...]:
        """The columns that may hold ids, the best first."""
        if self.chosen:
            return self._places((self.chosen,))
        own = () if self._has_names_under_student else titles.OWN_ID
        return self._places((*own, *titles.IDS, *titles.LOGINS, *titles.OTHER_IDS, *titles.EMAILS))

    def ids_of(self, people: Sequence[RosterRow]) -> int:
        """The column that holds an id for everybody, or else the best."""
        whole = (place for place in self.ids if all(_cell(row, place) for _, row in people))
        return next(whole, self.ids[0])

    def is_student(self, line: RosterRow) -> bool:
        """Whether a line is about a student: not the points possible, nor a test student."""
        _, row = line
        name = self._written_name(row)
        identified = any(_cell(row, place) for place in self.ids)
        if name.casefold() in titles.NOBODY and (not identified or self._has_names_under_student):
            return False
        return identified or bool(name)

    def line_of(self, identity: str, row: Sequence[str]) -> RosterLine:
        """The student of a line."""
        email, login = (
            next((cell for place in self._places(usual) if (cell := _cell(row, place))), "")
            for usual in (titles.EMAILS, titles.LOGINS)
        )
        cells = {title: _cell(row, place) for place, title in reversed(list(enumerate(self.titles)))}
        return RosterLine(Student(identity, _on_one_line(self._name(row)) or identity, email, login), cells)

    def _written_name(self, row: Sequence[str]) -> str:
        """What is in the columns of names, as it is written there."""
        places = self._places((*titles.NAMES, *titles.REVERSED_NAMES, *titles.LAST_NAMES, *titles.FIRST_NAMES))
        if self._has_names_under_student:
            places = (*self._places(titles.OWN_ID), *places)
        return next((cell for place in places if (cell := _cell(row, place))), "")

    def _name(self, row: Sequence[str]) -> str:
        """A student's name, first name first."""
        reversed_titles = titles.OWN_ID if self._has_names_under_student else titles.REVERSED_NAMES
        for place in self._places(reversed_titles):
            last, comma, first = _cell(row, place).partition(",")
            return f"{first.strip()} {last.strip()}" if comma else last
        for place in self._places(titles.NAMES):
            if name := _cell(row, place):
                return name
        names = (self._places(usual)[:1] for usual in (titles.FIRST_NAMES, titles.LAST_NAMES))
        return " ".join(filter(None, (_cell(row, place) for places in names for place in places)))

    def _places(self, usual: Sequence[str]) -> tuple[int, ...]:
        """Where these titles are, in the order of the titles."""
        return tuple(self.titles.index(title) for title in usual if title in self.titles)


def _cell(row: Sequence[str], place: int) -> str:
    return unicodedata.normalize("NFC", row[place].strip()) if place < len(row) else ""


def _on_one_line(name: str) -> str:
    """A name as it can be shown anywhere: on one line, and no longer than names are."""
    return " ".join(filter(None, map(str.strip, _UNSEEN.split(name))))[:LONGEST_NAME]


def _fault(identity: str) -> Said | None:
    """Why an id cannot be a file name on every system; None if it can."""
    if not identity:
        return say("is empty")
    if len(identity.encode()) > LONGEST_ID * 3 or len(identity) > LONGEST_ID:
        return say("is longer than {most} characters", most=LONGEST_ID)
    if any(
        character in '/\\:*?"<>|' or unicodedata.category(character).startswith(("C", "Z"))
        for character in identity.replace(" ", "_")
    ):
        return say(
            'contains a character that file names cannot contain (one of / \\ : * ? " < > | or an invisible one)'
        )
    device = unicodedata.normalize("NFKC", identity.partition(".")[0]).rstrip().casefold()
    if identity.startswith(".") or identity.endswith((".", " ")) or device in _RESERVED:
        return say("is not a valid file name on every system")
    return None
