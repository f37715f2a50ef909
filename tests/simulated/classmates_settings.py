"""Simulated students of exercises in other settings than the usual ones, and of sheets that ask single cells."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

from tests.simulated.classmates import convolution
from tests.simulated.classmates_attention import self_attention
from tests.simulated.classroom import (
    CUT,
    KEPT,
    ZERO,
    Answers,
    Given,
    Misconceptions,
    Number,
    Pen,
    Rows,
    Workers,
    cellwise,
    gate,
    relu,
    sigma,
    softmax_of,
    times,
    turned,
)

SETTINGS: Mapping[str, tuple[str, Mapping[str, int | str]]] = {
    "causal self-attention": ("self-attention", {"mask": "causal"}),
    "square matrix-multiplication": ("matrix-multiplication", {"rows": 3, "inner": 3, "columns": 3}),
    "square self-attention": ("self-attention", {"tokens": 3, "dk": 3}),
    "convolution in strides": ("convolution", {"image": 8, "kernel": 2, "stride": 2}),
    "padded convolution": ("convolution", {"image": 4, "padding": 1}),
    "llm-sampling from logits": ("llm-sampling", {"probabilities": "logits"}),
}
"""Names of exercises in a setting of their own: the exercise, and how it is set."""


def deep_mlp(given: Given, pen: Pen) -> Answers:
    """One cell of each layer is asked: everything else is printed, and right."""
    right = own = given["X"]
    last = sum(name.startswith("W") for name in given)
    for n in range(1, last + 1):
        name = "Y" if n == last else f"A{n}"
        sums, right = times(given[f"W{n}"], own), times(given[f"W{n}"], right)
        if n < last:
            right = [[max(cell, ZERO) for cell in row] for row in right]
            sums = [[cell if pen.has("ReLU forgotten") else max(cell, ZERO) for cell in row] for row in sums]
        asked = given[f"{name}?"]
        own = pen.write(name, cellwise(lambda mine, key, mark: mine if mark else key, sums, right, asked))
    return pen.typed


def activation(given: Given, pen: Pen) -> Answers:
    pen.decimals, x = 2, given["x"]
    pen.write("sigma", gate(x, pen), rounds=True)
    pen.write("tanh", _squashed(x, pen), rounds=True)
    pen.write("relu", relu(x, pen))
    slope = ZERO if pen.has("no small slope") else Number(1, 10)
    pen.write("leaky", cellwise(lambda cell: cell if cell > 0 else slope * cell, x))
    edge = pen.has("0 is no")
    pen.write("step", cellwise(lambda cell: Number(cell > 0 if edge else cell >= 0), x))
    return pen.typed


def _squashed(x: Rows, pen: Pen) -> list[list[Number | float]]:
    return cellwise(math.tanh, x) if not pen.has("σ for tanh") else cellwise(sigma, x)


def matrix_multiplication(given: Given, pen: Pen) -> Answers:
    left, upper = given["A"], given["B"]
    pen.write("C", times(left, turned(upper) if pen.has("B turned") else upper))
    return pen.typed


def llm_sampling(given: Given, pen: Pen) -> Answers:
    """The words are written as their numbers."""
    pen.decimals = 2
    p = pen.write("P", softmax_of(given["L"], pen), rounds=True)
    rows = range(len(p))
    sums = [[sum((line[c] for line in _added(p, row, pen)), ZERO) for c in range(len(p[0]))] for row in rows]
    bounds = turned(pen.write("Cum", sums))
    above = not pen.has("next interval")
    words = []
    for r, bound in zip(given["r"][0], bounds, strict=True):
        fitting = [row for row in rows if (bound[row] > r) is above]
        words.append(Number(1 + (fitting[-1] if fitting else 0)))
    pen.write("sentence", [words])
    return pen.typed


def _added(p: Rows, row: int, pen: Pen) -> Rows:
    if pen.has("not added up"):
        return [p[row]]
    return p[: row + 1] if pen.has("added downwards") else p[row:]


WORKERS: Workers = {
    "deep-mlp": deep_mlp,
    "activation": activation,
    "square matrix-multiplication": matrix_multiplication,
    "llm-sampling from logits": llm_sampling,
    "causal self-attention": partial(self_attention, causal=True),
    "square self-attention": self_attention,
    "convolution in strides": partial(convolution, stride=2),
    "padded convolution": partial(convolution, padding=1),
}
MISCONCEPTIONS: Misconceptions = {
    "deep-mlp": {"ReLU forgotten": (KEPT,)},
    "activation": {
        "ReLU forgotten": (KEPT,),
        "σ(−z)": ("the sign of z was changed",),
        "σ for tanh": ("σ was taken for tanh",),
        "no small slope": ("0 was written instead of the small slope",),
        "0 is no": ("0 was counted as negative",),
        "truncating": (CUT,),
    },
    "square matrix-multiplication": {"B turned": ("rows and columns of the upper matrix were swapped",)},
    "llm-sampling from logits": {
        "argmax for softmax": ("the largest was marked with a 1 instead of a softmax",),
        "not added up": ("not added up",),
        "added downwards": ("added from the first row downwards",),
        "next interval": ("the next interval was read",),
        "truncating": (CUT,),
    },
    "causal self-attention": {
        "mask of the other half": ("the mask covers the other half",),
        "mask left out": ("the mask was left out",),
        "not halved": ("the divisor was left out",),
    },
    "square self-attention": {"K not transposed": ("the matrix was not transposed",)},
    "convolution in strides": {"stride ignored": ("the stride was ignored",)},
    "padded convolution": {"padding forgotten": ("the padding was forgotten",)},
}
