"""Optimizer: SGD, momentum or Adam turns gradients into new parameters, one step after another.

T. Yeh, "Adam by Hand" (AI by Hand); D. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015.
"""

from fractions import Fraction
from typing import Annotated

from generator.network.blueprint import Role
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Number
from generator.network.operations import root
from generator.network.parameters import Between, Choice
from generator.network.rounding import rounded
from generator.network.sources import Integers, OneOf, Weights

_HUNDREDTH = Fraction(1, 100)
_MOST = Fraction(999, 1000)


@exercise("Optimizer", level=3, minutes=30)
def optimizer(
    sheet: Draft,
    method: Annotated[str, Choice(("sgd", "momentum", "adam"), "how gradients become steps")] = "adam",
    steps: Annotated[int, Between(1, 4, "steps to take")] = 3,
    size: Annotated[int, Between(1, 3, "parameters in θ")] = 2,
    learning_rate: Annotated[Number, Between(_HUNDREDTH, 1, "learning rate", places=3)] = Fraction(1, 10),
    beta: Annotated[Number, Between(0, _MOST, "how much of the old v momentum keeps", places=3)] = Fraction(9, 10),
    beta1: Annotated[Number, Between(0, _MOST, "how much of the old m Adam keeps", places=3)] = Fraction(9, 10),
    beta2: Annotated[Number, Between(0, _MOST, "how much of the old s Adam keeps", places=3)] = Fraction(9, 10),
    epsilon: Annotated[Number, Between(0, 1, "ε, added to the root", places=5)] = 0,
    decimals: Annotated[int, Between(3, 12, "decimals kept when rounding")] = 3,
) -> None:
    given = sheet.step("Given", "A gradient g for each step, and the first parameters θ0.")
    g = {t: given.give(f"g{t}", (size, 1), Role.GRADIENT, Weights(greatest=3)) for t in range(1, steps + 1)}
    theta = given.give("theta0", (size, 1), Role.WEIGHT, Integers(-2, 2))
    unit, fine = rounded(decimals), rounded(max(decimals, 6) if beta2 > Fraction(99, 100) else decimals)

    if method != "adam":
        velocity = (
            sheet.step("Velocity", "v = {beta} × old v + g; at first v is 0. Round to {unit}.")
            if method == "momentum"
            else None
        )
        update = sheet.step(
            "Update",
            "New θ = old θ − {learning_rate} × v. Round to {unit}."
            if velocity
            else "New θ = old θ − {learning_rate} × g. Round to {unit}.",
        )
        if velocity:
            v = given.give("v0", (size, 1), Role.MEMORY, OneOf((((0,),) * size,)))
        for t in range(1, steps + 1):
            with sheet.block("step {t}", t=t):
                move = g[t]
                if velocity:
                    v = move = velocity.fill(f"v{t}", beta * v + g[t], Role.MEMORY, unit)
                theta = update.fill(f"theta{t}", theta - learning_rate * move, Role.WEIGHT, unit)
        return
    average = sheet.step(
        "Averages",
        "m = {beta1} × old m + (1 − {beta1}) × g, s = {beta2} × old s + (1 − {beta2}) × g². "
        "At first the old m and s are 0. Round m to {unit}, s to {places} decimals.",
        places=fine.decimals,
    )
    correct = sheet.step("Correction", "m̂ = m / (1 − {beta1}^t) and ŝ = s / (1 − {beta2}^t), where t counts the steps.")
    update = sheet.step(
        "Update", "New θ = old θ − {learning_rate} × m̂ / (√ŝ + {epsilon}). Round to {unit} in every step."
    )
    m = s = None
    for t in range(1, steps + 1):
        with sheet.block("step {t}", t=t):
            new_m, new_s = (1 - beta1) * g[t], (1 - beta2) * g[t] * g[t]
            m = average.fill(f"m{t}", new_m if m is None else beta1 * m + new_m, Role.MEMORY, unit)
            s = average.fill(f"s{t}", new_s if s is None else beta2 * s + new_s, Role.MEMORY, fine)
            mhat = correct.fill(f"mhat{t}", m / (1 - beta1**t), Role.LINEAR, unit)
            shat = correct.fill(f"shat{t}", s / (1 - beta2**t), Role.LINEAR, fine)
            scale = root(shat) + epsilon if epsilon else root(shat)
            theta = update.fill(f"theta{t}", theta - learning_rate * mhat / scale, Role.WEIGHT, unit)
