"""The basics again: plain fractions, and mpmath where a grid is rounded.

Each oracle yields all other grids from the drawn ones and the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from mpmath import mp  # type: ignore[import-untyped]

Rows = list[list[Fraction]]


def fractions_of(grids: Mapping[str, Any]) -> dict[str, Rows]:
    return {name: [[Fraction(cell) for cell in row] for row in rows] for name, rows in grids.items()}


def near(value: Any, decimals: int) -> Fraction:
    """A number rounded, halves away from 0, by the decimal module: exact if it is a fraction."""
    with localcontext() as context:
        context.prec = 60
        if isinstance(value, Fraction):
            number = Decimal(value.numerator) / Decimal(value.denominator)
        else:
            number = Decimal(mp.nstr(value, 50))
        return Fraction(number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def real(value: Fraction) -> Any:
    mp.dps = 60
    return mp.mpf(value.numerator) / value.denominator


def each(rows: Rows, function: Callable[[Fraction], Fraction]) -> Rows:
    return [[function(cell) for cell in row] for row in rows]


def times(left: Rows, right: Rows) -> Rows:
    return [
        [sum((a * b for a, b in zip(row, column, strict=True)), Fraction()) for column in zip(*right, strict=True)]
        for row in left
    ]


def logistic(x: Fraction) -> Any:
    return 1 / (1 + mp.exp(-real(x)))


def activated(name: str, Z: Rows, decimals: int) -> Rows:
    if name == "softmax":
        totals = [sum(mp.exp(real(cell)) for cell in column) for column in zip(*Z, strict=True)]
        return [
            [near(mp.exp(real(cell)) / total, decimals) for cell, total in zip(row, totals, strict=True)] for row in Z
        ]
    functions: dict[str, Callable[[Fraction], Fraction]] = {
        "relu": lambda x: max(x, Fraction()),
        "leaky": lambda x: x if x > 0 else x / 10,
        "sigmoid": lambda x: near(logistic(x), decimals),
        "tanh": lambda x: near(mp.tanh(real(x)), decimals),
    }
    return each(Z, functions[name])


def product(given: dict[str, Rows], _: Any) -> Iterator[tuple[str, Rows]]:
    yield "C", times(given["A"], given["B"])


def network(given: dict[str, Rows], parameters: Any) -> Iterator[tuple[str, Rows]]:
    above, last = given["X"], len(parameters["layers"]) - 1
    for n in range(1, last + 1):
        bias = given.get(f"b{n}", [[Fraction()]] * parameters["layers"][n])
        Z = [[cell + b for cell in row] for row, (b,) in zip(times(given[f"W{n}"], above), bias, strict=True)]
        name = parameters["output" if n == last else "activation"]
        if name == "none":
            yield ("Y" if n == last else f"Z{n}"), Z
            above = Z
        else:
            above = activated(name, Z, parameters["decimals"])
            yield f"Z{n}", Z
            yield ("Y" if n == last else f"A{n}"), above


def deep(given: dict[str, Rows], parameters: Any) -> Iterator[tuple[str, Rows]]:
    above, last = given["X"], len(parameters["layers"]) - 1
    for n in range(1, last + 1):
        above = times(given[f"W{n}"], above)
        if n < last:
            above = each(above, lambda x: max(x, Fraction()))
        yield ("Y" if n == last else f"A{n}"), above


def shares(given: dict[str, Rows], parameters: Any) -> Iterator[tuple[str, Rows]]:
    decimals, R = parameters["decimals"], given["x"]
    if parameters["temperature"] != 1:
        R = each(R, lambda x: near(x / Fraction(parameters["temperature"]), decimals))
        yield "R", R
    base = mp.e if parameters["base"] == "e" else 3
    E = each(R, lambda x: near(mp.power(base, real(x)), decimals))
    yield "E", E
    s = [sum(column, Fraction()) for column in zip(*E, strict=True)]
    yield "s", [s]
    yield "P", [[near(cell / total, decimals) for cell, total in zip(row, s, strict=True)] for row in E]


def functions(given: dict[str, Rows], parameters: Any) -> Iterator[tuple[str, Rows]]:
    x, decimals = given["x"], parameters["decimals"]
    sigma, squashed = (activated(name, x, decimals) for name in ("sigmoid", "tanh"))
    yield from {"sigma": sigma, "tanh": squashed, "relu": activated("relu", x, 0)}.items()
    yield "leaky", activated("leaky", x, 0)
    yield "step", each(x, lambda cell: Fraction(cell >= 0))
    if parameters["derivatives"]:
        yield "dsigma", each(sigma, lambda cell: cell - cell**2)
        yield "dtanh", each(squashed, lambda cell: 1 - cell**2)
        yield "drelu", each(x, lambda cell: Fraction(cell > 0))
        yield "dleaky", each(x, lambda cell: Fraction(1) if cell > 0 else Fraction(1, 10))
