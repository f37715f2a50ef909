"""A new assignment folder, ready to generate: description, roster and secret."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from generator.assignment import make_secret
from generator.catalogue import Exercise, find_exercise
from generator.errors import ByhandError
from generator.files import write_whole
from generator.language import Words, translator
from generator.roster import read_roster
from generator.tables import read_text
from generator.wording import environment
from generator.workflow import workflow

IGNORED = """\
# Whoever knows the secret can compute every sheet before it is handed out.
secret
# Marking reads issued.jsonl: commit it. It holds the numbers of every sheet, so keep the repository private.
"""


@dataclass(frozen=True)
class NewTask:
    """An exercise of the new assignment, under an id of its own."""

    id: str
    exercise: Exercise


def new_assignment(
    folder: Path, exercises: Sequence[str], roster: Path | None, ci: str | None = None, language: str = "en"
) -> None:
    """Write the folder, with comments in its language.

    ByhandError, and nothing written, when it is in use or an exercise, the roster or the language is no good.
    """
    words = translator(language)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ByhandError(f"{folder}: exists already and is not empty; choose another name")
    tasks = [
        NewTask(
            name if not exercises[:place].count(name) else f"{name}-{exercises[:place].count(name) + 1}",
            find_exercise(name),
        )
        for place, name in enumerate(exercises)
    ]
    if roster:
        read_roster(roster)
        students = read_text(roster, most_bytes=64 << 20)
    else:
        students = (files("templates") / "roster.csv").read_text(encoding="utf-8")
    template = environment(language=language).get_template("assignment.toml.jinja")
    description = template.render(title=folder.resolve().name, tasks=tasks)
    write_whole(folder / "roster.csv", students)
    write_whole(folder / ".gitignore", with_comments_in(words, IGNORED))
    make_secret(folder / "secret")
    if ci:
        place, steps = workflow(ci)
        write_whole(folder / place, with_comments_in(words, steps))
    # Last, so that a folder with a description is complete.
    write_whole(folder / "assignment.toml", description)


def with_comments_in(words: Words, text: str) -> str:
    """The text of a configuration file, each line of its comments being a sentence that is put into these words."""
    return re.sub(r"(?m)^( *# )(.+)$", lambda comment: comment[1] + words(comment[2]), text)
