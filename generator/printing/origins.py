"""What files are made from: digests, so that a file is printed again exactly when something in it has changed."""

from __future__ import annotations

import hashlib
from dataclasses import fields

from generator.network.blueprint import Blueprint, Grid

_NOT_SHOWN = frozenset(("recipe", "conditions", "source", "formula", "rounding", "grids"))
"""Fields of a Blueprint and its grids that hold functions; formulas and roundings are in the fingerprint."""


def content_of(blueprint: Blueprint) -> str:
    """Everything of an exercise that is the same for all students."""
    return repr((blueprint.fingerprint, _shown(blueprint), [_shown(grid) for grid in blueprint.grids]))


def _shown(thing: Blueprint | Grid) -> list[tuple[str, str]]:
    return [(one.name, repr(getattr(thing, one.name))) for one in fields(thing) if one.name not in _NOT_SHOWN]


def digest(*contents: str | bytes) -> str:
    """A digest of what a file is made from."""
    made_from = hashlib.sha256()
    for content in contents:
        made_from.update(hashlib.sha256(content.encode() if isinstance(content, str) else content).digest())
    return made_from.hexdigest()[:16]


def program_version() -> str:
    """The version of byhand: another one may lay the same out otherwise."""
    from importlib.metadata import PackageNotFoundError, version  # slow to load, and needed for classes only

    try:
        return version("byhand")
    except PackageNotFoundError:  # in a folder that was never installed, as on Gradescope
        return ""
