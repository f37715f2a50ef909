"""Seconds of CPU from a cold start: the help page beside bare click, one worksheet, and marking one sheet.

The first worksheet of a user, for whom nothing is kept yet, is measured too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.answers import fill_in
from benchmarks.figures import Figure, Peer

ROUNDS = 7
BYHAND = (sys.executable, "-c", "from generator.cli import main; main()")
"""The command as its entry point runs it, wherever it is installed."""
_CLICK = """
import click
@click.command(context_settings={"help_option_names": ["-h", "--help"]})
def main(): "A command."
main()
"""
BARE_CLICK = (sys.executable, "-c", _CLICK)


# A process begins as a copy of the one that starts it, and its peak counts that: a small one starts it here.
_WATCHER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Usage(NamedTuple):
    """What a process used: seconds of CPU, its own and the system's, and most bytes of memory at once."""

    seconds: float
    memory: int


def run(command: Sequence[str], folder: Path, worst: int = 0) -> Usage:
    """Run a command to its end in a folder, which is the user's home as well.

    CalledProcessError when its exit code is beyond the `worst` allowed.
    """
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", ""))))
    # Bytecode is kept, as it is after any installation.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": path, "HOME": str(folder), "USERPROFILE": str(folder)}
    quiet = subprocess.DEVNULL if worst else None
    watched = (sys.executable, "-c", _WATCHER, *command)
    ended = subprocess.run(  # noqa: PLW1510 - the exit code is looked at
        watched, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=quiet, text=True
    )
    if ended.returncode > worst:
        ended.check_returncode()
    seconds, memory = ended.stdout.split()
    # Linux counts kilobytes, macOS bytes.
    return Usage(float(seconds), int(memory) * (1 if sys.platform == "darwin" else 1024))


def figures() -> Iterator[Figure]:
    """A figure for each command, all in a folder of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = _milliseconds((*BARE_CLICK, "--help"), folder)
        shown = _milliseconds((*BYHAND, "--help"), folder)
        yield Figure("start, --help", shown, "ms", (Peer("bare click", bare),), "twice bare click", shown <= 2 * bare)
        generate = (*BYHAND, "generate", "lstm", "--seed", "7")
        first = 1e3 * median(_first(generate, folder).seconds for _ in range(ROUNDS))
        yield Figure("start, generate lstm --seed 7, nothing kept", first, "ms")
        one = _milliseconds(generate, folder)
        yield Figure("start, generate lstm --seed 7", one, "ms", (), "300 ms", one < 300)
        run((*BYHAND, "new", "hw", "--exercise", "lstm"), folder)
        run((*BYHAND, "generate", "hw"), folder)
        fill_in(folder / "hw")
        four = _milliseconds((*BYHAND, "grade", "hw", "hw/answers"), folder)
        yield Figure("start, grade a class of four", four, "ms", (), "400 ms", four < 400)


def _first(command: Sequence[str], folder: Path) -> Usage:
    """Run a command for a user for whom nothing is kept."""
    with tempfile.TemporaryDirectory(dir=folder) as home:
        return run(command, Path(home))


def _milliseconds(command: Sequence[str], folder: Path) -> float:
    run(command, folder)  # so that all bytecode is there
    return 1e3 * median(run(command, folder).seconds for _ in range(ROUNDS))
