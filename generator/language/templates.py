"""Templates: all texts come from the package `templates` unless the assignment's own folder overrides them."""

from __future__ import annotations

import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from generator.errors import Said
from generator.language.words import places, translator


def environment(folder: Path | None = None, language: str = "en") -> Environment:
    """The jinja2 environment for a language; `folder`/templates has priority, and HTML is escaped automatically."""
    made = Environment(
        loader=FileSystemLoader([str(place) for place in places(language, folder)]),
        autoescape=select_autoescape(["html", "html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # A JSON string is also a TOML string.
    made.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    words = translator(language, folder)

    def worded(sentence: Said | str) -> str:
        """The sentence in the language of the templates."""
        return sentence.worded(words) if isinstance(sentence, Said) else words(sentence)

    made.filters["worded"] = worded
    return made
