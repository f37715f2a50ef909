"""Workbook: products of two matrices with a number hidden in each, in one of the two or in the result.

T. Yeh, "AI by Hand Workbook: Matrix Multiplication".
"""

from typing import Annotated

from generator.exercises.workbook._puzzles import no_two_alike, puzzles_of
from generator.network.blueprint import Place, Role
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.parameters import Between
from generator.network.sources import Integers

SIZES = ((1, 1, 2), (2, 1, 2), (2, 2, 1), (2, 2, 2), (2, 2, 2), (2, 3, 2), (2, 2, 3), (2, 3, 2), (2, 4, 2), (2, 4, 5))
"""Rows of A, columns of A, columns of B, from the first puzzle of a sheet to the last."""
WORDS = "Each ? hides a number. Find it: a row of A times a column of B, added up, gives a number of C."


@exercise("Matrix Multiplication: puzzles", level=1, minutes=20)
def workbook_matrix_multiplication(
    sheet: Draft,
    puzzles: Annotated[int, Between(1, 25, "puzzles on the sheet")] = 10,
) -> None:
    drawn = []
    for n, (rows, inner, columns), step in puzzles_of(sheet, puzzles, SIZES, WORDS):
        A = step.give(f"A{n}", (rows, inner), Role.WEIGHT, Integers(-1, 3))
        B = step.give(f"B{n}", (inner, columns), Role.INPUT, Integers(-1, 4))
        C = step.fill(f"C{n}", A @ B, Role.OUTPUT, asked=False, place=Place.APART)
        sheet.ask_one(A, B, C)
        drawn.append((A, B))
    no_two_alike(sheet, drawn)
