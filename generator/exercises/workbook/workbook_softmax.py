"""Workbook: softmax with base 3 and a number hidden in each puzzle, from the scores to the probabilities.

T. Yeh, "AI by Hand Workbook: Softmax".
"""

from collections.abc import Mapping
from typing import Annotated

from generator.exercises.workbook._puzzles import no_two_alike, puzzles_of
from generator.network.blueprint import Condition, Place, Role
from generator.network.conditions import not_all_alike
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Values, show_value
from generator.network.operand import Operand, constant
from generator.network.operations import column_shares, power_of_three
from generator.network.parameters import Between
from generator.network.rounding import cut_off_after
from generator.network.sources import Integers

SIZES = (2,) * 6 + (3,) * 14
"""How many scores there are, from the first puzzle of a sheet to the last."""
WORDS = (
    "Each ? hides a number. Find it: E = 3^x, where 3^0 = 1; s adds up E; P = E / s, exact, as a fraction or a decimal."
)


@exercise("Softmax: puzzles", level=2, minutes=20)
def workbook_softmax(
    sheet: Draft,
    puzzles: Annotated[int, Between(1, 20, "puzzles on the sheet")] = 10,
) -> None:
    drawn = []
    for n, size, step in puzzles_of(sheet, puzzles, SIZES, WORDS):
        x = step.give(f"x{n}", (size, 1), Role.LINEAR, Integers(0, 3))
        E = step.fill(f"E{n}", power_of_three(x), Role.LINEAR, cut_off_after(0), asked=False, place=Place.APART)
        s = step.fill(f"s{n}", constant(((1,) * size,)) @ E, Role.LINEAR, asked=False)
        P = step.fill(f"P{n}", column_shares(E), Role.OUTPUT, asked=False)
        sheet.ask_one(x, E, s, P)
        drawn.append((x,))
        sheet.require(not_all_alike(x), easy_to_write(P))
    no_two_alike(sheet, drawn)


def easy_to_write(P: Operand) -> Condition:
    """No share has more than five signs, such as 27/40 or 0.675: others do not fit their cells."""

    def test(values: Mapping[str, Values]) -> bool:
        return all(len(show_value(share)) <= 5 for row in values[P.grid] for share in row)

    return Condition(f"{P.grid}: shares of five signs at most", (P.grid,), test)
