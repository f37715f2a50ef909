"""Marks one repository for Classroom 50: what a student pushed becomes result.json and release-body.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path, PurePosixPath

from generator.assignment.description import Assignment, read_assignment
from generator.errors import ByhandError, say
from generator.files.text import read_text
from generator.files.whole import write_whole
from generator.language.words import Words
from generator.network.number import Number
from grader.answers.concerns import Problem
from grader.answers.files import HandedFile, handed_files
from grader.answers.kinds.content import UnreadFileError
from grader.classroom50.bundle import OWNERS, owner_hash
from grader.escaping import for_markdown, visible
from grader.marking.grading import Graded, grade_files
from grader.marking.marks import Verdict
from grader.marking.pieces import report_itself
from grader.marking.report import Report
from grader.reports.feedback import task_views
from grader.reports.machine_reports import form_feedback
from grader.reports.templates import report_templates

SCHEMA = "classroom50/result/v1"
ANSWERS = frozenset((".csv", ".tsv", ".xlsx", ".ods", ".pdf", ".zip"))
"""The files of a repository that may be answer sheets; others, such as its README, are not looked at."""
MOST_FILES = 200
HUNDREDTHS = 100
_NAME = 200


@dataclass(frozen=True)
class Test:
    """A line of the result: a name, whether all is well, and a score out of `most`."""

    name: str
    passed: bool
    score: int = 0
    most: int = 0

    def record(self) -> dict[str, object]:
        """The test as the contract spells it."""
        return {"test-name": self.name, "passed": self.passed, "score": self.score, "max-score": self.most}


def run(bundle: Path, checkout: Path, environment: Mapping[str, str]) -> None:
    """Mark the repository; ByhandError for what only a teacher can correct."""
    assignment = read_assignment(bundle / "assignment")
    own = _own_worksheets(bundle, environment)
    tests, text = _marked(assignment, own, checkout, _needed(environment, "OWNER", "USERNAME"))
    write_whole(checkout / "result.json", json.dumps(_result(tests, environment), ensure_ascii=False, indent=2) + "\n")
    write_whole(checkout / "release-body.md", text)


def _own_worksheets(bundle: Path, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The worksheets of the repository's owner; in a group, also those of who pushed."""
    logins = {_needed(environment, "OWNER", "USERNAME")}
    if environment.get("ASSIGNMENT_TYPE") == "group":
        logins |= {environment.get("GITHUB_ACTOR", "")} - {""}
    owners = json.loads(read_text(bundle / OWNERS, most_bytes=1 << 24))
    return tuple(
        worksheet
        for worksheet, hashes in owners.items()
        if any(owner_hash(worksheet, login) in hashes for login in logins)
    )


def _marked(assignment: Assignment, own: tuple[str, ...], checkout: Path, owner: str) -> tuple[tuple[Test, ...], str]:
    """The tests, and what is said about them to the owner of the repository."""
    words = assignment.words
    if not own:
        nobody = say("your account matches nobody on the class list; ask your teacher to add your login to it")
        return _unmarked(nobody.worded(words), words)
    graded = grade_files(assignment, _answers(checkout, own), report_itself)
    handed = [report for report in graded.made if report.student.id in own]
    if len(handed) != 1:
        problems = graded.problems or (Problem(say("there is no answer sheet in the repository; add the CSV file")),)
        return _unmarked("; ".join(problem.said.worded(words) for problem in problems), words)
    report = replace(handed[0], student=replace(handed[0].student, name=owner))
    return _form(report, words) if assignment.marking.resubmit else _scored(graded, report)


def _answers(checkout: Path, own: tuple[str, ...]) -> Iterator[HandedFile | ByhandError]:
    """The files of the repository that may be answer sheets, handed in by the owners of these worksheets."""
    found = 0
    for file in handed_files([checkout]):
        name = file.name if isinstance(file, HandedFile | UnreadFileError) else ""
        if PurePosixPath(name).suffix.lower() not in ANSWERS:
            continue
        found += 1
        if found > MOST_FILES:
            yield ByhandError(
                "{file}: more than {most} files that may be answer sheets; leave only your own",
                file=checkout.name,
                most=MOST_FILES,
            )
            return
        yield replace(file, students=own) if isinstance(file, HandedFile) else file


def _form(report: Report, words: Words) -> tuple[tuple[Test, ...], str]:
    """While students may hand in again: how much was read, and nothing about right or wrong."""
    blank, unreadable = report.count(Verdict.BLANK), report.count(Verdict.UNREADABLE)
    tests = (
        Test(words("{count} cells are blank").format(count=blank), not blank),
        Test(words("{count} cells cannot be read").format(count=unreadable), not unreadable),
    )
    return tests, form_feedback(report, words)


def _scored(graded: Graded[Report], report: Report) -> tuple[tuple[Test, ...], str]:
    """The score of each exercise, and the feedback."""
    assignment = graded.assignment
    exercises = task_views(assignment, graded.record[report.student.id], report)
    unit = _unit(assignment)
    titles = {score.exercise: view.title for score, view in zip(report.scores, exercises, strict=True)}
    tests = tuple(
        Test(
            visible(titles[part.exercise], _NAME),
            part.score == part.points,
            whole_points(part.score, unit),
            whole_points(part.points, unit),
        )
        for part in report.scores
    )
    template = report_templates(assignment).get_template("feedback.md.jinja")
    return tests, template.render(assignment=assignment, report=report, exercises=exercises)


def _unit(assignment: Assignment) -> int:
    """How many of the result's points, which are whole, make one point: the same for everybody."""
    whole = assignment.marking.follow_through in (0, 1) and all(task.points is None for task in assignment.tasks)
    return 1 if whole else HUNDREDTHS


def whole_points(points: Number, unit: int) -> int:
    """Rounded down, so that only every point shows as every point."""
    return int(Fraction(points) * unit // 1)


def _unmarked(reason: str, words: Words) -> tuple[tuple[Test, ...], str]:
    said = words("This upload could not be marked: {reason}")
    text = said.format(reason=for_markdown(reason)) + "\n"
    return (Test(visible(said.format(reason=reason), _NAME), passed=False),), text


def _result(tests: tuple[Test, ...], environment: Mapping[str, str]) -> dict[str, object]:
    """What Classroom 50 reads; it writes the time of the submission over ours."""
    commit = _needed(environment, "COMMIT_URL")
    return {
        "schema": SCHEMA,
        "classroom": _needed(environment, "CLASSROOM"),
        "assignment": _needed(environment, "ASSIGNMENT"),
        "assignment_type": environment.get("ASSIGNMENT_TYPE") or "individual",
        "owner": _needed(environment, "OWNER", "USERNAME"),
        "submission": _needed(environment, "SUBMISSION_TAG"),
        "commit": commit,
        "release": _needed(environment, "RELEASE_URL"),
        "review": environment.get("REVIEW_URL") or commit,
        "datetime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": sum(test.score for test in tests),
        "max-score": sum(test.most for test in tests),
        "tests": [test.record() for test in tests],
    }


def _needed(environment: Mapping[str, str], *names: str) -> str:
    """The first of these variables that is set; ByhandError if none is."""
    for name in names:
        if environment.get(name):
            return environment[name]
    raise ByhandError(f"{' and '.join(names)}: not set; Classroom 50 sets it when it runs autograder.py")
