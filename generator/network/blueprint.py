"""The Blueprint of an exercise: numbered steps, named grids with the formulas that fill them, and what is asked.

It holds no numbers. A grid is drawn from a source or computed by a formula, so every cell has a value. Whether a
cell is printed or asked is decided separately, for a whole grid or, under a cover, for each student.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from generator.errors import Said
from generator.network.formula import Formula, Picture
from generator.network.number import Number, Shape, Undefined, Value, Values, shape_of, show_number
from generator.network.operand import Operand, Part
from generator.network.parameters import Setting
from generator.network.program import Program, ToFill
from generator.network.rounding import Rounding
from generator.network.stream import Stream

if TYPE_CHECKING:
    from generator.network.exercise import Recipe


class Role(Enum):
    """The part a grid plays in the network, which decides its tint."""

    INPUT = "input"
    HIDDEN = "hidden"
    MEMORY = "memory"
    OUTPUT = "output"
    INDEX = "index"
    LINEAR = "linear"
    WEIGHT = "weight"
    BIAS = "bias"
    TARGET = "target"
    QUERY = "query"
    ANSWER = "answer"
    ATTENTION = "attention"
    GRADIENT = "gradient"


class View(Enum):
    """How a grid is shown: cells with numbers or words, or a drawing in place of its cells."""

    NUMBERS = "numbers"
    WORDS = "words"
    GRAPH = "graph"
    """A symmetric 0/1 matrix as a graph."""
    DIRECTED = "directed graph"
    """A 0/1 matrix as a graph with arrows, from the node of the row to the node of the column."""
    NETWORK = "network"
    """A matrix of weights as lines from inputs, its columns, to outputs, its rows; there is none for 0."""
    BARS = "bars"
    """Numbers from 0 to 1 as ticks on bars, which the bounds that they are compared with cut into intervals."""

    @property
    def holds(self) -> str:
        """What a grid is made of, for fingerprints: bars hold numbers."""
        return View.NUMBERS.value if self is View.BARS else self.value


class Place(Enum):
    """A hint for where to draw a grid when the usual place is poor."""

    USUAL = "usual"
    BELOW = "below"
    """In the column of its operands."""
    AROUND = "around"
    """In the column of the newest of its operands, with copies of the others over and under it."""
    APART = "apart"
    """In a new figure, next to its operands."""
    JOINED = "joined"
    """In the figure of its operands, next to copies of those that are elsewhere in it."""
    ASIDE = "aside"
    """In the free room at the right of the figure before, level with its head, next to copies of its operands."""


class Source(Protocol):
    """Where the values of a drawn grid come from."""

    def draw(self, stream: Stream, shape: Shape) -> Values:
        """Fill the shape with values from the stream."""
        ...

    def choices(self, row: int, column: int) -> tuple[Number, ...]:
        """Every number that a cell may hold."""
        ...

    def fault(self, values: Values) -> Said | None:
        """Why values pinned by a teacher cannot be used; None when they can."""
        ...


@dataclass(frozen=True, eq=False, kw_only=True)
class _Grid:
    """What every grid has: a named matrix on the sheet.

    `caption` is a word or two printed next to it; `headings` label its columns, `row_headings` its rows.
    `block` names the part of the sheet that repeats (`time 1`). The cells are printed or, with `asked`, left for the
    student to fill, unless a cover decides; `dark` ones hold nothing and are never asked.
    """

    name: str
    shape: Shape
    role: Role
    view: View = View.NUMBERS
    caption: str = ""
    headings: tuple[str, ...] = ()
    row_headings: tuple[str, ...] = ()
    block: str = ""
    asked: bool = False
    place: Place = Place.USUAL
    dark: frozenset[tuple[int, int]] = frozenset()

    def in_shape(self, cells: Sequence[Value]) -> Values:
        """The rows of the grid that has these cells, row by row."""
        width = self.shape[1]
        return tuple([tuple(cells[start : start + width]) for start in range(0, len(cells), width)])  # type: ignore[return-value]

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return self.shape[0] * self.shape[1]

    @cached_property
    def bright(self) -> tuple[tuple[int, int], ...]:
        """Row and column of each cell that is not dark, row by row."""
        rows, columns = self.shape
        spots = ((row, column) for row in range(rows) for column in range(columns))
        return tuple(spot for spot in spots if spot not in self.dark)


@dataclass(frozen=True, eq=False, kw_only=True)
class DrawnGrid(_Grid):
    """A grid whose values are drawn from a source."""

    source: Source


@dataclass(frozen=True, eq=False, kw_only=True)
class ComputedGrid(_Grid):
    """A grid that a formula fills from other grids; its numbers are exact, or rounded."""

    formula: Formula
    rounding: Rounding | None = None

    @property
    def rounds_halves(self) -> bool:
        """Whether a student rounds its numbers, up or down, instead of cutting them off."""
        return self.asked and self.rounding is not None and not self.rounding.cut


Grid: TypeAlias = DrawnGrid | ComputedGrid
"""A named matrix on the sheet."""


@dataclass(frozen=True)
class Step:
    """A numbered instruction and the names of the grids it gives or fills.

    That of a `common` step is the instruction of all steps; on a page it is over all of them.
    """

    number: int
    title: str
    instruction: str
    grids: tuple[str, ...]
    common: bool = False

    @property
    def own(self) -> str:
        """The instruction if it is for this step alone, else nothing."""
        return "" if self.common else self.instruction


class Cover(NamedTuple):
    """Grids of which each student is asked one cell of their own; all other cells are printed."""

    grids: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """A requirement for a good instance: a sentence, the grids it looks at, and a test on their values."""

    sentence: str
    grids: tuple[str, ...]
    holds: Callable[[Mapping[str, Values]], bool] = field(compare=False)


@dataclass(frozen=True, eq=False)
class Blueprint:
    """The sheet for one choice of parameters, without numbers: steps, formulas, and grids in the order of working.

    `halves` says how they are rounded, and `go_on` also that work goes on with that, unless a step says so.
    `words` maps the words in its pictures to the language of the sheet.
    `recipe` builds it again.
    """

    exercise: str
    title: str
    parameters: Mapping[str, Setting]
    steps: tuple[Step, ...]
    grids: tuple[Grid, ...]
    conditions: tuple[Condition, ...]
    covers: tuple[Cover, ...] = ()
    halves: str = ""
    go_on: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    recipe: Recipe | None = None

    def __reduce__(self) -> Any:
        """Pickle the recipe, which another process builds again: formulas hold functions, which cannot be pickled."""
        if self.recipe is None:
            raise TypeError(f"the Blueprint of {self.exercise} has no recipe, so no other process can build it")
        return self.recipe, ()

    def worded(self, word: str) -> str:
        """A word of its pictures, in the language of the sheet."""
        return self.words.get(word, word)

    @property
    def common(self) -> str:
        """The instruction of all steps, if they share one."""
        return "".join(step.instruction for step in self.steps if step.common)

    @cached_property
    def by_name(self) -> Mapping[str, Grid]:
        """Every grid under its name."""
        return {grid.name: grid for grid in self.grids}

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        """The step that gives or fills a grid, under the grid's name."""
        return {name: step for step in self.steps for name in step.grids}

    @cached_property
    def computed(self) -> tuple[ComputedGrid, ...]:
        """The grids that formulas fill, in the order of working."""
        return tuple(grid for grid in self.grids if isinstance(grid, ComputedGrid))

    @cached_property
    def drawn(self) -> tuple[DrawnGrid, ...]:
        """The grids whose values come from a source."""
        return tuple(grid for grid in self.grids if isinstance(grid, DrawnGrid))

    @cached_property
    def computed_by_name(self) -> Mapping[str, ComputedGrid]:
        """Every computed grid under its name."""
        return {grid.name: grid for grid in self.computed}

    @cached_property
    def fixed(self) -> frozenset[str]:
        """The grids that hold the same values on every sheet."""
        names: set[str] = set()
        for grid in self.grids:
            if isinstance(grid, DrawnGrid):
                rows, columns = grid.shape
                cells = ((row, column) for row in range(rows) for column in range(columns))
                if grid.view is View.NUMBERS and all(len(grid.source.choices(*cell)) == 1 for cell in cells):
                    names.add(grid.name)
            elif names.issuperset(grid.formula.grids()):
                names.add(grid.name)
        return frozenset(names)

    @cached_property
    def covered(self) -> frozenset[str]:
        """The grids that a cover may ask a cell of."""
        return frozenset(name for cover in self.covers for name in cover.grids)

    @cached_property
    def asked(self) -> tuple[Grid, ...]:
        """The grids that a student fills, or may be asked a cell of, in the order of the sheet."""
        return tuple(grid for grid in self.grids if grid.asked or grid.name in self.covered)

    @cached_property
    def rounded(self) -> frozenset[str]:
        """The grids whose numbers a student rounds, up or down."""
        return frozenset(grid.name for grid in self.computed if grid.rounds_halves)

    @cached_property
    def carried(self) -> frozenset[str]:
        """The rounded grids that a student works out others from."""
        asked = frozenset(grid.name for grid in self.asked)
        read = (name for grid in self.computed if grid.name in asked for name in grid.formula.grids())
        return self.rounded.intersection(read)

    @cached_property
    def tables(self) -> frozenset[str]:
        """The grids that others are looked up in."""
        formulas = (grid.formula for grid in self.computed)
        return frozenset(next(formula.grids()) for formula in formulas if formula.picture is Picture.LOOK_UP)

    @cached_property
    def cells(self) -> int:
        """How many cells a student fills."""
        return sum(grid.cells - len(grid.dark) for grid in self.grids if grid.asked) + len(self.covers)

    def complete(self, drawn: Mapping[str, Values]) -> dict[str, Values]:
        """Every grid's values, worked out from those of the drawn grids; Undefined where there are none."""
        for grid in self.drawn:
            if shape_of(drawn[grid.name]) != grid.shape:
                raise AssertionError(f"{self.exercise}: {grid.name} is {shape_of(drawn[grid.name])}, not {grid.shape}")
        program = self._program
        results: list[Any] = [*(drawn[grid.name] for grid in self.drawn), *(None for _ in program.lines)]
        try:
            program.run(results, 0, len(program.lines))
        except ZeroDivisionError as error:
            raise Undefined("a division by 0") from error
        except ValueError as error:  # of an operation of one's own
            raise Undefined(str(error)) from error
        return {grid.name: results[program.places[grid.name]] for grid in self.grids}

    @cached_property
    def _program(self) -> Program:
        """All formulas, written out."""
        names = [grid.name for grid in self.drawn]
        return Program.of(names, [ToFill(grid.name, grid.formula, grid.rounding) for grid in self.computed])

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the grids and formulas, not the words: it shows whether an exercise still computes the same."""
        grids = [
            {
                "name": grid.name,
                "shape": grid.shape,
                "view": grid.view.holds,
                "formula": _canonical(grid.formula) if isinstance(grid, ComputedGrid) else "drawn",
                "rounding": _canonical_rounding(grid.rounding) if isinstance(grid, ComputedGrid) else None,
            }
            for grid in self.grids
        ]
        text = json.dumps(grids, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _canonical(expression: Operand | Formula) -> Any:
    """A formula as JSON: operations by name, operands part by part."""
    if isinstance(expression, Operand):
        return ["across" if expression.across else "down", *map(_canonical_part, expression.parts)]
    settings = [show_number(setting) for setting in expression.settings]
    return [
        expression.operation.name,
        settings,
        [_canonical(operand) for operand in expression.operands],
        list(expression.part or ()),
    ]


def _canonical_rounding(rounding: Rounding | None) -> Any:
    return [rounding.decimals, rounding.cut] if rounding else None


def _canonical_part(part: Part) -> Any:
    constant = [[show_number(cell) for cell in row] for row in part.constant]
    return [part.grid, constant, part.rows, part.columns, part.top, part.left, part.transposed, part.diagonal]
