"""The command `export`: grades or an autograder for a learning platform."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from generator.assignment.description import Assignment, read_assignment
from generator.errors import ByhandError
from generator.files.text import read_text
from grader.answers.arrival.commits import Push, read_pushes
from grader.escaping import for_log


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
@click.option(
    "--assignment",
    "number",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="Of the assignment in Canvas whose grades are replaced: the end of its address, /assignments/NUMBER.",
)
def export(
    platform: str,
    folder: Path,
    submissions: Sequence[Path],
    out: Path | None,
    pushes: Path | None,
    number: int | None,
) -> None:
    """Export grades for Canvas or Moodle, from submissions, or an autograder for Gradescope or Classroom 50."""
    from generator.files.whole import whole_file
    from grader.autograder import autograder_zip
    from grader.classroom50.bundle import write_bundle
    from grader.reports.gradebook import canvas_trouble

    assignment = read_assignment(folder)
    if number and platform != "canvas":
        raise ByhandError(f"--assignment is a number in Canvas, and {platform} has none; leave it out")
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
        number = number or assignment.canvas_assignment
        table = (
            _canvas(assignment, submissions, taken, number)
            if platform == "canvas"
            else _moodle(assignment, submissions, taken)
        )
        content = table.encode()
    with whole_file(out) as file:
        file.write(content)
    click.echo(str(out))
    if platform == "canvas" and (trouble := canvas_trouble(assignment.title, number)):
        click.echo(for_log(trouble), err=True)
        raise SystemExit(1)


def _canvas(assignment: Assignment, submissions: Sequence[Path], pushes: Sequence[Push], number: int | None) -> str:
    from grader.marking.grading import grade_class
    from grader.marking.pieces import nothing_else
    from grader.reports import gradebook

    graded = grade_class(assignment, submissions, nothing_else, pushes=pushes)
    return gradebook.canvas(assignment.title, graded.reports, assignment.roster(), number)


def _moodle(assignment: Assignment, submissions: Sequence[Path], pushes: Sequence[Push]) -> str:
    from grader.marking.grading import grade_class
    from grader.reports import gradebook
    from grader.reports.comment import CommentMaking

    making = CommentMaking(assignment, assignment.takes_more(datetime.now(UTC)))
    graded = grade_class(assignment, submissions, making, pushes=pushes)
    return gradebook.moodle(assignment.title, graded.reports, assignment.roster(), assignment.words, graded.made)
