"""Backpropagation: a network forward, its gradients backward, and one step of gradient descent.

T. Yeh, "[Backpropagation] by Hand" (AI by Hand); D. Rumelhart, G. Hinton and R. Williams, "Learning representations by
back-propagating errors", Nature 323, 1986; M. Mazur, "A step by step backpropagation example", 2015.
"""

from math import prod
from typing import Annotated

from generator.exercises.blocks import ACTIVATIONS, layer_sums
from generator.exercises.training import _passes as passes
from generator.network.blueprint import Role
from generator.network.conditions import clips_and_passes, contested, not_all_zero, not_yet_right, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Number
from generator.network.parameters import Between, Choice, Sizes, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers, Weights

_MAZUR = {"inputs": 2, "hidden": "2", "classes": 2, "activation": "sigmoid", "loss": "mse", "output": "sigmoid"}


@exercise(
    "Backpropagation",
    level=4,
    minutes=35,
    variants={"mazur": {**_MAZUR, "half": True, "learning_rate": "0.5"}},
    exceptions={"one page": "forward and backward: 1069 points high at the least, A4 has 697"},
)
def backpropagation(
    sheet: Draft,
    inputs: Annotated[int, Between(1, 5, "size of the input X")] = 3,
    hidden: Annotated[tuple[int, ...], Sizes(1, 3, 1, 5, "neurons of each hidden layer")] = (4, 2),
    hidden1: Annotated[int, Between(0, 5, "neurons in layer 1; 0: as hidden says")] = 0,
    hidden2: Annotated[int, Between(0, 5, "neurons in layer 2; 0: as hidden says")] = 0,
    classes: Annotated[int, Between(2, 5, "classes to tell apart")] = 3,
    batch: Annotated[int, Between(1, 2, "examples at a time")] = 1,
    activation: Annotated[str, Choice((*passes.BACKWARD_STEPS, "none"), "function after each hidden layer")] = "relu",
    loss: Annotated[str, Choice(tuple(passes.OUTPUTS), "which loss")] = "softmax-ce",
    output: Annotated[str, Choice(("fitting", *passes.TARGETS), "last function; fitting: the loss's own")] = "fitting",
    half: Annotated[bool, Switch("half the squared error, so that its gradient has no factor 2")] = False,
    reduction: Annotated[str, Choice(("sum", "mean"), "whether the gradient is divided by the batch")] = "sum",
    learning_rate: Annotated[Number, Between(0, 2, "learning rate", places=2)] = 1,
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding; 3 or more where slopes are smooth")] = 1,
    forward: Annotated[str, Choice(("asked", "printed"), "whether the forward pass is asked or printed")] = "asked",
) -> None:
    output = passes.fitting_output(loss, output)
    sizes = [inputs, *hidden]
    for layer, size in ((1, hidden1), (2, hidden2)):
        sizes[layer : layer + 1] = [size] if size else sizes[layer : layer + 1]
    sizes.append(classes)
    last = len(sizes) - 1
    smooth = activation in ("sigmoid", "tanh") or (loss == "mse" and output == "sigmoid")
    unit = rounded(max(decimals, 3) if smooth else decimals)
    fine, asked = unit if smooth else None, forward == "asked"
    ahead = passes.forward_step(sheet, activation, output, smooth, asked, last)
    layers = range(1, last + 1)
    X = ahead.give("X", (inputs, batch), Role.INPUT, Integers(1, 3))
    wide = last > 3 or prod(sizes[1:last]) > 8 or activation == "none"  # small weights keep sums of sums small
    weights = Weights(zeros=2) if wide else Weights(greatest=2)
    W = {n: ahead.give(f"W{n}", (sizes[n], sizes[n - 1]), Role.WEIGHT, weights) for n in layers}
    b = {n: ahead.give(f"b{n}", (sizes[n], 1), Role.BIAS, Integers(-5, 3)) for n in layers}
    Z, A = {}, {0: X}
    for n in layers:
        function = ACTIVATIONS.get(output if n == last else activation)
        total = layer_sums(W[n], b[n], A[n - 1])
        name, role = ("Y", Role.OUTPUT) if n == last else (f"A{n}", Role.HIDDEN)
        linear = (name, role) if n == last and not function else (f"Z{n}", Role.LINEAR)
        Z[n] = A[n] = ahead.fill(linear[0], total, linear[1], asked=asked)
        if function:
            A[n] = ahead.fill(name, function.apply(Z[n]), role, unit if function.rounds else None, asked=asked)
    Y = A[last]
    T = ahead.give("T", (classes, batch), Role.TARGET, passes.TARGETS[output])
    dZ = passes.gradient_of_loss(sheet, Y, T, last, loss, output, half, reduction == "mean", fine)
    dW, db, dZ1 = passes.gradients_of_layers(sheet, dZ, W, Z, A, activation, fine)

    words = "New weight or bias = old − learning rate × its gradient. The learning rate is {learning_rate}."
    descent = sheet.step("Gradient descent", words)
    for n in reversed(layers):
        descent.fill(f"W{n}new", W[n] - learning_rate * dW[n], Role.WEIGHT, fine)
        descent.fill(f"b{n}new", b[n] - learning_rate * db[n], Role.BIAS, fine)

    clips, curved = activation in ("relu", "leaky"), activation in ("sigmoid", "tanh")
    sheet.require(*(small(4 if curved and n < last else 12, Z[n]) for n in layers))
    sheet.require(*(clips_and_passes(Z[n]) for n in layers if clips and n < last))
    sheet.require(*([contested(Y), not_yet_right(Z[last], T)] if output == "softmax" else []))
    sheet.require(not_all_zero(Y - T), not_all_zero(dZ1))
    sheet.require(*(small(20 if output != "none" else 99, gradient) for gradient in dW.values()))
