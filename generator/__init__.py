"""Exercises, their numbers and their sheets: everything that happens before a student picks up the pencil.

The names in `__all__` are the library; docs/library.md shows them at work. Each is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.assignment.worksheet import Worksheet, loose_worksheet
    from generator.catalogue import Catalogue, find_exercise
    from generator.errors import ByhandError
    from generator.network.blueprint import Blueprint, Role
    from generator.network.closed_forms import closed_form, matrix
    from generator.network.draft import Draft
    from generator.network.exercise import Exercise, exercise
    from generator.network.instance import Instance, draw_instance
    from generator.printing import Printout, print_loose

__all__ = [
    "Blueprint",
    "ByhandError",
    "Catalogue",
    "Draft",
    "Exercise",
    "Instance",
    "Printout",
    "Role",
    "Worksheet",
    "closed_form",
    "draw_instance",
    "exercise",
    "find_exercise",
    "loose_worksheet",
    "matrix",
    "print_loose",
]

_MODULES = {
    "generator.assignment.worksheet": ("Worksheet", "loose_worksheet"),
    "generator.catalogue": ("Catalogue", "find_exercise"),
    "generator.errors": ("ByhandError",),
    "generator.network.blueprint": ("Blueprint", "Role"),
    "generator.network.closed_forms": ("closed_form", "matrix"),
    "generator.network.draft": ("Draft",),
    "generator.network.exercise": ("Exercise", "exercise"),
    "generator.network.instance": ("Instance", "draw_instance"),
    "generator.printing": ("Printout", "print_loose"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
