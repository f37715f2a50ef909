"""Naming slips: which common mistake turns a grid's formula into what a student typed.

A guess is worked out on the same cells as the right formula and compared with the wrong cells. A slip is named only on
good evidence: noise must stay unnamed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations
from operator import attrgetter
from typing import NamedTuple

from generator.errors import Said, say
from generator.network.blueprint import ComputedGrid, Grid
from generator.network.formula import SlipKind
from generator.network.number import Value
from grader.answers.typed import Typed
from grader.marking.answer_form import AnswerForm
from grader.marking.evidence import Evidence, Seen, SlipOutcome, Suspect, nothing_seen
from grader.marking.guess import Guess
from grader.marking.guesswork import Guessed
from grader.marking.marks import Verdict
from grader.marking.unrounded import UNROUNDED

WRONG_SIGN = say("the sign is the wrong way round")
SWAPPED = say("rows and columns were swapped")
NEIGHBOUR = say("copied from the cell beside it")
EXCHANGED = say("two rows were exchanged")
SKIPPED = say("a row was skipped")
ACCIDENTS = frozenset((EXCHANGED, SKIPPED, NEIGHBOUR))
"""Slips that nobody makes out of a misconception."""
LEAST_NEIGHBOUR_BITS = 5.0
"""How telling a single number must be to be recognised in the cell beside it: more than an accident would be off."""


class Naming(NamedTuple):
    """The slips of a grid's incorrect cells, by place, and all places that some slip explains, even if two do.

    In `usual` places one of the usual slips does, not only a mix-up of grids; in those that are `kept_up` one that was
    evident in an earlier grid.
    """

    named: Mapping[int, Said]
    explained: frozenset[int]
    usual: frozenset[int]
    kept_up: frozenset[int] = frozenset()


NOT_NAMED = Naming({}, frozenset(), frozenset())


@dataclass(frozen=True)
class Inquiry:
    """The incorrect cells of a grid, by place, and the slips that may explain them."""

    grid: Grid
    form: AnswerForm
    wrong: frozenset[int]
    evidence: Evidence
    suspects: Sequence[Suspect]

    def knowing(self, familiar: Collection[Said], seen: Callable[[Said], Seen]) -> Inquiry:
        """The same, when these slips too were made elsewhere, and what was `seen` of others in grids like this one."""
        familiar = {*self.evidence.familiar, *familiar}
        return replace(self, evidence=replace(self.evidence, familiar=familiar, seen=seen))

    @cached_property
    def naming(self) -> Naming:
        """The slips that were made; one with thin evidence is not named if it was missed elsewhere on the sheet."""
        enough = [one for one in self.suspects if self.evidence.is_enough(one)]
        explained, usual = _explained(enough), _explained(filter(attrgetter("usual"), enough))
        suspects = [one for one in self.suspects if not self.evidence.is_thin(one)] if enough else []
        named: dict[int, Said] = {}
        wrong = self.wrong
        while wrong and (found := self.evidence.best([suspect.narrowed(wrong) for suspect in suspects])):
            named |= dict.fromkeys(found.explains, found.slip)
            wrong -= found.explains
        for place in wrong - explained:
            if _is_neighbour(place, self.grid, self.form, self.evidence):
                named[place] = NEIGHBOUR
        return Naming(named, explained | named.keys(), usual)

    def naming_after(self, evident: Collection[Said]) -> Naming:
        """The same, with places explained by slips that were evident in earlier grids, however little shows here."""
        kept_up = _explained(one for one in self.suspects if one.slip in evident)
        return self.naming._replace(explained=self.naming.explained | kept_up, kept_up=kept_up)


def _explained(suspects: Iterable[Suspect]) -> frozenset[int]:
    return frozenset[int]().union(*(suspect.explains for suspect in suspects))


def inquire(
    grid: ComputedGrid,
    form: AnswerForm,
    answers: Sequence[Typed],
    verdicts: Sequence[Verdict],
    right: Sequence[Value],
    guessed: Iterable[Guessed],
    familiar: Collection[Said] = (),
    unrounded: tuple[Value, ...] | None = None,
) -> Inquiry:
    """What may explain a grid's incorrect cells; the cells are counted from 0, row by row.

    `right` is what the formula gives on the student's cells so far, `guessed` what the guesses give, and `unrounded`
    what unrounded numbers do; `familiar` slips were made before.
    """
    wrong = frozenset(place for place, verdict in enumerate(verdicts) if verdict is Verdict.INCORRECT)
    guesses = [(guess, cells) for guess, cells, fits in guessed if fits]
    afterwards = list(_negative(grid, right))
    # Nobody exchanges rows of which others are printed.
    if grid.asked or not any(answer.is_printed for answer in answers):
        afterwards += _rearranged(grid, right)
    others = [(SKIPPED, cells) for cells in _skipped(grid, right, answers)]
    if others:
        familiar = {SKIPPED, *familiar}  # a blank row at the end is evidence by itself
    if unrounded:
        others.append((UNROUNDED, unrounded))
    outcomes: list[SlipOutcome] = []
    led_to = [cells for _, cells in (*guesses, *afterwards, *others)]
    # Where everything is wrong, hardly any grid holds a number that a slip leads to.
    if any(form.agrees(answers[place], cells[place]) for cells in led_to for place in wrong):
        outcomes += _outcomes(grid, right, guesses, afterwards)
        outcomes += [SlipOutcome(slip, cells, usual=True) for slip, cells in others]
    evidence = Evidence(answers, right, outcomes, familiar, nothing_seen, lone=not grid.asked)
    return Inquiry(grid, form, wrong, evidence, list(_suspects(form, answers, wrong, right, outcomes)))


def _suspects(
    form: AnswerForm,
    answers: Sequence[Typed],
    wrong: frozenset[int],
    right: Sequence[Value],
    outcomes: Iterable[SlipOutcome],
) -> Iterator[Suspect]:
    """The slips that lead to what is in one of the wrong cells at least."""
    readable = {place for place, answer in enumerate(answers) if answer.number is not None and not answer.blank}
    for slip, values, usual, vague in outcomes:
        explains = frozenset(place for place in wrong if form.agrees(answers[place], values[place]))
        if not explains:
            continue
        others = (place for place in readable - explains if values[place] != right[place])
        beyond = sum(not form.agrees(answers[place], values[place]) for place in others)
        # Who takes the wrong row takes most of it, and a single number does not show that one was.
        if slip != EXCHANGED or len(explains) > max(beyond, 1):
            yield Suspect(slip, values, explains, beyond, usual, vague)


def _is_neighbour(place: int, grid: Grid, form: AnswerForm, evidence: Evidence) -> bool:
    """Whether the answer is a telling number that belongs in the cell to the left, to the right, above or below."""
    if form.options or evidence.bits(place) < LEAST_NEIGHBOUR_BITS:
        return False
    width = grid.shape[1]
    in_row = [other for other in (place - 1, place + 1) if other // width == place // width]
    return any(
        0 <= other < len(evidence.right) and form.agrees(evidence.answers[place], evidence.right[other])
        for other in (*in_row, place - width, place + width)
    )


def _outcomes(
    grid: Grid,
    right: Sequence[Value],
    guesses: Iterable[tuple[Guess, tuple[Value, ...]]],
    afterwards: Iterable[tuple[Said, tuple[Value, ...]]],
) -> Iterator[SlipOutcome]:
    """Every slip that may have been made, with the values it leads to."""
    same: dict[tuple[Value, ...], list[Guess]] = {}  # the guesses that lead to the same numbers, dark cells aside
    outcomes: dict[tuple[Value, ...], tuple[Value, ...]] = {}
    for guess, cells in guesses:
        shown = _shown(grid, cells)
        outcomes.setdefault(shown, cells)
        same.setdefault(shown, []).append(guess)
    same.pop(_shown(grid, right), None)  # they change nothing
    for shown, rivals in same.items():
        for place, guess in enumerate(rivals):
            less = len(rivals) > 1 and _says_less(guess, rivals, rivals[place + 1 :])
            yield SlipOutcome(guess.slip, outcomes[shown], guess.usual, less)
    for slip, cells in afterwards:
        if not any(guess.usual for guess in same.get(_shown(grid, cells), ())):
            yield SlipOutcome(slip, cells, usual=True)


def _shown(grid: Grid, cells: Sequence[Value]) -> tuple[Value, ...]:
    """The cells that are not dark."""
    if not grid.dark:
        return tuple(cells)
    return tuple(cell for place, cell in enumerate(cells) if divmod(place, grid.shape[1]) not in grid.dark)


def _says_less(guess: Guess, rivals: Sequence[Guess], later: Sequence[Guess]) -> bool:
    """Whether another guess that leads to the same numbers has the better name: of grids used again the oldest has."""
    outdated = SlipKind.OUTDATED
    older = guess.kind is outdated and any(other.kind is outdated for other in later)
    return older or any(other.says_more_than(guess) for other in rivals)


def _negative(grid: ComputedGrid, right: Sequence[Value]) -> Iterator[tuple[Said, tuple[Value, ...]]]:
    """The right values with the wrong sign."""
    if not grid.formula.marks and not any(isinstance(value, str) for value in right):
        yield WRONG_SIGN, tuple(-value for value in right if not isinstance(value, str))


def _rearranged(grid: Grid, right: Sequence[Value]) -> Iterator[tuple[Said, tuple[Value, ...]]]:
    """The right values with rows in other places."""
    negative = tuple(-value for value in right if not isinstance(value, str))
    count, width = grid.shape
    rows = [tuple(right[start : start + width]) for start in range(0, len(right), width)]
    if count == width > 1 and not grid.dark:
        yield SWAPPED, tuple(chain.from_iterable(zip(*rows, strict=True)))
    for one, other in combinations(range(count), 2):
        exchanged = list(rows)
        exchanged[one], exchanged[other] = rows[other], rows[one]
        cells = tuple(chain.from_iterable(exchanged))
        if cells != negative:  # where nothing tells them apart, the sign is the likelier slip
            yield EXCHANGED, cells


def _skipped(grid: Grid, right: Sequence[Value], answers: Sequence[Typed]) -> Iterator[tuple[Value, ...]]:
    """The right values one row too high, or too low, from some row on; only where that left a row blank."""
    unanswered = [answer.number is None and answer.blank for answer in answers]  # printed cells have a number
    if True not in unanswered:
        return
    count, width = grid.shape
    rows = [tuple(right[start : start + width]) for start in range(0, len(right), width)]
    blank = [all(unanswered[start : start + width]) for start in range(0, len(answers), width)]
    for first in range(count - 1):
        if blank[-1]:
            yield tuple(chain.from_iterable((*rows[:first], *rows[first + 1 :], rows[-1])))
        if blank[first]:
            yield tuple(chain.from_iterable((*rows[: first + 1], *rows[first:-1])))
