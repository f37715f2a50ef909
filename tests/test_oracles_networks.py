"""Independent opinions on recurrent, convolutional, residual and generative networks: plain loops in decimals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest

from generator.catalogue import find_exercise
from generator.network.instance import draw_instance

Rows = list[list[Any]]
SEEDS = range(3)


def drawn(exercise: str, seed: int, **parameters: Any) -> tuple[dict[str, Rows], dict[str, Rows]]:
    """All numbers of a sheet, and the computed ones alone."""
    blueprint = find_exercise(exercise).blueprint(parameters)
    values = draw_instance(blueprint, seed).values
    every = {name: [list(row) for row in rows] for name, rows in values.items()}
    return every, {grid.name: every[grid.name] for grid in blueprint.computed}


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


def assert_all(theirs: Mapping[str, Rows], ours: Mapping[str, Rows]) -> None:
    assert theirs.keys() == ours.keys()
    for name, rows in ours.items():
        assert theirs[name] == rows, name


def with_seeds(*choices: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("seed", "chosen"), [(seed, chosen) for chosen in choices for seed in SEEDS])


@with_seeds(
    {"inputs": 1, "hidden": 2, "bias": False},
    {"activation": "tanh", "decimals": 2},
    {"output": "sigmoid", "outputs": 2},
    {"output": "softmax", "outputs": 3, "decimals": 12, "steps": 2},
)
def test_a_recurrent_network_step_by_step(seed: int, chosen: dict[str, Any]) -> None:
    v, asked = drawn("rnn", seed, **chosen)
    places, h = chosen.get("decimals", 1), v["h0"]
    found: dict[str, Rows] = {}
    for t in range(1, chosen.get("steps", 4) + 1):
        x = [[row[t - 1]] for row in v["X"]]
        z = plus(layer(v["B"], x, v.get("b")), layer(v["A"], h))
        h = tanh(z, places) if chosen.get("activation") == "tanh" else relu(z)
        o = layer(v["C"], h, v.get("c"))
        found |= {f"z{t}": z, f"h{t}": h}
        if "output" in chosen:
            found[f"o{t}"] = o
            o = sigmoid(o, places) if chosen["output"] == "sigmoid" else softmax(o, places)
        found[f"y{t}"] = o
    assert_all(found, asked)


@with_seeds({}, {"batch": 4}, {"output": "relu"}, {"error": True}, {"layers": [3, 2, 3], "error": True, "batch": 2})
def test_an_autoencoder_layer_by_layer(seed: int, chosen: dict[str, Any]) -> None:
    v, asked = drawn("autoencoder", seed, **chosen)
    last, A = len(chosen.get("layers", "43234")) - 1, v["X"]
    found: dict[str, Rows] = {}
    for n in range(1, last + 1):
        Z = layer(v[f"W{n}"], A, v[f"b{n}"])
        A = relu(Z)
        if n < last:
            found |= {f"Z{n}": Z, f"A{n}": A}
    Y = A if "output" in chosen else Z
    found |= {"Y": Y} | ({f"Z{last}": Z} if "output" in chosen else {})
    E = plus(Y, through(v["X"], lambda cell: -cell))
    found["dY"] = through(E, lambda cell: 2 * cell)
    if "error" in chosen:
        m = [half_up(Fraction(sum(cell**2 for cell in column), len(column)), 2) for column in zip(*E, strict=True)]
        found |= {"E": E, "m": [m], "MSE": [[half_up(sum(m) / len(m), 2)]]}
    assert_all(found, asked)


def cells(rows: Rows) -> list[Any]:
    return [cell for row in rows for cell in row]


def windows(image: Rows, size: int, stride: int) -> list[list[Rows]]:
    starts = range(0, len(image) - size + 1, stride)
    return [[[row[left : left + size] for row in image[top : top + size]] for left in starts] for top in starts]


@with_seeds(
    {"image": 5, "kernel": 2, "padding": 0, "pooling": "mean", "outputs": 3},
    {"image": 7, "padding": 1, "stride": 2},
    {"channels": 2},
    {},
)
def test_a_convolution_window_by_window(seed: int, chosen: dict[str, Any]) -> None:
    v, asked = drawn("convolution", seed, **chosen)
    channels, pad = ("1", "2") if "channels" in chosen else ("",), chosen.get("padding", 0)
    p, found = [], {}
    for n in range(1, chosen.get("kernels", 2) + 1):
        answers = []
        for c in channels:
            wide = len(v[f"I{c}"]) + 2 * pad
            ring = [[0] * wide] * pad
            image = ring + [[0] * pad + row + [0] * pad for row in v[f"I{c}"]] + ring
            kernel = v[f"K{n}{c}"]
            seen = windows(image, len(kernel), chosen.get("stride", 1))
            answers.append([[layer([cells(kernel)], [[x] for x in cells(w)])[0][0] for w in row] for row in seen])
            if len(channels) == 2:
                found[f"C{n}{c}"] = answers[-1]
        bias = v["k0"][n - 1][0]
        C = [[sum(parts) + bias for parts in zip(*rows, strict=True)] for rows in zip(*answers, strict=True)]
        F = relu(C)
        pool = (lambda w: Fraction(sum(w), 4)) if "pooling" in chosen else max
        P = [[pool(cells(w)) for w in row] for row in windows(F, 2, 2)]
        found |= {f"C{n}": C, f"F{n}": F, f"P{n}": P}
        p += [[cell] for cell in cells(P)]
    assert_all(found | {"p": p, "z": layer(v["W"], p, v["b"])}, asked)


@with_seeds({}, {"skip": False}, {"blocks": 2, "batch": 2, "decimals": 4}, {"output": "softmax"})
def test_a_residual_network_block_by_block(seed: int, chosen: dict[str, Any]) -> None:
    v, asked = drawn("resnet", seed, **chosen)
    A, places = v["X"], chosen.get("decimals", 2)
    found: dict[str, Rows] = {}
    last = 2 * chosen.get("blocks", 1) + 1
    for n in range(1, last, 2):
        Z = layer(v[f"W{n}"], A, v[f"b{n}"])
        Z2 = layer(v[f"W{n + 1}"], relu(Z), v[f"b{n + 1}"])
        Z2 = Z2 if "skip" in chosen else plus(Z2, A)
        A = relu(Z2)
        found |= {f"Z{n}": Z, f"A{n}": relu(Z), f"Z{n + 1}": Z2, f"A{n + 1}": A}
    Z = layer(v[f"W{last}"], A, v[f"b{last}"])
    found |= {f"Z{last}": Z, "Y": softmax(Z, places) if "output" in chosen else sigmoid(Z, places)}
    assert_all(found, asked)


@with_seeds({}, {"noise": 1, "batch": 2}, {"hidden": 2, "data": 3, "decimals": 3})
def test_a_generator_and_its_discriminator(seed: int, chosen: dict[str, Any]) -> None:
    v, asked = drawn("gan", seed, **chosen)
    H = relu(layer(v["G1"], v["N"], v["g1"]))
    found = {"H": H, "F": relu(layer(v["G2"], H, v["g2"]))}
    for kind, seen in (("f", found["F"]), ("r", v["X"])):
        hidden = relu(layer(v["D1"], seen, v["d1"]))
        Z = layer(v["D2"], hidden, v["d2"])
        found |= {f"H{kind}": hidden, f"Z{kind}": Z, f"Y{kind}": sigmoid(Z, chosen.get("decimals", 1))}
    less = {name: through(found[name], lambda cell: cell - 1) for name in ("Yr", "Yf")}
    assert_all(found | {"dDf": found["Yf"], "dDr": less["Yr"], "dG": less["Yf"]}, asked)
