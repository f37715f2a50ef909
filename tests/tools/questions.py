"""What the page in a browser asks of the engine about one sheet, and what it is answered."""

from __future__ import annotations

import json
from typing import Any

from grader.browser.desk import ask


def asked(question: str, exercise: str, **more: Any) -> Any:
    """The answer to a question about the sheet of an exercise with the seed 7."""
    choice = {
        "exercise": exercise,
        "settings": {},
        "seed": 7,
        "paper": "a4",
        "ink": "full",
        "language": "en",
    } | more.pop("choice", {})
    reply = json.loads(ask(question, json.dumps({"choice": choice, **more}), {}).text)
    return reply["content"] if "content" in reply else reply["error"]


def key_of(exercise: str, **more: Any) -> dict[str, str]:
    """Every solution of a sheet, by place."""
    steps = asked("practice", exercise, **more)["steps"]
    return {
        place: text
        for step in steps
        for place, text in asked("solution", exercise, step=step["number"], **more).items()
    }
