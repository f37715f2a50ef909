"""Sources: where the values of drawn grids come from, and which values are allowed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice, pairwise

from generator.errors import Said, say
from generator.network.number import Matrix, Number, Shape, Values, shape_of, show_value, simplest
from generator.network.stream import Stream


def _check_range(least: int, greatest: int) -> None:
    """Raise ValueError for a range with nothing in it, from which nothing could be drawn."""
    if least > greatest:
        raise ValueError(f"nothing is from {least} to {greatest}; the least number comes first")


@dataclass(frozen=True)
class Integers:
    """Integers from `least` to `greatest` in steps, all equally likely, but 0 `zeros` times as likely as the rest."""

    least: int
    greatest: int
    zeros: int = 1
    step: int = 1

    def __post_init__(self) -> None:
        _check_range(self.least, self.greatest)
        if self.step < 1:
            raise ValueError(f"step {self.step}: the least step is 1")

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Fill the shape, row by row."""
        draws = stream.draws(self._pool)
        return tuple([tuple(islice(draws, shape[1])) for _ in range(shape[0])])

    @cached_property
    def _pool(self) -> Sequence[int]:
        return (*range(self.least, self.greatest + 1, self.step), *(0,) * (self.zeros - 1))

    def choices(self, _row: int, _column: int) -> tuple[Number, ...]:
        """Every integer of the range."""
        return tuple(range(self.least, self.greatest + 1, self.step))

    def fault(self, values: Values) -> Said | None:
        """Any number can be pinned."""
        return not_numbers(values)


@dataclass(frozen=True)
class Downwards:
    """Integers in a column, from other ranges further down: each range with the number of its rows."""

    ranges: tuple[tuple[Integers, int], ...]

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Fill the shape, row by row."""
        return tuple(row for numbers, rows in self.ranges for row in numbers.draw(stream, (rows, shape[1])))

    def choices(self, row: int, column: int) -> tuple[Number, ...]:
        """Every integer of the row's range."""
        return [numbers for numbers, rows in self.ranges for _ in range(rows)][row].choices(row, column)

    def fault(self, values: Values) -> Said | None:
        """Any number can be pinned."""
        return not_numbers(values)


@dataclass(frozen=True)
class Tenths:
    """Decimals with one place between `least` and `greatest`, both given in tenths."""

    least: int
    greatest: int

    def __post_init__(self) -> None:
        _check_range(self.least, self.greatest)

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Fill the shape, row by row."""
        draws = stream.draws(self._pool)
        return tuple([tuple(islice(draws, shape[1])) for _ in range(shape[0])])

    @cached_property
    def _pool(self) -> tuple[Number, ...]:
        return tuple(simplest(Fraction(tenths, 10)) for tenths in range(self.least, self.greatest + 1))

    def choices(self, _row: int, _column: int) -> tuple[Number, ...]:
        """Every tenth of the range."""
        return self._pool

    def fault(self, values: Values) -> Said | None:
        """Any number can be pinned."""
        return not_numbers(values)


@dataclass(frozen=True)
class Shares:
    """Shares of a whole, in so many `parts`: every column adds up to 1. With `some` every share is more than 0."""

    parts: int
    some: bool = False

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Cut each column of parts in random places."""
        columns = []
        for _ in range(shape[1]):
            ends = [0, *sorted(self._cuts(stream, shape[0] - 1)), self.parts]
            columns.append([simplest(Fraction(end - start, self.parts)) for start, end in pairwise(ends)])
        return tuple(zip(*columns, strict=True))

    def _cuts(self, stream: Stream, count: int) -> list[int]:
        if self.some:
            return stream.shuffle(range(1, self.parts))[:count]
        return [stream.below(self.parts + 1) for _ in range(count)]

    def choices(self, _row: int, _column: int) -> tuple[Number, ...]:
        """Every number of parts, divided by all."""
        return tuple(simplest(Fraction(part, self.parts)) for part in range(self.some, self.parts + (not self.some)))

    def fault(self, values: Values) -> Said | None:
        """Any number can be pinned."""
        return not_numbers(values)


