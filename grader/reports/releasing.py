"""Feedback on its way back to students: the files that `grade` wrote, as a learning platform takes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.assignment.roster import RosterLine

LONGEST_NAME = 80
_PARTICIPANT = re.compile(r"(?:participant|teilnehmer\S*)\s*(\d{1,18})", re.ASCII | re.IGNORECASE)
_DOWNLOADED = re.compile(r"([^\W_]+)_(?:LATE_)?(\d{1,18})_(\d{1,18})_")


class Feedback(NamedTuple):
    """The feedback of one student: the page that `grade` wrote, and the name of the file that was marked."""

    line: RosterLine
    page: Path
    handed_in: str


def feedback_of(roster: Iterable[RosterLine], marks: Path, handed_in: Mapping[str, str]) -> Iterator[Feedback]:
    """The feedback of those who handed in, in the order of the roster; `handed_in` are the names of their files."""
    for line in roster:
        page = marks / "feedback" / f"{line.student.id}.html"
        if handed_in.get(line.student.id) and page.is_file():
            yield Feedback(line, page, handed_in[line.student.id])


def name_for_moodle(feedback: Feedback) -> str:
    """The name that Moodle knows the student by; empty without a participant's number in the roster."""
    numbers = (_PARTICIPANT.fullmatch(cell) for cell in feedback.line.cells.values())
    found = next(filter(None, numbers), None)
    # Moodle splits the name at underscores, and passes over files that begin with a dot or a tilde.
    name = _plain(feedback.line.student.name).lstrip(".~ ") or "student"
    return f"{name}_{found[1]}_assignfeedback_file_feedback.html" if found else ""


def name_for_canvas(feedback: Feedback) -> str:
    """The name that Canvas knows the submission by; empty unless the marked file is from Canvas's download."""
    parts = PurePosixPath(feedback.handed_in).parts
    # The first is the archive or folder of the whole class; what lies deeper is named by the student.
    found = next(filter(None, map(_DOWNLOADED.match, parts[1:2] or parts)), None)
    return f"{found[1]}_{found[2]}_{found[3]}_feedback.html" if found else ""


def remove_older(out: Path, marks: Path, roster: Iterable[RosterLine]) -> Iterator[Path]:
    """Remove the feedback that was put together before these marks were made; yields the files that are gone."""
    pages = (out / "feedback" / f"{line.student.id}.html" for line in roster)
    made = marks.stat().st_mtime_ns
    for file in (*(out / archive_for(platform) for platform in NAMES), *pages):
        if file.is_file() and file.stat().st_mtime_ns < made:
            file.unlink()
            yield file


def archive_for(platform: str) -> str:
    """The name of the archive that a platform takes."""
    return f"feedback-{platform}.zip"


NAMES = {"moodle": name_for_moodle, "canvas": name_for_canvas}
"""What names a student's file, by platform."""


def _plain(name: str) -> str:
    """A name without what file names and Moodle's own separators cannot hold."""
    kept = (
        " " if letter in '_/\\:*?"<>|' or unicodedata.category(letter).startswith(("C", "Z")) else letter
        for letter in name
    )
    return " ".join("".join(kept).split())[:LONGEST_NAME].strip()
