"""Slips by name: which usual mistake turns a grid's formula into what a student typed.

Every operation declares its usual slips. A guess is the grid's formula with one slip in one place, or with one grid
read for another; it is worked out on the same cells as the right formula and compared with the wrong cells. A name is
given only for good evidence: noise has to stay without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.errors import ByhandError, Said, say
from generator.network.blueprint import Blueprint, Formula, Grid, evaluate
from generator.network.number import Value, Values
from generator.network.operations import Operation
from grader.answers.typed import Typed
from grader.marking.answer_form import AnswerForm
from grader.marking.marks import Verdict

WRONG_SIGN = say("the sign is the wrong way round")
SWAPPED = say("rows and columns were swapped")
NEIGHBOUR = say("copied from the cell beside it")
_SMALL = 3
"""Integers up to here turn up by accident; any other number is evidence."""


@dataclass(frozen=True)
class Guess:
    """A slip that may have been made: in words, and the formula that it leads to.

    `usual` are the slips that operations declare: they are believed on less evidence than a mix-up of grids. `path`
    leads to the place in the formula, operand by operand.
    """

    slip: Said
    formula: Formula
    usual: bool
    path: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The slip in English, by which it is known."""
        return str(self.slip)


@dataclass(frozen=True)
class _Suspect:
    """A guess worked out: which wrong cells it explains, and how many cells beyond them it would have changed."""

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
    """The slips of a grid's incorrect cells, by their places row by row.

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
    """The suspect that explains most cells, and of those the most specific; None when two differ in nothing."""
    credible = [suspect for suspect in suspects if _is_credible(suspect, answers)]
    ranked = sorted(credible, key=_rank)
    if not ranked:
        return None
    rivals = {suspect.slip for suspect in ranked if _rank(suspect) == _rank(ranked[0])}
    return ranked[0] if len(rivals) == 1 else None


def _rank(suspect: _Suspect) -> tuple[int, int, bool]:
    return -len(suspect.explains), suspect.beyond, not suspect.usual


def _is_credible(suspect: _Suspect, answers: Sequence[Typed]) -> bool:
    """Whether the evidence is more than an accident would give.

    A cell weighs more when its number is no small integer. A slip made in some rows only needs more weight than one
    that explains the whole grid, and a mix-up of grids more than a usual slip.
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
    """Whether a telling number stands in the cell above, below or beside it."""
    if form.options or not _is_telling(answers[place]):
        return False
    width = grid.shape[1]
    beside = [place + step for step in (-1, 1) if (place + step) // width == place // width]
    return any(
        0 <= other < len(right) and form.agrees(answers[place], right[other])
        for other in (*beside, place - width, place + width)
    )


def _worked_out(
    blueprint: Blueprint, grid: Grid, right: Sequence[Value], own: Mapping[str, Values]
) -> Iterator[tuple[Said, tuple[Value, ...], bool]]:
    """Every guess with the values it leads to."""
    found: dict[Guess, tuple[Value, ...]] = {}
    for guess in guesses(blueprint, grid.name):
        try:
            values = evaluate(guess.formula, own)
        except (ArithmeticError, ValueError, LookupError, ByhandError):
            continue
        if (len(values), len(values[0])) == grid.shape:
            found[guess] = tuple(cell for row in values for cell in row)
    for guess, cells in found.items():
        # A transpose left out is also an operand swapped: of two names for one slip the inner says more.
        if not any(cells == others and _is_inside(other, guess) for other, others in found.items() if other.usual):
            yield guess.slip, cells, guess.usual
    for slip, cells in _turned(grid, right):
        if cells not in found.values():
            yield slip, cells, True


def _is_inside(inner: Guess, outer: Guess) -> bool:
    return len(inner.path) > len(outer.path) and inner.path[: len(outer.path)] == outer.path


def _turned(grid: Grid, right: Sequence[Value]) -> Iterator[tuple[Said, tuple[Value, ...]]]:
    """The right values with the other sign, and with rows and columns swapped."""
    numbers = [value for value in right if not isinstance(value, str)]
    if len(numbers) == len(right):
        yield WRONG_SIGN, tuple(-value for value in numbers)
    rows, columns = grid.shape
    if rows == columns > 1:
        yield SWAPPED, tuple(right[column * columns + row] for row in range(rows) for column in range(columns))


@lru_cache(maxsize=4096)
def guesses(blueprint: Blueprint, name: str) -> tuple[Guess, ...]:
    """The slips that the formula of this grid invites."""
    formula = blueprint.by_name[name].formula
    assert formula is not None
    return tuple(_variants(blueprint, formula))


def _variants(blueprint: Blueprint, formula: Formula) -> Iterator[Guess]:
    """The formula with one slip in one place."""
    for slip in formula.operation.slips:
        made: Operation = replace(formula.operation, rule=slip.rule)
        yield Guess(Said(slip.name), replace(formula, operation=made), usual=True)
    if formula.grid:
        for other in _mistakable(blueprint, formula.grid):
            misread = say("{other} was read in place of {grid}", other=other, grid=formula.grid)
            yield Guess(misread, replace(formula, grid=other), usual=False)
    for place, operand in enumerate(formula.operands):
        for guess in _variants(blueprint, operand):
            operands = (*formula.operands[:place], guess.formula, *formula.operands[place + 1 :])
            yield replace(guess, formula=replace(formula, operands=operands), path=(place, *guess.path))


def _mistakable(blueprint: Blueprint, name: str) -> Iterator[str]:
    """The grids that stand beside this one, in the same step and block, and have its shape and kind."""
    grid = blueprint.by_name[name]
    for other in blueprint.step_of[name].grids:
        beside = blueprint.by_name[other]
        if other != name and (beside.shape, beside.kind, beside.block) == (grid.shape, grid.kind, grid.block):
            yield other
