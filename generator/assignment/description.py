"""An assignment: the folder a teacher describes in assignment.toml, read and checked."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.assignment.accepted import Accept, read_accepts
from generator.assignment.branding import Branding, read_branding
from generator.assignment.deadline import Deadline, read_deadline
from generator.assignment.fields import choice_in, number_in, only, table_in, text_in
from generator.assignment.given import exact_given
from generator.assignment.marking_rules import MarkingRules, read_marking
from generator.assignment.roster import RosterLine, Student, read_roster_lines, roster_file
from generator.assignment.schema import keys_of
from generator.assignment.toml_slips import not_toml
from generator.assignment.variants import read_letters
from generator.assignment.worksheet import DrawnAs
from generator.catalogue import Blueprints, Catalogue
from generator.errors import ByhandError, Detail, say
from generator.files.text import read_text
from generator.files.whole import PRIVATE, whole_file
from generator.language.words import Words, translator
from generator.network.blueprint import Blueprint
from generator.network.number import Number, Values

MOST_DIGITS = 40
SET_EXAMPLE = "[exercise.set], and below it decimals = 2"
GIVEN_EXAMPLE = "[exercise.given], and below it X = [[1, 0], [2, 3]]"


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
    `due` is what is printed, and there is a `deadline` if it is a date with a time.
    `accepts` are what earns full credit besides the key. `id_column` is the title of the roster's column of ids, if it
    is not a usual one. `letters` are those of the few sheets that a class shares, empty if everybody has other numbers.
    With `workbooks` or `forms`, everybody also gets an answer sheet as a workbook or as a web page. `canvas_assignment`
    is the number of its assignment in Canvas, None if there is none yet.
    """

    folder: Path
    key: str
    title: str
    course: str
    due: str
    deadline: Deadline | None
    paper: str
    language: str
    branding: Branding
    tasks: tuple[Task, ...]
    marking: MarkingRules
    accepts: tuple[Accept, ...]
    blueprints: Blueprints
    id_column: str
    letters: str
    workbooks: bool
    forms: bool
    canvas_assignment: int | None

    def takes_more(self, now: datetime) -> bool:
        """Whether students can still hand in again, so that nothing about right or wrong may be shown."""
        return self.marking.resubmit and self.deadline is not None and now <= self.deadline.closes

    @property
    def words(self) -> Words:
        """The words of its language, including the teacher's own."""
        return self.blueprints.words

    @property
    def drawn_as(self) -> DrawnAs:
        """How the numbers of its class are drawn."""
        return DrawnAs(len(self.letters), {task.id: tuple(task.given) for task in self.tasks if task.given})

    @property
    def roster_file(self) -> Path:
        """The class list."""
        return roster_file(self.folder)

    def roster(self) -> tuple[RosterLine, ...]:
        """The lines of the class list, one a student; ByhandError for one that cannot be read."""
        return read_roster_lines(self.roster_file, self.id_column)

    def students(self) -> tuple[Student, ...]:
        """The class, in the order of the list; ByhandError for one that cannot be read."""
        return tuple(line.student for line in self.roster())

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
            raise ByhandError(
                "{file}: the secret is missing; restore the file or set BYHAND_SECRET", file=self.secret_file
            )
        return secret

    def known_secret(self) -> str:
        """The secret if it is known; empty if it is not, as in CI."""
        # The environment may hold bytes that are no text; Python keeps them as halves of surrogate pairs.
        secret = os.environ.get("BYHAND_SECRET", "").strip().encode("utf-8", "replace").decode()
        return secret or (read_text(self.secret_file).strip() if self.secret_file.exists() else "")


def make_secret(file: Path) -> None:
    """Write a new secret that only its owner may read."""
    with whole_file(file, PRIVATE, lasting=True) as secret:
        secret.write(secrets.token_urlsafe(32).encode() + b"\n")


