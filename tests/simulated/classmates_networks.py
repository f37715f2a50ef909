"""Simulated students of networks and of their training: workers as independent of the marker as classroom.py's."""

from __future__ import annotations

import math
from fractions import Fraction

from tests.simulated.classroom import (
    CUT,
    IN_A_LAYER,
    NO_BIAS,
    NO_FACTOR,
    OLD,
    ONE,
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
    gate,
    leave_columns_blank,
    relu,
    times,
    turned,
    with_bias,
)


def _exactly(rows: list[list[Number | float]] | Rows) -> Rows:
    return [[Fraction(cell) for cell in row] for row in rows]


def _layer(given: Given, number: int, above: Rows, pen: Pen) -> Rows:
    return with_bias(given[f"W{number}"], given[f"b{number}"], above, pen)


def mlp(given: Given, pen: Pen) -> Answers:
    hidden = pen.write("A1", relu(pen.write("Z1", _layer(given, 1, given["X"], pen)), pen))
    pen.write("Y", _layer(given, 2, hidden, pen))
    return pen.typed


def perceptron(given: Given, pen: Pen) -> Answers:
    w = given["w0"]
    for n, (sample, target) in enumerate(zip(turned(given["X"]), given["T"][0], strict=True), start=1):
        w = _learned(n, [*sample, ONE], target, w, given, pen)
    for n, (sample, target) in enumerate(zip(turned(given["X"]), given["T"][0], strict=True), start=5):
        w = _learned(n, [*sample, ONE], target, w, given, pen)
    return pen.typed


def _learned(n: int, sample: list[Number], target: Number, w: Rows, given: Given, pen: Pen) -> Rows:
    """The weights after one sample."""
    read = given["w0"] if pen.has("weights not handed on") else w
    seen = [*sample[:-1], ZERO] if pen.has("bias left out") else sample
    z = pen.write(f"z{n}", times([seen], read))
    answered = z[0][0] < 0 if pen.has("wrong way round") else z[0][0] > 0 if pen.has("0 is no") else z[0][0] >= 0
    y = pen.write(f"y{n}", [[Fraction(answered)]])
    turn = -1 if pen.has("y − t") else 1
    e = pen.write(f"e{n}", [[turn * (target - y[0][0])]])
    return pen.write(f"w{n}", [[old + e[0][0] * cell] for (old,), cell in zip(w, sample, strict=True)])


def optimizer(given: Given, pen: Pen) -> Answers:
    """Adam with a learning rate of 0.1 and 0.9 for both averages."""
    pen.decimals = 3
    keep = Fraction(9, 10)
    theta, m, s = given["theta0"], [[ZERO] for _ in given["theta0"]], [[ZERO] for _ in given["theta0"]]
    for t in range(1, sum(name.startswith("g") for name in given) + 1):
        g = given[f"g{t}"]
        old = ZERO if pen.has("momentum forgotten") else keep
        power = 1 if pen.has("g not squared") else 2
        m = pen.write(f"m{t}", cellwise(lambda a, b, o=old: o * a + (1 - keep) * b, m, g), rounds=True)
        s = pen.write(f"s{t}", cellwise(lambda a, b, p=power: keep * a + (1 - keep) * b**p, s, g), rounds=True)
        by = ONE if pen.has("correction left out") else 1 - keep**t
        mhat = pen.write(f"mhat{t}", [[cell / by] for (cell,) in m], rounds=True)
        shat = pen.write(f"shat{t}", [[cell / by] for (cell,) in s], rounds=True)
        theta = pen.write(f"theta{t}", cellwise(lambda o, a, b: _moved(o, a, b, pen), theta, mhat, shat), rounds=True)
        if any(cell < 0 for (cell,) in shat):  # nobody takes the root of that; the sheet ends here
            del pen.typed[f"theta{t}"]
            break
    return pen.typed


def _moved(old: Number, mhat: Number, shat: Number, pen: Pen) -> float:
    rate = 1.0 if pen.has("learning rate left out") else -0.1 if pen.has("uphill") else 0.1
    size = float(abs(shat)) if pen.has("root left out") else math.sqrt(abs(shat))
    return float(old) - rate * float(mhat) / (size or 1.0)


