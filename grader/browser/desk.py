"""The desk: the page asks by name, with JSON and files, and gets an answer or a sentence that says why not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.errors import ByhandError
from generator.language.words import translator
from grader.browser.answer import Answer, Files, Tell
from grader.browser.choice import ChosenSheet


def _preview(asked: Mapping[str, Any], _files: Files) -> Answer:
    from grader.browser.sheets import preview

    return preview(ChosenSheet(**asked["choice"]), asked["key"])


def _file(asked: Mapping[str, Any], _files: Files) -> Answer:
    from grader.browser.sheets import file

    return file(ChosenSheet(**asked["choice"]), asked["part"])


def _practice(asked: Mapping[str, Any], _files: Files) -> Answer:
    from grader.browser.practice import practice

    return practice(ChosenSheet(**asked["choice"]))


def _judge(asked: Mapping[str, Any], _files: Files) -> Answer:
    from grader.browser.practice import judge

    return judge(ChosenSheet(**asked["choice"]), asked["typed"])


def _hint(asked: Mapping[str, Any], _files: Files) -> Answer:
    from grader.browser.practice import hint

    return hint(ChosenSheet(**asked["choice"]), asked["typed"], asked["place"])


def _solution(asked: Mapping[str, Any], _files: Files) -> Answer:
    from grader.browser.practice import solution

    return solution(ChosenSheet(**asked["choice"]), asked["step"])


def _open_chosen(asked: Mapping[str, Any], _files: Files) -> Answer:
    from grader.browser.filling import open_chosen

    return open_chosen(ChosenSheet(**asked["choice"]))


def _open_file(asked: Mapping[str, Any], files: Files) -> Answer:
    from grader.browser.filling import open_file

    return open_file(files, translator(asked["language"]))


def _faults(asked: Mapping[str, Any], _files: Files) -> Answer:
    from grader.browser.filling import faults

    return faults(asked["typed"])


def _class(asked: Mapping[str, Any], files: Files, tell: Tell) -> Answer:
    from grader.browser.classes import make, update

    return (update if "folder" in files else make)(asked, files, tell)


def _mark(asked: Mapping[str, Any], files: Files, tell: Tell) -> Answer:
    from grader.browser.marking import mark

    return mark(asked, files, tell)


QUESTIONS: Mapping[str, Callable[[Mapping[str, Any], Files], Answer]] = {
    "preview": _preview,
    "file": _file,
    "practice": _practice,
    "judge": _judge,
    "hint": _hint,
    "solution": _solution,
    "open chosen": _open_chosen,
    "open file": _open_file,
    "faults": _faults,
}
"""What the page may ask. Modules are loaded when they are first needed, so that the first sheet comes soon."""
LONG_QUESTIONS: Mapping[str, Callable[[Mapping[str, Any], Files, Tell], Answer]] = {"class": _class, "mark": _mark}
"""What takes seconds, and says how far it is."""


@dataclass(frozen=True)
class Reply:
    """What goes back to the page: JSON with either `content` or `error`, and files."""

    text: str
    files: Files = field(default_factory=dict)


def _untold(_doing: str, _done: int, _all: int) -> None:
    """What becomes of progress that nobody wants to see."""


def ask(question: str, arguments: str, files: Files, tell: Tell = _untold) -> Reply:
    """Answer a question; what can be corrected comes back as a sentence in the language of the `page`, else in English.

    `tell` is called with progress.
    """
    asked = json.loads(arguments)
    # What comes from a browser is a view of its memory.
    files = {name: bytes(content) for name, content in files.items()}
    try:
        if question in LONG_QUESTIONS:
            answer = LONG_QUESTIONS[question](asked, files, tell)
        else:
            answer = QUESTIONS[question](asked, files)
    except ByhandError as error:
        words = translator(asked.get("page", "en"))
        return Reply(json.dumps({"error": error.said.worded(words)}))
    return Reply(json.dumps({"content": answer.content}), answer.files)
