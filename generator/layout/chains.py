"""The rules for everything but products: a function beside or below its operand, and combinations cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.layout.figure import Figure, Joint, Link, Note, Tile
from generator.layout.operands import Operand, Part, Token, core, tokens_of
from generator.layout.scene import ACROSS, BLOCK_GAP, DOWN, SIGN_DOWN, UNDER_SENTENCE, Scene, key_of, top_of
from generator.network.blueprint import Formula, Grid
from generator.network.number import POINT
from generator.sheet.theme import FUNCTION, SIGN
from generator.type.shaping import width


def function_of(scene: Scene, figure: Figure, group: Sequence[Grid], formula: Formula, fresh: bool) -> bool:
    """A function of one matrix: beside it behind a wave, or below it where its column runs downwards."""
    source = formula.operands[0].grid
    if fresh and figure.find(source) is None:
        scene.stand(figure, [scene.cut(figure, Part(source, *formula.operands[0].shape), 0, 0)])
    found = figure.find(source)
    if found is None:
        return False
    tile = figure.tiles[found]
    name = scene.cutter.blueprint.worded(formula.operation.symbol)
    joint = Joint.WAVE if name else Joint.ARROWS
    if tile.downward:
        return _below(scene, figure, group, found, joint, name)
    wide = width(name, FUNCTION.face, FUNCTION.size)
    roomy = max(ACROSS, wide + 12)  # beside letters over the columns, and where a name is long
    gap = roomy if group[0].headings or wide + 4 > ACROSS else ACROSS
    return _right(scene, figure, group, tile, tile.box.right + gap, Link(0, joint, False, gap, name))


def keep_below(scene: Scene, figure: Figure, group: Sequence[Grid], formula: Formula, fresh: bool) -> bool:
    """Part of a matrix, written below it."""
    source = formula.operands[0]
    if fresh:
        scene.stand(figure, [scene.cut(figure, Part(source.grid, *source.shape), 0, 0)])
    found = figure.find(source.grid)
    if found is None:
        return False
    return _below(scene, figure, group, found, Joint.ARROWS, "", push=False)


def look_up(scene: Scene, figure: Figure, group: Sequence[Grid], formula: Formula, fresh: bool) -> bool:
    """Columns read from a table: they stand under the words that are looked up."""
    sentence = formula.operands[2]
    if not fresh and (not figure.blocks or not scene.opens_block(figure)):
        return False
    x, y = (0.0, 0.0) if fresh else (figure.extent.right + BLOCK_GAP, figure.tiles[figure.blocks[0][1]].box.y)
    cell = scene.cutter.widths[group[0].name]
    words = scene.cut(figure, Part(sentence.grid, *sentence.shape), x, y, cell)
    found = replace(scene.results(group, x, words.box.bottom + UNDER_SENTENCE, cell)[0], note=Note.LEFT, top=0.0)
    left = scene.cutter.cut(Part(group[0].name, *group[0].shape), x, y, cell, note=Note.LEFT).left
    words, found = (replace(tile, left=left).moved(0 if fresh else left, 0) for tile in (words, found))
    if not all(figure.fits(tile) for tile in (words, found)):
        return False
    scene.stand(figure, [words])
    figure.matrices[key_of(group)] = scene.stand(figure, [found])
    return True


def gather(scene: Scene, figure: Figure, group: Sequence[Grid], formula: Formula, fresh: bool) -> bool:
    """Columns collected from elsewhere into one matrix: right of the last of them, below it, or alone."""
    if fresh:
        scene.stand(figure, scene.results(group, 0, 0))
        return True
    found = figure.find(formula.operands[-1].grid)
    if found is None:
        return False
    last = figure.tiles[found]
    results = scene.results(group, 0, 0)
    x = last.box.right - results[0].box.width
    y = last.box.bottom + DOWN + top_of(results)
    placed = [tile.moved(x, y) for tile in results]
    if not all(figure.fits(tile) for tile in placed):
        return False
    figure.matrices[key_of(group)] = scene.stand(figure, placed)
    return True


def combine(scene: Scene, figure: Figure, group: Sequence[Grid], _formula: Formula, fresh: bool) -> bool:
    """A combination cell by cell: down the column its operands stand in, or in a row from the first of them."""
    say = scene.cutter.blueprint.worded
    point = scene.cutter.blueprint.worded(POINT)
    rows = [tokens_of(core(grid.formula), point) for grid in group if grid.formula]
    alike = (_together(tokens) for tokens in zip(*rows, strict=True))
    tokens = tuple(say(token) if isinstance(token, str) else token for token in alike)
    operands = [token for token in tokens if isinstance(token, Operand)]
    if not fresh and _down_the_column(scene, figure, group, operands, tokens):
        return True
    if fresh:
        trial = figure.twin()
        first = scene.stand(trial, scene.matrix(trial, operands[0], 0, 0))
        _in_a_row(scene, trial, group, first, tokens)
        if trial.extent.width > scene.room:
            return _one_below_the_other(scene, figure, group, tokens)
        first = scene.stand(figure, scene.matrix(figure, operands[0], 0, 0))
    else:
        found = figure.find(operands[0].parts[0].grid)
        if found is None or len(operands[0].parts) > 1:
            return False
        first = (found,)
    return _in_a_row(scene, figure, group, first, tokens)


def _together(alike: Sequence[Token]) -> Token:
    if isinstance(alike[0], str):
        return alike[0]
    return Operand(tuple(part for token in alike if isinstance(token, Operand) for part in token.parts))


def _in_a_row(
    scene: Scene, figure: Figure, group: Sequence[Grid], first: tuple[int, ...], tokens: Sequence[Token]
) -> bool:
    start = figure.box(first)
    x = start.right
    sign = ""
    for token in tokens[1:]:
        if isinstance(token, str):
            sign = f"{sign} {token}".strip()
            continue
        gap = max(ACROSS, width(sign, SIGN.face, SIGN.size) + 8)
        tiles = scene.matrix(figure, token, x + gap, start.y)
        if not all(figure.fits(tile) for tile in tiles):
            return False
        numbers = scene.stand(figure, tiles)
        figure.links.append(Link(numbers[0], Joint.SIGN, False, gap, sign))
        x, sign = figure.box(numbers).right + max(0.0, tiles[-1].right - ACROSS + 4), ""
    gap = ACROSS + (width(sign, SIGN.face, SIGN.size) + 4 if sign else 0)
    results = scene.results(group, x + gap, start.y)
    if not all(figure.fits(tile) for tile in results):
        return False
    figure.matrices[key_of(group)] = numbers = scene.stand(figure, results)
    figure.links.append(Link(numbers[0], Joint.ARROWS, False, gap, sign))
    return True


def _one_below_the_other(scene: Scene, figure: Figure, group: Sequence[Grid], tokens: Sequence[Token]) -> bool:
    """Operands that are too wide for a row stand under each other, and the result under the last."""
    bottom, sign = 0.0, ""
    for token in tokens:
        if isinstance(token, str):
            sign = f"{sign} {token}".strip()
            continue
        tiles = scene.matrix(figure, token, 0, bottom + SIGN_DOWN if sign else 0.0)
        tiles = [tile.moved(0, top_of(tiles)) for tile in tiles]
        numbers = scene.stand(figure, tiles)
        if sign:
            figure.links.append(Link(numbers[0], Joint.SIGN, True, SIGN_DOWN + top_of(tiles), sign))
        bottom, sign = figure.box(numbers).bottom, ""
    results = scene.results(group, 0, bottom + DOWN)
    results = [tile.moved(0, top_of(results)) for tile in results]
    figure.matrices[key_of(group)] = numbers = scene.stand(figure, results)
    figure.links.append(Link(numbers[0], Joint.ARROWS, True, DOWN + top_of(results), sign))
    return True


def _down_the_column(
    scene: Scene, figure: Figure, group: Sequence[Grid], operands: Sequence[Operand], tokens: Sequence[Token]
) -> bool:
    """C × f + c × i is read downwards where f, c and i stand in one column; a copy of C is set on top of it."""
    last = figure.find(operands[-1].parts[0].grid)
    if last is None or len(operands) < 2 or any(len(operand.parts) > 1 for operand in operands):
        return False
    x = figure.tiles[last].box.x
    column = [_in_column(figure, operand.parts[0].grid, x) for operand in operands]
    present = [number for number in column if number is not None]
    tops = [figure.tiles[number].box.y for number in present]
    lacking = len(column) - len(present)
    if len(present) < 2 or lacking > 1 or (lacking and column[0] is not None) or tops != sorted(set(tops)):
        return False
    signs = [token for token in tokens if isinstance(token, str)]
    if lacking:
        part = operands[0].parts[0]
        y = tops[0] - DOWN - part.rows * scene.row
        above = replace(scene.cut(figure, part, x, y, note=Note.RIGHT), downward=True)
        if not figure.fits(above):
            return False
        scene.stand(figure, [above])
    boxes = [figure.tiles[number].box for number in present]
    bottoms = ([boxes[0].y - DOWN] if lacking else []) + [box.bottom for box in boxes]
    for number, sign, bottom in zip(present if lacking else present[1:], signs, bottoms, strict=False):
        figure.links.append(Link(number, Joint.SIGN, True, figure.tiles[number].box.y - bottom, sign))
    return _below(scene, figure, group, present[-1], Joint.ARROWS, "")


def _in_column(figure: Figure, name: str, x: float) -> int | None:
    return next((i for i, tile in enumerate(figure.tiles) if tile.grid == name and abs(tile.box.x - x) < 0.01), None)


def _below(
    scene: Scene, figure: Figure, group: Sequence[Grid], above: int, joint: Joint, name: str, push: bool = True
) -> bool:
    """Place the result under a tile; what stands there moves down to make room."""
    box = figure.tiles[above].box
    note = Note.RIGHT if push else Note.ABOVE
    tile = replace(scene.results(group, box.x, box.bottom + DOWN, note=note)[0], downward=True)
    tile = tile.moved(0, tile.top)
    height = tile.box.height + DOWN
    if not figure.fits(tile):
        if not push:
            return False
        figure.push_down(box.bottom, height)
        if not figure.fits(tile):
            return False
    figure.matrices[key_of(group)] = numbers = scene.stand(figure, [tile])
    figure.links.append(Link(numbers[0], joint, True, tile.box.y - box.bottom, name))
    return True


def _right(scene: Scene, figure: Figure, group: Sequence[Grid], source: Tile, x: float, link: Link) -> bool:
    results = scene.results(group, x, source.box.y)
    if not all(figure.fits(tile) for tile in results):
        return False
    figure.matrices[key_of(group)] = numbers = scene.stand(figure, results)
    figure.links.append(replace(link, tile=numbers[0]))
    return True
