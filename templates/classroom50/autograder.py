"""Marks the answer sheet in the working directory, a student's repository; Classroom 50 runs this."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Install what marking needs, then mark."""
    # -P and cwd: nothing in the student's repository is imported.
    command = [sys.executable, "-P", "-m", "pip", "install", "--quiet", "--requirement", str(HERE / "requirements.txt")]
    subprocess.run(command, cwd=HERE, check=True)  # noqa: S603
    sys.path.insert(0, str(HERE / "byhand"))
    from grader.classroom50.marking import run

    run(HERE, Path.cwd(), os.environ)


if __name__ == "__main__":
    main()
