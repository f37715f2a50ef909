"""Dates that a spreadsheet made of fractions: recognised, so that they are reported as damage and not as wrong."""

from __future__ import annotations

_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("jän", "mär", "mrz", "mai", "okt", "dez"),  # German
    *("fév", "fev", "avr", "juin", "juil", "aoû", "aou", "déc"),  # French
    *("ene", "abr", "ago", "dic", "gen", "mag", "giu", "lug", "set", "ott"),  # Spanish, Italian
)
SERIALS = range(36526, 73051)
"""Days since 1900 by which spreadsheets count the years 2000 to 2099; no answer is anywhere near."""


def is_date(text: str) -> bool:
    """Whether it is like `02. Jan`, `1-Feb`, `Feb-26`, `2026-02-01`, `01.02.2026`, `1/2/26`, with or without a time."""
    if "," in text and not any(map(str.isalpha, text)):
        # No date in figures has a comma: `1,2,3` are numbers that ran together.
        return False
    for mark in "-./,:":
        text = text.replace(mark, " ")
    parts = text.lower().split()
    if not 2 <= len(parts) <= 7:
        return False
    if parts[-1] in ("am", "pm"):
        parts.pop()
    names = [part for part in parts if not part.isdecimal()]
    if names:
        return len(names) == 1 and names[0].startswith(_MONTHS)
    day_like = [int(part) for part in parts if len(part) <= 4]
    return len(parts) >= 3 and len(day_like) == len(parts) and sum(1 <= part <= 31 for part in day_like[:3]) >= 2
