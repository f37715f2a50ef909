"""The rules that go on from a matrix: a function next to or below it, and cells kept, looked up or gathered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.layout.figure import BEFORE_WAVES, Figure, Joint, Link, Note, Tile
from generator.layout.scene import ACROSS, BLOCK_GAP, DOWN, UNDER_SENTENCE, Scene, operand_of, top_of
from generator.network.blueprint import ComputedGrid, DrawnGrid, Grid, Place
from generator.network.formula import Formula
from generator.network.operand import Operand, Part
from generator.sheet.theme import FUNCTION
from generator.type.notation import spans_of_name
from generator.type.shaping import width


def function_of(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], formula: Formula, fresh: bool) -> bool:
    """A function of one matrix: next to it behind a wave, or below it where its column runs downwards."""
    source = _operand(formula, 0)
    if fresh and not find(figure, source):
        figure.matrices[source] = scene.add(figure, scene.matrix(figure, source, 0, 0))
    found = find(figure, source)
    if not found:
        return False
    last = figure.tiles[found[-1]]
    name = scene.cutter.blueprint.worded(formula.operation.symbol.name)
    joint = Joint.WAVE if name else Joint.ARROWS
    if _is_named_after(group[0], formula.operation.symbol.name) or _are_rows_named_after(group[0], name):
        name = ""
    if last.downward and group[0].shape[1] == last.columns:
        return below(scene, figure, group, found[-1], joint, name)
    if group[0].place is Place.BELOW:
        return below(scene, figure, group, found[-1], joint, name, push=False)
    wide = width(name, FUNCTION.face, FUNCTION.size)
    roomy = max(ACROSS, wide + 12)  # next to letters over the columns, and where a name is long
    gap = roomy if group[0].headings or wide + 4 > ACROSS else ACROSS
    box = figure.box(found)
    results = scene.results(group, 0, 0)
    x = box.right + gap + results[0].left
    results = [tile.moved(x, box.y) for tile in results]
    alike = group[0].shape[1] == last.columns
    if alike and not scene.room.holds(results[-1].box.right):
        return below(scene, figure, group, found[-1], joint, name, push=False)  # too wide to be side by side
    return join(scene, figure, group, results, joint, gap, name)


def _is_named_after(grid: Grid, function: str) -> bool:
    """Whether a grid's own name says which function it is, as those of tanh and of leaky ReLU do."""
    name = "".join(span.text for span in spans_of_name(grid.name)).casefold()
    return name in (function.casefold(), *function.casefold().split()[:1])


def _are_rows_named_after(grid: Grid, functions: str) -> bool:
    """Whether the heading of each row says which of some functions it is."""
    names = tuple(functions.split(", "))
    return bool(grid.row_headings) and all(heading.startswith(names) for heading in grid.row_headings)


def _operand(formula: Formula, number: int) -> Operand:
    """An operand of a formula that has no formulas within."""
    operand = formula.operands[number]
    assert isinstance(operand, Operand)
    return operand


def find(figure: Figure, operand: Operand) -> tuple[int, ...]:
    """The tiles that show an operand in a figure; empty when none do."""
    if operand in figure.matrices:
        return figure.matrices[operand]
    found = figure.find(operand.grid) if operand.grid else None
    return () if found is None else (found,)


def keep_below(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], formula: Formula, fresh: bool) -> bool:
    """Part of a matrix, written below it."""
    source = _operand(formula, 0)
    if fresh:
        figure.matrices[source] = scene.add(figure, scene.matrix(figure, source, 0, 0))
        chosen = scene.matrix(figure, _operand(formula, 1), figure.extent.right + ACROSS, 0)
        scene.add(figure, chosen)
    found = find(figure, source)
    if not found:
        return False
    return below(scene, figure, group, found[-1], Joint.ARROWS, "", push=False)


def look_up(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], formula: Formula, fresh: bool) -> bool:
    """Columns read from a table, placed under the words that are looked up."""
    (sentence,) = _operand(formula, 2).parts
    if not fresh and (not figure.blocks or not scene.opens_block(figure)):
        return False
    x, y = (0.0, 0.0) if fresh else (_end_of_blocks(scene, figure) + BLOCK_GAP, figure.tiles[figure.blocks[0][1]].box.y)
    cell = scene.cutter.widths[group[0].name]
    words = scene.cut(figure, sentence, x, y, cell)
    found = replace(scene.results(group, x, words.box.bottom + UNDER_SENTENCE, cell)[0], note=Note.LEFT, top=0.0)
    left = scene.cutter.cut(Part(*group[0].shape, group[0].name), x, y, cell, note=Note.LEFT).left
    words, found = (replace(tile, left=left).moved(0 if fresh else left, 0) for tile in (words, found))
    if not all(figure.fits(tile) for tile in (words, found)):
        return False
    scene.add(figure, [words])
    figure.matrices[operand_of(group)] = scene.add(figure, [found])
    return True


