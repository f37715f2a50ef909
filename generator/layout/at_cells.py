"""The words of a step at the cells it fills: in free space of a figure, beside the first of them or above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.layout.figure import CLEARANCE, Figure, Joint, Link, Tile
from generator.layout.steps import Placed, StepSetter, StepWords
from generator.layout.tiles import BLOCK_STRIP
from generator.network.blueprint import Blueprint, Role, Step
from generator.sheet.boxes import Box, around
from generator.sheet.theme import BLOCK_TITLE, FUNCTION
from generator.type.shaping import width

_APART = 9.0
"""From cells to the words beside them."""
_OVER = 3.0
"""From words to the cells below them."""
FIRST = 3
"""A step that is filled in several places is explained at one of the first."""
ACROSS, UP, DOWN = 0.4, 1.5, 2.5
"""What a point of distance counts in each direction."""
FARTHEST = 60.0
"""Words that are farther than this from every cell and weight of their step are not at its cells."""


@dataclass(frozen=True)
class CellsOfSteps:
    """Where the work of each step is in a figure: what it fills, and the weights that it multiplies with."""

    blueprint: Blueprint
    figure: Figure

    def filled(self, step: Step) -> list[Box]:
        """The first grids that a step fills, or gives."""
        return [tile.room for tile in self.figure.tiles if tile.grid in step.grids and not tile.copy][:FIRST]

    def weights(self, step: Step) -> list[Box]:
        """The weights of the grids that a step fills."""
        formulas = [self.blueprint.by_name[name].formula for name in step.grids]
        read = {name for formula in formulas if formula for name in formula.grids()}
        grids = {name for name in read if self.blueprint.by_name[name].role is Role.WEIGHT}
        return [tile.room for tile in self.figure.tiles if tile.grid in grids]


def at_cells(
    blueprint: Blueprint, figure: Figure, steps: Sequence[Step], setter: StepSetter, room: float
) -> tuple[Placed, ...]:
    """The words of the last steps, as many as all find a place, with no more than `room` in width for all.

    Where one finds none, those of the steps before it are not placed either: words over a figure come in step order.
    """
    where = CellsOfSteps(blueprint, figure)
    while steps:
        found, lost = _in_turn(where, steps, setter, room)
        if lost:  # those that are hardest to place choose first
            found, lost = _in_turn(where, sorted(steps, key=lambda step: step not in lost), setter, room)
        if not lost:
            return tuple(sorted(found, key=lambda placed: placed.words.step.number))
        steps = [step for step in steps if step.number > lost[-1].number]
    return ()


def _in_turn(
    where: CellsOfSteps, steps: Sequence[Step], setter: StepSetter, room: float
) -> tuple[Sequence[Placed], Sequence[Step]]:
    """The words of the steps that find a place in this order, and the steps that find none."""
    taken, extent = _taken(where.figure), where.figure.extent
    found, lost = [], []
    for step in steps:
        place = _nearest_place(where, step, setter, taken, extent, room)
        if place is None:
            lost.append(step)
            continue
        found.append(place)
        taken.append(place.box.grown(_APART, _OVER, _APART, _OVER))
        extent = around([extent, place.box])
    return found, lost


def _nearest_place(
    where: CellsOfSteps, step: Step, setter: StepSetter, taken: Sequence[Box], extent: Box, room: float
) -> Placed | None:
    """The free place for the words of a step that is nearest to its cells or weights."""
    cells = where.filled(step)
    work = [*cells, *where.weights(step)]
    near = sorted(
        (far + 0.25 * words.height, number, words, x, y)
        for number, (words, x, y) in enumerate(_places(taken, cells, setter.narrow(step), where.figure.extent))
        if max(extent.right, x + words.width) - min(extent.x, x) <= room
        and (far := _distance(words, x, y, work)) <= FARTHEST
    )
    for _, _, words, x, y in near:
        placed = Placed(words, x, y)
        if not any(other.overlaps(placed.box) for other in taken):
            return placed
    return None


def in_the_corner(figure: Figure, steps: Sequence[Step], setter: StepSetter) -> tuple[Placed, ...]:
    """The words of a single step in the upper left corner of its figure, if that is free."""
    taken, extent = _taken(figure), figure.extent
    for step in steps:
        for words in setter.narrow(step):
            placed = Placed(words, extent.x, extent.y)
            if extent.holds(placed.box) and not any(box.overlaps(placed.box) for box in taken):
                return (placed,)
    return ()


def _taken(figure: Figure) -> list[Box]:
    """The boxes of a figure that words keep clear of."""
    taken = [tile.room.grown(CLEARANCE, CLEARANCE, CLEARANCE, CLEARANCE) for tile in figure.tiles]
    taken += [_box_of(figure, link) for link in figure.links]
    taken += [_title_of(block, figure.tiles[first]) for block, first in figure.blocks]
    return taken


def _box_of(figure: Figure, link: Link) -> Box:
    """The gap before a tile, with the name of a function over it or next to it."""
    tile = figure.tiles[link.tile]
    box = tile.box
    if link.above:
        name = width(link.text, FUNCTION.face, FUNCTION.size) + 8 - box.width / tile.columns / 2
        left = max(4.0, name) if link.joint is Joint.WAVE else 4.0
        return Box(box.x - left, box.y - link.gap - tile.top, box.width + left + 4, link.gap)
    if link.joint is Joint.LANE:
        return Box(box.x - link.gap - _APART, box.y, link.gap + _APART, link.drop + box.height / tile.rows)
    left = 0.0 if link.within else tile.left
    return Box(box.x - left - link.gap, box.y - 12, link.gap + left, box.height + 12)


def _title_of(block: str, first: Tile) -> Box:
    return Box(first.box.x, first.room.y, width(block, BLOCK_TITLE.face, BLOCK_TITLE.size), BLOCK_STRIP)


def _places(
    taken: Sequence[Box], cells: Sequence[Box], narrow: Sequence[StepWords], extent: Box
) -> Iterator[tuple[StepWords, float, float]]:
    """Places to try, no higher or lower than the figure: beside what is in the rows of the cells, over and under them.

    Each is the corner of words that are as narrow as their lines.
    """
    for words in narrow if cells else ():
        high, wide = words.height, words.width
        for cell in cells:
            for y in (cell.y, cell.y + (cell.height - high) / 2, cell.bottom - high):
                if extent.y <= y and y + high <= extent.bottom:
                    bottom = y + high
                    band = [box for box in taken if box.y < bottom and y < box.y + box.height]
                    yield words, max([cell.right, *(box.right for box in band)]) + _APART - CLEARANCE, y
                    yield words, min([cell.x, *(box.x for box in band)]) - _APART + CLEARANCE - wide, y
                    yield words, cell.right + _APART, y
            over, under = cell.y - high - _OVER - CLEARANCE, cell.bottom + _OVER + CLEARANCE
            if extent.y <= over and over + high <= extent.bottom:
                yield words, cell.x, over
                yield words, cell.right - wide, over
            if extent.y <= under and under + high <= extent.bottom:
                yield words, cell.x, under


def _corners(
    taken: Sequence[Box], cells: Sequence[Box], narrow: Sequence[StepWords], extent: Box
) -> Iterator[tuple[StepWords, float, float]]:
    """Where there is no such place in a tall figure: over the rows of the cells, next to what leads down to them."""
    for words in narrow if extent.height > extent.width else ():
        for cell in cells:
            over = cell.y - words.height - _OVER - CLEARANCE
            if extent.y <= over and over + words.height <= extent.bottom:
                column = Box(cell.x, over, cell.width, words.height)
                leads = around([column, *(box for box in taken if box.overlaps(column))])
                yield words, leads.right + _APART - CLEARANCE, over
                yield words, leads.x - _APART + CLEARANCE - words.width, over


def _distance(words: StepWords, x: float, y: float, cells: Sequence[Box]) -> float:
    """From words to the nearest cells of their step: the eye follows a row more easily than it goes up, or down."""
    right, bottom = x + words.width, y + words.height
    return min(
        [
            ACROSS * max(0.0, x - cell.right, cell.x - right)
            + UP * max(0.0, cell.y - bottom)
            + DOWN * max(0.0, y - cell.bottom)
            for cell in cells
        ]
    )
