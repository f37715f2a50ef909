"""What a git checkout says about its files: the order in which they were changed, and which push brought them.

The time of a file in a checkout is the time of the checkout, and the time of a commit is the clock of whoever made it;
which commit came after which is certain, and the service that took a push knows when that was.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from generator.errors import ByhandError
from generator.files.tables import table_rows

_CAREFUL = (
    *("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "protocol.allow=never", "--no-pager"),
)
"""What a repository's own settings could start is not started."""
_MOST_SECONDS = 20
_COMMIT = re.compile(r"[0-9a-f]{40,64}", re.ASCII)


class Commit(NamedTuple):
    """A commit, and its time by the clock of whoever made it."""

    id: str
    time: datetime


class Push(NamedTuple):
    """A push that a service took: the newest commit before and after it; `before` is empty for the first."""

    before: str
    after: str
    time: datetime


def read_pushes(name: str, text: str) -> tuple[Push, ...]:
    """The pushes in a table of before, after and time, one a line and the earliest first; ByhandError for others."""
    pushes = []
    for line, cells in table_rows(name, text):
        push = _push([cell.strip() for cell in cells])
        if push is None:
            raise ByhandError(
                "{file}, line {line}: is not a push; expected the commit before, the commit after and the time with "
                "its zone, as in 2026-12-01T17:00:00Z",
                file=name,
                line=line,
            )
        pushes.append(push)
    return tuple(sorted(pushes, key=lambda push: push.time))


def _push(cells: Sequence[str]) -> Push | None:
    """The push in a line; None if it is not one."""
    if len(cells) != len(Push._fields) or not all(map(_COMMIT.fullmatch, cells[:2])):
        return None
    before, after, written = cells
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        return None
    return Push(before if before.strip("0") else "", after, time) if time.tzinfo else None


def is_complete(root: Path) -> bool:
    """Whether it lies in a checkout with its whole history."""
    return _git(root, "rev-parse", "--is-shallow-repository") == "false"


def last_commit(root: Path, file: Path) -> Commit | None:
    """The last change of a file, in a checkout with its whole history."""
    found = _git(root, "log", "-1", "--format=%H %cI", "--", str(file.resolve())).split()
    return Commit(found[0], datetime.fromisoformat(found[1])) if len(found) == 2 else None


def commit_number(root: Path, file: Path) -> int | None:
    """How many commits led to the last change of the file; None outside a checkout, and without its whole history."""
    commit = last_commit(root, file) if is_complete(root) else None
    count = _git(root, "rev-list", "--count", commit.id) if commit else ""
    return int(count) if count.isdecimal() else None


def arrivals(root: Path, pushes: Iterable[Push]) -> Mapping[str, datetime]:
    """When each commit first came, as far as the pushes, the earliest first, tell."""
    times: dict[str, datetime] = {}
    for push in pushes:
        since = [f"^{push.before}"] if push.before else []
        for commit in _git(root, "rev-list", push.after, *since).split():
            times.setdefault(commit, push.time)
    return times


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
