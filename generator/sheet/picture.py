"""Pages as pictures for the web: what copies share is drawn once, each copy's numbers and marks are poured over it.

A picture also shows shades instead of a copy: the heat map of a class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from typing import NamedTuple, TypeAlias

from generator.network.blueprint import Role
from generator.network.number import Values, places_of, printed
from generator.sheet import theme
from generator.sheet.boxes import Box, Cell, LegendEntry, Page, Sheet, Stroke, around
from generator.sheet.filling import Entry, Sign, Tone
from generator.sheet.geometry import centre_of, drop_of, inside_outline, strokes_through
from generator.sheet.measure import shortened
from generator.sheet.ruling import ruled
from generator.sheet.shades import Shade, shaded_cell, tints
from generator.sheet.signs import BESIDE, LIFT, LINE, SIGN_SIDE, SIGNS, beside_box, question_mark, sign_box
from generator.sheet.svg import FONT, draw, fixed_view, own_view, path, rectangle, rounded
from generator.type.shaping import Face, width

CellPlace: TypeAlias = tuple[str, str, int, int]
"""The id of an exercise, the name of a grid, and a row and column counted from 1."""

_MARGIN = 6.0
_NATURAL = 1.8
"""How many pixels a point takes where there is room: a small sheet is not blown up to the width of a window."""
_END = "</svg>"
_FRAME = 2.2
"""The width of the frame around a cell, and its distance from it."""
_LOOSE = 0.7
"""Text that fills a smaller part of its room needs no care."""
_QUESTION = question_mark(Box(0, 0, SIGN_SIDE, SIGN_SIDE))


class _Slot(NamedTuple):
    """A cell and where its text begins: `plain`, `lifted` over a sign, and the expected value `beside` the sign.

    A sign of strokes begins in its `corner`, a question mark in its `middle`.
    """

    cell: Cell
    place: CellPlace
    room: float
    size: float
    plain: str
    lifted: str
    beside: str
    room_beside: float
    corner: str
    middle: str


@dataclass(frozen=True)
class PagePicture:
    """The picture of a page: `ids` are those of the sheet's exercises."""

    page: Page
    ids: tuple[str, ...]

    @property
    def exercise(self) -> str:
        """The id of the exercise that the page belongs to."""
        return self.ids[self.page.exercise]

    @cached_property
    def places(self) -> frozenset[CellPlace]:
        """The places of the cells that are marked on this page."""
        return frozenset(slot.place for slot in self._blank if not slot.cell.copy)

    def shaded(self, shades: Mapping[CellPlace, Shade], values: Mapping[str, Mapping[str, Values]]) -> str:
        """The page with shaded cells; one without a shade keeps the tint of its role. Graphs are those of `values`."""
        shaded = [(cell, shades[self._place(cell)]) for cell in self.page.cells if self._is_shaded(cell, shades)]
        plain = [cell for cell in self.page.cells if not self._is_shaded(cell, shades)]
        cells = (shaded_cell(cell, shade, self.page.digits) for cell, shade in shaded)
        return "".join((self._head, tints(plain), *cells, self._views(values), self._ink, _END))

    def _is_shaded(self, cell: Cell, shades: Mapping[CellPlace, Shade]) -> bool:
        return not cell.copy and self._place(cell) in shades

    def poured(
        self,
        values: Mapping[str, Mapping[str, Values]],
        entries: Mapping[CellPlace, Entry],
        point: str,
        framed: CellPlace | None = None,
    ) -> str:
        """A copy of the page: printed `values`, by exercise, and in blank cells the entries; one cell is `framed`."""
        own = _Own(self.page.digits)
        for exercise, grid, slots in self._printed:
            own.numbers += self._numbers(values[exercise][grid], slots, point)
        for slot in self._blank:
            entry = entries.get(slot.place)
            if entry is None:
                own.numbers += self._numbers(values[slot.place[0]][slot.cell.grid], (slot,), point)
            else:
                own.write(slot, entry, slot.place == framed)
        return "".join((self._shared, self._views(values), *own.pieces(), _END))

    @cached_property
    def _shared(self) -> str:
        return self._head + tints(self.page.cells) + self._ink

    @cached_property
    def room(self) -> Box:
        """The part of the page that is shown."""
        ink = (draw(ink).box for ink in self.page.ink if not isinstance(ink, LegendEntry))
        boxes = [*ink, *(cell.box for cell in self.page.cells), *(view.box for view in self.page.views)]
        whole = around(boxes).grown(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        return Box(*rounded(whole.x, whole.y), *rounded(whole.width, whole.height))

    @cached_property
    def _head(self) -> str:
        room = self.room
        view = " ".join(f"{length:g}" for length in (room.x, room.y, room.width, room.height))
        wide = round(room.width * _NATURAL)
        return f'<svg class="sheet" width="{wide}" viewBox="{view}" font-family="{FONT}">'

    @cached_property
    def _ink(self) -> str:
        views, inked = "".join(map(fixed_view, self.page.views)), (*ruled(self.page), *self.page.read_ink)
        return views + "".join(draw(ink).svg for ink in inked if not isinstance(ink, LegendEntry))

    def _views(self, values: Mapping[str, Mapping[str, Values]]) -> str:
        return "".join(own_view(view, values[self.ids[view.exercise]], solved=False) for view in self.page.views)

    @cached_property
    def _printed(self) -> tuple[tuple[str, str, tuple[_Slot, ...]], ...]:
        """The cells that every copy prints, grid by grid."""
        grids: dict[tuple[str, str], list[_Slot]] = defaultdict(list)
        for cell in self.page.cells:
            if not (cell.asked or cell.covered):
                grids[self.ids[cell.exercise], cell.grid].append(self._slot(cell))
        return tuple((*name, tuple(slots)) for name, slots in grids.items())

    @cached_property
    def _blank(self) -> tuple[_Slot, ...]:
        """The cells that copies ask for, or may ask for."""
        return tuple(self._slot(cell) for cell in self.page.cells if cell.asked or cell.covered)

    def _numbers(self, rows: Values, slots: Sequence[_Slot], point: str) -> list[str]:
        """The numbers in these cells of a grid, all with equal decimal places."""
        places, digits = places_of(rows), self.page.digits
        texts = (printed(rows[slot.cell.row][slot.cell.column], point, places) for slot in slots)
        return [slot.plain + _text(text, slot.room, slot.size, digits) for slot, text in zip(slots, texts, strict=True)]

    def _place(self, cell: Cell) -> CellPlace:
        return self.ids[cell.exercise], cell.grid, cell.row + 1, cell.column + 1

    def _slot(self, cell: Cell) -> _Slot:
        size = theme.WORD.size if cell.word else self.page.digits
        x, y = centre_of(cell.box)
        baseline = y + drop_of(size)
        sign, beside = sign_box(cell.box), beside_box(cell.box)
        return _Slot(
            cell,
            self._place(cell),
            round(cell.box.width - 2 * theme.EDGE, 1),
            size,
            _begun(x, baseline),
            _begun(x, baseline - LIFT),
            _begun(beside.right, beside.y + beside.height / 2 + drop_of(BESIDE.size)),
            round(beside.width, 1),
            path(("M", sign.x, sign.y)),
            _begun(centre_of(sign)[0], centre_of(sign)[1] + drop_of(_QUESTION.size)),
        )


class _Own:
    """What one copy adds to a page, kind by kind: each kind's look is said once."""

    def __init__(self, digits: float) -> None:
        self.numbers: list[str] = []
        self._digits = digits
        self._typed: list[str] = []
        self._beside: list[str] = []
        self._unreadable: list[str] = []
        self._signs: dict[Sign, list[str]] = defaultdict(list)
        self._below: list[str] = []
        self._above: list[str] = []

    def write(self, slot: _Slot, entry: Entry, framed: bool) -> None:
        """An entry; a dashed copy of a cell repeats its text and nothing else.

        The frame has an id, so that words can lead to it where the sheet is wider than the screen.
        """
        sign = None if slot.cell.copy else entry.sign
        if slot.cell.covered:
            self._below.append(rectangle(inside_outline(slot.cell.box), f'fill="{theme.FILLS[Role.ANSWER]}"'))
        if entry.text:
            self._typed.append(
                (slot.lifted if sign else slot.plain) + _text(entry.text, slot.room, slot.size, self._digits)
            )
        if slot.cell.struck and entry.text == "0":
            strokes = (Stroke(*ends, theme.TONES[Tone.STUDENT]) for ends in strokes_through(slot.cell.box))
            self._below += (draw(stroke).svg for stroke in strokes)
        if sign is Sign.UNREADABLE:
            self._unreadable.append(f"{slot.middle}>?</text>")
        elif sign:
            self._signs[sign].append(slot.corner)
        if sign and entry.beside:
            self._beside.append(slot.beside + _text(entry.beside, slot.room_beside, BESIDE.size, BESIDE.size))
        if framed and not slot.cell.copy:
            exercise, *_ = slot.place
            look = f'id="first-{exercise}" class="first" fill="none" rx="2.5" stroke="{theme.TONES[Tone.WRONG]}"'
            look += f' stroke-width="{_FRAME}"'
            self._above.append(rectangle(slot.cell.box.grown(_FRAME, _FRAME, _FRAME, _FRAME), look))

    def pieces(self) -> Iterator[str]:
        """Everything, in the order of drawing."""
        yield from self._below
        yield from _group(self.numbers, f'font-size="{self._digits:g}" fill="{theme.INK}"')
        yield from _group(self._typed, f'font-size="{self._digits:g}" fill="{theme.TONES[Tone.STUDENT]}"')
        yield from _group(self._beside, f'font-size="{BESIDE.size}" fill="{BESIDE.colour}"', "end")
        look = f'font-size="{_QUESTION.size:g}" font-weight="700" fill="{_QUESTION.colour}"'
        yield from _group(self._unreadable, look)
        for sign, corners in self._signs.items():
            yield _strokes(sign, corners)
        yield from self._above


def pictures(sheet: Sheet) -> tuple[PagePicture, ...]:
    """The pictures of the pages, cropped to what is drawn, without head and foot."""
    ids = tuple(exercise.id for exercise in sheet.chapters)
    return tuple(PagePicture(page, ids) for page in sheet.pages)


def _begun(x: float, y: float) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"'


@lru_cache(maxsize=1 << 13)
def _text(text: str, room: float, size: float, usual: float) -> str:
    """The rest of a text element, made to fit its room; cached because few different texts occur.

    Its size is said where it is not the `usual` one.
    """
    text = shortened(text, room)
    wide = width(text, Face.REGULAR, size)
    fitting = min(size, size * room / wide) if wide else size
    look = f' font-size="{fitting:.3g}"' if fitting != usual else ""
    if wide > _LOOSE * room:  # a browser's own font may be wider
        look += f' textLength="{min(wide, room):.1f}" lengthAdjust="spacingAndGlyphs"'
    return f"{look}>{escape(text, quote=False)}</text>"


def _group(texts: Sequence[str], look: str, anchor: str = "middle") -> Iterator[str]:
    if texts:
        yield f'<g text-anchor="{anchor}" {look}>{"".join(texts)}</g>'


def _strokes(sign: Sign, corners: Sequence[str]) -> str:
    """A sign at all its places, in one path."""
    colour, tail = theme.TONES[SIGNS[sign][0]], _tail(sign)
    places = "".join(corner + tail for corner in corners)
    return f'<path d="{places}" fill="none" stroke="{colour}" stroke-width="{LINE}" stroke-linecap="round"/>'


@lru_cache(maxsize=len(Sign))
def _tail(sign: Sign) -> str:
    """The strokes of a sign, relative to the upper left corner of its box, ending there again."""
    at, parts = (0.0, 0.0), []
    for stroke in SIGNS[sign][1]:
        for number, (x, y) in enumerate(stroke):
            point = (x * SIGN_SIDE, y * SIGN_SIDE)
            parts.append(f"{'l' if number else 'm'}{point[0] - at[0]:.2f} {point[1] - at[1]:.2f}")
            at = point
    return "".join(parts)
