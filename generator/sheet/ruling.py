"""Rules dashed grids: each line of a copy once and over its whole length, and none where a solid line is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from generator.sheet.boxes import Box, Cell, Frame, FrameKind, Ink, Page
from generator.sheet.geometry import Point

_Span: TypeAlias = tuple[float, float]
_Lines: TypeAlias = dict[tuple[bool, float], list[_Span]]
"""For each line, upright or level, at its distance from the left or the top: the parts of it that are drawn."""

_NEAR = 0.05
"""Edges that are as close as this, in points, are the same line."""


class Ruled(NamedTuple):
    """Straight lines, each from end to end, in the look of an outline."""

    lines: tuple[tuple[Point, Point], ...]
    kind: FrameKind


def ruled(page: Page) -> Iterator[Ink | Ruled]:
    """What is drawn around the passages of a page, with the lines of dashed grids in place of their outlines."""
    yield from ruling(page.cells, page.drawing)
    yield from (ink for ink in page.drawing if not _is_dashed(ink))


def ruling(cells: Sequence[Cell], drawing: Iterable[Ink]) -> Iterator[Ruled]:
    """The lines of dashed grids: those between cells, and outlines, which are solid along solid cells."""
    frames = [ink for ink in drawing if isinstance(ink, Frame)]
    level = _Level()
    between = level.edges(cell.box for cell in cells if cell.dashed)
    around = level.edges(frame.box for frame in frames if _is_dashed(frame))
    solid = level.edges(cell.box for cell in cells if not cell.dashed)
    framed = level.edges(frame.box for frame in frames if not _is_dashed(frame))
    unframed = _without(around, framed)
    kinds = {
        FrameKind.COPIED: _without(_without(_without(between, around), solid), framed),
        FrameKind.COPY: _without(unframed, solid),
        FrameKind.PLAIN: _without(unframed, _without(unframed, solid)),
    }
    for kind, lines in kinds.items():
        if drawn := tuple(_drawn(lines)):
            yield Ruled(drawn, kind)


def _is_dashed(ink: Ink) -> bool:
    return isinstance(ink, Frame) and ink.kind is FrameKind.COPY


class _Level:
    """Gives edges that are next to each other the same place, so that they are one line."""

    def __init__(self) -> None:
        self._places: dict[tuple[bool, int], float] = {}

    def edges(self, boxes: Iterable[Box]) -> _Lines:
        """The edges of boxes, parts that touch or overlap joined."""
        lines: _Lines = defaultdict(list)
        for box in boxes:
            for y in (box.y, box.bottom):
                lines[False, self._at(False, y)].append((box.x, box.right))
            for x in (box.x, box.right):
                lines[True, self._at(True, x)].append((box.y, box.bottom))
        return {line: _joined(spans) for line, spans in lines.items()}

    def _at(self, upright: bool, place: float) -> float:
        step = round(place / _NEAR)
        for near in (step, step - 1, step + 1):
            if (upright, near) in self._places:
                return self._places[upright, near]
        return self._places.setdefault((upright, step), place)


def _joined(spans: Iterable[_Span]) -> list[_Span]:
    """The same parts of a line, those that touch made one."""
    joined: list[_Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + _NEAR:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(lines: _Lines, others: _Lines) -> _Lines:
    """What is left of lines where others are not."""
    return {line: list(_left(spans, others.get(line, ()))) for line, spans in lines.items()}


def _left(spans: Iterable[_Span], others: Sequence[_Span]) -> Iterator[_Span]:
    for start, end in spans:
        begun = start
        for other_start, other_end in others:
            if other_end <= begun + _NEAR or end - _NEAR <= other_start:
                continue
            if begun + _NEAR < other_start:
                yield begun, other_start
            begun = max(begun, other_end)
        if begun + _NEAR < end:
            yield begun, end


def _drawn(lines: _Lines) -> Iterator[tuple[Point, Point]]:
    """The ends of every part."""
    for (upright, place), spans in sorted(lines.items()):
        for start, end in spans:
            yield ((place, start), (place, end)) if upright else ((start, place), (end, place))
