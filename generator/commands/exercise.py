"""The command `exercise`: a commented file to start an exercise of one's own from."""

from __future__ import annotations

import keyword
from importlib.resources import files
from pathlib import Path

import click

from generator.catalogue import FOLDER, OURS
from generator.errors import ByhandError
from generator.files.whole import write_whole


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def exercise(file: Path) -> None:
    """Write a commented FILE.py to start an exercise of your own from."""
    name = file.stem
    if file.suffix != ".py" or not name.isidentifier() or keyword.iskeyword(name) or name != name.lower():
        raise ByhandError(f"{file}: expected a name of lower-case letters, digits and _, as in my_network.py")
    if name.replace("_", "-") in OURS.names():
        raise ByhandError(f"{file}: {name.replace('_', '-')} is already an exercise; choose another name")
    if file.exists():
        raise ByhandError(f"{file}: already exists; choose another name")
    text = (files("templates") / "exercise.txt").read_text(encoding="utf-8")
    write_whole(file, text.replace("NAME", name).replace("TITLE", name.replace("_", " ").capitalize()))
    command = name.replace("_", "-")
    click.echo(f"{file}: ready. Its first sheet: byhand show {command}; the check: byhand stress {command}")
    if file.resolve().parent.name != FOLDER:
        click.echo(f"byhand finds it in a folder {FOLDER}/ of the assignment, or of where you are: move it there")
