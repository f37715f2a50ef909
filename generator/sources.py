"""Where the numbers of given grids come from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.numbers import Matrix, Number, Shape, simplest
from generator.stream import Stream


@dataclass(frozen=True)
class Integers:
    """Integers from `least` to `greatest`, each as likely, but 0 `zeros` times as likely as the rest."""

    least: int
    greatest: int
    zeros: int = 1

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Fill the shape, row by row."""
        pool = (*range(self.least, self.greatest + 1), *(0,) * (self.zeros - 1))
        return tuple(tuple(stream.choose(pool) for _ in range(shape[1])) for _ in range(shape[0]))


@dataclass(frozen=True)
class Tenths:
    """Decimals with one place between `least` and `greatest`, both given in tenths."""

    least: int
    greatest: int

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Fill the shape, row by row."""
        pool: tuple[Number, ...] = tuple(
            simplest(Fraction(tenths, 10)) for tenths in range(self.least, self.greatest + 1)
        )
        return tuple(tuple(stream.choose(pool) for _ in range(shape[1])) for _ in range(shape[0]))


@dataclass(frozen=True)
class OneHot:
    """A 1 in each column, anywhere, and 0 elsewhere."""

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Fill the shape, column by column."""
        rows, columns = shape
        hot = [stream.below(rows) for _ in range(columns)]
        return tuple(tuple(int(hot[column] == row) for column in range(columns)) for row in range(rows))
