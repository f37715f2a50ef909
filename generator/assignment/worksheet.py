"""A worksheet: what one student was given, with its id, and its line in the record, issued.jsonl."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.assignment.given import exact_given, show_given
from generator.catalogue import Blueprints
from generator.errors import ByhandError
from generator.network.blueprint import Blueprint, View
from generator.network.covers import Asked, Spot, asked_spots
from generator.network.instance import Instance
from generator.network.number import Undefined, Values
from generator.network.parameters import show_parameter

Structure: TypeAlias = tuple[tuple[str, Blueprint], ...]
"""The exercises of a worksheet without their numbers: ids and Blueprints."""

# Crockford's base 32 leaves out I, L, O and U, which could be mistaken for other characters.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_LETTERS = f"{_ALPHABET}-"
"""The letters that ids of worksheets are written in."""


@dataclass(frozen=True)
class IssuedTask:
    """What was handed out for a task: its id, the Blueprint, the values of the drawn grids, and what covers ask for.

    `recorded_fingerprint` is the Blueprint's when it was handed out; empty if none was recorded.
    """

    id: str
    blueprint: Blueprint
    given: Mapping[str, Values]
    asked: Asked = field(default_factory=dict)
    recorded_fingerprint: str = ""
    _computed: Mapping[str, Values] | None = field(default=None, compare=False, repr=False)

    @staticmethod
    def of(identity: str, blueprint: Blueprint, instance: Instance) -> IssuedTask:
        """The task with the numbers of an instance, which are not computed again."""
        given = {grid.name: instance.values[grid.name] for grid in blueprint.drawn}
        return IssuedTask(identity, blueprint, given, instance.asked, blueprint.fingerprint, instance.values)

    @staticmethod
    def unnumbered(identity: str, blueprint: Blueprint, asked: Asked) -> IssuedTask:
        """The task as far as it is known without its numbers: every cell is empty."""
        empty = {grid.name: (("",) * grid.shape[1],) * grid.shape[0] for grid in blueprint.grids}
        return IssuedTask(identity, blueprint, empty, asked, "", empty)

    @cached_property
    def values(self) -> Mapping[str, Values]:
        """Every grid's exact values: the key."""
        try:
            return self._computed or self.blueprint.complete(self.given)
        except Undefined as error:
            raise ByhandError(
                "{worksheet}: the recorded numbers lead to no results; restore issued.jsonl from a backup",
                worksheet=self.id,
            ) from error

    @cached_property
    def printed(self) -> Mapping[str, Values]:
        """The values of the grids that have printed cells; none are worked out unless one of these is computed."""
        drawn = all(grid.asked and grid.view is not View.GRAPH for grid in self.blueprint.computed)
        return self.given if drawn else self.values

    @cached_property
    def spots(self) -> Mapping[str, tuple[Spot, ...]]:
        """The cells to fill in, by the names of the grids that have any, in the order of the sheet."""
        spots = {grid.name: asked_spots(grid, self.asked) for grid in self.blueprint.asked}
        return {name: cells for name, cells in spots.items() if cells}

    @property
    def changed(self) -> bool:
        """Whether the exercise has changed since it was handed out and now computes something else."""
        return self.recorded_fingerprint not in ("", self.blueprint.fingerprint)

    def record(self) -> dict[str, Any]:
        """What issued.jsonl stores about it."""
        kept: dict[str, Any] = {
            "id": self.id,
            "name": self.blueprint.exercise,
            "parameters": {name: show_parameter(value) for name, value in self.blueprint.parameters.items()},
            "blueprint": self.recorded_fingerprint,
            "given": {name: show_given(values) for name, values in self.given.items()},
        }
        if self.asked:
            kept["asked"] = {
                name: [[row + 1, column + 1] for row, column in cells] for name, cells in self.asked.items()
            }
        return kept


