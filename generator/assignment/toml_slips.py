"""What is said of a description that is not valid TOML: the line itself, and the usual slip that it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from generator.errors import ByhandError, Said, say

MOST_SHOWN = 80
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
"""Text between straight quotation marks."""
_TITLE = re.compile(r"\s*\[")
_SLIPS: tuple[tuple[Callable[[str, str], object], Said], ...] = (
    (
        lambda _line, fault: re.search("twice|overwrite|mutate|declare", fault),
        say("this is there twice, or above between braces; write it once, as a table with a line for each entry"),
    ),
    (
        lambda line, fault: "Unclosed" in fault or ("Invalid value" in fault and _TITLE.match(line)),
        say("a closing bracket is missing, here or above"),
    ),
    (
        lambda line, _fault: re.search("[\u2018-\u201f\u00ab\u00bb\u2039\u203a]", line),
        say("write straight quotation marks"),
    ),
    (
        lambda line, _fault: '"' in line.replace('""', "") or "'" in line,
        say("a quotation mark is missing, or there is one too many"),
    ),
    (
        lambda line, _fault: line.count("[") != line.count("]") or line.count("{") != line.count("}"),
        say("a bracket is missing"),
    ),
    (
        lambda line, _fault: re.search(r"(?i)=\s*(true|false|yes|no|on|off)\b", line),
        say("write true or false, in small letters"),
    ),
    (lambda line, _fault: re.search(r"=\s*$", line), say("the value after = is missing")),
    (lambda line, _fault: re.search(r"=\s*[-+]?\d+,\d", line), say("write a decimal point")),
    (
        lambda line, _fault: re.search(r"=\s*[-+.\d]", line),
        say("write a number as in 20 or 0.5, and anything else between quotation marks"),
    ),
    (lambda line, _fault: re.search(r"=\s*[^\s\"\[{=]", line), say("text is written between quotation marks")),
    (
        lambda line, _fault: "=" not in line and not _TITLE.match(line),
        say('expected a key and its value, as in title = "Homework 1"; a remark begins with #'),
    ),
)
"""Usual slips, the first that fits: whether it is one of a line without its texts and remarks, and what to say."""


def not_toml(path: Path, text: str, error: Exception) -> ByhandError:
    """What to say of a file with this text, which the reader of TOML refuses."""
    fault = str(error)
    number = _line_of(text, fault)
    if not number:
        return ByhandError(
            "{file}: not valid TOML: {fault}; see `byhand new` for an example", file=path, fault=fault[:120]
        )
    line = "".join(filter(str.isprintable, text.splitlines()[number - 1].strip()))
    return ByhandError(
        "{file}, line {number}: not valid TOML: {line}; {hint}",
        file=path,
        number=number,
        line=line[:MOST_SHOWN] + ("…" if len(line) > MOST_SHOWN else ""),
        hint=_hint(line, fault),
    )


def _line_of(text: str, fault: str) -> int:
    """The line that a fault is about, 0 if it names none; what ends too early is found in the last line with words."""
    lines = text.splitlines()
    place = _PLACE.search(fault)
    last = int(place[1]) if place else len(lines) if "end of document" in fault else 0
    # Reading stops where the next statement should begin: the fault is in the line before an empty one.
    return next((number for number in range(min(last, len(lines)), 0, -1) if lines[number - 1].strip()), 0)


def _hint(line: str, fault: str) -> Said:
    """The usual slip that a line shows."""
    code = _QUOTED.sub('""', line).partition("#")[0]
    usual = (hint for shows, hint in _SLIPS if shows(code, fault))
    return next(usual, say("{fault}; see `byhand new` for an example", fault=fault[:120]))
