"""Dropout: in training some neurons are switched off at random and the others count more; later all take part.

T. Yeh, "Dropout by Hand" (AI by Hand); N. Srivastava et al., "Dropout: a simple way to prevent neural networks from
overfitting", JMLR 15, 2014.
"""

from fractions import Fraction
from typing import Annotated

from generator.exercises.blocks import layer_sums
from generator.network.blueprint import Place, Role
from generator.network.conditions import alive_in_each_column, dense, not_all_alike, not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Number
from generator.network.operand import beside, diagonal, stack
from generator.network.operations import product_then_relu, step
from generator.network.parameters import Between, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers, Tenths, Weights

_MOST = Fraction(3, 5)


@exercise(
    "Dropout",
    level=3,
    minutes=30,
)
def dropout(
    sheet: Draft,
    p1: Annotated[Number, Between(0, _MOST, "chance to drop a neuron of layer 1", places=2)] = Fraction(1, 2),
    p2: Annotated[Number, Between(0, _MOST, "chance to drop a neuron of layer 2", places=2)] = Fraction(33, 100),
    inference: Annotated[bool, Switch("a second pass without dropout")] = True,
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
) -> None:
    given = sheet.step("Given", "A batch X, weights W and biases b, random numbers r, and targets T.")
    draw = sheet.step(
        "Dropout",
        "The first 4 numbers of r are for D1, the last 3 for D2. D is 1/(1 − p), to {unit}, if r > p, "
        "else 0. Layer 1: p = {p1}; layer 2: p = {p2}.",
        unit=Fraction(1, 10**decimals),
    )
    train = sheet.step(
        "Training",
        "A = ReLU([W|b] × the column above and its 1): negative becomes 0. H = D × A, with D on the diagonal. "
        "Y has no ReLU.",
    )
    back = sheet.step("Loss gradient", "∂Y = 2 × (Y − T), for the sum of squared errors.")
    X = given.give("X", (2, 2), Role.INPUT, Integers(1, 4))
    sizes = (2, 4, 3, 2)
    W = {n: given.give(f"W{n}", (sizes[n], sizes[n - 1]), Role.WEIGHT, Integers(-1, 1)) for n in (1, 2)}
    W[3] = given.give("W3", (2, 3), Role.WEIGHT, Weights())
    b = {n: given.give(f"b{n}", (sizes[n], 1), Role.BIAS, Integers(-1, 1)) for n in (1, 2, 3)}
    r = given.give("r", (1, 7), Role.INPUT, Tenths(1, 9))
    T = given.give("T", (2, 2), Role.TARGET, Integers(-5, 10))

    D, H = {}, X
    for n, start, p in ((1, 0, p1), (2, 4, p2)):
        factor = rounded(decimals).of(Fraction(1) / (1 - p)).value
        kept = 1 - step(p - r.columns(start, start + sizes[n]).T)
        D[n] = draw.fill(f"D{n}", factor * kept, Role.WEIGHT, place=Place.ASIDE if n == 2 else Place.USUAL)
    for n in (1, 2):
        A = train.fill(f"A{n}", product_then_relu(beside(W[n], b[n]), stack(H, 1)), Role.HIDDEN)
        H = train.fill(f"H{n}", diagonal(D[n]) @ A, Role.HIDDEN)
        sheet.require(not_all_zero(D[n]), alive_in_each_column(A), not_all_zero(H), small(40, H))
    Y = train.fill("Y", layer_sums(W[3], b[3], H), Role.OUTPUT)
    sheet.require(*map(dense, W.values()))
    back.fill("dY", 2 * (Y - T), Role.GRADIENT)
    sheet.require(not_all_alike(X), not_all_alike(Y), not_all_zero(Y - T), small(40, Y))
    if inference:
        later = sheet.step("Inference", "The same network without dropout: every neuron takes part and counts once.")
        A = X
        for n in (1, 2):
            A = later.fill(f"A{n}i", product_then_relu(beside(W[n], b[n]), stack(A, 1)), Role.HIDDEN)
        later.fill("Yi", layer_sums(W[3], b[3], A), Role.OUTPUT)
