"""The format of a page: its size, and the room on it for figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.layout import margins
from generator.sheet.boxes import Box, Text


@dataclass(frozen=True)
class Format:
    """A page's size, what is said to all steps over its figures, and how many times these are enlarged on it."""

    size: tuple[float, float]
    instructions: bool = False
    common: str = ""
    scale: float = 1.0

    @cached_property
    def said(self) -> tuple[Text, ...]:
        """The lines of what is said to all steps."""
        return margins.common(self.size, self.common, self.instructions)

    @cached_property
    def room(self) -> Box:
        """The part of the page for figures, as large as it is to those that are enlarged afterwards."""
        room, taken = margins.room(self.size, self.instructions), margins.under_common(self.said)
        return Box(room.x, room.y + taken, room.width / self.scale, (room.height - taken) / self.scale)