def gradient_descent(given: Given, pen: Pen) -> Answers:
    """A line, with a learning rate of 0.1 and the factor 2."""
    pen.decimals = 2
    w, b, (y,), count = given["w0"], given["b0"], given["y"], len(given["y"][0])
    rate = ONE if pen.has("learning rate left out") else Fraction(1, 10)
    rate = -rate if pen.has("uphill") else rate
    for t in (1, 2):
        yhat = pen.write(f"yhat{t}", with_bias(w, b, given["x"], pen), rounds=True)
        turn = -1 if pen.has("y − ŷ") else 1
        e = pen.write(f"e{t}", [[turn * (a - c) for a, c in zip(yhat[0], y, strict=True)]])
        power = 1 if pen.has("not squared") else 2
        pen.write(f"J{t}", [[sum((cell**power for cell in e[0]), ZERO) / count]], rounds=True)
        s = pen.write(f"s{t}", times(e, turned([*given["x"], [ONE] * count])))
        share = Fraction(1 if pen.has("2 left out") else 2, count)
        dw = pen.write(f"dw{t}", [[share * cell for cell in s[0][:-1]]], rounds=True)
        db = pen.write(f"db{t}", [[share * s[0][-1]]], rounds=True)
        w = pen.write(f"w{t}", cellwise(lambda old, slope: old - rate * slope, w, dw), rounds=True)
        b = pen.write(f"b{t}", cellwise(lambda old, slope: old - rate * slope, b, db), rounds=True)
    return pen.typed


def dropout(given: Given, pen: Pen) -> Answers:
    h, start = given["X"], 0
    for n, p, factor in ((1, Fraction(1, 2), Fraction(2)), (2, Fraction(33, 100), Fraction(3, 2))):
        size = len(given[f"W{n}"])
        kept = [Fraction(r > p) for r in given["r"][0][start : start + size]]
        kept = [1 - cell for cell in kept] if pen.has("the others dropped") else kept
        mask = pen.write(f"D{n}", [[cell * (1 if pen.has("not scaled") else factor)] for cell in kept])
        a = pen.write(f"A{n}", relu(_layer(given, n, h, pen), pen))
        h = a if pen.has("mask left out") else [[cell * d for cell in row] for row, (d,) in zip(a, mask, strict=True)]
        h, start = pen.write(f"H{n}", h), start + size
    y = pen.write("Y", _layer(given, 3, h, pen))
    twice = 1 if pen.has("2 left out") else 2
    pen.write("dY", cellwise(lambda a, t: twice * (a - t), y, given["T"]))
    a = given["X"]
    for n in (1, 2):
        a = pen.write(f"A{n}i", relu(_layer(given, n, a, pen), pen))
    pen.write("Yi", _layer(given, 3, a, pen))
    return pen.typed


def softmax(given: Given, pen: Pen) -> Answers:
    pen.decimals = 2
    powers = pen.write("E", [[_power(cell, pen) for cell in row] for row in given["x"]], rounds=True)
    sums = pen.write("s", [[sum(column, ZERO) for column in turned(powers)]])
    whole = [[ONE] * len(sums[0])] if pen.has("not divided") else sums
    pen.write("P", [[e / (s or 1) for e, s in zip(row, whole[0], strict=True)] for row in powers], rounds=True)
    leave_columns_blank("P", whole[0], pen)  # nobody divides by 0
    return pen.typed


def _power(cell: Number, pen: Pen) -> Number | float:
    return cell if pen.has("powers left out") else math.exp(-cell) if pen.has("e^−x") else math.exp(cell)


def parameter_count(given: Given, pen: Pen) -> Answers:
    out = given["out"]
    biases = pen.write("biases", out)
    before = [*given["features"], *out[:-1]]
    inputs = pen.write("inputs", before)
    weights = pen.write("weights", cellwise(lambda a, b: a + b if pen.has("added") else a * b, inputs, out))
    counted = weights if pen.has("bias not counted") else [*weights, *biases]
    pen.write("total", [[sum((cell for (cell,) in counted), ZERO)]])
    return pen.typed


def autoencoder(given: Given, pen: Pen) -> Answers:
    a = given["X"]
    for n in (1, 2, 3):
        a = pen.write(f"A{n}", relu(pen.write(f"Z{n}", _layer(given, n, a, pen)), pen))
    y = pen.write("Y", _layer(given, 4, a, pen))
    turn, twice = -1 if pen.has("X − Y") else 1, 1 if pen.has("2 left out") else 2
    pen.write("dY", cellwise(lambda one, other: turn * twice * (one - other), y, given["X"]))
    return pen.typed


def gan(given: Given, pen: Pen) -> Answers:
    h = pen.write("H", relu(with_bias(given["G1"], given["g1"], given["N"], pen), pen))
    fake = pen.write("F", relu(with_bias(given["G2"], given["g2"], h, pen), pen))
    y: dict[str, Rows] = {}
    for kind, batch in (("f", fake), ("r", given["X"])):
        hidden = pen.write(f"H{kind}", relu(with_bias(given["D1"], given["d1"], batch, pen), pen))
        z = pen.write(f"Z{kind}", with_bias(given["D2"], given["d2"], hidden, pen))
        y[kind] = pen.write(f"Y{kind}", gate(z, pen), rounds=True)
    turn = -1 if pen.has("target − Y") else 1
    for name, kind, target in (("dDf", "f", 0), ("dDr", "r", 1), ("dG", "f", 1)):
        pen.write(name, cellwise(lambda cell, goal=target: turn * (cell - goal), y[kind]))
    return pen.typed


