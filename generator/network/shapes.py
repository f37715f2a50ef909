"""Shape rules of operations: the result's rows and columns from the operands', or a ValueError that says why not."""

from __future__ import annotations

from typing import Any

from generator.network.number import Shape


def same(first: Shape, *rest: Any) -> Shape:
    """Operands of one shape, which the result has too; settings are skipped."""
    for other in rest:
        if isinstance(other, tuple) and other != first:
            raise ValueError(f"{first} does not fit {other}")
    return first


def product(left: Shape, right: Shape) -> Shape:
    """Rows of the left by columns of the right."""
    if left[1] != right[0]:
        raise ValueError(f"{left} @ {right}: the left has {left[1]} columns, the right {right[0]} rows")
    return left[0], right[1]


def stacked(*parts: Shape) -> Shape:
    """The parts' rows together."""
    if len({columns for _, columns in parts}) > 1:
        raise ValueError(f"cannot stack {parts}: the numbers of columns differ")
    return sum(rows for rows, _ in parts), parts[0][1]


def side_by_side(*parts: Shape) -> Shape:
    """The parts' columns together."""
    if len({rows for rows, _ in parts}) > 1:
        raise ValueError(f"cannot set {parts} side by side: the numbers of rows differ")
    return parts[0][0], sum(columns for _, columns in parts)


def columns(whole: Shape, start: int, stop: int) -> Shape:
    """Some of the columns."""
    if not 0 <= start < stop <= whole[1]:
        raise ValueError(f"{whole} has no columns {start} to {stop}")
    return whole[0], stop - start


def transposed(whole: Shape) -> Shape:
    """Rows and columns change places."""
    return whole[::-1]


def square(whole: Shape) -> Shape:
    """As many rows as columns."""
    if whole[0] != whole[1]:
        raise ValueError(f"{whole} is not square")
    return whole


def kept(whole: Shape, chosen: Shape) -> Shape:
    """A matrix, and a column with a cell for each of its columns."""
    if chosen != (whole[1], 1):
        raise ValueError(f"{chosen} is not a column with a cell for each of the {whole[1]} columns of {whole}")
    return whole


def lookup(table: Shape, words: Shape, sentence: Shape) -> Shape:
    """A column of the table for each word of the sentence."""
    if words != (1, table[1]) or sentence[0] != 1:
        raise ValueError(f"{words} is not a row of words over the table {table}, or {sentence} not a row of words")
    return table[0], sentence[1]


def one_column(whole: Shape) -> Shape:
    """As many rows, in one column."""
    return whole[0], 1


def nearest(scores: Shape, *sentences: Shape) -> Shape:
    """One cell, from a row of scores with a sentence for each."""
    if scores != (1, len(sentences)):
        raise ValueError(f"{scores} is not a row of one score for each of {len(sentences)} sentences")
    return 1, 1
