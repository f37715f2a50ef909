"""Answers about classes: a new assignment folder with its sheets, and one that is brought up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from generator.assignment.class_lists.table import WORKBOOKS
from generator.assignment.description import read_assignment
from generator.assignment.new import Front, Planned, class_list, new_assignment, points_in
from generator.commands.generate import generate
from generator.errors import ByhandError
from generator.printing import BOUND_FOR_CLASS
from generator.printing.style import style_of
from generator.type.bidi import replaced
from generator.type.faces import has_world
from grader.browser.answer import Answer, Files, Tell
from grader.browser.folders import folder_for, packed, programs_in, unpacked, workplace
from grader.browser.running import run
from grader.escaping import visible

MOST_TITLE = 120
MOST_STUDENTS = 10_000
NEEDS = "needs"
"""What the answer holds instead of anything else when a pack has to be added before it can be asked for again."""
FONTS = "world.zip"
WARNING = "warning:"
"""What the command line puts before something that a person should look at."""
PROGRAMS = "programs"
"""What the answer holds instead of anything else when the folder brings programs along that nobody has agreed to."""


def make(asked: Mapping[str, Any], files: Files, tell: Tell) -> Answer:
    """A new class: its zip archive, the class file and the keys."""
    title = visible(asked["title"].strip(), MOST_TITLE)
    with workplace():
        roster = _roster(asked, files)
        folder = folder_for(title)
        new_assignment(
            folder,
            [_planned(exercise) for exercise in asked["exercises"]],
            roster,
            language=asked["language"],
            front=Front(title, visible(asked["due"], MOST_TITLE), asked["paper"], files.get("logo", b"")),
            count=None if roster else _count(asked),
        )
        return _handed_out(folder, tell)


def update(asked: Mapping[str, Any], files: Files, tell: Tell) -> Answer:
    """A class that was made before, with another list or number of students if there is one."""
    with workplace():
        folder = unpacked(asked["folder"], files["folder"])
        if (programs := programs_in(folder)) and not asked["agreed"]:
            return Answer({PROGRAMS: list(programs)})
        roster = _roster(asked, files)
        if roster or asked["count"]:
            _replace_roster(folder, roster, asked)
        return _handed_out(folder, tell)


def lacks_fonts(folder: Path) -> bool:
    """Whether a class whose sheets are to be printed has names or other texts that need the fonts of other scripts."""
    assignment = read_assignment(folder)
    texts = (*style_of(assignment).heading.texts, *(student.name for student in assignment.students()))
    return not has_world() and any(map(replaced, texts))


def _handed_out(folder: Path, tell: Tell) -> Answer:
    if lacks_fonts(folder):
        return Answer({NEEDS: FONTS})
    before = _sheets(folder)
    ran = run(generate, ["--jobs", "1", "--", str(folder)], tell)
    count = {"all": _sheets(folder), "new": _sheets(folder) - before}
    bound = {name: (folder / name).read_bytes() for name in BOUND_FOR_CLASS.values() if (folder / name).exists()}
    return Answer(
        {"said": ran.said, "look": WARNING in ran.said, "sheets": count},
        {f"{folder.name}.zip": packed(folder), **bound},
    )


def _sheets(folder: Path) -> int:
    return len(list((folder / "sheets").glob("*.pdf")))


def _planned(exercise: Mapping[str, Any]) -> Planned:
    points = exercise["points"].strip().replace(",", ".")
    return Planned(exercise["name"], exercise["settings"], points_in(points) if points else None)


def _roster(asked: Mapping[str, Any], files: Files) -> Path | None:
    """The class list as a file here; None if the page gives no list."""
    if "roster" not in files:
        return None
    ending = PurePosixPath(asked["roster"]).suffix.lower()
    path = Path(f"roster{ending if ending in WORKBOOKS else '.csv'}")
    path.write_bytes(files["roster"])
    return path


def _count(asked: Mapping[str, Any]) -> int:
    count = asked["count"]
    if not isinstance(count, int) or not 1 <= count <= MOST_STUDENTS:
        raise ByhandError(
            "the number of students is missing; give one from 1 to {most}, or a class list", most=MOST_STUDENTS
        )
    return count


def _replace_roster(folder: Path, roster: Path | None, asked: Mapping[str, Any]) -> None:
    """Put another class list into the folder; ByhandError for a number in place of names."""
    before = read_assignment(folder)
    if roster is None and not _is_numbered([student.id for student in before.students()]):
        raise ByhandError(
            "{file}: has names or ids of its own; give the longer list, not a number", file=str(before.roster_file)
        )
    content, ending = (roster.read_bytes(), roster.suffix) if roster else class_list(None, _count(asked))
    before.roster_file.unlink()
    (folder / f"roster{'.xlsx' if ending in WORKBOOKS else '.csv'}").write_bytes(content)


def _is_numbered(ids: Sequence[str]) -> bool:
    return list(ids) == [str(number) for number in range(1, len(ids) + 1)]