def _end_of_blocks(scene: Scene, figure: Figure) -> float:
    """The right edge of all that repeats, beyond which the next block begins."""
    return max(tile.room.right for tile in figure.tiles if not tile.grid or scene.cutter.grid(tile.grid).block)


def gather(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], formula: Formula, fresh: bool) -> bool:
    """Cells collected from elsewhere into one matrix: after or below the last, or next to those printed only here."""
    new = _printed_only_here(scene, figure, formula)
    if fresh:
        x = 0.0
        for grid in new:
            tile = scene.cut(figure, Part(*grid.shape, grid.name), x, 0)
            scene.add(figure, [tile])
            x = tile.room.right + ACROSS
        figure.matrices[operand_of(group)] = numbers = scene.add(figure, scene.results(group, x, 0))
        if new:
            figure.links.append(Link(numbers[0], Joint.ARROWS, False, ACROSS))
        return True
    if new:
        return False
    found = figure.find(list(formula.grids())[-1])
    if found is None:
        return False
    for placed in _after_or_below(scene, figure, group, figure.tiles[found]):
        if all(figure.fits(tile) for tile in placed):
            figure.matrices[operand_of(group)] = scene.add(figure, placed)
            return True
    return False


def _after_or_below(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], last: Tile) -> Iterator[list[Tile]]:
    """Where the results may be: columns in the rows of the last of them, which is lower, else below it."""
    if group[0].shape[0] == last.rows and last.columns == 1 < group[0].shape[1]:
        beside = scene.results(group, last.room.right + ACROSS, last.box.y, note=Note.RIGHT)
        if scene.room.holds(beside[-1].room.right - figure.extent.x):
            yield beside
    results = scene.results(group, 0, 0)
    x, y = last.box.right - results[0].box.width, last.box.bottom + DOWN + top_of(results)
    yield [tile.moved(x, y) for tile in results]


def _printed_only_here(scene: Scene, figure: Figure, formula: Formula) -> list[Grid]:
    """The printed grids of a formula that are not on the sheet yet."""
    shown = {name for drawn in (*scene.finished, figure) for name in drawn.names()}
    grids = (scene.cutter.grid(name) for name in dict.fromkeys(formula.grids()))
    return [grid for grid in grids if isinstance(grid, DrawnGrid) and grid.name not in shown]


def below(
    scene: Scene, figure: Figure, group: Sequence[ComputedGrid], above: int, joint: Joint, name: str, push: bool = True
) -> bool:
    """Place the result under a tile; any tiles there move down to make room."""
    box = figure.tiles[above].box
    note = Note.RIGHT if push else Note.ABOVE
    tile = replace(scene.results(group, box.x, box.bottom + DOWN, note=note)[0], downward=True)
    tile = tile.moved(0, tile.top)
    tile = beside_name(tile, name)
    height = tile.box.height + DOWN
    if not figure.fits(tile):
        if not push:
            return False
        figure.push_down(box.bottom, height)
        if not figure.fits(tile):
            return False
    figure.matrices[operand_of(group)] = numbers = scene.add(figure, [tile])
    figure.links.append(Link(numbers[0], joint, True, tile.box.y - box.bottom, name))
    return True


def beside_name(tile: Tile, name: str) -> Tile:
    """The tile with room at its left for what is done on the way down to it."""
    wide = width(name, FUNCTION.face, FUNCTION.size) + BEFORE_WAVES if name else 0.0
    return replace(tile, left=max(tile.left, wide))


def join(
    scene: Scene,
    figure: Figure,
    group: Sequence[ComputedGrid],
    results: Sequence[Tile],
    joint: Joint,
    gap: float,
    text: str,
    within: bool = False,
    over: bool = False,
) -> bool:
    """Add the results with the link that leads to them from the left, if they fit."""
    if not all(figure.fits(tile) for tile in results):
        return False
    figure.matrices[operand_of(group)] = numbers = scene.add(figure, results)
    figure.links.append(Link(numbers[0], joint, False, gap, text, within, over))
    return True
