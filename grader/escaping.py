"""Hostile text made harmless for readers of reports: the one place where student text is cleaned and escaped."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from generator.assignment.grades import guarded

MOST_SHOWN = 80
MOST_SENTENCE = 600


def visible(text: str, most: int = MOST_SHOWN) -> str:
    """The text on one line, shortened, with control and direction characters replaced by a visible sign."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    if cut.isascii() and cut.isprintable():
        return cut
    return "".join(
        " " if character in "\t\n\r" else "�" if unicodedata.category(character) in _UNSEEN else character
        for character in cut
    )


_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@lru_cache(maxsize=4096)
def for_csv(text: str, most: int = MOST_SHOWN) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula: a `'` is put before what could be one."""
    return guarded(visible(text, most))


@lru_cache(maxsize=4096)
def for_markdown(text: str) -> str:
    """The text as Markdown that shows exactly this text: no link, image, mention, HTML or heading."""
    shown = visible(text, MOST_SENTENCE)
    # What a renderer would link or notify automatically needs more than a backslash: an invisible joiner splits it.
    for start in ("://", "www.", "@"):
        shown = shown.replace(start, f"{start[0]}\u2060{start[1:]}")
    escaped = "".join(f"\\{character}" if character in _MARKDOWN else character for character in shown)
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # At the start of a line these would begin a list or a heading; elsewhere they are plain text.
    return f"\\{escaped}" if escaped.startswith(("-", "+")) else re.sub(r"^(\d{1,9})([.)])", r"\1\\\2", escaped)


@lru_cache(maxsize=4096)
def for_code(text: str) -> str:
    """The text as a Markdown code span, even inside a table."""
    shown = visible(text).replace("`", "ˋ").replace("|", "∣")
    return f"`{shown}`" if shown.strip() else "` `"


@lru_cache(maxsize=4096)
def for_log(text: str) -> str:
    """The text as a line of a log that no CI service takes for a command (`::error::`, `##[group]`, `##vso[`)."""
    shown = visible(text, MOST_SENTENCE)
    # What is left when signs are taken apart may be signs again: `##` in `###`.
    for sign, apart in (("::", ": :"), ("##", "# #")):
        while sign in shown:
            shown = shown.replace(sign, apart)
    return shown


_MARKDOWN = frozenset("\\`*_[]#|~$")
