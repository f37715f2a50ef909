"""Perceptron: a single neuron learns a logic gate, and changes its weights only when its answer is wrong.

T. Yeh, "Perceptron by Hand" (AI by Hand); F. Rosenblatt, "The perceptron: a probabilistic model for information storage
and organization in the brain", Psychological Review 65(6), 1958.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations, product
from typing import Annotated

from generator.network.blueprint import Condition, Role
from generator.network.conditions import not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Number, Values
from generator.network.operand import stack
from generator.network.operations import step
from generator.network.parameters import Between, Choice
from generator.network.sources import Integers, OneOf

_TRUE_FOR = {"and": {2}, "or": {1, 2}, "nand": {0, 1}}
"""How many of the two inputs are true where the gate is."""


@exercise(
    "Perceptron",
    level=2,
    minutes=25,
    exceptions={
        "repeated sheets": "a gate's four samples and small weights make about 2,800 sheets",
        "one page": "an answer and an update for each of eight samples; the smallest cells take 941 points, A4 has 697",
    },
)
def perceptron(
    sheet: Draft,
    gate: Annotated[str, Choice(("and", "or", "nand", "random"), "what is to be learned")] = "and",
    coding: Annotated[str, Choice(("01", "pm1"), "false and true: 0 and 1, or −1 and 1")] = "01",
    passes: Annotated[int, Between(1, 2, "how often every sample comes")] = 2,
    learning_rate: Annotated[Number, Between(Fraction(1, 10), 2, "learning rate", places=2)] = 1,
) -> None:
    signed = coding == "pm1"
    low = -1 if signed else 0
    given = sheet.step("Given", "Four samples x, targets t, and weights w0.")
    answer = sheet.step(
        "Answer",
        "z = the sample, with a 1 for the bias, times w. y = 1 if z ≥ 0, else −1."
        if signed
        else "z = the sample, with a 1 for the bias, times w. y = 1 if z ≥ 0, else 0.",
    )
    times = "" if learning_rate == 1 else "{learning_rate} × "
    error = "e = (target − y) / 2" if signed else "e = target − y"
    update = sheet.step(
        "Update",
        f"{error}: 0 if the answer is right. New w = old w + e × {times}the sample and its 1: use it for the next one.",
    )

    orders = permutations(product((low, 1), repeat=2))
    X = given.give("X", (2, 4), Role.INPUT, OneOf(tuple(tuple(zip(*order, strict=True)) for order in orders)))
    ones = {1, 2, 3} if gate == "random" else {1} if gate == "and" else {3}
    targets = tuple((row,) for row in product((low, 1), repeat=4) if row.count(1) in ones)
    T = given.give("T", (1, 4), Role.TARGET, OneOf(targets))
    w = given.give("w0", (3, 1), Role.WEIGHT, Integers(-2, 2))

    errors = []
    for n in range(1, 4 * passes + 1):
        place = (n - 1) % 4
        with sheet.block("sample {n}", n=n):
            column = stack(X.columns(place, place + 1), 1)
            z = answer.fill(f"z{n}", column.T @ w, Role.LINEAR)
            y = answer.fill(f"y{n}", 2 * step(z) - 1 if signed else step(z), Role.OUTPUT)
            t = T.columns(place, place + 1)
            e = update.fill(f"e{n}", (t - y) / 2 if signed else t - y, Role.LINEAR)
            change = e * column if learning_rate == 1 else e * learning_rate * column
            w = update.fill(f"w{n}", change + w, Role.WEIGHT)
            sheet.require(small(9, z))
            errors.append(e)
    sheet.require(*(not_all_zero(*errors[first : first + 4]) for first in range(0, 4 * passes, 4)))
    if gate != "random":

        def fits(values: Mapping[str, Values]) -> bool:
            samples = zip(*values["X"], values["T"][0], strict=True)
            return all((t == 1) is ((a, b).count(1) in _TRUE_FOR[gate]) for a, b, t in samples)

        sheet.require(Condition("T: the targets of the gate", ("X", "T"), fits))
