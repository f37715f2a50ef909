"""Workbook: activation functions with a number hidden in each puzzle, before or after the function.

T. Yeh, "AI by Hand Workbook: Activation".
"""

from fractions import Fraction
from typing import Annotated

from generator.exercises.workbook._puzzles import no_two_alike, puzzles_of
from generator.network.blueprint import Place, Role
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operations import leaky_relu, relu
from generator.network.parameters import Between, Choice
from generator.network.sources import Integers

SIZES = ((1, 1), (2, 1), (3, 1), (1, 3), (2, 2), (3, 2), (2, 3), (4, 2), (3, 3), (5, 3))
"""Rows and columns, from the first puzzle of a sheet to the last."""
WORDS = {
    "relu": "Each ? hides a number. Find it: y = ReLU(x), that is x itself where x is positive and 0 elsewhere.",
    "leaky": "Each ? hides a number. Find it: y = leaky ReLU(x), that is x where x is positive and 0.1 × x elsewhere.",
}


@exercise("Activation: puzzles", level=1, minutes=10)
def workbook_activation(
    sheet: Draft,
    puzzles: Annotated[int, Between(1, 25, "puzzles on the sheet")] = 10,
    activation: Annotated[str, Choice(("relu", "leaky"), "activation function")] = "relu",
) -> None:
    drawn = []
    for n, size, step in puzzles_of(sheet, puzzles, SIZES, WORDS[activation]):
        x = step.give(f"x{n}", size, Role.LINEAR, Integers(-4, 6))
        applied = relu(x) if activation == "relu" else leaky_relu(x, slope=Fraction(1, 10))
        y = step.fill(f"y{n}", applied, Role.OUTPUT, asked=False, place=Place.APART)
        sheet.ask_one(x, y)
        drawn.append((x,))
    no_two_alike(sheet, drawn)
