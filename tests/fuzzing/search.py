"""The search for a file that harms a reader: led by coverage where atheris is installed, elsewhere at random."""

from __future__ import annotations

import re
import subprocess
import sys
import traceback
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from random import Random

from tests.fuzzing.mutation import mutated
from tests.fuzzing.readers import Reader

_TRIED = re.compile(r"stat::number_of_executed_units: (\d+)")


@dataclass(frozen=True)
class Found:
    """How many files were tried, and the one that did harm, if one did, with what happened."""

    tried: int
    harmful: Path | None = None
    report: str = ""


def searched(reader: Reader, inputs: int, seed: int, folder: Path) -> Found:
    """Try so many files on a reader, until one does harm; the folder is an empty one."""
    if find_spec("atheris") is None:
        return at_random(reader, inputs, seed, folder)
    command = [sys.executable, "-m", "tests.fuzzing.following", reader.name, str(inputs), str(seed), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    harmful = next(folder.glob("harmful-*"), None)
    tried = _TRIED.search(done.stderr)
    if tried is None or bool(done.returncode) != bool(harmful):
        raise RuntimeError(f"the search ended too early:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return Found(int(tried[1]), harmful, done.stdout[-4000:])


def at_random(reader: Reader, inputs: int, seed: int, folder: Path) -> Found:
    """Try so many files that differ at random from good ones."""
    chance, samples = Random(seed), reader.samples()
    for number in range(inputs):
        content = mutated(chance.choice(samples), chance, samples, reader.most_bytes)
        try:
            reader.survives(content, folder)
        except Exception:
            harmful = folder / "harmful-at-random"
            harmful.write_bytes(content)
            return Found(number + 1, harmful, traceback.format_exc())
    return Found(inputs)
