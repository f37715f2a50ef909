"""The words of a step at the cells it fills: in free space of a figure, beside the first of them or above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from math import inf

from generator.layout.figure import Figure
from generator.layout.shelving.order import comes_after
from generator.layout.shelving.places import APART, OVER, Corner, beside_cells, beside_leads, taken_in
from generator.layout.steps import BETWEEN_WORDS, Placed, StepSetter, StepWords
from generator.network.blueprint import Blueprint, Role, Step
from generator.sheet.boxes import Box, Edges, around, is_clear

FIRST = 3
"""A step that is filled in several places is explained at one of the first."""
ACROSS, UP, DOWN = 0.4, 1.5, 2.5
"""What a point of distance counts in each direction."""
FARTHEST = 60.0
"""Words that are farther than this from every cell and weight of their step are not at its cells."""


@dataclass(frozen=True)
class Workplace:
    """Where a step is worked on in a figure: the first grids that it fills or gives, and its weights."""

    step: Step
    cells: Sequence[Box]
    weights: Sequence[Box]

    @staticmethod
    def of(blueprint: Blueprint, figure: Figure, step: Step) -> Workplace:
        """The workplace of a step."""
        computed = [blueprint.computed_by_name[name] for name in step.grids if name in blueprint.computed_by_name]
        read = {name for grid in computed for name in grid.formula.grids()}
        weights = {name for name in read if blueprint.by_name[name].role is Role.WEIGHT}
        filled = [tile.room for tile in figure.tiles if tile.grid in step.grids and not tile.copy]
        return Workplace(step, filled[:FIRST], [tile.room for tile in figure.tiles if tile.grid in weights])

    @cached_property
    def top(self) -> float:
        """Where its highest cell begins."""
        return min((cell.y for cell in self.cells), default=inf)

    def distance(self, left: float, top: float, right: float, bottom: float) -> float:
        """From words to its nearest cells or weights: the eye follows a row more easily than it goes up, or down."""
        nearest = inf
        for x, y, end, low in self._edges:
            far = UP * (y - bottom) if y > bottom else DOWN * (top - low) if top > low else 0.0
            if far < nearest:
                far += ACROSS * (left - end if left > end else x - right if x > right else 0.0)
                nearest = far if far < nearest else nearest
        return nearest

    def from_cells(self, left: float, top: float, right: float, bottom: float) -> float:
        """The distance from words to its nearest cell, though a weight may be nearer."""
        return self._without_weights.distance(left, top, right, bottom)

    def reach(self, left: float, right: float, height: float, farthest: float) -> tuple[float, float] | None:
        """The highest and the lowest place of words of a height between two edges that is near enough, if any."""
        spare = [(farthest - ACROSS * max(0.0, left - end, x - right), y, low) for x, y, end, low in self._edges]
        near = [(y - height - rest / UP, low + rest / DOWN) for rest, y, low in spare if rest >= 0]
        return (min(top for top, _ in near), max(bottom for _, bottom in near)) if near else None

    @cached_property
    def _without_weights(self) -> Workplace:
        return replace(self, weights=())

    @cached_property
    def _edges(self) -> Sequence[tuple[float, float, float, float]]:
        """The edges of its cells and weights: left, top, right and bottom."""
        return [(box.x, box.y, box.right, box.bottom) for box in (*self.cells, *self.weights)]


@dataclass(frozen=True)
class WordPlacing:
    """How words are placed: in so many of their narrowest widths, and no farther from their cells than this."""

    widths: int | None
    farthest: float


ORDERLY = WordPlacing(None, FARTHEST)
_PLACINGS = (ORDERLY, WordPlacing(2, FARTHEST), WordPlacing(None, 1.5 * FARTHEST))
"""What is tried one after another: words of wide lines are lower, those of narrow ones leave more room beside them."""


@dataclass(frozen=True)
class Board:
    """A figure with the words that are placed in it so far, in a room of some width, and what words keep clear of."""

    figure: Figure
    setter: StepSetter
    room: float
    placing: WordPlacing
    taken: list[Edges]
    found: list[tuple[Workplace, Placed]] = field(default_factory=list)
    lost: list[Workplace] = field(default_factory=list)

    @cached_property
    def extent(self) -> Box:
        """The extent of the figure, which does not change while words are placed."""
        return self.figure.extent

    def with_words(self, placing: WordPlacing, places: Sequence[Workplace]) -> Board:
        """The board with the words of some steps, placed one after another; those that find no place are `lost`."""
        board = replace(self, placing=placing, taken=list(self.taken), found=[], lost=[])
        board.lost.extend(at for at in places if not at.cells or not board.place(at))
        return board

    def place(self, at: Workplace) -> bool:
        """Place the words of a step as near as can be to its cells or weights; False where they find no place."""
        for words, x, y in self._free_or_not(at):
            if is_clear((x, y, x + words.width, y + words.height), self.taken):
                placed = Placed(words, x, y)
                if self.in_order(placed):
                    self.keep(at, placed)
                    return True
        return False

    def keep(self, at: Workplace, placed: Placed) -> None:
        """Leave words where they are placed; others keep clear of them."""
        self.found.append((at, placed))
        self.taken.append(kept_clear(placed))

    def _free_or_not(self, at: Workplace) -> Iterator[Corner]:
        """Places for the words of a step, the best first.

        Beyond the left edge, words move the cells away from those of other figures; figures of blocks begin at one.
        """
        narrow, extent = self.setter.narrow(at.step, self.placing.widths), self.extent
        inside, beyond = _divided(self._nearest(at, beside_cells(self.taken, at.cells, narrow, extent)), extent.x)
        yield from inside
        yield from _divided(self._nearest(at, self._levels(at.cells, narrow, extent)), extent.x)[0]
        inside, farther = _divided(self._nearest(at, beside_leads(self.taken, at.cells, narrow, extent)), extent.x)
        yield from inside
        if not self.figure.blocks:
            yield from (*beyond, *farther)

    def _levels(self, cells: Sequence[Box], narrow: Sequence[StepWords], extent: Box) -> Iterator[Corner]:
        """Places level with the words of another step, at the cells or beside these words; and above or below them."""
        for words, (_, other) in product(narrow, self.found):
            for y in (other.y - words.height - BETWEEN_WORDS, other.box.bottom + BETWEEN_WORDS):
                if extent.y <= y and y + words.height <= extent.bottom:
                    yield words, other.x, y
        for words, (_, other), cell in product(narrow, self.found, cells):
            for y in (other.y, other.box.bottom - words.height):
                if extent.y <= y and y + words.height <= extent.bottom:
                    yield words, cell.x, y
                    yield words, cell.right + APART, y
                    yield words, other.box.right + APART, y

    def _nearest(self, at: Workplace, places: Iterator[Corner]) -> list[Corner]:
        """Those of some places that are near enough and within the room, the nearest first."""
        extent = around([self.extent, *(placed.box for _, placed in self.found)])
        start, end, room, farthest = extent.x, extent.right, self.room, self.placing.farthest
        near: list[tuple[float, int, StepWords, float, float]] = []
        seen: set[tuple[float, float, float]] = set()
        for words, x, y in places:
            right, height = x + words.width, words.height
            place = x, y, right
            if place in seen or (right if right > end else end) - (x if x < start else start) > room:
                continue
            seen.add(place)
            far = at.distance(x, y, right, y + height)
            if far <= farthest:
                near.append((far + 0.25 * height, len(near), words, x, y))
        return [(words, x, y) for _, _, words, x, y in sorted(near)]

    def in_order(self, placed: Placed) -> bool:
        """Whether the words of a step come after those of earlier steps, and before those of later ones."""
        number, others = placed.words.step.number, [other for _, other in self.found]
        return all(
            comes_after(other, placed, others)
            if other.words.step.number < number
            else comes_after(placed, other, others)
            for other in others
        )


def at_cells(
    blueprint: Blueprint, figure: Figure, steps: Sequence[Step], setter: StepSetter, room: float
) -> tuple[Placed, ...]:
    """The words of the last steps, as many as all find a place, with no more than `room` in width for all.

    Where one finds none, those of the steps before it are not placed either: words over a figure come in step order.
    """
    empty = Board(figure, setter, room, ORDERLY, taken_in(figure))
    places = [Workplace.of(blueprint, figure, step) for step in steps]
    while places:
        board, hopeless = _in_order(empty, places)
        if board.lost and not hopeless:
            board = _otherwise(board, empty, places)
        if not board.lost:
            return tuple(words for _, words in sorted(board.found, key=lambda pair: pair[0].step.number))
        last = max(at.step.number for at in board.lost)
        places = [at for at in places if at.step.number > last]
    return ()


def _in_order(empty: Board, places: Sequence[Workplace]) -> tuple[Board, bool]:
    """The board with the words of all steps, and False; or those up to one that no other attempt helps, and True."""
    board = empty.with_words(ORDERLY, ())
    for at in places:
        if not at.cells or not board.place(at):
            board.lost.append(at)
            if not board.found or empty.with_words(ORDERLY, [at]).lost:  # they find no place even alone
                return board, True
    return board, False


def _otherwise(board: Board, empty: Board, places: Sequence[Workplace]) -> Board:
    """The board with the words of all steps, in the first attempt in which they find places; else some are lost."""
    for placing in _PLACINGS:
        if placing is not ORDERLY:
            board = empty.with_words(placing, places)
        if board.lost:  # those that are hardest to place choose first
            board = empty.with_words(placing, [*board.lost, *(at for at in places if at not in board.lost)])
        if not board.lost:
            break
    return board


def in_the_corner(figure: Figure, steps: Sequence[Step], setter: StepSetter) -> tuple[Placed, ...]:
    """The words of a single step in the upper left corner of its figure, if that is free."""
    taken, extent = taken_in(figure), figure.extent
    for step in steps:
        for words in setter.narrow(step):
            placed = Placed(words, extent.x, extent.y)
            if extent.holds(placed.box) and is_clear(placed.box.edges, taken):
                return (placed,)
    return ()


def kept_clear(placed: Placed) -> Edges:
    """What other words keep clear of around placed words."""
    return placed.box.grown(APART, OVER, APART, OVER).edges


def _divided(places: Sequence[Corner], edge: float) -> tuple[list[Corner], list[Corner]]:
    """The places that are right of an edge, and those that reach beyond it."""
    return [place for place in places if place[1] >= edge], [place for place in places if place[1] < edge]
