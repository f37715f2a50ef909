"""Backpropagation: a three-layer network forward, its gradients backward, and one step of gradient descent.

T. Yeh, "[Backpropagation] by Hand" (AI by Hand); D. Rumelhart, G. Hinton and R. Williams, "Learning representations by
back-propagating errors", Nature 323, 1986.
"""

from typing import Annotated

from generator.network.blueprint import Role
from generator.network.conditions import clips_and_passes, contested, not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Number
from generator.network.operand import beside, stack
from generator.network.operations import relu, softmax, through_relu
from generator.network.parameters import Between, Choice
from generator.network.rounding import rounded
from generator.network.sources import Integers, OneHot, Weights


@exercise("Backpropagation", level=4, minutes=35, exceptions={"page fill": "four gradients do not divide evenly"})
def backpropagation(
    sheet: Draft,
    inputs: Annotated[int, Between(1, 5, "size of the input X")] = 3,
    hidden1: Annotated[int, Between(1, 5, "neurons in layer 1")] = 4,
    hidden2: Annotated[int, Between(1, 5, "neurons in layer 2")] = 2,
    classes: Annotated[int, Between(2, 5, "classes to tell apart")] = 3,
    batch: Annotated[int, Between(1, 2, "examples at a time")] = 1,
    learning_rate: Annotated[Number, Between(0, 2, "learning rate", places=2)] = 1,
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
    forward: Annotated[str, Choice(("asked", "printed"), "whether the forward pass is asked or printed")] = "asked",
) -> None:
    sizes = (inputs, hidden1, hidden2, classes)
    asked = forward == "asked"
    to_do = (
        "Each layer: multiply [W|b] with the column above and its 1 for Z, then ReLU (negative becomes 0) for A. "
        "The last layer ends in softmax: e^z divided by the sum of e^z of its column. "
        "Round only Y, to {unit}; everything else is exact."
    )
    done = "It is done already: Z = [W|b] × the column above and its 1, A = ReLU(Z), Y = softmax(Z3), to {unit}."
    ahead = sheet.step("Forward pass", to_do if asked else done)
    X = ahead.give("X", (inputs, batch), Role.INPUT, Integers(1, 3))
    W = {n: ahead.give(f"W{n}", (sizes[n], sizes[n - 1]), Role.WEIGHT, Weights(greatest=2)) for n in (1, 2, 3)}
    b = {n: ahead.give(f"b{n}", (sizes[n], 1), Role.BIAS, Integers(-5, 3)) for n in (1, 2, 3)}
    Z, A = {}, {0: X}
    for n in (1, 2, 3):
        Z[n] = ahead.fill(f"Z{n}", beside(W[n], b[n]) @ stack(A[n - 1], 1), Role.LINEAR, asked=asked)
        if n < 3:
            A[n] = ahead.fill(f"A{n}", relu(Z[n]), Role.HIDDEN, asked=asked)
    Y = ahead.fill("Y", softmax(Z[3]), Role.OUTPUT, rounded(decimals), asked=asked)
    T = ahead.give("T", (classes, batch), Role.TARGET, OneHot())

    words = "For softmax with cross-entropy it is the rounded prediction minus the target: ∂Z3 = Y − T."
    dZ = sheet.step("Loss gradient", words).fill("dZ3", Y - T, Role.GRADIENT)
    dW, db = {}, {}
    summed = "∂b{n} is ∂Z{n} itself." if batch == 1 else "∂b{n} sums each row of ∂Z{n}."
    each = "the column" if batch == 1 else "each column of"
    for n in (3, 2, 1):
        below = "X" if n == 1 else "A{m}"
        into = sheet.step(
            "Layer {n} weights and biases",
            f"∂W{{n}} = ∂Z{{n}} × {below}^T, {below} transposed; " + summed,
            n=n,
            m=n - 1,
        )
        both = dZ @ stack(A[n - 1], 1).T
        dW[n] = into.fill(f"dW{n}", both.columns(0, sizes[n - 1]), Role.GRADIENT)
        db[n] = into.fill(f"db{n}", both.columns(sizes[n - 1], sizes[n - 1] + 1), Role.GRADIENT)
        if n > 1:
            back = sheet.step(
                "Layer {m} activations",
                f"∂A{{m}} = W{{n}}^T × ∂Z{{n}}: each row of W{{n}}^T, printed transposed, times {each} ∂Z{{n}}.",
                n=n,
                m=n - 1,
            )
            dA = back.fill(f"dA{n - 1}", W[n].T @ dZ, Role.GRADIENT)
            gate = sheet.step("Layer {m} ReLU", "Where Z{m} > 0 copy ∂A{m}; elsewhere write 0.", m=n - 1)
            dZ = gate.fill(f"dZ{n - 1}", through_relu(dA, Z[n - 1]), Role.GRADIENT)

    words = "New weight or bias = old − learning rate × its gradient. The learning rate is {learning_rate}."
    descent = sheet.step("Gradient descent", words)
    for n in (3, 2, 1):
        descent.fill(f"W{n}new", W[n] - learning_rate * dW[n], Role.WEIGHT)
        descent.fill(f"b{n}new", b[n] - learning_rate * db[n], Role.BIAS)

    sheet.require(*(small(12, Z[n]) for n in (1, 2, 3)), clips_and_passes(Z[1]), clips_and_passes(Z[2]))
    sheet.require(contested(Y), not_all_zero(Y - T), not_all_zero(dZ))
    sheet.require(*(small(20, gradient) for gradient in dW.values()))
