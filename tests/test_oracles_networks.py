"""Independent opinions on recurrent, convolutional, residual and generative networks: plain loops in decimals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracles.networks import assert_agrees, autoencoder, convolution, gan, resnet, rnn

SEEDS = range(3)


def with_seeds(*choices: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("seed", "chosen"), [(seed, chosen) for chosen in choices for seed in SEEDS])


@with_seeds(
    {"inputs": 1, "hidden": 2, "bias": False},
    {"activation": "tanh", "decimals": 2},
    {"output": "sigmoid", "outputs": 2},
    {"output": "softmax", "outputs": 3, "decimals": 12, "steps": 2},
)
def test_a_recurrent_network_step_by_step(seed: int, chosen: dict[str, Any]) -> None:
    assert_agrees("rnn", rnn, seed, chosen)


@with_seeds({}, {"batch": 4}, {"output": "relu"}, {"error": True}, {"layers": [3, 2, 3], "error": True, "batch": 2})
def test_an_autoencoder_layer_by_layer(seed: int, chosen: dict[str, Any]) -> None:
    assert_agrees("autoencoder", autoencoder, seed, chosen)


@with_seeds(
    {"image": 5, "kernel": 2, "padding": 0, "pooling": "mean", "outputs": 3},
    {"image": 7, "padding": 1, "stride": 2},
    {"channels": 2},
    {},
)
def test_a_convolution_window_by_window(seed: int, chosen: dict[str, Any]) -> None:
    assert_agrees("convolution", convolution, seed, chosen)


@with_seeds({}, {"skip": False}, {"blocks": 2, "batch": 2, "decimals": 4}, {"output": "softmax"})
def test_a_residual_network_block_by_block(seed: int, chosen: dict[str, Any]) -> None:
    assert_agrees("resnet", resnet, seed, chosen)


@with_seeds({}, {"noise": 1, "batch": 2}, {"hidden": 2, "data": 3, "decimals": 3})
def test_a_generator_and_its_discriminator(seed: int, chosen: dict[str, Any]) -> None:
    assert_agrees("gan", gan, seed, chosen)
