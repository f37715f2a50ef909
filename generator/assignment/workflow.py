"""The workflow of GitHub or GitLab that marks submissions/: where it lies, what it says and what it installs."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path

from generator.errors import ByhandError

SERVICES = ("github", "gitlab")
_COMMIT = re.compile(r"git\+(https|ssh)://[\w.~:/@%+-]+@[0-9a-f]{40}", re.ASCII)
_WHEEL = re.compile(r"byhand-[\w.+!]+-py3-none-any\.whl", re.ASCII)
_PLAIN = re.compile(r"[\w./-]+", re.ASCII)


@dataclass(frozen=True)
class InstalledProgram:
    """The byhand that a workflow installs: a commit as pip names it, or a wheel that lies in the assignment folder."""

    commit: str = ""
    wheel: Path | None = None

    def requirement(self, assignment: str) -> str:
        """What pip installs, where the assignment folder has this path."""
        return f"{assignment}/{self.wheel.name}[xlsx]" if self.wheel else f"byhand[xlsx] @ {self.commit}"


def program(source: str | None) -> InstalledProgram:
    """The program from a commit or a wheel that a teacher names, by default the commit that this program is from.

    ByhandError for anything else: what is called byhand on the package index need not be this program.
    """
    if source is None:
        commit = installed_commit()
        if not _COMMIT.fullmatch(commit):  # also a repository on this computer, which no service can reach
            raise ByhandError(
                "--ci: this byhand was not installed from a commit, so the workflow cannot know what to install; "
                "name a commit, --from git+https://HOST/PATH@COMMIT, or a wheel, --from byhand-VERSION-py3-none-any.whl"
            )
        return InstalledProgram(commit)
    if _COMMIT.fullmatch(source):
        return InstalledProgram(source)
    wheel = Path(source)
    if not _WHEEL.fullmatch(wheel.name):
        raise ByhandError(
            f"--from {source[:80]!r}: expected git+https://HOST/PATH@ and all 40 digits of a commit, "
            "or a file byhand-VERSION-py3-none-any.whl, which `pip wheel --no-deps` makes"
        )
    if not zipfile.is_zipfile(wheel):
        raise ByhandError(f"--from {source[:80]!r}: there is no wheel here; check the path, or build it again")
    return InstalledProgram(wheel=wheel)


def installed_commit() -> str:
    """The commit that this program was installed from, as pip names it (PEP 610); empty if it is from elsewhere."""
    try:
        return commit_of(distribution("byhand"))
    except PackageNotFoundError:
        return ""


def commit_of(installed: Distribution) -> str:
    """The commit that a distribution was installed from; empty if it is from elsewhere."""
    origin = json.loads(installed.read_text("direct_url.json") or "{}")
    if "vcs_info" not in origin:
        return ""
    control = origin["vcs_info"]
    return f"{control['vcs']}+{origin['url']}@{control['commit_id']}"


def workflow_template(service: str) -> str:
    """The workflow before the paths and the program are put into it."""
    return (files("templates") / "ci" / f"{service}.yml").read_text(encoding="utf-8")


def workflow(service: str, folder: Path, chosen: InstalledProgram) -> tuple[Path, str]:
    """The file of the workflow, and its text.

    GitHub reads only workflows at the root of the repository, so that of a subfolder is written there.
    """
    root, inside = _place_in_repository(folder)
    prefix = f"{inside}/" if inside else ""
    assignment = f"protected/{inside}".rstrip("/")
    text = workflow_template(service)
    for name, value in (
        ("{job}", f"grade-{inside.replace('/', '-')}" if inside else "grade"),
        ("{prefix}", prefix),
        ("{assignment}", assignment),
        ("{requirement}", chosen.requirement(assignment)),
    ):
        text = text.replace(name, value)
    if service == "gitlab":
        return folder / ".gitlab-ci.yml", text
    name = f"grade-{inside.replace('/', '-')}.yml" if inside else "grade.yml"
    return root / ".github" / "workflows" / name, text


def what_is_left(service: str, folder: Path) -> str:
    """What a teacher has to do so that the service finds the workflow of a subfolder; empty if it does by itself."""
    inside = _place_in_repository(folder)[1]
    if service != "gitlab" or not inside:
        return ""
    return f"Add to .gitlab-ci.yml at the root of the repository: include: [{{local: {inside}/.gitlab-ci.yml}}]"


def _place_in_repository(folder: Path) -> tuple[Path, str]:
    """The root of the repository that the folder is or will be in, and the folder's path there: empty at the root."""
    place = folder.resolve()
    root = next((parent for parent in place.parents if (parent / ".git").exists()), None)
    if root is None:
        return folder, ""
    inside = place.relative_to(root).as_posix()
    if not _PLAIN.fullmatch(inside):
        raise ByhandError(
            f"--ci: the path {inside[:80]!r} in the repository would not be understood in a workflow; "
            "name folders with unaccented letters, digits, -, _ and . only"
        )
    return root, inside
