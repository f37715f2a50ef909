"""Remarks on a marked copy: each is next to its grid where the sheet has room, or on a page that follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from math import inf
from typing import NamedTuple

from generator.layout import margins
from generator.layout.additions.vacancy import Vacancy
from generator.layout.lines import wrap
from generator.sheet.boxes import Box, FieldKind, Ink, LegendEntry, Page, Passage, Reading, Sheet, Signed, Text, around
from generator.sheet.filling import Filling, Listing, ListItem, Remark, Section, Sign
from generator.sheet.measure import span_width
from generator.sheet.theme import REMARK, SMALL, TONES, TextStyle
from generator.type.notation import Span, spans_of_line, spans_of_name
from generator.type.shaping import width

_WIDTHS = (150.0, 190.0, 120.0, 240.0, 96.0, 76.0)
"""Widths that a remark may be set in, the most readable first."""
_WORSE = 12.0
"""How much nearer to its grid a less readable width must bring a remark, in points."""
_LINE = 9.6
_ASIDE = 9.0
"""Clear space beside a remark: one nearer to it would be read as its next words."""
_SIGN = 5.0
_BETWEEN_SIGNS = 14.0


class _Way(NamedTuple):
    """A way to set a remark, and how far that is from its grid."""

    distance: float
    box: Box
    lines: Sequence[tuple[Span, ...]]


class RemarkSetter:
    """Sets the remarks of one copy on the pages of its sheet; those that find no room are `left`."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._vacancies: dict[int, Vacancy] = {}
        self._set: dict[int, list[Passage]] = defaultdict(list)
        self._names = [
            frozenset(cell.grid for page in sheet.pages if page.exercise == exercise for cell in page.cells)
            for exercise in range(len(sheet.chapters))
        ]
        self.left: list[Remark] = []

    @property
    def passages(self) -> tuple[tuple[Passage, ...], ...]:
        """The passages set on each page."""
        return tuple(tuple(self._set[number]) for number in range(len(self._sheet.pages)))

    def add(self, remarks: Sequence[Remark]) -> None:
        """Set remarks in the free places nearest to their grids; as they begin with a grid's name, any place will do.

        Those that have room at their grid come first: what must be far from its own grid takes no place at another.
        """
        wished = {remark: self._way(remark) for remark in remarks}
        found: dict[Remark, tuple[int, Passage]] = {}
        for remark in sorted(wished, key=lambda remark: way.distance if (way := wished[remark]) else inf):
            number, _ = self._grid(remark)
            vacancy, way = self._vacancy(number), wished[remark]
            if way and not vacancy.is_free(way.box):
                way = self._way(remark)
            if way:
                vacancy.take(way.box.grown(_ASIDE, 0, _ASIDE, 0))
                found[remark] = number, _passage(way, _style(remark))
        for remark in wished:
            if remark in found:
                number, passage = found[remark]
                self._set[number].append(passage)
            else:
                self.left.append(remark)

    def _way(self, remark: Remark) -> _Way | None:
        """The best way to set a remark in the room that is left; None if there is none."""
        number, anchor = self._grid(remark)
        vacancy, style = self._vacancy(number), _style(remark)
        ways: list[_Way] = []
        for worse, room in enumerate(_WIDTHS):
            if ways and min(way.distance for way in ways) <= _WORSE * worse:
                break  # no other width can do better
            lines, wide = self._wrapped(remark, style, room)
            found = vacancy.nearest(wide, _LINE * len(lines), anchor) if wide <= room else None
            if found is not None:
                ways.append(_Way(found[1] + _WORSE * worse, found[0], lines))
        return min(ways, key=lambda way: way.distance, default=None)

    def explain(self, exercise: int, signs: Sequence[tuple[Sign, str]], footed: bool) -> None:
        """Explain the signs in a row at the foot of an exercise's first page: below the legend, unless it is `footed`.

        Else the row is over the legend or under the head. Where these are too narrow, the signs are near the foot in
        columns; without room for those, nothing is set.
        """
        number = next(number for number, page in enumerate(self._sheet.pages) if page.exercise == exercise)
        vacancy = self._vacancy(number)
        foot = Box(vacancy.room.x, vacancy.room.bottom, 0, 0)
        wide = [_SIGN + 3 + width(words, SMALL.face, SMALL.size) for _, words in signs]
        long = sum(wide) + _BETWEEN_SIGNS * (len(wide) - 1)
        for strip in _strips(self._sheet.pages[number], footed):
            if long <= strip.width:
                lefts = accumulate((one + _BETWEEN_SIGNS for one in wide), initial=strip.x)
                self._set[number].append(_explained(signs, wide, [(left, strip.y) for left in lefts]))
                return
        for rows in range(1, len(signs) + 1):
            columns = [wide[start : start + rows] for start in range(0, len(wide), rows)]
            starts = list(accumulate((max(column) + _BETWEEN_SIGNS for column in columns), initial=0.0))
            place = vacancy.nearest(starts[-1] - _BETWEEN_SIGNS, rows * _LINE, foot)
            if place is None:
                continue
            box, _ = place
            vacancy.take(box)
            corners = [(box.x + starts[n // rows], box.y + n % rows * _LINE) for n in range(len(signs))]
            self._set[number].append(_explained(signs, wide, corners))
            return

    def _wrapped(self, remark: Remark, style: TextStyle, room: float) -> tuple[list[tuple[Span, ...]], float]:
        """The lines of a remark, about as wide as each other, and the width of the widest."""
        spans_of = partial(_spans, self._names[remark.exercise])
        lines = wrap(remark.text, style, room, spans_of)
        low, high = room / 2, room
        while len(lines) > 1 and high - low > 3:
            middle = (low + high) / 2
            narrower = wrap(remark.text, style, middle, spans_of)
            if len(narrower) == len(lines):
                lines, high = narrower, middle
            else:
                low = middle
        return lines, max(span_width(line, style) for line in lines)

    def _grid(self, remark: Remark) -> tuple[int, Box]:
        """The page that a grid is on, and where."""
        for number, page in enumerate(self._sheet.pages):
            cells = _cells(page, remark)
            if cells:
                return number, around(cells)
        raise AssertionError(f"{remark.grid} is not on any page")

    def _vacancy(self, number: int) -> Vacancy:
        if number not in self._vacancies:
            self._vacancies[number] = Vacancy.of(self._sheet.pages[number])
        return self._vacancies[number]


def _style(remark: Remark) -> TextStyle:
    return replace(REMARK, colour=TONES[remark.tone])


def _passage(way: _Way, style: TextStyle) -> Passage:
    """A remark, set that way."""
    box = way.box
    lines = enumerate(way.lines)
    texts = (Text(Box(box.x, box.y + place * _LINE, box.width, _LINE), line, style) for place, line in lines)
    return Passage(Reading.WORDS, tuple(texts))


def _explained(
    signs: Sequence[tuple[Sign, str]], wide: Sequence[float], corners: Iterable[tuple[float, float]]
) -> Passage:
    """Signs with their words, each set from a corner on."""
    ink: list[Ink] = []
    for (sign, words), taken, (x, y) in zip(signs, wide, corners, strict=False):
        ink.append(Signed(Box(x, y + (_LINE - _SIGN) / 2, _SIGN, _SIGN), sign))
        ink.append(Text(Box(x + _SIGN + 3, y, taken - _SIGN - 3, _LINE), (Span(words),), SMALL))
    return Passage(Reading.WORDS, tuple(ink))


def _strips(page: Page, footed: bool) -> Iterator[Box]:
    """The line below the legend, and what is free of the lines over the legend, after the note, and under the head."""
    room = margins.room(page.size)
    if not footed:
        footers = (field.box for field in page.fields if field.kind is FieldKind.FOOTER)
        yield from (Box(box.x, box.bottom - _LINE, box.width, _LINE) for box in footers)
    legend = min(entry.box.y for entry in page.ink if isinstance(entry, LegendEntry))
    for y in (legend - _LINE, room.y - _LINE):
        line = Box(room.x, y, room.width, _LINE)
        words = [ink for ink in page.ink if isinstance(ink, Text) and ink.box.overlaps(line, _LINE / 4)]
        ends = [ink.box.x + span_width(ink.spans, ink.style) + _BETWEEN_SIGNS for ink in words]
        fields = [field.box.right for field in page.fields if field.box.overlaps(line, _LINE / 4)]
        start = max([room.x, *ends, *fields])
        yield Box(start, y, room.right - start, _LINE)


def _cells(page: Page, remark: Remark) -> list[Box]:
    return [
        cell.box
        for cell in page.cells
        if cell.exercise == remark.exercise and cell.grid == remark.grid and not cell.copy
    ]


def _spans(names: Container[str], word: str) -> tuple[Span, ...]:
    """A word of a remark; names of grids as they are written on the sheet."""
    name = word.rstrip(",.:;")
    if name not in names:
        return spans_of_line(word)
    rest = word[len(name) :]
    return (*spans_of_name(name), Span(rest)) if rest else spans_of_name(name)


def set_remarks(filling: Filling, sheet: Sheet, footed: bool) -> RemarkSetter:
    """Set all remarks of a filling in their order, and explain its signs on each exercise's first page.

    A sheet is `footed` if its pages have a footer, below the legend.
    """
    setter = RemarkSetter(sheet)
    for exercise, signs in enumerate(filling.signs):
        if signs:
            setter.explain(exercise, signs, footed)
    setter.add(filling.remarks)
    return setter


def remark_listings(left: Iterable[Remark], title: str) -> Iterator[Listing]:
    """The remarks that found no room on the sheet, as lists."""
    by_exercise: dict[int, list[Section]] = defaultdict(list)
    for remark in left:
        item = ListItem(remark.text, remark.tone)
        by_exercise[remark.exercise].append(Section(remark.step, remark.step_title, remark.grid, (item,)))
    for exercise, sections in by_exercise.items():
        yield Listing(exercise, title, tuple(sections))
