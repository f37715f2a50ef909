"""The pictures of a class's sheets: each sheet is laid out and drawn once, however many copies are shown."""

from __future__ import annotations

from typing import Any, TypeAlias

from generator.layout.editions import Edition, LayOut, lay_out_edition
from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Paper
from generator.sheet.picture import PagePicture, pictures

_Structure: TypeAlias = tuple[tuple[str, Blueprint], ...]


class Drawings:
    """The pictures of sheets on one paper, perhaps with room for instructions.

    A class shares those of one sheet unless its parameters were changed.
    """

    def __init__(self, paper: Paper, instructions: bool = False, lay_out: LayOut = lay_out_edition) -> None:
        self._paper = paper
        self._instructions = instructions
        self._lay_out = lay_out
        self._drawn: dict[_Structure, tuple[PagePicture, ...]] = {}

    def __reduce__(self) -> Any:
        """Sent to another process, it leaves its pictures behind: Blueprints are built again there."""
        return Drawings, (self._paper, self._instructions, self._lay_out)

    def of(self, structure: _Structure) -> tuple[PagePicture, ...]:
        """The pictures of the sheet with these exercises (ids and Blueprints), page by page."""
        if structure not in self._drawn:
            sheet = self._lay_out(Edition.USUAL, structure, self._paper, self._instructions)
            self._drawn[structure] = pictures(sheet)
        return self._drawn[structure]
