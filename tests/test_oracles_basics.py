"""Independent opinions on the basics: every computed grid again with plain fractions, and mpmath where it rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.network.instance import draw_instance
from tests.oracles.basics import Rows, deep, fractions_of, functions, network, product, shares

SEEDS = range(3)
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


@pytest.mark.parametrize("sizes", [(2, 3, 2), (1, 1, 1), (6, 6, 6), (1, 4, 3)])
def test_matrix_multiplication(sizes: tuple[int, int, int]) -> None:
    check("matrix-multiplication", product, **dict(zip(("rows", "inner", "columns"), sizes, strict=True)))


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


@pytest.mark.parametrize("layers", ["3,5,2,3,2,2,2,1", "4,3,2"])
def test_deep_mlp(layers: str) -> None:
    check("deep-mlp", deep, layers=layers)


@pytest.mark.parametrize("base", ["e", "3"])
@pytest.mark.parametrize("temperature", ["1", "0.5", "3", "10"])
@pytest.mark.parametrize("decimals", [1, 2, 12])
def test_softmax(base: str, temperature: str, decimals: int) -> None:
    check("softmax", shares, base=base, temperature=temperature, decimals=decimals)
    check("softmax", shares, base=base, temperature=temperature, decimals=decimals, n=10, columns=3)


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
