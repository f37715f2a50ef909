"""Evidence: whether wrong cells show a slip, or only happen to hold the numbers that it would lead to.

Evidence is counted in bits. A matching cell is worth more the farther it is from the right value, since accidents stay
near it; 0 is worth little, since it is written for many reasons. The more slips could have matched, the more is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from math import log2
from typing import NamedTuple, TypeAlias

from generator.errors import Said
from generator.network.number import Number, Value, decimal_places
from grader.answers.typed import Typed

LEAST_BITS = 0.2
"""What a usual slip needs that explains a whole grid, if no other slip could have matched."""
MIXED_UP_BITS = 2.5
"""What a mix-up of grids needs on top of that."""
PARTIAL_BITS = 3.0
"""What a slip needs on top of that when it was made only in some rows, and again when in less than half of them."""
LONE_BITS = 1.5
"""What a slip needs on top of that when a single cell of a grid is asked, and it was not kept up in other grids."""
AVOIDED_BITS = 2.8
"""What a slip needs on top of that when it would have shown elsewhere on the sheet and did not."""
COMPLETE_BITS = 3.0
"""What it adds that a slip explains several cells, and nothing in the grid speaks against it."""
FAMILIAR_BITS = 4.0
"""What it adds that the student has made the slip before."""
KEPT_UP_BITS, MOST_KEPT_UP = 1.0, 3
"""What each of so many other grids adds in which the slip shows too, if it was avoided in none."""
MOST_BITS = 7.0
SEVERAL_DIGITS_BITS = 2.2
"""What a number adds to these that is off in more than one digit: 1.35 for 1.12, but not 1.32. Few accidents are."""
NEARBY = 9
"""So many units of the last place off the right value is where accidents end."""
_BITS_OF_ZERO = 1.25
_BITS_NEARBY = 3.0
_BITS_OF_WORDS = 1.0


class SlipOutcome(NamedTuple):
    """A slip that may have been made, the values it leads to, and whether it is a usual one."""

    slip: Said
    values: tuple[Value, ...]
    usual: bool
    vague: bool = False
    """Whether another that leads to the same values has the better name."""


class Seen(NamedTuple):
    """In how many other grids like one a slip shows, and in how many it does not though it would have.

    Grids of another time step have other names, so h0 read for h1 shows as h1 read for h2 does; `itself` counts those
    where the very same grid was read.
    """

    shown: int
    missed: int
    itself: int


def nothing_seen(_slip: Said) -> Seen:
    """What is known while a sheet is still judged."""
    return Seen(0, 0, 0)


@lru_cache(maxsize=1 << 12)
def _bits(number: Number | None, right: Value) -> float:
    """How telling a number is where another is right; few pairs occur in a class."""
    if number is None or isinstance(right, str):
        return _BITS_OF_WORDS
    if number == 0:
        return _BITS_OF_ZERO
    units = _units_off(number, right)
    bits: float = log2(2 * float(units) + 1) + (units > NEARBY)
    return min(max(bits, _BITS_NEARBY), MOST_BITS) + SEVERAL_DIGITS_BITS * _has_several_digits(units)


def _units_off(number: Number, right: Number) -> Fraction:
    """How many units of the last place lie between two numbers."""
    places = max(_places(number), _places(right))
    units: Fraction = abs(Fraction(number) - Fraction(right)) * 10 ** min(places, 3)
    return units


def _has_several_digits(number: Fraction) -> bool:
    """Whether more than one digit of a whole number, or of a fraction rounded to one, is not 0."""
    return len(str(round(number)).strip("0")) > 1


def _places(number: Number) -> int:
    """The decimals of a number; a fraction without an end is no more exact than one decimal to whoever is off."""
    places = decimal_places(number)
    return 1 if places is None else places


_Case: TypeAlias = tuple[frozenset[int], int, bool]
"""The cells that a suspect explains, how many others it would have changed, and whether it is usual."""


class Suspect(NamedTuple):
    """A slip and the values it leads to: the wrong cells it explains, and how many others it would have changed."""

    slip: Said
    values: tuple[Value, ...]
    explains: frozenset[int]
    beyond: int
    usual: bool
    vague: bool

    def narrowed(self, wrong: frozenset[int]) -> Suspect:
        """The suspect when only these cells are left to explain."""
        return self if self.explains <= wrong else self._replace(explains=self.explains & wrong)


@dataclass(frozen=True)
class Evidence:
    """What a grid says about its suspects: the answers, the right values, and what every slip leads to."""

    answers: Sequence[Typed]
    right: Sequence[Value]
    outcomes: Sequence[SlipOutcome]
    familiar: Collection[Said]
    seen: Callable[[Said], Seen]
    lone: bool
    """Whether a single cell is asked, as in a puzzle."""
    _weighed: dict[_Case, float] = field(default_factory=dict, compare=False, repr=False)
    """What was found to speak for slips, kept when more is known of the rest of the sheet."""

    @cached_property
    def _readable(self) -> Sequence[int]:
        """The places where a number was typed; a printed cell says nothing."""
        return [place for place, answer in enumerate(self.answers) if answer.number is not None and not answer.blank]

    @cached_property
    def _changed(self) -> Sequence[Set[int]]:
        """For each outcome, the places that it would change."""
        right = self.right
        return [{place for place in self._readable if values[place] != right[place]} for _, values, *_ in self.outcomes]

    def best(self, suspects: Sequence[Suspect]) -> Suspect | None:
        """The suspect that explains most cells, of equals the most specific; None when two are equally good.

        Of those that lead to the same numbers in all answered cells none is better than the others: the first gives
        the name.
        """
        ranked = sorted(filter(self.is_enough, suspects), key=self._rank)
        if not ranked:
            return None
        rivals = [suspect for suspect in ranked if self._rank(suspect) == self._rank(ranked[0])]
        if len({rival.slip for rival in rivals}) > 1:
            most = min(map(self._seldom, rivals))
            rivals = [rival for rival in rivals if self._seldom(rival) == most]
        slips = {rival.slip for rival in rivals}
        numbers = {tuple([rival.values[place] for place in self._readable]) for rival in rivals}
        return rivals[0] if len(slips) == 1 or len(numbers) == 1 else None

    def is_enough(self, suspect: Suspect) -> bool:
        """Whether there is more evidence than an accident would leave; that another grid is 0 there too is none."""
        telling = suspect.explains if suspect.usual else {p for p in suspect.explains if self.answers[p].number}
        return bool(telling) and self._surplus(suspect) > 0

    def is_thin(self, suspect: Suspect) -> bool:
        """Whether the evidence of its only cell is not enough any more as the slip was avoided in other grids."""
        if len(suspect.explains) > 1 or suspect.beyond or self._surplus(suspect) > AVOIDED_BITS:
            return False
        return self.seen(suspect.slip).missed > 0 and not any(map(self._is_far_off, suspect.explains))

    def _is_far_off(self, place: int) -> bool:
        """Whether what is in this cell is off in more than one digit, as few accidents are."""
        number, right = self.answers[place].number, self.right[place]
        return not (number is None or isinstance(right, str)) and _has_several_digits(_units_off(number, right))

    def _surplus(self, suspect: Suspect) -> float:
        """The bits of evidence beyond what is needed."""
        case = suspect.explains, suspect.beyond, suspect.usual
        if case not in self._weighed:
            self._weighed[case] = self._weigh(suspect)
        surplus = self._weighed[case] + FAMILIAR_BITS * (suspect.slip in self.familiar)
        if -KEPT_UP_BITS * MOST_KEPT_UP - LONE_BITS * self.lone < surplus <= 0:
            shown, missed, _ = self.seen(suspect.slip)
            if shown and not missed:
                surplus += KEPT_UP_BITS * min(shown, MOST_KEPT_UP) + LONE_BITS * self.lone
        return surplus

    def _weigh(self, suspect: Suspect) -> float:
        """The same as far as this grid alone can tell."""
        bits = sum(map(self.bits, suspect.explains))
        if len(suspect.explains) > 1 and not suspect.beyond:
            bits += COMPLETE_BITS
        needed = LEAST_BITS + log2(self._rivals(suspect)) + MIXED_UP_BITS * (not suspect.usual)
        needed += LONE_BITS * self.lone
        needed += PARTIAL_BITS * ((suspect.beyond > 0) + (suspect.beyond > len(suspect.explains)))
        return bits - needed

    def bits(self, place: int) -> float:
        """How telling it is that a slip leads to what is in this cell."""
        return _bits(self.answers[place].number, self.right[place])

    def _rivals(self, suspect: Suspect) -> float:
        """How many different wrong contents of the cells that it explains slips lead to that change no more others.

        One that only a mix-up of grids leads to counts as many times less as a mix-up is less likely.
        """
        found: dict[tuple[Value, ...], bool] = {}
        for (_, values, usual, _), changed in zip(self.outcomes, self._changed, strict=True):
            if changed & suspect.explains and len(changed - suspect.explains) <= suspect.beyond:
                contents = tuple(values[place] for place in suspect.explains)
                found[contents] = usual or found.get(contents, False)
        return max(sum(1 if usual else 2**-MIXED_UP_BITS for usual in found.values()), 1)

    def _rank(self, suspect: Suspect) -> tuple[int, int, bool]:
        return -len(suspect.explains), suspect.beyond, not suspect.usual

    def _seldom(self, suspect: Suspect) -> tuple[int, bool, int, bool]:
        """How little speaks for a suspect that explains as much as others: first what was done in grids like this."""
        shown, missed, itself = self.seen(suspect.slip)
        return missed - shown, suspect.slip not in self.familiar, -itself, suspect.vague
