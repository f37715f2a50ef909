"""A comment of a few sentences on a student's work, for gradebooks that have room for no more."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from jinja2 import Environment

from generator.assignment.description import Assignment
from generator.assignment.worksheet import Worksheet
from grader.marking.report import Report
from grader.reports.feedback import task_views
from grader.reports.templates import report_templates


class CommentMaking:
    """Makes the comments of a class: what each exercise earned, and where its first mistake is.

    While students can hand in again and it is `still_open`, there is nothing to say. What a student typed is not
    quoted, since platforms show comments as HTML.
    """

    def __init__(self, assignment: Assignment, still_open: bool = False) -> None:
        self.assignment = assignment
        self.still_open = still_open

    def __reduce__(self) -> Any:
        """Sent to another process, it leaves its templates behind."""
        return CommentMaking, (self.assignment, self.still_open)

    @cached_property
    def templates(self) -> Environment:
        """The templates in the language of the assignment."""
        return report_templates(self.assignment)

    def __call__(self, worksheet: Worksheet, report: Report) -> str:
        """The comment on a student's work, on one line."""
        if self.still_open:
            return ""
        exercises = task_views(self.assignment, worksheet, report)
        return " ".join(self.templates.get_template("comment.txt.jinja").render(exercises=exercises).split())
