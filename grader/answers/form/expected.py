"""What an answer sheet asks for, as far as its exercises are known here: its lines, their cells, and what may be there.

It needs no key: that a ReLU is never below 0 is as good as printed on the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from generator.network.blueprint import Blueprint, ComputedGrid, Grid
from generator.network.bounds import ANYTHING, Extent, widest
from generator.network.evaluation import work_out
from generator.network.number import Number, Undefined, Values
from grader.answers.form.recognition import BlankLine, resembled
from grader.answers.submission import BlankForm, Line
from grader.answers.typed import read_typed


@dataclass(frozen=True)
class Expected:
    """What a blank answer sheet asks for; nothing is known of it where its exercises are not known here.

    `likely` are the blueprints that each exercise of the sheet may have: all ask for the same cells.
    """

    likely: Mapping[str, tuple[Blueprint, ...]] = field(default_factory=dict)

    @staticmethod
    def of(lines: Iterable[BlankLine], blank: BlankForm) -> Expected:
        """What the lines of a file show of the blank sheet, even if some are damaged."""
        found = Expected(resembled(lines))
        single = sum(len(likely[0].covers) for likely in found.likely.values())
        # Otherwise it is another exercise, or another size of one, that happens to have such lines.
        return found if len(found.lines) <= blank.lines <= len(found.lines) + single else NOTHING_KNOWN

    @cached_property
    def lines(self) -> Mapping[Line, frozenset[int]]:
        """The lines of grids that are asked for as a whole, with the columns to fill, from 1."""
        return {
            Line(name, grid.name, row + 1): columns
            for name, (blueprint, *_) in self.likely.items()
            for grid in blueprint.grids
            if grid.asked
            for row in range(grid.shape[0])
            if (columns := _columns(grid, row))
        }

    def columns(self, line: Line) -> frozenset[int]:
        """The columns of a line that may be filled; none if the sheet cannot have such a line."""
        if line in self.lines:
            return self.lines[line]
        grids = self._grids(line)
        single = grids and not grids[0].asked and 1 <= line.row <= grids[0].shape[0]
        return _columns(grids[0], line.row - 1) if single else frozenset()

    def impossible(self, line: Line, text: str) -> str:
        """Why no cell of the line's grid can hold this number; nothing if one can."""
        number = read_typed(text).number
        grids = [grid for grid in self._grids(line) if isinstance(grid, ComputedGrid)]
        if number is None or not grids:
            return ""
        if choices := max(map(_choices, grids)):
            return "" if number in range(1, choices + 1) else f"is not the number of one of the {choices} choices"
        return _beyond(widest(list(map(_extent, grids))), number, grids[0].name)

    def falls_short(self, line: Line, typed: Mapping[Line, Sequence[str]]) -> bool:
        """Whether a sum of numbers that are never negative is typed as less than one of these, as they are typed.

        Nobody is shown that it is wrong: only beside other signs does it mean that a line was skipped.
        """
        blueprints = self.likely.get(line.exercise, ()) if self._grids(line) else ()
        return bool(blueprints) and all(_falls_short(blueprint, line, typed) for blueprint in blueprints)

    def _grids(self, line: Line) -> list[Grid]:
        """What the grid of a line may be, if the sheet asks for cells of it."""
        return [
            blueprint.by_name[line.grid]
            for blueprint in self.likely.get(line.exercise, ())
            if line.grid in blueprint.by_name and (blueprint.by_name[line.grid].asked or line.grid in blueprint.covered)
        ]


NOTHING_KNOWN = Expected()


def _columns(grid: Grid, row: int) -> frozenset[int]:
    return frozenset(column + 1 for column in range(grid.shape[1]) if (row, column) not in grid.dark)


def _choices(grid: ComputedGrid) -> int:
    """How many words there are to choose from; 0 for numbers."""
    if grid.formula.operation.options is None:
        return 0
    unknown = ((("",) * columns,) * rows for rows, columns in (operand.shape for operand in grid.formula.operands))
    return len(grid.formula.operation.options(*unknown, *grid.formula.settings))


def _extent(grid: ComputedGrid) -> Extent:
    """What its formula gives, whatever it is applied to."""
    return grid.formula.extent(dict.fromkeys(grid.formula.grids(), ANYTHING))


def _falls_short(blueprint: Blueprint, line: Line, typed: Mapping[Line, Sequence[str]]) -> bool:
    grid = blueprint.by_name.get(line.grid)
    summed = _summed(blueprint, grid) if isinstance(grid, ComputedGrid) and 1 <= line.row <= grid.shape[0] else None
    if not isinstance(grid, ComputedGrid) or summed is None:
        return False
    numbers = [_numbers(typed.get(Line(line.exercise, summed.name, row + 1), ())) for row in range(summed.shape[0])]
    own = _numbers(typed.get(line, ()))
    if any(len(row) != summed.shape[1] for row in numbers) or len(own) != grid.shape[1]:
        return False
    places = [(row, column) for row in range(summed.shape[0]) for column in range(summed.shape[1])]
    try:
        alone = [work_out(grid.formula, None, {summed.name: _only(numbers, *place)})[line.row - 1] for place in places]
    except Undefined:
        return False
    return all(number < max(parts) for number, *parts in zip(own, *alone, strict=True))


def _summed(blueprint: Blueprint, grid: ComputedGrid) -> ComputedGrid | None:
    """The one grid whose numbers a grid adds up, if they are never negative."""
    names = set(grid.formula.grids()) if grid.formula.operation.adds else set()
    summed = blueprint.by_name[names.pop()] if len(names) == 1 else None
    if not isinstance(summed, ComputedGrid):
        return None
    part = _extent(summed)
    return None if part.negative or grid.formula.extent({summed.name: part}).negative else summed


def _only(numbers: Sequence[Sequence[Number]], row: int, column: int) -> Values:
    """Zeros, but for the number in this cell."""
    return tuple(
        tuple(number if (r, c) == (row, column) else 0 for c, number in enumerate(cells))
        for r, cells in enumerate(numbers)
    )


def _numbers(texts: Sequence[str]) -> list[Number]:
    """The numbers of a line, as far as there are such."""
    return [number for text in texts if (number := read_typed(text).number) is not None]


def _beyond(extent: Extent, number: Number, name: str) -> str:
    """Why a number is beyond the extent of the grid with this name; nothing if it is within."""
    within_one = extent.limit <= 1
    if within_one and not (extent.negative or extent.places) and extent.divisor == 1 and number not in (0, 1):
        return f"is neither 0 nor 1, and {name} is never anything else"
    if number < 0 and not extent.negative:
        return f"is below 0, and {name} never is"
    if within_one and number > 1:
        return f"is above 1, and {name} never is"
    if within_one and number < -1:
        return f"is below -1, and {name} never is"
    return ""
