"""Formulas: operands, which are arrangements of what is on the sheet, and operations, which turn them into a result.

A formula is data. Interpreters work out its values, its drawing, its arithmetic, its widths, its closed form and the
slips it invites; none of them knows an operation by name, as each operation brings along what they ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from functools import cached_property
from typing import Any, Protocol

from generator.network.bounds import Bound
from generator.network.number import Matrix, Number, Shape, Undefined, simplest
from generator.network.rules import Rule, Settings

LARGEST = 10**40
"""No operation works on larger numbers, unless its own domain is smaller."""


class Expression:
    """What Python's operators combine into formulas: operands, and cell by cell also formulas."""

    shape: Shape

    def __matmul__(self, right: Expression) -> Formula:
        return _arithmetic("product", self, right)

    def __add__(self, other: Expression | Number) -> Formula:
        return _arithmetic("add", self, other)

    def __radd__(self, other: Number) -> Formula:
        return _arithmetic("add", other, self)

    def __sub__(self, other: Expression | Number) -> Formula:
        return _arithmetic("subtract", self, other)

    def __rsub__(self, other: Number) -> Formula:
        return _arithmetic("subtract", other, self)

    def __mul__(self, other: Expression | Number) -> Formula:
        return _arithmetic("multiply", self, other)

    def __rmul__(self, other: Number) -> Formula:
        return _arithmetic("multiply", other, self)

    def __truediv__(self, other: Expression | Number) -> Formula:
        return _arithmetic("divide", self, other)

    def __rtruediv__(self, other: Number) -> Formula:
        return _arithmetic("divide", other, self)

    def grids(self) -> Iterator[str]:
        """The names of the grids it reads, in the order they are written, repeats included."""
        raise NotImplementedError


def _arithmetic(name: str, *operands: Expression | Number) -> Formula:
    """The operation behind one of Python's operators; made with the classes of this module, it can only come after."""
    from generator.network.operations import arithmetic

    operation: Operation = getattr(arithmetic, name)
    return operation(*operands)


@dataclass(frozen=True)
class Part:
    """A piece of an operand: a grid or a slice of one, the diagonal matrix of a column, or numbers that never change.

    `rows` and `columns` are as drawn; a slice begins at `top` and `left` of its grid, counted upright from 0.
    """

    rows: int
    columns: int
    grid: str = ""
    constant: Matrix = ()
    top: int = 0
    left: int = 0
    whole: bool = True
    transposed: bool = False
    diagonal: bool = False

    @property
    def is_whole_grid(self) -> bool:
        """Whether it is all of a grid, as it is."""
        return bool(self.grid) and self.whole and not self.transposed and not self.diagonal

    @property
    def flipped(self) -> Part:
        """Rows and columns exchanged."""
        return replace(
            self,
            rows=self.columns,
            columns=self.rows,
            transposed=not self.transposed if self.grid and not self.diagonal else False,
            constant=tuple(zip(*self.constant, strict=True)),
        )

    def place(self, row: int, column: int) -> tuple[int, int] | None:
        """The row and column of its grid that a cell shows; None for a cell that shows no cell of a grid."""
        if not self.grid:
            return None
        if self.diagonal:
            return (row, 0) if row == column else None
        row, column = (column, row) if self.transposed else (row, column)
        return row + self.top, column + self.left

    def cells(self) -> Iterator[tuple[str, int, int]]:
        """The cells of its grid that it shows: grid, row and column."""
        for row in range(self.rows):
            for column in range(self.columns):
                place = self.place(row, column)
                if place:
                    yield self.grid, *place

    def values(self, grids: Mapping[str, Any]) -> Any:
        """Its rows, from the grids' values."""
        if not self.grid:
            return self.constant
        rows = grids[self.grid]
        if self.diagonal:
            return tuple(
                tuple(cell if column == row else 0 for column in range(self.columns))
                for row, (cell,) in enumerate(rows)
            )
        if not self.whole:
            high, wide = (self.columns, self.rows) if self.transposed else (self.rows, self.columns)
            rows = tuple(row[self.left : self.left + wide] for row in rows[self.top : self.top + high])
        return tuple(zip(*rows, strict=True)) if self.transposed else rows


