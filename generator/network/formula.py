"""Formulas: operations on operands, which turn them into a result.

A formula is data. Interpreters work out its values, its drawing, its arithmetic, its widths, its closed form and the
slips it invites. None of them knows an operation by name: each operation brings along what they ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from fractions import Fraction
from functools import cached_property
from string import Formatter
from typing import Any, Protocol

from generator.network.bounds import Bound, Extent, zeros_and_ones
from generator.network.number import Number, Shape, Undefined, Values, simplest
from generator.network.operand import Expression, Operand, constant
from generator.network.rules import Rule, Settings

LARGEST = 10**40
"""No operation works on larger numbers, unless its own domain is smaller."""


class Picture(Enum):
    """How the work of an operation is drawn."""

    CROSSING = "crossing"
    """The left operand at the left, the other above, the result where they cross."""
    FUNCTION = "function"
    """The result behind a wave, or the arrows of a function without a sign."""
    CELLWISE = "cellwise"
    """Operands and signs in the order they are read."""
    SELECTION = "selection"
    """Part of the operand, written below it."""
    WINDOW = "window"
    """A kernel over part of an image."""
    POOLING = "pooling"
    """The result behind a wave; each of its cells takes the place of a window."""
    LOOK_UP = "look-up"
    """Columns of a table under the words that are looked up."""
    GATHERED = "gathered"
    """Cells from elsewhere on the sheet, copied together."""
    CHOICE = "choice"
    """Several operands, all shown, of which one is used."""
    INTERVAL = "interval"
    """Bounds, the names between them, and numbers, each with the name of its interval below it."""


@dataclass(frozen=True)
class Domain:
    """Where an operation is defined: cells no larger than `largest`, and what `holds` for operands and settings."""

    largest: int
    holds: Callable[..., bool]

    def check(self, operands: Sequence[Any], settings: Settings) -> None:
        """Raise Undefined when the operands are outside the domain."""
        for operand in operands:
            self.checked(operand)
        self.check_holds(operands, settings)

    def checked(self, operand: Any) -> Any:
        """The operand; raise Undefined when a cell is too large."""
        least, largest = -self.largest, self.largest
        for row in operand:
            for cell in row:
                # Most cells are ints: asking first whether one is spares a call.
                if not (cell.__class__ is int and least <= cell <= largest) and self._is_beyond(cell):
                    raise Undefined("a number beyond {largest}", largest=str(largest))
        return operand

    def check_holds(self, operands: Sequence[Any], settings: Settings) -> None:
        """Raise Undefined where the operation is not defined, however small the operands are."""
        if not self.holds(*operands, *settings):
            raise Undefined("numbers for which this is not defined")

    def _is_beyond(self, cell: Any) -> bool:
        if isinstance(cell, int):
            return not -self.largest <= cell <= self.largest
        if isinstance(cell, Fraction):  # comparing it with a number takes ten times as long
            return abs(cell.numerator) > self.largest * cell.denominator
        return not isinstance(cell, str) and not -self.largest <= cell <= self.largest


ANYWHERE = Domain(LARGEST, lambda *_: True)


class SlipKind(Enum):
    """What marking has to know of a common mistake, however it is worded."""

    PLAIN = "plain"
    """Something else was done: its name says all."""
    FACTOR_OMITTED = "factor omitted"
    """A product without one of its factors, which may be less than what was done instead."""
    OMITTED = "omitted"
    """A sum, or another formula, without one of its grids, which may be less than what was done instead."""
    NOT_DONE = "not done"
    """A number that was not divided, or no bias added: true whatever else leads to the same number."""
    TURNED = "turned"
    """One number was subtracted from another the wrong way round."""
    EXCHANGED = "exchanged"
    """Two grids in each other's place, which may be less than what was done instead."""
    OUTDATED = "outdated"
    """A grid was read of which there is a newer one."""


@dataclass(frozen=True)
class Slip:
    """A common mistake: the name that a student sees, and the rule that someone who makes it applies."""

    name: str
    value: Rule
    kind: SlipKind = SlipKind.PLAIN
    later: bool = False
    """Whether it only shows in grids that are worked out from this one, as the cells that it changes are not asked."""
    where: Callable[..., bool] = lambda *_shapes: True
    """Whether operands of these shapes invite it: a matrix that is not square cannot be turned by mistake."""


class ResultCell(Protocol):
    """A cell of an operation's result, and what the operation is set to."""

    @property
    def row(self) -> int:
        """The cell's row in the result, from 0."""
        ...

    @property
    def column(self) -> int:
        """Its column, from 0."""
        ...

    @property
    def settings(self) -> Settings:
        """The operation's settings."""
        ...


