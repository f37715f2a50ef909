"""The pictures of a class's sheets: each sheet is laid out and drawn once, however many copies are shown."""

from __future__ import annotations

from typing import Any, TypeAlias

from generator.layout import Paper, lay_out
from generator.network.blueprint import Blueprint
from generator.sheet.picture import PagePicture, pictures

_Structure: TypeAlias = tuple[tuple[str, Blueprint], ...]


class Drawings:
    """The pictures of sheets on one paper, perhaps with room for instructions.

    A class shares those of one sheet unless its parameters were changed.
    """

    def __init__(self, paper: Paper, instructions: bool = False) -> None:
        self._paper = paper
        self._instructions = instructions
        self._drawn: dict[_Structure, tuple[PagePicture, ...]] = {}

    def __reduce__(self) -> Any:
        """Sent to another process, it leaves its pictures behind: Blueprints are built again there."""
        return Drawings, (self._paper, self._instructions)

    def of(self, structure: _Structure) -> tuple[PagePicture, ...]:
        """The pictures of the sheet with these exercises (ids and Blueprints), page by page."""
        if structure not in self._drawn:
            self._drawn[structure] = pictures(lay_out(structure, self._paper, self._instructions))
        return self._drawn[structure]
