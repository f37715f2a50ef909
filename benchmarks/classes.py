"""What one more student costs a whole command: the difference between two classes, divided by the students between."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from benchmarks.answers import Answering, all_wrong, fill_in, half_carried_on
from benchmarks.figures import Figure
from benchmarks.starts import BYHAND, Usage, run

FEW, MANY = 100, 300
EXERCISES = ("lstm", "backpropagation")
ANSWERING: Mapping[str, Answering] = MappingProxyType(
    {"half with a mistake carried on": half_carried_on, "all wrong": all_wrong}
)
MOST_MILLISECONDS = MappingProxyType(
    {"generate": 5.0, "grade, half with a mistake carried on": 4.0, "grade, all wrong": 8.0}
)


def figures(few: int = FEW, many: int = MANY) -> Iterator[Figure]:
    """Time and memory of `generate` and `grade`, in one process."""
    small, large = used_by(few), used_by(many)
    students = many - few
    known = (f"{', '.join(EXERCISES)}; from {few} to {many} students, one process",)
    for what, most in MOST_MILLISECONDS.items():
        time = 1e3 * (large[what].seconds - small[what].seconds) / students
        memory = (large[what].memory - small[what].memory) / 1024 / students
        yield Figure(f"{what}: CPU", time, "ms", (), f"{most} ms a student", time <= most, known)
        # In classes of this size what is remembered of numbers and names still grows; see memory.py for larger ones.
        yield Figure(f"{what}: memory", memory, "KB", notes=known)


def used_by(students: int, answering: Mapping[str, Answering] = ANSWERING) -> Mapping[str, Usage]:
    """What the commands take for a class: sheets, keys, answer sheets and the class files; then all reports."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        exercises = [word for exercise in EXERCISES for word in ("--exercise", exercise)]
        run((*BYHAND, "new", "hw", *exercises), folder)
        roster = "".join(f"s{number:05},Student Number {number}\n" for number in range(students))
        (folder / "hw" / "roster.csv").write_text(f"student,name\n{roster}", encoding="utf-8")
        used = {"generate": run((*BYHAND, "generate", "hw", "--jobs", "1"), folder)}
        for what, answers in answering.items():
            fill_in(folder / "hw", answers)
            # Most of such a class needs a person, which is exit code 1.
            used[f"grade, {what}"] = run((*BYHAND, "grade", "hw", "hw/answers", "--jobs", "1"), folder, worst=1)
            shutil.rmtree(folder / "hw" / "marks")
        return used
