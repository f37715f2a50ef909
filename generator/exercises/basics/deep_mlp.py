"""Deep multilayer perceptron: many small layers, each worked out already except for one cell.

T. Yeh, "Deep Network by Hand" (AI by Hand), the seven-layer network.
"""

from typing import Annotated

from generator.network.blueprint import Role
from generator.network.conditions import alive_in_each_column, dense, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operations import product_then_relu
from generator.network.parameters import Between, Sizes
from generator.network.sources import Integers, Weights


@exercise("Deep Multilayer Perceptron (MLP)", level=2, minutes=15)
def deep_mlp(
    sheet: Draft,
    layers: Annotated[tuple[int, ...], Sizes(3, 8, 1, 6, "sizes: input, hidden layers, output")] = (
        3,
        5,
        2,
        3,
        2,
        2,
        2,
        1,
    ),
    batch: Annotated[int, Between(1, 3, "examples at a time")] = 2,
) -> None:
    given = sheet.step("Given", "An input X, a column for each example, and the weights W of every layer; no biases.")
    hidden = sheet.step(
        "Layers",
        "Find each ?: multiply its row of W with its column above, then ReLU: negative becomes 0. "
        "Go on with your number in the layer below. The last layer, Y, has no ReLU.",
    )
    A = given.give("X", (layers[0], batch), Role.INPUT, Integers(1, 3))
    last = len(layers) - 1
    for n in range(1, last + 1):
        W = given.give(f"W{n}", (layers[n], layers[n - 1]), Role.WEIGHT, Weights())
        name, role = ("Y", Role.OUTPUT) if n == last else (f"A{n}", Role.HIDDEN)
        A = hidden.fill(name, W @ A if n == last else product_then_relu(W, A), role, asked=False)
        sheet.ask_one(A)
        sheet.require(dense(W), small(20, A), alive_in_each_column(A))
