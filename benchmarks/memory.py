"""Most memory at once, for a small class and a large one: it should be the same, but for the list of names."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.answers import fill_in
from benchmarks.figures import Figure
from benchmarks.starts import BYHAND, run

FEW, MANY = 100, 10_000
FLAT = 1.5
"""How much more a hundred times the students may take."""


def figures(many: int = MANY) -> Iterator[Figure]:
    """A figure for each command and class, in one process."""
    peaks: dict[tuple[str, int], float] = {}
    for students in (FEW, many):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            run((*BYHAND, "new", "hw", "--exercise", "lstm"), folder)
            roster = "".join(f"s{number:05},Student Number {number}\n" for number in range(students))
            (folder / "hw" / "roster.csv").write_text(f"student,name\n{roster}", encoding="utf-8")
            commands = {
                "generate": ("generate", "hw", "--jobs", "1"),
                "grade": ("grade", "hw", "answers", "--jobs", "1"),
            }
            for what, command in commands.items():
                used = run((*BYHAND, *command), folder)
                peaks[what, students] = used.memory / 2**20
                flat = peaks[what, students] <= FLAT * peaks[what, FEW] if students != FEW else None
                yield Figure(
                    f"memory, {what}, {students} students",
                    peaks[what, students],
                    "MB",
                    goal="" if flat is None else f"{FLAT}x that of {FEW}",
                    met=flat,
                    notes=(f"{used.seconds:.1f} s of CPU",),
                )
                if what == "generate":
                    fill_in(folder / "hw")
                    shutil.copytree(folder / "hw" / "answers", folder / "answers")
