"""The command `export`: grades or an autograder for a learning platform."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from generator.assignment.description import read_assignment
from generator.errors import ByhandError
from generator.files import read_text
from grader.answers.arrival.commits import read_pushes


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
