"""A new assignment folder, ready to generate: description, roster and secret."""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files as files_of_package
from pathlib import Path

from generator.assignment.branding import logo_name
from generator.assignment.class_lists.table import WORKBOOKS
from generator.assignment.description import make_secret
from generator.assignment.given import show_given
from generator.assignment.roster import read_roster
from generator.assignment.schema import SCHEMA_FILE, json_schema
from generator.assignment.workflow import program, workflow
from generator.catalogue import FOLDER, Catalogue
from generator.errors import ByhandError, say
from generator.files.whole import whole_file, write_whole
from generator.language.templates import environment
from generator.language.words import Words, translator
from generator.network.blueprint import Blueprint, View
from generator.network.exercise import Exercise
from generator.network.instance import draw_instance
from generator.network.number import read_number, show_number
from generator.network.parameters import Parameter

IGNORED = """\
# Anyone who knows the secret can compute every sheet before it is handed out.
secret
# What is made here and shows every key or mark: a repository keeps neither.
keys.pdf
keys/
marks/
release/
# Of a run that is at work, or was killed.
.byhand.lock
.*.part
# Marking reads issued.jsonl: commit it. It holds the numbers of every sheet, so keep the repository private.
"""
EXAMPLE_SEED = 1
"""Where the numbers of examples in comments come from."""


@dataclass(frozen=True)
class Planned:
    """An exercise, or a variant of one, for a new assignment; without points, every cell is worth one."""

    name: str
    settings: Mapping[str, str] = field(default_factory=dict, hash=False)
    points: str | None = None


@dataclass(frozen=True)
class Front:
    """What a description begins with, and a logo for the folder; without a title, it is the folder's name."""

    title: str = ""
    due: str = ""
    paper: str = "a4"
    logo: bytes = field(default=b"", repr=False)


def new_assignment(
    folder: Path,
    exercises: Sequence[Planned],
    roster: Path | None,
    ci: str | None = None,
    language: str = "en",
    *,
    front: Front = Front(),
    count: int | None = None,
    variants: int | None = None,
    source: str | None = None,
) -> None:
    """Write the folder, with comments in its language.

    `count` is the size of a class without names, `variants` the number of sheets that it shares. With `ci`, a workflow
    installs the program from `source`. Raises ByhandError and writes nothing if the folder is in use or anything else
    is wrong.
    """
    words = translator(language)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ByhandError("{folder}: already exists and is not empty; choose another name", folder=folder)
    catalogue = Catalogue.of(Path())
    chosen = tuple(_described(catalogue, exercises))
    students, ending = class_list(roster, count)
    logo = logo_name(front.logo, say("the logo")) if front.logo else ""
    files = {
        folder / ("roster.xlsx" if ending in WORKBOOKS else "roster.csv"): students,
        folder / ".gitignore": with_comments_in(words, IGNORED).encode(),
        folder / SCHEMA_FILE: json_schema(catalogue.all(broken=[])).encode(),
        **({folder / logo: front.logo} if logo else {}),
        **(_files_for(ci, source, folder, words) if ci else {}),
        **{folder / FOLDER / name: text for each in chosen for name, text in each.own_file.items()},
    }
    template = environment(words=words).get_template("assignment.toml.jinja")
    description = template.render(
        title=front.title or folder.resolve().name,
        due=front.due,
        paper=front.paper,
        logo=logo,
        key=secrets.token_hex(8),
        chosen=chosen,
        variants=variants,
        asked=chosen[0].blueprint.asked[0].name,
    )
    for path, content in files.items():
        with whole_file(path) as file:
            file.write(content)
    make_secret(folder / "secret")
    # Written last, so that a folder with a description is complete.
    write_whole(folder / "assignment.toml", description)


@dataclass(frozen=True)
class _Described:
    """An exercise as the description has it: its id there, and its parameters with the chosen defaults."""

    id: str
    planned: Planned
    exercise: Exercise
    parameters: tuple[Parameter, ...]

    @cached_property
    def blueprint(self) -> Blueprint:
        """The exercise with these parameters."""
        return self.exercise.blueprint({parameter.name: parameter.default for parameter in self.parameters})

    @cached_property
    def example(self) -> str:
        """A line that pins a grid; empty if there is none to pin."""
        return _pinned_example(self.blueprint)

    @property
    def own_file(self) -> Mapping[str, bytes]:
        """The file of a teacher's own exercise, copied since marking must not depend on another folder."""
        code = self.exercise.code
        return {Path(code.file).name: code.text.encode()} if code else {}


def _described(catalogue: Catalogue, exercises: Sequence[Planned]) -> Iterator[_Described]:
    """The exercises; where one is used again, a number follows its name in the id."""
    used: Counter[str] = Counter()
    for each in exercises:
        exercise, usual = catalogue.find_variant(each.name)
        used[exercise.name] += 1
        again = used[exercise.name] > 1
        identity = f"{exercise.name}-{used[exercise.name]}" if again else exercise.name
        yield _Described(identity, each, exercise, exercise.with_defaults({**usual, **each.settings}))


