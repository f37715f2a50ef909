"""The order in which files of a git checkout were last changed, by the history of commits.

The time of a file in a checkout is the time of the checkout, and the time of a commit is the clock of whoever made it;
which commit came after which is certain.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

_CAREFUL = (
    *("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "protocol.allow=never", "--no-pager"),
)
"""What a repository's own settings could start is not started."""
_MOST_SECONDS = 20


def commit_number(root: Path, file: Path) -> int | None:
    """How many commits led to the last change of the file; None outside a checkout, and without its whole history."""
    if _git(root, "rev-parse", "--is-shallow-repository") != "false":
        return None
    commit = _git(root, "log", "-1", "--format=%H", "--", str(file.resolve()))
    count = _git(root, "rev-list", "--count", commit) if commit else ""
    return int(count) if count.isdecimal() else None


def _git(root: Path, *command: str) -> str:
    """What git answers; empty if it fails or is not installed."""
    folder = root if root.is_dir() else root.parent
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder.resolve()), *_CAREFUL, *command],  # noqa: S607
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""
