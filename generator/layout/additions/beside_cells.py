"""The working of a small exercise on its own sheet: every grid's arithmetic in a free place near the grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from generator.layout.additions.mirrored import RowSetter
from generator.layout.additions.vacancy import Vacancy
from generator.layout.additions.worked_grids import Band, Block
from generator.layout.soundness import LEAST_TEXT
from generator.sheet.boxes import Box, Page, Passage, Sheet, around
from generator.sheet.filling import WorkedGrid, Working

NEAR = 45.0
"""How far from its grid the arithmetic may be, in points."""
SIZES = (9.0, 10.0, 11.0)
"""Sizes of type that are tried where the smallest has room, one after the other."""
LARGEST = 0.75
"""How large the arithmetic is at most, relative to the numbers on its page."""
_ASIDE = 7.0
"""Clear space beside a rule: one nearer to the name of its grid would be read as more of it."""
_UNBROKEN = 10_000.0


def beside_cells(working: Working, sheet: Sheet) -> Mapping[int, Sequence[Passage]] | None:
    """The passages on each page; None unless all of the working finds room near its grids: it is never torn apart.

    It is in the largest type that has room: on an enlarged sheet the smallest looks lost.
    """
    most = LARGEST * min(page.digits for page in sheet.pages if page.exercise == working.exercise)
    found: Mapping[int, Sequence[Passage]] | None = None
    for size in (LEAST_TEXT, *(larger for larger in SIZES if larger <= most)):
        larger = _in_type(size, working, sheet)
        if larger is None:
            break
        found = larger
    return found


def _in_type(size: float, working: Working, sheet: Sheet) -> Mapping[int, Sequence[Passage]] | None:
    """The passages in type of a size; None unless all has room. The larger it is, the more clear space is around it.

    Arithmetic is only near its grid where no other grid is nearer.
    """
    setter = RowSetter(size)
    vacancies: dict[int, Vacancy] = {}
    passages: dict[int, list[Passage]] = defaultdict(list)
    for grid in working.shown:
        number, anchor = _place(grid, working.exercise, sheet)
        page = sheet.pages[number]
        vacancy = vacancies.setdefault(number, Vacancy.of(page))
        block = Block(grid, (Band.of(grid.rows, 0, setter.size, _UNBROKEN),))
        wide, high = (setter.rule_width((grid,)), 0.0) if grid.rule else (block.width, block.height)
        spare = size - LEAST_TEXT
        aside = spare + (_ASIDE if grid.rule else 0.0)
        found = vacancy.nearest(
            wide + 2 * aside,
            setter.name_height + high + 2 * spare,
            anchor,
            _Surroundings.of(grid, working.exercise, page).is_near,
        )
        if found is None or found[1] > NEAR:
            return None
        box = found[0].grown(-aside, -spare, -aside, -spare)
        vacancy.take(box)
        passages[number] += [setter.rule((grid,), box.x, box.y)] if grid.rule else setter.grid(block, box.x, box.y)
    return passages


@dataclass(frozen=True)
class _Surroundings:
    """What is drawn of a grid on a page, and of all others."""

    own: tuple[Box, ...]
    others: tuple[Box, ...]

    @staticmethod
    def of(grid: WorkedGrid, exercise: int, page: Page) -> _Surroundings:
        """The surroundings of an exercise's grid."""
        own: list[Box] = []
        others: list[Box] = []
        for passage in page.passages:
            slots = (*passage.cells, *((passage.view,) if passage.view else ()))
            if slots:
                is_own = any((slot.exercise, slot.grid) == (exercise, grid.grid) for slot in slots)
                (own if is_own else others).append(around([slot.box for slot in slots]))
        return _Surroundings(tuple(own), tuple(others))

    def is_near(self, box: Box) -> bool:
        """Whether no other grid is nearer to a box than the grid itself."""
        nearest = min(_gap(box, own) for own in self.own)
        return all(_gap(box, other) >= nearest for other in self.others)


def _gap(one: Box, other: Box) -> float:
    """The distance between two boxes."""
    across = max(0.0, one.x - other.right, other.x - one.right)
    return hypot(across, max(0.0, one.y - other.bottom, other.y - one.bottom))


def _place(grid: WorkedGrid, exercise: int, sheet: Sheet) -> tuple[int, Box]:
    """The page that a grid is on, and where."""
    for number, page in enumerate(sheet.pages):
        own = [cell for cell in page.cells if cell.exercise == exercise and cell.grid == grid.grid and not cell.copy]
        if own:
            return number, around([cell.box for cell in own])
    raise AssertionError(f"{grid.grid} is not on any page")
