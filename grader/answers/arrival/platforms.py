"""What learning platforms write into the names of their downloads: when a file was handed in, and their own files.

Canvas   lovelaceada_LATE_81_4711_answers.csv          the second number grows with every upload
Moodle   Ada Lovelace_81_assignsubmission_file_/answers.csv
ILIAS    Lovelace_Ada_ada_81/20260131142233_answers.csv
Blackboard  Homework_ada_attempt_2026-01-31-14-22-33_answers.csv, and a text file for every attempt
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple

_MOODLE = re.compile(r"_assignsubmission_")
_BLACKBOARD = re.compile(r"_attempt_(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)", re.ASCII)
_ILIAS = re.compile(r"(20\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)_", re.ASCII)
_CANVAS = re.compile(r"[^\W_]+_(LATE_)?\d+_(\d+)_")
_SENDERS = (
    re.compile(r"(.+)_assignsubmission_"),
    re.compile(r"(.+)_attempt_\d{4}-\d\d-\d\d", re.ASCII),
    re.compile(r"([^\W_]+_(?:LATE_)?\d+)_\d+_"),
)
"""What comes before the file's own name in those of Moodle, Blackboard and Canvas: alike in all files of a person."""
_OWN_FILES = (
    re.compile(r"onlinetext\.html?", re.IGNORECASE),  # Moodle's text field
    re.compile(r".*_attempt_[\d-]+\.txt"),  # Blackboard's form of an attempt
    re.compile(r"(.*/)?(index\.html?|status\.xlsx|grades?\.csv|.*_text\.html?)", re.IGNORECASE),
)


class Stamp(NamedTuple):
    """What a platform wrote: a number that grows from file to file, the time on its own clock, and whether it is late.

    Each is None if the platform does not say so.
    """

    platform: str
    number: int | None = None
    time: datetime | None = None
    late: bool | None = None


def stamp_of(name: str) -> Stamp | None:
    """The stamp in a file's path; None without one. The outermost counts: what lies within is named by the student."""
    parts = PurePosixPath(name).parts
    # The first is the archive or folder of the whole class.
    return next(filter(None, map(_stamp, parts[1:] or parts)), None)


def _stamp(part: str) -> Stamp | None:
    if _MOODLE.search(part):
        return Stamp("Moodle")
    for platform, found in (("Blackboard", _BLACKBOARD.search(part)), ("ILIAS", _ILIAS.match(part))):
        if found:
            return Stamp(platform, int("".join(found.groups())), _time(*map(int, found.groups())))
    if found := _CANVAS.match(part):
        return Stamp("Canvas", int(found[2][:18]), late=bool(found[1]))
    return None


def _time(*numbers: int) -> datetime | None:
    try:
        return datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 - the platform does not say the zone
    except ValueError:
        return None


def sender_of(name: str) -> str:
    """Who handed a file in, as the platform writes it, with the folders before it; empty where it does not say so."""
    before = ""
    for part in PurePosixPath(name).parts:
        if found := next(filter(None, (sender.match(part) for sender in _SENDERS)), None):
            return f"{before}{found[1].replace('_LATE_', '_')}"
        before += f"{part}/"
    return ""


def is_platforms_own(name: str) -> bool:
    """Whether the platform made the file, not the student."""
    return any(pattern.fullmatch(PurePosixPath(name).name) for pattern in _OWN_FILES)
