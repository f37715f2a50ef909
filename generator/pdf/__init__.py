"""Printing: a Sheet and the numbers of its copies become PDF files."""

from generator.pdf.press import Copy, Heading, Press, Wording

__all__ = ["Copy", "Heading", "Press", "Wording"]
