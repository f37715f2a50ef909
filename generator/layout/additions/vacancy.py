"""The free space of a laid-out page: a map of its squares, and the free place nearest to a box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, hypot

from generator.layout import margins
from generator.sheet.boxes import Arrow, Box, Cell, DrawnView, Field, Ink, Page, Stroke

SQUARE = 3.0
"""Side of a square of the map, in points."""
CLEAR = 2.5
"""Clear space kept around everything on the page."""


def anywhere(_box: Box) -> bool:
    """Every place."""
    return True


@dataclass
class Vacancy:
    """The squares of a page's room, each row in the bits of a number, where 1 is taken."""

    room: Box
    rows: list[int]
    columns: int

    @staticmethod
    def of(page: Page) -> Vacancy:
        """The map of a page as every copy of it is printed."""
        drawn = _drawn(page)
        return Vacancy(drawn.room, list(drawn.rows), drawn.columns)

    @staticmethod
    def draw(page: Page) -> Vacancy:
        """The map of a page, drawn anew."""
        room = margins.room(page.size)
        count = int(room.height / SQUARE)
        vacancy = Vacancy(room, [0] * count, int(room.width / SQUARE))
        for thing in (*page.ink, *page.cells, *page.views, *page.fields):
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

    def nearest(
        self, width: float, height: float, to: Box, allows: Callable[[Box], bool] = anywhere
    ) -> tuple[Box, float] | None:
        """The free box of a size that is nearest to another, with the distance between them; None without room.

        A place to the side counts as nearer than one above or below; only one that `allows` is taken counts.
        """
        best: tuple[float, float, float] | None = None
        wide, high = ceil(width / SQUARE), ceil(height / SQUARE)
        tops = (self.room.y + row * SQUARE for row in range(len(self.rows) - high + 1))
        for down, row, y in sorted((self._down(y, height, to), row, y) for row, y in enumerate(tops)):
            if best and down >= best[0]:
                break
            for x in self._free(row, wide, high, to):
                box = Box(x, y, width, height)
                place = (self._distance(box, to), y, x)
                if (best is None or place < best) and allows(box):
                    best = place
        return (Box(best[2], best[1], width, height), best[0]) if best else None

    def is_free(self, found: Box) -> bool:
        """Whether a box that was free when it was found is so still."""
        left, top = round((found.x - self.room.x) / SQUARE), round((found.y - self.room.y) / SQUARE)
        mask = ((1 << ceil(found.width / SQUARE)) - 1) << left
        return not any(row & mask for row in self.rows[top : top + ceil(found.height / SQUARE)])

    def largest(self, above: float = 0.0) -> Box | None:
        """The largest free box that is higher than `above`; None without one."""
        best: Box | None = None
        area = 0
        least = floor(above / SQUARE) + 1
        for top in range(len(self.rows)):
            if (len(self.rows) - top) * self.columns <= area:  # all that is left is no larger
                break
            taken = 0
            for high, row in enumerate(self.rows[top:], start=1):
                taken |= row
                if high < least:
                    continue
                wide = area // high + 1
                while wide <= self.columns and (free := _starts(taken, wide, self.columns)):
                    x, y = self.room.x + _lowest(free) * SQUARE, self.room.y + top * SQUARE
                    best, area = Box(x, y, wide * SQUARE, high * SQUARE), wide * high
                    wide += 1
        return best

    def _free(self, row: int, wide: int, high: int, to: Box) -> Iterator[float]:
        """Where a box may start in a row of squares: next to the left edge of `to`, its right edge, and before it."""
        taken = 0
        for other in self.rows[row : row + high]:
            taken |= other
        free = _starts(taken, wide, self.columns)
        left = max(0, floor((to.x - self.room.x) / SQUARE))
        right = max(0, ceil((to.right - self.room.x) / SQUARE))
        for place in (_first(free >> right, right), _first(free >> left, left), _last(free & ((1 << left) - 1))):
            if place is not None:
                yield self.room.x + place * SQUARE

    @staticmethod
    def _down(y: float, height: float, to: Box) -> float:
        """The least distance to a box above or below the other, which counts for more than a distance to the side."""
        return 1.8 * max(0.0, y - to.bottom, to.y - y - height)

    def _distance(self, box: Box, to: Box) -> float:
        across = max(0.0, box.x - to.right, 1.2 * (to.x - box.right))
        askew = abs(box.y + box.height / 2 - to.y - to.height / 2)
        return hypot(across, self._down(box.y, box.height, to)) + 0.15 * askew


@lru_cache(maxsize=32)
def largest_room(page: Page, above: float = 0.0) -> Box | None:
    """The largest free box of a page as every copy of it is printed, of those that are higher than `above`."""
    return _drawn(page).largest(above)


@lru_cache(maxsize=32)
def _drawn(page: Page) -> Vacancy:
    return Vacancy.draw(page)


def _starts(taken: int, wide: int, columns: int) -> int:
    """The places at which something `wide` has room in a row of `columns`."""
    return ((1 << max(0, columns - wide + 1)) - 1) & ~_spread(taken, wide)


def _spread(taken: int, wide: int) -> int:
    """The places at which something `wide` would meet a taken square."""
    spread, done = taken, 1
    while done < wide:
        step = min(done, wide - done)
        spread |= spread >> step
        done += step
    return spread


def _first(free: int, start: int) -> int | None:
    return start + _lowest(free) if free else None


def _lowest(free: int) -> int:
    return (free & -free).bit_length() - 1


def _last(free: int) -> int | None:
    return free.bit_length() - 1 if free else None


def _box(thing: Ink | Cell | DrawnView | Field) -> Box:
    if isinstance(thing, Arrow | Stroke):
        (x1, y1), (x2, y2) = thing.start, thing.end
        return Box(min(x1, x2) - 2, min(y1, y2) - 2, abs(x1 - x2) + 4, abs(y1 - y2) + 4)
    return thing.box
