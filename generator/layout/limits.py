"""The room that a figure may take; what is compared with it is noted, so that one search can serve other limits too."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Protocol

from generator.light import light


@light(frozen=True)
class Limits:
    """The room a figure may take, in points, and how many repeating blocks it may hold."""

    width: float
    height: float
    blocks: int


@dataclass
class Limit:
    """The most that something may be: every number that was compared with it is in `kept` or beyond `broken`."""

    most: float
    kept: float = -inf
    broken: float = inf

    def holds(self, size: float) -> bool:
        """Whether this size is within the limit."""
        if size <= self.most:
            self.kept = max(self.kept, size)
            return True
        self.broken = min(self.broken, size)
        return False

    def decides_like(self, most: float) -> bool:
        """Whether every comparison so far would have ended the same with another limit."""
        return self.kept <= most < self.broken


class Room(Protocol):
    """What can say whether something is within a limit."""

    def holds(self, size: float) -> bool:
        """Whether this size is within the limit."""
        ...


@dataclass(frozen=True)
class Rest:
    """What is left of a limit next to something that has `taken` its part."""

    limit: Limit
    taken: float

    def holds(self, size: float) -> bool:
        """Whether this size, together with what is taken, is within the limit."""
        return self.limit.holds(self.taken + size)


@dataclass(frozen=True)
class Gauge:
    """Limits that note what is compared with them."""

    width: Limit
    height: Limit
    blocks: Limit

    @staticmethod
    def of(limits: Limits) -> Gauge:
        """The gauge for some limits, before anything is compared with them."""
        return Gauge(Limit(limits.width), Limit(limits.height), Limit(limits.blocks))

    def decides_like(self, limits: Limits) -> bool:
        """Whether every comparison so far would have ended the same within other limits."""
        return (
            self.width.decides_like(limits.width)
            and self.height.decides_like(limits.height)
            and self.blocks.decides_like(limits.blocks)
        )
