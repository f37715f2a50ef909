"""Every exercise against an independent opinion: a few sheets and every choice; slowly 200 sheets and the corners."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from types import ModuleType
from typing import Any

import pytest

from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.network.parameters import Choice, Switch
from tests.oracles import attention, basics, networks, recomputed, workbook
from tests.oracles.networks import Oracle, assert_agrees
from tests.simulated.students import NAMES
from tests.tools.sheets import pairs

Opinion = Callable[[int, Mapping[str, Any]], None]
"""Fails if a sheet, given by its seed and chosen parameters, is not what an independent calculation makes of it."""


def _recomputed(name: str, oracle: Oracle) -> Opinion:
    return lambda seed, chosen: assert_agrees(name, oracle, seed, chosen)


def _puzzles(name: str, seed: int, chosen: Mapping[str, Any]) -> None:
    leaky = chosen.get("activation") == "leaky"
    puzzle = workbook.leaky if leaky else workbook.PUZZLES[name]
    workbook.check(name, puzzle, seed, **chosen)


def _by_autograd(seed: int, chosen: Mapping[str, Any]) -> None:
    """PyTorch works on numbers that are not rounded, so that all are compared at 12 decimals."""
    fixed = ("decimals", "learning_rate")
    _pytorch().assert_gradients_agree(seed, {name: value for name, value in chosen.items() if name not in fixed})


def _counted(seed: int, chosen: Mapping[str, Any]) -> None:
    assert_agrees("parameter-count", _pytorch().parameter_count, seed, chosen)


def _pytorch() -> ModuleType:
    """PyTorch's opinions; where it is not installed, the test that asks for one is skipped."""
    pytest.importorskip("torch", reason="PyTorch is not asked: pip install 'byhand[oracle]'")
    from tests.oracles import by_pytorch

    return by_pytorch


def _basics(oracle: Callable[..., Iterator[tuple[str, Any]]]) -> Oracle:
    return lambda given, parameters: dict(oracle(basics.fractions_of(given), parameters))


FROM_GIVEN: dict[str, Oracle] = {
    "matrix-multiplication": _basics(basics.product),
    "mlp": _basics(basics.network),
    "deep-mlp": _basics(basics.deep),
    "softmax": _basics(basics.shares),
    "activation": _basics(basics.functions),
    "self-attention": attention.self_attention,
    "multihead-attention": attention.multihead_attention,
    "transformer": attention.transformer,
    "positional-encoding": attention.positional_encoding,
    "mixture-of-experts": attention.mixture_of_experts,
    "llm-sampling": attention.llm_sampling,
    "rnn": networks.rnn,
    "autoencoder": networks.autoencoder,
    "convolution": networks.convolution,
    "resnet": networks.resnet,
    "gan": networks.gan,
    "lstm": recomputed.lstm,
    "gru": recomputed.gru,
    "gcn": recomputed.gcn,
    "vector-database": recomputed.vector_database,
    "batch-normalization": recomputed.batch_normalization,
    "layer-normalization": recomputed.layer_normalization,
    "dropout": recomputed.dropout,
    "perceptron": recomputed.perceptron,
    "optimizer": recomputed.optimizer,
    "gradient-descent": recomputed.gradient_descent,
    "loss": recomputed.loss,
}
OPINIONS: dict[str, Opinion] = {
    **{name: _recomputed(name, oracle) for name, oracle in FROM_GIVEN.items()},
    **{f"workbook-{name}": partial(_puzzles, name) for name in workbook.PUZZLES},
    "backpropagation": _by_autograd,
    "parameter-count": _counted,
}


def test_every_exercise_has_an_oracle() -> None:
    assert set(OPINIONS) == set(NAMES)


@cache
def choices_of(name: str) -> list[dict[str, Any]]:
    """The usual sheet with one choice or switch changed; alone, some are refused."""
    exercise = find_exercise(name)
    changes = [
        {parameter.name: end}
        for parameter in exercise.parameters
        if isinstance(parameter.range, Choice | Switch)
        for end in getattr(parameter.range, "options", parameter.range.ends)
        if end != parameter.default
    ]
    return [change for change in changes if _allowed(name, change)]


def _allowed(name: str, chosen: Mapping[str, Any]) -> bool:
    try:
        find_exercise(name).blueprint(chosen)
    except ByhandError:
        return False
    return True


@pytest.mark.parametrize("name", NAMES)
def test_a_few_sheets_and_every_choice_agree_with_an_independent_opinion(name: str) -> None:
    for seed in range(5):
        OPINIONS[name](seed, {})
    for seed, chosen in enumerate(choices_of(name)):
        OPINIONS[name](seed, chosen)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_many_sheets_agree_with_an_independent_opinion(name: str) -> None:
    for seed in range(200):
        OPINIONS[name](seed, {})
    for chosen in choices_of(name):
        for seed in range(20):
            OPINIONS[name](seed, chosen)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_pair_of_extremes_agrees_with_an_independent_opinion(name: str) -> None:
    for chosen in pairs(name):
        for seed in range(3):
            OPINIONS[name](seed, chosen)
