"""The memory of the engine after its start, which the page is given so that it need not go through it again."""

from __future__ import annotations

import subprocess
import tempfile
import zlib
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

from generator.errors import ByhandError
from generator.files.whole import whole_file

BEST = 9
LACKING = "so the page starts more slowly than it could; install Node.js 20 or newer and write the site again"


def memory_of(site: Mapping[str, bytes]) -> bytes:
    """What is in the memory of a site's engine once it has started in Node, compressed as browsers can undo it.

    Raises ByhandError if Node is missing, or too old for the engine.
    """
    with tempfile.TemporaryDirectory() as place, as_file(files("generator.site") / "remember.mjs") as program:
        for name, content in site.items():
            with whole_file(Path(place) / name) as file:
                file.write(content)
        target = Path(place) / "memory"
        try:
            done = subprocess.run(  # noqa: S603 - our own command
                ["node", str(program), place, str(target)],  # noqa: S607 - as installed here
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise ByhandError(f"node is not installed, {LACKING}") from error
        if done.returncode or not target.is_file():
            said = [line for line in done.stderr.splitlines() if line.strip()]
            reason = said[-1][:200] if said else "it gave no reason"
            raise ByhandError(f"node cannot start the engine ({reason}), {LACKING}")
        return zlib.compress(target.read_bytes(), BEST)
