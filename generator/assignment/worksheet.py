"""A worksheet: what one student was handed, with its id, and the record of all of them in issued.jsonl."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.assignment.given import exact_given, show_given
from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.language.words import ENGLISH, Words
from generator.network.blueprint import Blueprint
from generator.network.instance import Instance
from generator.network.number import Number, Values
from generator.network.parameters import show_parameter

# Crockford's base 32 has no I, L, O or U to be mistaken for other characters.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class IssuedExercise:
    """An exercise of a worksheet: its id in the assignment, and the numbers handed out: the givens, not only a seed."""

    id: str
    name: str
    parameters: Mapping[str, Number]
    given: Mapping[str, Values]

    @property
    def blueprint(self) -> Blueprint:
        """The structure; the same object for all worksheets with these parameters."""
        return self.worded()

    def worded(self, words: Words = ENGLISH) -> Blueprint:
        """The structure in the words of a language; the same object for the same words and parameters."""
        return _blueprint(self.name, tuple(self.parameters.items()), words)


@dataclass(frozen=True)
class Worksheet:
    """An issued sheet. Its id is bound to the student and the numbers: change either and it is another id."""

    id: str
    student: str
    name: str
    exercises: tuple[IssuedExercise, ...]

    def key(self) -> tuple[Mapping[str, Values], ...]:
        """Every grid's exact values, one mapping per exercise."""
        return tuple(exercise.blueprint.complete(exercise.given) for exercise in self.exercises)


def make_worksheet(secret: str, student: str, name: str, exercises: tuple[IssuedExercise, ...]) -> Worksheet:
    """The worksheet of a student, with the id that belongs to it."""
    content = json.dumps([student, [_exercise_json(exercise) for exercise in exercises]], ensure_ascii=True)
    digest = int.from_bytes(hmac.new(secret.encode(), content.encode(), hashlib.sha256).digest()[:5])
    letters = "".join(_ALPHABET[digest >> shift & 31] for shift in range(35, -1, -5))
    return Worksheet(f"{letters[:4]}-{letters[4:]}", student, name, exercises)


def loose_worksheet(blueprint: Blueprint, instance: Instance) -> Worksheet:
    """A worksheet outside any assignment: nobody's name, and an id that needs no secret."""
    given = {grid.name: instance.values[grid.name] for grid in blueprint.drawn}
    exercise = IssuedExercise(blueprint.exercise, blueprint.exercise, blueprint.parameters, given)
    return make_worksheet("", "", "", (exercise,))


def issued_line(worksheet: Worksheet) -> str:
    """The worksheet as a line of issued.jsonl."""
    exercises = [_exercise_json(exercise) for exercise in worksheet.exercises]
    record = {"worksheet": worksheet.id, "student": worksheet.student, "name": worksheet.name, "exercises": exercises}
    return json.dumps(record, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class IssuedLine:
    """A line of issued.jsonl: small, and fit to travel to another process, where it becomes the worksheet."""

    file: str
    number: int
    line: bytes

    @property
    def owner(self) -> tuple[str, str]:
        """The ids of student and worksheet; ByhandError for a broken line."""
        with self._named():
            record = json.loads(self.line)
            return str(record["student"]), str(record["worksheet"])

    @property
    def worksheet(self) -> Worksheet:
        """The worksheet; ByhandError for a broken line."""
        with self._named():
            return _worksheet(json.loads(self.line))

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, KeyError, TypeError, AttributeError, ByhandError) as error:
            raise ByhandError(
                f"{self.file}, line {self.number}: not a worksheet of ours ({type(error).__name__}: "
                f"{str(error)[:120]}); restore the file from a copy, it records what was handed out"
            ) from error


def read_issued_lines(path: Path) -> Iterator[IssuedLine]:
    """The lines of a record, one after the other; none without a file."""
    if path.exists():
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                yield IssuedLine(str(path), number, line)


def read_issued(path: Path) -> Iterator[Worksheet]:
    """The worksheets recorded in a file, one after the other, none without a file; ByhandError for a broken line."""
    return (entry.worksheet for entry in read_issued_lines(path))


def _worksheet(record: Mapping[str, Any]) -> Worksheet:
    exercises = tuple(_exercise(entry) for entry in record["exercises"])
    return Worksheet(record["worksheet"], record["student"], record["name"], exercises)


def _exercise(entry: Mapping[str, Any]) -> IssuedExercise:
    blueprint = _blueprint(entry["name"], tuple(entry["parameters"].items()), ENGLISH)
    given = exact_given(blueprint, entry["given"], entry["name"])
    return IssuedExercise(entry.get("id", entry["name"]), entry["name"], blueprint.parameters, given)


def _exercise_json(exercise: IssuedExercise) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "name": exercise.name,
        "parameters": {name: show_parameter(value) for name, value in exercise.parameters.items()},
        "given": {name: show_given(values) for name, values in exercise.given.items()},
    }


@lru_cache(maxsize=256)
def _blueprint(name: str, parameters: Iterable[tuple[str, Any]], words: Words) -> Blueprint:
    return find_exercise(name).blueprint(dict(parameters), words)
