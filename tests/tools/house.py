"""The rooms of the house, floor by floor: which folder may import which, and the picture of it in the docs.

`python -m tests.tools.house > docs/rooms.svg` draws the picture.
"""

from __future__ import annotations

from html import escape

FLOORS: list[set[str]] = [
    {"generator.errors", "generator.light"},
    {"generator.files", "generator.spool", "generator.execution"},
    {"generator.language", "generator.type"},
    {"generator.network.operations", "generator.network"},
    {"generator.exercises"},
    {"generator.catalogue"},
    {"generator.sheet"},
    {"generator.layout", "generator.assignment"},
    {"generator.pdf", "generator.stress", "generator.workbook", "generator.form", "generator.site"},
    {"generator.printing"},
    {"generator.commands", "grader.escaping"},
    {"grader.answers"},
    {"grader.marking"},
    {"grader.reports"},
    {"grader.autograder"},
    {"grader.classroom50", "generator", "grader"},
    {"grader.commands"},
    {"generator.cli", "grader.browser"},
]
"""From the ground up: a module imports from its own room and from floors below. `cli` loads commands by name."""

PURPOSES = {
    "generator.errors": "what went wrong, as a sentence",
    "generator.light": "what is made by the thousand",
    "generator.files": "files: whole, read, kept, packed",
    "generator.spool": "a class kept on the disk",
    "generator.execution": "who does the work of a class",
    "generator.type": "a line of text in any script",
    "generator.language": "words of other languages, templates",
    "generator.network": "formulas over grids, exact numbers",
    "generator.network.operations": "everything about each operation",
    "generator.exercises": "one short file an exercise",
    "generator.catalogue": "the exercises known here",
    "generator.sheet": "what a page consists of",
    "generator.layout": "from Blueprint to Sheet",
    "generator.assignment": "a class and what it was given",
    "generator.pdf": "ink",
    "generator.stress": "the author's check",
    "generator.workbook": "sheets as spreadsheets",
    "generator.form": "sheets as web pages to fill in",
    "generator.site": "the page in a browser, written",
    "generator.printing": "the files of a class",
    "generator.commands": "the command line",
    "grader.escaping": "hostile text, made harmless",
    "generator.cli": "one table of commands",
    "grader.answers": "what was handed in",
    "grader.marking": "every cell judged",
    "grader.reports": "feedback and grades",
    "grader.autograder": "one upload on Gradescope",
    "grader.classroom50": "one repository of Classroom 50",
    "generator": "the library",
    "grader": "the library",
    "grader.commands": "the command line of marking",
    "grader.browser": "what the web page asks for",
}
"""What each room is for."""

_WIDE, _HIGH, _GAP, _EDGE = 208, 46, 12, 10
_TINTS = {"generator": "#E2F0D9", "grader": "#DEEBF7"}


def picture() -> str:
    """The house as SVG: the ground floor is at the bottom, and every arrow of imports points down."""
    most = max(map(len, FLOORS))
    wide = 2 * _EDGE + most * _WIDE + (most - 1) * _GAP
    high = 2 * _EDGE + len(FLOORS) * (_HIGH + _GAP) - _GAP
    rooms = "\n".join(
        _room(name, _start(names, wide) + place * (_WIDE + _GAP), high - _EDGE - _HIGH - floor * (_HIGH + _GAP))
        for floor, names in enumerate(FLOORS)
        for place, name in enumerate(sorted(names))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" role="img" '
        f'aria-label="The rooms of byhand, floor by floor">\n{rooms}\n</svg>\n'
    )


def _start(names: set[str], wide: int) -> int:
    """Where a floor's first room begins: floors are centred."""
    return (wide - len(names) * (_WIDE + _GAP) + _GAP) // 2


def _room(name: str, x: int, y: int) -> str:
    tint = _TINTS[name.partition(".")[0]]
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDE}" height="{_HIGH}" rx="4" fill="{tint}" stroke="#7F7F7F"/>'
        f'<text x="{x + _WIDE // 2}" y="{y + 19}" text-anchor="middle" font-size="13" font-weight="bold" '
        f'fill="#1F1F1F">{name}</text>'
        f'<text x="{x + _WIDE // 2}" y="{y + 36}" text-anchor="middle" font-size="11.5" fill="#404040">'
        f"{escape(PURPOSES[name])}</text>"
    )


if __name__ == "__main__":
    print(picture(), end="")
