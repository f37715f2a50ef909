"""Workbook: gradients of a linear layer with a number hidden in each puzzle, forward or backward.

T. Yeh, "AI by Hand Workbook: Gradient".
"""

from typing import Annotated

from generator.exercises.workbook._puzzles import no_two_alike, puzzles_of
from generator.network.blueprint import Place, Role
from generator.network.conditions import not_all_zero
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.parameters import Between
from generator.network.sources import Integers, Weights

SIZES = ((1, 1), (1, 1), (1, 2), (1, 2), (2, 1), (2, 2))
"""Outputs and inputs of the layer, from the first puzzle of a sheet to the last."""
WORDS = (
    "Each ? hides a number. Find it: y = W × x; the error gradient is ∂z = y − t, with the target t; "
    "∂W = ∂z × x^T, x transposed."
)


@exercise("Gradient: puzzles", level=2, minutes=30)
def workbook_gradient(
    sheet: Draft,
    puzzles: Annotated[int, Between(1, 15, "puzzles on the sheet")] = 10,
) -> None:
    drawn = []
    for n, (outputs, inputs), step in puzzles_of(sheet, puzzles, SIZES, WORDS):
        W = step.give(f"W{n}", (outputs, inputs), Role.WEIGHT, Weights(greatest=2))
        x = step.give(f"x{n}", (inputs, 1), Role.INPUT, Integers(1, 3))
        y = step.fill(f"y{n}", W @ x, Role.OUTPUT, asked=False, place=Place.APART)
        t = step.give(f"t{n}", (outputs, 1), Role.TARGET, Integers(-2, 3))
        dz = step.fill(f"dz{n}", y - t, Role.GRADIENT, asked=False)
        dW = step.fill(f"dW{n}", dz @ x.T, Role.GRADIENT, asked=False, place=Place.JOINED)
        sheet.ask_one(W, t, y, dz, dW)  # x is on the sheet twice
        sheet.require(not_all_zero(dz))
        drawn.append((W, x, t))
    no_two_alike(sheet, drawn)
