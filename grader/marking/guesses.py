"""Guesses: the wrong formulas that a grid invites, each with the name of the slip that leads to it.

Every operation declares its usual slips; operands and roundings have theirs. A guess is the grid's formula with one
slip in one place, or with one grid read in place of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Generic, NamedTuple, TypeVar

from generator.errors import Said, say
from generator.network.blueprint import Blueprint, DrawnGrid
from generator.network.formula import Formula, Picture, SlipKind
from generator.network.number import Shape
from generator.network.operand import Operand, Part, constant, identity
from grader.marking.guess import (
    CUT,
    NO_BIAS,
    NO_BIAS_GRADIENT,
    NO_DIAGONAL,
    NOT_CUT,
    NOT_TRANSPOSED,
    SUBTRACTED_BIAS,
    UNCHANGED,
    WRONG_ORDER,
    Before,
    Guess,
)
from grader.marking.handed_on import HandedOn


@lru_cache(maxsize=4096)
def guesses(blueprint: Blueprint, name: str) -> tuple[Guess, ...]:
    """The slips that the formula of this grid invites."""
    grid = blueprint.computed_by_name[name]
    slips = _Slips(blueprint, HandedOn.of(blueprint, grid))
    found = [
        Guess(made.slip, made.wrong, grid.rounding, made.usual, made.path, made.kind)
        for made in slips.of_formula(grid.formula)
    ]
    for slip, before in slips.made_unseen(grid.formula):
        found.append(Guess(slip, grid.formula, grid.rounding, usual=True, before=before))
    for slip, formula in slips.exchanges(grid.formula):
        found.append(Guess(slip, formula, grid.rounding, usual=True, kind=SlipKind.EXCHANGED))
    if grid.rounding:
        slip = NOT_CUT if grid.rounding.cut else CUT
        found.append(Guess(slip, grid.formula, replace(grid.rounding, cut=not grid.rounding.cut), usual=True))
    return tuple(found)


_Wrong = TypeVar("_Wrong", Formula, Operand)


class _Made(NamedTuple, Generic[_Wrong]):
    """A slip, the formula or operand once it is made, its kind, the path to its place, and whether it is usual."""

    slip: Said
    wrong: _Wrong
    kind: SlipKind = SlipKind.PLAIN
    path: tuple[int, ...] = ()
    usual: bool = True


@dataclass(frozen=True)
class _Slips:
    """The slips that formulas and operands of a blueprint invite."""

    blueprint: Blueprint
    handed_on: HandedOn

    def of_formula(self, formula: Formula, nested: bool = False) -> Iterator[_Made[Formula]]:
        """The formula with one slip in one place."""
        for usual_slip in formula.slips():
            if nested and usual_slip.kind is SlipKind.FACTOR_OMITTED and _is_of_several_grids(formula):
                continue  # in a sum of such products any number is soon explained by one of them
            wrong_operation = replace(formula.operation, value=usual_slip.value)
            yield _Made(Said(usual_slip.name), replace(formula, operation=wrong_operation), usual_slip.kind)
        if not nested and (first := _first_of_several(formula)):
            wrong_operation = replace(formula.operation, value=UNCHANGED)
            slip = say("{grid} was copied without its factors", grid=first.parts[0].grid)
            yield _Made(slip, replace(formula, operands=(first, first), operation=wrong_operation))
        for place, operand in enumerate(formula.operands):
            inner: Iterable[_Made[Formula] | _Made[Operand]] = (
                self.of_formula(operand, nested=True)
                if isinstance(operand, Formula)
                else self.of_operand(operand, on_the_left=place == 0)
            )
            for made in inner:
                operands = (*formula.operands[:place], made.wrong, *formula.operands[place + 1 :])
                wrong = replace(formula, operands=operands)
                yield _Made(made.slip, wrong, made.kind, (place, *made.path), made.usual)

    def of_operand(self, operand: Operand, on_the_left: bool) -> Iterator[_Made[Operand]]:
        """The operand with one slip: a part left out, not transposed, or another grid in its place."""
        rows, columns = operand.shape
        if rows == columns and any(part.transposed for part in operand.parts):
            yield _Made(NOT_TRANSPOSED, operand.T)
        grids = [place for place, part in enumerate(operand.parts) if part.grid]
        if not operand.across:
            for one, other in combinations(grids, 2):
                yield _Made(WRONG_ORDER, _exchanged(operand, one, other))
        for place, part in enumerate(operand.parts):
            if _is_for_a_bias(part) and len(operand.parts) > 1:
                yield from _of_bias(operand, place, on_the_left)
            elif len(grids) > 1 and not operand.across and place in grids:
                yield _Made(say("{grid} was left out", grid=part.grid), _without(operand, place), SlipKind.OMITTED)
            if (
                on_the_left
                and operand.across
                and len(operand.parts) > 1
                and part.grid
                and part.rows == part.columns > 1
            ):
                slip = say("rows and columns of {grid} were swapped", grid=part.grid)
                yield _Made(slip, _with_part(operand, place, part.flipped))
            yield from self._of_part(operand, place, part)

    def _of_part(self, operand: Operand, place: int, part: Part) -> Iterator[_Made[Operand]]:
        """The operand with another grid, or none, in the place of one."""
        if part.diagonal:
            yield _Made(NO_DIAGONAL, _with_part(operand, place, *identity(part.rows).parts))
        earlier = self.handed_on.earlier.get(part, ())
        for old in earlier:
            yield _read_again(old, _with_part(operand, place, old), part)
        others = set(self._mistakable(part) if part.grid else ()).difference(old.grid for old in earlier)
        for mistaken in sorted(others):
            slip = say("{other} was read in place of {grid}", other=mistaken, grid=part.grid)
            yield _Made(slip, _with_part(operand, place, replace(part, grid=mistaken)), usual=False)

    def made_unseen(self, formula: Formula) -> Iterator[tuple[Said, Before]]:
        """The slips in grids which it reads that change only cells which nobody is asked for, as under a mask."""
        for name in dict.fromkeys(formula.grids()):
            grid = self.blueprint.by_name[name]
            if isinstance(grid, DrawnGrid) or not grid.dark:
                continue
            for slip in grid.formula.slips():
                if slip.later:
                    made = replace(grid.formula, operation=replace(grid.formula.operation, value=slip.value))
                    yield Said(slip.name), ((name, made, grid.rounding),)
            for earlier, before in self.made_unseen(grid.formula):
                yield earlier, (*before, (name, grid.formula, grid.rounding))

    def exchanges(self, formula: Formula) -> Iterator[tuple[Said, Formula]]:
        """The formula with two grids of a kind in each other's place."""
        whole = Counter(leaf.grid for leaf in formula.leaves() if leaf.grid)
        shared = max(whole.values(), default=0) > 1  # as z in z × h + (1 − z) × c, which decides between h and c
        turned = set(_differences(formula))  # who exchanges these two subtracts the wrong way round: the better name
        for one, other in combinations(whole, 2):
            if {one, other} in turned:
                continue
            mixed = shared and whole[one] == whole[other] == 1
            if other in self._kin(one) or (mixed and self._shape(one) == self._shape(other)):
                names = {one: other, other: one}
                slip = say("{one} and {other} were exchanged", one=one, other=other)
                yield slip, _renamed(formula, names)

    def _shape(self, name: str) -> Shape:
        return self.blueprint.by_name[name].shape

    def _mistakable(self, part: Part) -> Iterator[str]:
        """The grids easily mistaken for this one: its kin, and what a function in between was to be applied to."""
        yield from self._kin(part.grid)
        grid = self.blueprint.computed_by_name.get(part.grid)
        if grid and grid.formula.picture is Picture.FUNCTION:
            (operand, *_) = grid.formula.operands
            before = self.blueprint.by_name.get(operand.grid) if isinstance(operand, Operand) else None
            if before and (before.shape, before.view) == (grid.shape, grid.view):  # nobody reads a drawn graph's cells
                yield before.name

    def _kin(self, name: str) -> Iterator[str]:
        """The other grids of the same step and block, the same shape and the same kind."""
        grid = self.blueprint.by_name[name]
        for other in self.blueprint.step_of[name].grids:
            candidate = self.blueprint.by_name[other]
            kind = candidate.shape, candidate.view, candidate.block
            if other != name and kind == (grid.shape, grid.view, grid.block):
                yield other


