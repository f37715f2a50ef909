"""The rule for expressions cell by cell: signs between matrices in a row, or down a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.layout.chains import below, beside_name, find, join
from generator.layout.columns import around_the_newest, down_the_column
from generator.layout.drawing.windows import setting
from generator.layout.figure import Figure, Joint, Link, Note, Tile
from generator.layout.operands import Token, tokens_of
from generator.layout.scene import ACROSS, DOWN, Scene, operand_of, top_of
from generator.network.blueprint import ComputedGrid, Grid, Place
from generator.network.formula import Formula, Picture
from generator.network.number import POINT
from generator.network.operand import Operand
from generator.sheet.theme import FUNCTION, SIGN
from generator.type.shaping import width


def combine(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], formula: Formula, fresh: bool) -> bool:
    """An expression cell by cell: down the column of its operands, or in a row from the first of them."""
    blueprint = scene.cutter.blueprint
    rows = [tokens_of(grid.formula, blueprint.worded, blueprint.worded(POINT)) for grid in group]
    is_one = len(rows) == 1 or formula.part is not None  # grids that are columns of one result read the same operands
    tokens = rows[0] if is_one else tuple(_together(alike) for alike in zip(*rows, strict=True))
    tokens, last = _unwrapped(tokens)
    operands = [token for token in tokens if isinstance(token, Operand)]
    if fresh:
        return _in_rows(scene, figure, group, (), tokens, last)
    if group[0].place is Place.BELOW and down_the_column(scene, figure, group, operands, tokens):
        return True
    if group[0].place is Place.AROUND:
        return around_the_newest(scene, figure, group, operands, tokens)
    first = find(figure, operands[0])
    if group[0].place is Place.BELOW and first and tokens[:1] == (*operands,):
        return below(scene, figure, group, first[-1], Joint.ARROWS, " ".join(map(str, tokens[1:])), push=False)
    # A tile that is in the figure already has no room for a sign before it, and after a sign it is another's operand.
    if not first or len(operands[0].parts) > 1 or isinstance(tokens[0], str) or _is_signed(figure, first):
        return False
    return _in_rows(scene, figure, group, first, tokens, last)


def _unwrapped(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], str]:
    """The tokens without brackets around all but a last number, and that number with its sign: it is at the arrows.

    So (Y − X) × 2 is read as Y − X, then × 2.
    """
    if tokens[0] != "(":
        return tokens, ""
    signs = [number for number, token in enumerate(tokens) if not isinstance(token, Operand)]
    closing = next((number for number in signs if tokens[number] == ")"), 0)
    rest = tokens[closing + 1 :]
    if not rest or "(" in tokens[1:] or not all(isinstance(token, str) for token in rest):
        return tokens, ""
    return tokens[1:closing], " ".join(map(str, rest))


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
    scene: Scene,
    figure: Figure,
    group: Sequence[ComputedGrid],
    first: tuple[int, ...],
    tokens: Sequence[Token],
    last: str,
) -> bool:
    """The tokens from left to right, then the result; `first` are the tiles of the first if it is there already.

    What is done `last` is at the arrows to the result.
    An expression that begins a figure goes on in a new row where it has no room left, its result after an = sign.
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
        right = _beside_rows(tiles[0]) if sign or x else 0.0
        tiles = [tile.moved(right, _to_the_middle(scene, group[0], token)) for tile in tiles]
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
        _, _, right, _ = tiles[-1].edges
        bottom = max(bottom, *(low for *_, low in (tile.edges for tile in tiles)))
        x, sign = max(tiles[-1].ringed.right, right - ACROSS + 4), ""
    gap = ACROSS + (width(sign, SIGN.face, SIGN.size) + 4 if sign else 0)
    gap = max(gap, width(last, FUNCTION.face, FUNCTION.size) + 14)
    results = scene.results(group, x + gap, y)
    if first or scene.room.holds(results[-1].box.right):
        return join(scene, figure, group, results, Joint.ARROWS, gap, last or sign, over=bool(last))
    figure.broken |= sum(isinstance(token, Operand) for token in tokens) > 1
    if not sign and _under(scene, figure, group, numbers, last):
        return True
    sign = f"{last or sign} =".strip()  # an arrow at the start of a row would lead from nothing
    gap = width(sign, SIGN.face, SIGN.size) + 12
    results = scene.results(group, gap, bottom + DOWN)
    above = top_of(results)
    results = [replace(results[0], left=results[0].left + gap), *results[1:]]
    results = [tile.moved(0, above) for tile in results]
    return join(scene, figure, group, results, Joint.SIGN, gap, sign, within=True)


def _to_the_middle(scene: Scene, result: Grid, operand: Operand) -> float:
    """How much lower a single cell is that all rows of a result need, so that it does not seem to be for the first."""
    return (result.shape[0] - 1) * scene.row / 2 if operand.shape == (1, 1) else 0.0


def _beside_rows(tile: Tile) -> float:
    """The width of the headings of rows at the left of a tile."""
    return tile.left if tile.note is Note.ABOVE and tile.grid and not tile.rings else 0.0


def _under(scene: Scene, figure: Figure, group: Sequence[ComputedGrid], operand: Sequence[int], last: str) -> bool:
    """Place the result of a row that is full under its last operand, where both have the same columns."""
    above = figure.tiles[operand[-1]]
    cell = above.box.width / above.columns
    (tile, *others) = scene.results(group, above.box.x, above.box.bottom + DOWN)
    if others or tile.columns != above.columns or tile.box.width > above.box.width:
        return False
    (tile,) = scene.results(group, above.box.x, above.box.bottom + DOWN, cell)
    tile = beside_name(tile, last).moved(0, tile.top)
    figure.matrices[operand_of(group)] = numbers = scene.add(figure, [tile])
    figure.links.append(Link(numbers[0], Joint.ARROWS, True, tile.box.y - above.box.bottom, last))
    return True


def _rings(grid: ComputedGrid, tile: Tile) -> int:
    """How many rings of zeros the formula of a grid puts around a tile: around the image that a kernel moves over."""
    formula = grid.formula
    if formula.picture is not Picture.WINDOW or next(formula.grids()) != tile.grid:
        return 0
    return setting(formula, "padding")
