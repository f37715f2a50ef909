"""Printing: worksheets, keys, answer sheets and the class files of what was issued."""

from generator.printing.run import PrintResult, PrintRun
from generator.printing.shop import (
    BOUND_FOR_CLASS,
    LOOSE,
    USUAL_PARTS,
    Printout,
    PrintShop,
    Style,
    parts_for,
    print_loose,
    style_of,
)

__all__ = [
    "BOUND_FOR_CLASS",
    "LOOSE",
    "USUAL_PARTS",
    "PrintResult",
    "PrintRun",
    "PrintShop",
    "Printout",
    "Style",
    "parts_for",
    "print_loose",
    "style_of",
]