def resnet(given: Given, pen: Pen) -> Answers:
    pen.decimals = 2
    inner = pen.write("A1", relu(pen.write("Z1", _layer(given, 1, given["X"], pen)), pen))
    added = _layer(given, 2, inner, pen)
    if not pen.has("identity left out"):
        added = _exactly(cellwise(lambda one, other: one + other, given["X"], added))
    a = pen.write("A2", relu(pen.write("Z2", added), pen))
    pen.write("Y", gate(pen.write("Z3", _layer(given, 3, a, pen)), pen), rounds=True)
    return pen.typed


def gru(given: Given, pen: Pen) -> Answers:
    h = given["h0"]
    for t, x in enumerate(turned(given["X"]), start=1):
        one = [ZERO if pen.has("bias left out") else ONE]
        state = given["h0"] if pen.has("h never updated") else h
        column = [*turned([x]), *state, one]
        zz, zr = (pen.write(f"z{name}{t}", times(given[f"W{name}"], column)) for name in "zr")
        z, r = (pen.write(f"{name}{t}", gate(rows, pen), rounds=True) for name, rows in (("z", zz), ("r", zr)))
        g = pen.write(
            f"g{t}", state if pen.has("reset ignored") else cellwise(lambda a, b: a * b, r, state), rounds=True
        )
        zh = pen.write(f"zh{t}", times(given["Wh"], [*turned([x]), *g, one]))
        c = pen.write(f"c{t}", zh if pen.has("tanh left out") else cellwise(math.tanh, zh), rounds=True)
        kept, new = (c, state) if pen.has("update the wrong way round") else (state, c)
        h = pen.write(f"h{t}", cellwise(lambda u, a, b: u * a + (1 - u) * b, z, kept, new), rounds=True)
    return pen.typed


WORKERS: Workers = {
    "mlp": mlp,
    "perceptron": perceptron,
    "optimizer": optimizer,
    "gradient-descent": gradient_descent,
    "dropout": dropout,
    "softmax": softmax,
    "parameter-count": parameter_count,
    "autoencoder": autoencoder,
    "gan": gan,
    "resnet": resnet,
    "gru": gru,
}
_UPHILL = ("added instead of subtracted",)
MISCONCEPTIONS: Misconceptions = {
    "mlp": IN_A_LAYER,
    "perceptron": {
        "bias left out": (NO_BIAS,),
        "wrong way round": ("0 and 1 are the wrong way round",),
        "0 is no": ("0 was counted as negative",),
        "y − t": TURNED,
        "weights not handed on": (OLD.format("w0"),),
    },
    "optimizer": {
        "momentum forgotten": ("a summand was left out",),
        "g not squared": (NO_FACTOR,),
        "correction left out": ("the divisor was left out",),
        "learning rate left out": (NO_FACTOR,),
        "uphill": _UPHILL,
        "root left out": ("the root was not applied",),
    },
    "gradient-descent": {
        "bias left out": (NO_BIAS,),
        "learning rate left out": (NO_FACTOR,),
        "uphill": _UPHILL,
        "y − ŷ": TURNED,
        "not squared": ("the numbers were not squared",),
        "2 left out": ("another factor was used",),
    },
    "dropout": {
        **IN_A_LAYER,
        "the others dropped": ("0 and 1 are the wrong way round", "subtracted the wrong way round"),
        "not scaled": (NO_FACTOR,),
        "mask left out": ("the factors on the diagonal were left out",),
        "2 left out": (NO_FACTOR,),
    },
    "softmax": {
        "powers left out": ("the power was not applied",),
        "e^−x": ("the sign of the exponent was changed",),
        "not divided": ("the divisor was left out",),
        "truncating": (CUT,),
    },
    "parameter-count": {
        "bias not counted": ("biases was left out",),
        "added": ("added instead of multiplied",),
    },
    "autoencoder": {**IN_A_LAYER, "X − Y": TURNED, "2 left out": (NO_FACTOR,)},
    "gan": {**IN_A_LAYER, "target − Y": TURNED, "σ(−z)": ("the sign of z was changed",), "truncating": (CUT,)},
    "resnet": {**IN_A_LAYER, "identity left out": ("X was left out",), "truncating": (CUT,)},
    "gru": {
        "bias left out": (NO_BIAS,),
        "h never updated": (OLD.format("h0"),),
        "σ(−z)": ("the sign of z was changed",),
        "reset ignored": (NO_FACTOR,),
        "tanh left out": ("tanh was not applied",),
        "update the wrong way round": tuple(f"h{t - 1} and c{t} were exchanged" for t in (1, 2, 3)),
        "truncating": (CUT,),
        "unrounded": (UNROUNDED,),
    },
}
