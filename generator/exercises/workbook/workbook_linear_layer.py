"""Workbook: linear layers with a number hidden in each, anywhere between the weights and the result.

T. Yeh, "AI by Hand Workbook: Linear Layer".
"""

from typing import Annotated

from generator.exercises.blocks import layer_sums
from generator.exercises.workbook._puzzles import no_two_alike, puzzles_of
from generator.network.blueprint import Place, Role
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.parameters import Between
from generator.network.sources import Integers

SIZES = ((1, 1), (1, 1), (2, 1), (1, 2), (2, 2), (2, 2), (2, 2), (3, 2), (2, 3), (3, 3))
"""Rows and columns of the weights: they grow from the first puzzle of a sheet to the last."""
WORDS = "Each ? hides a number. Find it: row times column, plus the bias, gives Y."


@exercise("Linear Layer: puzzles", level=1, minutes=20)
def workbook_linear_layer(
    sheet: Draft,
    puzzles: Annotated[int, Between(1, 25, "puzzles on the sheet")] = 10,
) -> None:
    drawn = []
    for n, (rows, columns), step in puzzles_of(sheet, puzzles, SIZES, WORDS):
        W = step.give(f"W{n}", (rows, columns), Role.WEIGHT, Integers(-1, 2))
        b = step.give(f"b{n}", (rows, 1), Role.BIAS, Integers(-2, 2))
        X = step.give(f"X{n}", (columns, 1), Role.INPUT, Integers(1, 3))
        Y = step.fill(f"Y{n}", layer_sums(W, b, X), Role.OUTPUT, asked=False, place=Place.APART)
        sheet.ask_one(W, b, X, Y)
        drawn.append((W, b, X))
    no_two_alike(sheet, drawn)
