"""Bars of intervals: numbers as ticks on bars from 0 to 1, and the borders and words of what the bars are cut into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from generator.network.number import Number, Value, Values, printed
from generator.sheet.boxes import Align, Bars, Box, Frame, FrameKind, Ink, Stroke, Text
from generator.sheet.theme import HEADING, KEY_INK, TICK, WORD, TextStyle
from generator.type.notation import Span
from generator.type.shaping import Face

_SLOT = 56.0
"""The width of a column with a bar in its middle, the number of the tick at the left and words at the right."""
_WIDE = 12.0
"""The width of a bar."""
_NUMBER = 15.0
"""The room at the left of a bar for the number of its tick."""
_HIGH = 150.0
_ROWS_HIGH = 4.0
"""A bar is so high, but no higher than this many rows of cells."""
_MARK = 3.0
"""The length of the marks at each tenth; that at one half is longer."""
_END = 11.0
"""Height of the 1 over a bar and of the 0 under it."""
_OVER = 2.5
"""How far ticks and borders reach beyond their bar."""
_LINE = 1.15
"""Height of a line of text, relative to its size."""


def least_width_of_bars(columns: int) -> float:
    """The least width of so many bars."""
    return _SLOT * columns


def height_of_bars(row: float) -> float:
    """The height of bars beside rows of cells that are so high."""
    return min(_HIGH, _ROWS_HIGH * row) + 2 * _END


def bars_in(box: Box, columns: int) -> tuple[Box, ...]:
    """Each of the bars in a box, in the middle of its column."""
    slot = box.width / columns
    left = (slot - _WIDE) / 2
    return tuple(
        Box(box.x + slot * column + left, box.y + _END, _WIDE, box.height - 2 * _END) for column in range(columns)
    )


def height_of(bar: Box, number: Number) -> float:
    """The y of a number on a bar."""
    return bar.bottom - float(number) * bar.height


def _numbers(cells: Iterable[Value]) -> list[Number]:
    """Cells of a grid that holds no words."""
    return [cell for cell in cells if not isinstance(cell, str)]


def outlines_of(bars: Bars) -> Iterator[Ink]:
    """What all copies share: the bars, with a 1 above and a 0 below each."""
    part = bars.size / WORD.size
    high = _END * part
    style = TextStyle(HEADING.face, bars.size, HEADING.colour)
    for bar in bars.bars:
        yield Frame(bar, FrameKind.PLAIN)
        for number, y in ((1, bar.y - high), (0, bar.bottom)):
            yield Text(Box(bar.x, y, bar.width, high), (Span(str(number)),), style, Align.CENTRE)
        for tenth in range(1, 10):
            y, long = height_of(bar, Fraction(tenth, 10)), _MARK * part * (2 if tenth == 5 else 1)
            yield Stroke((bar.right - long, y), (bar.right, y), HEADING.colour)


def ticks_of(bars: Bars, numbers: Values) -> Iterator[Ink]:
    """What a copy adds: a tick at each number, which is written at the left of its bar."""
    part = bars.size / WORD.size
    style = TextStyle(Face.BOLD, bars.size)
    for bar, number in zip(bars.bars, _numbers(numbers[0]), strict=True):
        y, high = height_of(bar, number), bars.size * _LINE
        yield Stroke((bar.x - _OVER * part, y), (bar.right, y), TICK)
        place = Box(bar.x - _NUMBER * part, y - high / 2, (_NUMBER - _OVER - 1) * part, high)
        yield Text(place, (Span(printed(number, bars.point)),), style, Align.RIGHT)


def intervals_of(bars: Bars, values: Mapping[str, Values]) -> Iterator[Ink]:
    """What a key adds: a border at each bound, and the words between them, the widest intervals first."""
    part = bars.size / WORD.size
    style, high = TextStyle(WORD.face, bars.size, KEY_INK), bars.size * _LINE
    for column, bar in enumerate(bars.bars):
        taken: list[Box] = []
        found = _intervals(bars, values, column)
        for low, _, _ in found[:-1]:
            y = height_of(bar, low)
            yield Stroke((bar.x, y), (bar.right + _OVER * part, y), KEY_INK)
        for low, top, word in sorted(found, key=lambda interval: interval[0] - interval[1]):
            y = height_of(bar, Fraction(low + top) / 2) - high / 2
            room = (_SLOT - _NUMBER - _WIDE - _OVER) * part  # up to the number at the next bar
            place = Box(bar.right + (_OVER + 0.5) * part, y, room, high)
            if top > low and not any(place.overlaps(other) for other in taken):
                taken.append(place)
                yield Text(place, (Span(word),), style)


def _intervals(bars: Bars, values: Mapping[str, Values], column: int) -> list[tuple[Number, Number, str]]:
    """The lower and upper bound of each word's interval in a column; the last word's starts at 0."""
    bounds = [*_numbers(row[column] for row in values[bars.bounds]), 0]
    words = [row[0] for row in values[bars.words]]
    return [(low, top, str(word)) for (top, low), word in zip(pairwise(bounds), words, strict=True)]


def words_of_ticks(bars: Bars, values: Mapping[str, Values]) -> str:
    """The numbers of the ticks, from the first bar on."""
    return ", ".join(printed(number, bars.point) for number in values[bars.grid][0])


def words_of_intervals(bars: Bars, values: Mapping[str, Values]) -> str:
    """The intervals of each bar, from its top down, such as `sun 1–0.4, rain 0.4–0; sun 1–0.7, rain 0.7–0`."""
    return "; ".join(
        ", ".join(
            f"{word} {printed(top, bars.point)}–{printed(low, bars.point)}"
            for low, top, word in _intervals(bars, values, column)
        )
        for column in range(len(bars.bars))
    )
