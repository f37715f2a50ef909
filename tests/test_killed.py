"""Commands killed at any moment, with several processes: nothing is lost, doubled, half written or left behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.assignment.description import read_assignment
from generator.assignment.record import read_record
from tests.simulated.homework import filled

SEVERAL = """
from generator import execution
execution.LEAST_STUDENTS = 1  # so that a small class is worth several processes
from generator.cli import main
main()
"""
STUDENTS = [f"s{number:02}" for number in range(40)]
"""More than are given to a worker at once."""
TOML = 'title = "Homework 1"\n[[exercise]]\nname = "matrix-multiplication"\n'
LEDGER = "printed.jsonl"


def started(folder: Path, *command: str) -> subprocess.Popen[bytes]:
    """A command in a session of its own, whose temporary files are in a folder of its own."""
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-c", SEVERAL, *command, "--jobs", "2"],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def seconds_of(folder: Path, *command: str) -> float:
    """How long the command takes when nobody disturbs it."""
    start = time.monotonic()
    assert started(folder, *command).wait() == 0
    return time.monotonic() - start


def killed(folder: Path, seconds: float, *command: str) -> None:
    """Kill the command after some time; the processes that it started end by themselves."""
    process = started(folder, *command)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 60
    while running(process.pid):
        assert time.monotonic() < deadline, "a process outlives the command"
        time.sleep(0.05)


def running(session: int) -> list[int]:
    """The processes of a session."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session = place.read_text(errors="replace").rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if int(its_session) == session and state != "Z":
            found.append(int(place.parent.name))
    return found


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder that have their names; nobody looks at drafts and at the lock."""
    return {
        path.relative_to(folder).as_posix(): b"".join(sorted(path.read_bytes().splitlines(keepends=True)))
        if path.name == LEDGER
        else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def drafts_in(folder: Path) -> list[Path]:
    """What a killed run left half written, and what it put into the folder for temporary files."""
    return [*folder.rglob("*.part"), *(folder / "tmp").rglob("*")]


def make_class(folder: Path) -> Path:
    """An assignment of many students, of which nothing was handed out."""
    (folder / "hw1").mkdir(parents=True)
    (folder / "hw1" / "assignment.toml").write_text(TOML)
    (folder / "hw1" / "roster.csv").write_text("student,name\n" + "".join(f"{name},Ada\n" for name in STUDENTS))
    (folder / "hw1" / "secret").write_text("a secret of the tests")
    return folder


def check_generate_killed_at(moments: Sequence[float], tmp_path: Path) -> None:
    """Kill the handing out at these shares of the time that it takes, each time for a class of its own."""
    command = ("generate", "hw1")
    whole = make_class(tmp_path / "whole")
    taken = seconds_of(whole, *command)
    expected = files_in(whole / "hw1")
    for number, moment in enumerate(moments):
        folder = make_class(tmp_path / f"killed {number}")
        killed(folder, taken * moment, *command)
        for name, content in files_in(folder / "hw1").items():
            assert name == LEDGER or content == expected[name], (name, moment)
        assert started(folder, *command).wait() == 0
        assert files_in(folder / "hw1") == expected, moment
        assert drafts_in(folder) == [], moment
        shutil.rmtree(folder)


def hand_in(folder: Path, typed: str) -> None:
    """Everybody hands in the key but for one cell."""
    assignment = read_assignment(folder / "hw1")
    record = read_record(assignment.issued_file, assignment.blueprints)
    place = {(grid, row + 1, column + 1): typed for grid, ((row, column), *_) in record["s00"].tasks[0].spots.items()}
    (folder / "in").mkdir(exist_ok=True)
    for student in STUDENTS:
        (folder / "in" / f"{student}.csv").write_text(filled(record[student], place))


def check_grade_killed_at(moments: Sequence[float], tmp_path: Path) -> None:
    """Kill the second marking at these shares of the time that it takes, each time of a class of its own."""
    command = ("grade", "hw1", "in")
    first, whole = make_class(tmp_path / "first"), tmp_path / "whole"
    assert started(first, "generate", "hw1").wait() == 0
    hand_in(first, "77")
    assert started(first, *command).wait() in (0, 1)
    old = files_in(first / "hw1")
    hand_in(first, "78")
    shutil.copytree(first, whole)
    start = time.monotonic()
    code = started(whole, *command).wait()
    taken, new = time.monotonic() - start, files_in(whole / "hw1")
    assert old["marks/cells.csv"] != new["marks/cells.csv"]
    for number, moment in enumerate(moments):
        folder = tmp_path / f"killed {number}"
        shutil.copytree(first, folder)
        killed(folder, taken * moment, *command)
        for name, content in files_in(folder / "hw1").items():
            assert content in (old.get(name), new[name]), (name, moment)
        assert started(folder, *command).wait() == code
        assert files_in(folder / "hw1") == new, moment
        assert drafts_in(folder) == [], moment
        shutil.rmtree(folder)


def random_moments() -> list[float]:
    chance = random.Random(17)
    return [round(chance.uniform(0.05, 1.05), 3) for _ in range(50)]


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")


@needs_proc
def test_handing_out_that_is_killed_is_completed_by_the_next_run(tmp_path: Path) -> None:
    check_generate_killed_at([0.7, 0.9], tmp_path)


@needs_proc
def test_a_killed_marking_loses_nothing(tmp_path: Path) -> None:
    check_grade_killed_at([0.7, 0.95], tmp_path)


@needs_proc
@pytest.mark.slow
def test_handing_out_killed_at_fifty_moments_is_completed_by_the_next_run(tmp_path: Path) -> None:
    check_generate_killed_at(random_moments(), tmp_path)


@needs_proc
@pytest.mark.slow
def test_a_marking_killed_at_fifty_moments_loses_nothing(tmp_path: Path) -> None:
    check_grade_killed_at(random_moments(), tmp_path)
