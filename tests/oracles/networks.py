"""Recurrent, convolutional, residual and generative networks again: plain loops in decimals.

Each oracle makes all other grids from the drawn ones and the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from generator.catalogue import find_exercise
from generator.network.instance import draw_instance

Rows = list[list[Any]]
Oracle = Callable[[dict[str, Rows], Mapping[str, Any]], dict[str, Rows]]
"""What the drawn grids of a sheet and its parameters make of all others."""


def assert_agrees(exercise: str, oracle: Oracle, seed: int, chosen: Mapping[str, Any]) -> None:
    blueprint = find_exercise(exercise).blueprint(chosen)
    values = draw_instance(blueprint, seed).values
    given = {grid.name: [list(row) for row in values[grid.name]] for grid in blueprint.drawn}
    theirs = oracle(given, blueprint.parameters)
    assert theirs.keys() == {grid.name for grid in blueprint.computed}
    for name, rows in theirs.items():
        assert [list(row) for row in values[name]] == rows, (exercise, dict(chosen), seed, name)


def half_up(value: Any, places: int) -> Fraction:
    with localcontext(prec=60):
        exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
        return Fraction(Decimal(exact).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def power(value: Any) -> Decimal:
    with localcontext(prec=60):
        value = Fraction(value)
        return (Decimal(value.numerator) / Decimal(value.denominator)).exp()


def through(matrix: Rows, of: Any) -> Rows:
    return [[of(cell) for cell in row] for row in matrix]


def relu(matrix: Rows) -> Rows:
    return through(matrix, lambda cell: max(cell, 0))


def sigmoid(matrix: Rows, places: int) -> Rows:
    with localcontext(prec=60):
        return through(matrix, lambda cell: half_up(1 / (1 + power(-cell)), places))


def tanh(matrix: Rows, places: int) -> Rows:
    with localcontext(prec=60):
        return through(matrix, lambda cell: half_up(1 - 2 / (power(2 * cell) + 1), places))


def softmax(matrix: Rows, places: int) -> Rows:
    with localcontext(prec=60):
        powers = through(matrix, power)
        sums = [sum(column) for column in zip(*powers, strict=True)]
        return [[half_up(cell / total, places) for cell, total in zip(row, sums, strict=True)] for row in powers]


def layer(weights: Rows, inputs: Rows, bias: Rows | None = None) -> Rows:
    """Neuron by neuron and example by example: its weighted inputs and its bias."""
    return [
        [
            sum(w * inputs[i][example] for i, w in enumerate(row)) + (bias[neuron][0] if bias else 0)
            for example in range(len(inputs[0]))
        ]
        for neuron, row in enumerate(weights)
    ]


def plus(left: Rows, right: Rows) -> Rows:
    return [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(left, right, strict=True)]


def rnn(v: dict[str, Rows], p: Mapping[str, Any]) -> dict[str, Rows]:
    places, h = p["decimals"], v["h0"]
    found: dict[str, Rows] = {}
    for t in range(1, p["steps"] + 1):
        x = [[row[t - 1]] for row in v["X"]]
        z = plus(layer(v["B"], x, v.get("b")), layer(v["A"], h))
        h = tanh(z, places) if p["activation"] == "tanh" else relu(z)
        o = layer(v["C"], h, v.get("c"))
        found |= {f"z{t}": z, f"h{t}": h}
        if p["output"] != "none":
            found[f"o{t}"] = o
            o = sigmoid(o, places) if p["output"] == "sigmoid" else softmax(o, places)
        found[f"y{t}"] = o
    return found


def autoencoder(v: dict[str, Rows], p: Mapping[str, Any]) -> dict[str, Rows]:
    last, A = len(p["layers"]) - 1, v["X"]
    found: dict[str, Rows] = {}
    for n in range(1, last + 1):
        Z = layer(v[f"W{n}"], A, v[f"b{n}"])
        A = relu(Z)
        if n < last:
            found |= {f"Z{n}": Z, f"A{n}": A}
    Y = A if p["output"] == "relu" else Z
    found |= {"Y": Y} | ({f"Z{last}": Z} if p["output"] == "relu" else {})
    E = plus(Y, through(v["X"], lambda cell: -cell))
    found["dY"] = through(E, lambda cell: 2 * cell)
    if p["error"]:
        m = [half_up(Fraction(sum(cell**2 for cell in column), len(column)), 2) for column in zip(*E, strict=True)]
        found |= {"E": E, "m": [m], "MSE": [[half_up(sum(m) / len(m), 2)]]}
    return found


def cells(rows: Rows) -> list[Any]:
    return [cell for row in rows for cell in row]


def windows(image: Rows, size: int, stride: int) -> list[list[Rows]]:
    starts = range(0, len(image) - size + 1, stride)
    return [[[row[left : left + size] for row in image[top : top + size]] for left in starts] for top in starts]


def convolution(v: dict[str, Rows], chosen: Mapping[str, Any]) -> dict[str, Rows]:
    channels, pad = ("1", "2") if chosen["channels"] == 2 else ("",), chosen["padding"]
    p, found = [], {}
    for n in range(1, chosen["kernels"] + 1):
        answers = []
        for c in channels:
            wide = len(v[f"I{c}"]) + 2 * pad
            ring = [[0] * wide] * pad
            image = ring + [[0] * pad + row + [0] * pad for row in v[f"I{c}"]] + ring
            kernel = v[f"K{n}{c}"]
            seen = windows(image, len(kernel), chosen["stride"])
            answers.append([[layer([cells(kernel)], [[x] for x in cells(w)])[0][0] for w in row] for row in seen])
            if len(channels) == 2:
                found[f"C{n}{c}"] = answers[-1]
        bias = v["k0"][n - 1][0]
        C = [[sum(parts) + bias for parts in zip(*rows, strict=True)] for rows in zip(*answers, strict=True)]
        F = relu(C)
        pool = (lambda w: Fraction(sum(w), 4)) if chosen["pooling"] == "mean" else max
        P = [[pool(cells(w)) for w in row] for row in windows(F, 2, 2)]
        found |= {f"C{n}": C, f"F{n}": F, f"P{n}": P}
        p += [[cell] for cell in cells(P)]
    return found | {"p": p, "z": layer(v["W"], p, v["b"])}


def resnet(v: dict[str, Rows], chosen: Mapping[str, Any]) -> dict[str, Rows]:
    A, places = v["X"], chosen["decimals"]
    found: dict[str, Rows] = {}
    last = 2 * chosen["blocks"] + 1
    for n in range(1, last, 2):
        Z = layer(v[f"W{n}"], A, v[f"b{n}"])
        Z2 = layer(v[f"W{n + 1}"], relu(Z), v[f"b{n + 1}"])
        Z2 = plus(Z2, A) if chosen["skip"] else Z2
        A = relu(Z2)
        found |= {f"Z{n}": Z, f"A{n}": relu(Z), f"Z{n + 1}": Z2, f"A{n + 1}": A}
    Z = layer(v[f"W{last}"], A, v[f"b{last}"])
    found |= {f"Z{last}": Z, "Y": softmax(Z, places) if chosen["output"] == "softmax" else sigmoid(Z, places)}
    return found


def gan(v: dict[str, Rows], chosen: Mapping[str, Any]) -> dict[str, Rows]:
    H = relu(layer(v["G1"], v["N"], v["g1"]))
    found = {"H": H, "F": relu(layer(v["G2"], H, v["g2"]))}
    for kind, seen in (("f", found["F"]), ("r", v["X"])):
        hidden = relu(layer(v["D1"], seen, v["d1"]))
        Z = layer(v["D2"], hidden, v["d2"])
        found |= {f"H{kind}": hidden, f"Z{kind}": Z, f"Y{kind}": sigmoid(Z, chosen["decimals"])}
    less = {name: through(found[name], lambda cell: cell - 1) for name in ("Yr", "Yf")}
    return found | {"dDf": found["Yf"], "dDr": less["Yr"], "dG": less["Yf"]}
