"""A small spreadsheet, which works out the formulas of a workbook whatever results are saved beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import openpyxl

_ADDRESS = re.compile(r"'([^']+)'!([A-Z]+\d+)")


def _decimal(x: float) -> Decimal:
    return Decimal(f"{x:.12g}")


def _rounded(x: float, places: int, mode: str) -> float:
    return float(_decimal(x).quantize(Decimal(1).scaleb(-places), mode))


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "IF": lambda condition, then, otherwise: then() if condition else otherwise(),
    "AND": lambda *conditions: all(conditions),
    "MAX": max,
    "SUM": lambda *cells: sum(cells),
    "SUMSQ": lambda *cells: sum(cell * cell for cell in cells),
    "AVERAGE": lambda *cells: sum(cells) / len(cells),
    "EXP": math.exp,
    "LN": math.log,
    "SQRT": math.sqrt,
    "SIN": math.sin,
    "COS": math.cos,
    "TANH": math.tanh,
    "ROUND": lambda x, places: _rounded(x, places, ROUND_HALF_UP),
    "TRUNC": lambda x, places: _rounded(x, places, ROUND_DOWN),
}


class Spreadsheet:
    """The cells of a workbook, worked out when asked for."""

    def __init__(self, book: openpyxl.Workbook) -> None:
        self._book = book
        self._known: dict[tuple[str, str], object] = {}

    def value(self, tab: str, address: str) -> object:
        """What a cell shows."""
        where = tab, address
        if where not in self._known:
            content = self._book[tab][address].value
            is_formula = isinstance(content, str) and content.startswith("=")
            self._known[where] = self._worked_out(str(content)[1:]) if is_formula else content
        return self._known[where]

    def _worked_out(self, formula: str) -> object:
        python = _python(_ADDRESS.sub(r'cell("\1","\2")', formula))
        return eval(python, {"__builtins__": {}, **FUNCTIONS, "cell": self.value})


def _python(formula: str) -> str:
    """The formula as Python reads it: branches are worked out only where they are taken."""
    for sign, spelled in (("^", "**"), ("<>", "!=")):
        formula = formula.replace(sign, spelled)
    formula = re.sub(r"(?<![<>=!])=", "==", formula).replace("&", "+")
    while (start := formula.rfind("IF(")) >= 0:
        parts, end = _arguments(formula, start + 3)
        condition, then, otherwise = parts
        formula = f"{formula[:start]}Α({condition},lambda:({then}),lambda:({otherwise}){formula[end:]}"
    return formula.replace("Α(", "IF(")


def _arguments(formula: str, start: int) -> tuple[list[str], int]:
    """The arguments of a call that begin at `start`, and where its bracket closes."""
    parts: list[str] = []
    depth, quoted, begun = 0, False, start
    for place in range(start, len(formula)):
        sign = formula[place]
        quoted ^= sign == '"'
        if quoted:
            continue
        if sign == ")" and not depth:
            return [*parts, formula[begun:place]], place
        if sign == "," and not depth:
            parts.append(formula[begun:place])
            begun = place + 1
        depth += (sign == "(") - (sign == ")")
    raise ValueError(formula)
