"""A new assignment folder, ready to generate: description, roster and secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from generator.assignment import make_secret
from generator.catalogue import Exercise, find_exercise
from generator.errors import ByhandError
from generator.files import write_whole
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


def new_assignment(folder: Path, exercises: Sequence[str], roster: Path | None, ci: str | None = None) -> None:
    """Write the folder; ByhandError, and nothing written, when it is in use or an exercise or the roster is no good."""
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
    description = environment().get_template("assignment.toml.jinja").render(title=folder.resolve().name, tasks=tasks)
    write_whole(folder / "roster.csv", students)
    write_whole(folder / ".gitignore", IGNORED)
    make_secret(folder / "secret")
    if ci:
        place, steps = workflow(ci)
        write_whole(folder / place, steps)
    # Last, so that a folder with a description is complete.
    write_whole(folder / "assignment.toml", description)
