"""What one more student costs a whole command: the difference between two classes, divided by the students between."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.starts import BYHAND, Usage, run

FEW, MANY = 100, 300
EXERCISES = ("lstm", "backpropagation")
MOST_MILLISECONDS, MOST_KILOBYTES = 5.0, 5.0


def figures(few: int = FEW, many: int = MANY) -> Iterator[Figure]:
    """Time and memory of `generate`, in one process."""
    small, large = generated(few), generated(many)
    students = many - few
    time = 1e3 * (large.seconds - small.seconds) / students
    memory = (large.memory - small.memory) / 1024 / students
    what = f"generate, {' + '.join(EXERCISES)}, a student more"
    known = (f"from {few} to {many} students, one process",)
    yield Figure(f"{what}: CPU", time, "ms", (), f"{MOST_MILLISECONDS} ms", time <= MOST_MILLISECONDS, known)
    yield Figure(f"{what}: memory", memory, "KB", (), f"{MOST_KILOBYTES} KB", memory <= MOST_KILOBYTES, known)


def generated(students: int) -> Usage:
    """What `generate` takes for a class: sheets, keys, answer sheets and the class files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        exercises = [word for exercise in EXERCISES for word in ("--exercise", exercise)]
        run((*BYHAND, "new", "hw", *exercises), folder)
        roster = "".join(f"s{number:05},Student Number {number}\n" for number in range(students))
        (folder / "hw" / "roster.csv").write_text(f"student,name\n{roster}", encoding="utf-8")
        return run((*BYHAND, "generate", "hw", "--jobs", "1"), folder)
