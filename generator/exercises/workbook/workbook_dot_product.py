"""Workbook: dot products with a number hidden in each, in one of the two vectors or in the result.

T. Yeh, "AI by Hand Workbook: Dot Product".
"""

from typing import Annotated

from generator.exercises.workbook._puzzles import no_two_alike, puzzles_of
from generator.network.blueprint import Place, Role
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.parameters import Between
from generator.network.sources import Integers

SIZES = (1, 1, 2, 2, 2, 3, 3, 3, 4, 5)
"""How many numbers the vectors have, from the first puzzle of a sheet to the last."""
WORDS = "Each ? hides a number. Find it: multiply b with a, number by number, and add up for y."


@exercise("Dot Product: puzzles", level=1, minutes=15)
def workbook_dot_product(
    sheet: Draft,
    puzzles: Annotated[int, Between(1, 25, "puzzles on the sheet")] = 10,
) -> None:
    drawn = []
    for n, size, step in puzzles_of(sheet, puzzles, SIZES, WORDS):
        b = step.give(f"b{n}", (1, size), Role.WEIGHT, Integers(-2, 4))
        a = step.give(f"a{n}", (size, 1), Role.INPUT, Integers(1, 5))
        y = step.fill(f"y{n}", b @ a, Role.OUTPUT, asked=False, place=Place.APART)
        sheet.ask_one(a, b, y)
        drawn.append((a, b))
    no_two_alike(sheet, drawn)