@dataclass(frozen=True)
class DrawnAs:
    """How the numbers of a class were drawn: how many different sheets it shares, and the grids that were pinned.

    `variants` is 0 where everybody has other numbers, None if a first version of byhand shared sheets and did not
    record how many; `pinned` are the names of grids by the ids of exercises.
    """

    variants: int | None = 0
    pinned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """What issued.jsonl stores about it: nothing where it is as usual."""
        kept = {"variants": self.variants, "pinned": {task: list(names) for task, names in self.pinned.items()}}
        return {key: value for key, value in kept.items() if value}


@dataclass(frozen=True)
class Worksheet:
    """An issued sheet. Its id depends on the student and the numbers: change either, and the id is different.

    All sheets with the same `letter` have the same numbers; it is empty where everybody has other ones.
    """

    id: str
    student: str
    name: str
    tasks: tuple[IssuedTask, ...]
    letter: str = ""
    drawn_as: DrawnAs = DrawnAs()

    @property
    def structure(self) -> Structure:
        """What it shares with the sheets of others."""
        return tuple((task.id, task.blueprint) for task in self.tasks)

    def key(self) -> tuple[Mapping[str, Values], ...]:
        """Every grid's exact values, one mapping per exercise."""
        return tuple(task.values for task in self.tasks)

    def line(self) -> str:
        """Its line in issued.jsonl."""
        tasks = [task.record() for task in self.tasks]
        drawn = {**({"letter": self.letter} if self.letter else {}), **self.drawn_as.record()}
        return _spelled({"worksheet": self.id, "student": self.student, "name": self.name, **drawn, "exercises": tasks})


def make_worksheet(
    secret: str,
    student: str,
    name: str,
    tasks: tuple[IssuedTask, ...],
    letter: str = "",
    drawn_as: DrawnAs = DrawnAs(),
) -> Worksheet:
    """The worksheet of a student, with its id."""
    identity = _identity(secret, student, [task.record() for task in tasks])
    return Worksheet(identity, student, name, tasks, letter, drawn_as)


def _identity(secret: str, student: str, exercises: Any) -> str:
    """The id of what is recorded, exactly as it is recorded: a new default or a new spelling does not change it."""
    content = json.dumps([student, exercises], ensure_ascii=True, sort_keys=True)
    digest = int.from_bytes(hmac.new(secret.encode(), content.encode(), hashlib.sha256).digest()[:5])
    letters = "".join(_ALPHABET[digest >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def _digest(record: Mapping[str, Any]) -> str:
    """What shows that a line was damaged. Anybody can compute it: only the secret shows that a line was forged."""
    content = {key: value for key, value in record.items() if key != "digest"}
    return hashlib.sha256(json.dumps(content, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:16]


def _spelled(record: Mapping[str, Any]) -> str:
    """A line of issued.jsonl, ending with its digest."""
    return json.dumps({**record, "digest": _digest(record)}, ensure_ascii=False) + "\n"


def loose_worksheet(blueprint: Blueprint, instance: Instance) -> Worksheet:
    """A worksheet outside any assignment: no name, and an id that needs no secret."""
    return make_worksheet("", "", "", (IssuedTask.of(blueprint.exercise, blueprint, instance),))


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
    line: bytes

    @property
    def summary(self) -> Summary:
        """Who was given what; ByhandError for a line that is broken or was damaged."""
        with self._named():
            record = self._read()
            whole = record.get("digest", "") in ("", _digest(record))  # the first records had no digests
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
            right = hmac.compare_digest(_identity(secret, record["student"], record["exercises"]), record["worksheet"])
        if not right:
            raise self._changed(record["worksheet"])

    def renamed(self, name: str) -> IssuedLine:
        """The line with another name of the student, which is not part of the worksheet's id."""
        with self._named():
            line = _spelled({**self._read(), "name": name})
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
        record = json.loads(self.line.decode("utf-8-sig"))
        if b"\\u" in self.line:
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
