"""The rule for a matrix product: left operand at the left, top operand above, the result where they cross."""

from __future__ import annotations

from collections.abc import Sequence

from generator.layout.chains import find
from generator.layout.figure import Figure, Joint, Link, Tile
from generator.layout.scene import ACROSS, BAND, BLOCK_GAP, DOWN, Scene, operand_of, top_of, width_of
from generator.network.blueprint import ComputedGrid, Place, Role
from generator.network.formula import Formula
from generator.network.operand import Operand
from generator.sheet.boxes import Box, is_clear

TileNumbers = tuple[int, ...]


def cross(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], product: Formula, fresh: bool) -> bool:
    """Place a product; False when it does not fit in this figure. In a fresh figure it always does."""
    left, top = product.operands
    assert isinstance(left, Operand)
    assert isinstance(top, Operand)
    if fresh:
        return _start(scene, figure, group, left, top)
    joined = group[0].place is Place.JOINED
    if (group[0].role is Role.GRADIENT and not joined) or group[0].place is Place.APART:
        return False  # backward values get small crossings of their own
    left_tiles = standing(scene, figure, left)
    top_tiles = standing(scene, figure, top)
    if left_tiles and top_tiles and not joined:
        return _meet(scene, figure, group, left_tiles, top_tiles)
    if top_tiles:
        return _bring_left(scene, figure, group, left, top_tiles)
    if left_tiles:
        return _bring_top(scene, figure, group, left_tiles, top)
    return group[0].place is Place.BELOW and _bring_both(scene, figure, group, left, top)


def standing(scene: Scene, figure: Figure, operand: Operand) -> TileNumbers:
    """The tiles that already form this operand; ones are added below a grid that lacks only them."""
    if operand in figure.matrices:
        return figure.matrices[operand]
    first, *rest = operand.parts
    found = figure.find(first.grid) if Operand((first,)).grid else None
    if found is None or any(part.grid for part in rest):
        return ()
    if rest:
        above = figure.tiles[found].box
        ones = scene.cutter.ones(rest[0], above.x, above.bottom, above.width / first.columns)
        if operand.across or not figure.free(ones.box.edges):
            return ()
        figure.matrices[operand] = (found, *figure.add(ones))
        return figure.matrices[operand]
    return (found,)


def _start(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], left: Operand, top: Operand) -> bool:
    cell = _widest(scene, group, top)
    results = scene.results(group, 0, 0, cell)
    above = scene.matrix(figure, top, 0, 0, cell)
    figure.matrices[top] = top_numbers = scene.add(figure, above)
    beside = scene.matrix(figure, left, 0, 0)
    y = above[-1].box.bottom + DOWN + max(top_of(results), top_of(beside) - DOWN)
    x = -ACROSS - width_of(beside)
    figure.matrices[left] = scene.add(figure, [tile.moved(x, y) for tile in beside])
    _fill(scene, figure, group, [tile.moved(0, y) for tile in results], top_numbers)
    return True


def _meet(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], left: TileNumbers, top: TileNumbers) -> bool:
    x, y = figure.box(top).x, figure.box(left).y
    results = scene.results(group, x, y, _cell(figure, top))
    if y < figure.box(top).bottom or not all(figure.fits(tile) for tile in results):
        return False
    _fill(scene, figure, group, results, top)
    return True


def _bring_left(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], left: Operand, top: TileNumbers) -> bool:
    """Place under the operand above, below its other results; False when anything else is below it."""
    above = figure.box(top)
    column = [number for number, tile in enumerate(figure.tiles) if _in_column(tile, above)]
    if any(figure.below.get(number) != top for number in column if number not in top):
        return False
    results = scene.results(group, above.x, 0, _cell(figure, top))
    beside = scene.matrix(figure, left, 0, 0)
    x = above.x - ACROSS - width_of(beside)
    over = max(top_of(results), top_of(beside))
    lowest = max(figure.tiles[number].box.bottom for number in column)
    direct = lowest <= above.bottom
    y = lowest + (DOWN + max(top_of(results), top_of(beside) - DOWN) if direct else BAND + over)
    y = _clear_of(figure, [tile.moved(x, 0) for tile in beside], y, BAND + over)
    results = [tile.moved(0, y) for tile in results]
    if not all(figure.fits(tile) for tile in results):
        return False
    figure.matrices[left] = scene.add(figure, [tile.moved(x, y) for tile in beside])
    _fill(scene, figure, group, results, top)
    return True


def _in_column(tile: Tile, above: Box) -> bool:
    """Whether a tile is in the columns of a box, at its height or below it."""
    return tile.box.x < above.right and above.x < tile.box.right and tile.box.bottom >= above.y


def _clear_of(figure: Figure, tiles: Sequence[Tile], y: float, gap: float) -> float:
    """The first height from `y` on at which nothing is in the way of these tiles."""
    while True:
        moved = [tile.moved(0, y).edges for tile in tiles]
        rooms = [(left - BAND, top - BAND, right + BAND, bottom) for left, top, right, bottom in moved]
        blockers = [tile.edges for tile in figure.tiles if not is_clear(tile.edges, rooms)]
        if not blockers:
            return y
        y = max(bottom for *_, bottom in blockers) + gap


