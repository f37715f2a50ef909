"""Marks of an earlier run in the same folder: whom a new run would lose, and which files it leaves out of date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.assignment.grades import GRADES_FILE, read_grades
from generator.errors import ByhandError
from grader.marking.report import Result

PAPERS = {"feedback": (".md", ".html"), "gradescope": (".json",)}
"""The folders of files about single students, named by id, with the endings of these files."""


@dataclass(frozen=True)
class Earlier:
    """The students of an earlier run, and those of them who were marked."""

    students: frozenset[str]
    marked: frozenset[str]

    @staticmethod
    def of(out: Path) -> Earlier:
        """What grades.csv says; nothing if it is not there, or somebody has made something else of it."""
        try:
            grades = read_grades(out / GRADES_FILE)
        except ByhandError:
            grades = {}
        return Earlier(frozenset(grades), frozenset(student for student, line in grades.items() if line.get("file")))

    def lost(self, reports: Iterable[Result]) -> Sequence[str]:
        """Who was marked before and handed in nothing now, not even a file that cannot be read."""
        return [each.student.id for each in reports if each.handed_in_nothing and each.student.id in self.marked]


def remove_outdated(folder: Path, endings: Collection[str], known: Collection[str], kept: Collection[str]) -> int:
    """Remove the files of known students that this run did not write, and count them; all others stay."""
    outdated = [
        file
        for file in (folder.iterdir() if folder.is_dir() else ())
        if file.suffix in endings and file.stem in known and file.stem not in kept
    ]
    for file in outdated:
        file.unlink()
    return len(outdated)
