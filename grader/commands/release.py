"""The command `release`: solutions and feedback, once the work is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.assignment.description import Assignment, read_assignment
from generator.assignment.grades import GRADES_FILE, read_grades
from generator.errors import ByhandError
from generator.files.whole import whole_file
from generator.files.zips import write_zip
from grader.escaping import for_log
from grader.reports.releasing import NAMES, Feedback, archive_for, feedback_of, remove_older

if TYPE_CHECKING:
    from generator.assignment.record import Record

MOST_NAMED = 5


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--for",
    "platform",
    type=click.Choice(list(NAMES)),
    help="Feedback as the zip file that this platform takes; by default a folder of pages.",
)
@click.option("--now", is_flag=True, help="Although the work is not due yet.")
@click.option(
    "--marks", type=click.Path(path_type=Path), help="Where `grade` wrote the marks; FOLDER/marks by default."
)
@click.option("--out", type=click.Path(path_type=Path), help="Where to write; FOLDER/release by default.")
def release(folder: Path, platform: str | None, now: bool, marks: Path | None, out: Path | None) -> None:
    """Put together what students get back: everybody's solution, worked out, and the feedback."""
    assignment = read_assignment(folder)
    _check_due(assignment, now)
    out = out or folder / "release"
    trouble = [
        *_release_solutions(assignment, out),
        *_release_feedback(assignment, marks or folder / "marks", out, platform),
    ]
    for each in trouble:
        click.echo(for_log(each), err=True)
    if trouble:
        raise SystemExit(1)


def _check_due(assignment: Assignment, now: bool) -> None:
    """ByhandError while a student still has time; the last one counts, with the time of grace."""
    deadline = assignment.deadline
    if deadline is None:
        click.echo("assignment.toml has no due date with a time, so nobody's work is waited for")
    elif datetime.now(UTC) <= deadline.closes and not now:
        raise ByhandError(
            f"{assignment.folder}: students have time until {deadline.written(deadline.closes)}; release it then, "
            "or add --now to release it all the same"
        )


def _release_solutions(assignment: Assignment, out: Path) -> list[str]:
    """Write everybody's worked key, unless the right values are not to be shown; returns what was not done."""
    from generator.assignment.record import read_record

    if not assignment.marking.reveal:
        earlier = out / "solutions"
        remedy = f"; {earlier} is from an earlier run: delete it" if earlier.exists() else ""
        return [f"no solutions: reveal = false in assignment.toml says that students do not see right values{remedy}"]
    record = read_record(assignment.issued_file, assignment.blueprints)
    record.verify(assignment.known_secret())
    students = [student.id for student in assignment.students() if student.id in record.places]
    if not students:
        raise ByhandError(
            f"{assignment.issued_file}: no worksheet was issued; run `byhand generate {assignment.folder}`"
        )
    _print_solutions(assignment, record, students, out / "solutions")
    click.echo(f"{out / 'solutions'}: the worked keys of {len(students)} students")
    return []


def _print_solutions(assignment: Assignment, record: Record, students: Sequence[str], out: Path) -> None:
    # What prints is loaded only here: feedback alone needs none of it.
    from generator.commands.options import progress
    from generator.layout.editions.kept_sheets import lay_out_once
    from generator.printing import PrintShop, style_of
    from generator.printing.printouts import Printout

    shop = PrintShop(style_of(assignment), assignment.blueprints, lay_out_once)
    with progress("solutions ", len(students)) as done:
        for student in students:
            printed = shop.print_worksheet(record[student], frozenset({Printout.WORKED_KEY}))
            with whole_file(out / f"{student}.pdf") as file:
                file.write(printed.files[Printout.WORKED_KEY])
            done(1)


def _release_feedback(assignment: Assignment, marks: Path, out: Path, platform: str | None) -> list[str]:
    """Copy or pack the feedback; returns what was not done."""
    grades = read_grades(marks / GRADES_FILE)
    if fault := _fault_of_marks(assignment, marks / GRADES_FILE, bool(grades)):
        return [f"no feedback: {fault}"]
    outdated = list(remove_older(out, marks / GRADES_FILE, assignment.roster()))
    handed_in = {student: line.get("file", "") for student, line in grades.items()}
    found = tuple(feedback_of(assignment.roster(), marks, handed_in))
    if platform is None:
        for feedback in found:
            with whole_file(out / "feedback" / feedback.page.name) as file:
                file.write(feedback.page.read_bytes())
        click.echo(f"{out / 'feedback'}: the feedback of {_students(len(found))}")
        _tell_removed([file for file in outdated if not file.exists()], out)
        return []
    trouble = _pack_for(platform, found, out / archive_for(platform))
    _tell_removed([file for file in outdated if not file.exists()], out)
    return trouble


def _tell_removed(files: Sequence[Path], out: Path) -> None:
    """Say which feedback of earlier marks is no longer there, as whatever it said is out of date."""
    if files:
        more = f" and {len(files) - MOST_NAMED} more" if len(files) > MOST_NAMED else ""
        named = ", ".join(str(file.relative_to(out)) for file in files[:MOST_NAMED])
        click.echo(f"{out}: removed, as it was made before these marks: {named}{more}")


def _fault_of_marks(assignment: Assignment, grades: Path, marked: bool) -> str:
    """Why the feedback that `grade` wrote may not be handed out; empty if it may."""
    again = f"run `byhand grade {assignment.folder} SUBMISSIONS`"
    if not marked:
        return f"nothing is marked yet; {again} first"
    written = datetime.fromtimestamp(grades.stat().st_mtime, UTC)
    if assignment.takes_more(written):
        return (
            f"it was written while students could hand in again, and says only what was read; {again} once that is over"
        )
    description = assignment.folder / "assignment.toml"
    if description.stat().st_mtime > grades.stat().st_mtime:
        return f"assignment.toml was changed after the marks were made; {again} again"
    return ""


_MISSING = {
    "moodle": "take the grading worksheet of the Moodle assignment as the roster; its column Identifier has numbers",
    "canvas": "Canvas knows a file by the name that it has in the download of all submissions; mark that download",
}


def _pack_for(platform: str, found: Sequence[Feedback], out: Path) -> list[str]:
    """Write the archive that a platform takes; returns whose feedback it cannot hold."""
    named = [(NAMES[platform](feedback), feedback) for feedback in found]
    packed = [(name, feedback.page) for name, feedback in named if name]
    without = [feedback.line.student.id for name, feedback in named if not name]
    if packed:
        with whole_file(out) as file:
            write_zip(file, ((name, page.read_bytes()) for name, page in packed))
        click.echo(f"{out}: the feedback of {_students(len(packed))}")
    if not without:
        return []
    more = f" and {len(without) - MOST_NAMED} more" if len(without) > MOST_NAMED else ""
    return [f"no feedback for {', '.join(without[:MOST_NAMED])}{more}: {_MISSING[platform]}"]


def _students(count: int) -> str:
    return "1 student" if count == 1 else f"{count} students"
