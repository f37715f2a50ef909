"""A guess: a slip that may have been made, with its wording and the formula that it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from generator.errors import Said, say
from generator.network.evaluation import work_out
from generator.network.formula import Formula, SlipKind
from generator.network.number import Values
from generator.network.operand import Operand
from generator.network.rounding import Rounding
from generator.network.rules import OfMatrices, unchanged

NO_BIAS = say("the bias was left out")
SUBTRACTED_BIAS = say("the bias was subtracted")
NO_BIAS_GRADIENT = say("the gradient of the bias was left out")
NOT_TRANSPOSED = say("the matrix was not transposed")
WRONG_ORDER = say("the parts of the column are in the wrong order")
NO_DIAGONAL = say("the factors on the diagonal were left out")
UNCHANGED = OfMatrices(unchanged)
"""The function that nobody applied."""
CUT = say("cut off instead of rounded")
NOT_CUT = say("rounded instead of cut off")

Before: TypeAlias = tuple[tuple[str, Formula, Rounding | None], ...]
"""Grids with the formulas and roundings that they are worked out by."""
_SAYS_LESS = frozenset((SlipKind.FACTOR_OMITTED, SlipKind.OMITTED, SlipKind.EXCHANGED))
"""Kinds of slips that say less than any other slip that leads to the same numbers."""


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
    kind: SlipKind = SlipKind.PLAIN
    before: Before = ()
    """The grids that are worked out otherwise before it, in cells that are not asked: there the slip was made."""

    def work_out(self, grids: Mapping[str, Values]) -> Values:
        """What the slip leads to on these grids."""
        for name, formula, rounding in self.before:
            grids = {**grids, name: work_out(formula, rounding, grids)}
        return work_out(self.formula, self.rounding, grids)

    @property
    def name(self) -> str:
        """The wording in English, which identifies the slip."""
        return str(self.slip)

    def says_more_than(self, other: Guess) -> bool:
        """Whether its name is the better one where both lead to the same numbers.

        A forgotten transpose is also a swapped operand: the slip in a part of the formula says more. But that nothing
        was done at all is true whatever else leads to the same numbers.
        """
        if self.undone or other.undone:
            return self.usual and not other.undone
        inside = len(self.path) > len(other.path) and self.path[: len(other.path)] == other.path
        return self.usual and (inside or (other.general and not self.general))

    @property
    def general(self) -> bool:
        """Whether it says less than any other slip that leads to the same numbers."""
        return self.kind in _SAYS_LESS

    @cached_property
    def undone(self) -> bool:
        """Whether a function was not applied, a bias not added, or a number not divided."""
        place: Operand | Formula = self.formula
        for step in self.path:
            place = place.operands[step] if isinstance(place, Formula) else place
        return self.kind is SlipKind.NOT_DONE or (isinstance(place, Formula) and place.operation.value == UNCHANGED)
