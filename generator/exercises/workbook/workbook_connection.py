"""Workbook: drawn networks beside their weights, with a link or a weight hidden in each puzzle.

T. Yeh, "AI by Hand Workbook: Connection".
"""

from typing import Annotated

from generator.exercises.workbook._puzzles import no_two_alike, puzzles_of
from generator.network.blueprint import Place, Role, View
from generator.network.conditions import not_all_zero
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operations import weights_of
from generator.network.parameters import Between
from generator.network.sources import Integers

LINKS, WEIGHTS = Integers(0, 1), Integers(-2, 3, zeros=3)
SIZES = (
    *(((2, 1), LINKS), ((2, 2), LINKS), ((2, 2), LINKS), ((2, 3), LINKS), ((3, 3), LINKS)),
    *(((2, 2), WEIGHTS), ((2, 2), WEIGHTS), ((2, 3), WEIGHTS), ((3, 2), WEIGHTS), ((3, 3), WEIGHTS)),
)
"""Outputs, inputs, and what is drawn: links that are there or not, or weights; from the first puzzle to the last."""
WORDS = (
    "Each ? hides a number. Find it: W has a row for each output y and a column for each input x of the network N. "
    "It holds the number on the line from x to y, 1 for a line without a number, and 0 where there is no line."
)


@exercise("Connection: puzzles", level=1, minutes=10)
def workbook_connection(
    sheet: Draft,
    puzzles: Annotated[int, Between(1, 25, "puzzles on the sheet")] = 10,
) -> None:
    drawn = []
    for n, (size, source), step in puzzles_of(sheet, puzzles, SIZES, WORDS):
        N = step.give(f"N{n}", size, Role.WEIGHT, source, View.NETWORK)
        W = step.fill(f"W{n}", weights_of(N), Role.WEIGHT, asked=False, place=Place.APART)
        sheet.ask_one(W)
        sheet.require(not_all_zero(N))
        drawn.append((N,))
    no_two_alike(sheet, drawn)
