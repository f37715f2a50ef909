"""The rules for everything but products: a function next to or below its operand, and combinations cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.layout.figure import Figure, Joint, Link, Note, Tile
from generator.layout.operands import Token, tokens_of
from generator.layout.scene import ACROSS, BLOCK_GAP, DOWN, UNDER_SENTENCE, Scene, operand_of, top_of
from generator.layout.windows import setting
from generator.network.blueprint import Grid, Place
from generator.network.formula import Formula, Picture
from generator.network.number import POINT
from generator.network.operand import Operand, Part
from generator.sheet.theme import FUNCTION, SIGN
from generator.type.notation import spans_of_name
from generator.type.shaping import width


def function_of(scene: Scene, figure: Figure, group: Sequence[Grid], formula: Formula, fresh: bool) -> bool:
    """A function of one matrix: next to it behind a wave, or below it where its column runs downwards."""
    source = _operand(formula, 0)
    if fresh and not _find(figure, source):
        figure.matrices[source] = scene.add(figure, scene.matrix(figure, source, 0, 0))
    found = _find(figure, source)
    if not found:
        return False
    last = figure.tiles[found[-1]]
    name = scene.cutter.blueprint.worded(formula.operation.symbol.name)
    joint = Joint.WAVE if name else Joint.ARROWS
    if _is_named_after(group[0], formula.operation.symbol.name):
        name = ""
    if last.downward and group[0].shape[1] == last.columns:
        return _below(scene, figure, group, found[-1], joint, name)
    if group[0].place is Place.BELOW:
        return _below(scene, figure, group, found[-1], joint, name, push=False)
    wide = width(name, FUNCTION.face, FUNCTION.size)
    roomy = max(ACROSS, wide + 12)  # next to letters over the columns, and where a name is long
    gap = roomy if group[0].headings or wide + 4 > ACROSS else ACROSS
    box = figure.box(found)
    corner = box.right + gap, box.y
    alike = group[0].shape[1] == last.columns
    if alike and not scene.room.holds(scene.results(group, *corner)[-1].box.right):
        return _below(scene, figure, group, found[-1], joint, name, push=False)  # too wide to be side by side
    return _right(scene, figure, group, corner, Link(0, joint, False, gap, name))


def _is_named_after(grid: Grid, function: str) -> bool:
    """Whether a grid's own name says which function it is, as those of tanh and of leaky ReLU do."""
    name = "".join(span.text for span in spans_of_name(grid.name)).casefold()
    return name in (function.casefold(), *function.casefold().split()[:1])


def _operand(formula: Formula, number: int) -> Operand:
    """An operand of a formula that has no formulas within."""
    operand = formula.operands[number]
    assert isinstance(operand, Operand)
    return operand


def _find(figure: Figure, operand: Operand) -> tuple[int, ...]:
    """The tiles that show an operand in a figure; empty when none do."""
    if operand in figure.matrices:
        return figure.matrices[operand]
    found = figure.find(operand.grid) if operand.grid else None
    return () if found is None else (found,)


def keep_below(scene: Scene, figure: Figure, group: Sequence[Grid], formula: Formula, fresh: bool) -> bool:
    """Part of a matrix, written below it."""
    source = _operand(formula, 0)
    if fresh:
        figure.matrices[source] = scene.add(figure, scene.matrix(figure, source, 0, 0))
        chosen = scene.matrix(figure, _operand(formula, 1), figure.extent.right + ACROSS, 0)
        scene.add(figure, chosen)
    found = _find(figure, source)
    if not found:
        return False
    return _below(scene, figure, group, found[-1], Joint.ARROWS, "", push=False)


def look_up(scene: Scene, figure: Figure, group: Sequence[Grid], formula: Formula, fresh: bool) -> bool:
    """Columns read from a table, placed under the words that are looked up."""
    (sentence,) = _operand(formula, 2).parts
    if not fresh and (not figure.blocks or not scene.opens_block(figure)):
        return False
    x, y = (0.0, 0.0) if fresh else (figure.extent.right + BLOCK_GAP, figure.tiles[figure.blocks[0][1]].box.y)
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