def _files_for(ci: str, source: str | None, folder: Path, words: Words) -> Mapping[Path, bytes]:
    """The workflow for a service, and the wheel that it installs, if it is one; ByhandError if there is a workflow."""
    chosen = program(source)
    place, steps = workflow(ci, folder, chosen)
    if place.exists():
        raise ByhandError(f"{place}: there is a workflow already; move it away, or choose another name for the folder")
    wheel = {folder / chosen.wheel.name: chosen.wheel.read_bytes()} if chosen.wheel else {}
    return {place: with_comments_in(words, steps).encode(), **wheel}


def planned(exercises: Sequence[str], settings: Mapping[str, str], points: str | None) -> tuple[Planned, ...]:
    """Exercises that share settings, each taking those of its parameters; ByhandError for a setting that none has."""
    catalogue = Catalogue.of(Path())
    found = [catalogue.find_variant(name)[0] for name in exercises]
    _check_settings(settings, found)
    return tuple(
        Planned(name, _those_of(exercise, settings), points) for name, exercise in zip(exercises, found, strict=True)
    )


def class_list(roster: Path | None, count: int | None) -> tuple[bytes, str]:
    """The class list and the ending of its file: the teacher's, a numbered one, or else a sample."""
    if roster:
        read_roster(roster)
        return roster.read_bytes(), roster.suffix.lower()
    if count:
        # No zeros before the numbers: a spreadsheet would take them away, and with them the students' sheets.
        return "".join(["student,name\n", *(f"{number},\n" for number in range(1, count + 1))]).encode(), ".csv"
    return (files_of_package("templates") / "roster.csv").read_bytes(), ".csv"


def _those_of(exercise: Exercise, settings: Mapping[str, str]) -> dict[str, str]:
    """The settings of the parameters that an exercise has."""
    known = {parameter.name for parameter in exercise.parameters}
    return {name: value for name, value in settings.items() if name in known}


def _check_settings(settings: Mapping[str, str], exercises: Sequence[Exercise]) -> None:
    """Raise ByhandError for a setting that no exercise has, or that does not suit one of those that have it."""
    takers = takers_of(settings, exercises)
    for name, value in settings.items():
        for exercise in takers[name]:
            try:
                exercise.with_defaults({name: value})
            except ByhandError as error:
                rest = (
                    "" if len(takers[name]) == 1 else f"; leave it out, and write {name} for each into assignment.toml"
                )
                raise ByhandError(f"--set {name}={value[:40]} does not suit {exercise.name}: {error}{rest}") from error
        if not takers[name]:
            known = sorted({parameter.name for exercise in exercises for parameter in exercise.parameters})
            raise ByhandError(f"--set {name[:40]}: no exercise here has this parameter; they have {', '.join(known)}")


def takers_of(settings: Iterable[str], exercises: Iterable[Exercise]) -> Mapping[str, tuple[Exercise, ...]]:
    """The exercises that have a parameter of this name, for each setting."""
    by_name = {exercise.name: exercise for exercise in exercises}.values()
    return {
        name: tuple(exercise for exercise in by_name if name in {parameter.name for parameter in exercise.parameters})
        for name in settings
    }


def _pinned_example(blueprint: Blueprint) -> str:
    """A line that pins one of the smallest grids of an exercise, as TOML has it; empty if it draws no numbers."""
    drawn = [grid for grid in blueprint.drawn if grid.view is View.NUMBERS]
    if not drawn:
        return ""
    # A grid of fewer than four numbers would not show how rows are written.
    sizes = {grid.name: grid.shape[0] * grid.shape[1] for grid in drawn}
    name = min(sizes, key=lambda name: (sizes[name] < 4, sizes[name]))
    rows = show_given(draw_instance(blueprint, EXAMPLE_SEED).values[name])
    key = name if _BARE_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)
    lines = ", ".join("[" + ", ".join(map(_in_toml, row)) + "]" for row in rows)
    return f"{key} = [{lines}]"


def _in_toml(number: str) -> str:
    return json.dumps(number) if "/" in number else number


_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_COMMENT = re.compile(r"(?m)^( *# )(.+)$")


def comments_in(text: str) -> list[str]:
    """The comments of a configuration file, each line a sentence."""
    return [comment for _, comment in _COMMENT.findall(text)]


def with_comments_in(words: Words, text: str) -> str:
    """The text of a configuration file with its comments, each line a sentence, put into these words."""
    return _COMMENT.sub(lambda comment: comment[1] + words(comment[2]), text)


def points_in(text: str) -> str:
    """Points as TOML has them; ByhandError if they are not a number."""
    try:
        number = read_number(text)
    except ValueError:
        number = -1
    if number < 0 or "/" in show_number(number):
        raise ByhandError("points {text!r}: expected a number such as 20 or 12.5", text=text[:20])
    return show_number(number)
