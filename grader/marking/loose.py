"""Marking one loose sheet, which belongs to no assignment: the rules are those of an assignment that says nothing."""

from __future__ import annotations

from pathlib import Path

from generator.assignment.branding import Branding
from generator.assignment.description import Assignment, Task
from generator.assignment.marking_rules import USUAL_RULES
from generator.assignment.roster import Student
from generator.assignment.worksheet import Worksheet
from generator.catalogue import Blueprints
from generator.errors import ByhandError
from grader.answers.arrival.receipts import Receipt
from grader.answers.counting import Certainty, Handed, counted
from grader.answers.files import handed_files
from grader.answers.merging import Attempt
from grader.answers.reading import read_submissions
from grader.answers.submission import Submission
from grader.marking.report import Report
from grader.marking.student_report import report_of


def loose_assignment(worksheet: Worksheet, blueprints: Blueprints) -> Assignment:
    """An assignment of the exercises of a loose sheet, with every setting as it is by default."""
    tasks = tuple(Task(task.id, task.blueprint, {}, None) for task in worksheet.tasks)
    return Assignment(
        folder=Path(),
        key="",
        title=tasks[0].blueprint.title,
        course="",
        due="",
        deadline=None,
        paper="a4",
        language=blueprints.words.language,
        branding=Branding(),
        tasks=tasks,
        marking=USUAL_RULES,
        accepts=(),
        blueprints=blueprints,
        id_column="",
        letters="",
        workbooks=False,
        forms=False,
        canvas_assignment=None,
    )


def read_loose(file: Path, worksheet: Worksheet) -> Submission:
    """What was typed into the answer sheet of this worksheet; ByhandError if the file is that of another."""
    found: list[Submission] = []
    for handed in handed_files((file,)):
        if isinstance(handed, ByhandError):
            raise handed
        found += read_submissions(handed.name, handed.text)
    own = [submission for submission in found if submission.worksheet == worksheet.id]
    if len(own) != 1:
        ids = ", ".join(submission.worksheet or "a sheet without an id" for submission in found) or "nothing"
        raise ByhandError(
            f"{file}: is the answer sheet of {ids}, not of {worksheet.id}, which these options make; give the "
            "exercise, --seed, --set and --given that the sheet was made with: its file was named EXERCISE-SEED.csv"
        )
    return own[0]


def mark_loose(assignment: Assignment, worksheet: Worksheet, submission: Submission) -> Report:
    """The report on a loose sheet; nobody is known to have filled it in, so it has the name of its file."""
    student = Student("", submission.file)
    handed = Handed(((Certainty.BY_WORKSHEET, Attempt(submission, Receipt())),))
    found = counted(handed, worksheet)
    return report_of(assignment, student, worksheet, found, False)
