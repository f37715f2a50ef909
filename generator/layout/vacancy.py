"""Where a laid out page is still free: a map of its squares, and the free place nearest to something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, hypot

from generator.layout import margins
from generator.sheet import Arrow, Box, Cell, Graph, Ink, Page

SQUARE = 3.0
"""Side of a square of the map, in points."""
CLEAR = 2.5
"""Clear space kept around what stands on the page."""


@dataclass
class Vacancy:
    """The squares of a page's room, a row of them in the bits of a number: 1 is taken."""

    room: Box
    rows: list[int]
    columns: int

    @staticmethod
    def of(page: Page) -> Vacancy:
        """The map of a page as every copy of it is printed."""
        room = margins.room(page.size)
        count = int(room.height / SQUARE)
        vacancy = Vacancy(room, [0] * count, int(room.width / SQUARE))
        for thing in (*page.ink, *page.cells, *page.graphs):
            vacancy.take(_box(thing))
        return vacancy

    def take(self, box: Box) -> None:
        """Mark a box, and a little space around it, as taken."""
        left = max(0, floor((box.x - CLEAR - self.room.x) / SQUARE))
        right = min(self.columns, ceil((box.right + CLEAR - self.room.x) / SQUARE))
        top = max(0, floor((box.y - CLEAR - self.room.y) / SQUARE))
        bottom = min(len(self.rows), ceil((box.bottom + CLEAR - self.room.y) / SQUARE))
        mask = ((1 << max(0, right - left)) - 1) << left
        for row in range(top, bottom):
            self.rows[row] |= mask

    def nearest(self, width: float, height: float, to: Box) -> tuple[Box, float] | None:
        """The free box of a size that is nearest to another, with the distance between them; None without room.

        Beside is nearer than above or below.
        """
        places = ((self._distance(box, to), box) for box in self._candidates(width, height, to))
        distance, found = min(places, key=lambda place: (place[0], place[1].y, place[1].x), default=(0.0, None))
        return None if found is None else (found, distance)

    def _candidates(self, width: float, height: float, to: Box) -> Iterator[Box]:
        """In each row of squares the free places next to the left edge of `to`, its right edge, and what is beyond."""
        wide, high = ceil(width / SQUARE), ceil(height / SQUARE)
        left = max(0, floor((to.x - self.room.x) / SQUARE))
        right = max(0, ceil((to.right - self.room.x) / SQUARE))
        if wide > self.columns:
            return
        starts = (1 << (self.columns - wide + 1)) - 1
        for row in range(len(self.rows) - high + 1):
            taken = 0
            for other in self.rows[row : row + high]:
                taken |= other
            free = starts & ~_spread(taken, wide)
            y = self.room.y + row * SQUARE
            for place in (_first(free >> right, right), _first(free >> left, left), _last(free & ((1 << left) - 1))):
                if place is not None:
                    yield Box(self.room.x + place * SQUARE, y, width, height)

    @staticmethod
    def _distance(box: Box, to: Box) -> float:
        across = max(0.0, box.x - to.right, 1.2 * (to.x - box.right))
        down = max(0.0, box.y - to.bottom, to.y - box.bottom)
        askew = abs(box.y + box.height / 2 - to.y - to.height / 2)
        return hypot(across, 1.8 * down) + 0.15 * askew


def _spread(taken: int, wide: int) -> int:
    """The places at which something `wide` would meet a taken square."""
    spread, done = taken, 1
    while done < wide:
        step = min(done, wide - done)
        spread |= spread >> step
        done += step
    return spread


def _first(free: int, start: int) -> int | None:
    return start + (free & -free).bit_length() - 1 if free else None


def _last(free: int) -> int | None:
    return free.bit_length() - 1 if free else None


def _box(thing: Ink | Cell | Graph) -> Box:
    if isinstance(thing, Arrow):
        (x1, y1), (x2, y2) = thing.start, thing.end
        return Box(min(x1, x2) - 2, min(y1, y2) - 2, abs(x1 - x2) + 4, abs(y1 - y2) + 4)
    return thing.box
