"""The working behind a key: each grid of the sheet again, with its arithmetic in wide cells, step by step.

It is on pages of its own, unless the sheet has free room for all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.layout import margins
from generator.layout.additions.arrangement import WorkingArrangement, arrangements
from generator.layout.additions.vacancy import largest_room
from generator.layout.additions.worked_grids import least_area
from generator.sheet.boxes import Box, Page, Passage, Reading, Sheet, Text, added_page
from generator.sheet.filling import Working
from generator.sheet.theme import TITLE_OF_LIST
from generator.type.notation import Span

_TITLE = 20.0
"""Height of the title over a working."""
_INSET = 10.0
"""Clear space around a working on a sheet."""
NARROWEST = 200.0
"""A strip between figures that is narrower than this is no room for a working: it would read as part of them."""


def working_pages(working: Working, sheet: Sheet) -> tuple[Page, ...]:
    """The pages of a working, as large as those of its exercise and under the same head; none without any."""
    if not working.shown:
        return ()
    empty = added_page(sheet, working.exercise)
    room = margins.room(empty.size)
    room = room.grown(0, -_TITLE, 0, margins.foot(empty.size))
    best: WorkingArrangement | None = None
    for arrangement in arrangements(working, room):
        if best is None or len(arrangement.pages) < len(best.pages):
            best = arrangement
        if len(best.pages) == 1:
            break
    assert best is not None
    head = _head(working, room)
    return tuple(replace(empty, passages=(head, *passages)) for passages in best.passages())


def working_on_sheet(working: Working, sheet: Sheet) -> Mapping[int, Sequence[Passage]] | None:
    """A whole working under its title in the largest free room of one of its exercise's pages; None if it is small."""
    if not working.shown:
        return {}
    for number, page in enumerate(sheet.pages):
        free = largest_room(page) if page.exercise == working.exercise else None
        if free is None:
            continue
        room = free.grown(-_INSET, -_INSET - _TITLE, -_INSET, -_INSET)
        if room.width < NARROWEST or sum(map(least_area, working.shown)) > room.width * room.height:
            continue
        for arrangement in arrangements(working, room):
            if arrangement.fits:
                (passages,) = arrangement.passages()
                return {number: (_head(working, room), *passages)}
    return None


def _head(working: Working, room: Box) -> Passage:
    """The title of a working, over its room."""
    title = Box(room.x, room.y - _TITLE - 2, room.width, 14)
    return Passage(Reading.TITLE, (Text(title, (Span(working.title),), TITLE_OF_LIST),))
