"""Workbook: single neurons with a number hidden in each, anywhere between the weights and the result.

T. Yeh, "AI by Hand Workbook: Artificial Neuron".
"""

from typing import Annotated

from generator.exercises.blocks import layer_sums
from generator.exercises.workbook._puzzles import no_two_alike, puzzles_of
from generator.network.blueprint import Place, Role
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operations import relu
from generator.network.parameters import Between
from generator.network.sources import Integers, Weights

SIZES = (1, 1, 2, 2, 2, 3, 3, 3, 4, 5)
"""How many inputs the neuron has, from the first puzzle of a sheet to the last."""
WORDS = "Each ? hides a number. Find it: W times x, plus b, gives z; y = ReLU(z): negative becomes 0."


@exercise("Neuron: puzzles", level=1, minutes=20)
def workbook_neuron(
    sheet: Draft,
    puzzles: Annotated[int, Between(1, 25, "puzzles on the sheet")] = 10,
) -> None:
    drawn = []
    for n, size, step in puzzles_of(sheet, puzzles, SIZES, WORDS):
        W = step.give(f"W{n}", (1, size), Role.WEIGHT, Weights(greatest=2))
        b = step.give(f"b{n}", (1, 1), Role.BIAS, Integers(-2, 4))
        x = step.give(f"x{n}", (size, 1), Role.INPUT, Integers(1, 3))
        z = step.fill(f"z{n}", layer_sums(W, b, x), Role.LINEAR, asked=False, place=Place.APART)
        y = step.fill(f"y{n}", relu(z), Role.OUTPUT, asked=False)
        sheet.ask_one(W, b, x, z, y)
        drawn.append((W, b, x))
    no_two_alike(sheet, drawn)
