"""An answer to the page: JSON, and files with their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

JSON: TypeAlias = "bool | int | float | str | list[JSON] | Mapping[str, JSON] | None"
Files: TypeAlias = Mapping[str, bytes]
Tell: TypeAlias = Callable[[str, int, int], None]
"""Called with what is being done, how much of it, and out of how much."""


@dataclass(frozen=True)
class Answer:
    """What the page shows, and files that it offers to download."""

    content: JSON
    files: Files = field(default_factory=dict)
