"""Remarks on a marked copy: each stands beside its grid, where the sheet has room, or on a page that follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.filling import Filling, Item, Listing, Remark, Section, Sign
from generator.fonts import width
from generator.layout import margins
from generator.layout.notation import span_width, spans_of_line, wrap
from generator.layout.vacancy import Vacancy
from generator.sheet import Box, Ink, Page, Sheet, Signed, Span, Text, around
from generator.theme import REMARK, SMALL, TONES

WIDTHS = (150.0, 190.0, 120.0, 240.0, 96.0)
"""Widths that a remark may be set in, the most readable first."""
WORSE = 12.0
"""How much nearer a less readable width must bring it, in points."""
FARTHEST = 150.0
"""A remark farther from its grid than this would not be seen to belong to it."""
LINE = 9.6
SIGN = 5.0
BETWEEN_SIGNS = 14.0


class RemarkSetter:
    """Sets the remarks of one copy on the pages of its sheet; what has found no room is `left`."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._vacancies: dict[int, Vacancy] = {}
        self._ink: dict[int, list[Ink]] = defaultdict(list)
        self.left: list[Remark] = []

    @property
    def ink(self) -> tuple[tuple[Ink, ...], ...]:
        """The ink of each page."""
        return tuple(tuple(self._ink[number]) for number in range(len(self._sheet.pages)))

    def add(self, remark: Remark) -> None:
        """Find a place for a remark on the page where its grid stands."""
        number, anchor = self._grid(remark)
        vacancy = self._vacancy(number)
        style = replace(REMARK, colour=TONES[remark.tone])
        ways = []
        for worse, room in enumerate(WIDTHS):
            lines = wrap(remark.text, style, room, spans_of_line)
            wide = max(span_width(line, style) for line in lines)
            found = vacancy.nearest(wide, LINE * len(lines), anchor) if wide <= room else None
            if found is not None:
                ways.append((found[1] + WORSE * worse, found[0], lines))
        if not ways or min(way[0] for way in ways) > FARTHEST:
            self.left.append(remark)
            return
        _, box, lines = min(ways, key=lambda way: way[0])
        vacancy.take(box)
        for place, line in enumerate(lines):
            self._ink[number].append(Text(Box(box.x, box.y + place * LINE, box.width, LINE), line, style))

    def explain(self, exercise: int, signs: Sequence[tuple[Sign, str]]) -> None:
        """Say on an exercise's first page, near its foot, what the signs mean; nothing where there is no room."""
        number = next(number for number, page in enumerate(self._sheet.pages) if page.exercise == exercise)
        room = margins.room(self._sheet.pages[number].size)
        wide = [SIGN + 3 + width(words, SMALL.face, SMALL.size) for _, words in signs]
        place = self._vacancy(number).nearest(
            sum(wide) + BETWEEN_SIGNS * (len(signs) - 1), LINE, Box(room.x, room.bottom, 0, 0)
        )
        if place is None:
            return
        box, _ = place
        self._vacancy(number).take(box)
        x = box.x
        for (sign, words), taken in zip(signs, wide, strict=True):
            self._ink[number].append(Signed(Box(x, box.y + (LINE - SIGN) / 2, SIGN, SIGN), sign))
            self._ink[number].append(Text(Box(x + SIGN + 3, box.y, taken - SIGN - 3, LINE), (Span(words),), SMALL))
            x += taken + BETWEEN_SIGNS

    def _grid(self, remark: Remark) -> tuple[int, Box]:
        """The page on which a grid stands, and where."""
        for number, page in enumerate(self._sheet.pages):
            cells = _cells(page, remark)
            if cells:
                return number, around(cells)
        raise AssertionError(f"{remark.grid} stands on no page")

    def _vacancy(self, number: int) -> Vacancy:
        if number not in self._vacancies:
            self._vacancies[number] = Vacancy.of(self._sheet.pages[number])
        return self._vacancies[number]


def _cells(page: Page, remark: Remark) -> list[Box]:
    return [
        cell.box
        for cell in page.cells
        if cell.exercise == remark.exercise and cell.grid == remark.grid and not cell.copy
    ]


def set_remarks(filling: Filling, sheet: Sheet) -> RemarkSetter:
    """All remarks of a filling, set in their order, and on each exercise's first page what its signs mean."""
    setter = RemarkSetter(sheet)
    for exercise, signs in enumerate(filling.signs):
        if signs:
            setter.explain(exercise, signs)
    for remark in filling.remarks:
        setter.add(remark)
    return setter


def remark_listings(left: Iterable[Remark], title: str) -> Iterator[Listing]:
    """The remarks that found no room on the sheet, as lists."""
    by_exercise: dict[int, list[Section]] = defaultdict(list)
    for remark in left:
        item = Item(remark.text, tone=remark.tone)
        by_exercise[remark.exercise].append(Section(remark.step, remark.step_title, remark.grid, (item,)))
    for exercise, sections in by_exercise.items():
        yield Listing(exercise, title, tuple(sections))
