"""Independent opinions on backpropagation: PyTorch's autograd for every choice, and Mazur's published example."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch.nn import functional

from generator.assignment.given import exact_given
from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.network.instance import draw_instance
from tests.test_oracles import assert_agrees, numbers

FUNCTIONS: dict[str, Any] = {
    "relu": torch.relu,
    "leaky": lambda z: functional.leaky_relu(z, 0.1),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "none": lambda z: z,
}
LOSSES: dict[str, Any] = {
    "softmax-ce": lambda Z, T: functional.cross_entropy(Z.T, T.T, reduction="sum"),
    "bce": lambda Z, T: functional.binary_cross_entropy_with_logits(Z, T, reduction="sum"),
    "mse-sigmoid": lambda Z, T: functional.mse_loss(torch.sigmoid(Z), T, reduction="sum"),
    "mse-none": lambda Z, T: functional.mse_loss(Z, T, reduction="sum"),
}
CHOICES: list[dict[str, Any]] = [
    *({"activation": name} for name in FUNCTIONS),
    {"loss": "bce", "activation": "tanh", "batch": 2},
    {"loss": "mse", "hidden": "3", "batch": 2, "reduction": "mean"},
    {"loss": "mse", "output": "sigmoid", "half": True, "hidden": "2,3,2"},
    {"loss": "mse", "half": True, "activation": "leaky"},
    {"loss": "softmax-ce", "reduction": "mean", "batch": 2, "hidden1": 3, "hidden2": 3},
    {"loss": "bce", "output": "sigmoid", "activation": "none", "forward": "printed"},
]


def agrees(choice: dict[str, Any], seed: int) -> None:
    ours = numbers("backpropagation", seed, decimals=12, learning_rate="0.5", **choice)
    last = sum(name[0] == "W" and name[1:].isdecimal() for name in ours)
    loss, activation = choice.get("loss", "softmax-ce"), choice.get("activation", "relu")
    theirs: dict[str, torch.Tensor] = {"A0": ours["X"]}
    for n in range(1, last + 1):
        for name in (f"W{n}", f"b{n}"):
            theirs[name] = ours[name].clone().requires_grad_()
        theirs[f"Z{n}"] = theirs[f"W{n}"] @ theirs[f"A{n - 1}"] + theirs[f"b{n}"]
        theirs[f"A{n}"] = FUNCTIONS[activation](theirs[f"Z{n}"])
        theirs[f"Z{n}"].retain_grad()
    output = choice.get("output", "none")
    key = f"mse-{'none' if output == 'fitting' else output}" if loss == "mse" else loss
    total = LOSSES[key](theirs[f"Z{last}"], ours["T"])
    total = total / 2 if choice.get("half") and loss == "mse" else total
    total = total / ours["X"].shape[1] if choice.get("reduction") == "mean" else total
    total.backward()
    for n in range(1, last + 1):
        for name in (f"Z{n}", f"W{n}", f"b{n}"):
            gradient = theirs[name].grad
            assert gradient is not None
            assert_agrees(ours, f"d{name}", gradient)
            if name[0] != "Z":
                assert_agrees(ours, f"{name}new", theirs[name] - 0.5 * gradient)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: " ".join(map(str, choice.values())))
def test_autograd_finds_the_same_gradients_for_every_choice(choice: dict[str, Any]) -> None:
    for seed in range(5):
        agrees(choice, seed)


@pytest.mark.slow
@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: " ".join(map(str, choice.values())))
def test_autograd_finds_the_same_gradients_on_many_sheets(choice: dict[str, Any]) -> None:
    for seed in range(200):
        agrees(choice, seed)


MAZUR = {
    "X": [["0.05"], ["0.10"]],
    "W1": [["0.15", "0.20"], ["0.25", "0.30"]],
    "b1": [["0.35"], ["0.35"]],
    "W2": [["0.40", "0.45"], ["0.50", "0.55"]],
    "b2": [["0.60"], ["0.60"]],
    "T": [["0.01"], ["0.99"]],
}
PUBLISHED = {
    "A1": [[0.593269992], [0.596884378]],
    "Y": [[0.751365070], [0.772928465]],
    "W2new": [[0.35891648, 0.408666186], [0.511301270, 0.561370121]],
    "W1new": [[0.149780716, 0.19956143], [0.24975114, 0.29950229]],
}


def test_mazurs_step_by_step_example_gives_his_outputs_and_new_weights() -> None:
    exercise = find_exercise("backpropagation")
    blueprint = exercise.blueprint({**exercise.variant("mazur"), "decimals": 12})
    values = draw_instance(blueprint, 1, exact_given(blueprint, MAZUR, "mazur")).values
    for name, rows in PUBLISHED.items():
        for ours, theirs in zip(values[name], rows, strict=True):
            assert [float(cell) for cell in ours] == pytest.approx(theirs, abs=6e-9), name


@pytest.mark.parametrize(("loss", "output"), [("softmax-ce", "sigmoid"), ("mse", "softmax"), ("bce", "none")])
def test_an_output_that_does_not_go_with_the_loss_is_refused(loss: str, output: str) -> None:
    with pytest.raises(ByhandError, match=f"parameter output: loss {loss} goes with "):
        find_exercise("backpropagation").blueprint({"loss": loss, "output": output})
