"""What a student gets back: feedback in Markdown and HTML, and Gradescope's results; made for a piece of the class."""

from __future__ import annotations

from dataclasses import dataclass

from generator.assignment import Assignment
from generator.worksheet import Worksheet
from grader.feedback import exercise_views
from grader.machine_reports import gradescope
from grader.report import Report
from grader.wording import report_templates


@dataclass(frozen=True)
class FeedbackOrder:
    """A piece of work: some students who handed in, each with worksheet and report."""

    assignment: Assignment
    students: tuple[tuple[Worksheet, Report], ...]


@dataclass(frozen=True)
class Feedback:
    """The texts for one student."""

    student: str
    markdown: str
    html: str
    gradescope: str


def give_feedback(order: FeedbackOrder) -> tuple[Feedback, ...]:
    """The feedback of every student of the piece, in order."""
    assignment = order.assignment
    templates = report_templates(assignment)
    markdown, html = templates.get_template("feedback.md.jinja"), templates.get_template("feedback.html.jinja")
    given = []
    for worksheet, report in order.students:
        exercises = exercise_views(assignment, worksheet, report)
        text = markdown.render(assignment=assignment, report=report, exercises=exercises)
        page = html.render(assignment=assignment, report=report, exercises=exercises)
        given.append(Feedback(report.student.id, text, page, gradescope(report, exercises, text, assignment.words)))
    return tuple(given)
