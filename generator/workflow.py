"""Workflows for the CI services that can grade an assignment on push; `byhand new --ci` writes one of them."""

from __future__ import annotations

import json
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.resources import files

PLACES = {"github": ".github/workflows/grade.yml", "gitlab": ".gitlab-ci.yml"}
"""Where each service looks for it in the repository."""


def workflow(kind: str) -> tuple[str, str]:
    """The path below the assignment folder and the text of the workflow for `github` or `gitlab`."""
    text = (files("templates") / "ci" / f"{kind}.yml").read_text(encoding="utf-8")
    try:
        return PLACES[kind], text.replace("{requirement}", requirement(distribution("byhand")))
    except PackageNotFoundError:
        return PLACES[kind], text.replace("{requirement}", "byhand[xlsx]")


def requirement(installed: Distribution) -> str:
    """What pip installs to mark with this very program: the commit it came from (PEP 610), or else its version."""
    origin = json.loads(installed.read_text("direct_url.json") or "{}")
    if "vcs_info" in origin:
        control = origin["vcs_info"]
        return f"byhand[xlsx] @ {control['vcs']}+{origin['url']}@{control['commit_id']}"
    return f"byhand[xlsx]=={installed.version}"
