"""Softmax: scores become shares of 1 in three moves, powers, their sum, and a quotient.

T. Yeh, "[Softmax] by Hand" (AI by Hand); J. Bridle, "Probabilistic interpretation of feedforward classification network
outputs", Neurocomputing: Algorithms, Architectures and Applications, 1990.
"""

from fractions import Fraction
from typing import Annotated

from generator.network.blueprint import Place, Role
from generator.network.conditions import not_all_alike
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Number
from generator.network.operations import exponential, power_of_three, sum_of_columns
from generator.network.parameters import Between, Choice
from generator.network.rounding import rounded
from generator.network.sources import Integers


@exercise("Softmax", level=1, minutes=20)
def softmax(
    sheet: Draft,
    n: Annotated[int, Between(2, 10, "scores in a column")] = 4,
    columns: Annotated[int, Between(1, 3, "columns, each with a softmax of its own")] = 2,
    temperature: Annotated[Number, Between(Fraction(1, 2), 10, "what scores are divided by", places=1)] = 1,
    base: Annotated[str, Choice(("e", "3"), "base of the powers")] = "e",
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 2,
) -> None:
    unit, score = rounded(decimals), "x" if temperature == 1 else "R"
    given = sheet.step("Given", "Scores x. Each column gets a softmax of its own.")
    x = given.give("x", (n, columns), Role.INPUT, Integers(-2, 3))
    R = x
    if temperature != 1:
        scale = sheet.step("Temperature", "R = x / {temperature}: divide each score by it. Round to {unit}.")
        R = scale.fill("R", x / temperature, Role.LINEAR, unit)
    power = exponential if base == "e" else power_of_three
    powers = sheet.step("Powers", "E = {base}^{score}, cell by cell; {base}^0 = 1. Round to {unit}.", score=score)
    E = powers.fill("E", power(R), Role.LINEAR, unit)
    sums = sheet.step("Sums", "s adds up each column of E, the rounded numbers.", says_to_go_on=True)
    s = sums.fill("s", sum_of_columns(E), Role.LINEAR, place=Place.BELOW)
    shares = sheet.step(
        "Shares",
        "P = E / s: divide each number of E by the sum of its column. Round to {unit}: "
        "because of the rounding a column need not add up to 1.",
    )
    shares.fill("P", E / s, Role.OUTPUT, unit)
    sheet.require(*(not_all_alike(x.columns(t, t + 1)) for t in range(columns)))
