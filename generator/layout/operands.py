"""Formulas as they are drawn: the matrices that stand around a result, and the signs between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from generator.layout.figure import ONES
from generator.network import operations as op
from generator.network.blueprint import Blueprint, Formula, Grid, Role
from generator.network.number import POINT, show_number, with_point


@dataclass(frozen=True)
class Part:
    """One grid of a matrix, or a row of ones; rows and columns as drawn."""

    grid: str
    rows: int
    columns: int
    transposed: bool = False


@dataclass(frozen=True)
class Operand:
    """A matrix made of parts, beside each other when `across`, else on top of each other."""

    parts: tuple[Part, ...]
    across: bool = True

    @property
    def key(self) -> str:
        """Tells whether two operands are the same matrix."""
        return ("|" if self.across else ";").join(f"{part.grid or 1}{'T' * part.transposed}" for part in self.parts)

    @property
    def rows(self) -> int:
        """Rows as drawn."""
        return self.parts[0].rows if self.across else sum(part.rows for part in self.parts)


Token: TypeAlias = Operand | str


def operand_of(formula: Formula) -> Operand:
    """The matrix that stands for a formula."""
    match formula.operation:
        case op.GRID:
            return Operand((Part(formula.grid, *formula.shape),))
        case op.ONES:
            return Operand((Part(ONES, *formula.shape),))
        case op.BESIDE:
            return Operand(_parts(formula))
        case op.STACK:
            return Operand(_parts(formula), across=False)
        case op.TRANSPOSE:
            upright = operand_of(formula.operands[0])
            flipped = tuple(Part(part.grid, part.columns, part.rows, not part.transposed) for part in upright.parts)
            return Operand(flipped, across=not upright.across)
        case op.COLUMNS:
            return operand_of(formula.operands[0])
    raise ValueError(f"a {formula.operation.name} cannot be an operand on a sheet: fill a grid with it first")


def _parts(formula: Formula) -> tuple[Part, ...]:
    return tuple(part for operand in formula.operands for part in operand_of(operand).parts)


def tokens_of(formula: Formula, point: str = POINT) -> tuple[Token, ...]:
    """An elementwise formula in the order it is read: matrices, and the signs between and after them.

    Its numbers have a decimal `point`.
    """
    match formula.operation:
        case op.ADD | op.SUBTRACT | op.MULTIPLY:
            left, right = formula.operands
            return (*tokens_of(left, point), formula.operation.symbol, *tokens_of(right, point))
        case op.SCALE:
            factor = with_point(show_number(formula.settings[0]), point)
            return (f"{factor} ×", *tokens_of(formula.operands[0], point))
        case op.MASK:
            value, gate = formula.operands
            return (*tokens_of(value, point), formula.operation.symbol, *tokens_of(gate, point), "> 0")
        case op.ROUND:
            return tokens_of(formula.operands[0], point)
    return (operand_of(formula),)


def core(formula: Formula) -> Formula:
    """The formula without the rounding around it."""
    return core(formula.operands[0]) if formula.operation is op.ROUND else formula


def product_of(formula: Formula) -> Formula | None:
    """The matrix product whose result, or some columns of it, a formula is."""
    inner = core(formula)
    if inner.operation is op.COLUMNS:
        inner = inner.operands[0]
    return inner if inner.operation is op.PRODUCT else None


def fills(blueprint: Blueprint) -> list[tuple[Grid, ...]]:
    """The blank grids in the order of working; those that form one matrix, as ∂W and ∂b do, together."""
    joined = {pair for grid in blueprint.blanks if grid.formula for pair in _joined(grid.formula)}
    groups: list[tuple[Grid, ...]] = []
    for grid in blueprint.blanks:
        if groups and _belong(groups[-1][-1], grid, joined):
            groups[-1] = (*groups[-1], grid)
            joined.add((groups[-1][-2].name, grid.name))
        else:
            groups.append((grid,))
    return groups


def _joined(formula: Formula) -> list[tuple[str, str]]:
    if formula.operation is op.BESIDE:
        return list(pairwise(operand.grid for operand in formula.operands))
    return [pair for operand in formula.operands for pair in _joined(operand)]


def _belong(left: Grid, right: Grid, joined: set[tuple[str, str]]) -> bool:
    a, b = left.formula, right.formula
    if a is None or b is None or left.shape[0] != right.shape[0]:
        return False
    if a.operation is op.COLUMNS and b.operation is op.COLUMNS:
        return a.operands[0] is b.operands[0] and a.settings[1] == b.settings[0]
    return right.role is Role.BIAS and _alike(a, b, joined)


def _alike(a: Formula, b: Formula, joined: set[tuple[str, str]]) -> bool:
    if a.grid and b.grid:
        return (a.grid, b.grid) in joined
    return (
        a.operation is b.operation
        and a.settings == b.settings
        and len(a.operands) == len(b.operands)
        and all(_alike(x, y, joined) for x, y in zip(a.operands, b.operands, strict=True))
    )


def column_classes(blueprint: Blueprint) -> dict[str, frozenset[str]]:
    """The grids that stand in the same columns, under each of their names: they share one width of cells."""
    classes = {grid.name: frozenset({grid.name}) for grid in blueprint.grids}
    for grid in blueprint.blanks:
        assert grid.formula is not None
        product = product_of(grid.formula)
        above = product.operands[1] if product else core(grid.formula)
        if above.operation is not op.TRANSPOSE if product else above.operation in _IN_ONE_COLUMN:
            merged = frozenset().union(classes[grid.name], *(classes[name] for name in above.grids()))
            classes |= dict.fromkeys(merged, merged)
    return classes


_IN_ONE_COLUMN = (op.ADD, op.MULTIPLY, op.TANH, op.KEEP)


def tints(blueprint: Blueprint) -> dict[str, tuple[Role, ...]]:
    """The role that each column of a weight takes from what it multiplies, where that has several parts."""
    found: dict[str, tuple[Role, ...]] = {}
    for grid in blueprint.blanks:
        product = product_of(grid.formula) if grid.formula else None
        if product is None or not product.operands[0].grid:
            continue
        parts = operand_of(product.operands[1])
        if not parts.across and sum(bool(part.grid) for part in parts.parts) > 1:
            roles = [
                blueprint.by_name[part.grid].role if part.grid else Role.BIAS
                for part in parts.parts
                for _ in range(part.rows)
            ]
            found.setdefault(product.operands[0].grid, tuple(roles))
    return found
