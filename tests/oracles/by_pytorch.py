"""What PyTorch makes of an exercise: its gradients by autograd, and its parameters counted by modules.

At 12 decimals rounding moves a value by 1e-12 at most; the networks are small enough to keep that below 1e-9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import torch
from torch.nn import functional

from generator.catalogue import find_exercise
from generator.network.instance import draw_instance
from generator.network.number import Values
from tests.oracles.networks import Rows

TOLERANCE = 1e-9


def numbers(exercise: str, seed: int, **parameters: Any) -> dict[str, torch.Tensor]:
    values = draw_instance(find_exercise(exercise).blueprint(parameters), seed).values
    return {name: tensor(rows) for name, rows in values.items() if not isinstance(rows[0][0], str)}


def tensor(rows: Values) -> torch.Tensor:
    return torch.tensor([[float(cell) for cell in row] for row in rows], dtype=torch.float64)


def assert_agrees(ours: Mapping[str, torch.Tensor], name: str, theirs: torch.Tensor) -> None:
    difference = (ours[name] - theirs.detach()).abs().max().item()
    assert ours[name].shape == theirs.shape, name
    assert difference < TOLERANCE, f"{name} differs by {difference}"


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


def assert_gradients_agree(seed: int, choice: Mapping[str, Any]) -> None:
    """Fails unless autograd finds the gradients and new weights of a sheet of `backpropagation`."""
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


def _built(shape: dict[str, Rows], network: str) -> torch.nn.Sequential:
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


def parameter_count(given: dict[str, Rows], parameters: Mapping[str, Any]) -> dict[str, Rows]:
    """What the modules of a network have: the oracle of `parameter-count`."""
    return dict(_counted(given, parameters["network"]))


def _counted(given: dict[str, Rows], network: str) -> Iterator[tuple[str, Rows]]:
    network_ = _built(given, network)
    layers = [layer for layer in network_ if isinstance(layer, torch.nn.Linear | torch.nn.Conv2d)]
    yield "biases", [[sum(own.numel() for own in layer.parameters() if own.dim() == 1)] for layer in layers]
    yield "weights", [[layer.weight.numel()] for layer in layers]
    yield "inputs", [[layer.weight.shape[1]] for layer in layers]
    yield "total", [[sum(own.numel() for own in network_.parameters())]]
    if network == "cnn":
        image = torch.zeros(1, int(given["channels"][0][0]), *2 * (int(given["image"][0][0]),))
        sides: Rows = []
        for part in network_:
            image = part(image)
            if image.dim() == 4:
                sides.append([image.shape[-1]])
            elif isinstance(part, torch.nn.Flatten):
                yield "flat", [[image.numel()]]
        yield "size", sides
