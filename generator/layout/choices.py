"""The rules for choices: the word of an interval below its number, and the expert that a token is sent to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.layout.expressions import combine
from generator.layout.figure import Figure, Joint, Link, Note, Tile
from generator.layout.scene import ACROSS, BLOCK_GAP, DOWN, Scene, operand_of, top_of
from generator.network.blueprint import ComputedGrid
from generator.network.formula import Formula
from generator.network.operand import Operand, stack
from generator.sheet.boxes import Box

_MOST_ACROSS = 20
"""Columns of experts and of their result that are side by side; more would make cells too small."""
_BESIDE = 8.0
"""From bounds to their names."""


def under_bars(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], formula: Formula, fresh: bool) -> bool:
    """The names of bounds beside them, and under each of their columns a bar and the word chosen on it."""
    bounds, names, numbers = (operand for operand in formula.operands if isinstance(operand, Operand))
    if fresh:
        scene.add(figure, scene.matrix(figure, bounds, 0, 0))
    found = figure.find(bounds.grid)
    if found is None:
        return False
    over = figure.tiles[found]
    cell = over.box.width / over.columns
    words = scene.matrix(figure, names, over.room.right + _BESIDE, over.box.y)
    (ticks,) = _under(over.box, scene.matrix(figure, numbers, 0, 0, cell))
    (result,) = _under(ticks.box, scene.results(group, 0, 0, cell, Note.ABOVE))
    if not all(figure.fits(tile) for tile in (*words, ticks, result)):
        return False
    scene.add(figure, words)
    (bars,) = scene.add(figure, [ticks])
    figure.matrices[operand_of(group)] = placed = scene.add(figure, [result])
    figure.links.append(Link(bars, Joint.ARROWS, True, ticks.box.y - over.box.bottom))
    figure.links.append(Link(placed[0], Joint.ARROWS, True, result.box.y - ticks.box.bottom))
    return True


def _under(box: Box, tiles: Sequence[Tile]) -> list[Tile]:
    """The tiles of a matrix whose gap begins at the foot of a box."""
    return [tile.moved(box.x, box.bottom + DOWN + top_of(tiles)) for tile in tiles]


def by_expert(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], formula: Formula, fresh: bool) -> bool:
    """The experts side by side at the left of their common result, and lanes from each to the tokens that it may get.

    The tokens are above the result; between them is a copy of the choices, a row for each expert.
    """
    choice, inputs, *experts = (operand for operand in formula.operands if isinstance(operand, Operand))
    if not fresh:
        return False
    weights: list[list[Tile]] = []
    x = 0.0
    for expert in experts:
        weights.append(scene.matrix(figure, expert, x, 0))
        x = weights[-1][-1].room.right + BLOCK_GAP
    x += ACROSS - BLOCK_GAP
    cell = max(scene.cutter.widths[name] for name in (group[0].name, choice.grid, inputs.grid))
    results = scene.results(group, x, 0, cell)
    if sum(expert.shape[1] for expert in experts) + group[0].shape[1] > _MOST_ACROSS:  # in rows, as they are read
        placed = combine(scene, figure, group, formula, fresh)
        figure.tiles = [replace(tile, struck=tile.copy and tile.grid == choice.grid) for tile in figure.tiles]
        return placed
    gap = DOWN + top_of(results)
    lanes = scene.cut(figure, choice.parts[0], x, -gap - choice.shape[0] * scene.row, cell, Note.RIGHT)
    lanes = replace(lanes, struck=True)
    above = scene.matrix(figure, stack(inputs, 1), x, 0, cell)
    rise = lanes.box.y - DOWN - above[-1].box.bottom
    scene.add(figure, [tile.moved(0, rise) for tile in above])
    (middle,) = scene.add(figure, [lanes])
    for row, tiles in enumerate(weights):
        scene.add(figure, tiles)
        start = (tiles[0].box.x + tiles[-1].box.right) / 2
        drop = tiles[0].box.y - lanes.box.y - (row + 0.5) * scene.row
        figure.links.append(Link(middle, Joint.LANE, False, x - start, row=row, drop=drop))
    figure.links.append(Link(middle, Joint.ARROWS, True, DOWN))
    figure.matrices[operand_of(group)] = numbers = scene.add(figure, results)
    figure.links.append(Link(numbers[0], Joint.ARROWS, True, gap))
    return True
