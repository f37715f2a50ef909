"""Independent opinions on the training exercises, in plain fractions and decimals, chained from the printed numbers."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest

from generator.catalogue import find_exercise
from generator.network.instance import draw_instance

SEEDS = range(3)


def numbers(exercise: str, seed: int, **parameters: Any) -> dict[str, Any]:
    return dict(draw_instance(find_exercise(exercise).blueprint(parameters), seed).values)


def near(value: Fraction | Decimal, places: int = 1, mode: str = ROUND_HALF_UP) -> Fraction:
    with localcontext() as context:
        context.prec = 50
        exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
        return Fraction(exact.quantize(Decimal(1).scaleb(-places), mode))


def root(value: Any) -> Decimal:
    with localcontext() as context:
        context.prec = 50
        found: Decimal = (Decimal(value.numerator) / value.denominator).sqrt()
        return found


def times(left: Any, right: Any) -> list[list[Any]]:
    return [
        [sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*right, strict=True)] for row in left
    ]


def layer(W: Any, b: Any, X: Any) -> list[list[Any]]:
    return [[cell + bias for cell in row] for row, (bias,) in zip(times(W, X), b, strict=True)]


def same(ours: Any, theirs: Any) -> None:
    assert [list(row) for row in ours] == [list(row) for row in theirs]


def normalised(rows: Any, v: dict[str, Any], flip: Any, cut: bool) -> None:
    for row, (mu,), (var,), (sigma,), D, N in zip(
        rows, *(flip(v[name]) for name in ("mu", "var", "sigma", "D", "N")), strict=True
    ):
        assert mu == near(Fraction(sum(row)) / len(row))
        assert list(D) == [cell - mu for cell in row]
        assert var == near(Fraction(sum(d * d for d in D)) / len(D))
        assert sigma == near(root(Fraction(var)))
        assert list(N) == [near(Fraction(d) / sigma, 1, ROUND_DOWN if cut else ROUND_HALF_UP) for d in D]
    scaled = [[g * n + s for n in N] for (g,), (s,), N in zip(v["gamma"], v["beta"], v["N"], strict=True)]
    same(v["out"], scaled)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("quotient", ["round", "cut"])
def test_normalization_over_the_batch_and_over_the_features(seed: int, quotient: str) -> None:
    v = numbers("batch-normalization", seed, quotient=quotient)
    same(v["Z"], layer(v["W"], v["b"], v["X"]))
    same(v["A"], [[max(z, 0) for z in row] for row in v["Z"]])
    normalised(v["A"], v, lambda rows: rows, quotient == "cut")
    v = numbers("layer-normalization", seed, quotient=quotient)
    normalised(list(zip(*v["X"], strict=True)), v, lambda rows: list(zip(*rows, strict=True)), quotient == "cut")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("coding", ["01", "pm1"])
@pytest.mark.parametrize("gate", ["and", "or", "nand", "random"])
def test_the_perceptron_learns_from_its_mistakes(seed: int, coding: str, gate: str) -> None:
    v = numbers("perceptron", seed, coding=coding, gate=gate)
    w = [row[0] for row in v["w0"]]
    for n in range(1, 9):
        x = [row[(n - 1) % 4] for row in v["X"]] + [1]
        z = sum(a * b for a, b in zip(w, x, strict=True))
        y = 1 if z >= 0 else 0 if coding == "01" else -1
        e = Fraction(v["T"][0][(n - 1) % 4] - y) / (1 if coding == "01" else 2)
        w = [a + e * b for a, b in zip(w, x, strict=True)]
        assert (v[f"z{n}"][0][0], v[f"y{n}"][0][0], v[f"e{n}"][0][0]) == (z, y, e)
        assert [row[0] for row in v[f"w{n}"]] == w


@pytest.mark.parametrize("seed", SEEDS)
def test_adam_and_dropout(seed: int) -> None:
    v = numbers("optimizer", seed)
    tenth = Fraction(1, 10)
    for i in range(2):
        m = s = Fraction(0)
        theta = Fraction(v["theta0"][i][0])
        for t in range(1, 4):
            g = v[f"g{t}"][i][0]
            m, s = near((1 - tenth) * m + tenth * g, 3), near((1 - tenth) * s + tenth * g * g, 3)
            mhat, shat = near(m / (1 - (1 - tenth) ** t), 3), near(s / (1 - (1 - tenth) ** t), 3)
            theta = near(theta - tenth * mhat / Fraction(root(shat)), 3)
            assert [v[f"{name}{t}"][i][0] for name in ("m", "s", "mhat", "shat", "theta")] == [m, s, mhat, shat, theta]
    v = numbers("dropout", seed)
    r = v["r"][0]
    same(v["D1"], [[2 if cell > Fraction(1, 2) else 0] for cell in r[:4]])
    same(v["D2"], [[Fraction(3, 2) if cell > Fraction(33, 100) else 0] for cell in r[4:]])
    for last, keep in (("", True), ("i", False)):
        H = v["X"]
        for n in (1, 2):
            H = [[max(z, 0) for z in row] for row in layer(v[f"W{n}"], v[f"b{n}"], H)]
            same(v[f"A{n}{last}"], H)
            if keep:
                H = [[d * a for a in row] for (d,), row in zip(v[f"D{n}"], H, strict=True)]
                same(v[f"H{n}"], H)
        same(v[f"Y{last}"], layer(v["W3"], v["b3"], H))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("half", [True, False])
def test_gradient_descent_and_losses(seed: int, half: bool) -> None:
    v = numbers("gradient-descent", seed, half=half)
    w, b, x, y = v["w0"], v["b0"], v["x"], v["y"][0]
    for t in (1, 2):
        yhat = [near(Fraction(z), 2) for z in layer(w, b, x)[0]]
        e = [a - c for a, c in zip(yhat, y, strict=True)]
        share = Fraction(1 if half else 2, 4)
        dw = near(share * sum(a * c for a, c in zip(e, x[0], strict=True)), 2)
        db = near(share * sum(e), 2)
        w, b = [[near(w[0][0] - dw / 10, 2)]], [[near(b[0][0] - db / 10, 2)]]
        found = [v[f"{name}{t}"][0][0] for name in ("J", "dw", "db", "w", "b")]
        assert found == [near(sum(a * a for a in e) / 4, 2), dw, db, w[0][0], b[0][0]]
    for loss in ("softmax-ce", "bce", "mse"):
        v = numbers("loss", seed, loss=loss)
        columns = zip(zip(*v["Z"], strict=True), zip(*v["T"], strict=True), strict=True)
        for i, (z, hot) in enumerate(columns):
            p = [row[i] for row in v["P"]] if loss != "mse" else list(z)
            powers = [Decimal(cell).exp() for cell in z]
            if loss == "softmax-ce":
                assert p == [near(power / sum(powers), 2) for power in powers]
                total = near(-Decimal(str(float(p[hot.index(1)]))).ln(), 2)
            elif loss == "bce":
                assert p == [near(power / (1 + power), 2) for power in powers]
                right = [a if h else 1 - a for a, h in zip(p, hot, strict=True)]
                total = near(-sum((Decimal(str(float(a))).ln() for a in right), Decimal(0)), 2)
            else:
                total = Fraction(sum((a - h) ** 2 for a, h in zip(p, hot, strict=True)))
            assert v["L"][0][i] == total
            factor = 2 if loss == "mse" else 1
            assert [row[i] for row in v["dZ"]] == [factor * (a - h) for a, h in zip(p, hot, strict=True)]
        assert v["J"][0][0] == near(Fraction(sum(v["L"][0])) / 4, 2)
