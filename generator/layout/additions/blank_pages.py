"""The empty pages that a worked key can be set on in place of an exercise's own: upright and across."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.layout import margins
from generator.sheet.boxes import Page, Sheet, added_page


class BlankPages(NamedTuple):
    """An empty page to open an exercise with, under the head that names its points, and one to go on with."""

    opening: Page
    following: Page


def blank_pages(sheet: Sheet, exercise: int) -> tuple[BlankPages, ...]:
    """The blank pages of an exercise: like its own first, then turned by a quarter, save for half pages."""
    wide, high = added_page(sheet, exercise).size
    sizes = [(wide, high)] if min(wide, high) < margins.NARROW else [(wide, high), (high, wide)]
    return tuple(
        BlankPages(_blank(sheet, exercise, size, True), _blank(sheet, exercise, size, False)) for size in sizes
    )


def all_blank_pages(sheet: Sheet) -> Iterator[Page]:
    """Every blank page that a key to this sheet can need."""
    for exercise in range(len(sheet.chapters)):
        for pages in blank_pages(sheet, exercise):
            yield from (pages.opening, pages.following)


def _blank(sheet: Sheet, exercise: int, size: tuple[float, float], first: bool) -> Page:
    digits = added_page(sheet, exercise).digits
    return Page(size, exercise, digits, (), (), tuple(margins.head(size, first)))
