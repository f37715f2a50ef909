"""Formulas as they are drawn: which grids form one matrix, which share columns and tints, how expressions read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

from generator.network.blueprint import Blueprint, ComputedGrid, Place, Role
from generator.network.formula import Formula, Picture
from generator.network.number import printed
from generator.network.operand import Operand

Token: TypeAlias = Operand | str
"""A matrix, or a sign between matrices."""


def tokens_of(formula: Formula, worded: Callable[[str], str], point: str) -> tuple[Token, ...]:
    """An expression cell by cell in the order it is read: matrices, and the signs between and after them.

    Signs that are words are translated by `worded`; numbers have a decimal `point`.
    """
    tokens: list[Token] = []
    number = 0
    reading = formula.operation.symbol.reading
    places = sum(place is not None for _, place in reading)
    # An operation of any number of operands reads the others after the last place.
    for words, place in (*reading, *[((), "")] * (len(formula.operands) - places)):
        if words:
            tokens.append(" ".join(map(worded, words)))
        if place is None:
            continue
        operand = formula.operands[int(place) if place else number]
        number += 1
        if isinstance(operand, Operand):
            tokens.append(_token(operand, point))
        elif operand.operation.symbol.binds < formula.operation.symbol.binds:
            tokens += ("(", *tokens_of(operand, worded, point), ")")
        else:
            tokens += tokens_of(operand, worded, point)
    return tuple(tokens)


def _token(operand: Operand, point: str) -> Token:
    """An operand, or the number itself for a constant of one cell."""
    (part, *others) = operand.parts
    if part.constant and not others and operand.shape == (1, 1):
        return printed(part.constant[0][0], point)
    return operand


def product_of(formula: Formula) -> Formula | None:
    """The formula if it is drawn as a crossing, else None."""
    return formula if formula.picture is Picture.CROSSING else None


def fills(blueprint: Blueprint) -> list[tuple[ComputedGrid, ...]]:
    """The computed grids in the order of working; those that form one matrix, as ∂W and ∂b do, together."""
    joined = {pair for grid in blueprint.computed for pair in _joined(grid.formula)}
    groups: list[tuple[ComputedGrid, ...]] = []
    for grid in blueprint.computed:
        if groups and _belong(groups[-1][-1], grid, joined):
            groups[-1] = (*groups[-1], grid)
            joined.add((groups[-1][-2].name, grid.name))
        else:
            groups.append((grid,))
    return groups


def _joined(formula: Formula) -> list[tuple[str, str]]:
    """The neighbours in operands that are set side by side."""
    return [
        (left.grid, right.grid)
        for operand in formula.leaves()
        if operand.across
        for left, right in pairwise(operand.parts)
        if left.grid and right.grid
    ]


def _belong(left: ComputedGrid, right: ComputedGrid, joined: set[tuple[str, str]]) -> bool:
    a, b = left.formula, right.formula
    if left.shape[0] != right.shape[0]:
        return False
    if a.part and b.part:
        return a.same_work(b) and a.part[1] == b.part[0]
    return right.role is Role.BIAS and _alike(a, b, joined)


def _alike(a: Formula | Operand, b: Formula | Operand, joined: set[tuple[str, str]]) -> bool:
    """Whether both do the same, one with the grids next to those of the other."""
    if isinstance(a, Operand) or isinstance(b, Operand):
        if not isinstance(a, Operand) or not isinstance(b, Operand):
            return False
        return (a.grid, b.grid) in joined or (a == b and not a.grid)
    return (
        a.operation is b.operation
        and a.settings == b.settings
        and len(a.operands) == len(b.operands)
        and all(_alike(x, y, joined) for x, y in zip(a.operands, b.operands, strict=True))
    )


def column_classes(blueprint: Blueprint) -> dict[str, frozenset[str]]:
    """The grids in the same columns, by each of their names: they share one width of cells."""
    classes = {grid.name: frozenset({grid.name}) for grid in blueprint.grids}
    for grid in blueprint.computed:
        formula = grid.formula
        names: list[str] = []
        if product_of(formula):
            (_, above) = formula.operands
            names = list(above.grids()) if _is_upright(above) else []
        elif grid.place in (Place.BELOW, Place.AROUND) or formula.picture is Picture.SELECTION:
            names = list(formula.grids())
        elif formula.picture is Picture.INTERVAL:
            bounds, _, numbers = formula.grids()
            shares = blueprint.computed_by_name.get(bounds)
            names = [bounds, numbers, *(shares.formula.grids() if shares else ())]
        if names:
            merged = frozenset().union(classes[grid.name], *(classes[name] for name in names))
            classes |= dict.fromkeys(merged, merged)
    return classes


def _is_upright(operand: Formula | Operand) -> bool:
    return isinstance(operand, Operand) and not any(part.transposed or part.diagonal for part in operand.parts)


def tints(blueprint: Blueprint) -> dict[str, tuple[Role, ...]]:
    """The role that each column of a weight takes from the operand it multiplies, where that is of several roles.

    Parts of one role, such as stacked heads, leave it as white as the other weights on the page.
    """
    found: dict[str, tuple[Role, ...]] = {}
    for grid in blueprint.computed:
        product = product_of(grid.formula)
        if product is None:
            continue
        left, above = product.operands
        if not isinstance(left, Operand) or not isinstance(above, Operand) or not left.grid:
            continue
        if not above.across and sum(bool(part.grid) for part in above.parts) > 1:
            roles = [
                blueprint.by_name[part.grid].role if part.grid else Role.BIAS
                for part in above.parts
                for _ in range(part.rows)
            ]
            if len(set(roles) - {Role.BIAS}) > 1:
                found.setdefault(left.grid, tuple(roles))
    return found
