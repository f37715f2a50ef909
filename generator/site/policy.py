"""The Content-Security-Policy of the page: what reports look like is the only inline style that it allows."""

from __future__ import annotations

import base64
import hashlib

from generator.language.templates import environment


def style_of_reports() -> str:
    """The hash of the style in reports, which are shown in frames of the page and inherit its policy."""
    style = "\n" + environment().get_template("report.css.jinja").render()
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
