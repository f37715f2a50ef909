"""The record of an assignment, issued.jsonl, with the position of each student's worksheet in it.

Only positions are kept in memory and a worksheet is read on demand: ten thousand take no more room than their ids.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from generator.assignment.worksheet import IssuedLine, Worksheet, read_issued_lines
from generator.catalogue import Blueprints


class _Place(NamedTuple):
    number: int
    start: int
    length: int


@dataclass(frozen=True, eq=False)
class Record(Mapping[str, Worksheet]):
    """What has been issued: each student's worksheet, in the order of handing out."""

    file: Path
    blueprints: Blueprints
    ids: frozenset[str]
    places: Mapping[str, _Place]

    def __getitem__(self, student: str) -> Worksheet:
        return self.line(student).worksheet(self.blueprints)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def line(self, student: str) -> IssuedLine:
        """The student's line as it is recorded."""
        place = self.places[student]
        with self.file.open("rb") as file:
            file.seek(place.start)
            return IssuedLine(str(self.file), place.number, file.read(place.length))

    def copy_to(self, file: BinaryIO) -> None:
        """Copy all lines into another file, ready for more lines."""
        if self.places:
            with self.file.open("rb") as source:
                shutil.copyfileobj(source, file)
                source.seek(-1, os.SEEK_END)
                if source.read() != b"\n":
                    file.write(b"\n")


def read_record(path: Path, blueprints: Blueprints) -> Record:
    """The record in a file, empty if nothing was issued; ByhandError for a broken line."""
    places: dict[str, _Place] = {}
    ids: set[str] = set()
    start = 0
    for line in read_issued_lines(path):
        student, worksheet = line.owner
        places[student] = _Place(line.number, start, len(line.line))
        ids.add(worksheet)
        start += len(line.line)
    return Record(path, blueprints, frozenset(ids), places)
