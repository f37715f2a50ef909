"""Printing: worksheets, keys, answer sheets and the class files of what was issued."""

from generator.printing.printouts import BOUND_FOR_CLASS, LOOSE, USUAL_PARTS, KeyForm, Printout, parts_for
from generator.printing.run import PrintResult, PrintRun
from generator.printing.shop import PrintShop, print_loose
from generator.printing.style import Style, style_of

__all__ = [
    "BOUND_FOR_CLASS",
    "LOOSE",
    "USUAL_PARTS",
    "KeyForm",
    "PrintResult",
    "PrintRun",
    "PrintShop",
    "Printout",
    "Style",
    "parts_for",
    "print_loose",
    "style_of",
]
