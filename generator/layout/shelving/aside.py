"""Words in a column next to their figure: each as low as the cells of its step, so that the eye finds them there."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from generator.layout.figure import Figure
from generator.layout.shelving.at_cells import Workplace
from generator.layout.steps import BETWEEN_WORDS, Placed
from generator.network.blueprint import Blueprint


def lowered(blueprint: Blueprint, figure: Figure, column: Sequence[Placed], left: float) -> tuple[Placed, ...]:
    """The words of a column, with their left edge next to a figure: level with their cells where that leaves room.

    They keep their order, and none is lower than the figure if all have room beside it.
    """
    extent = figure.extent
    end = max(extent.bottom, extent.y + column[-1].box.bottom)
    lowest: list[float] = []
    for placed in reversed(column):
        end -= placed.words.height
        lowest.append(end)
        end -= BETWEEN_WORDS
    found: list[Placed] = []
    top = extent.y
    for placed, last in zip(column, reversed(lowest), strict=True):
        cells = Workplace.of(blueprint, figure, placed.words.step).top
        top = max(top, min(cells, last)) if cells < inf else top
        found.append(Placed(placed.words, left, top))
        top += placed.words.height + BETWEEN_WORDS
    return tuple(found)
