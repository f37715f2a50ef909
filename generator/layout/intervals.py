"""The rule for a choice by intervals: bounds, their names, a bar for each number, and its word below."""

from __future__ import annotations

from collections.abc import Sequence

from generator.layout.figure import Figure, Joint, Link, Note
from generator.layout.scene import DOWN, Scene, operand_of, top_of
from generator.network.blueprint import Grid
from generator.network.formula import Formula
from generator.network.operand import Operand

_BESIDE = 8.0
"""From bounds to their names, and from these to the bars."""


def under_bars(scene: Scene, figure: Figure, group: Sequence[Grid], formula: Formula, fresh: bool) -> bool:
    """Place the words chosen below their numbers, next to the bounds where these are already."""
    bounds, names, numbers = (operand for operand in formula.operands if isinstance(operand, Operand))
    if fresh:
        scene.add(figure, scene.matrix(figure, bounds, 0, 0))
    found = figure.find(bounds.grid)
    if found is None:
        return False
    rows = figure.tiles[found].box
    words = scene.matrix(figure, names, figure.tiles[found].room.right + _BESIDE, rows.y)
    ticks = scene.matrix(figure, numbers, words[-1].room.right + _BESIDE, rows.y)
    under = ticks[-1].box
    results = scene.results(group, under.x, under.bottom + DOWN, under.width / ticks[-1].columns, Note.ABOVE)
    results = [tile.moved(0, top_of(results)) for tile in results]
    if not all(figure.fits(tile) for tile in (*words, *ticks, *results)):
        return False
    scene.add(figure, words)
    scene.add(figure, ticks)
    figure.matrices[operand_of(group)] = placed = scene.add(figure, results)
    figure.links.append(Link(placed[0], Joint.ARROWS, True, results[0].box.y - under.bottom))
    return True
