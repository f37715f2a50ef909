"""The commands that take answer sheets: `check` for students, `grade` and `export` for teachers and CI."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.assignment.description import Assignment, read_assignment
from generator.errors import ByhandError
from generator.files import read_text
from grader.answers.arrival.commits import read_pushes
from grader.answers.checking import MOST_MISSING, FormCheck, check_form
from grader.answers.files import handed_files
from grader.answers.submission import read_submissions
from grader.escaping import for_log

if TYPE_CHECKING:
    from grader.marking.grading import Graded
    from grader.reports.publishing import Papers


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.csv...")
def check(files: Sequence[Path]) -> None:
    """Check the form of answer sheets before handing them in; needs no key and reveals none."""
    faulty = False
    for file in handed_files(files):
        try:
            if isinstance(file, ByhandError):
                raise file
            submissions = read_submissions(file.name, file.text)
        except ByhandError as error:
            click.echo(for_log(str(error)), err=True)
            faulty = True
            continue
        if len(submissions) > 1:
            ids = ", ".join(each.worksheet for each in submissions)
            click.echo(
                for_log(f"{file.name}: has lines of several worksheets, {ids}; keep only those of yours"), err=True
            )
            faulty = True
        for form in map(check_form, submissions):
            faulty = faulty or bool(form.faults)
            click.echo(for_log(f"{file.name}: {_state(form)}"))
            if form.missing:
                more = f" and {len(form.missing) - MOST_MISSING} more" if len(form.missing) > MOST_MISSING else ""
                click.echo(for_log(f"  blank: {'; '.join(form.missing[:MOST_MISSING])}{more}"))
            for fault in form.faults:
                click.echo(for_log(f"  {fault}"), err=True)
    if faulty:
        raise SystemExit(1)


def _state(form: FormCheck) -> str:
    """One line about an answer sheet: how much of it is filled in, and how much is to be corrected."""
    sheet = form.submission.worksheet or "without an id"
    count = f"{form.filled} cells" if form.cells is None else f"{form.filled} of {form.cells} cells"
    return f"worksheet {sheet}, {count} filled, {len(form.faults) or 'nothing'} to correct"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("submissions", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SUBMISSION...")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the marks; FOLDER/marks by default.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes; one per core by default.")
@click.option("--sheets", is_flag=True, help="Also write every sheet as a PDF with the typed answers, marked.")
@click.option(
    "--pushes",
    type=click.Path(path_type=Path),
    help="When each push came, for late work in a git checkout: a CSV file of commit before, commit after, time.",
)
def grade(
    folder: Path, submissions: Sequence[Path], out: Path | None, jobs: int | None, sheets: bool, pushes: Path | None
) -> None:
    """Mark answer sheets: files, folders or zip archives."""
    # Modules that only grading needs are loaded here, so that `check` starts at once; the reports draw the sheet.
    from generator.commands.options import progress
    from generator.execution import hire
    from generator.layout import Paper
    from generator.layout.pictures import Drawings
    from grader.marking.grading import grade_class
    from grader.reports.publishing import PaperMaking, publish

    assignment = read_assignment(folder)
    students = len(assignment.students())
    taken = read_pushes(str(pushes), read_text(pushes)) if pushes else ()
    out = out or folder / "marks"
    drawings = Drawings(Paper(assignment.paper), bool(assignment.branding.instructions))
    still_open = _is_open(assignment)
    making = PaperMaking(assignment, drawings, sheets, still_open)
    with hire(jobs) as crew, progress("marking ", students) as done:
        graded = grade_class(assignment, submissions, making, crew, done, taken, out)
    with progress("writing ", students) as done:
        remarks = publish(graded, out, making, done)
    if sheets:
        _publish_sheets(graded, out / "sheets")
    handed = sum(bool(report.file) for report in graded.reports)
    click.echo(f"{handed} of {len(graded.reports)} students marked; see {out / 'class.html'}")
    if still_open and assignment.deadline:
        closes = assignment.deadline.written(assignment.deadline.closes)
        click.echo(f"until {closes} students can hand in again, and feedback says only what was read; then mark again")
    for problem in (*graded.problems, *remarks):
        click.echo(for_log(str(problem)), err=True)
    if graded.problems or remarks:
        raise SystemExit(1)


def _is_open(assignment: Assignment) -> bool:
    """Whether students can still hand in again, by the clock of this computer."""
    deadline = assignment.deadline
    return assignment.resubmit and deadline is not None and datetime.now(UTC) <= deadline.closes


def _publish_sheets(graded: Graded[Papers], out: Path) -> None:
    """Print the marked sheets: the only part of marking that draws, so it is loaded only on request."""
    from generator.files import whole_file
    from generator.printing import PrintShop, style_of
    from grader.reports.marked_sheet import marked_filling
    from grader.reports.templates import report_templates

    assignment = graded.assignment
    shop, templates = PrintShop(style_of(assignment), assignment.blueprints), report_templates(assignment)
    for papers in graded.made:
        if report := papers.report:
            worksheet = graded.record[report.student.id]
            filling = marked_filling(assignment, worksheet, report, templates)
            with whole_file(out / f"{report.student.id}.pdf") as file:
                file.write(shop.print_filled(worksheet, filling))


@click.command()
@click.argument("platform", type=click.Choice(["canvas", "moodle", "gradescope", "classroom50"]))
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("submissions", nargs=-1, type=click.Path(path_type=Path), metavar="[SUBMISSION]...")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write, or folder for Classroom 50; in FOLDER/marks by default.",
)
@click.option(
    "--pushes",
    type=click.Path(path_type=Path),
    help="When each push came, for late work in a git checkout: a CSV file of commit before, commit after, time.",
)
def export(platform: str, folder: Path, submissions: Sequence[Path], out: Path | None, pushes: Path | None) -> None:
    """Export grades for Canvas or Moodle, from submissions, or an autograder for Gradescope or Classroom 50."""
    from generator.files import whole_file
    from grader.autograder import autograder_zip
    from grader.classroom50.bundle import write_bundle
    from grader.marking.grading import grade_class
    from grader.marking.pieces import nothing_else
    from grader.reports import gradebook

    assignment = read_assignment(folder)
    if platform == "classroom50":
        out = out or folder / "marks" / platform
        write_bundle(assignment, out)
        click.echo(str(out))
        return
    out = out or folder / "marks" / ("gradescope.zip" if platform == "gradescope" else f"{platform}.csv")
    if platform == "gradescope":
        content = autograder_zip(folder)
    else:
        if not submissions:
            raise ByhandError(f"export {platform}: no submissions; give them too, as for `byhand grade`")
        taken = read_pushes(str(pushes), read_text(pushes)) if pushes else ()
        graded = grade_class(assignment, submissions, nothing_else, pushes=taken)
        table = gradebook.canvas if platform == "canvas" else partial(gradebook.moodle, words=assignment.words)
        content = table(assignment.title, graded.reports, assignment.roster()).encode()
    with whole_file(out) as file:
        file.write(content)
    click.echo(str(out))
