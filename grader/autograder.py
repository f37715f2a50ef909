"""Gradescope: the autograder zip that a teacher uploads, and the program in it that marks one student's upload."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from generator.assignment.description import read_assignment
from generator.assignment.roster import roster_file
from generator.catalogue import FOLDER
from generator.errors import ByhandError, say
from generator.files import write_whole
from generator.language.words import ENGLISH, Words
from grader.answers.files import HandedFile, handed_files
from grader.escaping import for_markdown
from grader.marking.grading import Graded, grade_files
from grader.reports.feedback import task_views
from grader.reports.machine_reports import gradescope
from grader.reports.templates import report_templates

PACKAGES = ("generator", "grader", "templates")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def autograder_zip(folder: Path) -> bytes:
    """The zip to upload: setup.sh, run_autograder, this program and the assignment. Its bytes are always the same."""
    # What marking needs; the secret is not included.
    needed = ("assignment.toml", roster_file(folder).name, "issued.jsonl")
    missing = [name for name in needed if not (folder / name).exists()]
    if missing:
        raise ByhandError(f"{folder}: {missing[0]} is missing; run `byhand generate {folder}` first")
    scripts = files("templates") / "gradescope"
    content = {name: (scripts / name).read_bytes() for name in ("setup.sh", "run_autograder")}
    for package in PACKAGES:
        content |= {f"byhand/{name}": data for name, data in _files_of(files(package), package)}
    content |= {f"assignment/{name}": (folder / name).read_bytes() for name in needed}
    for own in ("templates", FOLDER):
        if (folder / own).is_dir():
            content |= {f"assignment/{name}": data for name, data in _files_of(folder / own, own)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
            archive.writestr(member, content[name])
    return packed.getvalue()


def _files_of(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            yield from _files_of(entry, f"{prefix}/{entry.name}")
        else:
            yield f"{prefix}/{entry.name}", entry.read_bytes()


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
    uploader = _uploader(root / "submission_metadata.json")
    # The uploader's name goes before the file name, as a learning platform would name the folder.
    uploads = (
        replace(file, name=f"{uploader}/{file.name}") if isinstance(file, HandedFile) else file
        for file in handed_files([root / "submission"])
    )
    graded = grade_files(assignment, uploads)
    handed = [report for report in graded.reports if report.marks]
    if len(handed) != 1:
        words = assignment.words
        problems = graded.problems or (say("no answer sheet was uploaded; upload the CSV file"),)
        return _no_result("; ".join(problem.worded(words) for problem in problems), words)
    return _one_result(graded)


def _one_result(graded: Graded) -> str:
    (report,) = (report for report in graded.reports if report.marks)
    exercises = task_views(graded.assignment, graded.record[report.student.id], report)
    template = report_templates(graded.assignment).get_template("feedback.md.jinja")
    text = template.render(assignment=graded.assignment, report=report, exercises=exercises)
    return gradescope(report, exercises, text, graded.assignment.words)


def _no_result(reason: str, words: Words) -> str:
    output = words("This upload could not be marked: {reason}").format(reason=for_markdown(reason))
    return json.dumps({"score": 0, "output": output, "output_format": "md", "tests": []}, ensure_ascii=False) + "\n"


def _uploader(metadata: Path) -> str:
    """The only name in Gradescope's metadata; "-" for groups, and if there is no name."""
    try:
        users = json.loads(metadata.read_text(encoding="utf-8"))["users"]
        return str(users[0]["name"]).replace("/", " ") if len(users) == 1 else "-"
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return "-"


if __name__ == "__main__":
    run(Path(sys.argv[1]))
