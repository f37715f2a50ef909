"""A typed cell becomes a number: the first step with what a student wrote, and the only place that reads it.

The text is hostile until read: a length limit, a small grammar on top of `number.read_number`, a single pass.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from generator.network.number import Number, quotient, read_number, simplest

MOST_LETTERS = 100
_MOST_EXPONENT = 20
_MINUS = dict.fromkeys(map(ord, "−‐‑‒–—﹣－"), "-")
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("jän", "mär", "mrz", "mai", "okt", "dez"),  # German
    *("fév", "fev", "avr", "juin", "juil", "aoû", "aou", "déc"),  # French
    *("ene", "abr", "ago", "dic", "gen", "mag", "giu", "lug", "set", "ott"),  # Spanish, Italian
)
_SERIALS = range(36526, 73051)
"""Days since 1900 by which spreadsheets count the years 2000 to 2099; no answer is anywhere near."""


class Fault(Enum):
    """Why a text is not a number, as `check` sees it; the wording of feedback is in templates/."""

    WORDS = "not a number"
    LONG = "far too long for a number"
    DATE = "turned into a date by a spreadsheet"
    ERROR = "an error message of a spreadsheet"
    OPTION = "not one of the choices"


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed text as read: its number and the decimals it was written with, or the fault; neither if it is blank.

    `decimals` is None for a fraction, which is written exactly.
    """

    text: str
    number: Number | None = None
    decimals: int | None = None
    fault: Fault | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not self.text


@lru_cache(maxsize=1 << 14)
def read_typed(raw: str) -> Typed:
    """Read one cell. Never raises an error, whatever was typed.

    A comma is a decimal comma unless a point follows it; `1,234` is slightly more than one, as no answer exceeds 999.
    """
    if len(raw) > MOST_LETTERS:
        return Typed(raw, fault=Fault.LONG) if raw.strip() else Typed("")
    text = _plain(raw)
    if not text:
        return Typed("")
    try:
        number, decimals = _number(text)
    except ValueError:
        return Typed(raw, fault=_fault(text))
    if number.denominator == 1 and number in _SERIALS:
        return Typed(raw, fault=Fault.DATE)
    return Typed(raw, number, decimals)


def _plain(raw: str) -> str:
    """The text with plain digits, minus, slash and spaces, without what spreadsheets and editors put around it."""
    if not raw.isascii():
        raw = "".join(map(_plain_character, raw)).translate(_MINUS)
        raw = unicodedata.normalize("NFKC", raw)
    text = raw.strip().removeprefix("'").removeprefix("=").strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    return text.lstrip("≈~").removesuffix("...").strip()


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "No":
        # ½ is a fraction; ² is not a plain digit, or 3² would read as 32.
        meaning = unicodedata.normalize("NFKC", character)
        return " " + meaning.replace("⁄", "/") if "⁄" in meaning else "?"
    if category in ("Cf", "Cc"):
        # Nobody types direction marks or zero-width spaces on purpose; a line break is a space.
        return " " if character in "\t\r\n\x85" else ""
    return {"⁄": "/", "∕": "/", "÷": "/", "٫": ","}.get(character, character)


def _number(text: str) -> tuple[Number, int | None]:
    """The number and its decimals; ValueError if it is not a number."""
    percent = text.endswith("%")
    body = text[:-1].rstrip() if percent else text
    sign = body[:1] if body[:1] in ("-", "+") else ""
    body = body[len(sign) :].lstrip()
    if not body[:1].isdigit() and body[:1] not in (".", ","):
        raise ValueError(text)
    body, exponent = _exponent(body)
    decimals: int | None = None
    if "/" in body:
        number = _fraction(body)
    else:
        body = _decimal_point(body)
        number, decimals = read_number(body), len(body.partition(".")[2])
    scale = exponent - 2 * int(percent)
    if scale:
        number = simplest(number * Fraction(10) ** scale)
        decimals = None if decimals is None else max(0, decimals - scale)
    return quotient(-number.numerator if sign == "-" else number.numerator, number.denominator), decimals


def _exponent(body: str) -> tuple[str, int]:
    """`5` and -1 for `5E-1`, as spreadsheets write it."""
    mantissa, letter, digits = body.replace("E", "e").partition("e")
    if not letter:
        return body, 0
    exponent = read_number(digits)
    if exponent.denominator != 1 or not -_MOST_EXPONENT <= exponent <= _MOST_EXPONENT or "/" in mantissa:
        raise ValueError(body)
    return mantissa, int(exponent)


def _fraction(body: str) -> Number:
    """`1/2`, `1 / 2` and the mixed `1 1/2`."""
    top, _, bottom = body.partition("/")
    whole, _, top = top.strip().rpartition(" ")
    fraction = read_number(f"{_unsigned(top)}/{_unsigned(bottom.strip())}")
    return simplest(read_number(_unsigned(whole.rstrip())) + fraction) if whole else fraction


def _unsigned(digits: str) -> str:
    if not digits.isdecimal():
        raise ValueError(digits)
    return digits


def _decimal_point(body: str) -> str:
    """The digits with a decimal point: `0,5`, `1.234,5` and `1,234.5` are all understood."""
    comma, point = body.rfind(","), body.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (",", ".") if comma < point else (".", ",")
        head, _, tail = body.rpartition(decimal)
        groups = head.split(thousands)
        if any(len(group) != 3 for group in groups[1:]) or not 1 <= len(groups[0]) <= 3:
            raise ValueError(body)
        return f"{''.join(groups)}.{tail}"
    return body.replace(",", ".")


def _fault(text: str) -> Fault:
    if text.startswith("#"):
        return Fault.ERROR
    return Fault.DATE if _is_date(text) else Fault.WORDS


def _is_date(text: str) -> bool:
    """Whether it is like `02. Jan`, `1-Feb`, `Feb-26`, `2026-02-01`, `01.02.2026`, `1/2/26`, with or without a time."""
    for mark in "-./,:":
        text = text.replace(mark, " ")
    parts = text.lower().split()
    if not 2 <= len(parts) <= 7:
        return False
    names = [part for part in parts if not part.isdecimal()]
    if names and names[-1] in ("am", "pm"):
        names.pop()
    if names:
        return len(names) == 1 and names[0].startswith(_MONTHS)
    day_like = [int(part) for part in parts if len(part) <= 4]
    return len(parts) >= 3 and len(day_like) == len(parts) and sum(1 <= part <= 31 for part in day_like[:3]) >= 2
