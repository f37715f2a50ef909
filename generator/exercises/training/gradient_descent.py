"""Gradient descent: a line or a logistic curve is fitted to points, step by step against the gradient of its error.

T. Yeh, "Gradient Descent by Hand" (AI by Hand); A. Cauchy, "Méthode générale pour la résolution des systèmes
d'équations simultanées", Comptes rendus 25, 1847.
"""

from fractions import Fraction
from typing import Annotated

from generator.network.blueprint import Place, Role
from generator.network.conditions import falling, not_all_alike, not_all_zero
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Number
from generator.network.operand import beside, stack
from generator.network.operations import binary_cross_entropy, mean_of_rows, mean_square_of_rows, sigmoid
from generator.network.parameters import Between, Choice, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers


@exercise("Gradient descent", level=3, minutes=30)
def gradient_descent(
    sheet: Draft,
    model: Annotated[str, Choice(("linear", "logistic"), "what is fitted")] = "linear",
    features: Annotated[int, Between(1, 2, "features of a point")] = 1,
    n: Annotated[int, Between(3, 5, "points")] = 4,
    steps: Annotated[int, Between(1, 3, "steps to take")] = 2,
    half: Annotated[bool, Switch("the gradient without its factor 2, of half the squared error")] = False,
    learning_rate: Annotated[Number, Between(Fraction(1, 100), 1, "learning rate", places=2)] = Fraction(1, 10),
    decimals: Annotated[int, Between(2, 12, "decimals kept when rounding")] = 2,
) -> None:
    logistic = model == "logistic"
    given = sheet.step("Given", "Points x, a column each, with targets y, and the first weights w0 and bias b0.")
    predict = sheet.step(
        "Predict",
        "z = [w|b] times each column of x and its 1; ŷ = σ(z) = 1/(1+e^−z). Round to {unit}."
        if logistic
        else "ŷ = [w|b] times each column of x and its 1. Round to {unit}.",
    )
    error = sheet.step(
        "Error",
        "e = ŷ − y. L = −ln ŷ where y is 1 and −ln(1 − ŷ) where it is 0; J is the mean of L. Round L and J to {unit}."
        if logistic
        else "e = ŷ − y. J is the mean of the squares of e. Round to {unit}.",
    )
    double = not (logistic or half)
    slope = sheet.step(
        "Gradient",
        "s = e times the rows of x and of 1, transposed. ∂w and ∂b are 2/{n} of it. Round to {unit}."
        if double
        else "s = e times the rows of x and of 1, transposed. ∂w and ∂b are 1/{n} of it. Round to {unit}.",
    )
    update = sheet.step(
        "Update", "New w = w − {learning_rate} × ∂w and new b = b − {learning_rate} × ∂b. Round to {unit}."
    )

    x = given.give("x", (features, n), Role.INPUT, Integers(-2, 2))
    y = given.give("y", (1, n), Role.TARGET, Integers(0, 1) if logistic else Integers(-4, 4))
    w = given.give("w0", (1, features), Role.WEIGHT, Integers(-1, 2))
    b = given.give("b0", (1, 1), Role.BIAS, Integers(-1, 1))
    unit = rounded(decimals)
    J = []
    for t in range(1, steps + 1):
        with sheet.block("step {t}", t=t):
            z = beside(w, b) @ stack(x, 1)
            if logistic:
                yhat = predict.fill(f"yhat{t}", sigmoid(predict.fill(f"z{t}", z, Role.LINEAR)), Role.OUTPUT, unit)
            else:
                yhat = predict.fill(f"yhat{t}", z, Role.OUTPUT, unit)
            e = error.fill(f"e{t}", yhat - y, Role.LINEAR)
            if logistic:
                L = error.fill(f"L{t}", binary_cross_entropy(yhat, y), Role.LINEAR, unit)
                J.append(error.fill(f"J{t}", mean_of_rows(L), Role.ANSWER, unit, place=Place.BELOW))
            else:
                J.append(error.fill(f"J{t}", mean_square_of_rows(e), Role.ANSWER, unit, place=Place.BELOW))
            s = slope.fill(f"s{t}", e @ stack(x, 1).T, Role.GRADIENT)
            slopes = s * Fraction(1 + double, n)
            dw = slope.fill(f"dw{t}", slopes.columns(0, features), Role.GRADIENT, unit)
            db = slope.fill(f"db{t}", slopes.columns(features, features + 1), Role.GRADIENT, unit)
            w = update.fill(f"w{t}", w - learning_rate * dw, Role.WEIGHT, unit, place=Place.ASIDE)
            b = update.fill(f"b{t}", b - learning_rate * db, Role.BIAS, unit, place=Place.ASIDE)
            sheet.require(not_all_zero(e), not_all_zero(dw))
    sheet.require(not_all_alike(y), falling(*J))
