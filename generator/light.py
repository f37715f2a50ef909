"""Light dataclasses: for mypy they are frozen; at run time nothing watches them, so that they are made quickly."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

__all__ = ["light"]

if TYPE_CHECKING:
    from dataclasses import dataclass as light
else:
    from dataclasses import dataclass

    def light(*, frozen: bool) -> Callable[[type], type]:
        """A dataclass that compares and hashes like a frozen one, for what a layout makes by the thousand."""
        return dataclass(unsafe_hash=frozen)
