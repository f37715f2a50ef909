"""The words of a step at the cells it fills: in free space of a figure, beside the first of them or above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, product
from math import inf

from generator.layout.figure import BEFORE_WAVES, CLEARANCE, Figure, Joint, Link, Tile
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

ASTRAY = 12.0
"""How much farther from their cells words may be to share their left edge with others."""


@dataclass(frozen=True)
class Workplace:
    """Where a step is worked on in a figure: the first grids that it fills or gives, and its weights."""

    step: Step
    cells: Sequence[Box]
    weights: Sequence[Box]

    @staticmethod
    def of(blueprint: Blueprint, figure: Figure, step: Step) -> Workplace:
        """The workplace of a step."""
        formulas = [blueprint.by_name[name].formula for name in step.grids]
        read = {name for formula in formulas if formula for name in formula.grids()}
        weights = {name for name in read if blueprint.by_name[name].role is Role.WEIGHT}
        filled = [tile.room for tile in figure.tiles if tile.grid in step.grids and not tile.copy]
        return Workplace(step, filled[:FIRST], [tile.room for tile in figure.tiles if tile.grid in weights])

    @cached_property
    def left(self) -> float:
        """Where its leftmost cell begins."""
        return min((cell.x for cell in self.cells), default=inf)

    @cached_property
    def top(self) -> float:
        """Where its highest cell begins."""
        return min((cell.y for cell in self.cells), default=inf)

    def distance(self, left: float, top: float, right: float, bottom: float) -> float:
        """From words to its nearest cells or weights: the eye follows a row more easily than it goes up, or down."""
        nearest = inf
        for x, y, end, low in self._edges:
            far = ACROSS * (left - end if left > end else x - right if x > right else 0.0)
            far += UP * (y - bottom) if y > bottom else DOWN * (top - low) if top > low else 0.0
            nearest = min(nearest, far)
        return nearest

    @cached_property
    def _edges(self) -> Sequence[tuple[float, float, float, float]]:
        """The edges of its cells and weights: left, top, right and bottom."""
        return [(box.x, box.y, box.right, box.bottom) for box in (*self.cells, *self.weights)]


@dataclass(frozen=True)
class _Attempt:
    """How words are placed: in the order of reading, if `ordered`, and in so many of their narrowest widths."""

    ordered: bool
    widths: int | None


_ATTEMPTS = (
    _Attempt(ordered=True, widths=None),
    _Attempt(ordered=True, widths=2),
    _Attempt(ordered=False, widths=None),
)
"""What is tried one after another: words of wide lines are lower, those of narrow ones leave more room beside them."""


@dataclass(frozen=True)
class _Board:
    """A figure with the words that are placed in it so far, in a room of some width."""

    figure: Figure
    setter: StepSetter
    room: float
    attempt: _Attempt
    found: list[tuple[Workplace, Placed]] = field(default_factory=list)

    @cached_property
    def taken(self) -> list[Box]:
        """What words keep clear of."""
        return _taken(self.figure)

    def place(self, at: Workplace) -> bool:
        """Place the words of a step as near as can be to its cells or weights; False where they find no place."""
        narrow, extent = self.setter.narrow(at.step)[: self.attempt.widths], self.figure.extent
        inside = ((find, extent.x) for find in (_places, self._levels, _corners))
        # Beyond the left edge, words move the cells away from those of other figures.
        beyond = () if self.figure.blocks else ((find, -inf) for find in (_places, _corners))
        for find, edge in chain(inside, beyond):
            for placed in self._nearest(at, find(self.taken, at.cells, narrow, extent), edge):
                if placed.box.is_clear_of(self.taken) and self._in_order(at, placed):
                    self.found.append((at, placed))
                    self.taken.append(placed.box.grown(_APART, _OVER, _APART, _OVER))
                    return True
        return False

    def _levels(
        self, _taken: Sequence[Box], cells: Sequence[Box], narrow: Sequence[StepWords], extent: Box
    ) -> Iterator[tuple[StepWords, float, float]]:
        """Places level with the words of another step: at the cells or beside these words."""
        for words, (_, other), cell in product(narrow, self.found, cells):
            for y in (other.y, other.box.bottom - words.height):
                if extent.y <= y and y + words.height <= extent.bottom:
                    yield words, cell.x, y
                    yield words, cell.right + _APART, y
                    yield words, other.box.right + _APART, y

    def _nearest(
        self, at: Workplace, places: Iterator[tuple[StepWords, float, float]], edge: float
    ) -> Iterator[Placed]:
        """Those of some places that are near enough and within the room, the nearest first."""
        extent = around([self.figure.extent, *(placed.box for _, placed in self.found)])
        start, end, room = extent.x, extent.right, self.room
        near = []
        for number, (words, x, y) in enumerate(places):
            right, height = x + words.width, words.height
            if x >= edge and (right if right > end else end) - (x if x < start else start) <= room:
                far = at.distance(x, y, right, y + height)
                if far <= FARTHEST:
                    near.append((far + 0.25 * height, number, words, x, y))
        return (Placed(words, x, y) for _, _, words, x, y in sorted(near))

    def at_edges(self, at: Workplace, placed: Placed, edges: Sequence[float]) -> Iterator[Placed]:
        """The free places of placed words at some left edges, in this order, if they are not much farther away."""
        box = placed.box
        farthest = min(FARTHEST, at.distance(box.x, box.y, box.right, box.bottom) + ASTRAY)
        for edge, words in product(edges, self.setter.narrow(at.step)):
            for y in dict.fromkeys((box.y, box.y + (box.height - words.height) / 2, box.bottom - words.height)):
                moved = Placed(words, edge, y)
                if (
                    at.distance(edge, y, moved.box.right, moved.box.bottom) <= farthest
                    and moved.box.is_clear_of(self.taken)
                    and self._in_order(at, moved)
                ):
                    yield moved

    def _in_order(self, at: Workplace, placed: Placed) -> bool:
        """Whether the words are above none of an earlier step, and below none of a later one.

        Nor are they left of those of an earlier step in the same rows, or further up beside them, unless their cells
        are too.
        """
        for there, other in self.found:
            (early, first), (late, last) = sorted([(at, placed), (there, other)], key=lambda pair: pair[0].step.number)
            one, two = first.box, last.box
            if two.right <= one.x and two.y < one.bottom and one.y < two.bottom and late.left >= early.left:
                return False
            if two.bottom <= one.y and (
                (two.x < one.right and one.x < two.right) or (self.attempt.ordered and late.top >= early.top)
            ):
                return False
        return True


def at_cells(
    blueprint: Blueprint, figure: Figure, steps: Sequence[Step], setter: StepSetter, room: float
) -> tuple[Placed, ...]:
    """The words of the last steps, as many as all find a place, with no more than `room` in width for all.

    Where one finds none, those of the steps before it are not placed either: words over a figure come in step order.
    """
    places = [Workplace.of(blueprint, figure, step) for step in steps]
    while places:
        for attempt in _ATTEMPTS:
            board = _Board(figure, setter, room, attempt)
            lost = [at for at in places if not at.cells or not board.place(at)]
            if lost and all(at.cells for at in lost):  # those that are hardest to place choose first
                board = _Board(figure, setter, room, attempt)
                lost = [at for at in (*lost, *(at for at in places if at not in lost)) if not board.place(at)]
            if not lost:
                return tuple(placed for _, placed in sorted(board.found, key=lambda pair: pair[0].step.number))
        places = [at for at in places if at.step.number > max(other.step.number for other in lost)]
    return ()


def aligned(blueprint: Blueprint, figure: Figure, own: Sequence[Placed], setter: StepSetter) -> tuple[Placed, ...]:
    """Words at cells, moved to share their left edges where they stay nearly as near to their cells."""
    words = {placed.words.step.number: placed for placed in own}
    extent = around([figure.extent, *(placed.box for placed in own)])
    for number in list(words):
        edges = Counter(round(placed.x, 3) for placed in words.values())
        placed = words[number]
        if edges[round(placed.x, 3)] > 1:
            continue
        at = Workplace.of(blueprint, figure, placed.words.step)
        others = [
            (Workplace.of(blueprint, figure, other.words.step), other) for other in words.values() if other != placed
        ]
        board = _Board(figure, setter, extent.width, _ATTEMPTS[0], others)
        for _, other in others:
            board.taken.append(other.box.grown(_APART, _OVER, _APART, _OVER))
        places = board.at_edges(at, placed, [edge for edge, _ in edges.most_common() if edge != round(placed.x, 3)])
        words[number] = next((place for place in places if extent.holds(place.box)), placed)
    return tuple(words.values())


def in_the_corner(figure: Figure, steps: Sequence[Step], setter: StepSetter) -> tuple[Placed, ...]:
    """The words of a single step in the upper left corner of its figure, if that is free."""
    taken, extent = _taken(figure), figure.extent
    for step in steps:
        for words in setter.narrow(step):
            placed = Placed(words, extent.x, extent.y)
            if extent.holds(placed.box) and placed.box.is_clear_of(taken):
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
        name = width(link.text, FUNCTION.face, FUNCTION.size) + BEFORE_WAVES
        left = 4.0 if link.joint is Joint.SIGN else max(4.0, name)
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
                    band = [cell, *[box for box in taken if box.y < bottom and y < box.y + box.height]]
                    yield words, max([box.x + box.width for box in band]) + _APART - CLEARANCE, y
                    yield words, min([box.x for box in band]) - _APART + CLEARANCE - wide, y
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
    """Where there is no such place: over the rows of the cells, next to what leads down to them."""
    for words in narrow:
        for cell in cells:
            over = cell.y - words.height - _OVER - CLEARANCE
            if extent.y <= over and over + words.height <= extent.bottom:
                column = Box(cell.x, over, cell.width, words.height)
                leads = around([column, *(box for box in taken if box.overlaps(column))])
                yield words, leads.right + _APART - CLEARANCE, over
                yield words, leads.x - _APART + CLEARANCE - words.width, over