@dataclass(frozen=True)
class Weights:
    """Weights from -greatest to greatest, 0 `zeros` times as likely as the others, both signs in every row.

    Rows that add and subtract keep a deep network's numbers small and its ReLUs alive. A row of one cell is not 0.
    """

    greatest: int = 1
    zeros: int = 1

    def __post_init__(self) -> None:
        _check_range(1, self.greatest)

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Fill the shape row by row; a row that misses a sign is drawn again."""
        draws = stream.draws(self._pool)
        return tuple([_with_both_signs(draws, shape[1]) for _ in range(shape[0])])

    @cached_property
    def _pool(self) -> Sequence[int]:
        sizes = range(1, self.greatest + 1)
        return (*(-size for size in sizes), *(0,) * self.zeros, *sizes)

    def choices(self, _row: int, _column: int) -> tuple[Number, ...]:
        """Every weight."""
        return tuple(range(-self.greatest, self.greatest + 1))

    def fault(self, values: Values) -> Said | None:
        """Any number can be pinned."""
        return not_numbers(values)


def _with_both_signs(draws: Iterator[int], width: int) -> tuple[int, ...]:
    while True:
        row = tuple(islice(draws, width))
        if min(row) < 0 < max(row) or (width == 1 and any(row)):
            return row


@dataclass(frozen=True)
class OneHot:
    """A 1 in each column, anywhere, and 0 elsewhere; with `any_pinned` a teacher may pin other numbers."""

    any_pinned: bool = False

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Fill the shape, column by column."""
        rows, columns = shape
        hot = [stream.below(rows) for _ in range(columns)]
        return tuple(tuple(int(hot[column] == row) for column in range(columns)) for row in range(rows))

    def choices(self, _row: int, _column: int) -> tuple[Number, ...]:
        """0 and 1."""
        return 0, 1

    def fault(self, values: Values) -> Said | None:
        """What is pinned has a single 1 in each column, unless anything may be pinned."""
        words = not_numbers(values)
        if words or self.any_pinned:
            return words
        for number, column in enumerate(zip(*values, strict=True), start=1):
            if sorted(column) != [0] * (len(column) - 1) + [1]:
                shown = ", ".join(map(show_value, column))
                return say(
                    "column {number} is {shown}; expected a single 1 and 0 elsewhere, as [[0], [1], [0]]",
                    number=number,
                    shown=shown,
                )
        return None


@dataclass(frozen=True)
class OneOf:
    """One of a list of at most 256 contents of the grid, such as phrases; a list of one always gives the same."""

    contents: tuple[Values, ...]

    def draw(self, stream: Stream, shape: Shape) -> Values:
        """Choose one, each equally likely."""
        chosen = stream.choose(self.contents)
        if shape_of(chosen) != shape:
            raise AssertionError(f"{chosen} does not fill {shape}")
        return chosen

    def choices(self, row: int, column: int) -> tuple[Number, ...]:
        """The numbers in this cell in any of the contents; words are never hidden."""
        cells = (content[row][column] for content in self.contents)
        return tuple(dict.fromkeys(cell for cell in cells if not isinstance(cell, str)))

    def fault(self, values: Values) -> Said | None:
        """Words belong where the contents are words, numbers where they are numbers."""
        if not isinstance(self.contents[0][0][0], str):
            return not_numbers(values)
        numbers = [cell for row in values for cell in row if not isinstance(cell, str)]
        if not numbers:
            return None
        example = str(list(self.contents[0][0]))
        return say("{number} is a number; write words, as in {example}", number=show_value(numbers[0]), example=example)


@dataclass(frozen=True)
class ConnectedGraph:
    """The edges of a connected graph that is not complete, as a symmetric 0/1 matrix with an empty diagonal."""

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Grow a tree over the nodes in a random order, then add about a third of the other edges."""
        nodes = shape[0]
        pairs = [(a, b) for a in range(nodes) for b in range(a)]
        while True:
            order = stream.shuffle(range(nodes))
            tree = [(node, order[stream.below(place)]) for place, node in enumerate(order) if place]
            edges = {frozenset(edge) for edge in tree} | {frozenset(edge) for edge in pairs if not stream.below(3)}
            if len(edges) < len(pairs):
                return tuple(tuple(int(frozenset((a, b)) in edges) for b in range(nodes)) for a in range(nodes))

    def choices(self, row: int, column: int) -> tuple[Number, ...]:
        """An edge, or none; never from a node to itself."""
        return (0,) if row == column else (0, 1)

    def fault(self, values: Values) -> Said | None:
        """A graph is a symmetric matrix of 0 and 1 with an empty diagonal."""
        alike = all(values[a][b] == values[b][a] for a in range(len(values)) for b in range(a))
        if alike and all(cell in self.choices(a, b) for a, row in enumerate(values) for b, cell in enumerate(row)):
            return None
        return say("not a graph: expected a symmetric matrix of 0 and 1 with 0 on its diagonal, as [[0, 1], [1, 0]]")


@dataclass(frozen=True)
class DirectedGraph:
    """Arrows between the nodes of a connected graph, each edge one way or, now and then, both: row to column."""

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Draw a connected graph, and leave out one way of most edges."""
        rows = [list(row) for row in ConnectedGraph().draw(stream, shape)]
        for a in range(shape[0]):
            for b in range(a):
                way = stream.below(5)  # 0 and 1: from a to b; 2 and 3: from b to a; 4: both
                if way in (0, 1):
                    rows[b][a] = 0
                elif way in (2, 3):
                    rows[a][b] = 0
        return tuple(map(tuple, rows))

    def choices(self, row: int, column: int) -> tuple[Number, ...]:
        """An arrow, or none; never from a node to itself."""
        return (0,) if row == column else (0, 1)

    def fault(self, values: Values) -> Said | None:
        """Any matrix of 0 and 1 with an empty diagonal."""
        if all(cell in self.choices(a, b) for a, row in enumerate(values) for b, cell in enumerate(row)):
            return None
        return say("not a graph: expected a matrix of 0 and 1 with 0 on its diagonal, as [[0, 1], [0, 0]]")


def not_numbers(values: Values) -> Said | None:
    """Why values with a word among them cannot be used; None for numbers."""
    words = [cell for row in values for cell in row if isinstance(cell, str)]
    if not words:
        return None
    return say("{word!r} is not a number; write integers, decimals or fractions such as 5/3", word=words[0][:40])
