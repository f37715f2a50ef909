"""Answer sheets in, marks and reports out. Nothing is drawn: marking loads neither layout nor ReportLab.

The names in `__all__` are the library; docs/library.md shows them at work. Each is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.answers.submission import Submission, fitted, read_submissions
    from grader.marking.cells import mark
    from grader.marking.marks import Mark, Verdict

__all__ = ["Mark", "Submission", "Verdict", "fitted", "mark", "read_submissions"]

_MODULES = {
    "grader.answers.submission": ("Submission", "fitted", "read_submissions"),
    "grader.marking.cells": ("mark",),
    "grader.marking.marks": ("Mark", "Verdict"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