@dataclass(frozen=True)
class Operand(Expression):
    """A matrix of one or more parts, beside each other when `across`, else on top of each other. Always drawable."""

    parts: tuple[Part, ...]
    across: bool = True

    @cached_property
    def shape(self) -> Shape:  # type: ignore[override]
        """Rows and columns as drawn."""
        if self.across:
            return self.parts[0].rows, sum(part.columns for part in self.parts)
        return sum(part.rows for part in self.parts), self.parts[0].columns

    @property
    def grid(self) -> str:
        """The name of the grid that it is, whole and upright; empty for any other arrangement."""
        (part, *others) = self.parts
        return part.grid if not others and part.is_whole_grid else ""

    @property
    def T(self) -> Operand:  # noqa: N802 - the textbook's and numpy's name
        """Transposed."""
        return Operand(tuple(part.flipped for part in self.parts), not self.across)

    def columns(self, start: int, stop: int) -> Operand:
        """The columns from `start` up to, not including, `stop`, counted from 0; of one whole grid."""
        return self._slice((0, start), (self.shape[0], stop))

    def rows(self, start: int, stop: int) -> Operand:
        """The rows from `start` up to, not including, `stop`, counted from 0; of one whole grid."""
        return self._slice((start, 0), (stop, self.shape[1]))

    def _slice(self, start: tuple[int, int], stop: tuple[int, int]) -> Operand:
        if not self.grid:
            raise ValueError("only a whole grid has rows and columns to choose from")
        if not all(0 <= low < high <= size for low, high, size in zip(start, stop, self.shape, strict=True)):
            raise ValueError(f"{self.shape} has no rows and columns {start} to {stop}")
        size = stop[0] - start[0], stop[1] - start[1]
        return Operand((Part(*size, self.grid, top=start[0], left=start[1], whole=size == self.shape),))

    def grids(self) -> Iterator[str]:
        """The names of its grids."""
        return (part.grid for part in self.parts if part.grid)

    def values(self, grids: Mapping[str, Any]) -> Any:
        """Its rows, from the grids' values."""
        if len(self.parts) == 1:
            return self.parts[0].values(grids)
        matrices = [part.values(grids) for part in self.parts]
        if self.across:
            return tuple([tuple([cell for row in rows for cell in row]) for rows in zip(*matrices, strict=True)])
        return tuple([row for matrix in matrices for row in matrix])

    def part_at(self, row: int, column: int) -> tuple[Part, int, int]:
        """The part that a cell belongs to, and its row and column there."""
        for part in self.parts:
            if row < part.rows and column < part.columns:
                return part, row, column
            row, column = (row, column - part.columns) if self.across else (row - part.rows, column)
        raise IndexError((row, column))


def whole_grid(name: str, shape: Shape) -> Operand:
    """The operand that a grid is."""
    return Operand((Part(*shape, name),))


def constant(rows: Matrix) -> Operand:
    """Numbers that never change, printed as they are."""
    return Operand((Part(len(rows), len(rows[0]), constant=rows),))


def identity(size: int) -> Operand:
    """The identity matrix."""
    return constant(tuple(tuple(int(row == column) for column in range(size)) for row in range(size)))


def diagonal(column: Operand) -> Operand:
    """The matrix with a column's cells on its diagonal, 0 elsewhere."""
    rows, columns = column.shape
    if not column.grid or columns != 1:
        raise ValueError(f"{column.shape} is not a grid of one column, which a diagonal is made of")
    return Operand((Part(rows, rows, column.grid, diagonal=True),))


def stack(*parts: Operand | Number) -> Operand:
    """The parts on top of each other; a number stands for a row of it, as in `stack(X, 1)`."""
    columns = next(part.shape[1] for part in parts if isinstance(part, Operand))
    pieces = [part if isinstance(part, Operand) else constant(((part,) * columns,)) for part in parts]
    if len({part.shape[1] for part in pieces}) > 1:
        raise ValueError(f"cannot stack {[part.shape for part in pieces]}: the numbers of columns differ")
    return Operand(_joined(pieces, across=False), across=False)


def beside(*parts: Operand | Number) -> Operand:
    """The parts side by side, as in `[W|b]`; a number stands for a column of it."""
    rows = next(part.shape[0] for part in parts if isinstance(part, Operand))
    pieces = [part if isinstance(part, Operand) else constant(((part,),) * rows) for part in parts]
    if len({part.shape[0] for part in pieces}) > 1:
        raise ValueError(f"cannot set {[part.shape for part in pieces]} side by side: the numbers of rows differ")
    return Operand(_joined(pieces, across=True))


