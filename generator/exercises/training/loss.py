"""Loss: how far predictions are from their targets, averaged over a batch, and the gradient it sends back.

T. Yeh, "Cross-Entropy Loss by Hand" (AI by Hand); I. Goodfellow, Y. Bengio and A. Courville, "Deep Learning", 2016.
"""

from typing import Annotated

from generator.network.blueprint import Role
from generator.network.conditions import alive_in_each_column, not_all_alike
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operations import (
    binary_cross_entropy,
    cross_entropy,
    mean_of_rows,
    sigmoid,
    softmax,
    squared_error,
)
from generator.network.parameters import Between, Choice
from generator.network.rounding import rounded
from generator.network.sources import Integers, OneHot

_PREDICT = {
    "softmax-ce": "P = softmax(Z): e^z divided by the sum of e^z of its column. Round to {unit}.",
    "bce": "P = σ(Z), cell by cell, where σ(z) = 1/(1+e^−z). Round to {unit}.",
}
_LOSS = {
    "softmax-ce": "L = −ln p for each column, with the rounded p where the target is 1. Keep {loss_decimals} decimals.",
    "bce": "In each column add −ln p where the target is 1 and −ln(1 − p) where it is 0. "
    "Keep {loss_decimals} decimals.",
    "mse": "L adds the squares of Z − T in each column.",
}


@exercise("Loss", level=2, minutes=25)
def loss(
    sheet: Draft,
    classes: Annotated[int, Between(2, 5, "classes to tell apart")] = 3,
    batch: Annotated[int, Between(2, 5, "examples at a time")] = 4,
    loss: Annotated[str, Choice(("softmax-ce", "bce", "mse"), "which loss")] = "softmax-ce",
    reduction: Annotated[str, Choice(("sum", "mean"), "whether the gradient is divided by the batch")] = "sum",
    loss_decimals: Annotated[int, Between(2, 12, "decimals kept of losses")] = 2,
    decimals: Annotated[int, Between(2, 12, "decimals kept when rounding")] = 2,
) -> None:
    given = sheet.step("Given", "Scores Z, a column for each example, and targets T.")
    Z = given.give("Z", (classes, batch), Role.LINEAR, Integers(-2, 2))
    T = given.give("T", (classes, batch), Role.TARGET, OneHot(any_pinned=loss != "softmax-ce"))
    P = Z
    if loss != "mse":
        predict = sheet.step("Predictions", _PREDICT[loss])
        P = predict.fill("P", softmax(Z) if loss == "softmax-ce" else sigmoid(Z), Role.OUTPUT, rounded(decimals))
    losses = sheet.step("Losses", _LOSS[loss])
    mean = sheet.step("Mean loss", "J is the mean of the losses in L. Keep {loss_decimals} decimals.")
    of = {"softmax-ce": cross_entropy, "bce": binary_cross_entropy, "mse": squared_error}[loss]
    places = rounded(loss_decimals)
    L = losses.fill("L", of(P, T), Role.LINEAR, None if loss == "mse" else places)
    mean.fill("J", mean_of_rows(L), Role.ANSWER, places)
    instruction = "∂Z = 2 × (Z − T)." if loss == "mse" else "For this loss it is simply ∂Z = P − T."
    divided = reduction == "mean"
    error = 2 * (Z - T) if loss == "mse" else P - T
    back = sheet.step(
        "Gradient", instruction + (" Divide by {batch}, to {places} decimals." if divided else ""), places=decimals + 2
    )
    back.fill("dZ", error / batch if divided else error, Role.GRADIENT, rounded(decimals + 2) if divided else None)
    sheet.require(alive_in_each_column(Z), not_all_alike(L))
