"""Workbook: networks with one wide hidden layer, and a number hidden in each puzzle.

T. Yeh, "AI by Hand Workbook: Wide Network".
"""

from typing import Annotated

from generator.exercises.workbook._puzzles import network_puzzles
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.parameters import Between

SIZES = ((1, 3, 1), (1, 3, 1), (2, 3, 1), (2, 3, 1), (1, 4, 1), (1, 4, 1), (2, 4, 1), (2, 5, 1))
"""Inputs and the neurons of each layer, from the first puzzle of a sheet to the last."""
WORDS = (
    "Each ? hides a number. Find it: in every layer W times the column above, plus b, then ReLU: negative becomes 0."
)


@exercise(
    "Wide Network: puzzles",
    level=2,
    minutes=40,
    exceptions={"one page": "five rows of puzzles take 965 points in the smallest cells; A4 has 679"},
)
def workbook_wide(
    sheet: Draft,
    puzzles: Annotated[int, Between(1, 15, "puzzles on the sheet")] = 10,
) -> None:
    network_puzzles(sheet, puzzles, SIZES, WORDS)
