"""Training, recurrent networks, graphs and retrieval again: plain loops over fractions, 60 digits where needed.

Each oracle makes all other grids from the drawn ones and the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction
from typing import Any

from tests.oracles.networks import Rows, half_up, layer, relu, sigmoid, softmax, tanh, through

Given = dict[str, Rows]
Parameters = Mapping[str, Any]


def exact(number: Any) -> Decimal:
    """A number to as many digits as the context keeps."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def rounded(number: Any, places: int) -> Fraction:
    return half_up(number if isinstance(number, Decimal) else Fraction(number), places)


def root(number: Any) -> Decimal:
    with localcontext(prec=60):
        return exact(number).sqrt()


def over(number: Any, divisor: Decimal) -> Decimal:
    with localcontext(prec=60):
        return exact(number) / divisor


def cut(number: Decimal, places: int) -> Fraction:
    with localcontext(prec=60):
        return Fraction(number.quantize(Decimal(1).scaleb(-places), ROUND_DOWN))


def turned(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


def cell_by_cell(work: Callable[..., Any], *grids: Rows) -> Rows:
    return [[work(*cells) for cells in zip(*rows, strict=True)] for rows in zip(*grids, strict=True)]


def mean(numbers: list[Any]) -> Fraction:
    return Fraction(sum(numbers), 1) / len(numbers)


# Recurrent networks


def lstm(v: Given, p: Parameters) -> Given:
    places, found = p["decimals"], Given()
    h, C = v["h0"], v["C0"]
    for t in range(1, p["steps"] + 1):
        column = [*v[f"X{t}"], *h, *([[1]] if p["bias"] else [])]
        z = {gate: layer(v[f"W{gate}"], column) for gate in "fcio"}
        f, i, o = (sigmoid(z[gate], places) for gate in "fio")
        c = tanh(z["c"], places)
        C = cell_by_cell(lambda a, b, d, e: rounded(a * b + d * e, places), C, f, c, i)
        squashed = tanh(C, places)
        h = cell_by_cell(lambda a, b: rounded(a * b, places), squashed, o)
        found |= {f"z{gate}{t}": rows for gate, rows in z.items()}
        found |= {f"f{t}": f, f"i{t}": i, f"o{t}": o, f"c{t}": c, f"C{t}": C, f"t{t}": squashed, f"h{t}": h}
    return found


def gru(v: Given, p: Parameters) -> Given:
    places, found, h = p["decimals"], Given(), v["h0"]
    for t in range(1, p["steps"] + 1):
        x = [[row[t - 1]] for row in v["X"]]
        zz, zr = (layer(v[f"W{gate}"], [*x, *h, [1]]) for gate in "zr")
        z, r = sigmoid(zz, places), sigmoid(zr, places)
        g = cell_by_cell(lambda a, b: rounded(a * b, places), r, h)
        zh = layer(v["Wh"], [*x, *g, [1]])
        c = tanh(zh, places)
        old, new = (h, c) if p["update"] == "keep" else (c, h)
        h = cell_by_cell(lambda a, b, d: rounded(a * b + (1 - a) * d, places), z, old, new)
        found |= {f"zz{t}": zz, f"zr{t}": zr, f"z{t}": z, f"r{t}": r, f"g{t}": g, f"zh{t}": zh, f"c{t}": c, f"h{t}": h}
    return found


# Graphs and retrieval


def gcn(v: Given, p: Parameters) -> Given:
    nodes = range(p["nodes"])
    Adj = [[int(r == c or v["G"][r][c] != 0) for c in nodes] for r in nodes]
    found: Given = {"Adj": Adj}
    near: Rows = Adj
    column = v["X"]
    if p["normalise"] == "mean":
        sums = [sum(row[c] for row in Adj) for c in nodes]
        near = found["An"] = [[Fraction(Adj[r][c], sums[c]) for c in nodes] for r in nodes]
    for n in range(1, p["layers"] + 1):
        Z = layer(v[f"W{n}"], column, v[f"b{n}"])
        M = relu(Z)
        column = layer(M, near)
        found |= {f"Zm{n}": Z, f"M{n}": M, f"H{n}": column}
        if n == 1 and p["normalise"] == "none":
            found["L1"] = [[cell * Adj[c][0] for c, cell in enumerate(row)] for row in M]
    Z3 = layer(v["W3"], column, v["b3"])
    Z4 = layer(v["W4"], relu(Z3), v["b4"])
    return found | {"Z3": Z3, "F": relu(Z3), "Z4": Z4, "P": sigmoid(Z4, p["decimals"])}


def vector_database(v: Given, p: Parameters) -> Given:
    found, words = Given(), v["words"][0]
    for name in [*map(str, range(1, p["sentences"] + 1)), "q"]:
        places = [words.index(word) for word in v[f"S{name}"][0]]
        E = [[row[place] for place in places] for row in v["E"]]
        Z = layer(v["We"], E, v["be"])
        m = [[mean(row)] for row in relu(Z)]
        found |= {f"E{name}": E, f"Z{name}": Z, f"N{name}": relu(Z), f"m{name}": m, f"v{name}": layer(v["Pr"], m)}
    numbers = range(1, p["sentences"] + 1)
    V = [[found[f"v{s}"][row][0] for s in numbers] for row in range(p["index"])]
    d = [sum(a[0] * b for a, b in zip(found["vq"], column, strict=True)) for column in turned(V)]
    nearest = v[f"S{d.index(max(d)) + 1}"][0]
    return found | {"V": V, "d": [d], "nearest": [[" ".join(nearest)]]}


# Training


def _normalised(rows: Rows, p: Parameters) -> list[Rows]:
    """Of each row: mean, differences, variance, deviation and the differences divided by it."""
    places, cuts = p["decimals"], p["quotient"] == "cut"
    mu = [[rounded(mean(row), places)] for row in rows]
    D = [[cell - m for cell in row] for row, (m,) in zip(rows, mu, strict=True)]
    var = [[rounded(mean([cell * cell for cell in row]), places)] for row in D]
    sigma = [[rounded(root(cell + Fraction(p["epsilon"])), places)] for (cell,) in var]
    N = [
        [cut(over(cell, exact_in(s)), places) if cuts else rounded(Fraction(cell) / s, places) for cell in row]
        for row, (s,) in zip(D, sigma, strict=True)
    ]
    return [mu, D, var, sigma, N]


def exact_in(number: Fraction) -> Decimal:
    with localcontext(prec=60):
        return exact(number)


def batch_normalization(v: Given, p: Parameters) -> Given:
    Z = layer(v["W"], v["X"], v["b"])
    mu, D, var, sigma, N = _normalised(relu(Z), p)
    found = {"Z": Z, "A": relu(Z), "mu": mu, "D": D, "var": var, "sigma": sigma, "N": N}
    return found | {"out": _scaled(v, N)}


def layer_normalization(v: Given, p: Parameters) -> Given:
    names = ("mu", "D", "var", "sigma", "N")
    found = dict(zip(names, map(turned, _normalised(turned(v["X"]), p)), strict=True))
    return found | {"out": _scaled(v, found["N"])}


def _scaled(v: Given, N: Rows) -> Rows:
    return [[g * n + s for n in row] for (g,), (s,), row in zip(v["gamma"], v["beta"], N, strict=True)]


def dropout(v: Given, p: Parameters) -> Given:
    found, r = Given(), v["r"][0]
    for n, chosen in ((1, r[:4]), (2, r[4:])):
        chance = Fraction(p[f"p{n}"])
        factor = rounded(1 / (1 - chance), p["decimals"])
        found[f"D{n}"] = [[factor if number > chance else 0] for number in chosen]
    H = v["X"]
    for n in (1, 2):
        A = relu(layer(v[f"W{n}"], H, v[f"b{n}"]))
        H = [[d * a for a in row] for (d,), row in zip(found[f"D{n}"], A, strict=True)]
        found |= {f"A{n}": A, f"H{n}": H}
    Y = layer(v["W3"], H, v["b3"])
    found |= {"Y": Y, "dY": cell_by_cell(lambda a, b: 2 * (a - b), Y, v["T"])}
    if p["inference"]:
        found["A1i"] = relu(layer(v["W1"], v["X"], v["b1"]))
        found["A2i"] = relu(layer(v["W2"], found["A1i"], v["b2"]))
        found["Yi"] = layer(v["W3"], found["A2i"], v["b3"])
    return found


def perceptron(v: Given, p: Parameters) -> Given:
    found, signed, w = Given(), p["coding"] == "pm1", v["w0"]
    for n in range(1, 4 * p["passes"] + 1):
        x = [*(row[(n - 1) % 4] for row in v["X"]), 1]
        z = sum(a * b for a, (b,) in zip(x, w, strict=True))
        y = 1 if z >= 0 else -1 if signed else 0
        e = Fraction(v["T"][0][(n - 1) % 4] - y) / (2 if signed else 1)
        w = [[b + e * Fraction(p["learning_rate"]) * a] for a, (b,) in zip(x, w, strict=True)]
        found |= {f"z{n}": [[z]], f"y{n}": [[y]], f"e{n}": [[e]], f"w{n}": w}
    return found


def optimizer(v: Given, p: Parameters) -> Given:
    found, theta, places = Given(), v["theta0"], p["decimals"]
    rate, beta, first, second, epsilon = (
        Fraction(p[name]) for name in ("learning_rate", "beta", "beta1", "beta2", "epsilon")
    )
    fine = max(places, 6) if second > Fraction(99, 100) else places
    m = s = velocity = [[Fraction(0)]] * p["size"]
    for t in range(1, p["steps"] + 1):
        g = v[f"g{t}"]
        if p["method"] == "adam":
            m = cell_by_cell(lambda old, new: rounded(first * old + (1 - first) * new, places), m, g)
            s = cell_by_cell(lambda old, new: rounded(second * old + (1 - second) * new * new, fine), s, g)
            mhat = through(m, lambda cell, t=t: rounded(cell / (1 - first**t), places))
            shat = through(s, lambda cell, t=t: rounded(cell / (1 - second**t), fine))
            theta = cell_by_cell(lambda *cells: _adam(rate, epsilon, places, *cells), theta, mhat, shat)
            found |= {f"m{t}": m, f"s{t}": s, f"mhat{t}": mhat, f"shat{t}": shat}
        else:
            move = g
            if p["method"] == "momentum":
                move = velocity = cell_by_cell(lambda old, new: rounded(beta * old + new, places), velocity, g)
                found[f"v{t}"] = velocity
            theta = cell_by_cell(lambda old, step: rounded(old - rate * step, places), theta, move)
        found[f"theta{t}"] = theta
    return found


def _adam(rate: Fraction, epsilon: Fraction, places: int, theta: Any, mhat: Any, shat: Any) -> Fraction:
    with localcontext(prec=60):
        return rounded(exact(theta) - exact(rate * mhat) / (root(shat) + exact(epsilon)), places)


def _minus_log(chance: Any) -> Decimal:
    with localcontext(prec=60):
        return -exact(chance).ln()


def gradient_descent(v: Given, p: Parameters) -> Given:
    found, places, n = Given(), p["decimals"], p["n"]
    w, b, x, y = v["w0"], v["b0"], v["x"], v["y"]
    rate, logistic = Fraction(p["learning_rate"]), p["model"] == "logistic"
    share = Fraction(1 if logistic or p["half"] else 2, n)
    for t in range(1, p["steps"] + 1):
        z = layer(w, x, b)
        yhat = sigmoid(z, places) if logistic else through(z, lambda cell: rounded(cell, places))
        e = cell_by_cell(lambda a, c: a - c, yhat, y)
        losses = [[cell * cell for cell in e[0]]]
        if logistic:
            losses = cell_by_cell(lambda a, hit: rounded(_minus_log(a if hit else 1 - a), places), yhat, y)
            found |= {f"z{t}": z, f"L{t}": losses}
        s = [[sum(a * c for a, c in zip(e[0], row, strict=True)) for row in [*x, [1] * n]]]
        dw = [[rounded(share * cell, places) for cell in s[0][:-1]]]
        db = [[rounded(share * s[0][-1], places)]]
        w = cell_by_cell(lambda old, d: rounded(old - rate * d, places), w, dw)
        b = cell_by_cell(lambda old, d: rounded(old - rate * d, places), b, db)
        J = [[rounded(mean(losses[0]), places)]]
        found |= {f"yhat{t}": yhat, f"e{t}": e, f"J{t}": J, f"s{t}": s, f"dw{t}": dw, f"db{t}": db}
        found |= {f"w{t}": w, f"b{t}": b}
    return found


def loss(v: Given, p: Parameters) -> Given:
    places, fine = p["loss_decimals"], p["decimals"]
    squared = p["loss"] == "mse"
    P = v["Z"] if squared else (softmax if p["loss"] == "softmax-ce" else sigmoid)(v["Z"], fine)
    E = cell_by_cell(lambda a, hit: a - hit, P, v["T"])
    L = []
    for column, hits in zip(turned(P), turned(v["T"]), strict=True):
        if squared:
            L.append(sum((a - hit) ** 2 for a, hit in zip(column, hits, strict=True)))
            continue
        right = [a if hit else 1 - a for a, hit in zip(column, hits, strict=True) if hit or p["loss"] == "bce"]
        with localcontext(prec=60):
            L.append(rounded(sum(map(_minus_log, right), Decimal(0)), places))
    dZ = through(E, lambda cell: 2 * cell) if squared else E
    if p["reduction"] == "mean":
        dZ = through(dZ, lambda cell: rounded(Fraction(cell) / p["batch"], fine + 2))
    return ({} if squared else {"P": P}) | {"L": [L], "J": [[rounded(mean(L), places)]], "dZ": dZ}


__all__ = [
    "batch_normalization",
    "dropout",
    "gcn",
    "gradient_descent",
    "gru",
    "layer_normalization",
    "loss",
    "lstm",
    "optimizer",
    "perceptron",
    "vector_database",
]
