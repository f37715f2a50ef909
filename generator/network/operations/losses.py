"""Losses: how far predictions are from their targets, for each column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from generator.network import bounds, enclosure, shapes
from generator.network.enclosure import Enclosed
from generator.network.formula import (
    Binds,
    CellWork,
    Domain,
    Picture,
    Slip,
    SpreadsheetCell,
    Symbol,
    Written,
)
from generator.network.number import Matrix, Number, printed
from generator.network.operations.functions import sympy
from generator.network.operations.reductions import reduction
from generator.network.operations.spreadsheets import column_cells
from generator.network.rules import EnclosedColumns, OfMatrices, Rule, by_columns


def _cross_entropy(predicted: tuple[Number, ...], target: tuple[Number, ...], precision: int) -> tuple[Enclosed]:
    total: Enclosed = 0
    for p, t in zip(predicted, target, strict=True):
        if t:
            total = total - t * enclosure.logarithm(p, precision)
    return (total,)


def _binary_cross_entropy(predicted: tuple[Number, ...], target: tuple[Number, ...], precision: int) -> tuple[Enclosed]:
    total: Enclosed = 0
    for p, t in zip(predicted, target, strict=True):
        if t:
            total = total - t * enclosure.logarithm(p, precision)
        if t != 1:
            total = total - (1 - t) * enclosure.logarithm(1 - p, precision)
    return (total,)


def _opposite(of: Callable[..., tuple[Enclosed]]) -> Rule:
    return EnclosedColumns(lambda *column_and_precision: (-of(*column_and_precision)[0],))


def _added(of: Callable[[Any, Any], Any]) -> Rule:
    """The rule that adds up `of` each prediction and its target over a column."""
    return OfMatrices(by_columns(lambda *column: sum(of(p, t) for p, t in zip(*column, strict=True))))


def _entropy_text(work: CellWork) -> str:
    terms = []
    for row, target in enumerate(work.values(1)):
        logarithm = f"ln {work.number(0, row, work.column)}"
        if target[work.column] == 1:
            terms.append(logarithm)
        elif target[work.column]:
            terms.append(f"{work.factor_at(1, row, work.column)}·{logarithm}")
    return _minus(terms)


def _binary_text(work: CellWork) -> str:
    terms = []
    for row, target in enumerate(work.values(1)):
        p, t = work.number(0, row, work.column), target[work.column]
        share, rest = work.number(1, row, work.column), printed(1 - t)
        one, other = f"ln {p}", f"ln(1 − {p})"
        terms.append(one if t == 1 else other if t == 0 else f"{share}·{one} + {rest}·{other}")
    return _minus(terms)


def _minus(terms: Sequence[str]) -> str:
    return f"−{terms[0]}" if len(terms) == 1 else f"−({' + '.join(terms)})"


def _of_each(cell: SpreadsheetCell, term: str) -> str:
    """A term for each prediction and its target, added up."""
    return "+".join(term.format(*pair) for pair in zip(column_cells(cell), column_cells(cell, 1), strict=True))


def _minus_sum(cell: SpreadsheetCell, term: str) -> str:
    return f"-({_of_each(cell, term)})"


def _defined_where_wanted(predicted: Matrix, target: Matrix) -> bool:
    return all(p > 0 or not t for rows in zip(predicted, target, strict=True) for p, t in zip(*rows, strict=True))


cross_entropy = reduction(
    "cross-entropy",
    Symbol("−ln", "−sum {1} × ln {0}", Binds.SUM, ("−sum",)),
    picture=Picture.CELLWISE,
    shape=shapes.one_row,
    value=EnclosedColumns(_cross_entropy),
    closed_form=_added(lambda p, t: -t * sympy().log(p) if t else 0),
    written=Written(_entropy_text),
    spreadsheet=lambda cell: _minus_sum(cell, "IF({1}=0,0,{1}*LN({0}))"),
    bound=bounds.within(9, negative=False),
    slips=(
        Slip("the sign was left out", _opposite(_cross_entropy)),
        Slip("the prediction was written, not its logarithm", _added(lambda p, t: p * t)),
    ),
    domain=Domain(10**20, _defined_where_wanted),
)
binary_cross_entropy = reduction(
    "binary cross-entropy",
    Symbol("−ln", "−sum {1} × ln {0} + (1 − {1}) × ln (1 − {0})", Binds.SUM, ("−sum",)),
    picture=Picture.CELLWISE,
    shape=shapes.one_row,
    value=EnclosedColumns(_binary_cross_entropy),
    closed_form=_added(
        lambda p, t: (-t * sympy().log(p) if t else 0) - ((1 - t) * sympy().log(1 - p) if t != 1 else 0)
    ),
    written=Written(_binary_text),
    spreadsheet=lambda cell: _minus_sum(cell, "IF({1}=0,0,{1}*LN({0}))+IF({1}=1,0,(1-{1})*LN(1-{0}))"),
    bound=bounds.within(19, negative=False),
    slips=(
        Slip("the sign was left out", _opposite(_binary_cross_entropy)),
        Slip("only the targets of 1 were counted", EnclosedColumns(_cross_entropy)),
    ),
    domain=Domain(
        10**20,
        lambda predicted, target: (
            _defined_where_wanted(predicted, target)
            and all(p < 1 or t == 1 for rows in zip(predicted, target, strict=True) for p, t in zip(*rows, strict=True))
        ),
    ),
)


def _square(p: Any, t: Any) -> Any:
    return (p - t) * (p - t)


squared_error = reduction(
    "squared error",
    Symbol("sum of squares", "sum ({} − {})²", Binds.SUM, ("sum",)),
    picture=Picture.CELLWISE,
    shape=shapes.one_row,
    value=_added(_square),
    closed_form=_added(_square),
    written=Written(
        lambda work: " + ".join(
            f"({work.number(0, row, work.column)} − {work.factor_at(1, row, work.column)})²"
            for row in range(len(work.values(0)))
        )
    ),
    spreadsheet=lambda cell: _of_each(cell, "({0}-{1})^2"),
    bound=lambda extents, operands, _settings: bounds.not_negative(
        (bounds.times((bounds.subtracted(extents, operands, ()),) * 2, operands[0][0]),), operands, ()
    ),
    slips=(Slip("the errors were not squared", _added(lambda p, t: p - t)),),
)
