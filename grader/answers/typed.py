"""A typed cell becomes a number: the first step with what a student wrote, and the only place that reads it.

The text is hostile until read: a length limit, a small grammar on top of `number.read_number`, a single pass.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from generator.network.number import Number, quotient, read_number, simplest
from grader.answers.dates import SERIALS, is_date

MOST_LETTERS = 100
_MOST_EXPONENT = 20
_MINUS = dict.fromkeys(map(ord, "−‐‑‒–—﹣－"), "-")
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»"), '"') | dict.fromkeys(map(ord, "‘’‚‛‹›"), "'")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_RAISED_POWER = re.compile(r"(?<=10)[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}\s*$")
_POWER = re.compile(r"\s*[×*·x]\s*10\^(\(?)([-+]?[0-9]{1,2})(\)?)")
_OVERLINED = re.compile("(?:[0-9][\u0305\u0304\u0307])+$")
_NAME = re.compile(r"[^\W\d_]\w{0,9}\s*[=≈](?=\s*\S)")
"""What a student may write before a number: `x =`, `z1 ≈`."""
_REMARK = re.compile(r"\(([^\W\d_]+)\.?\)")
_HARMLESS = frozenset(("rounded", "exact", "exactly", "approx", "gerundet", "genau", "exakt", "circa", "ca", "arrondi"))
"""Words in parentheses after a number that leave no doubt about which number is meant."""
_GROUPED = re.compile(r"[0-9]{1,3}(?:'[0-9]{3})+(?:[.,][0-9]*)?|[0-9]{1,3}(?: [0-9]{3})+[.,][0-9]+")
_REPEATED = re.compile(r"([0-9]*[.,][0-9]*?)\(([0-9]+)\)")
_GOES_ON = re.compile(r"([0-9]*[.,][0-9]*?)(?:([0-9])\2{2,}|([0-9]{2,6}?)\3+)\.\.\.+")
"""An ellipsis after a digit three times, or after several digits twice, says that they repeat without an end."""


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

    @property
    def is_printed(self) -> bool:
        """Whether the number is printed on the sheet, where nothing is typed."""
        return self.number is not None and not self.text


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
    if number.denominator == 1 and number in SERIALS:
        return Typed(raw, fault=Fault.DATE)
    return Typed(raw, number, decimals)


def _plain(raw: str) -> str:
    """The text with plain digits, minus, slash and spaces, without what spreadsheets, editors and people put around."""
    if not raw.isascii():
        raw = _RAISED_POWER.sub(lambda power: "^" + power[0].translate(_RAISED), raw)
        raw = "".join(map(_plain_character, raw)).translate(_MINUS | _QUOTES)
        raw = unicodedata.normalize("NFKC", raw)
    text = raw.strip().removeprefix("'").removeprefix("=").strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    text = text.rstrip("'")
    if name := _NAME.match(text):
        text = text[name.end() :].strip()
    text = text.lstrip("≈~").strip()
    remark = _REMARK.search(text)
    if remark and remark.end() == len(text) and remark[1].casefold() in _HARMLESS:
        text = text[: remark.start()].rstrip()
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1].strip()
    return text


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
    if repeated := _OVERLINED.search(body):
        body = f"{body[: repeated.start()]}({re.sub('[^0-9]', '', repeated[0])})"
    if repeated := _REPEATED.fullmatch(body) or _GOES_ON.fullmatch(body):
        start, *blocks = repeated.groups()
        number = _endless(start, next(filter(None, blocks)))
    elif "/" in body:
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
    """`5` and -1 for `5E-1`, as spreadsheets write it, and for `5 × 10^-1`."""
    power = _POWER.search(body)
    if power and power.end() == len(body) and bool(power[1]) == bool(power[3]):
        body = f"{body[: power.start()]}e{power[2]}"
    mantissa, letter, digits = body.replace("E", "e").partition("e")
    if not letter:
        return body, 0
    exponent = read_number(digits)
    if exponent.denominator != 1 or not -_MOST_EXPONENT <= exponent <= _MOST_EXPONENT or "/" in mantissa:
        raise ValueError(body)
    return mantissa, int(exponent)


def _endless(start: str, block: str) -> Number:
    """The number with these digits, after which the block repeats without an end: 1.6 and 6 for 5/3."""
    whole, _, decimals = start.replace(",", ".").partition(".")
    once = int(f"{whole}{decimals}{block}" or 0) - int(f"{whole}{decimals}" or 0)
    return simplest(Fraction(once, 10 ** len(decimals) * (10 ** len(block) - 1)))


def _fraction(body: str) -> Number:
    """`1/2`, `1 / 2`, `1/-2` and the mixed `1 1/2`."""
    top, _, bottom = body.partition("/")
    bottom = bottom.strip()
    if bottom.startswith("(") and bottom.endswith(")"):
        bottom = bottom[1:-1].strip()
    whole, _, top = top.strip().rpartition(" ")
    sign = bottom[:1] if bottom[:1] == "-" and not whole else ""
    fraction = read_number(f"{sign}{_unsigned(top)}/{_unsigned(bottom[len(sign) :].lstrip())}")
    return simplest(read_number(_unsigned(whole.rstrip())) + fraction) if whole else fraction


def _unsigned(digits: str) -> str:
    if not digits.isdecimal():
        raise ValueError(digits)
    return digits


def _decimal_point(body: str) -> str:
    """The digits with a decimal point: `0,5`, `1.234,5`, `1,234.5` and `1'234.5` are all understood."""
    if _GROUPED.fullmatch(body):
        body = body.replace("'", "").replace(" ", "")
    body = body.removesuffix("...")
    if body.endswith(".") and ("." in body[:-1] or "," in body[:-1]):
        body = body[:-1]  # the full stop of a sentence
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
    return Fault.DATE if is_date(text) else Fault.WORDS
