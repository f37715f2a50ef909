"""The command `new`: a new assignment folder."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from generator.assignment.variants import LEAST_VARIANTS, MOST_VARIANTS
from generator.assignment.workflow import SERVICES
from generator.commands.options import language_option, read_settings
from generator.errors import ByhandError

MOST_STUDENTS = 10_000


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--exercise", "exercises", multiple=True, metavar="NAME", help="Exercise to include; repeatable.")
@click.option("--level", type=click.IntRange(1, 5), help="Include every exercise of this level; remove what you like.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a parameter of all exercises that have it; repeatable.",
)
@click.option("--points", metavar="N", help="Points for each exercise; one per cell by default.")
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    help="Class list, CSV or .xlsx: as a learning platform exports it, or with the columns student,name.",
)
@click.option(
    "--count",
    type=click.IntRange(1, MOST_STUDENTS),
    metavar="N",
    help="A class of N without names: numbered sheets with a line for the name.",
)
@click.option(
    "--variants",
    type=click.IntRange(LEAST_VARIANTS, MOST_VARIANTS),
    metavar="N",
    help="Only N different sheets, A, B and so on, that the class shares.",
)
@click.option("--ci", type=click.Choice(SERVICES), help="Also write a workflow that marks submissions/.")
@click.option(
    "--from",
    "source",
    metavar="COMMIT|WHEEL",
    help="Where the workflow gets byhand: git+https://HOST/PATH@COMMIT, or a wheel that is copied into FOLDER.",
)
@language_option
def new(
    folder: Path,
    exercises: tuple[str, ...],
    level: int | None,
    settings: tuple[str, ...],
    points: str | None,
    roster: Path | None,
    count: int | None,
    variants: int | None,
    ci: str | None,
    source: str | None,
    language: str,
) -> None:
    """Create the assignment FOLDER, ready to generate."""
    from generator.assignment.new import new_assignment, planned, points_in
    from generator.assignment.workflow import what_is_left

    if source and not ci:
        raise ByhandError("--from: says what a workflow installs; add --ci github or --ci gitlab")
    if roster and count:
        raise ByhandError("--roster and --count: a class has either a list or only a size; leave one of them out")
    chosen = (*exercises, *(_of_level(level) if level else ()))
    if not chosen:
        raise ByhandError("no exercise; give --exercise NAME, or --level N. `byhand list` shows them all")
    wanted = planned(chosen, read_settings(settings), points_in(points) if points else None)
    new_assignment(
        folder,
        wanted,
        roster,
        ci,
        language,
        count=count,
        variants=variants,
        source=source,
    )
    place = shlex.quote(str(folder))
    click.echo(f"{folder}: ready. Look at assignment.toml and the roster in it; the next commands are:")
    click.echo(f"  byhand generate {place}            print class.pdf for the class and keys.pdf for you")
    click.echo(f"  byhand grade {place} SUBMISSIONS   mark the answer sheets that come back")
    click.echo(f"  byhand status {place}              see who has which sheet and who has handed in")
    for setting in settings:
        takers = dict.fromkeys(one.name for one in wanted if setting.partition("=")[0].strip() in one.settings)
        if len(takers) > 1:
            click.echo(f"--set {setting} is for {', '.join(takers)}; assignment.toml has a line for each")
    if ci and (left := what_is_left(ci, folder)):
        click.echo(left)
    if not roster and not count:
        click.echo(
            "The roster is a sample: put your class into roster.csv, or start again with --roster FILE or --count N"
        )


def _of_level(level: int) -> list[str]:
    """The names of the exercises of a level."""
    from generator.catalogue import Catalogue

    # An exercise of one's own that cannot be loaded has no level; naming it raises an error that says what is wrong.
    exercises = tuple(Catalogue.of(Path()).all(broken=[]))
    found = [exercise.name for exercise in exercises if exercise.level == level]
    if not found:
        levels = ", ".join(str(one) for one in sorted({exercise.level for exercise in exercises}))
        raise ByhandError(f"--level {level}: no exercise has this level; there are {levels}")
    return found
