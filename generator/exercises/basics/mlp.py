"""Multilayer perceptron: neurons in layers, each a weighted sum of the numbers above it and then an activation.

T. Yeh, "[Neuron], [Four Neurons], [Hidden Layer] and [Batch] by Hand" (AI by Hand); F. Rosenblatt, "The perceptron: a
probabilistic model for information storage and organization in the brain", Psychological Review 65(6), 1958.
"""

from typing import Annotated

from generator.errors import ByhandError
from generator.exercises.blocks import ACTIVATIONS, SLOPE, layer_sums
from generator.network.blueprint import Role
from generator.network.conditions import clips_and_passes, dense, not_all_alike, not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.parameters import Between, Choice, Sizes, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers, Weights


@exercise(
    "Multilayer Perceptron (MLP)",
    level=2,
    minutes=20,
    variants={
        "one-node": {"layers": "3,1", "batch": 1, "output": "relu"},
        "four-nodes": {"layers": "3,4", "batch": 1, "output": "relu"},
        "hidden-layer": {"layers": "3,4,2", "batch": 1, "output": "relu"},
        "three-inputs": {"layers": "3,4,2", "batch": 3, "output": "relu"},
        "spreadsheet": {"layers": "4,3,4,3,1", "batch": 2, "output": "sigmoid"},
    },
)
def mlp(
    sheet: Draft,
    layers: Annotated[tuple[int, ...], Sizes(2, 5, 1, 6, "sizes: input, hidden layers, output")] = (3, 4, 2),
    batch: Annotated[int, Between(1, 4, "examples at a time")] = 3,
    activation: Annotated[
        str, Choice(("relu", "leaky", "sigmoid", "tanh", "none"), "function after each hidden layer")
    ] = "relu",
    output: Annotated[str, Choice(("none", "relu", "sigmoid", "softmax"), "function after the last layer")] = "none",
    bias: Annotated[bool, Switch("a bias for every neuron")] = True,
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 2,
) -> None:
    if output == "softmax" and layers[-1] == 1:
        raise ByhandError("parameter output: softmax needs two neurons or more in the last layer; change layers")
    last = len(layers) - 1
    given = sheet.step(
        "Given",
        "An input X, a column for each example, and for each layer a row of weights W and a bias b for each neuron."
        if bias
        else "An input X, a column for each example, and for each layer a row of weights W for each neuron; no biases.",
    )
    above, above_name = given.give("X", (layers[0], batch), Role.INPUT, Integers(0, 3)), "X"
    for n in range(1, last + 1):
        name, role = ("Y", Role.OUTPUT) if n == last else (f"A{n}", Role.HIDDEN)
        function = ACTIVATIONS.get(output if n == last else activation)
        sum_name = "Y" if n == last and function is None else f"Z{n}"
        product = "{z} = [W{n}|b{n}] × {x}, with 1 below {x}." if bias else "{z} = W{n} × {x}."
        title = "Layer {n}" if n < last or last == 1 else "Output layer"
        then = f" Then {function.words}" if function else ""
        layer = sheet.step(title, product + then, n=n, x=above_name, z=sum_name, a=name, slope=SLOPE)

        width = layers[n - 1]
        weights = Weights(2 if width == 2 else 1, zeros=1 if activation != "none" else 2 * width)
        W = given.give(f"W{n}", (layers[n], width), Role.WEIGHT, weights)
        b = given.give(f"b{n}", (layers[n], 1), Role.BIAS, Integers(-2, 2)) if bias else None
        formula = layer_sums(W, b, above) if b else W @ above
        Z = layer.fill(sum_name, formula, Role.OUTPUT if sum_name == "Y" else Role.LINEAR)
        sheet.require(*(dense(W),) * (activation != "none"), small(20, Z), not_all_zero(Z))
        above, above_name = Z, sum_name
        if function is None:
            continue
        above = layer.fill(name, function.apply(Z), role, rounded(decimals) if function.rounds else None)
        above_name = name
        if function.clips:
            sheet.require(clips_and_passes(Z) if layers[n] > 1 else not_all_zero(above))
        else:
            sheet.require(small(8, Z), *([not_all_alike(above)] if above.shape != (1, 1) else []))
