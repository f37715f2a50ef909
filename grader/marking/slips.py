"""Naming slips: which common mistake turns a grid's formula into what a student typed.

Every operation declares its usual slips, and operands and roundings have theirs. A guess is the grid's formula with one
slip in one place, or with one grid read in place of another; it is worked out on the same cells as the right formula
and compared with the wrong cells. A slip is named only on good evidence: noise must stay unnamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from generator.errors import ByhandError, Said, say
from generator.network.blueprint import Blueprint, Grid
from generator.network.evaluation import work_out
from generator.network.formula import Formula
from generator.network.number import Value, Values
from generator.network.operand import Operand, Part, constant
from generator.network.rounding import Rounding
from grader.answers.typed import Typed
from grader.marking.answer_form import AnswerForm
from grader.marking.marks import Verdict

WRONG_SIGN = say("the sign is the wrong way round")
SWAPPED = say("rows and columns were swapped")
NEIGHBOUR = say("copied from the cell beside it")
NO_BIAS = say("the bias was left out")
NOT_TRANSPOSED = say("the matrix was not transposed")
CUT = say("cut off instead of rounded")
NOT_CUT = say("rounded instead of cut off")
_SMALL = 3
"""Integers no larger than this turn up by accident; any other number is evidence."""


@dataclass(frozen=True)
class Guess:
    """A slip that may have been made: its wording, and the formula and rounding that it leads to.

    All slips are `usual` except a mix-up of grids, which takes more evidence. `path` leads to the place in the formula,
    operand by operand.
    """

    slip: Said
    formula: Formula
    rounding: Rounding | None
    usual: bool
    path: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The wording in English, which identifies the slip."""
        return str(self.slip)


@dataclass(frozen=True)
class _Suspect:
    """A guess worked out: which wrong cells it explains, and how many other cells it would have changed."""

    slip: Said
    explains: frozenset[int]
    beyond: int
    usual: bool


def name_slips(
    blueprint: Blueprint,
    grid: Grid,
    form: AnswerForm,
    answers: Sequence[Typed],
    verdicts: Sequence[Verdict],
    right: Sequence[Value],
    own: Mapping[str, Values],
) -> dict[int, Said]:
    """The slips of a grid's incorrect cells, by place: the cells are counted from 0, row by row.

    `right` is what the formula gives on `own`, the student's cells so far.
    """
    wrong = frozenset(place for place, verdict in enumerate(verdicts) if verdict is Verdict.INCORRECT)
    readable = [place for place, answer in enumerate(answers) if answer.number is not None]
    suspects = []
    for slip, values, usual in _worked_out(blueprint, grid, right, own):
        changed = {place for place in readable if values[place] != right[place]}
        explains = frozenset(place for place in wrong & changed if form.agrees(answers[place], values[place]))
        if explains:
            suspects.append(_Suspect(slip, explains, len(changed - explains), usual))
    named: dict[int, Said] = {}
    while wrong and (found := _best([_narrowed(suspect, wrong) for suspect in suspects], answers)):
        named |= dict.fromkeys(found.explains, found.slip)
        wrong -= found.explains
    for place in wrong:
        if _is_neighbour(place, grid, form, answers, right):
            named[place] = NEIGHBOUR
    return named


def _best(suspects: Sequence[_Suspect], answers: Sequence[Typed]) -> _Suspect | None:
    """The suspect that explains most cells, of equals the most specific; None when two are equally good."""
    credible = [suspect for suspect in suspects if _is_credible(suspect, answers)]
    ranked = sorted(credible, key=_rank)
    if not ranked:
        return None
    rivals = {suspect.slip for suspect in ranked if _rank(suspect) == _rank(ranked[0])}
    return ranked[0] if len(rivals) == 1 else None


def _rank(suspect: _Suspect) -> tuple[int, int, bool]:
    return -len(suspect.explains), suspect.beyond, not suspect.usual


def _is_credible(suspect: _Suspect, answers: Sequence[Typed]) -> bool:
    """Whether there is more evidence than an accident would leave.

    A cell weighs more when its number is not a small integer. A slip made only in some rows needs more weight than one
    that explains the whole grid, and a mix-up of grids needs more than a usual slip.
    """
    telling = sum(_is_telling(answers[place]) for place in suspect.explains)
    weight = len(suspect.explains) + telling
    return weight > (not suspect.usual) + (suspect.beyond > 0) + (suspect.beyond > len(suspect.explains))


def _is_telling(answer: Typed) -> bool:
    number = answer.number
    return number is not None and not (number.denominator == 1 and -_SMALL <= number <= _SMALL)


def _narrowed(suspect: _Suspect, wrong: frozenset[int]) -> _Suspect:
    return replace(suspect, explains=suspect.explains & wrong)


