"""The command `generate`: a single sheet of an exercise, or all sheets of an assignment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.catalogue import Blueprints, Catalogue
from generator.commands.options import ChosenNumbers, Decorated, numbers_options, progress, workers_options
from generator.errors import ByhandError

if TYPE_CHECKING:
    from generator.layout.editions import Edition

MOST_WARNINGS = 10


@dataclass(frozen=True)
class Wishes:
    """How to print, according to the options; None leaves the choice to the assignment."""

    out: Path | None
    paper: str | None
    language: str | None
    ink: str | None
    key_form: str
    fillable: bool
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
                type=click.Choice(["plain", "worked"]),
                default="plain",
                show_default=True,
                help="Key with the blanks filled in, or also with the working.",
            ),
            click.option(
                "--fillable", is_flag=True, help="Also make sheets to fill in on a screen and hand in as PDF."
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
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student; repeatable.")
@printing_options
@workers_options
def generate(
    target: str,
    seed: int | None,
    settings: tuple[str, ...],
    given_file: Path | None,
    students: tuple[str, ...],
    jobs: int | None,
    executor: str | None,
    **wishes: Any,
) -> None:
    """Make one sheet of the exercise NAME, or the sheets of a whole assignment FOLDER."""
    folder, wanted = Path(target), Wishes(**wishes)
    if target.partition("@")[0] in Catalogue.of(Path()).names() or not folder.is_dir():
        if students:
            raise ByhandError(
                "--student applies to an assignment FOLDER, not to an exercise; name a folder or leave it out"
            )
        _generate_one(target, ChosenNumbers(seed, settings, given_file), wanted)
    elif seed is not None or settings or given_file:
        raise ByhandError(
            f"{folder}: --seed, --set and --given apply to a single exercise; "
            "write settings and givens into assignment.toml"
        )
    else:
        _generate_assignment(folder, wanted, students, jobs, executor)


def _generate_one(name: str, numbers: ChosenNumbers, wishes: Wishes) -> None:
    from generator.assignment.worksheet import loose_worksheet
    from generator.files import whole_file
    from generator.language.words import translator
    from generator.printing import LOOSE, parts_for, print_loose

    words = translator(wishes.language or "en")
    blueprint, seed, instance = numbers.choose(name, words)
    parts = parts_for(wishes.key_form == "worked", wishes.fillable)
    worksheet = loose_worksheet(blueprint, instance)
    printed = print_loose(worksheet, parts, wishes.paper or "a4", words, wishes.ink or "full", wishes.edition)
    for part in sorted(parts, key=list(LOOSE).index):
        path = (wishes.out or Path()) / f"{name}-{seed}{LOOSE[part]}"
        with whole_file(path) as file:
            file.write(printed[part])
        click.echo(path)


def _generate_assignment(
    folder: Path, wishes: Wishes, only: tuple[str, ...], jobs: int | None, executor: str | None
) -> None:
    from generator.assignment.description import read_assignment
    from generator.assignment.issue import issue_missing
    from generator.assignment.roster import read_roster
    from generator.commands.needed import rewords_nothing
    from generator.execution import hire
    from generator.printing import PrintRun, PrintShop, parts_for, style_of

    assignment = read_assignment(folder)
    roster = read_roster(assignment.roster_file)
    unknown = set(only) - {student.id for student in roster}
    if unknown:
        raise ByhandError(
            f"{assignment.roster_file}: no student {', '.join(sorted(unknown))}; add them, or check the spelling"
        )
    for warning in rewords_nothing(assignment.blueprints.catalogue, folder):
        click.echo(f"byhand: warning: {warning}", err=True)
    style = style_of(assignment, wishes.paper, wishes.language, wishes.ink, wishes.anonymous, wishes.edition)
    chosen = [student for student in roster if not only or student.id in only]
    shown = [student.id if wishes.anonymous else student.name for student in chosen]
    _tell_what_is_spelled((*style.heading.texts, *shown))
    ids = [student.id for student in chosen]
    parts = parts_for(wishes.key_form == "worked", wishes.fillable)
    out = wishes.out or folder
    blueprints = assignment.blueprints
    if wishes.language:
        blueprints = Blueprints(style.words, catalogue=blueprints.catalogue)
    shop = PrintShop(style, blueprints)
    with hire(jobs, executor) as crew:
        with progress("drawing ", len(ids)) as done:
            record = issue_missing(assignment, chosen, done, crew)
        with progress("printing", len(ids)) as done:
            run = PrintRun(shop, record, out, parts, wishes.duplex)
            printed = run.write(ids, whole_class=not only, done=done, crew=crew)
    click.echo(f"{out}: {len(ids)} worksheets, {printed} of them printed now")


def _tell_what_is_spelled(texts: Iterable[str]) -> None:
    """Warn about characters that no font shows."""
    from generator.type.bidi import replaced
    from generator.type.faces import has_world

    found = [(text, said) for text in texts if (said := replaced(text))]
    for text, said in found[:MOST_WARNINGS]:
        signs = ", ".join(f"{sign} (U+{ord(sign[0]):04X}) is printed as {other}" for sign, other in said.items())
        click.echo(f"byhand: warning: no bundled font shows all of {text[:40]!r}: {signs}", err=True)
    if found and not has_world():
        click.echo("byhand: warning: for names in more scripts run: pip install 'byhand[world]'", err=True)
    if len(found) > MOST_WARNINGS:
        click.echo(f"byhand: warning: and {len(found) - MOST_WARNINGS} more texts", err=True)
