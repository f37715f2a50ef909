"""A line of the record, issued.jsonl: checked for damage and forgery, and turned into the worksheet again."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from generator.assignment.given import exact_given
from generator.assignment.worksheet import DrawnAs, IssuedTask, Worksheet, digest_of, identity_of, spelled
from generator.catalogue import Blueprints
from generator.errors import ByhandError
from generator.network.blueprint import Blueprint
from generator.network.covers import Asked


class Summary(NamedTuple):
    """What a line says besides the numbers.

    `outline` is the ids, names and parameters of its exercises, and `drawn_as` how the numbers were drawn, as JSON.
    """

    student: str
    worksheet: str
    name: str
    outline: str
    drawn_as: str


@dataclass(frozen=True)
class IssuedLine:
    """A line of issued.jsonl: small enough to be sent to another process, where it becomes the worksheet."""

    file: str
    number: int
    raw: bytes

    @property
    def ended(self) -> bytes:
        """The line as a file of lines needs it, with its end."""
        return self.raw.rstrip(b"\r\n") + b"\n"

    @property
    def summary(self) -> Summary:
        """Who was given what; ByhandError for a line that is broken or was damaged."""
        with self._named():
            record = self._read()
            whole = record.get("digest", "") in ("", digest_of(record))  # the first records had no digests
            tasks = [
                [entry.get("id", entry["name"]), entry["name"], entry["parameters"]] for entry in record["exercises"]
            ]
            student, worksheet, name = (_text(record, key) for key in ("student", "worksheet", "name"))
            drawn_as = json.dumps(asdict(_drawn_as(record)), sort_keys=True)
        outline = json.dumps(tasks, sort_keys=True)
        if not whole:
            raise self._changed(worksheet)
        return Summary(student, worksheet, name, outline, drawn_as)

    def worksheet(self, blueprints: Blueprints) -> Worksheet:
        """The worksheet, with its exercises taken from these Blueprints; ByhandError for a broken line."""
        with self._named():
            return _worksheet(self._read(), blueprints)

    def verify(self, secret: str) -> None:
        """Raise ByhandError if the line is not what was handed out under this secret."""
        with self._named():
            record = self._read()
            right = hmac.compare_digest(
                identity_of(secret, record["student"], record["exercises"]), record["worksheet"]
            )
        if not right:
            raise self._changed(record["worksheet"])

    def renamed(self, name: str) -> IssuedLine:
        """The line with another name of the student, which is not part of the worksheet's id."""
        with self._named():
            line = spelled({**self._read(), "name": name})
        return IssuedLine(self.file, self.number, line.encode())

    def numbers(self, task: str) -> Mapping[str, Any]:
        """The numbers of an exercise's drawn grids as they are recorded."""
        with self._named():
            entries = self._read()["exercises"]
            return next((dict(entry["given"]) for entry in entries if entry.get("id", entry["name"]) == task), {})

    def _changed(self, worksheet: str) -> ByhandError:
        return ByhandError(
            "{file}, line {line}: the numbers do not match worksheet {worksheet}; the line was changed after the "
            "sheet was handed out, or the secret is different; restore the original",
            file=self.file,
            line=self.number,
            worksheet=worksheet[:20],
        )

    def _read(self) -> Any:
        record = json.loads(self.raw.decode("utf-8-sig"))
        if b"\\u" in self.raw:
            # Half of a surrogate pair, which JSON can spell, cannot be printed or written anywhere.
            json.dumps(record, ensure_ascii=False).encode()
        return record

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError, ByhandError) as error:
            raise ByhandError(
                "{file}, line {line}: not a byhand worksheet ({kind}: {fault}); restore the file from a backup: it "
                "records what was handed out",
                file=self.file,
                line=self.number,
                kind=type(error).__name__,
                fault=str(error)[:120],
            ) from error


def read_issued_lines(path: Path) -> Iterator[IssuedLine]:
    """The lines of a record, one by one; none if there is no file."""
    if path.exists():
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                yield IssuedLine(str(path), number, line)


def read_issued(path: Path, blueprints: Blueprints) -> Iterator[Worksheet]:
    """The worksheets recorded in a file, one by one, none if there is no file; ByhandError for a broken line."""
    return (line.worksheet(blueprints) for line in read_issued_lines(path))


def _text(record: Mapping[str, Any], key: str) -> str:
    text = record[key]
    if not isinstance(text, str):
        raise TypeError(f"{key} is not text")
    return text


def _worksheet(record: Mapping[str, Any], blueprints: Blueprints) -> Worksheet:
    tasks = tuple(_task(entry, blueprints) for entry in record["exercises"])
    return Worksheet(
        _text(record, "worksheet"),
        _text(record, "student"),
        _text(record, "name"),
        tasks,
        str(record.get("letter", "")),
        _drawn_as(record),
    )


def _drawn_as(record: Mapping[str, Any]) -> DrawnAs:
    pinned = {str(task): tuple(map(str, names)) for task, names in record.get("pinned", {}).items()}
    variants = record.get("variants", None if record.get("letter") else 0)
    return DrawnAs(variants if variants is None else int(variants), pinned)


def _task(entry: Mapping[str, Any], blueprints: Blueprints) -> IssuedTask:
    blueprint = blueprints.named(entry["name"], entry["parameters"])
    given = exact_given(blueprint, entry["given"], entry["name"])
    lost = [grid.name for grid in blueprint.drawn if grid.name not in given]
    if lost:
        raise ValueError(f"no numbers for {lost[0]}")
    asked = {
        str(name): tuple((int(row) - 1, int(column) - 1) for row, column in cells)
        for name, cells in entry.get("asked", {}).items()
    }
    _check_asked(blueprint, asked)
    return IssuedTask(entry.get("id", entry["name"]), blueprint, given, asked, str(entry.get("blueprint", "")))


def _check_asked(blueprint: Blueprint, asked: Asked) -> None:
    for name, cells in asked.items():
        rows, columns = blueprint.by_name[name].shape if name in blueprint.covered else (0, 0)
        if not all(0 <= row < rows and 0 <= column < columns for row, column in cells):
            raise ValueError(f"cells of {name[:40]} that this exercise never asks for")
    if sum(map(len, asked.values())) != len(blueprint.covers):
        raise ValueError(
            f"expected {len(blueprint.covers)} cells asked one by one, found {sum(map(len, asked.values()))}"
        )
