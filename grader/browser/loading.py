"""Loads what any sheet needs, before the engine's memory is kept for the page: nothing that is compiled."""

from __future__ import annotations

import gc
from importlib import import_module

from generator.catalogue import OURS
from generator.type.faces import MODULES as FONTS

MODULES = ("grader.browser.desk", "grader.browser.sheets", "grader.browser.practice")


def load() -> None:
    """Import the modules that draw and judge sheets, every exercise, and the fonts of sheets, and tidy up."""
    for module in (*MODULES, *OURS.modules().values(), *FONTS.values()):
        import_module(module)
    gc.collect()
