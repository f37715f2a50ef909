"""The templates of feedback and reports, with what they need to show numbers and hostile text safely."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment

from generator.wording import environment
from grader.gradebook import printed
from grader.marks import Verdict
from grader.spelling import for_code, for_markdown, visible
from grader.typed import Fault


def report_templates(folder: Path | None = None) -> Environment:
    """jinja2 for reports; templates in `folder`/templates come before ours. HTML is escaped, Markdown by filters."""
    made = environment(folder)
    made.filters |= {
        "printed": printed,
        "visible": visible,
        "md": for_markdown,
        "code": for_code,
        "listed": listed,
    }
    made.globals |= {"Verdict": Verdict, "Fault": Fault}
    return made


def listed(items: list[object], last: str = "and") -> str:
    """1, 2 and 3."""
    texts = [str(item) for item in items]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {last} {texts[-1]}"
