"""The working behind a key, step by step: in a free room of the filled sheet, or else on pages in place of the sheet.

Such a page shows the grids that are given as they are, and each grid that was to be filled with its arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, repeat
from math import fsum

from generator.layout import margins
from generator.layout.additions.arrangement import SIZES_BESIDE, SIZES_INSTEAD, WorkingArrangement, arrangements
from generator.layout.additions.blank_pages import BlankPages, blank_pages
from generator.layout.additions.families import Family, families_beside, families_instead
from generator.layout.additions.vacancy import largest_room
from generator.layout.additions.worked_grids import least_area
from generator.sheet.boxes import Box, Page, Passage, Reading, Sheet, Text
from generator.sheet.filling import Working
from generator.sheet.theme import TITLE_OF_LIST
from generator.type.notation import Span

_TITLE = 20.0
"""Height of the title over a working on a sheet."""
_INSET = 8.0
"""Clear space around a working on a sheet."""
_ENOUGH = 2
"""How many larger sizes of type must need more pages, one after the other."""
_WELL_FILLED = 2 / 3
"""A page that is less filled may suit a working better when it is turned: its cells are wider, or its type larger."""
NARROWEST = 200.0
"""A strip between figures that is narrower than this has no room for a working: it would read as part of them."""


def pages_instead(working: Working, sheet: Sheet) -> tuple[Page, ...]:
    """The pages in place of an exercise's own; turned by a quarter where this saves pages or a page is half empty."""
    families = families_instead(working)
    best: tuple[BlankPages, WorkingArrangement] | None = None
    for blank in blank_pages(sheet, working.exercise):
        if best is None or len(best[1].pages) > 1 or best[1].filled < _WELL_FILLED:
            size = blank.opening.size
            found = _best(families, margins.room(size).grown(0, 0, 0, margins.foot(size)))
            if best is None or found.effort < best[1].effort:
                best = blank, found
    assert best is not None
    blank, arrangement = best
    empty = chain([blank.opening], repeat(blank.following))
    return tuple(
        replace(page, passages=passages) for page, passages in zip(empty, arrangement.passages(), strict=False)
    )


def _best(families: Sequence[Family], room: Box) -> WorkingArrangement:
    """The arrangement on the fewest pages that is easiest to read.

    Sizes are tried upwards. As lines break by chance, one that needs more pages is passed over; two end the search.
    """
    best: WorkingArrangement | None = None
    more = 0
    for size in SIZES_INSTEAD:
        found = min(arrangements(families, room, (size,), Reading.TITLE), key=lambda arrangement: arrangement.effort)
        more = more + 1 if best and len(found.pages) > len(best.pages) else 0
        if best is None or found.effort <= best.effort:
            best = found
        if more == _ENOUGH:
            break
    assert best is not None
    return best


def working_on_sheet(working: Working, sheet: Sheet) -> Mapping[int, Sequence[Passage]] | None:
    """A whole working under its title in a free room of one of its exercise's pages; None without one for all of it."""
    if not working.shown:
        return {}
    area = fsum(map(least_area, working.shown))
    for number, page in enumerate(sheet.pages):
        for room in _rooms(page, area) if page.exercise == working.exercise else ():
            for arrangement in arrangements(families_beside(working), room, SIZES_BESIDE, Reading.SUBTITLE):
                if arrangement.fits:
                    (passages,) = arrangement.passages()
                    return {number: (_head(working, room), *passages)}
    return None


def _rooms(page: Page, area: float) -> Iterator[Box]:
    """Free rooms of at least an area: the largest of the page, then the largest of those that are higher, and so on."""
    free = largest_room(page)
    while free:
        room = free.grown(-_INSET, -_INSET - _TITLE, -_INSET, -_INSET)
        if room.width < NARROWEST or room.width * room.height < area:
            return
        yield room
        free = largest_room(page, above=free.height)


def _head(working: Working, room: Box) -> Passage:
    """The title of a working, over its room."""
    title = Box(room.x, room.y - _TITLE - 2, room.width, 14)
    return Passage(Reading.TITLE, (Text(title, (Span(working.title),), TITLE_OF_LIST),))
