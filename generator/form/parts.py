"""The script and the style of a form: the pieces that the site has as files of their own, joined into one text each."""

from __future__ import annotations

import re
from importlib.resources import files

PIECES = ("keeping", "numbers", "moving", "table", "typing")
"""The modules of templates/cells, each after those that it imports."""
_IMPORT = re.compile(r"^import .*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


def script() -> str:
    """The modules as one script: one after the other in a function, so that their names are nobody else's."""
    modules = (*(_text(f"cells/{name}.js") for name in PIECES), _text("form.js"))
    joined = "\n".join(_EXPORT.sub("", _IMPORT.sub("", module)) for module in modules)
    return f'"use strict";\n(() => {{\n{joined}}})();\n'


def style() -> str:
    """The style of cells and of the form around them."""
    return _text("cells/cells.css") + _text("form.css")


def _text(name: str) -> str:
    return (files("templates") / name).read_text(encoding="utf-8")
