"""The pictures of the student guide: a sheet worked on paper, and the file that its answers are typed into.

`python -m worksheets.guide` makes them again, in docs/gallery/.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from html import escape
from pathlib import Path

from generator.assignment.answer_sheet import LABELS, answer_sheet
from generator.assignment.worksheet import Worksheet, loose_worksheet
from generator.catalogue import find_exercise
from generator.layout import Paper
from generator.layout.pictures import Drawings
from generator.network.blueprint import Role
from generator.network.instance import draw_instance
from generator.network.number import POINT, printed, show_value
from generator.sheet.filling import Entry, Tone
from generator.sheet.svg import FONT
from generator.sheet.theme import FILLS, INK, TONES

DOCS = Path(__file__).parent.parent / "docs"
WIDE = (96, 168, 46, 74, 46, 46, 46, 60, 60)
"""The width of each column of the file, in pixels."""
HIGH = 28


def pictures() -> Mapping[str, str]:
    """The pictures as SVG, by their names."""
    blueprint = find_exercise("matrix-multiplication").blueprint()
    worksheet = loose_worksheet(blueprint, draw_instance(blueprint, 7))
    return {"student-sheet.svg": _sheet(worksheet), "student-file.svg": _file(worksheet)}


def _sheet(worksheet: Worksheet) -> str:
    """The sheet with its answers, as a student writes them."""
    (task,) = worksheet.tasks
    (page,) = Drawings(Paper.A4).of(worksheet.structure)
    answers = {
        (task.id, name, row + 1, column + 1): Entry(printed(task.values[name][row][column]), Tone.STUDENT)
        for name, spots in task.spots.items()
        for row, column in spots
    }
    return _standing_alone(page.poured({task.id: task.values}, answers, POINT))


def _file(worksheet: Worksheet) -> str:
    """The answer sheet with the same answers, as a spreadsheet program shows it."""
    (task,) = worksheet.tasks
    rows = list(csv.reader(io.StringIO(answer_sheet(worksheet))))
    shapes = [_row(place, row, tint=FILLS[Role.BIAS] if not place else "#FFFFFF") for place, row in enumerate(rows)]
    for place, row in enumerate(rows[1:], start=1):
        values = task.values[row[LABELS.index("grid")]][int(row[LABELS.index("row")]) - 1]
        typed = ["", *map(show_value, values)]
        shapes += (_text(place, len(LABELS) + column - 1, typed[column], TONES[Tone.STUDENT]) for column in (1, 2))
    size = f"0 0 {sum(WIDE) + 2} {len(rows) * HIGH + 2}"
    return _standing_alone(f'<svg viewBox="{size}" font-family="{FONT}">{"".join(shapes)}</svg>')


def _row(place: int, texts: list[str], tint: str) -> str:
    edge = 'stroke="#7F7F7F" stroke-width=".6"'
    cells = (
        f'<rect x="{1 + sum(WIDE[:column])}" y="{1 + place * HIGH}" width="{WIDE[column]}" height="{HIGH}" '
        f'fill="{tint}" {edge}/>{_text(place, column, text, INK)}'
        for column, text in enumerate(texts)
    )
    return "".join(cells)


def _text(place: int, column: int, text: str, colour: str) -> str:
    x, y = 1 + sum(WIDE[:column]) + WIDE[column] / 2, 1 + place * HIGH + 19
    return f'<text x="{x:g}" y="{y:g}" font-size="13" text-anchor="middle" fill="{colour}">{escape(text)}</text>'


def _standing_alone(svg: str) -> str:
    """A picture for a page becomes a file of its own, on white paper in the dark too."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" style="background:#fff" ', 1) + "\n"


if __name__ == "__main__":
    for name, svg in pictures().items():
        (DOCS / "gallery" / name).write_text(svg, encoding="utf-8")
