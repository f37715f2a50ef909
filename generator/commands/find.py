"""The command `find`: whose worksheet it is, and its key."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from generator.assignment.description import read_assignment
from generator.assignment.issued_lines import IssuedLine, read_issued_lines
from generator.assignment.printed import WITHDRAWN
from generator.assignment.worksheet import Worksheet
from generator.assignment.worksheet_id import as_printed
from generator.commands.terminal import boxed_instance, can_draw_boxes
from generator.errors import ByhandError
from generator.network.instance import Instance


@click.command()
@click.argument("text", metavar="WORKSHEET|STUDENT")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[FOLDER]...")
def find(text: str, folders: tuple[Path, ...]) -> None:
    """Say whose sheet the one with the printed id WORKSHEET is, or which one a STUDENT has, and show its key.

    Looks in the assignment FOLDERs; by default in the current folder and those in it.
    """
    for folder in folders:
        if not (folder / "issued.jsonl").exists():
            raise ByhandError(f"{folder}: no sheets were handed out here; name the folder of an assignment")
    places = folders or tuple(sorted({file.parent for file in _records(Path())}))
    found = _found(text, places)
    if not found:
        looked = ", ".join(map(str, places)) or f"no assignment in {Path.cwd()}"
        remedy = "check it" if folders else "check it, or name the folder of the assignment too"
        raise ByhandError(f"{text[:60]}: no worksheet and no student is called that (looked in {looked}); {remedy}")
    for folder, line, counts in found:
        _tell(folder, line, counts)


def _found(text: str, places: Iterable[Path]) -> list[tuple[Path, IssuedLine, bool]]:
    """The worksheet with this id, or else those that count of the students with this id or name."""
    identity, plain = as_printed(text), text.strip().casefold()
    owned: list[tuple[Path, IssuedLine, bool]] = []
    for folder in places:
        for line, counts in _lines(folder):
            summary = line.summary
            if summary.worksheet == identity:
                return [(folder, line, counts)]
            if counts and plain in (summary.student.casefold(), summary.name.casefold()):
                owned.append((folder, line, counts))
    return owned


def _records(folder: Path) -> Iterator[Path]:
    yield from folder.glob("issued.jsonl")
    yield from folder.glob("*/issued.jsonl")


def _lines(folder: Path) -> Iterator[tuple[IssuedLine, bool]]:
    """The lines of an assignment, each with whether its sheet still counts."""
    for line in read_issued_lines(folder / "issued.jsonl"):
        yield line, True
    for line in read_issued_lines(folder / WITHDRAWN / "issued.jsonl"):
        yield line, False


def _tell(folder: Path, line: IssuedLine, counts: bool) -> None:
    assignment = read_assignment(folder)
    sheet = line.worksheet(assignment.blueprints)
    named = f"{sheet.student} ({sheet.name})" if sheet.name != sheet.student else sheet.student
    shared = f", sheet {sheet.letter}" if sheet.letter else ""
    click.echo(f"{sheet.id}: {named}{shared}, {assignment.title}, {folder}")
    if not counts:
        click.echo("This sheet no longer counts: another one was handed out instead.")
    for text in _key(sheet):
        click.echo(text)


def _key(sheet: Worksheet) -> Iterator[str]:
    width = shutil.get_terminal_size((100, 0)).columns
    for task in sheet.tasks:
        yield ""
        instance = Instance(task.blueprint, task.values, 1, task.asked)
        yield from boxed_instance(task.blueprint, instance, fill=True, width=width, plain=not can_draw_boxes())
