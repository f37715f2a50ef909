"""Words at cells that share their left edges: in one column, if all are near enough to their cells there."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from math import ceil, fsum

from generator.layout.figure import Figure
from generator.layout.shelving.at_cells import FARTHEST, ORDERLY, Board, Workplace, kept_clear
from generator.layout.shelving.order import are_in_order
from generator.layout.shelving.places import APART, taken_in
from generator.layout.steps import Placed, StepSetter
from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Box, Edges, around, is_clear

ASTRAY = 12.0
"""How much farther from their cells words may be to share their left edge with others."""
NEAR = 45.0
"""Words that are farther than this from every cell and weight of their step are not in a column with others."""
_STEP = 6.0
"""From one height that is tried in a column to the next, in points."""
_BACK_UP = 12.0
"""Words that begin so much higher than those of the step before them are looked for further down."""
_BETWEEN = 6.0
"""The least clear space between words in a column."""

_BALANCED = 0.08
"""The part of a figure's width by which it may be heavier at one side."""


def aligned(blueprint: Blueprint, figure: Figure, own: Sequence[Placed], setter: StepSetter) -> tuple[Placed, ...]:
    """Words at cells, moved to share their left edges where they stay near to their cells."""
    places = {placed.words.step.number: Workplace.of(blueprint, figure, placed.words.step) for placed in own}
    aligner = _Aligner(figure, setter, places, around([figure.extent, *(placed.box for placed in own)]))
    column = aligner.in_one_column(own)
    ways = (aligner.one_by_one(column), column, aligner.one_by_one(own))
    return tuple(next((way for way in ways if are_in_order(way)), own))


def _edge(placed: Placed) -> float:
    return round(placed.x, 3)


def _scattered(own: Sequence[Placed]) -> int:
    """How many left edges words in the order of their steps have, and how often the eye has to go back up."""
    return len(set(map(_edge, own))) + sum(other.y < one.y - _BACK_UP for one, other in pairwise(own))


