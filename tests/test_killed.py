"""`grade` killed at any moment: no file is half written, and the next run gives what an undisturbed one would."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.homework import filled, make_homework, sheet_of

GRADE = "from generator.cli import main; main()"


def grading(folder: Path) -> subprocess.Popen[bytes]:
    command = (sys.executable, "-c", GRADE, "grade", "hw1", "in", "--jobs", "1")
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def marks_in(folder: Path) -> dict[str, bytes]:
    marks = folder / "hw1" / "marks"
    return {path.relative_to(marks).as_posix(): path.read_bytes() for path in marks.rglob("*") if path.is_file()}


def class_at(folder: Path) -> float:
    """A class that was marked, and whose answers were changed since; how long that marking took."""
    folder.mkdir()
    homework = make_homework(folder)
    (folder / "in").mkdir()
    for student in ("ada", "ben"):
        (folder / "in" / f"{student}.csv").write_text(filled(sheet_of(homework, student), {("h1", 1, 1): "77"}))
    start = time.monotonic()
    assert grading(folder).wait() == 0
    taken = time.monotonic() - start
    (folder / "in" / "ada.csv").write_text(filled(sheet_of(homework, "ada"), {("h1", 1, 1): "78"}))
    return taken


def check_killed_at(moments: list[float], tmp_path: Path) -> None:
    """Kill the second marking at these shares of the time that the first took, each time on a class of its own."""
    taken = class_at(tmp_path / "class")
    old = marks_in(tmp_path / "class")
    shutil.copytree(tmp_path / "class", tmp_path / "whole")
    assert grading(tmp_path / "whole").wait() == 0
    new = marks_in(tmp_path / "whole")
    assert old["cells.csv"] != new["cells.csv"]
    for number, moment in enumerate(moments):
        folder = tmp_path / f"killed {number}"
        shutil.copytree(tmp_path / "class", folder)
        process = grading(folder)
        time.sleep(taken * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for name, content in marks_in(folder).items():
            if not name.endswith(".part"):
                assert content in (old.get(name), new[name]), name
        assert grading(folder).wait() == 0
        assert marks_in(folder) == new, moment


def test_a_killed_marking_loses_nothing(tmp_path: Path) -> None:
    check_killed_at([0.8, 0.95], tmp_path)


@pytest.mark.slow
def test_a_marking_killed_at_fifty_moments_loses_nothing(tmp_path: Path) -> None:
    chance = random.Random(17)
    check_killed_at([round(chance.uniform(0.5, 1.05), 3) for _ in range(50)], tmp_path)
