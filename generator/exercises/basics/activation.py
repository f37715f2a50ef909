"""Activation functions: the same numbers through sigmoid, tanh, ReLU, leaky ReLU and step, and the slopes of four.

T. Yeh, "[Activation] by Hand" (AI by Hand); V. Nair and G. Hinton, "Rectified linear units improve restricted Boltzmann
machines", ICML 2010.
"""

from fractions import Fraction
from typing import Annotated

from generator.errors import ByhandError
from generator.exercises.blocks import SLOPE
from generator.network.blueprint import Role
from generator.network.conditions import clips_and_passes, some_zero
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import constant
from generator.network.operations import leaky_relu, relu, sigmoid, step, tanh, through_relu
from generator.network.parameters import Between, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers


@exercise("Activation Functions", level=1, minutes=20)
def activation(
    sheet: Draft,
    count: Annotated[int, Between(3, 17, "numbers x")] = 7,
    derivatives: Annotated[bool, Switch("ask for the slopes too")] = False,
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 2,
) -> None:
    digits = decimals * (2 if derivatives else 1)  # a slope is a product
    if count * digits > 118:
        raise ByhandError(
            "parameter count: {most} numbers of {digits} decimals fit in a row; give fewer",
            most=118 // digits,
            digits=digits,
        )
    unit = rounded(decimals)
    given = sheet.step("Given", "Numbers x. Each function below works on them one by one.")
    smooth = sheet.step("Smooth functions", "σ(x) = 1/(1+e^−x), and tanh(x). Round to {unit}.")
    bent = sheet.step(
        "Bent functions",
        "ReLU: a negative number becomes 0. Leaky ReLU: a negative number is multiplied by {slope}.",
        slope=SLOPE,
    )
    jump = sheet.step("Step", "1 where x is 0 or more, 0 where x is negative.")
    x = given.give("x", (1, count), Role.INPUT, Integers(-4, 4))
    sigma = smooth.fill("sigma", sigmoid(x), Role.OUTPUT, unit)
    squashed = smooth.fill("tanh", tanh(x), Role.OUTPUT, unit)
    bent.fill("relu", relu(x), Role.OUTPUT)
    bent.fill("leaky", leaky_relu(x, slope=SLOPE), Role.OUTPUT)
    jump.fill("step", step(x), Role.OUTPUT)
    sheet.require(clips_and_passes(x, Fraction(1, 3)), some_zero(x))
    if derivatives:
        curves = sheet.step(
            "Smooth slopes",
            "∂σ = σ × (1 − σ) and ∂tanh = 1 − tanh × tanh, of your rounded σ and tanh. Do not round.",
        )
        curves.fill("dsigma", sigma * (1 - sigma), Role.GRADIENT)
        curves.fill("dtanh", 1 - squashed * squashed, Role.GRADIENT)
        kinks = sheet.step(
            "Bent slopes",
            "∂ReLU is 1 where x > 0 and 0 elsewhere, also at 0. ∂leaky is 1 where x > 0 and {slope} elsewhere: "
            "{slope} + {rest} × ∂ReLU.",
            slope=SLOPE,
            rest=1 - SLOPE,
        )
        drelu = kinks.fill("drelu", through_relu(constant(((1,) * count,)), x), Role.GRADIENT)
        kinks.fill("dleaky", SLOPE + (1 - SLOPE) * drelu, Role.GRADIENT)
