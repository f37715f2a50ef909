"""An instance in the terminal: every grid in a box, step by step, with the blanks empty or filled in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from textwrap import wrap
from unicodedata import east_asian_width

from generator.network.blueprint import Blueprint, Grid
from generator.network.covers import asked_spots
from generator.network.instance import Instance
from generator.network.number import POINT, Values, show_value, with_point

_GAP = "   "
_PLAIN = str.maketrans("┌┬┐├┼┤└┴┘─│", "+++++++++-|")


def can_draw_boxes() -> bool:
    """Whether the terminal can show the lines of boxes."""
    try:
        "┌─│".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def boxed_instance(
    blueprint: Blueprint, instance: Instance, fill: bool, width: int = 100, plain: bool = False
) -> Iterator[str]:
    """The lines that show an instance, at most `width` wide if the grids allow; `plain` draws ASCII boxes."""
    yield blueprint.title
    for (step, block), grids in groupby(blueprint.grids, lambda grid: (blueprint.step_of[grid.name], grid.block)):
        yield ""
        yield f"{step.number}. {step.title}" + (f" ({block})" if block else "")
        yield from wrap(step.instruction, width, initial_indent=_GAP, subsequent_indent=_GAP)
        for line in _in_rows(
            [
                _boxed(grid, instance.values[grid.name], _hidden(grid, instance, fill), blueprint.worded(POINT))
                for grid in grids
            ],
            width,
        ):
            yield line.translate(_PLAIN) if plain else line


def _hidden(grid: Grid, instance: Instance, fill: bool) -> Mapping[tuple[int, int], str]:
    """What is shown instead of the asked cells."""
    spots = () if fill else asked_spots(grid, instance.asked)
    return dict.fromkeys(spots, "    " if grid.asked else "?") | dict.fromkeys(grid.dark, "■")


def _boxed(grid: Grid, values: Values, hidden: Mapping[tuple[int, int], str], point: str) -> list[str]:
    """A grid's name above its cells, as lines of equal width."""
    rows = [
        [hidden.get((row, column)) or with_point(show_value(cell), point) for column, cell in enumerate(cells)]
        for row, cells in enumerate(values)
    ]
    widths = [max(map(columns_of, column)) + 2 for column in zip(*rows, strict=True)]

    def rule(left: str, middle: str, right: str) -> str:
        return left + middle.join("─" * width for width in widths) + right

    lines = [rule("┌", "┬", "┐")]
    for row in rows:
        cells = (" " * (width - 1 - columns_of(cell)) + cell + " " for cell, width in zip(row, widths, strict=True))
        lines += ["│" + "│".join(cells) + "│", rule("├", "┼", "┤")]
    lines[-1] = rule("└", "┴", "┘")
    room = max(len(grid.name), columns_of(lines[0]))
    return [line + " " * (room - columns_of(line)) for line in (grid.name, *lines)]


def columns_of(text: str) -> int:
    """The number of terminal columns that the text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _in_rows(boxes: list[list[str]], width: int) -> Iterator[str]:
    """The boxes side by side, as many as fit in a row."""
    row: list[list[str]] = []
    for box in boxes:
        if row and sum(columns_of(other[0]) + len(_GAP) for other in row) + columns_of(box[0]) + len(_GAP) > width:
            yield from _side_by_side(row)
            row = []
        row.append(box)
    yield from _side_by_side(row)


def _side_by_side(boxes: list[list[str]]) -> Iterator[str]:
    height = max(map(len, boxes))
    padded = [box + [" " * columns_of(box[0])] * (height - len(box)) for box in boxes]
    for lines in zip(*padded, strict=True):
        yield (_GAP + _GAP.join(lines)).rstrip()