class CellWork(ResultCell, Protocol):
    """The parts that the arithmetic of one cell is written with; operands are counted from 0."""

    def text(self, operand: int) -> str:
        """The arithmetic of the operand's cell in the same place: its number, or a whole expression."""
        ...

    def factor(self, operand: int) -> str:
        """The same, in brackets where it would be misread next to another sign."""
        ...

    def number(self, operand: int, row: int, column: int) -> str:
        """Any cell of an operand."""
        ...

    def factor_at(self, operand: int, row: int, column: int) -> str:
        """Any cell of an operand, in brackets where it would be misread next to another sign."""
        ...

    def values(self, operand: int) -> Any:
        """An operand's rows."""
        ...

    def label(self, operand: int) -> str:
        """An operand's name."""
        ...

    def setting(self, place: int) -> str:
        """A setting, as a number."""
        ...

    def result(self) -> str:
        """The cell's own value, for operations that only move cells and calculate nothing."""
        ...

    def constant(self, operand: int, row: int, column: int) -> Number | None:
        """The number in a cell that never changes: the 1 that a bias is multiplied by need not be written."""
        ...


class SpreadsheetCell(ResultCell, Protocol):
    """The parts that a spreadsheet's formula for one cell is written with; operands are counted from 0."""

    def shape(self, operand: int) -> Shape:
        """An operand's rows and columns."""
        ...

    def at(self, operand: int) -> str:
        """The operand's cell in the same place: its address, or a whole expression in brackets."""
        ...

    def cell(self, operand: int, row: int, column: int) -> str:
        """The address of any cell of an operand, or the number in one that never changes."""
        ...


def everywhere(_work: CellWork) -> bool:
    """Every cell."""
    return True


@dataclass(frozen=True)
class Written:
    """How the arithmetic of a cell is written, and the sign before its result: an arrow if nothing is calculated.

    Where cell after cell would say the same, a `rule` says it for all cells to which it `applies`.
    """

    of: Callable[[CellWork], str]
    leads: str = "="
    rule: str = ""
    applies: Callable[[CellWork], bool] = everywhere


class Binds(IntEnum):
    """How tightly an operation binds its operands: an operand that binds less needs brackets."""

    SUM = 0
    PRODUCT = 1
    FUNCTION = 2


@dataclass(frozen=True)
class Symbol:
    """The symbol of an operation: `name` over a wave or, cell by cell, `read` with a place for each operand.

    Operands without a place, of an operation that takes any number, are read after the others.
    `words` are those to translate; `argmax`, for one, is the same in every language.
    """

    name: str
    read: str
    binds: Binds
    words: tuple[str, ...]

    @cached_property
    def reading(self) -> tuple[tuple[tuple[str, ...], str | None], ...]:
        """How it is read: signs and words, and the place that follows them: a number, "" for the next, or none."""
        return tuple((tuple(text.split()), place) for text, place, _, _ in Formatter().parse(self.read))


def over_a_wave(name: str) -> Symbol:
    """The symbol of a function, such as tanh."""
    return Symbol(name, name + " {}", Binds.FUNCTION, ())


def word_over_a_wave(name: str) -> Symbol:
    """The symbol of a function that is a word, such as mean."""
    return Symbol(name, name + " {}", Binds.FUNCTION, (name,))


NO_SYMBOL = Symbol("", "{}", Binds.FUNCTION, ())


