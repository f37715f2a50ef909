"""How the id of a worksheet is written: `K7Q2-9F3M`, however it was copied from paper."""

from __future__ import annotations

import re
from functools import lru_cache

# Crockford's base 32 leaves out I, L, O and U, which could be mistaken for other characters.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_LETTERS = f"{_ALPHABET}-"
"""The letters that ids are written in."""
LIKE_AN_ID = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", re.ASCII | re.IGNORECASE)
"""What may be an id in some other text."""
_ID = re.compile(f"[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}")


def id_of(number: int) -> str:
    """The id that the 40 lowest bits of a number are written as."""
    letters = "".join(_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def is_id(text: str) -> bool:
    """Whether a text is an id as it is printed."""
    return bool(_ID.fullmatch(text))


@lru_cache(maxsize=16)  # every line of an answer sheet repeats it
def as_printed(text: str) -> str:
    """The id in its printed form, however it was typed: `k7q2 9f3m` is `K7Q2-9F3M`, O is 0, I and L are 1."""
    letters = "".join(filter(str.isalnum, text.upper())).translate(str.maketrans("OIL", "011"))
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == 8 else text.strip()
