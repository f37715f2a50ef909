"""Arranges a working in rooms of one size: the grids of each step in rows, each row under the titles of its steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product, takewhile
from math import ceil, fsum

from generator.layout.additions.families import Family
from generator.layout.additions.mirrored import RowSetter
from generator.layout.additions.row_pages import DOWN, balanced, flow, page_of
from generator.layout.additions.worked_grids import EASY_LINES, Block, fitted, folded
from generator.layout.additions.worked_rows import ACROSS, PlacedBlock, WorkedRow, WorkedUnit, level_unit
from generator.sheet.boxes import Box, Passage, Reading
from generator.sheet.filling import WorkedGrid

SIZES_BESIDE = (9.5, 9.0, 8.5, 8.0)
"""Sizes of type beside a filled sheet, largest first; the largest that fits is taken."""
SIZES_INSTEAD = (8.0, 8.5, 9.0, 9.5, 10.0, 11.0, 12.0, 13.0, 14.0)
"""Sizes of type instead of a sheet, smallest first; the largest that reads as well as any is taken."""
_BETWEEN_LEADS = 4.0
_CROWDED = 2.0
"""A grid with crowded cells is as hard to read as type so much smaller; a folded one, as type a point smaller."""
_SHARES = (1, 2, 3)
"""How many grids side by side the page should have room for."""
_NEARLY = 0.5
"""Grids in rows of their own that are wider than this part of their column are as wide as all of it."""
_WIDEST_COLUMN = 0.4
"""The widest that a column of weights may be, as a part of the room."""
_WIDEST_NAME = 24.0
"""The widest space that is kept between grids for the names before them."""
_MUCH = 3
"""How many times as wide as that space the column of weights must be."""


def arrangements(
    families: Sequence[Family], room: Box, sizes: Sequence[float], titles: Reading
) -> Iterator[WorkingArrangement]:
    """The arrangements of a working in a room, the one that reads best first; titles of steps are read as `titles`."""
    single = any(len(family.grids) == 1 and family.first.is_worked for family in families)
    several = any(len(family.grids) > 1 for family in families)
    for size, share, apart in product(sizes, _SHARES if single else (1,), (True, False) if several else (True,)):
        yield WorkingArrangement(tuple(families), room, size, share, apart, titles)


@dataclass(frozen=True)
class WorkingArrangement:
    """A working in rooms of one size, below a title; with `apart`, families of several grids have own rows."""

    families: tuple[Family, ...]
    room: Box
    size: float
    share: int
    apart: bool
    titles: Reading

    @property
    def fits(self) -> bool:
        """Whether all is in one room, and no grid is cut or goes on below itself."""
        units = [unit for row in self.rows for unit in row.units]
        blocks = [placed.block for unit in units for placed in unit.grids]
        return (
            fsum(row.height + DOWN for row in self.rows) - DOWN <= self.room.height
            and all(row.width <= self.room.width + 0.01 for row in self.rows)
            and all(len(block.bands) <= 1 and block.most_lines <= EASY_LINES for block in blocks)
            and len(blocks) == sum(len(family.grids) for family in self.families if not family.is_said)
        )

    @cached_property
    def effort(self) -> tuple[int, float]:
        """How many pages it takes, and how hard it is to read: in small type, in folded grids, or in crowded cells."""
        blocks = [placed.block for row in self.rows for unit in row.units for placed in unit.grids]
        folded = sum(len(block.bands) > 1 for block in blocks)
        crowded = sum(block.most_lines > EASY_LINES for block in blocks)
        return len(self.pages), folded + _CROWDED * crowded - self.size

    @property
    def filled(self) -> float:
        """How much of the height of its pages the rows take, from 0 to 1."""
        return fsum(row.height + DOWN for row in self.rows) / (self.room.height * len(self.pages))

    @cached_property
    def rows(self) -> tuple[WorkedRow, ...]:
        """All rows, in order."""
        rows: list[tuple[WorkedUnit, ...]] = []
        units = tuple(self._units())
        for number, unit in enumerate(units):
            last = rows[-1] if rows else ()
            if last and not last[0].alone and self._holds(last, units[number:]):
                rows[-1] = (*last, unit)
            else:
                rows.append((unit,))
        following = [*(row[0] for row in rows[1:]), None]
        moved = (self._beside_title(row, below) for row, below in zip(rows, following, strict=True))
        return tuple(WorkedRow(tuple(self._spread(row))) for row in moved)

    def _beside_title(self, row: tuple[WorkedUnit, ...], below: WorkedUnit | None) -> tuple[WorkedUnit, ...]:
        """A row that is a whole step, with its title in the column of weights, if there is one and it is wide.

        A step of several rows, of which some are too wide for it, would have two left edges.
        """
        first, *others = row
        fits = WorkedRow(row).width + self._column <= self.room.width and self._column >= first.title_width + ACROSS
        goes_on = below is not None and not below.starts and not below.alone
        if not first.starts or first.alone or any(unit.starts for unit in others) or goes_on or not fits:
            return row
        moved = (replace(placed, right=placed.right + self._column) for placed in first.grids)
        return replace(first, grids=tuple(moved), beside=True), *others

    def _spread(self, row: tuple[WorkedUnit, ...]) -> Iterator[WorkedUnit]:
        """The units of a row, whose broken lines take the room that is left over."""
        free = self.room.width - WorkedRow(row).width
        for unit in row:
            wider = unit if unit.alone else self._widened(unit, free)
            free -= wider.width - unit.width
            yield wider

    def _widened(self, unit: WorkedUnit, more: float) -> WorkedUnit:
        """A unit with its last grid up to so much wider, if this spares lines to the highest of its arithmetic."""
        *others, last = unit.grids or (None,)
        if last is None or last.block.most_lines <= 1 or more <= 0:
            return unit
        block = fitted(last.block.grid, self.size, last.block.width + more) or last.block
        wider = level_unit(replace(unit, grids=(*others, replace(last, block=block))))
        return wider if wider.highest_arithmetic < unit.highest_arithmetic else unit

    def _holds(self, row: tuple[WorkedUnit, ...], units: Sequence[WorkedUnit]) -> bool:
        """Whether a row has room for the next of these units, and for its whole step if that starts here."""
        next_step = takewhile(lambda pair: not pair[0] or not pair[1].starts, enumerate(units))
        step = tuple(unit for _, unit in next_step) if units[0].starts else units[:1]
        return not any(unit.alone for unit in step) and WorkedRow((*row, *step)).width <= self.room.width + 0.01

    def _units(self) -> Iterator[WorkedUnit]:
        """The units; a rule is below the grids of its step that come before it."""
        last: WorkedUnit | None = None
        for family in self.families:
            starts = last is None or last.step.step != family.first.step
            if family.is_said:
                if last and not starts and not last.rule:
                    last = replace(last, rule=family.grids)
                    continue
                found = [WorkedUnit(family.first, (), self._setter, starts, rule=family.grids)]
            else:
                found = list(self._of_family(family, starts))
            yield from (unit for unit in (last, *found[:-1]) if unit)
            last = found[-1]
        if last:
            yield last

    @cached_property
    def _setter(self) -> RowSetter:
        return RowSetter(self.size, self.titles)

    @cached_property
    def _column(self) -> float:
        """The width of the column, at the left of families in rows of their own, that holds their weights."""
        if not self.apart:
            return 0.0
        widths = [self._end_of(self._leads(family)) for family in self.families if len(family.grids) > 1]
        return max((wide for wide in widths if wide <= self.room.width * _WIDEST_COLUMN), default=0.0)

    @cached_property
    def _between(self) -> float:
        """The clear space between grids in rows of their own: room for their names, if the column is much wider."""
        names = [self._name(grid) for family in self.families if _is_plain(family) for grid in family.grids]
        most = max([ACROSS, *(wide for wide in names if wide <= _WIDEST_NAME)])
        return most if _MUCH * most <= self._column else ACROSS

    def _name(self, grid: WorkedGrid) -> float:
        return self._setter.name_width(grid)

    def _leads(self, family: Family) -> tuple[PlacedBlock, ...]:
        """The weights of a family, side by side."""
        blocks = (fitted(grid, self.size, self.room.width) for grid in family.leads)
        placed: list[PlacedBlock] = []
        for block in blocks:
            assert block is not None
            placed.append(PlacedBlock(self._end_of(placed, _BETWEEN_LEADS), block))
        return tuple(placed)

    def _end_of(self, placed: Sequence[PlacedBlock], after: float = ACROSS) -> float:
        """Where the next grid may start."""
        return placed[-1].right + self._setter.block_width(placed[-1].block) + after if placed else 0.0

    def _of_family(self, family: Family, starts: bool) -> Iterator[WorkedUnit]:
        alone = self.apart and len(family.grids) > 1
        leads = self._leads(family)
        left = self._column if alone else self._end_of(leads)
        if left < self._end_of(leads) or (leads and not self._side_by_side(family.grids, left)):
            yield WorkedUnit(family.first, leads, self._setter, starts)
            starts, leads, left = False, (), self._column if alone else 0.0
        for number, blocks in enumerate(self._side_by_side(family.grids, left) or self._parts(family.grids)):
            wide = max(map(self._setter.block_width, blocks))
            between = self._between if alone else ACROSS
            slot = self._share(len(blocks), left, between) if alone else wide
            wide = slot if alone and wide > slot * _NEARLY else wide
            grids = (
                PlacedBlock(left + place * (slot + between), block.widened(wide)) for place, block in enumerate(blocks)
            )
            placed = (*(() if number else leads), *grids)
            starts = starts and number == 0
            named = between > ACROSS and _is_plain(family) and max(map(self._name, family.grids)) <= between
            title = self._setter.heading_width(family.first) + (between if named else ACROSS)
            beside = starts and alone and title <= placed[0].right
            yield level_unit(WorkedUnit(family.first, placed, self._setter, starts, alone, beside, named))

    def _share(self, count: int, taken: float = 0.0, between: float = ACROSS) -> float:
        """The width of each of some grids side by side."""
        return (self.room.width - taken - between * (count - 1)) / count

    def _side_by_side(self, grids: Sequence[WorkedGrid], left: float) -> list[tuple[Block, ...]]:
        """The grids of a family, as many side by side as can be read; none if they are too wide."""
        several = len(grids) > 1
        for count in range(len(grids) if several else self.share, 0, -1):
            each = ceil(len(grids) / ceil(len(grids) / count)) if several else count
            between = self._between if several and self.apart else ACROSS
            room = self._share(each, left, between) if several else self._share(each) - left
            blocks = [fitted(grid, self.size, room) for grid in grids]
            found = tuple(block for block in blocks if block and self._setter.block_width(block) <= room + 0.01)
            if len(found) == len(grids) and max(block.height for block in found) <= self._tallest:
                return [found[start : start + each] for start in range(0, len(found), each)]
        return []

    def _parts(self, grids: Sequence[WorkedGrid]) -> Iterator[tuple[Block, ...]]:
        for grid in grids:
            yield from ((block,) for block in self._whole_or_parts(grid))

    def _whole_or_parts(self, grid: WorkedGrid) -> Iterator[Block]:
        """The grid over the whole width; only one that is taller than a page is cut between its rows."""
        block = folded(grid, self.size, self.room.width)
        if block.height <= self._tallest or len(grid.rows) == 1:
            yield block
            return
        half = len(grid.rows) // 2
        for rows in (grid.rows[:half], grid.rows[half:]):
            yield from self._whole_or_parts(replace(grid, rows=rows))

    @property
    def _tallest(self) -> float:
        return self.room.height - self._setter.heading_height - self._setter.name_height

    @cached_property
    def pages(self) -> tuple[tuple[WorkedRow, ...], ...]:
        """The rows of each page, as few pages as possible."""
        return flow(self.rows, self.room.height)

    def passages(self) -> Iterator[tuple[Passage, ...]]:
        """The passages of each page."""
        for rows in balanced(self.rows, self.room.height, self.size):
            yield page_of(rows, self.room)


def _is_plain(family: Family) -> bool:
    """Whether nothing but names is over its grids: neither their weights' names nor a rule."""
    return len(family.grids) > 1 and not family.leads and not any(grid.rule for grid in family.grids)
