"""What learning platforms write into the names of their downloads: when a file was handed in, and their own files.

Canvas   lovelaceada_LATE_81_4711_answers.csv          the second number grows with every upload
Moodle   Ada Lovelace_81_assignsubmission_file_/answers.csv
ILIAS    Lovelace_Ada_ada_81/20260131142233_answers.csv
Blackboard  Homework_ada_attempt_2026-01-31-14-22-33_answers.csv, and a text file for every attempt
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_BLACKBOARD = re.compile(r"_attempt_(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)")
_ILIAS = re.compile(r"(20\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)_")
_CANVAS = re.compile(r"[^\W_]+_(?:LATE_)?\d+_(\d+)_")
_OWN_FILES = (
    re.compile(r"onlinetext\.html?", re.IGNORECASE),  # Moodle's text field
    re.compile(r".*_attempt_[\d-]+\.txt"),  # Blackboard's form of an attempt
    re.compile(r"(.*/)?(index\.html?|status\.xlsx|grades?\.csv|.*_text\.html?)", re.IGNORECASE),
)


def handed_in_order(name: str) -> tuple[str, int] | None:
    """What orders the files of one student: the platform, and the time or number that it put into the name."""
    file = PurePosixPath(name).name
    if found := _BLACKBOARD.search(name):
        return "Blackboard", int("".join(found.groups()))
    if found := _ILIAS.match(file):
        return "ILIAS", int("".join(found.groups()))
    if found := _CANVAS.match(file):
        return "Canvas", int(found[1][:18])
    return None


def is_platforms_own(name: str) -> bool:
    """Whether the platform made the file, not the student."""
    return any(pattern.fullmatch(PurePosixPath(name).name) for pattern in _OWN_FILES)
