"""Simulated students of attention and of what is near it: workers as independent of the marker as classroom.py's."""

from __future__ import annotations

import math
from fractions import Fraction

from tests.simulated.classroom import (
    CUT,
    IN_A_LAYER,
    UNROUNDED,
    ZERO,
    Answers,
    Given,
    Misconceptions,
    Number,
    Pen,
    Rows,
    Workers,
    cellwise,
    leave_columns_blank,
    relu,
    times,
    turned,
    with_bias,
)


def self_attention(given: Given, pen: Pen, causal: bool = False) -> Answers:
    queries, keys, values = (pen.write(name, times(given[f"W{name.lower()}"], given["X"])) for name in "QKV")
    scores = times(turned(queries), keys) if pen.has("Q transposed") else times(turned(keys), queries)
    scores = times(keys, queries) if pen.has("K not transposed") else scores
    scores = pen.write("S", scores)
    whole = pen.has("not halved")
    scaled = pen.write("R", [[cell if whole else Fraction(math.trunc(cell / 2)) for cell in row] for row in scores])
    powers = [[_power_of_three(cell) for cell in row] for row in scaled]
    if causal and not pen.has("mask left out"):
        powers = [[cell if r <= c else ZERO for c, cell in enumerate(row)] for r, row in enumerate(powers)]
    if pen.has("mask of the other half"):
        powers = [[cell if r >= c else ZERO for c, cell in enumerate(row)] for r, row in enumerate(powers)]
    powers = pen.write("E", powers)
    by_rows = pen.has("softmax over the wrong axis")
    sums = pen.write("s", [[sum(line, ZERO) for line in (powers if by_rows else turned(powers))]])
    shares = [
        [cell / (sums[0][r if by_rows else c] or 1) for c, cell in enumerate(row)] for r, row in enumerate(powers)
    ]
    weights = pen.write("P", shares, rounds=True)
    pen.write("Z", times(values, weights))
    for name in "PZ":  # nobody divides by 0
        if by_rows and 0 in sums[0]:
            del pen.typed[name]
        elif not by_rows:
            leave_columns_blank(name, sums[0], pen)
    if causal:
        _leave_dark_cells(pen)
    return pen.typed


def _leave_dark_cells(pen: Pen) -> None:
    for name in pen.typed.keys() & set("SREP"):
        for r, row in enumerate(pen.typed[name]):
            row[:r] = [None] * r


def _power_of_three(cell: Number) -> Number:
    return Fraction(3) ** int(cell) if cell >= 0 else ZERO


def multihead_attention(given: Given, pen: Pen) -> Answers:
    found: list[Rows] = []
    for h in ("1", "2"):
        values = pen.write(f"V{h}", times(given[f"Wv{h}"], given["X"]))
        shares = given[f"P{h}"]
        shares = turned(shares) if pen.has("P transposed") else shares
        found.append(pen.write(f"H{h}", times(values, shares)))
    pile = found[::-1] if pen.has("H2 on top") else found
    pen.write("O", times(given["Wo"], [row for head in pile for row in head]))
    return pen.typed


def transformer(given: Given, pen: Pen) -> Answers:
    shares = turned(given["P"]) if pen.has("P transposed") else given["P"]
    read = pen.write("Z", times(given["X"], shares))
    hidden = pen.write("A1", relu(pen.write("F1", with_bias(given["W1"], given["b1"], read, pen)), pen))
    pen.write("F2", with_bias(given["W2"], given["b2"], hidden, pen))
    return pen.typed


def positional_encoding(given: Given, pen: Pen) -> Answers:
    pen.decimals = 2
    size, rows = len(given["X"]), []
    for row in range(size):
        wave = math.cos if (row % 2 == 0) is pen.has("sine and cosine exchanged") else math.sin
        angles = [float(p) / 100 ** (row // 2 * 2 / size) for p in given["pos"][0]]
        rows.append([wave(angle) for angle in angles])
    waves = pen.write("PE", rows, rounds=True)
    turn = -1 if pen.has("subtracted") else 1
    pen.write("Y", cellwise(lambda x, wave: x + turn * wave, given["X"], waves))
    return pen.typed


WORKERS: Workers = {
    "self-attention": self_attention,
    "multihead-attention": multihead_attention,
    "transformer": transformer,
    "positional-encoding": positional_encoding,
}
_SWAPPED = ("rows and columns of the upper matrix were swapped",)
MISCONCEPTIONS: Misconceptions = {
    "self-attention": {
        "not halved": ("the divisor was left out",),
        "truncating": (CUT,),
        "unrounded": (UNROUNDED,),
        "Q transposed": ("rows and columns were swapped",),
        "softmax over the wrong axis": (*_SWAPPED, "divided by the number of the row instead of the column"),
    },
    "multihead-attention": {
        "P transposed": _SWAPPED,
        "H2 on top": ("the parts of the column are in the wrong order",),
    },
    "transformer": {**IN_A_LAYER, "P transposed": _SWAPPED},
    "positional-encoding": {
        "sine and cosine exchanged": ("sine and cosine were exchanged",),
        "subtracted": ("subtracted instead of added",),
        "truncating": (CUT,),
    },
}
