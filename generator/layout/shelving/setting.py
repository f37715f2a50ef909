"""From pieces to a plan: they are set on shelves, and the shelves on pages of one format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.layout.figure import Figure
from generator.layout.shelving.format import Format
from generator.layout.shelving.lettering import bare
from generator.layout.shelving.plan import Plan, table_of
from generator.layout.shelving.shelves import BETWEEN_SHELVES, Assortment, Shelf, Shelving, even_pages
from generator.layout.tiles import Cutter
from generator.sheet.boxes import Box

TARGETS = (1.0, 0.9, 0.8, 0.7, 0.6)
"""How full pages of stacks are meant to be: less than full pages may be filled more evenly."""


@dataclass(frozen=True)
class Setting:
    """The plans of some pieces on pages of one format: kinds of shelving that come to the same pages share one."""

    cutter: Cutter
    assortment: Assortment
    page: Format
    _plans: dict[tuple[tuple[Shelf, ...], ...], Plan] = field(default_factory=dict)

    def plan(self, shelving: Shelving) -> Plan:
        """Set the figures with their words on shelves, and the shelves on as few pages as they need, evenly filled."""
        if shelving is Shelving.ROWS:
            shelves = self.assortment.side_by_side()
            table = table_of(self.cutter.blueprint, self.assortment.pieces)
            reserved = table.bare_copy.height + BETWEEN_SHELVES if table else 0.0
            broken = (self._on_pages(shelves, reserve) for reserve in dict.fromkeys((reserved, 0.0)))
            return min(broken, key=lambda plan: plan.cost)
        targets = TARGETS if shelving.stacks else TARGETS[:1]
        heights = (self.page.room.height * target for target in targets)
        plans = (self._on_pages(self.assortment.on_fewest_pages(shelving, height)) for height in heights)
        first = next(plans)
        return min((first, *plans), key=lambda plan: plan.cost) if first.is_uneven else first

    def _on_pages(self, shelves: Sequence[Shelf], reserved: float = 0.0) -> Plan:
        """The plan with these shelves on even pages."""
        pages = tuple(even_pages(shelves, self.page.room.height, reserved))
        found = self._plans.get(pages)
        if found is None:
            found = self._plans[pages] = Plan(self.cutter, self.page, pages)
        return found


def fewest_pages(figures: Sequence[Figure], room: Box) -> int:
    """The pages that figures need side by side on shelves: with their words they need no fewer."""
    assortment = Assortment([bare(figure) for figure in figures], room.width, room.height)
    return len(even_pages(assortment.on_fewest_pages(Shelving.ROWS, room.height), room.height))
