"""Printing: a Sheet and the numbers of its copies become PDF files."""

from generator.heading import Heading, Wording
from generator.pdf.binding import Binding, Impression
from generator.pdf.plate import Copy
from generator.pdf.press import Press

__all__ = ["Binding", "Copy", "Heading", "Impression", "Press", "Wording"]
