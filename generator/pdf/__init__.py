"""Prints PDF files from a Sheet and the numbers of its copies."""

from generator.pdf.binding import Binding, Impression
from generator.pdf.plate import Copy
from generator.pdf.press import Press
from generator.sheet.heading import Heading, Wording

__all__ = ["Binding", "Copy", "Heading", "Impression", "Press", "Wording"]
