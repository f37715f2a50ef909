"""Whatever reads a file, as one function of its bytes: it ends in a result, or in a ByhandError that a person can read.

Nothing else may leave it, whatever the bytes are.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.assignment.description import read_assignment
from generator.assignment.given import exact_given, read_given_file
from generator.assignment.record import read_record
from generator.assignment.roster import read_roster_lines
from generator.catalogue import Blueprints
from generator.errors import ByhandError
from generator.files.text import read_text, text_of
from generator.language.po_files import compiled, read_po
from grader.answers.archive import Member, members, of_a_student
from grader.answers.fitting import fitted
from grader.answers.kinds.content import kind_of
from grader.answers.kinds.filled_form import form_text
from grader.answers.kinds.spreadsheet import spreadsheet_text
from grader.answers.kinds.workbook import workbook_text
from grader.answers.reading import read_submissions
from grader.answers.typed import read_typed
from grader.marking.cells import mark
from grader.reports.changes import Changes
from tests.fuzzing import samples

LONGEST_MESSAGE = 1000


@dataclass(frozen=True)
class Reader:
    """Something that reads a kind of files: good ones to start from, and how many bad ones the sets try.

    `in_suite` is ten thousand where reading one takes less than a third of a millisecond.
    """

    name: str
    read: Callable[[bytes, Path], object]
    samples: Callable[[], list[bytes]]
    in_all: int
    in_suite: int = 10_000
    most_bytes: int = 1 << 16

    def survives(self, content: bytes, folder: Path) -> None:
        """Read the content, in a file in this folder where it has to be one.

        An error that is not a person's to correct, or cannot be shown to one, is passed on.
        """
        try:
            self.read(content, folder)
        except ByhandError as error:
            message = str(error)
            message.encode()
            assert len(message) < LONGEST_MESSAGE, message


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@cache
def _blueprints() -> Blueprints:
    """The exercises, each built once."""
    return Blueprints()


def _cell(content: bytes, folder: Path) -> None:
    read_typed(content.decode("utf-8", "surrogateescape"))


def _table(content: bytes, folder: Path) -> None:
    for submission in read_submissions("x.csv", text_of("x.csv", content)):
        for text in map(str, fitted(submission, samples.sheet()).remarks):
            text.encode()


def _marked(content: bytes, folder: Path) -> None:
    for submission in read_submissions("x.csv", text_of("x.csv", content)):
        mark(samples.sheet(), fitted(submission, samples.sheet()))


def _archive(content: bytes, folder: Path) -> None:
    for member in members(io.BytesIO(content), "x.zip", of_a_student()):
        if isinstance(member, Member):
            kind_of(member.path.name, member.content)


def _description(content: bytes, folder: Path) -> None:
    read_assignment(_written(folder / "assignment.toml", content).parent)


def _record(content: bytes, folder: Path) -> None:
    record = read_record(_written(folder / "issued.jsonl", content), _blueprints())
    for worksheet in record.values():
        worksheet.key()
    record.verify("secret")


def _pinned(content: bytes, folder: Path) -> None:
    exact_given(
        _blueprints().named("backpropagation", {}),
        read_given_file(_written(folder / "given.json", content)),
        "given.json",
    )


def _translation(content: bytes, folder: Path) -> None:
    path = _written(folder / "de.po", content)
    compiled(read_po(read_text(path), str(path)), str(path))


def _changes(content: bytes, folder: Path) -> None:
    changes = Changes(_written(folder / "cells.csv", content), ["ada", "ben"])
    for line in changes.of_the_rest():
        line.encode()


READERS = {
    reader.name: reader
    for reader in (
        Reader("cell", _cell, samples.cells, 450_000, most_bytes=200),
        Reader("table", _table, samples.tables, 30_000),
        Reader("marking", _marked, samples.tables, 3_000, 1_000),
        Reader("workbook", lambda content, _folder: workbook_text("x.xlsx", content), samples.workbooks, 5_000, 300),
        Reader(
            "spreadsheet", lambda content, _folder: spreadsheet_text("x.ods", content), samples.spreadsheets, 60_000
        ),
        Reader("archive", _archive, samples.archives, 100_000),
        Reader("form", lambda content, _folder: form_text("x.pdf", content), samples.forms, 60_000),
        Reader("description", _description, samples.descriptions, 10_000, 1_000),
        Reader(
            "roster",
            lambda content, folder: read_roster_lines(_written(folder / "roster.csv", content)),
            samples.rosters,
            50_000,
        ),
        Reader(
            "roster workbook",
            lambda content, folder: read_roster_lines(_written(folder / "roster.xlsx", content)),
            samples.roster_workbooks,
            2_000,
            500,
        ),
        Reader("record", _record, samples.records, 50_000),
        Reader("translation", _translation, samples.translations, 30_000),
        Reader("changes", _changes, samples.marked_cells, 50_000),
        Reader("pinned numbers", _pinned, samples.pinned, 100_000),
    )
}
