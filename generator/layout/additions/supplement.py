"""The additions of one copy's filling to its Sheet: remarks and working next to grids, and other pages."""

from __future__ import annotations

from collections.abc import Sequence

from generator.layout.additions.beside_cells import beside_cells
from generator.layout.additions.listing import listing_pages
from generator.layout.additions.remarks import remark_listings, set_remarks
from generator.layout.additions.working_pages import pages_instead, working_on_sheet
from generator.sheet.boxes import Page, Passage, Sheet, Supplement
from generator.sheet.filling import Filling


def lay_out_supplement(filling: Filling, sheet: Sheet, footed: bool = False) -> Supplement:
    """What a filling adds to the sheet; an exercise whose working finds no room there has other pages instead.

    The pages are `footed` if they have a footer.
    """
    remarks = set_remarks(filling, sheet, footed)
    passages: list[Sequence[Passage]] = list(remarks.passages)
    pages: list[Page] = []
    instead: dict[int, tuple[Page, ...]] = {}
    for working in filling.working:
        on_sheet = beside_cells(working, sheet)
        if on_sheet is None:
            on_sheet = working_on_sheet(working, sheet)
        if on_sheet is None:
            instead[working.exercise] = pages_instead(working, sheet)
        else:
            passages = [(*there, *on_sheet.get(number, ())) for number, there in enumerate(passages)]
    for listing in remark_listings(remarks.left, filling.remarks_title):
        pages += listing_pages(listing, sheet)
    return Supplement(tuple(map(tuple, passages)), tuple(pages), instead)
