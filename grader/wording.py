"""The templates of feedback and reports, with what they need to show numbers and hostile text safely."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from jinja2 import Environment

from generator.assignment import Assignment
from generator.wording import environment
from grader.gradebook import printed
from grader.marks import Verdict
from grader.spelling import for_code, for_markdown, visible
from grader.typed import Fault


def report_templates(assignment: Assignment) -> Environment:
    """jinja2 for reports in the assignment's language and own templates. HTML is escaped, Markdown by filters."""
    made = environment(assignment.folder, assignment.language)
    made.filters |= {
        "printed": printed,
        "visible": visible,
        "md": for_markdown,
        "code": for_code,
        "listed": partial(listed, last=assignment.words("and")),
    }
    made.globals |= {"Verdict": Verdict, "Fault": Fault}
    return made


def listed(items: Sequence[object], last: str = "and") -> str:
    """1, 2 and 3."""
    texts = [str(item) for item in items]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {last} {texts[-1]}"