@dataclass(frozen=True, kw_only=True, eq=False)
class Operation:
    """A matrix operation with all its interpreters; none can be left out.

    `takes` names the settings. `shape(*shapes, *settings)` gives the result's shape or raises ValueError. `value` and
    `closed_form` are rules, the latter for sympy's expressions. `spreadsheet` writes the formula of a cell as
    spreadsheet programs read it, without the = before it. `adds` says whether a cell adds up several numbers, so that
    what is rounded is rounded once, when all are added. `options`, for an operation that chooses words, gives the texts
    to choose from, in order: the number of one, counted from 1, is an answer too. `ties`, where several results can be
    equally right, gives them all; each of its columns is right by itself.
    """

    name: str
    symbol: Symbol
    takes: tuple[str, ...]
    picture: Picture
    shape: Callable[..., Shape]
    domain: Domain
    value: Rule
    closed_form: Rule
    written: Written
    spreadsheet: Callable[[SpreadsheetCell], str]
    bound: Bound
    slips: tuple[Slip, ...]
    adds: bool
    options: Callable[..., tuple[str, ...]] | None
    ties: Callable[..., tuple[Values, ...]] | None

    def __call__(self, *operands: Expression | Number, **settings: Any) -> Formula:
        """The formula of this operation on the operands; ValueError when they do not fit or could not be drawn."""
        if set(settings) != set(self.takes):
            raise ValueError(f"{self.name} takes {', '.join(self.takes) or 'no settings'}, not {', '.join(settings)}")
        placed = tuple(self._operand(operand) for operand in operands)
        values = tuple(settings[name] for name in self.takes)
        return Formula(self, placed, values, self.shape(*(operand.shape for operand in placed), *values))

    def _operand(self, operand: Expression | Number) -> Operand | Formula:
        if isinstance(operand, Operand):
            return operand
        if not isinstance(operand, Formula):
            assert isinstance(operand, Number), operand
            return constant(((simplest(operand),),))
        if not self.value.by_cell or not operand.operation.value.by_cell or operand.part:
            raise ValueError(
                f"a {operand.operation.name} cannot be drawn within a {self.name}: fill a grid with it first"
            )
        return operand


@dataclass(frozen=True, eq=False)
class Formula(Expression):
    """An operation on operands or, cell by cell, on formulas; `part` gives the columns of its result that are used."""

    operation: Operation
    operands: tuple[Operand | Formula, ...]
    settings: Settings
    shape: Shape
    part: tuple[int, int] | None = None

    def columns(self, start: int, stop: int) -> Formula:
        """Some columns of its result, so that one matrix may fill several grids; ValueError for columns it lacks."""
        if self.part or not 0 <= start < stop <= self.shape[1]:
            raise ValueError(f"{self.shape} has no columns {start} to {stop}")
        return replace(self, shape=(self.shape[0], stop - start), part=(start, stop))

    def grids(self) -> Iterator[str]:
        """The names of the grids it reads, in the order they are written, repeats included."""
        for operand in self.operands:
            yield from operand.grids()

    @cached_property
    def read(self) -> tuple[str, ...]:
        """The names of the grids it reads, each once."""
        return tuple(dict.fromkeys(self.grids()))

    def extent(self, known: Mapping[str, Extent]) -> Extent:
        """How wide its results can get, from what is known of the grids it reads."""
        extents = [operand.extent(known) for operand in self.operands]
        shapes = [operand.shape for operand in self.operands]
        return replace(self.operation.bound(extents, shapes, self.settings), exact=None)

    @cached_property
    def nested(self) -> bool:
        """Whether there are formulas within."""
        return any(isinstance(operand, Formula) for operand in self.operands)

    @property
    def picture(self) -> Picture:
        """How it is drawn; with formulas within, as an expression cell by cell."""
        return Picture.CELLWISE if self.nested else self.operation.picture

    @cached_property
    def exact(self) -> bool:
        """Whether its values are exact, not enclosed."""
        return self.operation.value.exact and all(
            operand.exact for operand in self.operands if isinstance(operand, Formula)
        )

    @cached_property
    def marks(self) -> bool:
        """Whether each of its values is one of two, such as 0 and 1."""
        return self.operation.bound is zeros_and_ones or all(
            operand.marks if isinstance(operand, Formula) else not any(operand.grids()) for operand in self.operands
        )

    @cached_property
    def adds(self) -> bool:
        """Whether it adds up several numbers for a cell, itself or within."""
        return self.operation.adds or any(operand.adds for operand in self.operands if isinstance(operand, Formula))

    def leaves(self) -> Iterator[Operand]:
        """The operands it is made of, in the order they are written."""
        for operand in self.operands:
            if isinstance(operand, Formula):
                yield from operand.leaves()
            else:
                yield operand

    def words(self) -> Iterator[str]:
        """The words that are drawn for its operations, and the rules that say their working."""
        yield from self.operation.symbol.words
        if self.operation.written.rule:
            yield self.operation.written.rule
        for operand in self.operands:
            if isinstance(operand, Formula):
                yield from operand.words()

    def slips(self) -> Iterator[Slip]:
        """The usual slips of its operation that its operands invite."""
        shapes = [operand.shape for operand in self.operands]
        return (slip for slip in self.operation.slips if slip.where(*shapes))

    def same_work(self, other: Formula) -> bool:
        """Whether both are parts of one result."""
        return (self.operation, self.operands, self.settings) == (other.operation, other.operands, other.settings)