def gather(scene: Scene, figure: Figure, group: Sequence[Grid], formula: Formula, fresh: bool) -> bool:
    """Cells collected from elsewhere into one matrix: below the last of them, or next to those printed only here."""
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
    last = figure.tiles[found]
    results = scene.results(group, 0, 0)
    x = last.box.right - results[0].box.width
    y = last.box.bottom + DOWN + top_of(results)
    placed = [tile.moved(x, y) for tile in results]
    if not all(figure.fits(tile) for tile in placed):
        return False
    figure.matrices[operand_of(group)] = scene.add(figure, placed)
    return True


def _printed_only_here(scene: Scene, figure: Figure, formula: Formula) -> list[Grid]:
    """The printed grids of a formula that are not on the sheet yet."""
    shown = {name for drawn in (*scene.finished, figure) for name in drawn.names()}
    grids = (scene.cutter.grid(name) for name in dict.fromkeys(formula.grids()))
    return [grid for grid in grids if not grid.computed and grid.name not in shown]


def combine(scene: Scene, figure: Figure, group: Sequence[Grid], _formula: Formula, fresh: bool) -> bool:
    """An expression cell by cell: down the column of its operands, or in a row from the first of them."""
    blueprint = scene.cutter.blueprint
    rows = [tokens_of(grid.formula, blueprint.worded, blueprint.worded(POINT)) for grid in group if grid.formula]
    tokens = tuple(_together(alike) for alike in zip(*rows, strict=True))
    operands = [token for token in tokens if isinstance(token, Operand)]
    if fresh:
        return _in_rows(scene, figure, group, (), tokens)
    if group[0].place is Place.BELOW and _down_the_column(scene, figure, group, operands, tokens):
        return True
    first = _find(figure, operands[0])
    # A tile that is in the figure already has no room for a sign before it, and after a sign it is another's operand.
    if not first or len(operands[0].parts) > 1 or isinstance(tokens[0], str) or _is_signed(figure, first):
        return False
    return _in_rows(scene, figure, group, first, tokens)


def _is_signed(figure: Figure, tiles: Sequence[int]) -> bool:
    """Whether a sign leads to any of these tiles from the left: what follows would go on with its expression."""
    return any(link.joint is Joint.SIGN and not link.above and link.tile in tiles for link in figure.links)


def _together(alike: Sequence[Token]) -> Token:
    """The same token of formulas that form one matrix: their operands side by side."""
    if isinstance(alike[0], str):
        return alike[0]
    (first, *others) = [token for token in alike if isinstance(token, Operand)]
    if not others:
        return first
    return Operand(tuple(part for operand in (first, *others) for part in operand.parts))


def _in_rows(
    scene: Scene, figure: Figure, group: Sequence[Grid], first: tuple[int, ...], tokens: Sequence[Token]
) -> bool:
    """The tokens from left to right, then the result; `first` are the tiles of the first if it is there already.

    An expression that begins a figure goes on in a new row where it has no room left.
    """
    x, y = (figure.tiles[first[-1]].room.right, figure.box(first).y) if first else (0.0, 0.0)
    bottom, sign = y, ""
    for token in tokens[1:] if first else tokens:
        if isinstance(token, str):
            sign = f"{sign} {token}".strip()
            continue
        beside = 8 if sign.isalpha() else 12  # a word needs less space around it than × or −
        gap = max(ACROSS, width(sign, SIGN.face, SIGN.size) + beside) if sign or x else 0.0
        tiles = [tile.with_rings(_rings(group[0], tile)) for tile in scene.matrix(figure, token, x + gap, y)]
        starts = not figure.tiles
        if x and not first and not scene.room.holds(tiles[-1].box.right):
            starts, gap = True, gap if sign else 0.0
            y = bottom + DOWN + top_of(tiles)
            tiles = scene.matrix(figure, token, gap, y)
        if sign and starts:  # nothing before it in its row makes room for the sign
            tiles[0] = replace(tiles[0], left=tiles[0].left + gap)
        if not all(figure.fits(tile) for tile in tiles):
            return False
        numbers = scene.add(figure, tiles)
        if sign:
            figure.links.append(Link(numbers[0], Joint.SIGN, False, gap, sign, within=starts))
        bottom = max(bottom, *(figure.tiles[number].room.bottom for number in numbers))
        x, sign = max(tiles[-1].ringed.right, tiles[-1].room.right - ACROSS + 4), ""
    gap = ACROSS + (width(sign, SIGN.face, SIGN.size) + 4 if sign else 0)
    results = scene.results(group, x + gap, y)
    if not first and not scene.room.holds(results[-1].box.right):
        if not sign and _under(scene, figure, group, numbers):
            return True
        results = [replace(tile.moved(-x, 0), left=tile.left + gap) for tile in results]
        results = [tile.moved(0, bottom + DOWN + top_of(results) - y) for tile in results]
    if not all(figure.fits(tile) for tile in results):
        return False
    figure.matrices[operand_of(group)] = numbers = scene.add(figure, results)
    figure.links.append(Link(numbers[0], Joint.ARROWS, False, gap, sign, within=results[0].left >= gap))
    return True


