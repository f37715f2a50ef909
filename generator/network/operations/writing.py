"""How the arithmetic of a cell is put together: terms of a sum, forms with places for operands."""

from __future__ import annotations

from collections.abc import Sequence

from generator.network.formula import CellWork, Written


def form(text: str, leads: str = "=", rule: str = "") -> Written:
    """A form with `{}` in place of the arithmetic of each operand's cell; a `rule` says it for all cells."""
    return Written(lambda work: text.format(*map(work.text, range(text.count("{}")))), leads, rule)


def sum_of(terms: Sequence[str]) -> str:
    """Terms joined with plus, or minus where a term brings its own sign."""
    text = terms[0]
    for term in terms[1:]:
        text += f" − {term[1:]}" if term.startswith("−") else f" + {term}"
    return text


def subtrahend(text: str) -> str:
    """The text after a minus, in brackets where it brings its own sign."""
    return f"({text})" if text.startswith("−") else text


def negative(text: str) -> str:
    """A number with the other sign, as an exponent is written."""
    return text[1:] if text.startswith("−") else "0" if text == "0" else f"(−{text})"


def row_of(work: CellWork) -> list[str]:
    """The first operand's cells in the row of the result."""
    return [work.number(0, work.row, column) for column in range(len(work.values(0)[0]))]


def column_of(work: CellWork) -> list[str]:
    """The first operand's cells in the column of the result."""
    return [work.number(0, row, work.column) for row in range(len(work.values(0)))]
