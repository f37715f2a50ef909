"""Templates: everything worded comes from the package `templates`, unless the assignment's own folder overrides it."""

from __future__ import annotations

import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from generator.errors import Said
from generator.language.words import places, translator


def environment(folder: Path | None = None, language: str = "en") -> Environment:
    """The jinja2 environment of a language; `folder`/templates come before ours, HTML escapes by itself."""
    made = Environment(
        loader=FileSystemLoader([str(place) for place in places(language, folder)]),
        autoescape=select_autoescape(["html", "html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # A JSON string is a TOML string too.
    made.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    words = translator(language, folder)

    def worded(told: Said | str) -> str:
        """A sentence of ours in the language of the templates."""
        return told.worded(words) if isinstance(told, Said) else words(told)

    made.filters["worded"] = worded
    return made
