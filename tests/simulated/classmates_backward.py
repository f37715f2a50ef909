"""Simulated students of backpropagation in its other settings: other losses, other functions, several examples."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tests.simulated.classroom import (
    CUT,
    IN_A_LAYER,
    NO_FACTOR,
    ONE,
    TURNED,
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
    softmax_of,
    times,
    turned,
    with_bias,
)


@dataclass(frozen=True)
class Network:
    """What a sheet of backpropagation is set to."""

    activation: str = "relu"
    loss: str = "softmax-ce"
    examples: int = 1

    def __call__(self, given: Given, pen: Pen) -> Answers:
        """Work the sheet."""
        smooth = self.activation != "relu"
        pen.decimals = 3 if smooth else 1
        z, a = {}, {0: given["X"]}
        for n in (1, 2):
            z[n] = pen.write(f"Z{n}", with_bias(given[f"W{n}"], given[f"b{n}"], a[n - 1], pen))
            a[n] = pen.write(f"A{n}", self._activated(z[n], pen), rounds=smooth)
        gradient = self._gradient_of_loss(given, a[2], pen)
        slopes: dict[str, Rows] = {}
        for n in (3, 2, 1):
            slopes[f"W{n}"] = pen.write(f"dW{n}", times(gradient, turned(a[n - 1])), rounds=smooth)
            sums = [[sum(row, ZERO)] for row in gradient]
            sums = [[ZERO] for _ in gradient] if pen.has("db = 0") else sums
            slopes[f"b{n}"] = pen.write(f"db{n}", sums, rounds=smooth)
            if n > 1:
                below = pen.write(f"dA{n - 1}", times(turned(given[f"W{n}"]), gradient), rounds=smooth)
                back = cellwise(self._passed_back(pen), below, z[n - 1], a[n - 1])
                gradient = pen.write(f"dZ{n - 1}", back, rounds=smooth)
        rate = Fraction(1, 10) if pen.has("another learning rate") else ONE
        for name, slope in slopes.items():
            new = cellwise(lambda old, by: old - rate * by, given[name], slope)
            pen.write(f"{name}new", new, rounds=smooth)
        return pen.typed

    def _activated(self, z: Rows, pen: Pen) -> list[list[Number | float]]:
        if self.activation == "relu":
            return [list(row) for row in relu(z, pen)]
        squashed = cellwise(math.tanh, z) if self.activation == "tanh" else gate(z, pen)
        return [list(row) for row in squashed]

    def _gradient_of_loss(self, given: Given, a: Rows, pen: Pen) -> Rows:
        sums = with_bias(given["W3"], given["b3"], a, pen)
        smooth = self.activation != "relu"
        if self.loss == "mse":
            y = pen.write("Y", sums, rounds=smooth)
        else:
            z = pen.write("Z3", sums)
            y = pen.write("Y", gate(z, pen) if self.loss == "bce" else softmax_of(z, pen), rounds=True)
        factor = Fraction(1 if self.loss != "mse" or pen.has("2 left out") else 2)
        factor /= 1 if pen.has("mean forgotten") else self.examples
        turn = -1 if pen.has("T − Y") else 1
        return pen.write("dZ3", cellwise(lambda one, other: turn * factor * (one - other), y, given["T"]))

    def _passed_back(self, pen: Pen) -> Callable[[Number, Number, Number], Number]:
        if pen.has("slope left out"):
            return lambda slope, _z, _a: slope
        if self.activation == "relu":
            return lambda slope, z, _a: slope if z > 0 else ZERO
        if self.activation == "tanh":
            power = 1 if pen.has("A not squared") else 2
            return lambda slope, _z, a: slope * (1 - a**power)
        rest = 0 if pen.has("1 − A left out") else 1
        return lambda slope, _z, a: slope * a * (1 - a) ** rest


SQUARES, ONE_OR_ZERO = Network(loss="mse"), Network(loss="bce")
SIGMOID, TANH, MEAN = Network("sigmoid"), Network("tanh", "mse"), Network(examples=2)
SETTINGS: dict[str, tuple[str, dict[str, int | str]]] = {
    "backpropagation of squares": ("backpropagation", {"loss": "mse", "activation": "relu"}),
    "backpropagation of yes or no": ("backpropagation", {"loss": "bce"}),
    "backpropagation through σ": ("backpropagation", {"activation": "sigmoid"}),
    "backpropagation through tanh": ("backpropagation", {"activation": "tanh", "loss": "mse"}),
    "backpropagation of a mean": ("backpropagation", {"batch": 2, "reduction": "mean"}),
}
WORKERS: Workers = {
    "backpropagation of squares": SQUARES,
    "backpropagation of yes or no": ONE_OR_ZERO,
    "backpropagation through σ": SIGMOID,
    "backpropagation through tanh": TANH,
    "backpropagation of a mean": MEAN,
}
_BACKWARD = {
    "T − Y": TURNED,
    "db = 0": ("the gradient of the bias was left out",),
    "another learning rate": ("another factor was used",),
}
_SIGN = ("the sign of z was changed",)
MISCONCEPTIONS: Misconceptions = {
    "backpropagation of squares": {**IN_A_LAYER, **_BACKWARD, "2 left out": (NO_FACTOR,)},
    "backpropagation of yes or no": {**IN_A_LAYER, **_BACKWARD, "σ(−z)": _SIGN, "truncating": (CUT,)},
    "backpropagation through σ": {
        **_BACKWARD,
        "bias left out": IN_A_LAYER["bias left out"],
        "σ(−z)": _SIGN,
        "slope left out": ("dA2 was copied without its factors", "dA1 was copied without its factors"),
        "1 − A left out": (NO_FACTOR,),
        "truncating": (CUT,),
    },
    "backpropagation through tanh": {
        **_BACKWARD,
        "2 left out": (NO_FACTOR,),
        "slope left out": (NO_FACTOR,),
        "A not squared": (NO_FACTOR,),
        "truncating": (CUT,),
    },
    "backpropagation of a mean": {
        **IN_A_LAYER,
        **_BACKWARD,
        "mean forgotten": ("the divisor was left out",),
        "slope left out": ("the mask was ignored",),
    },
}
