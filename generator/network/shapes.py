"""Shape rules of operations: the result's rows and columns from the operands', or a ValueError that says why not."""

from __future__ import annotations

from typing import Any

from generator.network.number import Shape


def same(whole: Shape, *_settings: Any) -> Shape:
    """The shape of the one operand."""
    return whole


def alike(first: Shape, *others: Any) -> Shape:
    """One shape for all operands, where a single row, column or cell is repeated; settings are skipped."""
    rows, columns = first
    for other in others:
        if isinstance(other, tuple):
            if not (rows == other[0] or 1 in (rows, other[0])) or not (columns == other[1] or 1 in (columns, other[1])):
                raise ValueError(f"{first} does not fit {other}: rows and columns must be equal, or 1")
            rows, columns = max(rows, other[0]), max(columns, other[1])
    return rows, columns


def product(left: Shape, right: Shape) -> Shape:
    """Rows of the left by columns of the right."""
    if left[1] != right[0]:
        raise ValueError(f"{left} @ {right}: the left has {left[1]} columns, the right {right[0]} rows")
    return left[0], right[1]


def square(whole: Shape) -> Shape:
    """As many rows as columns."""
    if whole[0] != whole[1]:
        raise ValueError(f"{whole} is not square")
    return whole


def one_column(whole: Shape) -> Shape:
    """As many rows, in one column."""
    return whole[0], 1


def one_row(whole: Shape, *others: Shape) -> Shape:
    """As many columns, in one row; further operands have the shape of the first."""
    for other in others:
        if other != whole:
            raise ValueError(f"{whole} does not fit {other}: rows and columns must be equal")
    return 1, whole[1]


def kept(whole: Shape, chosen: Shape) -> Shape:
    """The shape of a matrix, given a column with a cell for each of its columns."""
    if chosen != (whole[1], 1):
        raise ValueError(f"{chosen} is not a column with a cell for each of the {whole[1]} columns of {whole}")
    return whole


def looked_up(table: Shape, words: Shape, sentence: Shape) -> Shape:
    """A column of the table for each word of the sentence."""
    if words != (1, table[1]) or sentence[0] != 1:
        raise ValueError(f"{words} is not a row of words over the table {table}, or {sentence} not a row of words")
    return table[0], sentence[1]


def one_of(scores: Shape, *sentences: Shape) -> Shape:
    """One cell, from a row of scores with a sentence for each."""
    if scores != (1, len(sentences)):
        raise ValueError(f"{scores} is not a row of one score for each of {len(sentences)} sentences")
    return 1, 1


def in_intervals(bounds: Shape, words: Shape, points: Shape) -> Shape:
    """A word for each point, from a column of words and, next to it, a column of bounds for each point."""
    if words != (bounds[0], 1) or points != (1, bounds[1]):
        raise ValueError(f"{words} is not a word for each row of {bounds}, or {points} not a point for each column")
    return points


def routed(choice: Shape, inputs: Shape, *experts: Shape) -> Shape:
    """A column for each input, from one of several matrices of weights with their bias: a row of `choice` for each."""
    if choice != (len(experts), inputs[1]) or len(set(experts)) != 1 or experts[0][1] != inputs[0] + 1:
        raise ValueError(f"{choice} does not choose among {experts} for the columns of {inputs}")
    return experts[0][0], inputs[1]


def window(image: Shape, kernel: Shape, stride: int, padding: int) -> Shape:
    """How often a kernel fits into an image downwards and across."""
    sizes = []
    for whole, part in zip(image, kernel, strict=True):
        steps, rest = divmod(whole + 2 * padding - part, stride)
        if rest or steps < 0:
            raise ValueError(
                f"a kernel {kernel} does not fit evenly into {image} with stride {stride}, padding {padding}"
            )
        sizes.append(steps + 1)
    return sizes[0], sizes[1]


def pooled(whole: Shape, size: int) -> Shape:
    """As many windows of a size as fit evenly, downwards and across."""
    if whole[0] % size or whole[1] % size:
        raise ValueError(f"windows of {size} × {size} do not fit evenly into {whole}")
    return whole[0] // size, whole[1] // size


def flattened(*parts: Shape) -> Shape:
    """All cells of all parts in one column."""
    return sum(rows * columns for rows, columns in parts), 1


def side_lengths(image: Shape, kernels: Shape) -> Shape:
    """Two cells in a column for each kernel, from one cell and a column."""
    if image != (1, 1) or kernels[1] != 1:
        raise ValueError(f"{image} is not one cell, or {kernels} not a column")
    return 2 * kernels[0], 1
