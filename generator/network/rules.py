"""Rules: how the values of a result come from those of its operands, exactly or as enclosures to any precision.

A rule is a function and what it works on: whole matrices, cells one by one, or columns. Functions take their operands,
then the operation's settings; those that enclose take a precision last. They run on ints and Fractions, the numbers
of daily work, and where they are exact on sympy's Rational too.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any, ClassVar, TypeAlias

from generator.network.number import Matrix
from generator.network.rounding import Rounded, Rounding

Settings: TypeAlias = tuple[Any, ...]
Rows: TypeAlias = Sequence[Sequence[Any]]
"""Rows of numbers, enclosures or words."""
RoundedRows: TypeAlias = tuple[tuple[Rounded, ...], ...]
USUAL_PRECISION = 30


@dataclass(frozen=True)
class Rule(ABC):
    """The values of an operation's result; `exact` ones are numbers, `by_cell` ones can be part of an expression."""

    of: Callable[..., Any]
    exact: ClassVar[bool]
    by_cell: ClassVar[bool]

    @abstractmethod
    def values(self, operands: Sequence[Rows], settings: Settings, precision: int = USUAL_PRECISION) -> Any:
        """The result's rows."""

    def rounded(self, operands: Sequence[Rows], settings: Settings, rounding: Rounding) -> RoundedRows:
        """The result's rows, each cell rounded."""
        of = rounding.of
        return tuple([tuple([of(cell) for cell in row]) for row in self.values(operands, settings)])

    def prepared(self, settings: Settings, rounding: Rounding | None) -> Callable[..., Any]:
        """The function from the operands' rows to the result's numbers, for a program to call repeatedly."""
        if rounding is None:
            return lambda *operands: self.values(operands, settings)
        return lambda *operands: numbers(self.rounded(operands, settings, rounding))


class _Exact(Rule):
    """An exact function: whether it rounds clearly need not be known for its numbers."""

    def prepared(self, settings: Settings, rounding: Rounding | None) -> Callable[..., Any]:
        """The function from the operands' rows to the result's numbers."""
        if rounding is None:
            return super().prepared(settings, None)
        number = rounding.number
        return lambda *operands: tuple([tuple(map(number, row)) for row in self.values(operands, settings)])


class OfMatrices(_Exact):
    """An exact function of whole matrices."""

    exact = True
    by_cell = False

    def prepared(self, settings: Settings, rounding: Rounding | None) -> Callable[..., Any]:
        """The function itself where there are no settings and no rounding."""
        return super().prepared(settings, rounding) if settings or rounding else self.of

    def values(self, operands: Sequence[Rows], settings: Settings, precision: int = USUAL_PRECISION) -> Any:  # noqa: ARG002
        """The result's rows."""
        return self.of(*operands, *settings)


class OfCells(_Exact):
    """An exact function of cells in the same place; a single row, column or cell is used for all."""

    exact = True
    by_cell = True

    def values(self, operands: Sequence[Rows], settings: Settings, precision: int = USUAL_PRECISION) -> Any:  # noqa: ARG002
        """The result's rows."""
        of = partial(_with_settings, self.of, settings) if settings else self.of
        return tuple([tuple(map(of, *rows)) for rows in zip(*spread(operands), strict=True)])


class EnclosedCells(Rule):
    """An enclosed function of one cell, such as sigma; few arguments occur, so decisions are cached."""

    exact = False
    by_cell = True

    def values(self, operands: Sequence[Rows], settings: Settings, precision: int = USUAL_PRECISION) -> Any:
        """The result's rows."""
        return tuple([tuple([self.of(cell, *settings, precision) for cell in row]) for row in operands[0]])

    def rounded(self, operands: Sequence[Rows], settings: Settings, rounding: Rounding) -> RoundedRows:
        """The result's rows, each cell rounded."""
        decide = _decision(self.of, settings, rounding)
        return tuple([tuple(map(decide, row)) for row in operands[0]])

    def prepared(self, settings: Settings, rounding: Rounding | None) -> Callable[..., Any]:
        """The function with its cached decisions, looked up once."""
        if rounding is None:
            return super().prepared(settings, rounding)
        decide = _decision(self.of, settings, rounding)
        return lambda operand: tuple([tuple([decide(cell).value for cell in row]) for row in operand])


class EnclosedColumns(Rule):
    """An enclosed function of a column of each operand, such as softmax; decisions are cached."""

    exact = False
    by_cell = False

    def values(self, operands: Sequence[Rows], settings: Settings, precision: int = USUAL_PRECISION) -> Any:
        """The result's rows."""
        columns = [self.of(*column, *settings, precision) for column in _columns(operands)]
        return tuple(zip(*columns, strict=True))

    def rounded(self, operands: Sequence[Rows], settings: Settings, rounding: Rounding) -> RoundedRows:
        """The result's rows, each cell rounded."""
        columns = [_decided_column(self.of, column, settings, rounding) for column in _columns(operands)]
        return tuple(zip(*columns, strict=True))


def numbers(rows: RoundedRows) -> Matrix:
    """The rounded numbers alone."""
    return tuple([tuple([cell.value for cell in row]) for row in rows])


def _columns(operands: Sequence[Rows]) -> list[tuple[Any, ...]]:
    """For each column of the result, the columns of the operands it is made of."""
    return list(zip(*(zip(*operand, strict=True) for operand in operands), strict=True))


def _with_settings(of: Callable[..., Any], settings: Settings, *cells: Any) -> Any:
    return of(*cells, *settings)


@cache
def _decision(of: Callable[..., Any], settings: Settings, rounding: Rounding) -> Callable[[Any], Rounded]:
    """The rounding of a function of one cell, with its decisions cached."""

    @lru_cache(maxsize=20_000)
    def decide(cell: Any) -> Rounded:
        return rounding.decide(lambda precision: of(cell, *settings, precision))

    return decide


@lru_cache(maxsize=1 << 12)
def _decided_column(
    of: Callable[..., Any], column: tuple[Any, ...], settings: Settings, rounding: Rounding
) -> tuple[Rounded, ...]:
    least = rounding.least_precision
    first = of(*column, *settings, least)

    def decide(row: int) -> Rounded:
        return rounding.decide(
            lambda precision: (first if precision == least else of(*column, *settings, precision))[row]
        )

    return tuple(map(decide, range(len(first))))


def spread(operands: Sequence[Rows]) -> Sequence[Rows]:
    """Operands of one shape: a single row, column or cell is repeated to fill it."""
    shapes = {(len(operand), len(operand[0])) for operand in operands}
    if len(shapes) == 1:
        return operands
    rows, columns = map(max, zip(*shapes, strict=True))
    return [_filled(operand, rows, columns) for operand in operands]


def _filled(operand: Rows, rows: int, columns: int) -> Rows:
    if len(operand[0]) != columns:
        operand = [tuple(row) * columns for row in operand]
    return operand if len(operand) == rows else list(operand) * rows


def unchanged(matrix: Matrix, *_settings: object) -> Matrix:
    """The matrix as it is."""
    return matrix


def transposed(matrix: Any) -> Any:
    """Rows become columns."""
    return tuple(zip(*matrix, strict=True))


def by_columns(of: Callable[..., Any]) -> Callable[..., Any]:
    """A function of matrices that turns a column of each operand into one number."""
    return lambda *operands: (tuple(of(*column) for column in _columns(operands)),)
