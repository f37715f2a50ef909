"""Independent opinions on backpropagation: PyTorch's autograd for every choice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracles.by_pytorch import FUNCTIONS, assert_gradients_agree

CHOICES: list[dict[str, Any]] = [
    *({"activation": name} for name in FUNCTIONS),
    {"loss": "bce", "activation": "tanh", "batch": 2},
    {"loss": "mse", "hidden": "3", "batch": 2, "reduction": "mean"},
    {"loss": "mse", "output": "sigmoid", "half": True, "hidden": "2,3,2"},
    {"loss": "mse", "half": True, "activation": "leaky"},
    {"loss": "softmax-ce", "reduction": "mean", "batch": 2, "hidden1": 3, "hidden2": 3},
    {"loss": "bce", "output": "sigmoid", "activation": "none", "forward": "printed"},
]


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: " ".join(map(str, choice.values())))
def test_autograd_finds_the_same_gradients_for_every_choice(choice: dict[str, Any]) -> None:
    for seed in range(5):
        assert_gradients_agree(seed, choice)


@pytest.mark.slow
@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: " ".join(map(str, choice.values())))
def test_autograd_finds_the_same_gradients_on_many_sheets(choice: dict[str, Any]) -> None:
    for seed in range(200):
        assert_gradients_agree(seed, choice)
