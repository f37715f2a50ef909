"""Answers about marks: a class and what it handed in become reports, which the page shows and hands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from generator.assignment.description import read_assignment
from generator.assignment.grades import GRADES_FILE, read_grades
from generator.errors import ByhandError
from grader.browser.answer import JSON, Answer, Files, Tell
from grader.browser.classes import FONTS, NEEDS, PROGRAMS, lacks_fonts
from grader.browser.folders import packed, programs_in, unpacked, workplace
from grader.browser.running import run
from grader.commands.grade import grade
from grader.escaping import visible

HANDED_IN = Path("submissions")
MARKS = "marks"
SHOWN = (GRADES_FILE, "class.html")


def mark(asked: Mapping[str, Any], files: Files, tell: Tell) -> Answer:
    """Mark what came back of a class: what was said, the students, the reports, and all marks as a zip archive."""
    with workplace():
        folder = unpacked(asked["folder"], files["folder"])
        if (programs := programs_in(folder)) and not asked["agreed"]:
            return Answer({PROGRAMS: list(programs)})
        if asked["sheets"] and lacks_fonts(folder):
            return Answer({NEEDS: FONTS})
        handed = list(_laid_out(asked["names"], files))
        if not handed:
            raise ByhandError("nothing was handed in yet; give answer sheets, a folder of them, or a zip archive")
        sheets = ["--sheets"] if asked["sheets"] else []
        ran = run(grade, ["--jobs", "1", *sheets, "--", str(folder), *map(str, handed)], tell)
        marks = folder / MARKS
        shown = {name: (marks / name).read_bytes() for name in SHOWN}
        feedback = {f"feedback/{path.name}": path.read_bytes() for path in sorted((marks / "feedback").glob("*.html"))}
        every = {f"{folder.name}-{MARKS}.zip": packed(marks, folder)}
        return Answer({"said": ran.said, "look": ran.look, "students": _students(folder)}, every | shown | feedback)


def _laid_out(names: Sequence[str], files: Files) -> Iterator[Path]:
    """Write what was handed in, and yield what a person would name on the command line: files, and whole folders."""
    seen: Counter[PurePosixPath] = Counter()
    roots: dict[Path, None] = {}
    for number, name in enumerate(names):
        path = _path(name)
        # Files of the same name come from different places: each is kept beside the others.
        group = f"folder-{seen[path]}" if len(path.parts) > 1 else f"file-{number}"
        seen[path] += 1
        whole = HANDED_IN / group / path
        try:
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_bytes(files[str(number)])
        except OSError as error:
            raise ByhandError(
                "{file}: this file cannot be used ({fault}); rename it", file=visible(name), fault=str(error.strerror)
            ) from error
        roots[HANDED_IN / group / path.parts[0]] = None
    yield from roots


def _path(name: str) -> PurePosixPath:
    """The path of a file below what was chosen; ByhandError for one that leads elsewhere."""
    path = PurePosixPath(name.encode("utf-8", "replace").decode().replace("\0", "�"))
    if not path.parts or path.is_absolute() or ".." in path.parts:
        raise ByhandError(
            "{file}: this is not the name of a file in a folder; choose the file itself", file=visible(name)
        )
    return path


def _students(folder: Path) -> list[JSON]:
    """A line for each student, in the order of the class list."""
    grades = read_grades(folder / MARKS / GRADES_FILE)
    return [
        {
            "id": student.id,
            "name": visible(student.name),
            **{column: grade.get(column, "") for column in ("score", "points", "percent", "note", "file")},
        }
        for student in read_assignment(folder).students()
        for grade in (grades.get(student.id, {}),)
    ]
