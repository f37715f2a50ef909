"""Workflows for the CI services that can grade an assignment on push; `byhand new --ci` writes one of them."""

from __future__ import annotations

from importlib.resources import files

PLACES = {"github": ".github/workflows/grade.yml", "gitlab": ".gitlab-ci.yml"}
"""Where each service looks for it in the repository."""


def workflow(kind: str) -> tuple[str, str]:
    """The path below the assignment folder and the text of the workflow for `github` or `gitlab`."""
    return PLACES[kind], (files("templates") / "ci" / f"{kind}.yml").read_text(encoding="utf-8")
