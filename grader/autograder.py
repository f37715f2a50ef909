"""Gradescope: the autograder zip that a teacher uploads, and the program in it that marks one student's upload."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from generator.assignment.description import Assignment, read_assignment
from generator.assignment.roster import roster_file
from generator.catalogue import FOLDER
from generator.errors import ByhandError, say
from generator.files.text import read_text
from generator.files.whole import write_whole
from generator.files.zips import zipped
from generator.language.words import ENGLISH, Words
from grader.answers.concerns import Problem
from grader.answers.files import HandedFile, handed_files
from grader.answers.identities import Identities
from grader.escaping import for_markdown
from grader.marking.grading import Graded, grade_files
from grader.marking.pieces import report_itself
from grader.marking.report import Report
from grader.reports.feedback import task_views
from grader.reports.machine_reports import form_feedback, gradescope
from grader.reports.templates import report_templates

STARTED = ("setup.sh", "run_autograder")
"""What Gradescope runs."""
PACKAGES = ("generator", "grader", "templates")


def autograder_zip(folder: Path) -> bytes:
    """The zip to upload: setup.sh, run_autograder, this program and the assignment. Its bytes are always the same."""
    # What marking needs; the secret is not included.
    needed = ("assignment.toml", roster_file(folder).name, "issued.jsonl")
    missing = [name for name in needed if not (folder / name).exists()]
    if missing:
        raise ByhandError(f"{folder}: {missing[0]} is missing; run `byhand generate {folder}` first")
    scripts = files("templates") / "gradescope"
    content = {name: (scripts / name).read_bytes() for name in STARTED}
    content |= {f"byhand/{name}": data for name, data in program_files().items()}
    content |= {f"assignment/{name}": (folder / name).read_bytes() for name in needed}
    for own in ("templates", FOLDER):
        if (folder / own).is_dir():
            content |= {f"assignment/{name}": data for name, data in files_of(folder / own, own)}
    return zipped(sorted(content.items()), mode=0o644, programs=STARTED)


def program_files() -> dict[str, bytes]:
    """The files of this program, by path."""
    return {name: data for package in PACKAGES for name, data in files_of(files(package), package)}


def files_of(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    """The files in a folder and below, each with its path under the prefix; hidden ones are left out."""
    for entry in folder.iterdir():
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            yield from files_of(entry, _path(prefix, entry.name))
        else:
            yield _path(prefix, entry.name), entry.read_bytes()


def _path(prefix: str, name: str) -> str:
    return f"{prefix}/{name}" if prefix else name


def run(root: Path) -> None:
    """Mark root/submission against root/source/assignment and write root/results/results.json, whatever happens."""
    try:
        result = _result(root)
    except (ByhandError, OSError) as error:
        # An error for the teacher to correct; the language of the assignment may not be known yet.
        result = _no_result(str(error), ENGLISH)
    write_whole(root / "results" / "results.json", result)


def _result(root: Path) -> str:
    assignment = read_assignment(root / "source" / "assignment")
    words = assignment.words
    upload = _upload(root / "submission_metadata.json")
    students = _uploaders(upload, assignment)
    if not students:
        nobody = say("your account matches nobody on the class list; ask your teacher to add your e-mail address to it")
        return _no_result(nobody.worded(words), words)
    uploads = (
        replace(file, students=students, received=_time(upload)) if isinstance(file, HandedFile) else file
        for file in handed_files([root / "submission"])
    )
    graded = grade_files(assignment, uploads, report_itself)
    handed = [report for report in graded.made if report.student.id in students]
    if len(handed) != 1:
        # What is said about others is for the teacher.
        own = [problem for problem in graded.problems if problem.student in ("", *students)]
        problems = own or [Problem(say("no answer sheet was uploaded; upload the CSV file"))]
        return _no_result("; ".join(problem.said.worded(words) for problem in problems), words)
    return _one_result(graded, handed[0])


def _one_result(graded: Graded[Report], report: Report) -> str:
    """The marks; while students can upload again, they see only whether everything could be read."""
    assignment = graded.assignment
    exercises = task_views(assignment, graded.record[report.student.id], report)
    template = report_templates(assignment).get_template("feedback.md.jinja")
    text = template.render(assignment=assignment, report=report, exercises=exercises)
    form = form_feedback(report, assignment.words) if assignment.marking.resubmit else ""
    return gradescope(report, exercises, text, assignment.words, form)


def _no_result(reason: str, words: Words) -> str:
    output = words("This upload could not be marked: {reason}").format(reason=for_markdown(reason))
    return json.dumps({"score": 0, "output": output, "output_format": "md", "tests": []}, ensure_ascii=False) + "\n"


def _upload(metadata: Path) -> Mapping[str, Any]:
    """What Gradescope says about the upload; empty if it cannot be read."""
    try:
        upload = json.loads(read_text(metadata))
    except (ByhandError, ValueError, RecursionError):
        return {}
    return upload if isinstance(upload, dict) else {}


def _uploaders(upload: Mapping[str, Any], assignment: Assignment) -> tuple[str, ...]:
    """The students who uploaded together; nobody if one of them is not known for certain."""
    users = upload.get("users")
    if not isinstance(users, list):
        return ()
    identities = Identities(assignment.roster())
    students = tuple(identities.of_user(user) for user in users)
    return students if all(students) else ()


def _time(upload: Mapping[str, Any]) -> datetime | None:
    """When it was uploaded; None without a time zone."""
    try:
        time = datetime.fromisoformat(str(upload.get("created_at")))
    except ValueError:
        return None
    return time if time.tzinfo else None


if __name__ == "__main__":
    run(Path(sys.argv[1]))
