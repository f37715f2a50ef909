"""An assignment: the folder a teacher describes in assignment.toml, read and checked."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.assignment.accepted import Accept, read_accepts
from generator.assignment.branding import BRANDING_KEYS, Branding, read_branding
from generator.assignment.given import exact_given
from generator.catalogue import Blueprints, Catalogue
from generator.errors import ByhandError
from generator.files import read_text, whole_file
from generator.language.words import Words, translator
from generator.network.blueprint import Blueprint
from generator.network.number import Number, Values, read_number

KEYS = frozenset({"key", "title", "course", "due", "paper", "language", "exercise", "marking", "accept"})


@dataclass(frozen=True)
class Task:
    """One exercise of an assignment, with its id on answer sheets; `points` None means one point per cell."""

    id: str
    blueprint: Blueprint
    given: Mapping[str, Values]
    points: Number | None


@dataclass(frozen=True)
class Assignment:
    """What assignment.toml says.

    `key` goes into every seed and is fixed when the assignment is created; `blueprints` are those of its exercises.
    `follow_through` is the share of credit for a cell that follows from a mistake, `repeats_cost_once` whether a slip
    that is made again costs nothing more, `reads_shifted` whether rows typed one line too low or high are read where
    they belong, `reveal` whether students see the right values, and `accepts` what earns full credit besides the key.
    """

    folder: Path
    key: str
    title: str
    course: str
    due: str
    paper: str
    language: str
    branding: Branding
    tasks: tuple[Task, ...]
    follow_through: Number
    repeats_cost_once: bool
    reads_shifted: bool
    reveal: bool
    accepts: tuple[Accept, ...]
    blueprints: Blueprints

    @property
    def words(self) -> Words:
        """The words of its language, including the teacher's own."""
        return self.blueprints.words

    @property
    def roster_file(self) -> Path:
        """The class list."""
        return self.folder / "roster.csv"

    @property
    def issued_file(self) -> Path:
        """The record of every sheet handed out."""
        return self.folder / "issued.jsonl"

    @property
    def secret_file(self) -> Path:
        """Where the teacher's secret is kept, out of git."""
        return self.folder / "secret"

    def secret(self) -> str:
        """The teacher's secret, from BYHAND_SECRET or the folder; ByhandError if it is missing.

        An assignment that has not issued anything yet, such as a fresh clone, gets a new one.
        """
        if not self.known_secret() and not self.secret_file.exists() and not self.issued_file.exists():
            make_secret(self.secret_file)
        secret = self.known_secret()
        if not secret:
            raise ByhandError(f"{self.secret_file}: the secret is missing; restore the file or set BYHAND_SECRET")
        return secret

    def known_secret(self) -> str:
        """The secret if it is known; empty if it is not, as in CI."""
        secret = os.environ.get("BYHAND_SECRET", "").strip()
        return secret or (read_text(self.secret_file).strip() if self.secret_file.exists() else "")


def make_secret(file: Path) -> None:
    """Write a new secret that only its owner may read."""
    with whole_file(file, mode=0o600) as secret:
        secret.write(secrets.token_urlsafe(32).encode() + b"\n")