def _joined(pieces: Sequence[Operand], across: bool) -> tuple[Part, ...]:
    for piece in pieces:
        if len(piece.parts) > 1 and piece.across is not across:
            raise ValueError(
                "an arrangement that is stacked and side by side at once: fill a grid with one of them first"
            )
    return tuple(part for piece in pieces for part in piece.parts)


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
    LOOK_UP = "look-up"
    """Columns of a table under the words that are looked up."""
    GATHERED = "gathered"
    """What is elsewhere on the sheet, copied together."""
    CHOICE = "choice"
    """Several operands of which one is used, all of them shown."""


@dataclass(frozen=True)
class Domain:
    """Where an operation is defined: cells no larger than `largest`, and what `holds` for operands and settings."""

    largest: int
    holds: Callable[..., bool]

    def check(self, operands: Sequence[Any], settings: Settings) -> None:
        """Undefined when the operands are outside."""
        for operand in operands:
            for row in operand:
                for cell in row:
                    if not isinstance(cell, str) and not -self.largest <= cell <= self.largest:
                        raise Undefined(f"a number beyond {self.largest}")
        if not self.holds(*operands, *settings):
            raise Undefined("numbers for which this is not defined")


ANYWHERE = Domain(LARGEST, lambda *_: True)


@dataclass(frozen=True)
class Slip:
    """A usual mistake: what a student sees it called, and the rule that is applied when it is made."""

    name: str
    value: Rule


class CellWork(Protocol):
    """What the arithmetic of one cell is written with; operands count from 0."""

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

    def text(self, operand: int) -> str:
        """The arithmetic of the operand's cell in the same place: its number, or a whole expression."""
        ...

    def factor(self, operand: int) -> str:
        """The same, in brackets where it would be misread beside another sign."""
        ...

    def number(self, operand: int, row: int, column: int) -> str:
        """Any cell of an operand."""
        ...

    def factor_at(self, operand: int, row: int, column: int) -> str:
        """Any cell of an operand, in brackets where it would be misread beside another sign."""
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
        """The cell's own value, for operations that only move cells: their place says all."""
        ...

    def constant(self, operand: int, row: int, column: int) -> Number | None:
        """The number in a cell that never changes: the 1 that a bias is multiplied with need not be written."""
        ...


@dataclass(frozen=True)
class Written:
    """How the arithmetic of a cell is written, and the sign before its result: an arrow if nothing is calculated."""

    of: Callable[[CellWork], str]
    leads: str = "="


class Binds(IntEnum):
    """How tightly an operation binds what it is read with: what binds less needs brackets within it."""

    SUM = 0
    PRODUCT = 1
    FUNCTION = 2


@dataclass(frozen=True)
class Symbol:
    """What is drawn for an operation: `name` over a wave, or, cell by cell, `read` with a place for each operand.

    `words` are those that other languages say otherwise; `argmax` is the same in all.
    """

    name: str
    read: str
    binds: Binds
    words: tuple[str, ...]


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
    `closed_form` are rules, the latter for sympy's expressions. `options`, for an operation that chooses words, gives
    the texts to choose from in order: the answer may also be the number of one, counted from 1.
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
    bound: Bound
    slips: tuple[Slip, ...]
    options: Callable[..., tuple[str, ...]] | None

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
    """An operation on operands, or cell by cell also on formulas; `part` are the columns of its result that count."""

    operation: Operation
    operands: tuple[Operand | Formula, ...]
    settings: Settings
    shape: Shape
    part: tuple[int, int] | None = None

    def columns(self, start: int, stop: int) -> Formula:
        """Some columns of its result: what forms one matrix with others may fill several grids."""
        if self.part or not 0 <= start < stop <= self.shape[1]:
            raise ValueError(f"{self.shape} has no columns {start} to {stop}")
        return replace(self, shape=(self.shape[0], stop - start), part=(start, stop))

    def grids(self) -> Iterator[str]:
        """The names of the grids it reads, in the order they are written, repeats included."""
        for operand in self.operands:
            yield from operand.grids()

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

    def leaves(self) -> Iterator[Operand]:
        """The operands it is made of, in the order they are written."""
        for operand in self.operands:
            if isinstance(operand, Formula):
                yield from operand.leaves()
            else:
                yield operand

    def words(self) -> Iterator[str]:
        """The words that are drawn for its operations."""
        yield from self.operation.symbol.words
        for operand in self.operands:
            if isinstance(operand, Formula):
                yield from operand.words()

    def same_work(self, other: Formula) -> bool:
        """Whether both are parts of one result."""
        return (self.operation, self.operands, self.settings) == (other.operation, other.operands, other.settings)
