"""Hostile text made harmless for whoever reads a report: one place where student text is cleaned and escaped."""

from __future__ import annotations

import unicodedata

from generator.numbers import read_number

MOST_SHOWN = 80


def visible(text: str, most: int = MOST_SHOWN) -> str:
    """The text on one line, cut short, with control and direction characters replaced by a visible sign."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    if cut.isascii() and cut.isprintable():
        return cut
    return "".join(
        " " if character in "\t\n\r" else "�" if unicodedata.category(character) in _UNSEEN else character
        for character in cut
    )


_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def for_csv(text: str, most: int = MOST_SHOWN) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula: a `'` stands before what could be one."""
    shown = visible(text, most)
    if not unicodedata.normalize("NFKC", shown.lstrip()[:1]).startswith(("=", "+", "-", "@")):
        return shown
    try:
        read_number(shown)
    except ValueError:
        return "'" + shown
    return shown
