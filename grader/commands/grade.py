"""The command `grade`: the marks of an assignment, or of one loose sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from generator.assignment.description import read_assignment
from generator.catalogue import Catalogue
from generator.commands.options import ChosenNumbers, numbers_options
from generator.errors import ByhandError, first_few
from generator.files.text import read_text
from grader.answers.arrival.commits import read_pushes
from grader.escaping import for_log

if TYPE_CHECKING:
    from grader.marking.grading import Graded
    from grader.reports.publishing import Papers


MOST_NAMED = 10
"""The most students that a warning names."""


@click.command()
@click.argument("target", metavar="NAME|FOLDER")
@click.argument("submissions", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SUBMISSION...")
@numbers_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Where to write; FOLDER/marks by default, and for a loose sheet no feedback is written without it.",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes; one per core by default.")
@click.option("--sheets", is_flag=True, help="Also write every sheet as a PDF with the typed answers, marked.")
@click.option(
    "--pushes",
    type=click.Path(path_type=Path),
    help="When each push came, for late work in a git checkout: a CSV file of commit before, commit after, time.",
)
def grade(
    target: str,
    submissions: Sequence[Path],
    seed: int | None,
    settings: tuple[str, ...],
    given_file: Path | None,
    out: Path | None,
    jobs: int | None,
    sheets: bool,
    pushes: Path | None,
) -> None:
    """Mark what came back of the assignment FOLDER: files, folders or zip archives of answer sheets.

    Or one answer sheet of the exercise NAME, that `generate` made with the same --seed, --set and --given.
    """
    numbers = ChosenNumbers(seed, settings, given_file)
    if not _is_loose(target, numbers):
        _grade_assignment(Path(target), submissions, _Wishes(out, jobs, sheets, pushes))
        return
    if len(submissions) != 1 or sheets or pushes or jobs:
        raise ByhandError(f"{target}: give one answer sheet of it, without --sheets, --pushes and --jobs")
    from grader.commands.loose import grade_loose

    grade_loose(target, numbers, submissions[0], out)


def _is_loose(target: str, numbers: ChosenNumbers) -> bool:
    """Whether an exercise is meant, not the folder of an assignment."""
    if not numbers.chosen and Path(target).is_dir():
        return False
    known = Catalogue.of(Path()).knows(target)
    if numbers.chosen and not known and Path(target).is_dir():
        raise ByhandError(
            f"{target}: --seed, --set and --given apply to a single exercise; leave them out for a folder"
        )
    return numbers.chosen or known


class _Wishes(NamedTuple):
    """How an assignment is to be marked, according to the options."""

    out: Path | None
    jobs: int | None
    sheets: bool
    pushes: Path | None


def _grade_assignment(folder: Path, submissions: Sequence[Path], wishes: _Wishes) -> None:
    # Modules that only grading needs are loaded here, so that `check` starts at once; the reports draw the sheet.
    from generator.commands.options import progress
    from generator.execution import hire
    from generator.layout import Paper
    from generator.layout.editions.kept_sheets import lay_out_once
    from generator.layout.pictures import Drawings
    from grader.marking.grading import grade_class
    from grader.reports.earlier import Earlier
    from grader.reports.publishing import PaperMaking, publish

    assignment = read_assignment(folder)
    students = len(assignment.students())
    taken = read_pushes(str(wishes.pushes), read_text(wishes.pushes)) if wishes.pushes else ()
    out = wishes.out or folder / "marks"
    drawings = Drawings(Paper(assignment.paper), bool(assignment.branding.instructions), lay_out_once)
    still_open = assignment.takes_more(datetime.now(UTC))
    making = PaperMaking(assignment, drawings, wishes.sheets, still_open)
    with hire(wishes.jobs) as crew, progress("marking ", students) as done:
        graded = grade_class(assignment, submissions, making, crew, done, taken, out)
    lost = Earlier.of(out).lost(graded.reports)
    with progress("writing ", students) as done:
        remarks = publish(graded, out, making, done)
    if removed := _remove_sheets(graded, out / "sheets", wishes.sheets):
        click.echo(f"{out / 'sheets'}: {removed} marked sheets of an earlier run were removed")
    if wishes.sheets:
        _publish_sheets(graded, out / "sheets")
    handed = sum(bool(report.file) for report in graded.reports)
    click.echo(f"{handed} of {len(graded.reports)} students marked; see {out / 'class.html'}")
    if lost:
        click.echo(
            f"byhand: warning: {out}: marked before, but not in these files: {first_few(lost, MOST_NAMED)} "
            f"({len(lost)} of the class); they have no marks now, and changes.csv says what they had; give the whole "
            "folder of what was handed in, or another --out for a part of it",
            err=True,
        )
    if still_open and assignment.deadline:
        closes = assignment.deadline.written(assignment.deadline.closes)
        click.echo(f"until {closes} students can hand in again, and feedback says only what was read; then mark again")
    for problem in (*graded.problems, *remarks):
        click.echo(for_log(str(problem)), err=True)
    if graded.problems or remarks:
        raise SystemExit(1)


def _remove_sheets(graded: Graded[Papers], out: Path, marked_sheets: bool) -> int:
    """Remove marked sheets that this run does not write; those that were handed out stay."""
    from grader.reports.earlier import remove_outdated

    if out.resolve() == (graded.assignment.folder / "sheets").resolve():
        return 0
    known = {report.student.id for report in graded.reports}
    return remove_outdated(out, (".pdf",), known, graded.handed_in if marked_sheets else ())


def _publish_sheets(graded: Graded[Papers], out: Path) -> None:
    """Print the marked sheets: the only part of marking that draws, so it is loaded only on request."""
    from generator.files.whole import whole_file
    from generator.layout.editions.kept_sheets import lay_out_once
    from generator.printing import PrintShop, style_of
    from grader.reports.marked_sheet import marked_filling
    from grader.reports.templates import report_templates

    assignment = graded.assignment
    shop = PrintShop(style_of(assignment), assignment.blueprints, lay_out_once)
    templates = report_templates(assignment)
    for papers in graded.made:
        if report := papers.report:
            worksheet = graded.record[report.student.id]
            filling = marked_filling(assignment, worksheet, report, templates)
            with whole_file(out / f"{report.student.id}.pdf") as file:
                file.write(shop.print_filled(worksheet, filling))
