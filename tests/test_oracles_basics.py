"""Independent opinions on the basics: every computed grid again with plain fractions, and mpmath where it rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
import torch
from mpmath import mp  # type: ignore[import-untyped]

from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.network.instance import draw_instance

SEEDS = range(3)
Rows = list[list[Fraction]]
ROUNDED = ("sigmoid", "tanh", "softmax")


def check(exercise: str, recompute: Callable[..., Iterator[tuple[str, Rows]]], **parameters: Any) -> None:
    blueprint = find_exercise(exercise).blueprint(parameters)
    for seed in SEEDS:
        values = draw_instance(blueprint, seed).values
        drawn = fractions_of({grid.name: values[grid.name] for grid in blueprint.drawn})
        found = dict(recompute(drawn, blueprint.parameters))
        assert set(found) == {grid.name for grid in blueprint.computed}
        for name, rows in found.items():
            assert [[Fraction(cell) for cell in row] for row in values[name]] == rows, (parameters, seed, name)


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


@pytest.mark.parametrize("sizes", [(2, 3, 2), (1, 1, 1), (6, 6, 6), (1, 4, 3)])
def test_matrix_multiplication(sizes: tuple[int, int, int]) -> None:
    check("matrix-multiplication", product, **dict(zip(("rows", "inner", "columns"), sizes, strict=True)))


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


@pytest.mark.parametrize("activation", ["relu", "leaky", "sigmoid", "tanh", "none"])
@pytest.mark.parametrize("output", ["none", "relu", "sigmoid", "softmax"])
def test_mlp(activation: str, output: str) -> None:
    check("mlp", network, activation=activation, output=output)
    check("mlp", network, activation=activation, output=output, layers="4,3,4,3,2", batch=2, bias=False, decimals=12)


def test_mlp_of_one_layer_and_of_the_spreadsheet() -> None:
    for variant in ("one-node", "four-nodes", "hidden-layer", "three-inputs", "spreadsheet"):
        check("mlp", network, **find_exercise("mlp").variant(variant))


def test_softmax_of_one_neuron_is_refused() -> None:
    with pytest.raises(ByhandError, match="parameter output: softmax"):
        find_exercise("mlp").blueprint({"layers": "3,1", "output": "softmax"})


def deep(given: dict[str, Rows], parameters: Any) -> Iterator[tuple[str, Rows]]:
    above, last = given["X"], len(parameters["layers"]) - 1
    for n in range(1, last + 1):
        above = times(given[f"W{n}"], above)
        if n < last:
            above = each(above, lambda x: max(x, Fraction()))
        yield ("Y" if n == last else f"A{n}"), above


@pytest.mark.parametrize("layers", ["3,5,2,3,2,2,2,1", "4,3,2"])
def test_deep_mlp(layers: str) -> None:
    check("deep-mlp", deep, layers=layers)


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


@pytest.mark.parametrize("base", ["e", "3"])
@pytest.mark.parametrize("temperature", ["1", "0.5", "3", "10"])
@pytest.mark.parametrize("decimals", [1, 2, 12])
def test_softmax(base: str, temperature: str, decimals: int) -> None:
    check("softmax", shares, base=base, temperature=temperature, decimals=decimals)
    check("softmax", shares, base=base, temperature=temperature, decimals=decimals, n=10, columns=3)


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


@pytest.mark.parametrize("derivatives", [False, True])
@pytest.mark.parametrize("decimals", [1, 2, 12])
def test_activation(derivatives: bool, decimals: int) -> None:
    for count in (3, 4):
        check("activation", functions, derivatives=derivatives, decimals=decimals, count=count)


def test_activation_of_the_usual_size_and_of_one_too_wide_for_the_paper() -> None:
    for derivatives in (False, True):
        check("activation", functions, derivatives=derivatives)
    with pytest.raises(ByhandError, match="parameter count"):
        find_exercise("activation").blueprint({"count": 10, "decimals": 12})


def built(shape: dict[str, Rows], network: str) -> torch.nn.Sequential:
    """The network of a sheet in PyTorch, which counts its parameters itself."""
    out = [int(row[0]) for row in shape["out"]]
    if network == "mlp":
        sizes = [int(shape["features"][0][0]), *out]
        return torch.nn.Sequential(*(torch.nn.Linear(*pair) for pair in pairwise(sizes)))
    kernels = [int(row[0]) for row in shape["kernel"]]
    maps = [int(shape["channels"][0][0]), *out[: len(kernels)]]
    parts: list[torch.nn.Module] = []
    for kernel, pair in zip(kernels, pairwise(maps), strict=True):
        parts += [torch.nn.Conv2d(*pair, kernel), torch.nn.MaxPool2d(2)]
    parts += [torch.nn.Flatten(), *(torch.nn.LazyLinear(size) for size in out[len(kernels) :])]
    network_ = torch.nn.Sequential(*parts)
    side = int(shape["image"][0][0])
    network_(torch.zeros(1, maps[0], side, side))
    return network_


def counted(given: dict[str, Rows], parameters: Any) -> Iterator[tuple[str, Rows]]:
    network_ = built(given, parameters["network"])
    layers = [layer for layer in network_ if isinstance(layer, torch.nn.Linear | torch.nn.Conv2d)]
    yield "biases", [[Fraction(sum(own.numel() for own in layer.parameters() if own.dim() == 1))] for layer in layers]
    yield "weights", [[Fraction(layer.weight.numel())] for layer in layers]
    yield "inputs", [[Fraction(layer.weight.shape[1])] for layer in layers]
    yield "total", [[Fraction(sum(own.numel() for own in network_.parameters()))]]
    if parameters["network"] == "cnn":
        image = torch.zeros(1, int(given["channels"][0][0]), *2 * (int(given["image"][0][0]),))
        sides: Rows = []
        for part in network_:
            image = part(image)
            if image.dim() == 4:
                sides.append([Fraction(image.shape[-1])])
            elif isinstance(part, torch.nn.Flatten):
                yield "flat", [[Fraction(image.numel())]]
        yield "size", sides


@pytest.mark.parametrize("convolutions", [0, 1, 2, 3])
@pytest.mark.parametrize("layers", [1, 3, 5])
def test_parameter_count(convolutions: int, layers: int) -> None:
    if convolutions:
        check("parameter-count", counted, network="cnn", convolutions=convolutions, layers=layers)
    else:
        check("parameter-count", counted, layers=layers)
