"""The teacher's commands: list, show, new, stress. They ask the library and tell what it did."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from generator.catalogue import EXERCISES, Exercise, find_exercise
from generator.errors import ByhandError
from generator.given import exact_given, read_given_file, show_given
from generator.graph import Blueprint
from generator.instance import Instance, draw_instance
from generator.language import ENGLISH, Words, translator
from generator.numbers import Values
from generator.parameters import show_parameter
from generator.stream import fresh_seed

if TYPE_CHECKING:
    pass

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


language_option = click.option(
    "--language", default="en", show_default=True, metavar="CODE", help="The words: en or de."
)


def numbers_options(command: Decorated) -> Decorated:
    """The options that choose one instance: --seed, --set, --given."""
    for option in (
        click.option(
            "--given", "given_file", type=click.Path(path_type=Path), help="Pin givens: a JSON file of grids."
        ),
        click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Choose a parameter; repeatable."),
        click.option(
            "--seed", type=click.IntRange(min=0), help="The same seed gives the same numbers. Fresh if not set."
        ),
    ):
        command = option(command)
    return command


def workers_options(command: Decorated) -> Decorated:
    """The options that say who works for a class: --jobs, --executor."""
    for option in (
        click.option(
            "--executor", metavar="dask://HOST:PORT", help="Work on a Dask cluster, for classes beyond one machine."
        ),
        click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to use; the cores unless set."),
    ):
        command = option(command)
    return command


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, nothing in a pipe; yields the function that is told how many are done."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True) as bar:
        yield bar.update


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def list_exercises(as_json: bool) -> None:
    """The catalogue: every exercise with its parameters, their ranges and defaults."""
    if as_json:
        click.echo(json.dumps([_catalogue_entry(exercise) for exercise in EXERCISES], indent=2, ensure_ascii=False))
        return
    for exercise in EXERCISES:
        click.echo(f"{click.style(exercise.name, bold=True)}: {exercise.title}")
        for parameter in exercise.parameters:
            setting = f"--set {parameter.name}={parameter.shown_default}"
            click.echo(f"    {setting:<24} {parameter.range.meaning}, {parameter.span}")
        click.echo()


def _catalogue_entry(exercise: Exercise) -> Mapping[str, Any]:
    return {
        "name": exercise.name,
        "title": exercise.title,
        "source": exercise.source,
        "parameters": [
            {
                "name": parameter.name,
                "meaning": parameter.range.meaning,
                "least": bool(parameter.range.least) if parameter.switch else show_parameter(parameter.range.least),
                "greatest": bool(parameter.range.greatest)
                if parameter.switch
                else show_parameter(parameter.range.greatest),
                "default": show_parameter(parameter.default),
            }
            for parameter in exercise.parameters
        ],
    }


@click.command()
@click.argument("name")
@numbers_options
@click.option("--key", is_flag=True, help="Fill the blanks.")
@language_option
@click.option("--json", "as_json", is_flag=True, help="Every grid with its exact values as JSON.")
def show(
    name: str,
    seed: int | None,
    settings: tuple[str, ...],
    given_file: Path | None,
    key: bool,
    language: str,
    as_json: bool,
) -> None:
    """Show one instance of the exercise NAME as boxed grids."""
    from generator.terminal import draw_instance as boxes

    numbers = Numbers(seed, settings, given_file)
    blueprint, seed, instance = numbers.choose(name, translator(language))
    if as_json:
        click.echo(json.dumps(_instance_entry(blueprint, seed, instance), indent=2, ensure_ascii=False))
        return
    plain = not _can_print("┌─│", sys.stdout.encoding)
    for line in boxes(
        blueprint, instance.values, fill=key, width=shutil.get_terminal_size((100, 0)).columns, plain=plain
    ):
        click.echo(line)
    click.echo(f"\nseed {seed}")


def _instance_entry(blueprint: Blueprint, seed: int, instance: Instance) -> Mapping[str, Any]:
    return {
        "exercise": blueprint.exercise,
        "parameters": {name: show_parameter(value) for name, value in blueprint.parameters.items()},
        "seed": seed,
        "steps": [
            {"number": step.number, "title": step.title, "instruction": step.instruction} for step in blueprint.steps
        ],
        "grids": [
            {
                "name": grid.name,
                "step": blueprint.step_of[grid.name].number,
                "given": grid.given,
                "role": grid.role.value,
                "rows": grid.shape[0],
                "columns": grid.shape[1],
                "values": show_given(instance.values[grid.name]),
            }
            for grid in blueprint.grids
        ],
    }


@dataclass(frozen=True)
class Numbers:
    """The numbers that the options ask for."""

    seed: int | None
    settings: tuple[str, ...]
    given_file: Path | None

    def choose(self, name: str, words: Words = ENGLISH) -> tuple[Blueprint, int, Instance]:
        """The blueprint, seed and instance of an exercise; a fresh seed is told on stderr."""
        blueprint = find_exercise(name).blueprint(_parameters(self.settings), words)
        pinned: Mapping[str, Values] = {}
        if self.given_file:
            pinned = exact_given(blueprint, read_given_file(self.given_file), str(self.given_file))
        seed = self.seed
        if seed is None:
            seed = fresh_seed()
            click.echo(f"seed {seed} (give --seed {seed} to have the same again)", err=True)
        return blueprint, seed, draw_instance(blueprint, seed, pinned)


def _parameters(settings: tuple[str, ...]) -> dict[str, str]:
    chosen = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise ByhandError(f"--set {setting[:40]!r}: expected NAME=VALUE, as in --set decimals=2")
        chosen[name.strip()] = value
    return chosen


def _can_print(letters: str, encoding: str | None) -> bool:
    try:
        letters.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--exercise", "exercises", multiple=True, required=True, metavar="NAME", help="An exercise; repeatable.")
@click.option("--roster", type=click.Path(path_type=Path), help="The class list: a CSV file with student,name.")
@click.option("--ci", type=click.Choice(["github", "gitlab"]), help="Also write a workflow that marks submissions/.")
@language_option
def new(folder: Path, exercises: tuple[str, ...], roster: Path | None, ci: str | None, language: str) -> None:
    """Make the assignment FOLDER, ready to generate."""
    from generator.setup import new_assignment

    new_assignment(folder, exercises, roster, ci, language)
    click.echo(
        f"{folder}: ready. Look at assignment.toml and roster.csv, then run: byhand generate {shlex.quote(str(folder))}"
    )
    if not roster:
        click.echo("The roster is a sample; put your class into roster.csv or start again with --roster FILE.csv")


@click.command()
@click.argument("name")
@click.option(
    "--seeds", default=1000, show_default=True, type=click.IntRange(min=1), help="How many instances to draw."
)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Choose a parameter; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def stress(name: str, seeds: int, settings: tuple[str, ...], as_json: bool) -> None:
    """Draw many instances of the exercise NAME and report whether they are varied, workable and fair.

    Exits with 1 when an instance breaks a promise.
    """
    from generator.stress import stress as draw_many

    with progress("drawing ", seeds) as done:
        report = draw_many(find_exercise(name), _parameters(settings), seeds, done)
    if as_json:
        click.echo(json.dumps(report.as_json(), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(report.lines()))
    if report.broken_promises:
        raise SystemExit(1)
