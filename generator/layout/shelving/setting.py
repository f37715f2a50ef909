"""From pieces to a plan: they are set on shelves, and the shelves on pages of one format."""

from __future__ import annotations

from collections.abc import Sequence

from generator.layout.figure import Figure
from generator.layout.shelving.format import Format
from generator.layout.shelving.lettering import bare
from generator.layout.shelving.plan import Plan, table_of
from generator.layout.shelving.shelves import BETWEEN_SHELVES, Assortment, Shelving, even_pages, side_by_side
from generator.layout.tiles import Cutter
from generator.sheet.boxes import Box

TARGETS = (1.0, 0.9, 0.8, 0.7, 0.6)
"""How full pages of stacks are meant to be: less than full pages may be filled more evenly."""


def plan(cutter: Cutter, assortment: Assortment, page: Format, shelving: Shelving) -> Plan:
    """Set the figures with their words on shelves, and the shelves on as few pages as they need, evenly filled."""
    room, pieces = page.room, assortment.pieces
    if shelving is Shelving.ROWS:
        shelves = side_by_side(pieces, room.width)
        table = table_of(cutter.blueprint, pieces)
        reserved = table.bare_copy.height + BETWEEN_SHELVES if table else 0.0
        broken = (tuple(even_pages(shelves, room.height, reserve)) for reserve in dict.fromkeys((reserved, 0.0)))
        return min((Plan(cutter, page, pages) for pages in broken), key=lambda plan: plan.cost)
    targets = TARGETS if shelving.stacks else TARGETS[:1]
    ways = (assortment.on_fewest_pages(shelving, room.height * target) for target in targets)
    plans = (Plan(cutter, page, tuple(even_pages(way, room.height))) for way in ways)
    first = next(plans)
    return min((first, *plans), key=lambda plan: plan.cost) if first.is_uneven else first


def fewest_pages(figures: Sequence[Figure], room: Box) -> int:
    """The pages that figures need side by side on shelves: with their words they need no fewer."""
    assortment = Assortment([bare(figure) for figure in figures], room.width, room.height)
    return len(even_pages(assortment.on_fewest_pages(Shelving.ROWS, room.height), room.height))
