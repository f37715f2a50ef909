"""The graph of an exercise: formulas over named grids, numbered steps, and the Blueprint that holds them. No numbers.

A formula is data. Its values come from whoever evaluates it: the key's numbers, or the cells a student typed. Other
interpreters read the same graph to lay it out, to write out the working and to guess at slips.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from generator.network import operations as op
from generator.network.number import Number, Shape, Values, shape_of
from generator.network.operations import Operation
from generator.network.stream import Stream


class Role(Enum):
    """What a grid is to the network; it decides the tint."""

    INPUT = "input"
    HIDDEN = "hidden"
    MEMORY = "memory"
    OUTPUT = "output"
    INDEX = "index"
    LINEAR = "linear"
    WEIGHT = "weight"
    BIAS = "bias"
    TARGET = "target"
    ANSWER = "answer"
    GRADIENT = "gradient"


class Kind(Enum):
    """What the cells of a grid hold, or, for a graph, how its 0/1 matrix is shown: drawn with nodes and edges."""

    NUMBER = "number"
    WORD = "word"
    GRAPH = "graph"


@dataclass(frozen=True, eq=False)
class Formula:
    """A node of the graph: an operation on operands, or the grid named by `grid`. Written with Python's operators."""

    operation: Operation
    operands: tuple[Formula, ...]
    settings: tuple[Any, ...]
    shape: Shape
    grid: str = ""

    def __matmul__(self, right: Formula) -> Formula:
        return apply(op.PRODUCT, self, right)

    def __add__(self, other: Formula) -> Formula:
        return apply(op.ADD, self, other)

    def __sub__(self, other: Formula) -> Formula:
        return apply(op.SUBTRACT, self, other)

    def __mul__(self, other: Formula) -> Formula:
        return apply(op.MULTIPLY, self, other)

    def __rmul__(self, factor: Number) -> Formula:
        return apply(op.SCALE, self, settings=(factor,))

    @property
    def T(self) -> Formula:  # noqa: N802 - the textbook's and numpy's name
        """Transposed."""
        return apply(op.TRANSPOSE, self)

    def columns(self, start: int, stop: int) -> Formula:
        """The columns from `start` up to, not including, `stop`, counted from 0."""
        return apply(op.COLUMNS, self, settings=(start, stop))

    def grids(self) -> Iterator[str]:
        """The names of the grids the formula reads, in the order they are written, repeats included."""
        if self.grid:
            yield self.grid
        for operand in self.operands:
            yield from operand.grids()


def apply(operation: Operation, *operands: Formula, settings: tuple[Any, ...] = ()) -> Formula:
    """The operation on the operands; ValueError when their shapes do not fit."""
    shape = operation.shape(*(operand.shape for operand in operands), *settings)
    return Formula(operation, operands, settings, shape)


def evaluate(formula: Formula, values: Mapping[str, Any]) -> Any:
    """The formula's matrix, with every grid it reads taken from `values`."""
    if formula.grid:
        return values[formula.grid]
    return formula.operation.rule(*[evaluate(operand, values) for operand in formula.operands], *formula.settings)


def rounds_clearly(formula: Formula, values: Mapping[str, Any]) -> bool:
    """Whether every rounding in the formula is so far from an edge that every pocket calculator agrees."""
    is_clear = formula.operation.is_clear
    if is_clear and not is_clear(*(evaluate(operand, values) for operand in formula.operands), *formula.settings):
        return False
    return all(rounds_clearly(operand, values) for operand in formula.operands)


class Source(Protocol):
    """Where the numbers of a given grid come from."""

    def draw(self, stream: Stream, shape: Shape) -> Values:
        """Fill the shape with values from the stream."""
        ...


@dataclass(frozen=True, eq=False)
class Grid:
    """A named matrix on the sheet: given, with a source, or blank, with the formula that fills it.

    `caption` is a word or two printed beside it, `headings` caption its columns. `block` names the part of the sheet
    that repeats (`time 1`).
    """

    name: str
    shape: Shape
    role: Role
    source: Source | None = None
    formula: Formula | None = None
    kind: Kind = Kind.NUMBER
    caption: str = ""
    headings: tuple[str, ...] = ()
    block: str = ""

    @property
    def given(self) -> bool:
        """Whether its numbers are printed, not asked for."""
        return self.formula is None

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return self.shape[0] * self.shape[1]


@dataclass(frozen=True)
class Step:
    """A numbered instruction and the names of the grids it gives or fills."""

    number: int
    title: str
    instruction: str
    grids: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """What makes an instance good to work by hand: a sentence, the grids it looks at, and the test on their values."""

    sentence: str
    grids: tuple[str, ...]
    holds: Any = field(compare=False)


class _Program(NamedTuple):
    """Formulas written out: each line works on results of earlier ones, counted from the givens on.

    What several formulas share stands there once, and nothing is looked up by name: that halves the time of a key.
    """

    lines: tuple[tuple[Callable[..., Any], tuple[int, ...], tuple[Any, ...]], ...]
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, eq=False)
class Blueprint:
    """What is on the sheet for one choice of parameters: steps, grids in the order of working, formulas; no numbers.

    `note` helps to fill in the answer sheet, `words` are those in its pictures and what they are in its language.
    """

    exercise: str
    title: str
    parameters: Mapping[str, Number]
    steps: tuple[Step, ...]
    grids: tuple[Grid, ...]
    conditions: tuple[Condition, ...]
    note: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def worded(self, word: str) -> str:
        """A word that stands in its pictures, in the language of the sheet."""
        return self.words.get(word, word)

    @cached_property
    def by_name(self) -> Mapping[str, Grid]:
        """Every grid under its name."""
        return {grid.name: grid for grid in self.grids}

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        """The step that gives or fills a grid, under the grid's name."""
        return {name: step for step in self.steps for name in step.grids}

    @cached_property
    def blanks(self) -> tuple[Grid, ...]:
        """The grids a student fills, in the order of working."""
        return tuple(grid for grid in self.grids if not grid.given)

    @cached_property
    def givens(self) -> tuple[Grid, ...]:
        """The grids whose numbers are printed."""
        return tuple(grid for grid in self.grids if grid.given)

    def complete(self, givens: Mapping[str, Values]) -> dict[str, Values]:
        """Every grid's values, worked out from those of the given grids; givens of another shape are an error."""
        for grid in self.givens:
            if shape_of(givens[grid.name]) != grid.shape:
                raise AssertionError(f"{self.exercise}: {grid.name} is {shape_of(givens[grid.name])}, not {grid.shape}")
        results: list[Any] = [givens[grid.name] for grid in self.givens]
        for rule, operands, settings in self._program.lines:
            results.append(rule(*[results[place] for place in operands], *settings))
        return {name: results[place] for name, place in self._program.places}

    @cached_property
    def _program(self) -> _Program:
        """All formulas, written out one operation a line."""
        places = {grid.name: place for place, grid in enumerate(self.givens)}
        known: dict[Formula, int] = {}
        lines: list[tuple[Callable[..., Any], tuple[int, ...], tuple[Any, ...]]] = []

        def place_of(formula: Formula) -> int:
            if formula.grid:
                return places[formula.grid]
            if formula not in known:
                operands = tuple(map(place_of, formula.operands))
                lines.append((formula.operation.rule, operands, formula.settings))
                known[formula] = len(self.givens) + len(lines) - 1
            return known[formula]

        for grid in self.blanks:
            assert grid.formula is not None
            places[grid.name] = place_of(grid.formula)
        return _Program(tuple(lines), tuple((grid.name, places[grid.name]) for grid in self.grids))
