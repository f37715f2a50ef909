"""Attention, its neighbours and sampling again: plain fractions and math, rounded by decimal.

Each oracle makes all other grids from the drawn ones and the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from mpmath import mp  # type: ignore[import-untyped]

Rows = list[list[Any]]
HALF = Fraction(1, 2)


def rounded(value: Any, places: int) -> Fraction:
    with localcontext(prec=60):
        exact = Decimal(value.numerator) / value.denominator if isinstance(value, int | Fraction) else Decimal(value)
        return Fraction(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def cut(value: Any) -> Fraction:
    exact = Fraction(value)
    return Fraction((Decimal(exact.numerator) / exact.denominator).quantize(Decimal(1), ROUND_DOWN))


def each(work: Callable[..., Any], *grids: Any) -> Rows:
    return [[work(*cells) for cells in zip(*rows, strict=True)] for rows in zip(*grids, strict=True)]


def turned(rows: Any) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


def times(left: Any, right: Any) -> Rows:
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in turned(right)] for row in left]


def layer(weights: Any, biases: Any, below: Any) -> Rows:
    return [[cell + bias for cell in row] for row, (bias,) in zip(times(weights, below), biases, strict=True)]


def relu(rows: Any) -> Rows:
    return each(lambda cell: max(cell, 0), rows)


def power(base: str, exponent: Any) -> Decimal:
    with localcontext(prec=60):
        exact = Decimal(exponent.numerator) / exponent.denominator
        found: Decimal = exact.exp() if base == "e" else Decimal(base) ** exact
        return found


def softmax(rows: Any, places: int) -> Rows:
    columns = [[power("e", cell) for cell in column] for column in turned(rows)]
    return turned([[rounded(cell / sum(column), places) for cell in column] for column in columns])


def attend(
    given: Any, head: str, decimals: int, base: str = "3", scale: str = "half", mask: str = "none"
) -> dict[str, Rows]:
    """The grids from Q to P of one head."""
    Q, K = (times(given[f"W{part}{head}"], given["X"]) for part in "qk")
    S = times(turned(K), Q)
    grids = {"Q": Q, "K": K, "S": S}
    R = S
    if scale == "half":
        R = grids["R"] = each(lambda cell: cut(Fraction(cell) / 2), S)
    elif scale == "sqrt":
        R = grids["R"] = each(lambda cell: rounded(divided_by_root(cell, len(K)), decimals), S)
    powers = each(lambda cell: power(base, cell), R)
    E = each(cut, powers) if base == "3" and scale == "half" else each(lambda cell: rounded(cell, decimals), powers)
    if mask == "causal":
        E = [[cell if key <= query else 0 for query, cell in enumerate(row)] for key, row in enumerate(E)]
    s = [sum(column) for column in turned(E)]
    P = [[rounded(Fraction(cell) / total, decimals) for cell, total in zip(row, s, strict=True)] for row in E]
    return {f"{name}{head}": rows for name, rows in {**grids, "E": E, "s": [s], "P": P}.items()}


def divided_by_root(number: Any, of: int) -> Decimal:
    with localcontext(prec=60):
        return Decimal(int(number)) / Decimal(of).sqrt()


def self_attention(given: Any, chosen: Mapping[str, Any]) -> dict[str, Rows]:
    grids = attend(given, "", chosen["decimals"], chosen["base"], chosen["scale"], chosen["mask"])
    V = times(given["Wv"], given["X"])
    return {**grids, "V": V, "Z": times(V, grids["P"])}


def multihead_attention(given: Any, chosen: Mapping[str, Any]) -> dict[str, Rows]:
    grids: dict[str, Rows] = {}
    for head in "123"[: chosen["heads"]]:
        if chosen["attention"] == "asked":
            grids |= attend(given, head, chosen["decimals"])
        grids[f"V{head}"] = times(given[f"Wv{head}"], given["X"])
        grids[f"H{head}"] = times(grids[f"V{head}"], grids.get(f"P{head}") or given[f"P{head}"])
    heads = [row for name, rows in grids.items() if name[0] == "H" for row in rows]
    return {**grids, "O": times(given["Wo"], heads)}


def transformer(given: Any, chosen: Mapping[str, Any]) -> dict[str, Rows]:
    grids: dict[str, Rows] = {}
    P, places = given.get("P"), chosen["decimals"]
    if chosen["attention"] == "asked":
        grids["S"] = times(turned(given["X"]), given["X"])
        P = grids["P"] = softmax(grids["S"], places)

    def after(number: str, name: str, skipped: Rows, result: Rows) -> Rows:
        if chosen["residual"]:
            result = grids[name] = each(lambda a, b: a + b, skipped, result)
        if chosen["norm"]:
            columns = turned(result)
            mu = [rounded(Fraction(sum(column)) / len(column), places) for column in columns]
            D = [[cell - m for cell in column] for column, m in zip(columns, mu, strict=True)]
            var = [rounded(Fraction(sum(cell * cell for cell in column)) / len(column), places) for column in D]
            exact = [v + Fraction(1, 1000) for v in var]
            with localcontext(prec=60):
                sigma = [rounded((Decimal(v.numerator) / v.denominator).sqrt(), places) for v in exact]
            result = turned(
                [[rounded(cell / s, places) for cell in column] for column, s in zip(D, sigma, strict=True)]
            )
            grids.update({f"mu{number}": [mu], f"D{number}": turned(D), f"v{number}": [var]})
            grids.update({f"sigma{number}": [sigma], f"N{number}": result})
        return result

    grids["Z"] = times(given["X"], P)
    first = after("1", "U", given["X"], grids["Z"])
    grids["F1"] = layer(given["W1"], given["b1"], first)
    grids["A1"] = relu(grids["F1"])
    grids["F2"] = layer(given["W2"], given["b2"], grids["A1"])
    last = after("2", "V", first, grids["F2"])
    if chosen["output"] == "relu":
        grids["Y"] = relu(last)
    return grids


def wavelength(n: int, row: int, d: int) -> Any:
    return mp.mpf(n) ** (mp.mpf(row - row % 2) / d)


def positional_encoding(given: Any, chosen: Mapping[str, Any]) -> dict[str, Rows]:
    d, n = len(given["X"]), int(chosen["n"])
    mp.dps = 50
    PE = [
        [
            rounded(
                Decimal(mp.nstr((mp.cos if row % 2 else mp.sin)(pos / wavelength(n, row, d)), 40)), chosen["decimals"]
            )
            for pos in range(len(given["X"][0]))
        ]
        for row in range(d)
    ]
    return {"PE": PE, "Y": each(lambda a, b: a + b, given["X"], PE)}


def mixture_of_experts(given: Any, _chosen: Mapping[str, Any]) -> dict[str, Rows]:
    Zg = layer(given["G"], given["g"], given["X"])
    winners = [column.index(max(column)) for column in turned(Zg)]
    choice = [[int(winner == row) for winner in winners] for row in range(len(Zg))]
    answers = [turned(layer(given[f"E{n}"], given[f"e{n}"], given["X"])) for n in range(1, len(Zg) + 1)]
    O = turned([answers[winner][column] for column, winner in enumerate(winners)])  # noqa: E741 - the grid's name
    return {"Zg": Zg, "choice": choice, "O": O, "Y": relu(O)}


def llm_sampling(given: Any, chosen: Mapping[str, Any]) -> dict[str, Rows]:
    grids: dict[str, Rows] = {}
    P = given.get("P")
    if chosen["probabilities"] == "logits":
        R = each(lambda cell: cell / Fraction(chosen["temperature"]), given["L"])
        grids |= {"R": R} if chosen["temperature"] != "1" else {}
        P = grids["P"] = softmax(R, chosen["decimals"])
    Cum = grids["Cum"] = [[sum(column[row:]) for column in turned(P)] for row in range(len(P))]
    fitting = [[row for row in range(len(P)) if r < Cum[row][place]] for place, r in enumerate(given["r"][0])]
    return {**grids, "sentence": [[given["words"][rows[-1]][0] for rows in fitting]]}
