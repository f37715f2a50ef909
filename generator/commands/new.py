"""The command `new`: a new assignment folder."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from generator.commands.options import language_option


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--exercise", "exercises", multiple=True, required=True, metavar="NAME", help="Exercise to include; repeatable."
)
@click.option("--roster", type=click.Path(path_type=Path), help="Class list: a CSV file with the columns student,name.")
@click.option("--ci", type=click.Choice(["github", "gitlab"]), help="Also write a workflow that marks submissions/.")
@language_option
def new(folder: Path, exercises: tuple[str, ...], roster: Path | None, ci: str | None, language: str) -> None:
    """Create the assignment FOLDER, ready to generate."""
    from generator.assignment.new import new_assignment

    new_assignment(folder, exercises, roster, ci, language)
    click.echo(
        f"{folder}: ready. Check assignment.toml and roster.csv, then run: byhand generate {shlex.quote(str(folder))}"
    )
    if not roster:
        click.echo("The roster is a sample: put your class into roster.csv, or start again with --roster FILE.csv")
