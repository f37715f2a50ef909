"""Independent opinions: PyTorch on networks and gradients and numpy on the nearest sentence, on many random sheets.

At 12 decimals rounding moves a value by 1e-12 at most; the networks are small enough to keep that below 1e-9.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.functional import linear

from generator.catalogue import find_exercise
from generator.network.instance import draw_instance
from generator.network.number import Values
from tests.oracles import networks
from tests.oracles.by_pytorch import TOLERANCE, assert_agrees, numbers, parameter_count

SEEDS = range(40)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("inputs", "hidden", "steps"), [(3, 2, 3), (1, 1, 1), (4, 3, 4)])
def test_pytorchs_lstm_cell_remembers_and_outputs_the_same(inputs: int, hidden: int, steps: int, bias: bool) -> None:
    for seed in SEEDS:
        ours = numbers("lstm", seed, inputs=inputs, hidden=hidden, steps=steps, bias=bias, decimals=12)
        cell = torch.nn.LSTMCell(inputs, hidden, bias=bias, dtype=torch.float64)
        weights = torch.cat([ours[f"W{gate}"] for gate in "ifco"])  # PyTorch's order of the gates
        cell.weight_ih.data, cell.weight_hh.data = weights[:, :inputs], weights[:, inputs : inputs + hidden]
        if bias:
            cell.bias_ih.data, cell.bias_hh.data = weights[:, -1], torch.zeros(4 * hidden, dtype=torch.float64)
        h, C = ours["h0"].T, ours["C0"].T
        for t in range(1, steps + 1):
            h, C = cell(ours[f"X{t}"].T, (h, C))
            assert_agrees(ours, f"C{t}", C.T)
            assert_agrees(ours, f"h{t}", h.T)


@pytest.mark.parametrize(
    "sizes", [{}, {"batch": 2, "classes": 5}, {"inputs": 1, "hidden1": 1, "hidden2": 1, "classes": 2}]
)
def test_pytorchs_autograd_finds_the_same_gradients_and_new_weights(sizes: dict[str, int]) -> None:
    for seed in SEEDS:
        ours = numbers("backpropagation", seed, decimals=12, learning_rate="0.5", **sizes)
        theirs: dict[str, torch.Tensor] = {"A0": ours["X"]}
        for n in (1, 2, 3):
            for name in (f"W{n}", f"b{n}"):
                theirs[name] = ours[name].clone().requires_grad_()
            theirs[f"Z{n}"] = theirs[f"W{n}"] @ theirs[f"A{n - 1}"] + theirs[f"b{n}"]
            theirs[f"A{n}"] = torch.relu(theirs[f"Z{n}"])
        for n in (1, 2, 3):
            theirs[f"Z{n}"].retain_grad()
            theirs[f"A{n}"].retain_grad()
        loss = torch.nn.CrossEntropyLoss(reduction="sum")(theirs["Z3"].T, ours["T"].T)
        loss.backward()
        assert_agrees(ours, "Y", torch.softmax(theirs["Z3"], dim=0))
        for name in ("Z1", "A1", "Z2", "A2", "Z3"):
            assert_agrees(ours, name, theirs[name])
        for name in ("Z3", "W3", "b3", "A2", "Z2", "W2", "b2", "A1", "Z1", "W1", "b1"):
            gradient = theirs[name].grad
            assert gradient is not None, name
            assert_agrees(ours, f"d{name}", gradient)
            if name[0] in "Wb":
                assert_agrees(ours, f"{name}new", theirs[name] - 0.5 * gradient)


@pytest.mark.parametrize(
    "sizes",
    [{}, {"nodes": 3, "features": 2, "hidden": 2, "fcn": 2}, {"nodes": 6, "hidden": 4, "fcn": 6}, {"directed": True}],
)
def test_a_dense_graph_convolution_in_pytorch_gives_the_same_probabilities(sizes: dict[str, int]) -> None:
    for seed in SEEDS:
        ours = numbers("gcn", seed, decimals=12, **sizes)
        edges = ours["G"].nonzero().T.tolist()
        adjacency = torch.eye(len(ours["G"]), dtype=torch.float64)
        adjacency[edges[0], edges[1]] = 1
        if not sizes.get("directed"):
            adjacency[edges[1], edges[0]] = 1
        assert_agrees(ours, "Adj", adjacency)
        nodes = ours["X"].T  # PyTorch keeps examples in rows
        for n in (1, 2):
            messages = torch.relu(linear(nodes, ours[f"W{n}"], ours[f"b{n}"][:, 0]))
            nodes = adjacency.T @ messages  # a node hears those whose arrows reach it
            assert_agrees(ours, f"M{n}", messages.T)
            assert_agrees(ours, f"H{n}", nodes.T)
            if n == 1:
                assert_agrees(ours, "L1", (messages * adjacency[:, :1]).T)
        hidden = torch.relu(linear(nodes, ours["W3"], ours["b3"][:, 0]))
        assert_agrees(ours, "F", hidden.T)
        assert_agrees(ours, "P", torch.sigmoid(linear(hidden, ours["W4"], ours["b4"][:, 0])).T)


@pytest.mark.parametrize("sizes", [{}, {"sentences": 4, "words": 4, "index": 3}, {"sentences": 2, "vocabulary": 8}])
def test_numpy_finds_the_same_nearest_sentence(sizes: dict[str, int]) -> None:
    blueprint = find_exercise("vector-database").blueprint(sizes)
    winners = set()
    for seed in SEEDS:
        values = draw_instance(blueprint, seed).values
        E, We, be, Pr = (np.array(values[name], dtype=float) for name in ("E", "We", "be", "Pr"))
        first: dict[Any, int] = {}
        for place, word in enumerate(values["words"][0]):
            first.setdefault(word, place)

        def vector(sentence: Values, E: Any = E, We: Any = We, be: Any = be, Pr: Any = Pr, first: Any = first) -> Any:
            return Pr @ np.maximum(We @ E[:, [first[word] for word in sentence[0]]] + be, 0).mean(axis=1)

        sentences = [values[f"S{s}"] for s in range(1, int(str(blueprint.parameters["sentences"])) + 1)]
        scores = np.array([vector(sentence) for sentence in sentences]) @ vector(values["Sq"])
        assert np.abs(scores - np.array(values["d"], dtype=float)).max() < TOLERANCE
        winner = int(np.argmax(scores))
        winners.add(winner)
        assert values["nearest"] == ((" ".join(str(word) for word in sentences[winner][0]),),)
    assert winners == set(range(len(sentences)))


@pytest.mark.parametrize("convolutions", [0, 1, 2, 3])
@pytest.mark.parametrize("layers", [1, 3, 5])
def test_pytorchs_modules_have_as_many_parameters(convolutions: int, layers: int) -> None:
    kind = {"network": "cnn", "convolutions": convolutions} if convolutions else {}
    for seed in range(3):
        networks.assert_agrees("parameter-count", parameter_count, seed, {**kind, "layers": layers})