def _under(scene: Scene, figure: Figure, group: Sequence[Grid], operand: Sequence[int]) -> bool:
    """Place the result of a row that is full under its last operand, where both have the same columns."""
    last = figure.tiles[operand[-1]]
    cell = last.box.width / last.columns
    (tile, *others) = scene.results(group, last.box.x, last.box.bottom + DOWN)
    if others or tile.columns != last.columns or tile.box.width > last.box.width:
        return False
    (tile,) = scene.results(group, last.box.x, last.box.bottom + DOWN, cell)
    tile = tile.moved(0, tile.top)
    figure.matrices[operand_of(group)] = numbers = scene.add(figure, [tile])
    figure.links.append(Link(numbers[0], Joint.ARROWS, True, tile.box.y - last.box.bottom))
    return True


def _rings(grid: Grid, tile: Tile) -> int:
    """How many rings of zeros the formula of a grid puts around a tile: around the image that a kernel moves over."""
    formula = grid.formula
    assert formula is not None
    if formula.picture is not Picture.WINDOW or next(formula.grids()) != tile.grid:
        return 0
    return setting(formula, "padding")


def _down_the_column(
    scene: Scene, figure: Figure, group: Sequence[Grid], operands: Sequence[Operand], tokens: Sequence[Token]
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
    for number, sign, bottom in zip(present if lacks_first else present[1:], signs, bottoms, strict=True):
        crossed = any(link.tile == number and link.above for link in figure.links)
        gap = figure.tiles[number].box.y - bottom
        figure.links.append(Link(number, Joint.SIGN, True, gap, sign, aside=crossed))
    return _below(scene, figure, group, present[-1], Joint.ARROWS, "")


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


def _below(
    scene: Scene, figure: Figure, group: Sequence[Grid], above: int, joint: Joint, name: str, push: bool = True
) -> bool:
    """Place the result under a tile; any tiles there move down to make room."""
    box = figure.tiles[above].box
    note = Note.RIGHT if push else Note.ABOVE
    tile = replace(scene.results(group, box.x, box.bottom + DOWN, note=note)[0], downward=True)
    tile = tile.moved(0, tile.top)
    if not push and name:  # the name of the function is to the left of the first arrow
        beyond = width(name, FUNCTION.face, FUNCTION.size) + 8 - tile.box.width / tile.columns / 2
        tile = replace(tile, left=max(tile.left, beyond))
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


def _right(scene: Scene, figure: Figure, group: Sequence[Grid], corner: tuple[float, float], link: Link) -> bool:
    results = scene.results(group, *corner)
    if not all(figure.fits(tile) for tile in results):
        return False
    figure.matrices[operand_of(group)] = numbers = scene.add(figure, results)
    figure.links.append(replace(link, tile=numbers[0]))
    return True