@dataclass(frozen=True)
class _Aligner:
    """Moves the words of a figure within an extent; `places` is where each step is worked on."""

    figure: Figure
    setter: StepSetter
    places: Mapping[int, Workplace]
    extent: Box

    def in_one_column(self, own: Sequence[Placed]) -> Sequence[Placed]:
        """The words with as many as can be in one column, if they are less scattered or one-sided so.

        It is at the left edge of some of them, or at the right of cells or of the figure.
        """
        shared = [edge for edge, _ in Counter(map(_edge, own)).most_common()]
        beside = [cell.right + APART for at in self.places.values() for cell in at.cells]
        best = own
        for edge in dict.fromkeys((*shared, *(round(edge, 3) for edge in (self.figure.extent.right + APART, *beside)))):
            if _scattered(best) == 1:
                break
            best = min(best, self._column(own, edge, _scattered(best)), key=self._untidiness)
        return best

    def _untidiness(self, own: Sequence[Placed]) -> tuple[int, int]:
        """How scattered words are, and how far from the middle the ink of the figure with them is, in large steps."""
        boxes = [*(tile.box for tile in self.figure.tiles), *(placed.box for placed in own)]
        weight = fsum(box.width * box.height for box in boxes)
        middle = fsum(box.width * box.height * (box.x + box.width / 2) for box in boxes) / weight
        away = abs(middle - self.extent.x - self.extent.width / 2)
        return _scattered(own), int(away / (_BALANCED * self.extent.width))

    def _column(self, own: Sequence[Placed], edge: float, scattered: int) -> Sequence[Placed]:
        """The words in a column at this edge, save for those that have no place there, or none below the others.

        All are as before if that fails, or if so many stay where they are that the words are more scattered than
        others are.
        """
        options: list[tuple[Placed, list[tuple[float, Placed]]]] = []
        edges = {edge}
        for placed in own:
            options.append((placed, list(self._options(placed, edge))))
            edges |= set() if options[-1][1] else {_edge(placed)}
            if len(edges) > scattered:
                return own
        left: list[Placed] = []
        while options:
            lost = [placed for placed, places in options if not places]
            column = None if lost else nearest_in_order([places for _, places in options])
            if column is not None:
                return sorted([*left, *column], key=lambda placed: placed.words.step.number)
            lost = lost or [options[-1][0]]
            left += lost
            board, kept = self._board(left), [kept_clear(placed) for placed in left]
            options = [
                (placed, [option for option in places if self._is_free(board, kept, placed, option[1])])
                for placed, places in options
                if placed not in lost
            ]
        return own

    def _is_free(self, board: Board, kept: Sequence[Edges], before: Placed, moved: Placed) -> bool:
        """Whether words can be moved in a figure with words that are left where they are, which are `kept` clear of."""
        if not is_clear(moved.box.edges, kept):
            return False
        if _jumps(before, moved, [placed for _, placed in board.found]):
            return False
        return board.in_order(moved)

    def _options(self, placed: Placed, edge: float) -> Iterator[tuple[float, Placed]]:
        """The free places of words at an edge that are near enough, each with what speaks against it."""
        at, top = self.places[placed.words.step.number], self.extent.y
        farthest = max(NEAR, at.from_cells(*placed.box.edges) + ASTRAY)
        for words in self.setter.narrow(placed.words.step):
            right, height = edge + words.width, words.height
            lowest = self.extent.bottom - height
            reach = at.reach(edge, right, height, NEAR) if right <= self.extent.right + 0.01 else None
            if not reach:
                continue
            beside = [edges for edges in self._taken if edges[0] < right and edge < edges[2]]
            first = ceil((max(top, reach[0]) - top) / _STEP)
            last = int((min(reach[1], lowest) - top) / _STEP)
            for y in (min(placed.y, lowest), *(top + _STEP * number for number in range(first, last + 1))):
                place = edge, y, right, y + height
                if is_clear(place, beside):
                    far = at.distance(*place)
                    if far <= NEAR and at.from_cells(*place) <= farthest:
                        yield far + 0.25 * height, Placed(words, edge, y)

    @cached_property
    def _taken(self) -> Sequence[Edges]:
        return taken_in(self.figure)

    def _board(self, left: Sequence[Placed]) -> Board:
        """The figure with some words where they are."""
        board = Board(self.figure, self.setter, self.extent.width, ORDERLY, list(self._taken))
        for placed in left:
            board.keep(self.places[placed.words.step.number], placed)
        return board

    def one_by_one(self, own: Sequence[Placed]) -> tuple[Placed, ...]:
        """Words whose left edge no others share, moved to that of others where they stay nearly as near."""
        words = {placed.words.step.number: placed for placed in own}
        for number in list(words):
            edges = Counter(map(_edge, words.values()))
            placed = words[number]
            if edges[_edge(placed)] > 1:
                continue
            board = self._board([other for other in words.values() if other != placed])
            others = [edge for edge, _ in edges.most_common() if edge != _edge(placed)]
            moved = self._at_edges(board, placed, others)
            words[number] = next((place for place in moved if self.extent.holds(place.box)), placed)
        return tuple(words.values())

    def _at_edges(self, board: Board, placed: Placed, edges: Sequence[float]) -> Iterator[Placed]:
        """The free places of placed words at some left edges, in this order, if they are not much farther away."""
        at, box = self.places[placed.words.step.number], placed.box
        farthest = min(FARTHEST, at.distance(*box.edges) + ASTRAY)
        for edge, words in product(edges, self.setter.narrow(placed.words.step)):
            for y in dict.fromkeys((box.y, box.y + (box.height - words.height) / 2, box.bottom - words.height)):
                moved = Placed(words, edge, y)
                place = moved.box.edges
                if at.distance(*place) <= farthest and is_clear(place, board.taken) and board.in_order(moved):
                    yield moved


def _jumps(before: Placed, moved: Placed, others: Sequence[Placed]) -> bool:
    """Whether words that are moved become higher than those of an earlier step, or lower than those of a later one."""
    number = moved.words.step.number
    for other in others:
        sign = 1 if other.words.step.number < number else -1
        if sign * moved.y < sign * other.y <= sign * before.y:
            return True
    return False


def nearest_in_order(options: Sequence[Sequence[tuple[float, Placed]]]) -> list[Placed] | None:
    """A place for each from its options, one below the other, with the least that speaks against all; None without."""
    best: list[tuple[float, float, tuple[Placed, ...]]] = [(float("-inf"), 0.0, ())]
    for places in options:
        bottoms = [bottom for bottom, _, _ in best]
        reached: list[tuple[float, float, tuple[Placed, ...]]] = []
        for cost, placed in places:
            above = bisect_right(bottoms, placed.y - _BETWEEN) - 1
            if above >= 0:
                _, total, column = best[above]
                reached.append((placed.box.bottom, total + cost, (*column, placed)))
        best = []
        for bottom, total, column in sorted(reached, key=lambda each: each[:2]):
            if not best or total < best[-1][1]:  # a lower end only for less
                best.append((bottom, total, column))
    return list(best[-1][2]) if best else None
