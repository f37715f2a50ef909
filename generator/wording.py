"""Templates: everything worded comes from the package `templates`, unless the assignment's own folder overrides it."""

from __future__ import annotations

import json
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined, select_autoescape


def environment(folder: Path | None = None) -> Environment:
    """The jinja2 environment; templates in `folder`/templates come before ours, and HTML is escaped by itself."""
    own = [FileSystemLoader(folder / "templates")] if folder else []
    made = Environment(
        loader=ChoiceLoader([*own, PackageLoader("templates", "")]),
        autoescape=select_autoescape(["html", "html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # A JSON string is a TOML string too.
    made.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return made
