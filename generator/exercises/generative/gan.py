"""Generative Adversarial Network: a generator turns noise into data, a discriminator tells them from real ones.

T. Yeh, "[GAN] by Hand" (AI by Hand); I. Goodfellow et al., "Generative adversarial nets", NeurIPS 2014.
"""

from typing import Annotated

from generator.network.blueprint import Place, Role
from generator.network.conditions import alive, alive_in_each_column, not_all_alike, small, some_zero
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import Operand, beside, stack
from generator.network.operations import product_then_relu, sigmoid
from generator.network.parameters import Between
from generator.network.rounding import rounded
from generator.network.sources import Integers, Weights


@exercise("Generative Adversarial Network (GAN)", level=3, minutes=40)
def gan(
    sheet: Draft,
    noise: Annotated[int, Between(1, 3, "size of the noise N")] = 2,
    hidden: Annotated[int, Between(2, 3, "neurons in each hidden layer")] = 3,
    data: Annotated[int, Between(2, 5, "size of the data X and F")] = 4,
    batch: Annotated[int, Between(1, 4, "examples at a time")] = 4,
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
) -> None:
    given = sheet.step("Given", "Noise N, real data X, the generator G with [G|g], the discriminator D with [D|d].")
    generate = sheet.step(
        "Generate",
        "H = ReLU([G1|g1] × N and its 1), then the fake data F = ReLU([G2|g2] × H and its 1). "
        "ReLU in place: write 0 for a negative sum.",
    )
    fake = sheet.step(
        "Discriminate fake data",
        "H_f = ReLU([D1|d1] × F and its 1), Z_f = [D2|d2] × H_f and its 1. "
        "Y_f = σ(Z_f), where σ(z) = 1/(1+e^−z): how real F looks. Round Y_f to {unit}.",
    )
    real = sheet.step(
        "Discriminate real data",
        "The same discriminator, with its ReLU and its σ, reads X in place of F: H_r, Z_r, and Y_r to {unit}.",
    )
    train = sheet.step(
        "Train D",
        "D wants 0 for fake and 1 for real data: the gradients of its loss with respect to Z_f and Z_r are "
        "∂D_f = Y_f − 0 and ∂D_r = Y_r − 1, from the rounded Y.",
    )
    words = "G wants 1 for its fakes: the gradient of its loss with respect to Z_f is ∂G = Y_f − 1."
    trick = sheet.step("Train G", words)

    sizes = {"G1": (hidden, noise), "G2": (data, hidden), "D1": (hidden, data), "D2": (1, hidden)}
    N = given.give("N", (noise, batch), Role.INPUT, Integers(-1, 2), caption="noise")
    Wb: dict[str, Operand] = {}
    for name, shape in sizes.items():
        W = given.give(name, shape, Role.WEIGHT, Weights())
        Wb[name] = beside(W, given.give(name.lower(), (shape[0], 1), Role.BIAS, Integers(0, 2)))
    H = generate.fill("H", product_then_relu(Wb["G1"], stack(N, 1)), Role.HIDDEN)
    F = generate.fill("F", product_then_relu(Wb["G2"], stack(H, 1)), Role.OUTPUT, caption="fake")
    sheet.require(small(9, H, F), some_zero(H, F), alive(H), not_all_alike(F), alive_in_each_column(F))
    X = given.give("X", (data, batch), Role.INPUT, Integers(1, 4), caption="real")
    Y = {}
    for step, kind, batch_of in ((fake, "f", F), (real, "r", X)):
        hidden_ = step.fill(f"H{kind}", product_then_relu(Wb["D1"], stack(batch_of, 1)), Role.HIDDEN)
        Z = step.fill(f"Z{kind}", Wb["D2"] @ stack(hidden_, 1), Role.LINEAR)
        Y[kind] = step.fill(f"Y{kind}", sigmoid(Z), Role.OUTPUT, rounded(decimals), place=Place.BELOW)
        sheet.require(small(9, hidden_), some_zero(hidden_), alive_in_each_column(hidden_), small(3, Z))
        if batch > 1:
            sheet.require(not_all_alike(Z), *(alive(hidden_),) * (kind == "r"))
    train.fill("dDf", Y["f"] - 0, Role.GRADIENT)
    train.fill("dDr", Y["r"] - 1, Role.GRADIENT)
    trick.fill("dG", Y["f"] - 1, Role.GRADIENT)
