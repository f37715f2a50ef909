"""Operands: arrangements of grids on the sheet, and the operators that turn them into formulas."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.light import light
from generator.network import bounds
from generator.network.bounds import Extent
from generator.network.number import Matrix, Number, Shape

if TYPE_CHECKING:
    from generator.network.formula import Formula, Operation


class Expression(ABC):
    """What Python's operators combine into formulas: operands and, cell by cell, formulas."""

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

    def __pow__(self, exponent: object) -> Formula:
        raise TypeError("nothing is raised to a power by **; write x * x for a square")

    def __le__(self, other: object) -> Formula:
        raise TypeError("grids are not compared by <, <=, > or >=; step(4 - x) is 1 where x <= 4, and 0 elsewhere")

    __lt__ = __ge__ = __gt__ = __le__

    @abstractmethod
    def grids(self) -> Iterator[str]:
        """The names of the grids it reads, in the order they are written, repeats included."""

    @abstractmethod
    def extent(self, known: Mapping[str, Extent]) -> Extent:
        """How wide its numbers can get, from what is known of the grids it reads."""


def _arithmetic(name: str, *operands: Expression | Number) -> Formula:
    """The operation behind one of Python's operators, imported late: operations need formulas, which need operands."""
    from generator.network.operations import arithmetic

    operation: Operation = getattr(arithmetic, name)
    return operation(*operands)


@light(frozen=True)
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

    def shares_cells(self, other: Part) -> bool:
        """Whether another piece of the same grid shows any cell that this one shows."""
        (top, left, bottom, right), (start, first, end, last) = self._edges, other._edges
        return top < end and start < bottom and left < last and first < right

    @cached_property
    def _edges(self) -> tuple[int, int, int, int]:
        """The rows and columns of its grid between which the cells are that it shows: top, left, bottom, right."""
        if self.diagonal:
            return 0, 0, self.rows, 1
        high, wide = (self.columns, self.rows) if self.transposed else (self.rows, self.columns)
        return self.top, self.left, self.top + high, self.left + wide

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


@light(frozen=True)
class Operand(Expression):
    """A matrix of one or more parts, side by side when `across`, else on top of each other; it can always be drawn."""

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
        """The name of the grid when it is a single one, whole and upright; else empty."""
        (part, *others) = self.parts
        return part.grid if not others and part.is_whole_grid else ""

    @property
    def T(self) -> Operand:  # noqa: N802 - the textbook's and numpy's name
        """Transposed."""
        return Operand(tuple(part.flipped for part in self.parts), not self.across)

    def columns(self, start: int, stop: int) -> Operand:
        """The columns of one whole grid from `start` up to, not including, `stop`, counted from 0; else ValueError."""
        return self._slice((0, start), (self.shape[0], stop))

    def rows(self, start: int, stop: int) -> Operand:
        """The rows of one whole grid from `start` up to, not including, `stop`, counted from 0; else ValueError."""
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

    def extent(self, known: Mapping[str, Extent]) -> Extent:
        """The extent that holds all its grids and constants."""
        numbers = [bounds.of_number(cell) for part in self.parts for row in part.constant for cell in row]
        return bounds.widest([*numbers, *(known.get(grid, bounds.NOTHING) for grid in self.grids())])

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
    """A whole grid as an operand."""
    return Operand((Part(*shape, name),))


def constant(rows: Matrix) -> Operand:
    """Numbers that never change, printed as they are."""
    return Operand((Part(len(rows), len(rows[0]), constant=rows),))


def identity(size: int) -> Operand:
    """The identity matrix."""
    return constant(tuple(tuple(int(row == column) for column in range(size)) for row in range(size)))


def diagonal(column: Operand) -> Operand:
    """The matrix with the cells of a grid of one column on its diagonal and 0 elsewhere; ValueError for any other."""
    rows, columns = column.shape
    if not column.grid or columns != 1:
        raise ValueError(f"{column.shape} is not a grid of one column; a diagonal is made of one")
    return Operand((Part(rows, rows, column.grid, diagonal=True),))


def stack(*parts: Operand | Number) -> Operand:
    """The parts on top of each other; a number becomes a row of it, as in `stack(X, 1)`."""
    columns = next(part.shape[1] for part in parts if isinstance(part, Operand))
    pieces = [part if isinstance(part, Operand) else constant(((part,) * columns,)) for part in parts]
    if len({part.shape[1] for part in pieces}) > 1:
        raise ValueError(f"cannot stack {[part.shape for part in pieces]}: the numbers of columns differ")
    return Operand(_joined(pieces, across=False), across=False)


def beside(*parts: Operand | Number) -> Operand:
    """The parts side by side, as in `[W|b]`; a number becomes a column of it."""
    rows = next(part.shape[0] for part in parts if isinstance(part, Operand))
    pieces = [part if isinstance(part, Operand) else constant(((part,),) * rows) for part in parts]
    if len({part.shape[0] for part in pieces}) > 1:
        raise ValueError(f"cannot set {[part.shape for part in pieces]} side by side: the numbers of rows differ")
    return Operand(_joined(pieces, across=True))


def _joined(pieces: Sequence[Operand], across: bool) -> tuple[Part, ...]:
    for piece in pieces:
        if len(piece.parts) > 1 and piece.across is not across:
            raise ValueError(
                "an arrangement cannot be stacked and side by side at once; fill a grid with one part first"
            )
    return tuple(part for piece in pieces for part in piece.parts)