def _bring_top(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], left: TileNumbers, top: Operand) -> bool:
    row = figure.box(left)
    cell = _widest(scene, group, top)
    results = scene.results(group, 0, row.y, cell)
    above = scene.matrix(figure, top, 0, 0, cell)
    height = above[-1].box.bottom - above[0].box.y
    y = row.y - DOWN - top_of(results) - height
    if scene.opens_block(figure):
        x = figure.extent.right + BLOCK_GAP + max(tile.left for tile in above)
    elif group[0].place is Place.BELOW:
        x = _column_of_block(scene, figure)
    else:
        x = figure.right_of(row.y, row.bottom) + ACROSS
        if _adopt(scene, figure, top, x, y):
            numbers = standing(scene, figure, top)
            _fill(scene, figure, group, [tile.moved(x, 0) for tile in results], numbers)
            return True
    farther = figure.right_of(y, row.bottom) + ACROSS  # beyond what sticks out over the row, such as a name
    for right in dict.fromkeys((x, max(x, farther))):
        moved = [tile.moved(right, y) for tile in above]
        shifted = [tile.moved(right, 0) for tile in results]
        if all(figure.fits(tile) for tile in (*moved, *shifted)):
            figure.matrices[top] = numbers = scene.add(figure, moved)
            _fill(scene, figure, group, shifted, numbers)
            return True
    return False


def _bring_both(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], left: Operand, top: Operand) -> bool:
    """Place both operands and the result under all that is in the columns of a block."""
    x = _column_of_block(scene, figure)
    cell = _widest(scene, group, top)
    above = scene.matrix(figure, top, x, 0, cell)
    beside = scene.matrix(figure, left, 0, 0)
    over = top_of(above)
    results = scene.results(group, x, 0, cell)
    y = figure.extent.bottom + BAND + over
    row = y + above[-1].box.bottom - above[0].box.y + DOWN + max(top_of(results), top_of(beside) - DOWN)
    above = [tile.moved(0, y) for tile in above]
    beside = [tile.moved(x - ACROSS - width_of(beside), row) for tile in beside]
    results = [tile.moved(0, row) for tile in results]
    if not all(figure.fits(tile) for tile in (*above, *beside, *results)):
        return False
    figure.matrices[top] = numbers = scene.add(figure, above)
    figure.matrices[left] = scene.add(figure, beside)
    _fill(scene, figure, group, results, numbers)
    return True


def _column_of_block(scene: Scene, figure: Figure) -> float:
    """Where the columns of the block begin that is worked on."""
    return next((figure.tiles[first].box.x for block, first in figure.blocks if block == scene.block), figure.extent.x)


def _adopt(scene: Scene, figure: Figure, top: Operand, x: float, y: float) -> bool:
    """Move the whole figure before, which ends in the top operand, to where the operand is needed."""
    before = scene.before
    found = before.find(top.grid) if before and top.grid else None
    if before is None or found is None or before.blocks:
        return False
    right, down = x - before.tiles[found].box.x, y - before.tiles[found].box.y
    figure.adopted = figure.absorb(before, right, down)
    return figure.adopted


def _fill(
    scene: Scene, figure: Figure, group: Sequence[ComputedGrid], results: Sequence[Tile], top: TileNumbers
) -> None:
    numbers = scene.add(figure, results)
    figure.matrices[operand_of(group)] = numbers
    figure.below |= dict.fromkeys(numbers, top)
    symbol = group[0].formula.operation.symbol
    above, mine = figure.box(top), figure.box(numbers)
    # A function in place of the bare product has its sign at the arrows, once for a row of results.
    bare = symbol.name == "×" or _has_wave_in_row(figure, symbol.name, mine.y)
    joint, name = (Joint.ARROWS, "") if bare else (Joint.WAVE, symbol.name)
    gap = mine.y - above.bottom
    between = mine.grown(0, gap, 0, 0)
    joined = {*top, *numbers}
    others = [tile.box.edges for number, tile in enumerate(figure.tiles) if number not in joined]
    is_free = is_clear(between.edges, others)
    if _is_next_to(figure, group[0].formula.operands[0], mine) or (name and not is_free):
        figure.links.append(Link(numbers[0], joint, above=False, gap=ACROSS, text=name))
        joint, name = Joint.ARROWS, ""
    if is_free:
        names = (name, *("",) * (len(numbers) - 1))
        figure.links += [Link(number, joint, True, gap, text) for number, text in zip(numbers, names, strict=True)]


def _has_wave_in_row(figure: Figure, name: str, y: float) -> bool:
    """Whether this function already leads from the left to a result that begins at this height."""
    return any(
        link.joint is Joint.WAVE
        and not link.above
        and link.text == name
        and abs(figure.tiles[link.tile].box.y - y) < 0.01
        for link in figure.links
    )


def _is_next_to(figure: Figure, left: Operand | Formula, mine: Box) -> bool:
    """Whether the left operand itself is what is next to its result at the left, and not, say, another result."""
    assert isinstance(left, Operand)
    before = [
        number
        for number, tile in enumerate(figure.tiles)
        if tile.box.right < mine.x and tile.box.y < mine.bottom and mine.y < tile.box.bottom
    ]
    nearest = max(before, key=lambda number: figure.tiles[number].box.right)
    return nearest in find(figure, left)


def _widest(scene: Scene, group: Sequence[ComputedGrid], top: Operand) -> float:
    """The width of cells that both the results and the matrix above them need."""
    names = [grid.name for grid in group] + [part.grid for part in top.parts if part.grid]
    return max(scene.cutter.widths[name] for name in names)


def _cell(figure: Figure, top: TileNumbers) -> float:
    first = figure.tiles[top[0]]
    return first.box.width / first.columns
