"""The desk: the page asks by name, with JSON and files, and gets an answer or a sentence that says why not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.errors import ByhandError
from grader.browser.answer import Answer, Files
from grader.browser.choice import Choice


def _preview(asked: Mapping[str, Any], _files: Files) -> Answer:
    from grader.browser.sheets import preview

    return preview(Choice(**asked["choice"]), asked["key"])


def _file(asked: Mapping[str, Any], _files: Files) -> Answer:
    from grader.browser.sheets import file

    return file(Choice(**asked["choice"]), asked["part"])


QUESTIONS: Mapping[str, Callable[[Mapping[str, Any], Files], Answer]] = {
    "preview": _preview,
    "file": _file,
}
"""What the page may ask. Modules are loaded when they are first needed, so that the first sheet comes soon."""


@dataclass(frozen=True)
class Reply:
    """What goes back to the page: JSON with either `content` or `error`, and files."""

    text: str
    files: Files = field(default_factory=dict)


def ask(question: str, arguments: str, files: Files) -> Reply:
    """Answer a question; what the user can correct comes back as one sentence."""
    try:
        answer = QUESTIONS[question](json.loads(arguments), files)
    except ByhandError as error:
        return Reply(json.dumps({"error": str(error)}))
    return Reply(json.dumps({"content": answer.content}), answer.files)
