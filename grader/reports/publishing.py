"""A graded class becomes the files in --out, feedback piece by piece; nothing is written elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from generator.assignment.description import Assignment
from generator.assignment.worksheet import IssuedLine
from generator.errors import ByhandError, Said
from generator.execution import HERE, Crew
from generator.files import only_one, remove_drafts, write_whole
from grader.marking.grading import Graded
from grader.marking.report import Report
from grader.reports import gradebook
from grader.reports.class_report import Draw, class_page
from grader.reports.feedback import task_views
from grader.reports.machine_reports import gradescope, junit, workflow_annotations
from grader.reports.templates import report_templates


def publish(
    graded: Graded, out: Path, draw: Draw, crew: Crew = HERE, done: Callable[[int], None] = lambda _count: None
) -> tuple[Said, ...]:
    """Write every report; `draw` draws the sheet for the heat map. The same marks give the same bytes.

    Returns what a person should know about earlier marks. `done` is called with the number of students whose feedback
    has been written.
    """
    with only_one(out):
        for folder in ("feedback", "gradescope"):
            remove_drafts(out / folder)
        return _publish(graded, out, draw, crew, done)


def _publish(graded: Graded, out: Path, draw: Draw, crew: Crew, done: Callable[[int], None]) -> tuple[Said, ...]:
    assignment = graded.assignment
    cells = gradebook.cells(graded.reports)
    remarks: tuple[Said, ...] = ()
    try:
        changed = gradebook.changes(out / "cells.csv", cells)
    except ByhandError as error:
        changed, remarks = None, (error.said,)
    if changed is not None:
        # A run that changes nothing keeps the report of the last change. It is written before the cells that it
        # compares are replaced: a run that is cut short in between only finds the same changes again.
        write_whole(out / "changes.csv", changed, lasting=True)
    write_whole(out / "grades.csv", gradebook.grades(graded.reports, assignment.words))
    write_whole(out / "cells.csv", cells)
    marked = [report for report in graded.reports if report.marks]
    done(len(graded.reports) - len(marked))
    order = partial(_feedback_order, graded)
    for feedback in chain.from_iterable(crew.work(marked, order, give_feedback, assignment)):
        write_whole(out / "feedback" / f"{feedback.student}.md", feedback.markdown)
        write_whole(out / "feedback" / f"{feedback.student}.html", feedback.html)
        write_whole(out / "gradescope" / f"{feedback.student}.json", feedback.gradescope)
        done(1)
    templates = report_templates(assignment)
    page_of_class = class_page(graded, draw)
    write_whole(out / "class.html", page_of_class.render(templates, "class.html.jinja"))
    write_whole(out / "summary.md", page_of_class.render(templates, "summary.md.jinja"))
    write_whole(out / "junit.xml", junit(assignment.title, graded.reports, assignment.reveal, assignment.words))
    write_whole(out / "annotations.txt", workflow_annotations(graded.problems, graded.reports, assignment.words))
    return remarks


def _feedback_order(graded: Graded, reports: tuple[Report, ...]) -> FeedbackOrder:
    return FeedbackOrder(tuple((graded.record.line(report.student.id), report) for report in reports))


@dataclass(frozen=True)
class FeedbackOrder:
    """A piece of work: some students who handed in, each with a worksheet and a report."""

    students: tuple[tuple[IssuedLine, Report], ...]


@dataclass(frozen=True)
class Feedback:
    """The texts for one student."""

    student: str
    markdown: str
    html: str
    gradescope: str


def give_feedback(assignment: Assignment, order: FeedbackOrder) -> tuple[Feedback, ...]:
    """The feedback for every student in the piece, in order."""
    templates = report_templates(assignment)
    markdown, html = templates.get_template("feedback.md.jinja"), templates.get_template("feedback.html.jinja")
    given = []
    for line, report in order.students:
        exercises = task_views(assignment, line.worksheet(assignment.blueprints), report)
        text = markdown.render(assignment=assignment, report=report, exercises=exercises)
        page = html.render(assignment=assignment, report=report, exercises=exercises)
        given.append(Feedback(report.student.id, text, page, gradescope(report, exercises, text, assignment.words)))
    return tuple(given)
