"""Sheets kept in the user's cache folder, as Python keeps bytecode: laying one out takes a third of a short command."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from generator.files.kept import kept
from generator.layout.editions import Edition, lay_out_edition
from generator.network.blueprint import Blueprint
from generator.network.exercise import OWN
from generator.sheet.boxes import Paper, Sheet
from generator.type.faces import MODULES

FOLDER = "sheets"
MOST = 200
"""So many are kept, of which each takes some 50 KB."""
_MEASURING = (*MODULES.values(), "bidi", "uharfbuzz", "weblate_fonts")
"""The modules that words are measured with."""


def lay_out_once(
    edition: Edition, exercises: Sequence[tuple[str, Blueprint]], paper: Paper, instructions: bool
) -> Sheet:
    """The Sheet of a worksheet in an edition, as it was laid out before if it is kept; ByhandError if it does not fit.

    What is kept is a pickle, which could run any program: like bytecode, it is safe in a folder that only its user may
    write to.
    """
    if not all(_has_known_code(blueprint) for _, blueprint in exercises):
        return lay_out_edition(edition, exercises, paper, instructions)

    def make() -> bytes:
        return pickle.dumps(lay_out_edition(edition, exercises, paper, instructions))

    # The pickle of a Blueprint is all that another process needs to build the same: exercise, parameters and words.
    asked = pickle.dumps((sys.version, edition, tuple(exercises), paper, instructions))
    names = "+".join(blueprint.exercise for _, blueprint in exercises)[:60]
    name = f"{FOLDER}/{names}-{sha256(asked).hexdigest()[:16]}.pickle"
    sheet: Sheet = pickle.loads(kept(name, _sources(), make, MOST))  # noqa: S301 - sealed, and nobody else writes there
    return sheet


def _has_known_code(blueprint: Blueprint) -> bool:
    """Whether it is built by byhand's own code, or by that of a teacher's file, which its pickle holds."""
    recipe = blueprint.recipe
    return recipe is not None and (recipe.exercise.code is not None or recipe.exercise.family != OWN)


def _sources() -> Iterator[Path]:
    """All code that a Sheet depends on: byhand's own, and what words are measured with."""
    yield Path(__file__).parents[2]
    for name in _MEASURING:
        module = find_spec(name)
        if module and module.origin:
            yield Path(module.origin)
