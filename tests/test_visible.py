"""What a result is worked out from can be seen from it: in the same figure, as itself or as a dashed copy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.catalogue import find_exercise
from generator.layout import best_plan
from generator.layout.figure import Figure
from generator.network.blueprint import Blueprint, View
from generator.network.formula import Formula, Picture
from generator.sheet.boxes import Paper
from tests.test_layout import cases, extremes

ELSEWHERE = (Picture.LOOK_UP, Picture.GATHERED)
"""A table is at the top of the sheet, and what is gathered is itself a copy of what its name says."""


def figures(blueprint: Blueprint, paper: Paper) -> Iterator[Figure]:
    for page in best_plan(blueprint, paper).pages:
        for shelf in page:
            yield from (piece.figure for piece in shelf.pieces)


def unseen(blueprint: Blueprint, paper: Paper) -> list[str]:
    """The grids of which an operand is not in their figure, or is right of them and below."""
    found = []
    for figure in figures(blueprint, paper):
        shown = {cell for tile in figure.tiles if tile.grid for cell in tile.part.cells()}
        for name in figure.names():
            formula = blueprint.by_name[name].formula
            if formula is None or formula.picture in ELSEWHERE:
                continue
            missing = read(blueprint, formula) - shown
            if missing:
                found.append(f"{name} without {sorted(missing)}")
            found += [f"{name} before {grid}" for grid in after(figure, name, formula)]
    return found


def read(blueprint: Blueprint, formula: Formula) -> set[tuple[str, int, int]]:
    """The cells with numbers that a formula reads; of words a result says only which."""
    return {
        cell
        for operand in formula.leaves()
        for part in operand.parts
        if part.grid and blueprint.by_name[part.grid].view is not View.WORDS
        for cell in part.cells()
    }


def after(figure: Figure, name: str, formula: Formula) -> Iterator[str]:
    """The grids read whose every tile starts right of the result and below it: nobody looks for them there."""
    (box,) = [figure.box([i for i, tile in enumerate(figure.tiles) if tile.grid == name and not tile.copy])]
    for grid in set(formula.grids()):
        tiles = [tile.box for tile in figure.tiles if tile.grid == grid]
        if tiles and all(tile.x > box.right and tile.y > box.bottom for tile in tiles):
            yield grid


@pytest.mark.parametrize(("name", "number", "paper"), cases())
def test_every_operand_can_be_seen_from_its_result(name: str, number: int, paper: Paper) -> None:
    blueprint = find_exercise(name).blueprint([{}, *extremes(name)][number])
    assert unseen(blueprint, paper) == []
