"""The command `generate`: a single sheet of an exercise, or all sheets of an assignment."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.catalogue import Catalogue
from generator.commands.options import ChosenNumbers, Decorated, numbers_options, workers_options
from generator.errors import ByhandError

if TYPE_CHECKING:
    from generator.layout.editions import Edition


@dataclass(frozen=True)
class Wishes:
    """How to print, according to the options; None leaves the choice to the assignment."""

    out: Path | None
    paper: str | None
    language: str | None
    ink: str | None
    key_form: str
    fillable: bool
    xlsx: bool
    form: bool
    duplex: bool
    anonymous: bool
    two_up: bool
    booklet: bool

    @property
    def edition(self) -> Edition:
        """How the sheets are set on paper; ByhandError for two wishes at once."""
        from generator.layout.editions import Edition

        if self.two_up and self.booklet:
            raise ByhandError("--two-up and --booklet set a sheet in different ways; choose one of them")
        return Edition.TWO_UP if self.two_up else Edition.BOOKLET if self.booklet else Edition.USUAL


def printing_options(command: Decorated) -> Decorated:
    """The options that say how to print."""
    for option in reversed(
        (
            click.option(
                "--out",
                type=click.Path(path_type=Path),
                help="Where to write; by default the current folder or the assignment's.",
            ),
            click.option(
                "--paper",
                type=click.Choice(["a4", "letter"]),
                help="Paper size; by default a4 or as the assignment says.",
            ),
            click.option(
                "--language", metavar="CODE", help="Language: en or de; by default en or as the assignment says."
            ),
            click.option("--ink", type=click.Choice(["full", "low"]), help="low: no tints, and thin lines."),
            click.option(
                "--key",
                "key_form",
                type=click.Choice(["plain", "worked", "workbook", "csv"]),
                default="plain",
                show_default=True,
                help="Key with blanks filled in, with the working, or also as a workbook or a filled-in answer sheet.",
            ),
            click.option(
                "--fillable", is_flag=True, help="Also make sheets to fill in on a screen and hand in as PDF."
            ),
            click.option("--xlsx", is_flag=True, help="Also make answer sheets as workbooks that look like the sheet."),
            click.option(
                "--form",
                is_flag=True,
                help="Also make answer sheets as web pages that look like the sheet and save CSV.",
            ),
            click.option(
                "--two-up", is_flag=True, help="Two sheets on a page, to be cut apart, where the exercises fit."
            ),
            click.option(
                "--booklet", is_flag=True, help="First all questions and given numbers, then the grids to fill in."
            ),
            click.option("--duplex", is_flag=True, help="In class.pdf, start every student on an odd page."),
            click.option(
                "--anonymous", is_flag=True, help="Show student ids instead of names on sheets and in bookmarks."
            ),
        )
    ):
        command = option(command)
    return command


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
    if not folder.is_dir() or target.partition("@")[0] in Catalogue.of(Path()).names():
        if students or reissue:
            raise ByhandError(
                "--student and --reissue apply to an assignment FOLDER, not to an exercise; name a folder that is here"
            )
        _generate_one(target, ChosenNumbers(seed, settings, given_file), wanted)
    elif seed is not None or settings or given_file:
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
    from generator.files import whole_file
    from generator.language.words import translator
    from generator.printing import LOOSE, KeyForm, parts_for, print_loose

    words = translator(wishes.language or "en")
    if Path(name).is_file():
        raise ByhandError(f"{name}: is a file; name its folder: byhand generate {shlex.quote(str(Path(name).parent))}")
    try:
        blueprint, seed, instance = numbers.choose(name, words)
    except ByhandError as error:
        if name.partition("@")[0] in Catalogue.of(Path()).names():
            raise
        raise ByhandError(f"{name[:80]}: there is no such folder in {Path.cwd()}, and {error}") from error
    parts = parts_for(KeyForm(wishes.key_form), wishes.fillable, wishes.xlsx, wishes.form)
    worksheet = loose_worksheet(blueprint, instance)
    printed = print_loose(worksheet, parts, wishes.paper or "a4", words, wishes.ink or "full", wishes.edition)
    for part in sorted(parts, key=list(LOOSE).index):
        path = (wishes.out or Path()) / f"{name}-{seed}{LOOSE[part]}"
        with whole_file(path) as file:
            file.write(printed[part])
        click.echo(path)
