"""A graded class becomes the files in --out, feedback piece by piece; nothing is written elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from generator.assignment.description import Assignment
from generator.assignment.worksheet import IssuedLine, Worksheet
from generator.errors import ByhandError, Said
from generator.execution import HERE, Crew
from generator.files import only_one, remove_drafts, write_whole
from generator.network.number import POINT
from grader.marking.grading import Graded
from grader.marking.report import Report
from grader.reports import gradebook
from grader.reports.class_report import Links, class_page, links_from
from grader.reports.feedback import task_views
from grader.reports.machine_reports import form_feedback, form_lines, gradescope, junit, workflow_annotations
from grader.reports.own_sheet import own_sheets
from grader.reports.templates import report_templates

if TYPE_CHECKING:
    # Marking draws nothing: whoever wants pictures brings them along.
    from generator.layout.pictures import Drawings


class Tools:
    """What feedback is made with; its templates are loaded once, in each process.

    While an assignment is `still_open`, students only see what could be read.
    """

    def __init__(self, assignment: Assignment, drawings: Drawings, still_open: bool) -> None:
        self.assignment = assignment
        self.drawings = drawings
        self.still_open = still_open

    def __reduce__(self) -> Any:
        """Sent to another process, it leaves its templates behind."""
        return Tools, (self.assignment, self.drawings, self.still_open)

    @cached_property
    def templates(self) -> Environment:
        """The templates in the language of the assignment."""
        return report_templates(self.assignment)


def publish(
    graded: Graded,
    out: Path,
    drawings: Drawings,
    crew: Crew = HERE,
    done: Callable[[int], None] = lambda _count: None,
    marked_sheets: bool = False,
) -> tuple[Said, ...]:
    """Write every report, with pictures of the sheets from `drawings`. The same marks give the same bytes.

    Returns what a person should know about earlier marks. `done` is called with the number of students whose feedback
    has been written. With `marked_sheets`, the class page leads to these; they are written by others.
    """
    with only_one(out):
        for folder in ("feedback", "gradescope"):
            remove_drafts(out / folder)
        links = links_from(out, graded, marked_sheets)
        return _publish(graded, out, Tools(graded.assignment, drawings, graded.still_open), links, crew, done)


def _publish(
    graded: Graded, out: Path, tools: Tools, links: Mapping[str, Links], crew: Crew, done: Callable[[int], None]
) -> tuple[Said, ...]:
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
    for feedback in chain.from_iterable(crew.work(marked, order, give_feedback, tools)):
        write_whole(out / "feedback" / f"{feedback.student}.md", feedback.markdown)
        write_whole(out / "feedback" / f"{feedback.student}.html", feedback.html)
        write_whole(out / "gradescope" / f"{feedback.student}.json", feedback.gradescope)
        done(1)
    page_of_class = class_page(graded, tools.drawings, links)
    write_whole(out / "class.html", page_of_class.render(tools.templates, "class.html.jinja"))
    write_whole(out / "summary.md", page_of_class.render(tools.templates, "summary.md.jinja"))
    reveal = assignment.reveal and not graded.still_open
    write_whole(out / "junit.xml", junit(assignment.title, graded.reports, reveal, assignment.words))
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


def give_feedback(tools: Tools, order: FeedbackOrder) -> tuple[Feedback, ...]:
    """The feedback for every student in the piece, in order."""
    return tuple(
        _feedback(tools, line.worksheet(tools.assignment.blueprints), report) for line, report in order.students
    )


def _feedback(tools: Tools, worksheet: Worksheet, report: Report) -> Feedback:
    assignment, templates = tools.assignment, tools.templates
    exercises = task_views(assignment, worksheet, report)
    shown = {"assignment": assignment, "report": report, "exercises": exercises}
    text = templates.get_template("feedback.md.jinja").render(shown)
    if tools.still_open:
        known = {**shown, "form": form_lines(report, assignment.words)}
        receipt, page = (templates.get_template(f"receipt.{kind}.jinja").render(known) for kind in ("md", "html"))
        while_open = form_feedback(report, assignment.words)
        results = gradescope(report, exercises, text, assignment.words, while_open)
        return Feedback(report.student.id, receipt, page, results)
    pictures, point = tools.drawings.of(worksheet.structure), assignment.words(POINT)
    sheets = own_sheets(pictures, worksheet, report, exercises, assignment.reveal, point)
    page = templates.get_template("feedback.html.jinja").render(shown, sheets=sheets)
    return Feedback(report.student.id, text, page, gradescope(report, exercises, text, assignment.words))
