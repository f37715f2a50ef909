"""What the filling of one copy adds to its Sheet, laid out: lists on pages that follow."""

from __future__ import annotations

from generator.filling import Filling
from generator.layout.listing import listing_pages
from generator.sheet import Sheet, Supplement


def lay_out_supplement(filling: Filling, sheet: Sheet) -> Supplement:
    """The pages that a filling adds to the sheet."""
    return Supplement(pages=tuple(page for listing in filling.listings for page in listing_pages(listing, sheet)))