def _read_again(old: Part, wrong: Operand, part: Part) -> _Made[Operand]:
    """The operand with an old grid, or with an earlier column of the same."""
    if old.grid == part.grid:
        return _Made(say("an earlier column of {grid} was read", grid=part.grid), wrong)
    return _Made(say("{grid} was used again: a newer one belongs here", grid=old.grid), wrong, SlipKind.OUTDATED)


def _is_for_a_bias(part: Part) -> bool:
    return bool(part.constant) and all(cell == 1 for row in part.constant for cell in row)


def _of_bias(operand: Operand, place: int, on_the_left: bool) -> Iterator[_Made[Operand]]:
    """The operand without the 1s of a bias, and with their sign changed."""
    # Gradients are multiplied with turned columns, and turned columns with weights.
    if operand.across and not on_the_left:
        yield _Made(NO_BIAS_GRADIENT, _without(operand, place))
        return
    yield _Made(NO_BIAS, _without(operand, place), SlipKind.NOT_DONE)
    yield _Made(SUBTRACTED_BIAS, _with_part(operand, place, _negative(operand.parts[place])))


def _is_of_several_grids(formula: Formula) -> bool:
    """Whether it reads more than one grid."""
    return len({leaf.grid for leaf in formula.leaves() if leaf.grid}) > 1