def read_assignment(folder: Path) -> Assignment:
    """The assignment in a folder; ByhandError says where its description is wrong."""
    path = folder / "assignment.toml"
    data = _description(path)
    language = text_in(data, "language", str(path), "en").lower()
    blueprints = Blueprints(translator(language, folder), catalogue=Catalogue.of(folder))
    tasks = _tasks(data.get("exercise", []), blueprints, path)
    due, deadline = read_deadline(data, str(path))
    answers = choice_in(data, "answers", ("csv", "xlsx", "form"), str(path))
    canvas = table_in(data, "canvas", str(path))
    only(canvas, keys_of("canvas"), f"{path}, [canvas]")
    return Assignment(
        folder=folder,
        key=text_in(data, "key", str(path)),
        title=text_in(data, "title", str(path), folder.resolve().name.encode("utf-8", "replace").decode()),
        course=text_in(data, "course", str(path)),
        due=due,
        deadline=deadline,
        paper=choice_in(data, "paper", ("a4", "letter"), str(path)),
        language=language,
        branding=read_branding(data, folder, str(path)),
        tasks=tasks,
        marking=read_marking(data, str(path)),
        accepts=read_accepts(data.get("accept", []), {task.id: task.blueprint for task in tasks}, str(path)),
        blueprints=blueprints,
        id_column=text_in(data, "student", str(path)),
        letters=read_letters(data, str(path)),
        workbooks=answers == "xlsx",
        forms=answers == "form",
        canvas_assignment=_number_in_canvas(canvas, f"{path}, [canvas]"),
    )


def _number_in_canvas(canvas: Mapping[str, Any], where: str) -> int | None:
    number = canvas.get("assignment")
    if number is not None and (not isinstance(number, int) or isinstance(number, bool) or number < 1):
        raise ByhandError(
            "{where}: assignment must be the number at the end of the assignment's address in Canvas, as in "
            "assignment = 12345",
            where=where,
        )
    return number


def _description(path: Path) -> Mapping[str, Any]:
    """The tables of the file; decimals stay text until they are read exactly."""
    if not path.exists():
        raise ByhandError(
            "{file}: no such file; create an assignment with: byhand new FOLDER --exercise NAME", file=path
        )
    try:
        text = read_text(path)
        data = tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, and tables in tables in tables
        raise not_toml(path, text, error) from error
    if _has_huge_number(data):
        raise ByhandError("{file}: a whole number has more than {most} digits; shorten it", file=path, most=MOST_DIGITS)
    only(data, keys_of(""), str(path))
    return data


def _tasks(exercises: Any, blueprints: Blueprints, path: Path) -> tuple[Task, ...]:
    """The exercises, each with an id of its own."""
    if not isinstance(exercises, list) or not exercises:
        raise ByhandError('{file}: no exercises; add at least one [[exercise]] with name = "lstm"', file=path)
    tasks = tuple(
        _task(entry, blueprints, say("{file}, exercise {number}", file=path, number=number))
        for number, entry in enumerate(exercises, start=1)
    )
    ids = [task.id for task in tasks]
    for identity in ids:
        if ids.count(identity) > 1:
            raise ByhandError(
                "{file}: two exercises have the id {identity!r}; give each an id of its own",
                file=path,
                identity=identity,
            )
    return tasks


def _has_huge_number(data: Any) -> bool:
    """Whether a whole number in the description has so many digits that Python refuses to write it."""
    if isinstance(data, dict | list):
        return any(map(_has_huge_number, data.values() if isinstance(data, dict) else data))
    return isinstance(data, int) and abs(data) >= 10**MOST_DIGITS


def _task(entry: Any, blueprints: Blueprints, where: Detail) -> Task:
    if not isinstance(entry, dict):
        raise ByhandError("{where}: expected a table; write [[exercise]] above its lines", where=where)
    only(entry, keys_of("exercise"), where, keys_of(""))
    if not text_in(entry, "name", where):
        raise ByhandError('{where}: has no name; write name = "lstm", or another that `byhand list` shows', where=where)
    try:
        blueprint = blueprints.named(text_in(entry, "name", where), table_in(entry, "set", where, SET_EXAMPLE))
    except ByhandError as error:
        raise ByhandError("{where}: {fault}", where=where, fault=error.said) from error
    identity = text_in(entry, "id", where, blueprint.exercise)
    if not identity or not all(letter.isalnum() or letter in "-_." for letter in identity) or len(identity) > 40:
        raise ByhandError(
            "{where}: the id {identity!r} must be 1 to 40 letters, digits, -, _ or .",
            where=where,
            identity=identity[:40],
        )
    points = number_in(entry, "points", where, None)
    if points is not None and points < 0:
        raise ByhandError("{where}: points must not be negative", where=where)
    given = exact_given(blueprint, table_in(entry, "given", where, GIVEN_EXAMPLE), where)
    return Task(identity, blueprint, given, points)