def _is_neighbour(place: int, grid: Grid, form: AnswerForm, answers: Sequence[Typed], right: Sequence[Value]) -> bool:
    """Whether the answer is a telling number that belongs in the cell to the left, to the right, above or below."""
    if form.options or not _is_telling(answers[place]):
        return False
    width = grid.shape[1]
    in_row = [other for other in (place - 1, place + 1) if other // width == place // width]
    return any(
        0 <= other < len(right) and form.agrees(answers[place], right[other])
        for other in (*in_row, place - width, place + width)
    )


def _worked_out(
    blueprint: Blueprint, grid: Grid, right: Sequence[Value], own: Mapping[str, Values]
) -> Iterator[tuple[Said, tuple[Value, ...], bool]]:
    """Every slip that may have been made, the values it leads to, and whether it is a usual one."""
    found: dict[Guess, tuple[Value, ...]] = {}
    for guess in guesses(blueprint, grid.name):
        try:
            values = work_out(guess.formula, guess.rounding, own)
        except (ArithmeticError, ValueError, LookupError, ByhandError):
            continue
        if (len(values), len(values[0])) == grid.shape:
            found[guess] = tuple(cell for row in values for cell in row)
    for guess, cells in found.items():
        # A forgotten transpose is also a swapped operand: of two names for one slip the inner one says more.
        if not any(cells == others and _is_inside(other, guess) for other, others in found.items() if other.usual):
            yield guess.slip, cells, guess.usual
    for slip, cells in _turned(grid, right):
        if cells not in found.values():
            yield slip, cells, True


def _is_inside(inner: Guess, outer: Guess) -> bool:
    return len(inner.path) > len(outer.path) and inner.path[: len(outer.path)] == outer.path


def _turned(grid: Grid, right: Sequence[Value]) -> Iterator[tuple[Said, tuple[Value, ...]]]:
    """The right values with the wrong sign, and with rows and columns swapped."""
    numbers = [value for value in right if not isinstance(value, str)]
    if len(numbers) == len(right):
        yield WRONG_SIGN, tuple(-value for value in numbers)
    rows, columns = grid.shape
    if rows == columns > 1:
        yield SWAPPED, tuple(right[column * columns + row] for row in range(rows) for column in range(columns))


@lru_cache(maxsize=4096)
def guesses(blueprint: Blueprint, name: str) -> tuple[Guess, ...]:
    """The slips that the formula of this grid invites."""
    grid = blueprint.by_name[name]
    assert grid.formula is not None
    right = Guess(CUT, grid.formula, grid.rounding, usual=True)
    found = [
        Guess(slip, formula, grid.rounding, usual, path)
        for slip, formula, usual, path in _formula_slips(blueprint, grid.formula)
    ]
    if grid.rounding:
        slip = NOT_CUT if grid.rounding.cut else CUT
        found.append(replace(right, slip=slip, rounding=replace(grid.rounding, cut=not grid.rounding.cut)))
    return tuple(found)


_Made: TypeAlias = tuple[Said, Formula, bool, tuple[int, ...]]
"""A slip, the formula once it is made, whether it is a usual one, and the path to its place."""


def _formula_slips(blueprint: Blueprint, formula: Formula) -> Iterator[_Made]:
    """The formula with one slip in one place."""
    for usual_slip in formula.operation.slips:
        wrong_operation = replace(formula.operation, value=usual_slip.value)
        yield Said(usual_slip.name), replace(formula, operation=wrong_operation), True, ()
    for place, operand in enumerate(formula.operands):
        inner: Iterable[tuple[Said, Formula | Operand, bool, tuple[int, ...]]] = (
            _formula_slips(blueprint, operand)
            if isinstance(operand, Formula)
            else ((slip, wrong, usual, ()) for slip, wrong, usual in _operand_slips(blueprint, operand))
        )
        for slip, wrong, usual, path in inner:
            operands = (*formula.operands[:place], wrong, *formula.operands[place + 1 :])
            yield slip, replace(formula, operands=operands), usual, (place, *path)


def _operand_slips(blueprint: Blueprint, operand: Operand) -> Iterator[tuple[Said, Operand, bool]]:
    """The operand with one slip: a part left out, not transposed, or another grid in its place."""
    rows, columns = operand.shape
    if rows == columns and any(part.transposed for part in operand.parts):
        yield NOT_TRANSPOSED, operand.T, True
    for place, part in enumerate(operand.parts):
        if _is_for_a_bias(part) and len(operand.parts) > 1:
            (zeros,) = constant(((0,) * part.columns,) * part.rows).parts
            yield NO_BIAS, _with_part(operand, place, zeros), True
        for other in _mistakable(blueprint, part.grid) if part.grid else ():
            misread = say("{other} was read in place of {grid}", other=other, grid=part.grid)
            yield misread, _with_part(operand, place, replace(part, grid=other)), False


def _is_for_a_bias(part: Part) -> bool:
    return bool(part.constant) and all(cell == 1 for row in part.constant for cell in row)


def _with_part(operand: Operand, place: int, part: Part) -> Operand:
    return replace(operand, parts=(*operand.parts[:place], part, *operand.parts[place + 1 :]))


def _mistakable(blueprint: Blueprint, name: str) -> Iterator[str]:
    """The grids easily mistaken for this one: those of the same step and block, the same shape and the same kind."""
    grid = blueprint.by_name[name]
    for other in blueprint.step_of[name].grids:
        candidate = blueprint.by_name[other]
        kind = candidate.shape, candidate.view, candidate.block
        if other != name and kind == (grid.shape, grid.view, grid.block):
            yield other
