"""Workbook: a layer and several inputs at a time, with a number hidden in each puzzle.

T. Yeh, "AI by Hand Workbook: Batch".
"""

from typing import Annotated

from generator.exercises.blocks import layer_sums
from generator.exercises.workbook._puzzles import no_two_alike, puzzles_of
from generator.network.blueprint import Place, Role
from generator.network.conditions import not_all_zero
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operations import relu
from generator.network.parameters import Between
from generator.network.sources import Integers, Weights

SIZES = ((1, 1, 2), (1, 1, 2), (1, 1, 2), (1, 1, 2), (1, 2, 2), (1, 2, 2), (2, 1, 2), (2, 1, 2), (2, 2, 2), (2, 2, 2))
"""Neurons, inputs and examples, from the first puzzle of a sheet to the last."""
WORDS = (
    "Each ? hides a number. Find it: each column of X is an example; W times it, plus b, gives its column of Z; "
    "Y = ReLU(Z): negative becomes 0."
)


@exercise(
    "Batch: puzzles",
    level=1,
    minutes=20,
)
def workbook_batch(
    sheet: Draft,
    puzzles: Annotated[int, Between(1, 25, "puzzles on the sheet")] = 10,
) -> None:
    drawn = []
    for n, (neurons, inputs, batch), step in puzzles_of(sheet, puzzles, SIZES, WORDS):
        W = step.give(f"W{n}", (neurons, inputs), Role.WEIGHT, Weights(greatest=2))
        b = step.give(f"b{n}", (neurons, 1), Role.BIAS, Integers(-2, 4))
        X = step.give(f"X{n}", (inputs, batch), Role.INPUT, Integers(1, 3))
        Z = step.fill(f"Z{n}", layer_sums(W, b, X), Role.LINEAR, asked=False, place=Place.APART)
        Y = step.fill(f"Y{n}", relu(Z), Role.OUTPUT, asked=False)
        sheet.ask_one(W, b, X, Z, Y)
        sheet.require(not_all_zero(Y))
        drawn.append((W, b, X))
    no_two_alike(sheet, drawn)
