"""What several commands share: options for numbers and workers, and the progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.assignment.given import exact_given, read_given_file
from generator.catalogue import Blueprints, Catalogue
from generator.errors import ByhandError
from generator.language.words import ENGLISH, Words
from generator.network.blueprint import Blueprint
from generator.network.instance import Instance, draw_instance
from generator.network.number import Values
from generator.network.stream import fresh_seed

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


language_option = click.option(
    "--language", default="en", show_default=True, metavar="CODE", help="Language: en or de."
)


def numbers_options(command: Decorated) -> Decorated:
    """The options that choose one instance: --seed, --set, --given."""
    for option in (
        click.option(
            "--given", "given_file", type=click.Path(path_type=Path), help="JSON file of grids to use as givens."
        ),
        click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Set a parameter; repeatable."),
        click.option(
            "--seed", type=click.IntRange(min=0), help="The same seed gives the same numbers; random by default."
        ),
    ):
        command = option(command)
    return command


def workers_options(command: Decorated) -> Decorated:
    """The options that choose the workers for a class: --jobs, --executor."""
    for option in (
        click.option(
            "--executor", metavar="dask://HOST:PORT", help="Use a Dask cluster, for classes too large for one machine."
        ),
        click.option(
            "--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes; one per core by default."
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True)
class Watcher:
    """The object of click's context where something else than a terminal shows progress, such as a page in a browser.

    `tell` is called with what is being done, how much of it, and out of how much.
    """

    tell: Callable[[str, int, int], None]

    def count(self, label: str, length: int) -> Callable[[int], None]:
        """The function to call with the number just done."""
        total = 0

        def done(count: int) -> None:
            nonlocal total
            total += count
            self.tell(label, total, length)

        return done


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, nothing in a pipe; yields the function to call with the number just done."""
    context = click.get_current_context(silent=True)
    if context and (watcher := context.find_object(Watcher)):
        yield watcher.count(label.strip(), length)
        return
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True) as bar:
        yield bar.update


@dataclass(frozen=True)
class ChosenNumbers:
    """The numbers that the options ask for."""

    seed: int | None
    settings: tuple[str, ...]
    given_file: Path | None

    @property
    def chosen(self) -> bool:
        """Whether one of these options was given, which only single exercises take."""
        return self.seed is not None or bool(self.settings) or self.given_file is not None

    def choose(self, name: str, words: Words = ENGLISH) -> tuple[Blueprint, int, Instance]:
        """The blueprint, seed and instance of an exercise; a fresh seed is reported on stderr."""
        catalogue = Catalogue.of(Path())
        if Path(name).is_dir() and not catalogue.knows(name):
            raise ByhandError(
                f"{name}: is a folder, and this command takes the name of an exercise; `byhand list` shows them all"
            )
        blueprint = Blueprints(words, catalogue=catalogue).named(name, read_settings(self.settings))
        pinned: Mapping[str, Values] = {}
        if self.given_file:
            pinned = exact_given(blueprint, read_given_file(self.given_file), str(self.given_file))
        seed = self.known_seed()
        return blueprint, seed, draw_instance(blueprint, seed, pinned)

    def known_seed(self) -> int:
        """The seed, or a fresh one, which is reported on stderr."""
        if self.seed is not None:
            return self.seed
        seed = fresh_seed()
        click.echo(f"seed {seed} (use --seed {seed} to get the same numbers again)", err=True)
        return seed


def means_exercise(target: str) -> bool:
    """Whether NAME|FOLDER is an exercise: what is not a folder, and a folder if an exercise has its name."""
    return not Path(target).is_dir() or Catalogue.of(Path()).knows(target)


def read_settings(settings: tuple[str, ...]) -> dict[str, str]:
    """The values of --set by parameter name; ByhandError for one that is not NAME=VALUE."""
    chosen = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise ByhandError(f"--set {setting[:40]!r}: expected NAME=VALUE, as in --set decimals=2")
        chosen[name.strip()] = value
    return chosen