def read_assignment(folder: Path) -> Assignment:
    """The assignment in a folder; ByhandError says where its description is wrong."""
    path = folder / "assignment.toml"
    if not path.exists():
        raise ByhandError(f"{path}: no such file; create an assignment with: byhand new FOLDER --exercise NAME")
    try:
        # Decimals stay text until they are read exactly.
        data = tomllib.loads(read_text(path), parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise ByhandError(f"{path}: not valid TOML: {error}; see `byhand new` for an example") from error
    _only(data, {*KEYS, *BRANDING_KEYS}, str(path))
    marking = _table(data, "marking", str(path))
    _only(marking, {"follow_through", "repeated_slips", "shifted_rows", "reveal"}, f"{path}, [marking]")
    exercises = data.get("exercise", [])
    if not isinstance(exercises, list) or not exercises:
        raise ByhandError(f'{path}: no exercises; add at least one [[exercise]] with name = "lstm"')
    language = _text(data, "language", str(path), "en").lower()
    blueprints = Blueprints(translator(language, folder), catalogue=Catalogue.of(folder))
    tasks = tuple(
        _task(entry, blueprints, f"{path}, exercise {number}") for number, entry in enumerate(exercises, start=1)
    )
    ids = [task.id for task in tasks]
    for identity in ids:
        if ids.count(identity) > 1:
            raise ByhandError(f"{path}: two exercises have the id {identity!r}; give each an id of its own")
    paper = _text(data, "paper", str(path), "a4").lower()
    if paper not in ("a4", "letter"):
        raise ByhandError(f'{path}: paper {paper[:20]!r} is unknown; use "a4" or "letter"')
    share = _number(marking, "follow_through", f"{path}, [marking]", 1)
    if share is None or not 0 <= share <= 1:
        raise ByhandError(f"{path}, [marking]: follow_through must be a share between 0 and 1")
    reveal = marking.get("reveal", True)
    if not isinstance(reveal, bool):
        raise ByhandError(f"{path}, [marking]: reveal must be true or false")
    return Assignment(
        folder=folder,
        key=_text(data, "key", str(path)),
        title=_text(data, "title", str(path), folder.resolve().name),
        course=_text(data, "course", str(path)),
        due=_text(data, "due", str(path)),
        paper=paper,
        language=language,
        branding=read_branding(data, folder, str(path)),
        tasks=tasks,
        follow_through=share,
        repeats_cost_once=_choice(marking, "repeated_slips", ("each", "once"), f"{path}, [marking]") == "once",
        reads_shifted=_choice(marking, "shifted_rows", ("report", "read"), f"{path}, [marking]") == "read",
        reveal=reveal,
        accepts=read_accepts(data.get("accept", []), {task.id: task.blueprint for task in tasks}, str(path)),
        blueprints=blueprints,
    )


def _task(entry: Any, blueprints: Blueprints, where: str) -> Task:
    if not isinstance(entry, dict):
        raise ByhandError(f"{where}: expected a table; write [[exercise]] above its lines")
    _only(entry, {"name", "id", "points", "set", "given"}, where)
    try:
        blueprint = blueprints.named(_text(entry, "name", where), _table(entry, "set", where))
    except ByhandError as error:
        raise ByhandError(f"{where}: {error}") from error
    identity = _text(entry, "id", where, blueprint.exercise)
    if not identity or not all(letter.isalnum() or letter in "-_." for letter in identity) or len(identity) > 40:
        raise ByhandError(f"{where}: the id {identity[:40]!r} must be 1 to 40 letters, digits, -, _ or .")
    points = _number(entry, "points", where, None)
    if points is not None and points < 0:
        raise ByhandError(f"{where}: points must not be negative")
    given = exact_given(blueprint, _table(entry, "given", where), where)
    return Task(identity, blueprint, given, points)


def _only(data: Mapping[str, Any], known: set[str], where: str) -> None:
    for key in data:
        if key not in known:
            raise ByhandError(f"{where}: {key[:40]!r} is unknown here; use one of {', '.join(sorted(known))}")


def _text(data: Mapping[str, Any], key: str, where: str, default: str = "") -> str:
    value = data.get(key, default)
    # A due date may be written as a TOML date.
    if isinstance(value, dict | list | bool):
        raise ByhandError(f'{where}: {key} must be text, as in {key} = "..."')
    return str(value)


def _choice(data: Mapping[str, Any], key: str, choices: tuple[str, str], where: str) -> str:
    """One of two words, the first if none is given."""
    value = _text(data, key, where, choices[0])
    if value not in choices:
        raise ByhandError(f'{where}: {key} {value[:20]!r} is unknown; use "{choices[0]}" or "{choices[1]}"')
    return value


def _table(data: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise ByhandError(f"{where}: {key} must be a table of its own")
    return value


def _number(data: Mapping[str, Any], key: str, where: str, default: Number | None) -> Number | None:
    if key not in data:
        return default
    try:
        return read_number(str(data[key]))
    except ValueError as error:
        raise ByhandError(f"{where}: {key}: {error}") from error
