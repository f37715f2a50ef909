"""Sets the rows of a working on pages: as few as they need, each about as full as the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from generator.layout.additions.worked_rows import WorkedRow
from generator.sheet.boxes import Box, Passage

DOWN = 5.0
"""The least clear space between rows."""
_WIDEST_DOWN = 60.0
"""The most: grids of one step are still seen together."""


def flow(rows: Sequence[WorkedRow], height: float) -> tuple[tuple[WorkedRow, ...], ...]:
    """The rows of each page of a height, as few pages as possible."""
    pages: list[list[WorkedRow]] = []
    used = 0.0
    for row in rows:
        if not pages or used + DOWN + row.height > height:
            pages.append([])
            used = _number_over(row) - DOWN
        pages[-1].append(row)
        used += DOWN + row.height
    return tuple(map(tuple, pages))


def balanced(rows: Sequence[WorkedRow], height: float, size: float) -> tuple[tuple[WorkedRow, ...], ...]:
    """The rows on the same number of pages, each about as full as the others: to the height of type of this size."""
    count = len(flow(rows, height))
    low, high = 0.0, height
    while high - low > size:
        middle = (low + high) / 2
        low, high = (low, middle) if len(flow(rows, middle)) <= count else (middle, high)
    return flow(rows, high)


def page_of(rows: Sequence[WorkedRow], room: Box) -> tuple[Passage, ...]:
    """The passages of a page, its rows spread over the room."""
    first = rows[0].units[0]
    over = _number_over(rows[0])
    spare = room.height - over - fsum(row.height for row in rows)
    between = min(_WIDEST_DOWN, spare / max(1, len(rows) - 1))
    y = room.y + over
    passages = [first.setter.number(first.step, room.x, room.y)] if over else []
    for row in rows:
        passages += _row(row, room.x, y)
        y += row.height + between
    return tuple(passages)


def _number_over(row: WorkedRow) -> float:
    """The height of the number of a step that goes on at the head of a page."""
    first = row.units[0]
    return 0.0 if row.heading or first.starts else first.setter.heading_height


def _row(row: WorkedRow, left: float, y: float) -> Iterator[Passage]:
    top = y + row.heading
    for unit, right in zip(row.units, row.places, strict=False):
        x, setter = left + right, unit.setter
        if unit.starts:
            yield setter.heading(unit.step, x, top + unit.over if unit.beside else y)
        elif row.heading and unit is row.units[0]:
            yield setter.number(unit.step, x, y)
        for placed in unit.grids:
            draw = setter.named_grid if unit.named_beside else setter.grid
            yield from draw(placed.block, x + placed.right, top)
        if unit.rule:
            yield setter.rule(unit.rule, x, top + unit.lowest)
