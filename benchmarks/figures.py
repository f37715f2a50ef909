"""Figures: what was measured, beside its peers and its goal, and the table that is printed of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median
from typing import TypeVar

Item = TypeVar("Item")

ROUNDS = 5


@dataclass(frozen=True)
class Peer:
    """Another way to do the same work, in the same unit."""

    name: str
    value: float


@dataclass(frozen=True)
class Figure:
    """One measurement. `goal` says in words what was wished for, and `met` whether it was reached."""

    what: str
    value: float
    unit: str
    peers: tuple[Peer, ...] = ()
    goal: str = ""
    met: bool | None = None
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """The figure as lines of a table: itself, then its peers with the ratio."""
        verdict = {True: "reached", False: "MISSED", None: ""}[self.met]
        yield f"{self.what:<52}{self.value:>10.4g} {self.unit:<4}{'':>9}  {self.goal:<34}{verdict}".rstrip()
        for peer in self.peers:
            yield f"    {peer.name:<48}{peer.value:>10.4g} {self.unit:<4}{peer.value / self.value:>8.1f}x"
        yield from (f"    {note}" for note in self.notes)


def cpu_time(work: Callable[[Item], object], items: Sequence[Item], least_seconds: float = 0.5) -> float:
    """Seconds of CPU that the work takes for one item: the median over some rounds, after a warm-up.

    CPU and not wall time, as other processes of the machine are nobody's merit or fault.
    """
    for item in items:
        work(item)
    once = _seconds(work, items) / len(items)
    count = max(len(items), round(least_seconds / ROUNDS / max(once, 1e-7)))
    return median(_seconds(work, list(islice(cycle(items), count))) / count for _ in range(ROUNDS))


def _seconds(work: Callable[[Item], object], items: Iterable[Item]) -> float:
    gc.collect()
    start = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - start
