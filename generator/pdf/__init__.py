"""Printing: a Sheet and the numbers of its copies become PDF files."""

from generator.pdf.press import Copy, Heading, Impression, Press, Wording

__all__ = ["Copy", "Heading", "Impression", "Press", "Wording"]
