"""The additions of one copy's filling to its Sheet: remarks next to grids, and lists on pages that follow."""

from __future__ import annotations

from generator.layout.additions.listing import listing_pages
from generator.layout.additions.remarks import remark_listings, set_remarks
from generator.layout.additions.working_pages import working_pages
from generator.sheet.boxes import Sheet, Supplement
from generator.sheet.filling import Filling


def lay_out_supplement(filling: Filling, sheet: Sheet) -> Supplement:
    """The passages and the pages that a filling adds to the sheet."""
    remarks = set_remarks(filling, sheet)
    pages = [page for working in filling.working for page in working_pages(working, sheet)]
    for listing in remark_listings(remarks.left, filling.remarks_title):
        pages += listing_pages(listing, sheet)
    return Supplement(remarks.passages, tuple(pages))
