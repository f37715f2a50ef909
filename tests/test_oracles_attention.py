"""Independent opinions on attention, its neighbours and sampling: plain fractions and math, rounded by decimal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.catalogue import find_exercise
from generator.network.instance import draw_instance
from tests.oracles.attention import (
    Rows,
    llm_sampling,
    mixture_of_experts,
    multihead_attention,
    positional_encoding,
    self_attention,
    transformer,
)

CASES: list[tuple[Callable[..., dict[str, Rows]], dict[str, Any]]] = [
    (self_attention, {}),
    (self_attention, {"base": "e", "scale": "sqrt"}),
    (self_attention, {"base": "e", "scale": "none"}),
    (self_attention, {"mask": "causal"}),
    (multihead_attention, {}),
    (multihead_attention, {"attention": "asked", "heads": 3}),
    (transformer, {}),
    (transformer, {"attention": "asked", "output": "relu"}),
    (transformer, {"residual": True, "norm": True}),
    (transformer, {"residual": True}),
    (transformer, {"norm": True}),
    (positional_encoding, {}),
    (positional_encoding, {"n": "10000", "d": 5}),
    (mixture_of_experts, {}),
    (llm_sampling, {}),
    (llm_sampling, {"probabilities": "logits"}),
    (llm_sampling, {"probabilities": "logits", "temperature": "2"}),
    (llm_sampling, {"probabilities": "logits", "temperature": "0.5"}),
]


@pytest.mark.parametrize(("oracle", "chosen"), CASES)
def test_every_grid_is_what_the_source_says(oracle: Callable[..., dict[str, Rows]], chosen: dict[str, Any]) -> None:
    blueprint = find_exercise(oracle.__name__.replace("_", "-")).blueprint(chosen)
    for seed in range(3):
        values = draw_instance(blueprint, seed).values
        theirs = oracle(values, blueprint.parameters)
        assert set(theirs) == {grid.name for grid in blueprint.computed}
        for name, rows in theirs.items():
            assert [list(row) for row in values[name]] == rows, (seed, name)
