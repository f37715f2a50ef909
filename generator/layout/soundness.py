"""What every page must be: nothing overlaps or leaves the paper, results are seen from operands, steps in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from generator.layout import margins
from generator.layout.figure import Figure
from generator.layout.pages import Setter
from generator.layout.planner import Planner
from generator.layout.shelving.plan import Plan
from generator.network.blueprint import Blueprint, View
from generator.network.formula import Formula, Picture
from generator.sheet.boxes import Box, Disc, Field, LegendEntry, Page, Paper, Passage, Reading, Text, around
from generator.sheet.measure import span_width
from generator.sheet.theme import COMMON, MILLIMETRE

PRINTER_MARGIN = 5 * MILLIMETRE
"""What printers leave white."""
TOUCHING = 0.3
"""How far boxes may overlap, in points: lines have a width."""
ELSEWHERE = (Picture.LOOK_UP, Picture.GATHERED)
"""A table is at the top of the sheet, and what is gathered is itself a copy of what its name says."""

MOST_EMPTY = 0.25
"""The widest band without ink, as a part of a page's room, unless cells are as large as can be."""
MOST_UNEVEN = 0.2
"""How much the inked heights of an exercise's pages may differ, as a part of the room's height."""
LARGEST = 13.9 * MILLIMETRE
"""Cells of this width are as large as can be."""
OFF_CENTRE = 0.12
"""How much wider the space at one side of them may be than at the other, as a part of the room."""
LEAST_TEXT = 8.0
"""The smallest type, in points; subscripts are smaller."""


@dataclass(frozen=True)
class Proof:
    """The pages of an exercise on its own, to be judged, with the plan they are set from."""

    plan: Plan
    pages: tuple[Page, ...]

    @staticmethod
    def of(blueprint: Blueprint, paper: Paper) -> Proof:
        """An exercise on a paper."""
        plan = Planner(blueprint, paper.size, instructions=False).best()
        return Proof(plan, tuple(Setter(plan, 0).pages()))

    @property
    def blueprint(self) -> Blueprint:
        """The exercise."""
        return self.plan.cutter.blueprint

    def figures(self) -> Iterator[Figure]:
        """The figures as they are laid out."""
        for page in self.plan.pages:
            for shelf in page:
                yield from (piece.figure for piece in shelf.pieces)


def page_faults(proof: Proof) -> Iterator[str]:
    """What is wrong with pages: a sentence for each fault."""
    for number, page in enumerate(proof.pages, start=1):
        yield from (f"page {number}: {fault}" for fault in (*overlaps(page), *outside(page)))
        yield from (f"page {number}: {fault}" for fault in (*in_the_foot(page), *out_of_order(page)))
    yield from unseen(proof)


def poorly_filled(pages: Sequence[Page]) -> Iterator[str]:
    """Where pages are half empty, uneven, or in small type: a sentence for each fault."""
    heights = []
    for number, page in enumerate(pages, start=1):
        where, room = f"page {number}", margins.room(page.size)
        boxes = [
            box
            for thing, box in solid(page)
            if not isinstance(thing, Field | LegendEntry) and room.y - 1 <= box.y < room.bottom
        ]
        down = _widest_band(((box.y, box.bottom) for box in boxes), room.y, room.bottom) / room.height
        across = _widest_band(((box.x, box.right) for box in boxes), room.x, room.right) / room.width
        if max(down, across) > MOST_EMPTY:
            side = "height" if down > across else "width"
            if min(cell.box.width for cell in page.cells) < LARGEST:
                yield f"{where}: {max(down, across):.0%} of its {side} is empty in one band"
            else:
                yield from (f"{where}: {fault}" for fault in _off_centre(page))
        sizes = [ink.style.size for ink in page.ink if isinstance(ink, Text)]
        if min(sizes) < LEAST_TEXT:
            yield f"{where}: text of {min(sizes):.1f} points; {LEAST_TEXT:.0f} is the least"
        heights.append((max(box.bottom for box in boxes) - min(box.y for box in boxes)) / room.height)
    if max(heights) - min(heights) > MOST_UNEVEN:
        yield f"pages are filled unevenly: {', '.join(f'{height:.0%}' for height in heights)}"


def _off_centre(page: Page) -> Iterator[str]:
    """Where what is drawn, without the line that is said to all of it, is not in the middle of its page's room."""
    room = margins.room(page.size)
    said = {ink.box for ink in page.ink if isinstance(ink, Text) and ink.style == COMMON}
    drawn = around(
        [
            box
            for thing, box in solid(page)
            if not isinstance(thing, Field | LegendEntry) and room.holds(box) and getattr(thing, "box", box) not in said
        ]
    )
    under = max((box.bottom for box in said), default=room.y)
    if abs((drawn.x - room.x) - (room.right - drawn.right)) > OFF_CENTRE * room.width:
        yield "its figures are not in the middle between left and right"
    if abs((drawn.y - under) - (room.bottom - drawn.bottom)) > OFF_CENTRE * room.height:
        yield "its figures are not in the middle between top and bottom"


