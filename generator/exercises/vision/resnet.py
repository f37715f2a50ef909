"""Residual Network: a skip connection carries the input past two layers and adds it to what they make of it.

T. Yeh, "[ResNet] by Hand" (AI by Hand); K. He, X. Zhang, S. Ren and J. Sun, "Deep residual learning for image
recognition", CVPR 2016.
"""

from typing import Annotated

from generator.exercises.blocks import layer_sums
from generator.network.blueprint import Role
from generator.network.conditions import alive_in_each_column, clips_and_passes, not_all_alike, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import beside, identity, stack
from generator.network.operations import relu, sigmoid, softmax
from generator.network.parameters import Between, Choice, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers, Weights

SPREADSHEET = {"batch": 2, "decimals": 12}


@exercise("Residual Network (ResNet)", level=3, minutes=30, variants={"spreadsheet": SPREADSHEET})
def resnet(
    sheet: Draft,
    features: Annotated[int, Between(2, 5, "features: rows of X")] = 4,
    hidden: Annotated[int, Between(1, 4, "neurons inside a block")] = 3,
    batch: Annotated[int, Between(1, 4, "examples at a time")] = 3,
    blocks: Annotated[int, Between(1, 2, "residual blocks")] = 1,
    skip: Annotated[bool, Switch("skip connections: each block adds its input")] = True,
    output: Annotated[str, Choice(("sigmoid", "softmax"), "output: sigmoid of one cell, softmax of three")] = "sigmoid",
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 2,
) -> None:
    given = sheet.step("Given", "A batch X, a column for each example, and the weights [W|b] of every layer.")
    A = given.give("X", (features, batch), Role.INPUT, Integers(-1, 2))
    for n in range(1, 2 * blocks, 2):
        above = "X" if n == 1 else "A{above}"
        inner = sheet.step(
            "Layer {n}",
            f"Z{{n}} = [W{{n}}|b{{n}}] × {above} and its 1. A{{n}} = ReLU(Z{{n}}): negative becomes 0.",
            n=n,
            above=n - 1,
        )
        added = sheet.step(
            "Layer {n} and the skip" if skip else "Layer {n}",
            f"Z{{n}} = [I|W{{n}}|b{{n}}] × the column of {above}, A{{inner}} and 1: the identity I adds {above}. "
            "A{n} = ReLU(Z{n})."
            if skip
            else "Z{n} = [W{n}|b{n}] × A{inner} and its 1. A{n} = ReLU(Z{n}).",
            n=n + 1,
            inner=n,
            above=n - 1,
        )
        W = given.give(f"W{n}", (hidden, features), Role.WEIGHT, Weights(zeros=2))
        b = given.give(f"b{n}", (hidden, 1), Role.BIAS, Integers(-1, 1))
        Z = inner.fill(f"Z{n}", layer_sums(W, b, A), Role.LINEAR)
        within = inner.fill(f"A{n}", relu(Z), Role.HIDDEN)
        W2 = given.give(f"W{n + 1}", (features, hidden), Role.WEIGHT, Weights(zeros=2))
        b2 = given.give(f"b{n + 1}", (features, 1), Role.BIAS, Integers(-1, 1))
        work = beside(identity(features), W2, b2) @ stack(A, within, 1) if skip else layer_sums(W2, b2, within)
        Z2 = added.fill(f"Z{n + 1}", work, Role.LINEAR)
        A = added.fill(f"A{n + 1}", relu(Z2), Role.HIDDEN)
        sheet.require(small(12, Z, Z2), clips_and_passes(Z), clips_and_passes(Z2), alive_in_each_column(A))

    last, one = 2 * blocks + 1, output == "sigmoid"
    head = sheet.step("Layer {n}", "Z{n} = [W{n}|b{n}] × A{m} and its 1.", n=last, m=last - 1)
    final = sheet.step(
        "Output",
        "Y = σ(Z{n}), where σ(z) = 1/(1+e^−z). Round to {unit}."
        if one
        else "Y = softmax(Z{n}): e^z divided by the sum of e^z of its column. Round to {unit}.",
        n=last,
    )
    size = 1 if one else 3
    W = given.give(f"W{last}", (size, features), Role.WEIGHT, Weights())
    b = given.give(f"b{last}", (size, 1), Role.BIAS, Integers(-1, 1))
    Z = head.fill(f"Z{last}", layer_sums(W, b, A), Role.LINEAR)
    Y = final.fill("Y", sigmoid(Z) if one else softmax(Z), Role.OUTPUT, rounded(decimals))
    sheet.require(small(6, Z), *(not_all_alike(Y),) * (batch * size > 1))
