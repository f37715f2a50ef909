"""The command `check`: the form of answer sheets, before they are handed in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from generator.errors import ByhandError
from grader.answers.files import handed_files
from grader.answers.form.checking import MOST_MISSING, FormCheck, check_form
from grader.answers.form.expected import Expected
from grader.answers.form.recognition import blank_lines
from grader.answers.reading import read_submissions
from grader.escaping import for_log


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
        for submission in submissions:
            lines = blank_lines(file.name, file.text, submission)
            form = check_form(submission, Expected.of(lines, submission.blank))
            faulty = faulty or bool(form.faults)
            click.echo(for_log(f"{file.name}: {_state(form)}"))
            if form.missing:
                more = f" and {len(form.missing) - MOST_MISSING} more" if len(form.missing) > MOST_MISSING else ""
                click.echo(for_log(f"  blank: {'; '.join(form.missing[:MOST_MISSING])}{more}"))
            for fault in form.faults:
                click.echo(for_log(f"  {fault}"), err=True)
            for doubt in form.doubts:
                click.echo(for_log(f"  {doubt}"))
    if faulty:
        raise SystemExit(1)


def _state(form: FormCheck) -> str:
    """One line about an answer sheet: how much of it is filled in, and how much is to be corrected."""
    sheet = form.submission.worksheet or "without an id"
    count = f"{form.filled} cells" if form.cells is None else f"{form.filled} of {form.cells} cells"
    doubts = f", {len(form.doubts)} to look at again" if form.doubts else ""
    return f"worksheet {sheet}, {count} filled, {len(form.faults) or 'nothing'} to correct{doubts}"
