"""Defines how the outline around each kind of matrix is drawn, on paper and on a web page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from generator.sheet import theme
from generator.sheet.boxes import FrameKind


class Outline(NamedTuple):
    """The colour of a line, its width in points, and the lengths of its dashes and gaps; a solid line has none."""

    colour: str
    width: float
    dashes: tuple[float, ...] = ()


OUTLINES: Mapping[FrameKind, Outline] = MappingProxyType(
    {
        FrameKind.PLAIN: Outline(theme.INK, 0.9),
        FrameKind.WEIGHT: Outline(theme.RED, 1.5),
        FrameKind.BACKWARD: Outline(theme.BLUE, 1.5),
        FrameKind.TARGET: Outline(theme.INK, 1.3),
        FrameKind.COPY: Outline(theme.GREY, 0.9, (2.5, 2)),
        FrameKind.COPIED: Outline(theme.GRID_LINE, 0.6, (1.6, 1.6)),
        FrameKind.WINDOW: Outline(theme.VIOLET, 2.2),
        FrameKind.POOLED: Outline(theme.INK, 1.7),
    }
)