def _widest_band(covered: Iterable[tuple[float, float]], start: float, end: float) -> float:
    """The longest part between start and end that no interval covers."""
    widest, reached = 0.0, start
    for low, high in sorted(covered):
        widest = max(widest, min(low, end) - reached)
        reached = max(reached, high)
    return max(widest, end - reached)


def solid(page: Page) -> list[tuple[object, Box]]:
    """Everything that may not overlap: cells, graphs, fields, and texts cut down to the words in them."""
    things: list[tuple[object, Box]] = [(cell, cell.box) for cell in page.cells]
    things += [(view, view.box) for view in page.views] + [(field, field.box) for field in page.fields]
    for ink in page.ink:
        match ink:
            case Text(box, spans, style, align):
                wide = min(span_width(spans, style), box.width)  # a longer text is set smaller
                start = box.x + (box.width - wide) * align.value
                things.append((ink, Box(start, box.y + 0.2 * box.height, wide, 0.6 * box.height)))
            case Disc(box) | LegendEntry(box):
                things.append((ink, box))
    return things


def overlaps(page: Page) -> Iterator[str]:
    """Pairs of things that are on top of each other."""
    things = sorted(solid(page), key=lambda thing: thing[1].y)
    for i, (one, box) in enumerate(things):
        for other, there in things[i + 1 :]:
            if there.y >= box.bottom:
                break
            if box.overlaps(there, TOUCHING):
                yield f"{one} overlaps {other}"


def outside(page: Page) -> Iterator[str]:
    """Things that a printer would cut off."""
    wide, high = page.size
    margin = PRINTER_MARGIN / page.scale
    inside = Box(margin, margin, wide - 2 * margin, high - 2 * margin)
    yield from (f"{thing} is too near the edge" for thing, box in solid(page) if not inside.holds(box))


def in_the_foot(page: Page) -> Iterator[str]:
    """Cells and words of steps that reach down into the note and the legend under them."""
    room = margins.room(page.size)
    for thing, box in solid(page):
        if not isinstance(thing, Field | LegendEntry) and box.y < room.bottom - TOUCHING < box.bottom - 2 * TOUCHING:
            yield f"{thing} reaches into the foot of the page"


def out_of_order(page: Page) -> Iterator[str]:
    """Pairs of steps of which the later one's words are above the earlier one's."""
    for (one, upper), (other, lower) in permutations(_words_of_steps(page), 2):
        beside = upper.right <= lower.x or lower.right <= upper.x
        if one > other and not beside and lower.y >= upper.bottom:
            yield f"the words of step {one} are above those of step {other}"


def _words_of_steps(page: Page) -> Iterator[tuple[int, Box]]:
    """The steps that are explained on a page, each with the box around its title and its instruction.

    A title alone, as where a step goes on at another time, is read with what is under it.
    """
    for passage, after in zip(page.passages, (*page.passages[1:], None), strict=True):
        match passage:
            case Passage(Reading.TITLE, (Disc() as disc, Text() as title)):
                words = [ink for ink in (after.ink if after else ()) if isinstance(ink, Text)]
                texts = [title, *(ink for ink in words if ink.box.x == title.box.x)]
                if len(texts) == 1:
                    continue
                boxes = [replace(ink.box, width=span_width(ink.spans, ink.style)) for ink in texts]
                yield disc.number, around([disc.box, *boxes])


def unseen(proof: Proof) -> Iterator[str]:
    """The grids of which an operand is not in their figure, or is right of them and below."""
    blueprint = proof.blueprint
    for figure in proof.figures():
        shown = {cell for tile in figure.tiles if tile.grid for cell in tile.part.cells()}
        for name in figure.names():
            grid = blueprint.computed_by_name.get(name)
            if grid is None or grid.formula.picture in ELSEWHERE:
                continue
            formula = grid.formula
            missing = {grid for grid, _, _ in _read(blueprint, formula) - shown}
            if missing:
                yield f"{name} is worked out from {', '.join(sorted(missing))}, which cannot be seen from it"
            yield from (f"{name} comes before {grid}" for grid in _after(figure, name, formula))


def _read(blueprint: Blueprint, formula: Formula) -> set[tuple[str, int, int]]:
    """The cells with numbers that a formula reads; of words a result says only which."""
    return {
        cell
        for operand in formula.leaves()
        for part in operand.parts
        if part.grid and blueprint.by_name[part.grid].view is not View.WORDS
        for cell in part.cells()
    }


def _after(figure: Figure, name: str, formula: Formula) -> Iterator[str]:
    """The grids read whose every tile starts right of the result and below it: nobody looks for them there."""
    (box,) = [figure.box([i for i, tile in enumerate(figure.tiles) if tile.grid == name and not tile.copy])]
    for grid in set(formula.grids()):
        tiles = [tile.box for tile in figure.tiles if tile.grid == grid]
        if tiles and all(tile.x > box.right and tile.y > box.bottom for tile in tiles):
            yield grid
