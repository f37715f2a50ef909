"""Independent opinions on optimizers, logistic descent and mean losses: PyTorch at 12 decimals, few decimals by hand.

PyTorch works on the unrounded numbers: at 12 decimals the two stay within 1e-8 over the steps of a sheet.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
import torch

from generator.catalogue import find_exercise
from generator.network.instance import draw_instance
from tests.oracles.by_pytorch import tensor
from tests.oracles.networks import half_up

FEW, MANY = range(5), range(200)
CLOSE = 1e-8


def numbers(exercise: str, seed: int, **parameters: Any) -> dict[str, Any]:
    return dict(draw_instance(find_exercise(exercise).blueprint(parameters), seed).values)


def agree(ours: Any, theirs: torch.Tensor) -> None:
    assert (tensor(ours) - theirs.detach()).abs().max().item() < CLOSE


def steps_of_pytorch(seed: int, method: str, size: int, steps: int) -> None:
    v = numbers("optimizer", seed, method=method, size=size, steps=steps, decimals=12)
    theta = tensor(v["theta0"]).requires_grad_()
    made: dict[str, Callable[[], torch.optim.Optimizer]] = {
        "sgd": lambda: torch.optim.SGD([theta], lr=0.1),
        "momentum": lambda: torch.optim.SGD([theta], lr=0.1, momentum=0.9),
        "adam": lambda: torch.optim.Adam([theta], lr=0.1, betas=(0.9, 0.9), eps=0),
    }
    optimizer = made[method]()
    for t in range(1, steps + 1):
        theta.grad = tensor(v[f"g{t}"])
        optimizer.step()
        agree(v[f"theta{t}"], theta)


def rounded_steps(seed: int, method: str) -> None:
    """At 3 decimals each step goes on with the rounded numbers of the one before."""
    v = numbers("optimizer", seed, method=method)
    for i in range(2):
        theta, velocity = Fraction(v["theta0"][i][0]), Fraction(0)
        for t in range(1, 4):
            g = Fraction(v[f"g{t}"][i][0])
            assert g != 0
            if method == "momentum":
                velocity = half_up(Fraction(9, 10) * velocity + g, 3)
                assert v[f"v{t}"][i][0] == velocity
            theta = half_up(theta - (velocity if method == "momentum" else g) / 10, 3)
            assert v[f"theta{t}"][i][0] == theta


def logistic(seed: int, features: int, n: int) -> None:
    """Each step again from the printed weights, by autograd on the mean of the cross-entropies."""
    v = numbers("gradient-descent", seed, model="logistic", features=features, n=n, decimals=12)
    x, y = tensor(v["x"]), tensor(v["y"])
    for t in (1, 2):
        w, b = (tensor(v[f"{name}{t - 1}"]).requires_grad_() for name in "wb")
        z = w @ x + b
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
        loss.backward()  # type: ignore[no-untyped-call]
        agree(v[f"z{t}"], z)
        agree(v[f"yhat{t}"], torch.sigmoid(z))
        assert abs(float(v[f"J{t}"][0][0]) - loss.item()) < CLOSE
        for name, old in (("w", w), ("b", b)):
            assert old.grad is not None
            agree(v[f"d{name}{t}"], old.grad)
            agree(v[f"{name}{t}"], old - 0.1 * old.grad)


def rounded_logistic(seed: int) -> None:
    """At 2 decimals: each grid from the printed ones that it is made of."""
    v = numbers("gradient-descent", seed, model="logistic")
    x, y = v["x"][0], v["y"][0]
    for t in (1, 2):
        w, b = v[f"w{t - 1}"][0][0], v[f"b{t - 1}"][0][0]
        z = [Fraction(w * cell + b) for cell in x]
        assert list(v[f"z{t}"][0]) == z
        yhat = [half_up(1 / (1 + (-Decimal(cell.numerator) / cell.denominator).exp()), 2) for cell in z]
        assert list(v[f"yhat{t}"][0]) == yhat
        chances = [a if hit else 1 - a for a, hit in zip(yhat, y, strict=True)]
        losses = [half_up(-(Decimal(p.numerator) / p.denominator).ln(), 2) for p in chances]
        assert list(v[f"L{t}"][0]) == losses
        e = [a - hit for a, hit in zip(yhat, y, strict=True)]
        products = [a * c for a, c in zip(e, x, strict=True)]
        dw, db = (half_up(sum(errors, Fraction()) / 4, 2) for errors in (products, e))
        found = [v[f"{name}{t}"][0][0] for name in ("J", "dw", "db", "w", "b")]
        cost, *new = (half_up(exact, 2) for exact in (sum(losses, Fraction()) / 4, w - dw / 10, b - db / 10))
        assert found == [cost, dw, db, *new]


def mean_loss(seed: int, loss: str, batch: int) -> None:
    """A gradient that is divided by the batch, against autograd on the mean of the columns' losses."""
    v = numbers("loss", seed, loss=loss, reduction="mean", batch=batch, decimals=10, loss_decimals=10)
    Z, T = tensor(v["Z"]).requires_grad_(), tensor(v["T"])
    functional = torch.nn.functional
    total = {
        "softmax-ce": lambda: functional.cross_entropy(Z.T, T.T, reduction="sum"),
        "bce": lambda: functional.binary_cross_entropy_with_logits(Z, T, reduction="sum"),
        "mse": lambda: functional.mse_loss(Z, T, reduction="sum"),
    }[loss]()
    mean = total / batch
    mean.backward()  # type: ignore[no-untyped-call]
    assert Z.grad is not None
    agree(v["dZ"], Z.grad)
    assert abs(float(v["J"][0][0]) - mean.item()) < CLOSE


METHODS = ("sgd", "momentum", "adam")
LOSSES = ("softmax-ce", "bce", "mse")


@pytest.mark.parametrize("method", METHODS)
def test_pytorchs_optimizers_take_the_same_steps(method: str) -> None:
    for seed in FEW:
        steps_of_pytorch(seed, method, size=1 + seed % 3, steps=1 + seed % 4)


@pytest.mark.parametrize("method", ["sgd", "momentum"])
def test_rounded_steps_go_on_with_the_rounded_numbers(method: str) -> None:
    for seed in FEW:
        rounded_steps(seed, method)


@pytest.mark.parametrize("features", [1, 2])
def test_autograd_descends_the_same_logistic_curve(features: int) -> None:
    for seed in FEW:
        logistic(seed, features, n=3 + seed % 3)
        rounded_logistic(seed)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_gradient_of_a_mean_loss_is_divided_by_the_batch(loss: str) -> None:
    for seed in FEW:
        mean_loss(seed, loss, batch=2 + seed % 4)


@pytest.mark.slow
def test_many_sheets_of_every_size() -> None:
    for seed in MANY:
        for method, size, steps in product(METHODS, (1, 3), (1, 4)):
            steps_of_pytorch(seed, method, size, steps)
        for method in ("sgd", "momentum"):
            rounded_steps(seed, method)
        for features, n in product((1, 2), (3, 5)):
            logistic(seed, features, n)
        rounded_logistic(seed)
        for loss, batch in product(LOSSES, (2, 5)):
            mean_loss(seed, loss, batch)
