"""Arranges a working in rooms of one size: the grids of each step in rows, each row under the titles of its steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, product

from generator.layout.additions.mirrored import NAME, RowSetter, heading_width, rule_width
from generator.layout.additions.worked_grids import Block, fitted, folded
from generator.sheet.boxes import Box, Passage
from generator.sheet.filling import WorkedGrid, Working

_SIZES = (9.5, 9.0, 8.5, 8.0)
"""Sizes of type, largest first; the largest that needs no more pages is taken."""
_ACROSS, _DOWN = 14.0, 5.0
"""The least clear space between grids side by side, and between rows."""
_WIDEST_DOWN = 26.0
_SHARES = (1, 2, 3)
"""How many grids side by side the page should have room for."""
_HEADING = 14.0
"""Height of the title of a step."""


@dataclass(frozen=True)
class Unit:
    """What is set side by side: the same grid of each repeating block, or a grid by itself, with a rule below.

    The first unit of a step `starts` it. A rule, which is said once for all its grids, can be a unit by itself.
    """

    step: WorkedGrid
    blocks: tuple[Block, ...]
    slot: float
    starts: bool
    rule: tuple[WorkedGrid, ...] = ()

    @cached_property
    def width(self) -> float:
        """Its width, with the title of the step."""
        grids = self.slot * len(self.blocks) + _ACROSS * (len(self.blocks) - 1)
        rule = rule_width(self.rule) if self.rule else 0.0
        return max(grids, rule, heading_width(self.step) if self.starts else 0.0)

    @property
    def lowest(self) -> float:
        """The height of its grids, with their names."""
        return max((NAME + block.height for block in self.blocks), default=0.0)

    @property
    def height(self) -> float:
        """Its height without the title of the step."""
        return self.lowest + (NAME if self.rule else 0.0)


@dataclass(frozen=True)
class WorkedRow:
    """Units side by side."""

    units: tuple[Unit, ...]

    @property
    def height(self) -> float:
        """Its height: titles of steps, then grids under their names."""
        return _HEADING * self.titled + max(unit.height for unit in self.units)

    @property
    def titled(self) -> bool:
        """Whether a step starts in it."""
        return any(unit.starts for unit in self.units)


def arrangements(working: Working, room: Box) -> Iterator[WorkingArrangement]:
    """The arrangements of a working in a room, the one that reads best first."""
    families = tuple(_families(working.shown))
    for size, share, apart in product(_SIZES, _SHARES, (True, False)):
        yield WorkingArrangement(families, room, size, share, apart)


def _families(grids: Sequence[WorkedGrid]) -> Iterator[tuple[WorkedGrid, ...]]:
    """The grids in the order of steps; what repeats in each block is together, and so are those of one rule."""
    steps = sorted(grids, key=lambda grid: (grid.step, grid.place))
    for _, of_step in groupby(steps, key=lambda grid: grid.step):
        several = tuple(of_step)
        said: set[str] = set()
        for _, family in groupby(several, key=lambda grid: (grid.place, grid.rule)):
            members = tuple(family)
            rule = members[0].rule
            if rule and rule not in said:
                yield tuple(grid for grid in several if grid.rule == rule)
            elif not rule:
                yield members
            said.add(rule)


@dataclass(frozen=True)
class WorkingArrangement:
    """A working in rooms of one size, below a title; with `apart`, families of several grids have own rows."""

    families: tuple[tuple[WorkedGrid, ...], ...]
    room: Box
    size: float
    share: int
    apart: bool

    @property
    def fits(self) -> bool:
        """Whether all is in one room, and no grid is cut or goes on below itself."""
        units = [unit for row in self.rows for unit in row.units]
        blocks = [block for unit in units for block in unit.blocks]
        return (
            sum(row.height + _DOWN for row in self.rows) - _DOWN <= self.room.height
            and all(unit.width <= self.room.width + 0.01 for unit in units)
            and all(len(block.bands) == 1 for block in blocks)
            and len(blocks) == sum(not grid.rule for family in self.families for grid in family)
        )

    @cached_property
    def rows(self) -> tuple[WorkedRow, ...]:
        """All rows, in order."""
        rows: list[list[Unit]] = []
        wide = 0.0
        for unit in self._units():
            alone = self.apart and (len(unit.blocks) > 1 or (rows and len(rows[-1][0].blocks) > 1))
            if not rows or alone or wide + _ACROSS + unit.width > self.room.width + 0.01:
                rows.append([unit])
                wide = unit.width
            else:
                rows[-1].append(unit)
                wide += _ACROSS + unit.width
        return tuple(WorkedRow(tuple(row)) for row in rows)

    def _units(self) -> Iterator[Unit]:
        """The units; a rule is below the grids of its step that come before it."""
        last: Unit | None = None
        for family in self.families:
            starts = last is None or last.step.step != family[0].step
            if family[0].rule:
                if last and not starts and not last.rule:
                    last = replace(last, rule=family)
                    continue
                found = [Unit(family[0], (), 0.0, starts, family)]
            else:
                found = list(self._of_family(family, starts))
            yield from (unit for unit in (last, *found[:-1]) if unit)
            last = found[-1]
        if last:
            yield last

    def _of_family(self, family: tuple[WorkedGrid, ...], starts: bool) -> Iterator[Unit]:
        for number, blocks in enumerate(self._side_by_side(family)):
            wide = max(block.width for block in blocks)
            slot = self._share(len(blocks)) if self.apart and len(blocks) > 1 else wide
            yield Unit(family[0], tuple(block.widened(wide) for block in blocks), slot, starts and number == 0)

    def _share(self, count: int) -> float:
        """The width of each of some grids side by side."""
        return (self.room.width - _ACROSS * (count - 1)) / count

    def _side_by_side(self, family: tuple[WorkedGrid, ...]) -> Iterator[tuple[Block, ...]]:
        """The grids of a family, as many side by side as can be read."""
        for count in range(len(family) if len(family) > 1 else self.share, 0, -1):
            blocks = [fitted(grid, self.size, self._share(count)) for grid in family]
            found = tuple(block for block in blocks if block)
            if len(found) == len(family) and max(block.height for block in found) <= self._tallest:
                each = count if len(family) > 1 else 1
                yield from (found[start : start + each] for start in range(0, len(found), each))
                return
        for grid in family:
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
        return self.room.height - _HEADING - NAME

    @cached_property
    def pages(self) -> tuple[tuple[WorkedRow, ...], ...]:
        """The rows of each page, as few pages as possible."""
        return self._flow(self.room.height)

    def _flow(self, height: float) -> tuple[tuple[WorkedRow, ...], ...]:
        pages: list[list[WorkedRow]] = []
        used = 0.0
        for row in self.rows:
            if not pages or used + _DOWN + row.height > height:
                pages.append([])
                used = -_DOWN
            pages[-1].append(row)
            used += _DOWN + row.height
        return tuple(map(tuple, pages))

    def _balanced(self) -> tuple[tuple[WorkedRow, ...], ...]:
        """The rows on the same number of pages, each about as full as the others."""
        low, high = 0.0, self.room.height
        while high - low > self.size:
            middle = (low + high) / 2
            low, high = (low, middle) if len(self._flow(middle)) <= len(self.pages) else (middle, high)
        return self._flow(high)

    def passages(self) -> Iterator[tuple[Passage, ...]]:
        """The passages of each page."""
        for rows in self._balanced():
            spare = self.room.height - sum(row.height for row in rows)
            between = min(_WIDEST_DOWN, spare / max(1, len(rows) - 1))
            y = self.room.y
            passages: list[Passage] = []
            for row in rows:
                passages += self._row(row, y)
                y += row.height + between
            yield tuple(passages)

    def _row(self, row: WorkedRow, y: float) -> Iterator[Passage]:
        setter = RowSetter(self.size)
        x, top = self.room.x, y + _HEADING * row.titled
        for unit in row.units:
            if unit.starts:
                yield setter.heading(unit.step, x, y)
            elif row.titled and unit is row.units[0]:
                yield setter.number(unit.step, x, y)
            for place, block in enumerate(unit.blocks):
                yield from setter.grid(block, x + place * (unit.slot + _ACROSS), top)
            if unit.rule:
                yield setter.rule(unit.rule, x, top + unit.lowest)
            x += unit.width + _ACROSS
