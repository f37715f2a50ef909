"""Exact rules of operations: the result's cells from the operands', for any exact number type.

A rule takes the operands' matrices, then the operation's settings (the number of decimals, say). int and Fraction are
the numbers of daily work, sympy's Rational those of the tests that ask the authority.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import lcm
from operator import mul

from generator.errors import ByhandError
from generator.network import rounding
from generator.network.number import Matrix, Number, WordGrid, quotient


def unchanged(matrix: Matrix, *_settings: object) -> Matrix:
    """The matrix as it is."""
    return matrix


def constant(number: Number) -> Callable[[int, int], Matrix]:
    """The rule that fills a shape with one number."""
    return lambda rows, columns: ((number,) * columns,) * rows


def each(function: Callable[..., Number]) -> Callable[..., Matrix]:
    """The rule that applies a function of one cell to every cell."""
    return lambda matrix, *settings: tuple([tuple([function(cell, *settings) for cell in row]) for row in matrix])


def pairwise(function: Callable[[Number, Number], Number]) -> Callable[[Matrix, Matrix], Matrix]:
    """The rule that applies a function of two cells to every pair of cells in the same place."""
    return lambda left, right: tuple([tuple(map(function, *rows)) for rows in zip(left, right, strict=True)])


def matrix_product(left: Matrix, right: Matrix) -> Matrix:
    """Rows times columns. Fractions are brought to one denominator first: ints multiply ten times as fast."""
    left_whole, over = _whole(left)
    right_whole, under = _whole(right)
    columns = tuple(zip(*right_whole, strict=True))
    whole = tuple([tuple([sum(map(mul, row, column)) for column in columns]) for row in left_whole])
    if over == under == 1:
        return whole
    return tuple([tuple([quotient(cell, over * under) for cell in row]) for row in whole])


def _whole(matrix: Matrix) -> tuple[tuple[tuple[int, ...], ...], int]:
    """The matrix times the least number that makes every cell whole, and that number."""
    factor = lcm(*[cell.denominator for row in matrix for cell in row])
    if factor == 1:
        return matrix, 1  # type: ignore[return-value]
    return tuple([tuple([cell.numerator * (factor // cell.denominator) for cell in row]) for row in matrix]), factor


def transposed(matrix: Matrix) -> Matrix:
    """Rows become columns."""
    return tuple(zip(*matrix, strict=True))


def stacked(*parts: Matrix) -> Matrix:
    """One on top of the other."""
    return tuple(row for part in parts for row in part)


def side_by_side(*parts: Matrix) -> Matrix:
    """One beside the other."""
    return tuple(tuple(cell for row in rows for cell in row) for rows in zip(*parts, strict=True))


def columns(matrix: Matrix, start: int, stop: int) -> Matrix:
    """The columns from `start` up to, not including, `stop`."""
    return tuple(row[start:stop] for row in matrix)


def with_self_loops(graph: Matrix) -> Matrix:
    """1 for every edge and every node itself, 0 elsewhere; ByhandError for a matrix that is no graph's."""
    if graph != transposed(graph) or not all(
        cell in (0, row != column) for row, cells in enumerate(graph) for column, cell in enumerate(cells)
    ):
        raise ByhandError("a graph is a symmetric matrix of 0 and 1 with 0 on its diagonal")
    return tuple(
        tuple(1 if row == column else cell for column, cell in enumerate(cells)) for row, cells in enumerate(graph)
    )


def one_direction(graph: Matrix) -> Matrix:
    """With self-loops, but each edge only from its earlier node to its later: a usual slip."""
    return tuple(tuple(cell * (row <= column) for column, cell in enumerate(cells))
                 for row, cells in enumerate(with_self_loops(graph)))  # fmt: skip


def kept_columns(matrix: Matrix, chosen: Matrix) -> Matrix:
    """The columns whose cell in the column `chosen` is not 0; 0 in the others."""
    return tuple(tuple(cell if mark else 0 for cell, (mark,) in zip(row, chosen, strict=True)) for row in matrix)


def looked_up(shift: int) -> Callable[[Matrix, WordGrid, WordGrid], Matrix]:
    """The rule that reads for each word the table's column under its first place; the slip, `shift` columns beside."""

    def rule(table: Matrix, words: WordGrid, sentence: WordGrid) -> Matrix:
        known = words[0]
        for word in sentence[0]:
            if word not in known:
                raise ByhandError(f"the table of words has no {word[:40]!r}; it has {', '.join(known)}")
        places = [(known.index(word) + shift) % len(known) for word in sentence[0]]
        return tuple(tuple(row[place] for place in places) for row in table)

    return rule


def mean_of_columns(matrix: Matrix) -> Matrix:
    """The mean of each row, exactly."""
    share = Fraction(1, len(matrix[0]))
    return tuple((sum(row) * share,) for row in matrix)


def sum_of_columns(matrix: Matrix) -> Matrix:
    """The sum of each row."""
    return tuple((sum(row),) for row in matrix)


def phrases(_scores: Matrix, *sentences: WordGrid) -> tuple[str, ...]:
    """The sentences in order, each as one text: the options of a choice."""
    return tuple(" ".join(sentence[0]) for sentence in sentences)


def with_score(choose: Callable[[tuple[Number, ...]], Number]) -> Callable[..., WordGrid]:
    """The rule that answers with the first sentence whose score is the one that `choose` picks."""
    return lambda scores, *sentences: (
        (phrases(scores, *sentences)[scores[0].index(choose(scores[0]))],),
    )  # fmt: skip


def softmax_of_columns(matrix: Matrix, decimals: int) -> Matrix:
    """Each column's softmax, rounded."""
    return transposed(tuple(
        tuple(entry.value for entry in rounding.softmax(column, decimals)) for column in zip(*matrix, strict=True)
    ))  # fmt: skip


def softmax_cut_off(matrix: Matrix, decimals: int) -> Matrix:
    """Each column's softmax, its later decimals dropped: a usual slip."""
    return each(rounding.cut_off)(softmax_of_columns(matrix, decimals + 6), decimals)


def cut_off_after(function: Callable[[Number, int], rounding.Rounded]) -> Callable[[Matrix, int], Matrix]:
    """The slip of cutting off: six more places stand for the unrounded value."""
    return each(lambda cell, decimals: rounding.cut_off(function(cell, decimals + 6).value, decimals))


def if_square(rule: Callable[[Matrix, Matrix], Matrix], which: int) -> Callable[[Matrix, Matrix], Matrix]:
    """A slip with the left (0) or right (1) operand transposed, which only a square one allows; else no slip."""

    def guarded(*operands: Matrix) -> Matrix:
        square = len(operands[which]) == len(operands[which][0])
        return rule(*operands) if square else matrix_product(*operands)

    return guarded


def transposed_if_square(matrix: Matrix) -> Matrix:
    """The slip of not transposing: only a square matrix still fits, for the others it is no slip."""
    return matrix if len(matrix) == len(matrix[0]) else transposed(matrix)


def all_clear(function: Callable[[Number, int], rounding.Rounded]) -> Callable[[Matrix, int], bool]:
    """Whether every cell's rounding is one that every calculator agrees on."""
    return lambda matrix, decimals: all(function(cell, decimals).clear for row in matrix for cell in row)


def softmax_is_clear(matrix: Matrix, decimals: int) -> bool:
    """Whether every cell of the softmax rounds so that every calculator agrees."""
    return all(entry.clear for column in zip(*matrix, strict=True) for entry in rounding.softmax(column, decimals))
