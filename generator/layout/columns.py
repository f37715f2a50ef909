"""The rules for expressions that are read down a column: their signs between matrices on top of each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

from generator.layout.chains import below
from generator.layout.figure import Figure, Joint, Link, Note, Tile
from generator.layout.operands import Token
from generator.layout.scene import ACROSS, BLOCK_GAP, DOWN, Scene
from generator.network.blueprint import ComputedGrid
from generator.network.operand import Operand, Part


def down_the_column(
    scene: Scene, figure: Figure, group: Sequence[ComputedGrid], operands: Sequence[Operand], tokens: Sequence[Token]
) -> bool:
    """C × f + c × i is read downwards where f, c and i are in one column; a copy of C is set on top of it."""
    last = figure.find(operands[-1].grid)
    if last is None or len(operands) < 2 or not all(operand.grid for operand in operands):
        return False
    column = [_in_column(figure, operand.grid, figure.tiles[last].box.x) for operand in operands]
    present = [number for number in column if number is not None]
    lacks_first = column[0] is None
    if len(present) < max(2, len(column) - lacks_first) or not _downwards(figure, present):
        return False
    signs = [token for token in tokens if isinstance(token, str)]
    bottoms = [figure.tiles[number].box.bottom for number in present[:-1]]
    if lacks_first:
        top = _set_on_top(scene, figure, operands[0].parts[0], present[0])
        if top is None:
            return False
        bottoms = [top.box.bottom, *bottoms]
    after = present if lacks_first else present[1:]
    if any(link.tile in after and link.above for link in figure.links):  # arrows take the places of the signs
        return below(scene, figure, group, present[-1], Joint.ARROWS, " ".join(map(_written, tokens)))
    for number, sign, bottom in zip(after, signs, bottoms, strict=True):
        gap = figure.tiles[number].box.y - bottom
        figure.links.append(Link(number, Joint.SIGN, True, gap, sign))
    return below(scene, figure, group, present[-1], Joint.ARROWS, "")


def _written(token: Token) -> str:
    """A sign, or the name of an operand, in a line."""
    return token if isinstance(token, str) else token.grid


def _downwards(figure: Figure, numbers: Sequence[int]) -> bool:
    """Whether each of these tiles is lower than the one before."""
    tops = [figure.tiles[number].box.y for number in numbers]
    return tops == sorted(set(tops))


def _set_on_top(scene: Scene, figure: Figure, part: Part, under: int) -> Tile | None:
    """Put a copy of a grid on top of a column, if there is room for it: in the rows of a matrix next to it, if any."""
    box = figure.tiles[under].box
    above = scene.cut(figure, part, box.x, box.y - DOWN - part.rows * scene.row, note=Note.RIGHT)
    above = replace(above, downward=True)
    beside = [
        tile.box.bottom
        for tile in figure.tiles
        if tile.grid and above.box.y < tile.box.bottom <= above.box.bottom and tile.box.right <= above.box.x
    ]
    for tile in (*(above.moved(0, bottom - above.box.bottom) for bottom in sorted(beside, reverse=True)), above):
        if figure.fits(tile):
            scene.add(figure, [tile])
            return tile
    return None


def _in_column(figure: Figure, name: str, x: float) -> int | None:
    return next((i for i, tile in enumerate(figure.tiles) if tile.grid == name and abs(tile.box.x - x) < 0.01), None)


def around_the_newest(
    scene: Scene, figure: Figure, group: Sequence[ComputedGrid], operands: Sequence[Operand], tokens: Sequence[Token]
) -> bool:
    """Z × h + (1 − z) × c around c, the last that was filled: copies of the others over and under it, then the result.

    What is lower makes room for the copies over it.
    """
    found = [figure.find(operand.grid) if operand.grid else None for operand in operands]
    numbers = [number for number in found if number is not None]
    if len(numbers) < max(2, len(found)) or not isinstance(tokens[-1], Operand):
        return False
    newest = numbers.index(max(numbers))
    over = operands[:newest]
    high = sum(operand.shape[0] for operand in over) * scene.row + DOWN * len(over)
    if over:
        _make_room(figure, numbers[newest], high)
    box = figure.tiles[numbers[newest]].box
    y = box.y - high
    for place, (operand, (sign, before)) in enumerate(zip(operands, _signs(tokens), strict=True)):
        tile = numbers[newest]
        if place != newest:
            copy = scene.cut(figure, operand.parts[0], box.x, y, box.width, Note.RIGHT)
            if not figure.fits(copy):
                return False
            (tile,) = scene.add(figure, [replace(copy, downward=True)])
        if place:
            figure.links.append(Link(tile, Joint.SIGN, True, DOWN, sign))
        if before:
            figure.links.append(Link(tile, Joint.SIGN, False, ACROSS, before))
        y = figure.tiles[tile].box.bottom + DOWN
    return below(scene, figure, group, tile, Joint.ARROWS, "")


def _signs(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Of each operand the sign over it and what is before it in its row, where brackets around both are not needed."""
    signs = ""
    for token in tokens:
        if isinstance(token, str):
            signs = f"{signs} {token}"
        else:
            over, _, before = signs.replace(")", "").partition("(")
            yield over.strip(), before.strip()
            signs = ""


def _make_room(figure: Figure, number: int, high: float) -> None:
    """Move a tile, and all that begins under what is over it, down until so much is free over it."""
    box = figure.tiles[number].box
    over = [
        tile.room.bottom
        for tile in figure.tiles
        if tile.box.x < box.right and box.x < tile.box.right and tile.box.bottom <= box.y
    ]
    lacking = max(over, default=-inf) + BLOCK_GAP - (box.y - high)
    if lacking > 0:
        figure.push_down(max(over), lacking)
