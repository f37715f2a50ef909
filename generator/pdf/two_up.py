"""Binds copies on half pages, two to a page: a stack that is cut in the middle has a student's sheet in each half."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from generator.pdf.binding import Binding, Impression, Laid, Plates


@dataclass
class TwoUp:
    """A file under construction, in which each page has a page of one copy and a page of the next."""

    binding: Binding
    _waiting: tuple[Plates, Impression, Mapping[int, str]] | None = None

    def add(self, press: Plates, impression: Impression, bookmarks: Mapping[int, str]) -> None:
        """Add a copy; it is bound together with the next one."""
        if self._waiting is None:
            self._waiting = press, impression, bookmarks
        else:
            first, self._waiting = self._waiting, None
            self._bind(first, (press, impression, bookmarks))

    @property
    def pages(self) -> int:
        """How many pages have been bound."""
        return self.binding.pages

    def close(self) -> None:
        """Bind a last copy that is alone, and write the file."""
        if self._waiting:
            self._bind(self._waiting)
        self.binding.close()

    def _bind(self, *copies: tuple[Plates, Impression, Mapping[int, str]]) -> None:
        """Bind one or two copies; pages of which one is upright and the other is not come one after the other."""
        for number, (press, impression, _) in enumerate(copies):
            (self.binding.take if number else self.binding.start_copy)(press, impression)
        rows = zip_longest(*([Laid(press, page) for page in impression.pages] for press, impression, _ in copies))
        for place, row in enumerate(rows):
            pages = [page for page in row if page]
            names = [bookmarks[place] for _, _, bookmarks in copies if place in bookmarks]
            if len({page.plate.size for page in pages}) == 1:
                self._add(pages, names)
                continue
            for number, page in enumerate(pages):
                self._add([page], names[number : number + 1])

    def _add(self, pages: list[Laid], names: list[str]) -> None:
        wide, high = pages[0].plate.size
        size, corners = _halves(wide, high)
        laid = [Laid(page.press, page.page, corner) for page, corner in zip(pages, corners, strict=False)]
        self.binding.add_page(size, laid, names)


def _halves(wide: float, high: float) -> tuple[tuple[float, float], tuple[tuple[float, float], ...]]:
    """The page that two halves make, and where each is on it: side by side if they are upright, else stacked."""
    if wide < high:
        return (2 * wide, high), ((0.0, 0.0), (wide, 0.0))
    return (wide, 2 * high), ((0.0, high), (0.0, 0.0))
