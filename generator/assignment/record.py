"""The record of an assignment, issued.jsonl, with the position of each student's worksheet in it.

Only positions are kept in memory and a worksheet is read on demand: ten thousand take no more room than their ids.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.assignment.issued_lines import IssuedLine, read_issued_lines
from generator.assignment.worksheet import Worksheet
from generator.catalogue import Blueprints
from generator.errors import ByhandError, Said, say


class LinePlace(NamedTuple):
    """Where a student's line is in the file, how to know it again, and what it says besides the numbers."""

    number: int
    start: int
    length: int
    checksum: int
    worksheet: str
    name: str
    outline: str
    drawn_as: str


@dataclass(frozen=True, eq=False)
class Record(Mapping[str, Worksheet]):
    """What has been issued: each student's worksheet, in the order of handing out."""

    file: Path
    blueprints: Blueprints
    places: Mapping[str, LinePlace]

    def __getitem__(self, student: str) -> Worksheet:
        return self.line(student).worksheet(self.blueprints)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all worksheets."""
        return frozenset(place.worksheet for place in self.places.values())

    def line(self, student: str) -> IssuedLine:
        """The student's line as it is recorded; ByhandError if another process has rewritten the file since."""
        (line,) = self.lines((student,))
        return line

    def lines(self, students: Iterable[str]) -> Iterator[IssuedLine]:
        """The lines of these students, one by one."""
        with self.file.open("rb") as file:
            for student in students:
                place = self.places[student]
                file.seek(place.start)
                line = file.read(place.length)
                if zlib.crc32(line) != place.checksum:
                    raise ByhandError(
                        "{file}: was rewritten while it was being read; run the command again", file=self.file
                    )
                yield IssuedLine(str(self.file), place.number, line)

    def verify(self, secret: str) -> None:
        """Raise ByhandError for a line whose numbers were changed; without the secret, as in CI, nobody can tell."""
        if secret and self.places:
            for line in self.lines(self.places):
                line.verify(secret)


def read_record(path: Path, blueprints: Blueprints) -> Record:
    """The record in a file, empty if nothing was issued.

    ByhandError for a line that is broken or does not match its digest, and for two lines of one student or worksheet.
    """
    places: dict[str, LinePlace] = {}
    first: dict[tuple[Said, str], int] = {}
    texts: dict[str, str] = {}
    start = 0
    for line in read_issued_lines(path):
        student, worksheet, name, *about = line.summary
        for what in ((say("student"), student), (say("worksheet"), worksheet)):
            if what in first:
                raise ByhandError(
                    "{file}, lines {first} and {line}: both are for {kind} {name}; restore the file from a backup, or "
                    "remove the line whose worksheet was not handed out",
                    file=path,
                    first=first[what],
                    line=line.number,
                    kind=what[0],
                    name=what[1][:40],
                )
            first[what] = line.number
        # A class has few outlines and ways to draw: all lines share the same texts.
        outline, drawn_as = (texts.setdefault(text, text) for text in about)
        length, checksum = len(line.raw), zlib.crc32(line.raw)
        places[student] = LinePlace(line.number, start, length, checksum, worksheet, name, outline, drawn_as)
        start += length
    return Record(path, blueprints, places)
