"""More simulated students: workers for further exercises, as independent of the marker as those of classroom.py."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from tests.simulated.classroom import (
    CUT,
    IN_A_LAYER,
    KEPT,
    NO_BIAS,
    OLD,
    TURNED,
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
    relu,
    softmax_of,
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


def convolution(given: Given, pen: Pen, stride: int = 1, padding: int = 0) -> Answers:
    pooled: list[Number] = []
    image, size = _in_a_ring(given["I"], padding), len(given["K1"])
    step = 1 if pen.has("stride ignored") else stride
    places = range(0, step * ((len(image) - size) // stride + 1), step)
    if pen.has("padding forgotten"):
        image = [*(row + [ZERO] * 2 * padding for row in given["I"]), *[[ZERO] * len(image)] * 2 * padding]
    for n, (k0,) in enumerate(given["k0"], start=1):
        kernel = given[f"K{n}"]
        if pen.has("kernel flipped"):
            kernel = [row[::-1] for row in kernel[::-1]]
        sums = [[_window(image, kernel, row, column) + k0 for column in places] for row in places]
        features = pen.write(f"F{n}", relu(pen.write(f"C{n}", sums), pen))
        halves = range(0, len(features), 2)
        pools = pen.write(f"P{n}", [[_pooled(features, row, column, pen) for column in halves] for row in halves])
        pooled += [cell for row in pools for cell in row]
    column = pen.write("p", [[cell] for cell in pooled])
    pen.write("z", with_bias(given["W"], given["b"], column, pen))
    if pen.has("padding forgotten"):
        _leave_out_what_lies_beyond(len(given["I"]) - size + 1, pen)
    return pen.typed


def _in_a_ring(image: Rows, padding: int) -> Rows:
    wide = [ZERO] * (len(image[0]) + 2 * padding)
    sides = [ZERO] * padding
    return [*[wide] * padding, *([*sides, *row, *sides] for row in image), *[wide] * padding]


def _leave_out_what_lies_beyond(size: int, pen: Pen) -> None:
    """Leave blank what so few windows do not give: the student sees that cells are left over and stops there."""
    for name, rows in pen.typed.items():
        kept = size // 2 if name[0] == "P" else size if name[0] in "CF" else 0
        for r, row in enumerate(rows):
            row[:] = [cell if r < kept and c < kept else None for c, cell in enumerate(row)]


def _window(image: Rows, kernel: Rows, row: int, column: int) -> Number:
    return sum(
        (
            weight * image[row + down][column + right]
            for down, weights in enumerate(kernel)
            for right, weight in enumerate(weights)
        ),
        ZERO,
    )


def _pooled(features: Rows, row: int, column: int, pen: Pen) -> Number:
    cells = [features[row + down][column + right] for down in (0, 1) for right in (0, 1)]
    return sum(cells, ZERO) / 4 if pen.has("mean pooling") else max(cells)


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
    mean = pen.write("mu", turn([[sum(row, ZERO) / whole] for row in turn(rows)]), rounds=True)
    differences = pen.write("D", turn(_by_row(lambda x, m: x - m, turn(rows), turn(mean))))
    power = 1 if pen.has("not squared") else 2
    by = {"squares not divided": 1, "divided by one less": count - 1}
    parts = next((number for habit, number in by.items() if pen.has(habit)), count)
    squares = [[sum((cell**power for cell in row), ZERO) / parts] for row in turn(differences)]
    variance = pen.write("var", turn(squares), rounds=True)
    plain = pen.has("root left out")
    deviation = pen.write("sigma", cellwise(lambda v: v if plain else math.sqrt(max(v, 0)), variance), rounds=True)
    divided = _by_row(lambda d, s: d / (s or 1), turn(differences), turn(deviation))
    normal = pen.write("N", turn(divided), rounds=True)
    scaled = _by_row(lambda n, g: n * g, normal, given["gamma"])
    shift = given["beta"] if not pen.has("β left out") else [[ZERO] for _ in given["beta"]]
    pen.write("out", _by_row(lambda n, b: n + b, scaled, shift))


def _by_row(of: Callable[[Number, Number], Number], rows: Rows, column: Rows) -> Rows:
    return [[of(cell, other) for cell in row] for row, (other,) in zip(rows, column, strict=True)]


def loss(given: Given, pen: Pen) -> Answers:
    pen.decimals = 2
    p = pen.write("P", softmax_of(given["Z"], pen), rounds=True)
    sign = 1 if pen.has("sign left out") else -1
    chosen = [sum((a * t for a, t in zip(*pair, strict=True)), ZERO) for pair in _pairs(p, given["T"])]
    losses = pen.write("L", [[sign * math.log(cell) if cell > 0 else 0 for cell in chosen]], rounds=True)
    count = 1 if pen.has("sum for mean") else len(losses[0])
    pen.write("J", [[sum(losses[0], ZERO) / count]], rounds=True)
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


def vector_database(given: Given, pen: Pen) -> Answers:
    """The nearest sentence is written as its number."""
    found = []
    for name in (*(name[1:] for name in given if name[0] == "S" and name != "Sq"), "q"):
        right = 1 if pen.has("one word on") else 0
        columns = turned(given["E"])
        spoken = [columns[(int(word) + right) % len(columns)] for word in given[f"S{name}"][0]]
        e = pen.write(f"E{name}", turned(spoken))
        n = pen.write(f"N{name}", relu(pen.write(f"Z{name}", with_bias(given["We"], given["be"], e, pen)), pen))
        parts = 1 if pen.has("sum for mean") else len(spoken)
        mean = [[max(row) if pen.has("largest for mean") else sum(row, ZERO) / parts] for row in n]
        m = pen.write(f"m{name}", mean)
        found.append(pen.write(f"v{name}", times(given["Pr"], m)))
    *stored, query = found
    base = pen.write("V", turned([[cell for (cell,) in vector] for vector in stored]))
    (products,) = pen.write("d", times(turned(query), base))
    pen.write("nearest", [[1 + products.index(max(products))]])
    return pen.typed


WORKERS: Workers = {
    "rnn": rnn,
    "convolution": convolution,
    "batch-normalization": batch_normalization,
    "layer-normalization": layer_normalization,
    "loss": loss,
    "mixture-of-experts": mixture_of_experts,
    "vector-database": vector_database,
}
_NORMAL = {
    "sum for mean": ("the sum was written instead of the mean",),
    "squares not divided": ("the squares were not divided by their number",),
    "divided by one less": ("divided by one less than their number",),
    "root left out": ("the root was not applied",),
    "β left out": (NO_BIAS,),
    "truncating": (CUT,),
    "unrounded": (UNROUNDED,),
}
MISCONCEPTIONS: Misconceptions = {
    "rnn": {**IN_A_LAYER, "state not handed on": (OLD.format("h0"),)},
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
        "T − P": TURNED,
        "unrounded": (UNROUNDED,),
    },
    "mixture-of-experts": {
        "wrong expert": ("another expert was used",),
        "smallest chosen": ("the smallest was chosen instead of the largest",),
        "ReLU forgotten": (KEPT,),
    },
    "vector-database": {
        **IN_A_LAYER,
        "one word on": ("the column to the right was read",),
        "sum for mean": ("the sum was written instead of the mean",),
        "largest for mean": ("the largest was written instead of the mean",),
    },
}
