"""The causal mask: a query sees only keys that come no later than itself, so a key's row after its column is 0."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from generator.network import bounds, shapes
from generator.network.formula import Operation, Slip, Written, word_over_a_wave
from generator.network.operations.functions import exponential, power_of_three
from generator.network.operations.reductions import reduction
from generator.network.rounding import Rounding
from generator.network.rules import (
    USUAL_PRECISION,
    EnclosedCells,
    OfMatrices,
    RoundedRows,
    Rows,
    Rule,
    Settings,
    transposed,
    unchanged,
)


def hidden_later(size: int) -> frozenset[tuple[int, int]]:
    """The cells that a causal mask hides."""
    return frozenset((row, column) for row in range(size) for column in range(row))


def _causal(matrix: Any, nothing: Any = 0) -> Any:
    return tuple(
        tuple(cell if row <= column else nothing for column, cell in enumerate(cells))
        for row, cells in enumerate(matrix)
    )


causal = reduction(
    "causal mask",
    word_over_a_wave("mask"),
    shape=shapes.square,
    value=OfMatrices(_causal),
    closed_form=OfMatrices(_causal),
    written=Written(
        lambda work: work.text(0) if work.row <= work.column else f"row {work.row + 1} > column {work.column + 1}",
        leads="→",
    ),
    spreadsheet=lambda cell: cell.at(0) if cell.row <= cell.column else "0",
    bound=bounds.of_first,
    slips=(
        Slip("the mask covers the other half", OfMatrices(lambda m: transposed(_causal(transposed(m))))),
        Slip("the mask was left out", OfMatrices(unchanged)),
    ),
)


class _CausalCells(EnclosedCells):
    """An enclosed function of each cell that a causal mask shows; the hidden ones are 0."""

    by_cell = False

    def values(self, operands: Sequence[Rows], settings: Settings, precision: int = USUAL_PRECISION) -> Any:
        """The result's rows."""
        return _causal(super().values(operands, settings, precision))

    def rounded(self, operands: Sequence[Rows], settings: Settings, rounding: Rounding) -> RoundedRows:
        """The result's rows, each cell rounded."""
        return _causal(super().rounded(operands, settings, rounding), rounding.of(0))  # type: ignore[no-any-return]

    def prepared(self, settings: Settings, rounding: Rounding | None) -> Callable[..., Any]:
        """The function from the operands' rows to the result's."""
        return Rule.prepared(self, settings, rounding)


def _under_mask(rule: Rule) -> Rule:
    """The same rule for the cells that the mask shows."""
    if isinstance(rule, EnclosedCells):
        return _CausalCells(rule.of)
    return OfMatrices(lambda matrix: _causal(rule.values((matrix,), ())))


class _DiagonalCells(_CausalCells):
    """The same where the mask of the other half was laid on: of the cells that are asked only the diagonal is left."""

    def values(self, operands: Sequence[Rows], settings: Settings, precision: int = USUAL_PRECISION) -> Any:
        """The result's rows."""
        return transposed(_causal(transposed(super().values(operands, settings, precision))))

    def rounded(self, operands: Sequence[Rows], settings: Settings, rounding: Rounding) -> RoundedRows:
        """The result's rows, each cell rounded."""
        rows = super().rounded(operands, settings, rounding)
        return transposed(_causal(transposed(rows), rounding.of(0)))  # type: ignore[no-any-return]


def _under_both_masks(rule: Rule) -> Rule:
    """The rule for the cells that neither this mask nor that of the other half hides."""
    if isinstance(rule, EnclosedCells):
        return _DiagonalCells(rule.of)
    return OfMatrices(lambda matrix: transposed(_causal(transposed(_causal(rule.values((matrix,), ()))))))


def _causal_form(function: Operation) -> Operation:
    """A function cell by cell, for the cells that a causal mask shows."""
    return replace(
        function,
        name=f"{function.name} under a causal mask",
        shape=shapes.square,
        value=_under_mask(function.value),
        closed_form=_under_mask(function.closed_form),
        spreadsheet=lambda cell: function.spreadsheet(cell) if cell.row <= cell.column else "0",
        slips=(
            Slip("the mask covers the other half", _under_both_masks(function.value)),
            Slip("the mask was left out", function.value, later=True),
            *(replace(slip, value=_under_mask(slip.value)) for slip in function.slips),
        ),
    )


causal_exponential = _causal_form(exponential)
causal_power_of_three = _causal_form(power_of_three)
