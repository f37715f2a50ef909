"""A graded class becomes the files of --out; nothing is written anywhere else."""

from __future__ import annotations

from pathlib import Path

from generator.files import write_whole
from grader import gradebook
from grader.changes import changes
from grader.class_report import Draw, class_page
from grader.feedback import exercise_views
from grader.grading import Graded
from grader.machine_reports import gradescope, junit, workflow_annotations
from grader.wording import report_templates


def publish(graded: Graded, out: Path, draw: Draw) -> None:
    """Write every report; `draw` draws the sheet for the heat map. The same marks give the same bytes."""
    assignment = graded.assignment
    cells = gradebook.cells(graded.reports)
    changed = changes(out / "cells.csv", cells)
    write_whole(out / "grades.csv", gradebook.grades(graded.reports))
    write_whole(out / "cells.csv", cells)
    if changed is not None:
        # A marking that changes nothing leaves the last change to be read.
        write_whole(out / "changes.csv", changed)
    templates = report_templates(assignment.folder)
    markdown, html = templates.get_template("feedback.md.jinja"), templates.get_template("feedback.html.jinja")
    for report in graded.reports:
        if report.marks:
            exercises = exercise_views(assignment, graded.worksheets[report.student.id], report)
            text = markdown.render(assignment=assignment, report=report, exercises=exercises)
            write_whole(out / "feedback" / f"{report.student.id}.md", text)
            page = html.render(assignment=assignment, report=report, exercises=exercises)
            write_whole(out / "feedback" / f"{report.student.id}.html", page)
            write_whole(out / "gradescope" / f"{report.student.id}.json", gradescope(report, exercises, text))
    page_of_class = class_page(graded, draw)
    write_whole(out / "class.html", page_of_class.render(templates, "class.html.jinja"))
    write_whole(out / "summary.md", page_of_class.render(templates, "summary.md.jinja"))
    write_whole(out / "junit.xml", junit(assignment.title, graded.reports))
    write_whole(out / "annotations.txt", workflow_annotations(graded.problems, graded.reports))