def _first_of_several(formula: Formula) -> Operand | None:
    """The first of three or more factors, if it is a grid: the others are easily forgotten together."""
    inner = formula.operands[0]
    of_factors = any(slip.kind is SlipKind.FACTOR_OMITTED for slip in formula.operation.slips)
    if not of_factors or not isinstance(inner, Formula) or inner.operation is not formula.operation:
        return None
    first = inner.operands[0]
    is_grid = isinstance(first, Operand) and first.shape == formula.shape and len(first.parts) == 1
    return first if is_grid else None  # type: ignore[return-value]


def _differences(formula: Formula) -> Iterator[frozenset[str]]:
    """The pairs of grids of which one is subtracted from the other."""
    if any(slip.kind is SlipKind.TURNED for slip in formula.operation.slips):
        yield frozenset(formula.grids())
    for operand in formula.operands:
        if isinstance(operand, Formula):
            yield from _differences(operand)


def _without(operand: Operand, place: int) -> Operand:
    """The operand with 0s in one of its parts."""
    part = operand.parts[place]
    (zeros,) = constant(((0,) * part.columns,) * part.rows).parts
    return _with_part(operand, place, zeros)


def _negative(part: Part) -> Part:
    return replace(part, constant=tuple(tuple(-cell for cell in row) for row in part.constant))


def _with_part(operand: Operand, place: int, part: Part) -> Operand:
    """The operand with another part in this place."""
    return replace(operand, parts=(*operand.parts[:place], part, *operand.parts[place + 1 :]))


def _exchanged(operand: Operand, one: int, other: int) -> Operand:
    """The operand with two parts in each other's place."""
    parts = list(operand.parts)
    parts[one], parts[other] = parts[other], parts[one]
    return replace(operand, parts=tuple(parts))


def _renamed(formula: Formula, names: Mapping[str, str]) -> Formula:
    """The formula with other grids where whole grids have these names."""

    def with_names(operand: Operand | Formula) -> Operand | Formula:
        if isinstance(operand, Formula):
            return _renamed(operand, names)
        return replace(
            operand, parts=tuple(replace(part, grid=names.get(part.grid, part.grid)) for part in operand.parts)
        )

    return replace(formula, operands=tuple(map(with_names, formula.operands)))
