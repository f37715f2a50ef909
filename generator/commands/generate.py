"""The command `generate`: a single sheet of an exercise, or all sheets of an assignment."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from generator.catalogue import Catalogue
from generator.commands.options import ChosenNumbers, means_exercise, numbers_options, workers_options
from generator.commands.wishes import Wishes, printing_options
from generator.errors import ByhandError


@click.command()
@click.argument("target", metavar="NAME|FOLDER")
@numbers_options
@click.option(
    "--student",
    "students",
    multiple=True,
    metavar="ID|NAME|WORKSHEET",
    help="Only this student, or whose worksheet it is; repeatable.",
)
@click.option(
    "--reissue",
    multiple=True,
    metavar="ID|all",
    help="Hand out another sheet instead of this student's, which no longer counts; repeatable.",
)
@printing_options
@workers_options
def generate(
    target: str,
    seed: int | None,
    settings: tuple[str, ...],
    given_file: Path | None,
    students: tuple[str, ...],
    reissue: tuple[str, ...],
    jobs: int | None,
    executor: str | None,
    **wishes: Any,
) -> None:
    """Make one sheet of the exercise NAME, or the sheets of a whole assignment FOLDER."""
    folder, wanted = Path(target), Wishes(**wishes)
    numbers = ChosenNumbers(seed, settings, given_file)
    if means_exercise(target):
        if students or reissue:
            raise ByhandError(
                "--student and --reissue apply to an assignment FOLDER, not to an exercise; name a folder that is here"
            )
        _generate_one(target, numbers, wanted)
    elif numbers.chosen:
        raise ByhandError(
            f"{folder}: --seed, --set and --given apply to a single exercise; "
            "write settings and givens into assignment.toml"
        )
    else:
        from generator.commands.handing_out import Chosen, generate_assignment
        from generator.execution import hire

        with hire(jobs, executor) as crew:
            generate_assignment(folder, wanted, Chosen(students, reissue), crew)


def _generate_one(name: str, numbers: ChosenNumbers, wishes: Wishes) -> None:
    from generator.assignment.worksheet import loose_worksheet
    from generator.files.whole import whole_file
    from generator.language.words import translator
    from generator.layout.editions.kept_sheets import lay_out_once
    from generator.printing import LOOSE, KeyForm, parts_for, print_loose

    words = translator(wishes.language or "en")
    if Path(name).is_file():
        raise ByhandError(f"{name}: is a file; name its folder: byhand generate {shlex.quote(str(Path(name).parent))}")
    try:
        blueprint, seed, instance = numbers.choose(name, words)
    except ByhandError as error:
        if Catalogue.of(Path()).knows(name):
            raise
        raise ByhandError(f"{name[:80]}: there is no such folder in {Path.cwd()}, and {error}") from error
    parts = parts_for(KeyForm(wishes.key_form), wishes.fillable, wishes.xlsx, wishes.form)
    worksheet = loose_worksheet(blueprint, instance)
    printed = print_loose(
        worksheet, parts, wishes.paper or "a4", words, wishes.ink or "full", wishes.edition, lay_out_once
    )
    for part in sorted(parts, key=list(LOOSE).index):
        path = (wishes.out or Path()) / f"{name}-{seed}{LOOSE[part]}"
        with whole_file(path) as file:
            file.write(printed[part])
        click.echo(path)
