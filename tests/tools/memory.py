"""How much memory some work takes."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable


def memory_of(work: Callable[[], object]) -> int:
    """The most bytes that Python's objects took while this was worked out."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
