"""More simulated students: workers for further exercises, as independent of the marker as those of classroom.py."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from tests.classroom import (
    CUT,
    KEPT,
    NO_BIAS,
    OLD,
    Answers,
    Given,
    Number,
    Pen,
    Rows,
    cellwise,
    relu,
    shares,
    times,
    turned,
    with_bias,
)


def rnn(given: Given, pen: Pen) -> Answers:
    h = given["h0"]
    for t, x in enumerate(turned(given["X"]), start=1):
        state = given["h0"] if pen.has("state not handed on") else h
        seen, kept = times(given["B"], turned([x])), with_bias(given["A"], given["b"], state, pen)
        z = pen.write(f"z{t}", cellwise(lambda one, other: one + other, seen, kept))
        h = pen.write(f"h{t}", relu(z, pen))
        pen.write(f"y{t}", with_bias(given["C"], given["c"], h, pen))
    return pen.typed


def convolution(given: Given, pen: Pen) -> Answers:
    pooled: list[Number] = []
    size = len(given["K1"])
    for n, (k0,) in enumerate(given["k0"], start=1):
        kernel = given[f"K{n}"]
        if pen.has("kernel flipped"):
            kernel = [row[::-1] for row in kernel[::-1]]
        image = given["I"]
        places = range(len(image) - size + 1)
        sums = [[_window(image, kernel, row, column) + k0 for column in places] for row in places]
        features = pen.write(f"F{n}", relu(pen.write(f"C{n}", sums), pen))
        halves = range(0, len(features), 2)
        pools = pen.write(f"P{n}", [[_pooled(features, row, column, pen) for column in halves] for row in halves])
        pooled += [cell for row in pools for cell in row]
    column = pen.write("p", [[cell] for cell in pooled])
    pen.write("z", with_bias(given["W"], given["b"], column, pen))
    return pen.typed


def _window(image: Rows, kernel: Rows, row: int, column: int) -> Number:
    return sum(
        (
            weight * image[row + down][column + right]
            for down, weights in enumerate(kernel)
            for right, weight in enumerate(weights)
        ),
        Fraction(0),
    )


def _pooled(features: Rows, row: int, column: int, pen: Pen) -> Number:
    cells = [features[row + down][column + right] for down in (0, 1) for right in (0, 1)]
    return sum(cells, Fraction(0)) / 4 if pen.has("mean pooling") else max(cells)


def batch_normalization(given: Given, pen: Pen) -> Answers:
    a = pen.write("A", relu(pen.write("Z", with_bias(given["W"], given["b"], given["X"], pen)), pen))
    _normalised(a, given, pen, lambda rows: rows)
    return pen.typed


def layer_normalization(given: Given, pen: Pen) -> Answers:
    _normalised(given["X"], given, pen, turned)
    return pen.typed


def _normalised(rows: Rows, given: Given, pen: Pen, turn: Callable[[Rows], Rows]) -> None:
    """Means and deviations along the rows of what `turn` makes of the numbers."""
    count = len(turn(rows)[0])
    whole = 1 if pen.has("sum for mean") else count
    mean = pen.write("mu", turn([[sum(row, Fraction(0)) / whole] for row in turn(rows)]), rounds=True)
    differences = pen.write("D", turn(_by_row(lambda x, m: x - m, turn(rows), turn(mean))))
    power = 1 if pen.has("not squared") else 2
    by = {"squares not divided": 1, "divided by one less": count - 1}
    parts = next((number for habit, number in by.items() if pen.has(habit)), count)
    squares = [[sum((cell**power for cell in row), Fraction(0)) / parts] for row in turn(differences)]
    variance = pen.write("var", turn(squares), rounds=True)
    plain = pen.has("root left out")
    deviation = pen.write("sigma", cellwise(lambda v: v if plain else math.sqrt(max(v, 0)), variance), rounds=True)
    divided = _by_row(lambda d, s: d / (s or 1), turn(differences), turn(deviation))
    normal = pen.write("N", turn(divided), rounds=True)
    scaled = _by_row(lambda n, g: n * g, normal, given["gamma"])
    shift = given["beta"] if not pen.has("β left out") else [[Fraction(0)] for _ in given["beta"]]
    pen.write("out", _by_row(lambda n, b: n + b, scaled, shift))


def _by_row(of: Callable[[Number, Number], Number], rows: Rows, column: Rows) -> Rows:
    return [[of(cell, other) for cell in row] for row, (other,) in zip(rows, column, strict=True)]


def loss(given: Given, pen: Pen) -> Answers:
    pen.decimals = 2
    columns = [shares(turned([column]), pen) for column in turned(given["Z"])]
    p = pen.write("P", turned([[row[0] for row in column] for column in columns]), rounds=True)  # type: ignore[misc]
    sign = 1 if pen.has("sign left out") else -1
    chosen = [sum((a * t for a, t in zip(*pair, strict=True)), Fraction(0)) for pair in _pairs(p, given["T"])]
    losses = pen.write("L", [[sign * math.log(cell) if cell > 0 else 0 for cell in chosen]], rounds=True)
    count = 1 if pen.has("sum for mean") else len(losses[0])
    pen.write("J", [[sum(losses[0], Fraction(0)) / count]], rounds=True)
    turn = -1 if pen.has("T − P") else 1
    pen.write("dZ", cellwise(lambda a, t: turn * (a - t), p, given["T"]))
    return pen.typed


def _pairs(left: Rows, right: Rows) -> list[tuple[list[Number], list[Number]]]:
    return list(zip(turned(left), turned(right), strict=True))


def mixture_of_experts(given: Given, pen: Pen) -> Answers:
    scores = pen.write("Zg", with_bias(given["G"], given["g"], given["X"], pen))
    choose = min if pen.has("smallest chosen") else max
    chosen = [column.index(choose(column)) for column in turned(scores)]
    pen.write("choice", turned([[Fraction(place == row) for row in range(len(scores))] for place in chosen]))
    columns = []
    for place, column in zip(chosen, turned(given["X"]), strict=True):
        n = 1 + (place + 1) % len(scores) if pen.has("wrong expert") else 1 + place
        columns.append([cell for (cell,) in with_bias(given[f"E{n}"], given[f"e{n}"], turned([column]), Pen())])
    pen.write("Y", relu(pen.write("O", turned(columns)), pen))
    return pen.typed


WORKERS: Mapping[str, Callable[[Given, Pen], Answers]] = {
    "rnn": rnn,
    "convolution": convolution,
    "batch-normalization": batch_normalization,
    "layer-normalization": layer_normalization,
    "loss": loss,
    "mixture-of-experts": mixture_of_experts,
}
_NORMAL = {
    "sum for mean": ("the sum was written instead of the mean",),
    "squares not divided": ("the squares were not divided by their number",),
    "divided by one less": ("divided by one less than their number",),
    "root left out": ("the root was not applied",),
    "β left out": (NO_BIAS,),
    "truncating": (CUT,),
}
MISCONCEPTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "rnn": {"bias left out": (NO_BIAS,), "ReLU forgotten": (KEPT,), "state not handed on": (OLD.format("h0"),)},
    "convolution": {
        "kernel flipped": ("the kernel was flipped",),
        "ReLU forgotten": (KEPT,),
        "mean pooling": ("the mean was written instead of the largest",),
    },
    "batch-normalization": _NORMAL,
    "layer-normalization": _NORMAL,
    "loss": {
        "argmax for softmax": ("the largest was marked with a 1 instead of a softmax",),
        "sign left out": ("the sign was left out",),
        "sum for mean": ("the sum was written instead of the mean",),
        "T − P": ("subtracted the wrong way round", "the sign is the wrong way round"),
    },
    "mixture-of-experts": {
        "wrong expert": ("another expert was used",),
        "smallest chosen": ("the smallest was chosen instead of the largest",),
        "ReLU forgotten": (KEPT,),
    },
}
"""For each exercise, habits of honest students and what a teacher would call them, in the marker's words."""
